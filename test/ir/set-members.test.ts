// Membership in the arrays of another query: the pass, and the reference evaluator before and after it.
import { expect, test } from 'vitest';
import { evaluate } from '../../src/eval/evaluate.ts';
import { stillWorld } from '../../src/eval/still-world.ts';
import { setMembers } from '../../src/ir/passes/set-members.ts';
import { boundQuery, normal } from '../support/binding.ts';
import { linesOf } from '../support/stages.ts';

const conditionOf = (list: string): string => normal(`T | where A in (${list})`).split('\n').slice(1).join('\n');

test('the arrays of a set or a list are what they were made of', () => {
  expect(conditionOf('T | summarize make_set(B)')).toMatchInlineSnapshot(
    `"(filter (textQuery equals A (query (table T) (filter (isnotnull B)) (aggregate (by (= set_B B))))))"`,
  );
  expect(conditionOf('T | summarize S = make_list_if(tolower(B), N > 1) by A | project S')).toMatchInlineSnapshot(
    `"(filter (textQuery equals A (query (table T) (filter (gt N? 1)) (aggregate (by (= S (tolower B)))))))"`,
  );
  expect(conditionOf('T | summarize make_set(N)')).toMatchInlineSnapshot(
    `"(filter (textQuery equals A (query (table T) (aggregate (by) (= set_N (make_set N?))))))"`,
  );
});

test('a list that is cut short, or is no list any more, stays', () => {
  expect(conditionOf('T | summarize make_set(B, 100)')).toMatchInlineSnapshot(
    `"(filter (textQuery equals A (query (table T) (aggregate (by) (= set_B (make_set B 100))))))"`,
  );
  expect(conditionOf('T | summarize S = make_set(B) by A')).toMatchInlineSnapshot(
    `"(filter (textQuery equals A (query (table T) (aggregate (by A) (= S (make_set B))))))"`,
  );
  expect(conditionOf('T | summarize S = make_set(B) | project array_length(S)')).toMatchInlineSnapshot(
    `"(filter (textQuery equals A (query (table T) (aggregate (by) (= S (make_set B))) (project (= Column1 (array_length S))))))"`,
  );
});

const rows = '(datatable(K: string, V: string, N: long) ["a", "x", 1, "a", "", 2, "b", "X", long(null), "b", "x y", 1])';
const left = 'datatable(A: string, M: long) ["x", 1, "X", 2, "", 3, "y", long(null), "1", 4, "b", 5]';

test.each([
  `A in (${rows} | summarize make_set(V))`,
  `A !in (${rows} | summarize make_list(V) by K | project list_V)`,
  `A in~ (${rows} | summarize make_set_if(V, N == 1))`,
  `A has_any (${rows} | summarize make_set(V))`,
  `A has_all (${rows} | where V != "" | summarize make_set(V))`,
  `A in (${rows} | where K == "z" | summarize make_set(V))`,
  `M in (${rows} | summarize make_set(N))`,
  `A in (${rows} | summarize make_set(N))`,
])('the same rows: %s', (condition) => {
  const query = boundQuery(`${left} | where ${condition}`);
  const after = setMembers(query);
  expect(after).not.toEqual(query);
  expect(linesOf(evaluate(after, stillWorld(new Map(), 0n)))).toEqual(linesOf(evaluate(query, stillWorld(new Map(), 0n))));
});
