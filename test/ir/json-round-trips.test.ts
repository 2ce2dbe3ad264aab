// What is JSON already is not read again: the pass, and the reference evaluator over values that are easily mistaken, before and after it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate } from '../../src/eval/evaluate.ts';
import { stillWorld } from '../../src/eval/still-world.ts';
import { jsonRoundTrips } from '../../src/ir/passes/json-round-trips.ts';
import type { DynamicValue } from '../../src/ir/types.ts';
import { boundQuery, normal } from '../support/binding.ts';
import { linesOf } from '../support/stages.ts';

const expressionOf = (text: string): string => normal(`T | project X = ${text}`).split('\n').slice(1).join('\n');

test('a dynamic value is what it is', () => {
  expect(expressionOf('parse_json(D).user')).toMatchInlineSnapshot(`"(project (= X (path D "user")))"`);
  expect(expressionOf('todynamic(parse_json(D.user)).name')).toMatchInlineSnapshot(`"(project (= X (path (path D "user") "name")))"`);
});

test('through text only what is an array or a bag of texts', () => {
  expect(expressionOf('parse_json(tostring(split(A, ",")))[0]')).toMatchInlineSnapshot(`"(project (= X (path (split A ",") 0)))"`);
  expect(expressionOf('parse_json(tostring(D.user)).name')).toMatchInlineSnapshot(
    `"(project (= X (path (parse_json (tostring (path D "user"))) "name")))"`,
  );
});

test('a text is read', () => {
  expect(expressionOf('parse_json(tostring(tostring(A)))')).toMatchInlineSnapshot(`"(project (= X (parse_json A)))"`);
});

const mistakable = fc.constantFrom<DynamicValue>(
  null,
  '',
  '123',
  '{"a":1}',
  '"q"',
  '[1]',
  'null',
  'true',
  ' 1 ',
  1n,
  0.5,
  true,
  'x\\"y',
  '{"a":"{}"}',
);
const values: fc.Arbitrary<DynamicValue> = fc.letrec<{ value: DynamicValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    mistakable,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(fc.constantFrom('a', 'b'), tie('value')), { maxLength: 2 }).map((entries): DynamicValue => new Map(entries)),
  ),
})).value;

const query =
  boundQuery(`T | project A, D, x = parse_json(D), y = parse_json(D).a, z = tostring(parse_json(D.a)), p = parse_json(parse_json(D)[0]).b,
  s = parse_json(tostring(split(A, ","))), s1 = parse_json(tostring(split(A, ",")))[1], e = parse_json(tostring(extract_all("([0-9]+)", A)))[0],
  k = parse_json(tostring(bag_keys(D))), t = parse_json(tostring(D)), n = isempty(parse_json(D.a))`);
const columns = [
  { name: 'A', type: 'string' },
  { name: 'B', type: 'long' },
  { name: 'I', type: 'int' },
  { name: 'R', type: 'real' },
  { name: 'D', type: 'dynamic' },
  { name: 'Timestamp', type: 'datetime' },
  { name: 'S', type: 'timespan' },
  { name: 'G', type: 'guid' },
  { name: 'F', type: 'bool' },
] as const;

test('the evaluator gives the same rows before and after', () => {
  const texts = fc.oneof(fc.string(), fc.constantFrom('1,2', '"a","b"', 'https://h.x/p?q=1', '{"a":1},x', '', ',,'));
  const after = jsonRoundTrips(query);
  fc.assert(
    fc.property(fc.array(fc.tuple(texts, values), { minLength: 1, maxLength: 5 }), (cells) => {
      const rows = cells.map(([text, value]) => [text, null, null, null, value, null, null, null, null]);
      const world = stillWorld(new Map([['T', { columns, rows }]]), 0n);
      expect(linesOf(evaluate(after, world))).toEqual(linesOf(evaluate(query, world)));
    }),
    { numRuns: 300 },
  );
});
