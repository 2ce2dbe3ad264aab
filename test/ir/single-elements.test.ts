// An element of what `split()` gives spreads over one row: the pass, and the reference evaluator before and after it.
import { expect, test } from 'vitest';
import { evaluate } from '../../src/eval/evaluate.ts';
import { stillWorld } from '../../src/eval/still-world.ts';
import { singleElements } from '../../src/ir/passes/single-elements.ts';
import { boundQuery, normal } from '../support/binding.ts';
import { linesOf } from '../support/stages.ts';

test('elements of a split text are columns', () => {
  expect(normal('T | project P = split(Line, ",") | mv-expand Id = P[0], Url = P[1] to typeof(string)')).toMatchInlineSnapshot(`
    "(table T)
    (project (= P (split Line? ",")))
    (extend (= Id (path P 0)) (= Url (tostring (path P 1))))"
  `);
  expect(normal('T | mv-expand Id = split(Line, ",")[0], Url = split(Line, ",")[-1]')).toMatchInlineSnapshot(`
    "(table T)
    (extend (= Id (path (split Line? ",") 0)) (= Url (path (split Line? ",") -1)))"
  `);
});

test('what may be an array, is numbered, cut or converted still spreads', () => {
  for (const step of [
    'mv-expand P',
    'mv-expand X = P[0], P',
    'mv-expand with_itemindex = i X = P[0]',
    'mv-expand X = P[0] to typeof(long)',
    'mv-expand X = D[0]',
    'mv-expand X = P[0] limit 0',
    'summarize P = make_list(Line) | mv-expand X = P[0]',
  ])
    expect(normal(`T | extend P = split(Line, ",") | ${step}`), step).toContain('(expand');
});

test('the rows are the same', () => {
  const query = boundQuery(
    `datatable(Line: string)["a,b", "c", "", ",", "[1,2],x"] | extend P = split(Line, ",") | mv-expand X = P[0], Y = P[1] to typeof(string) | project Line, X, Y`,
  );
  const after = singleElements(query);
  expect(after).not.toEqual(query);
  const rows = linesOf(evaluate(query, stillWorld(new Map(), 0n)));
  expect(rows.length).toBeGreaterThan(5);
  expect(linesOf(evaluate(after, stillWorld(new Map(), 0n)))).toEqual(rows);
});
