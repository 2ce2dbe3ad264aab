// Columns that nobody reads: the rewritten query, and the reference evaluator before and after it.
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/eval/evaluate.ts';
import { stillWorld } from '../../src/eval/still-world.ts';
import { dumpQuery } from '../../src/ir/dump.ts';
import type { Query } from '../../src/ir/pipeline.ts';
import { withoutUnread } from '../../src/ir/unread.ts';
import { boundQuery } from '../support/binding.ts';
import { linesOf } from '../support/stages.ts';

const after = (kql: string): string => dumpQuery(withoutUnread(boundQuery(kql)));

test('rows that are counted, or asked for their keys, have no other work done', () => {
  expect(after('T | extend X = hash(A) | project X, A, B | count')).toMatchInlineSnapshot(`
    "(table T)
    (extend (= X (hash A)))
    (project X)
    (aggregate (by) (= Count (count)))"
  `);
  expect(after('T | join kind=leftsemi (T | extend X = hash(B) | project A, X, B) on A')).toMatchInlineSnapshot(`
    "(table T)
    (join leftsemi (eq A A) (query (table T) (project A)))"
  `);
});

test('what a later step hides is not computed', () => {
  expect(after('T | extend X = hash(A), Y = B | where Y == "b" | project A, Y')).toMatchInlineSnapshot(`
    "(table T)
    (extend (= Y B))
    (filter (text equals (tostring Y) "b"))
    (project A Y)"
  `);
  expect(after('T | summarize C = count(), S = make_set(B) by A | where C > 3 | project A')).toMatchInlineSnapshot(`
    "(table T)
    (aggregate (by A) (= C (count)))
    (filter (gt C 3))
    (project A)"
  `);
  expect(after('T | summarize arg_max(N, *) by A | project A, B')).toMatchInlineSnapshot(`
    "(table T)
    (aggregate (by A) (pick-max (key N?) * B))
    (project A B)"
  `);
  expect(after('T | project A, X = hash(A) | project A')).toMatchInlineSnapshot(`
    "(table T)
    (project A)
    (project A)"
  `);
  expect(after('T | where A in (T | extend X = hash(B) | project B) | extend X = 1')).toMatchInlineSnapshot(`
    "(table T)
    (filter (textQuery equals A (query (table T) (project B))))
    (extend (= X 1))"
  `);
});

test('a name that another side numbers stays', () => {
  expect(after('T | extend X = hash(A) | join kind=inner (T | extend X = 1) on A | project X1')).toMatchInlineSnapshot(`
    "(table T)
    (extend (= X (hash A)))
    (join inner (eq A A) (query (table T) (extend (= X 1))))
    (project X1)"
  `);
});

const rows = '(datatable(A: string, B: string, N: long) ["a", "x", 1, "a", "", 2, "b", "X", long(null), "b", "x y", 1])';

const linesFrom = (query: Query): readonly string[] => [...linesOf(evaluate(query, stillWorld(new Map(), 0n)))];

describe('the same rows', () => {
  test.each([
    `${rows} | extend X = strlen(A), Y = B | where Y != "" | project A, Y`,
    `${rows} | extend A = strcat(A, "!"), X = 1 | extend B = A | project B`,
    `${rows} | extend B = "lost" | extend B = A | extend X = B | summarize N = count() by B`,
    `${rows} | summarize C = count(), S = make_set(B), arg_max(N, *) by A | project A, B`,
    `${rows} | summarize C = count(), S = make_set(B) | where C > 1 | count`,
    `${rows} | extend X = 1 | join kind=inner (${rows} | extend X = 2) on A | project X1, N, N1`,
    `${rows} | extend X = 1, Y = 2 | project-rename Z = X | project Z`,
    `${rows} | extend X = 1 | mv-expand with_itemindex=I D = pack_array(A, B) | project D, I`,
    `${rows} | extend X = 1 | parse B with P " " Q | project P, Q`,
    `${rows} | extend X = 1 | project-away X | sort by A asc, B asc | take 2`,
    `${rows} | extend X = N + 1, Y = -N | sort by X asc, B asc | project A`,
    `union (${rows} | extend X = 1), (${rows} | extend Y = 1 | project A) | summarize count() by A`,
    `${rows} | extend X = strlen(B) | project X, A, Y = strcat(A, B) | count`,
    `${rows} | join kind=leftsemi (${rows} | extend X = strlen(B) | project A, X, Y = X + 1) on A`,
    `${rows} | join kind=leftanti (${rows} | where N > 1 | extend X = strlen(B) | summarize C = count(), S = make_set(X) by B) on B`,
  ])('case %#', (kql) => {
    const query = boundQuery(kql);
    expect(linesFrom(withoutUnread(query))).toEqual(linesFrom(query));
  });
});
