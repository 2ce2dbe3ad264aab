// Equality and order of values of one type, and the key under which equal values are one group.
import { Decimal } from 'decimal.js';
import type { DynamicValue, ScalarType } from '../../ir/types.ts';
import type { Value } from '../value.ts';
import { isBag, isTicks, jsonOf } from './json.ts';

/** By code point, as Kusto's ordinal order; UTF-16 units agree but for characters beyond U+FFFF. */
export const compareText = (a: string, b: string): number => {
  if (a === b) return 0;
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i += 1) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return (x & 0xf800) === 0xd800 || (y & 0xf800) === 0xd800 ? (a.codePointAt(i) ?? 0) - (b.codePointAt(i) ?? 0) : x - y;
  }
  return a.length - b.length;
};

const compareReal = (a: number, b: number): number => {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return a < b ? -1 : Number(a > b);
};

/** Negative, 0 or positive for two values of one type, neither null. NaN is below every number. Dynamic values that are not alike go by their kind. */
export const compareValues = (a: Value, b: Value): number => {
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : Number(a > b);
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (a instanceof Decimal || b instanceof Decimal) return new Decimal(String(a)).comparedTo(String(b));
  if (isNumber(a) && isNumber(b)) return compareReal(Number(a), Number(b));
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  const [x, y] = [rankOf(a), rankOf(b)];
  if (x !== y) return x - y;
  if (isTicks(a) && isTicks(b)) return a.ticks < b.ticks ? -1 : Number(a.ticks > b.ticks);
  return compareText(jsonOf(a), jsonOf(b));
};

const isNumber = (value: Value): value is number | bigint => typeof value === 'number' || typeof value === 'bigint';

const rankOf = (value: DynamicValue): number => {
  if (value === null) return 0;
  if (typeof value === 'boolean') return 1;
  if (isNumber(value)) return 2;
  if (typeof value === 'string') return 4;
  if (isTicks(value)) return 3;
  return isBag(value) ? 6 : 5;
};

/** A text that two values of one type share exactly when they are one group key (null is a key of its own; bags are equal whatever their order). */
export const keyOf = (value: Value, type: ScalarType): string => {
  if (value === null) return type === 'string' || type === 'unknown' ? '' : '\u0000';
  if (typeof value === 'string') return type === 'dynamic' ? JSON.stringify(value) : value;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return Object.is(value, -0) ? '0' : String(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return value instanceof Decimal ? value.toString() : jsonOf(sortedBags(value));
};

export const sortedBags = (value: DynamicValue): DynamicValue => {
  if (isBag(value)) return new Map([...value].sort(([a], [b]) => compareText(a, b)).map(([key, inner]) => [key, sortedBags(inner)]));
  return Array.isArray(value) ? value.map(sortedBags) : value;
};

/** What stands for a value where values of one type are looked up: the value itself, or a text where that is not the same for equal values. */
export const tokenOf = (value: Value, type: ScalarType): string | bigint | number | boolean | null => {
  if (typeof value === 'string') return type === 'dynamic' ? JSON.stringify(value) : value;
  if (value === null) return type === 'string' || type === 'unknown' ? '' : null;
  return typeof value === 'object' || type === 'dynamic' ? keyOf(value, type) : value;
};

/** The key of several values together. */
export const keyOfAll = (values: readonly Value[], types: readonly ScalarType[]): string => {
  let key = '';
  for (let i = 0; i < values.length; i += 1) {
    const part = keyOf(values[i] ?? null, types[i] ?? 'dynamic');
    key += `${part.length}:${part}`;
  }
  return key;
};
