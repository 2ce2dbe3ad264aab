// Clauses that take elements of arrays in; which arrays those are, and which events have them as a runtime field gives them, out.
import { expect, test } from 'vitest';
import { frontEnd } from '../../src/compile.ts';
import type { Span } from '../../src/diagnostics/span.ts';
import type { DynamicValue } from '../../src/ir/types.ts';
import { arraysIn, isUneven } from '../../src/verify/array-reads.ts';
import { unitOf } from '../support/stages.ts';

const whole: Span = { start: 0, end: 10_000 };

const arrays = (kql: string) => {
  const unit = unitOf(kql);
  const normal = unit && frontEnd(unit, {}).normal;
  if (!normal) throw new Error('no query');
  return arraysIn(normal, whole).map(({ key, parts, byPlace }) => [key, [...parts].sort().join(' '), byPlace]);
};

test('what is read of which array', () => {
  expect(arrays('SigninLogs | mv-expand CA = ConditionalAccessPolicies | where CA.result == "x" | project CA.displayName')).toEqual([
    [null, 'displayName result', false],
  ]);
  expect(arrays('CloudAppEvents | mv-expand todynamic(RawEventData.Names) | project AccountId')).toEqual([['Names', '', false]]);
  expect(arrays('CloudAppEvents | project RawEventData.Target[1].ID, RawEventData.Names[0]')).toEqual([
    ['Target', 'ID', true],
    ['Names', '', true],
  ]);
});

const bag = (entries: Readonly<Record<string, DynamicValue>>): DynamicValue => new Map(Object.entries(entries));
const spread = { key: null, parts: new Set(['a', 'b']), byPlace: false };

test.each([
  ['objects that have the parts', [bag({ a: 'x', b: 1n }), bag({ a: 'y', b: true, c: null })], false],
  ['an object without one of them', [bag({ a: 'x', b: 'y' }), bag({ a: 'x' })], true],
  ['a part that is null', [bag({ a: 'x', b: null })], true],
  ['a part that is an array', [bag({ a: 'x', b: ['y'] })], true],
  ['a single value among them', [bag({ a: 'x', b: 'y' }), 'z'], true],
  ['no element', [], true],
  ['an object', bag({ a: 'x', b: 'y' }), true],
  ['a single value', 'x', false],
  ['nothing', null, false],
] as const)('%s', (_, cell, uneven) => {
  expect(isUneven(cell as DynamicValue, spread)).toBe(uneven);
});

test('elements that are single values, below a key, and by their place', () => {
  const single = { key: 'n', parts: new Set<string>(), byPlace: true };
  expect(isUneven(bag({ n: ['a', 1n, true] }), single)).toBe(false);
  expect(isUneven(bag({ n: ['a', null] }), single)).toBe(true);
  expect(isUneven(bag({ n: 'a' }), single)).toBe(true);
  expect(isUneven(bag({ n: 'a' }), { ...single, byPlace: false })).toBe(false);
  expect(isUneven(bag({ m: [] }), single)).toBe(false);
});
