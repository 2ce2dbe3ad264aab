// Large and odd queries: the binder and the passes neither overflow the stack nor grow without end.
import { expect, test } from 'vitest';
import { bind } from '../../src/frontend/bind/bind.ts';
import { parse } from '../../src/frontend/parse.ts';
import type { Expr } from '../../src/ir/expr.ts';
import { normalize } from '../../src/ir/normalize.ts';
import { verifyNormal } from '../../src/ir/verify.ts';
import { boundQuery, ir, problems, testSchema } from '../support/binding.ts';

const filterOf = (text: string): Expr | null => {
  const query = normalize(boundQuery(text));
  expect(verifyNormal(query)).toEqual([]);
  const [step] = query.pipeline.steps;
  return step?.kind === 'filter' ? step.condition : null;
};

const repeat = (count: number, item: (i: number) => string, separator: string): string =>
  Array.from({ length: count }, (_, i) => item(i)).join(separator);

test('2,000 terms of `or` are one flat list', () => {
  const condition = filterOf(`T | where ${repeat(2000, (i) => `A has "x${i}"`, ' or ')}`);
  expect(condition?.kind === 'or' && condition.operands.length).toBe(2000);
});

test('2,000 terms under `not` are one flat `and`', () => {
  const condition = filterOf(`T | where not(${repeat(2000, (i) => `A has "x${i}"`, ' or ')})`);
  expect(condition?.kind === 'and' && condition.operands.length).toBe(2000);
});

test('10,000 elements of a list', () => {
  const condition = filterOf(`T | where A in (${repeat(10_000, (i) => `"x${i}"`, ', ')})`);
  expect(condition?.kind === 'text' && condition.patterns.length).toBe(10_000);
});

test('10,000 rows of a datatable', () => {
  const condition = filterOf(
    `let x = datatable(a:string)[${repeat(10_000, (i) => `"x${i}"`, ', ')}]; T | where A has_any ((x | distinct a))`,
  );
  expect(condition?.kind === 'text' && condition.patterns.length).toBe(10_000);
});

test('1,000 filters are one', () => {
  const condition = filterOf(`T ${repeat(1000, (i) => `| where B != ${i}`, ' ')}`);
  expect(condition?.kind === 'and' && condition.operands.length).toBe(1000);
});

test('150 nested negations', () => {
  expect(filterOf(`T | where ${'not('.repeat(150)}A == "x"${')'.repeat(150)}`)?.kind).toBe('text');
});

test('functions that call functions twice are stopped', () => {
  const functions = repeat(40, (i) => `let f${i + 1} = (x:long) { f${i}(x) + f${i}(x) };`, ' ');
  expect(bind(parse(`let f0 = (x:long) { x }; ${functions} print f40(1)`).ast, testSchema).diagnostics.map((d) => d.code)).toEqual([
    'RMMC2014',
  ]);
});

test('columns may be called like properties of objects', () => {
  expect(
    problems('datatable(constructor:string, __proto__:long)["x", 1] | where constructor == "x" | project hasOwnProperty = __proto__'),
  ).toBe('');
  expect(ir('datatable(constructor:string, __proto__:long)["x", 1] | where constructor == "x" | project hasOwnProperty = __proto__')).toBe(
    '(rows (columns constructor:string __proto__:long) (row "x" 1))\n(filter (text equals constructor "x"))\n(project (= hasOwnProperty __proto__))',
  );
});

test('a function called like a property of objects is unknown', () => {
  expect(problems('T | where constructor(A)')).toBe(
    'RMMC2004 error: there is no function `constructor` [constructor] (define it with `let`, or write out what it does)',
  );
});
