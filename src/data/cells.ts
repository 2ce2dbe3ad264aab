// A value of a data file (JSON, or text out of CSV) in; the cell that a column of a given type holds out, or `misfit`.
import type { Value } from '../eval/value.ts';
import { toBool, toDatetime, toDecimal, toGuid, toInt, toLong, toReal, toTimespan } from '../eval/values/convert.ts';
import { dynamicOfPlain, jsonOf, parseJson } from '../eval/values/json.ts';
import { textOf } from '../eval/values/text.ts';
import type { DynamicValue, ScalarType } from '../ir/types.ts';

/** The value is none of the column's type. */
export const misfit = Symbol('misfit');

export type Cell = Value | typeof misfit;

/** Text as it stands; numbers and booleans as Kusto prints them; bags and arrays as JSON. */
const textCell = (plain: unknown): string => {
  if (typeof plain === 'string') return plain;
  const value = dynamicOfPlain(plain);
  return typeof value === 'object' && value !== null ? jsonOf(value) : textOf(value, 'dynamic');
};

/** A text that holds a JSON bag or array is that bag or array: exports write dynamic columns so. */
const dynamicCell = (plain: unknown): DynamicValue => {
  if (typeof plain !== 'string') return dynamicOfPlain(plain);
  if (plain === '') return null;
  const parsed = /^\s*[[{]/.test(plain) ? parseJson(plain) : undefined;
  return parsed === undefined ? plain : parsed;
};

const readers: Readonly<Record<Exclude<ScalarType, 'string' | 'unknown' | 'dynamic'>, (value: DynamicValue) => Value>> = {
  bool: (value) => toBool(value, 'dynamic'),
  int: (value) => toInt(value, 'dynamic'),
  long: (value) => toLong(value, 'dynamic'),
  real: (value) => toReal(value, 'dynamic'),
  decimal: (value) => toDecimal(value, 'dynamic'),
  datetime: (value) => (typeof value === 'string' ? toDatetime(value, 'string') : null),
  timespan: (value) => (typeof value === 'string' ? toTimespan(value, 'string') : null),
  guid: (value) => toGuid(value),
};

/** Absent, null and (but for strings) empty values are null; a number that is not whole is no long. */
export const cellOf = (plain: unknown, type: ScalarType): Cell => {
  if (type === 'string' || type === 'unknown') return plain === null || plain === undefined ? '' : textCell(plain);
  if (type === 'dynamic') return dynamicCell(plain);
  if (plain === null || plain === undefined || plain === '') return null;
  if (typeof plain === 'object') return misfit;
  if ((type === 'int' || type === 'long') && typeof plain === 'number' && !Number.isInteger(plain)) return misfit;
  return readers[type](typeof plain === 'bigint' ? plain : dynamicOfPlain(plain)) ?? misfit;
};
