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
const textCell = (value: DynamicValue): string => {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null ? jsonOf(value) : textOf(value, 'dynamic');
};

/** A text that holds a JSON bag or array is that bag or array: exports write dynamic columns so. */
const dynamicCell = (value: DynamicValue): DynamicValue => {
  if (typeof value !== 'string') return value;
  if (value === '') return null;
  const parsed = /^\s*[[{]/.test(value) ? parseJson(value) : undefined;
  return parsed === undefined ? value : parsed;
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
export const cellOfValue = (value: DynamicValue, type: ScalarType): Cell => {
  if (type === 'string' || type === 'unknown') return value === null ? '' : textCell(value);
  if (type === 'dynamic') return dynamicCell(value);
  if (value === null || value === '') return null;
  if (typeof value === 'object') return misfit;
  if ((type === 'int' || type === 'long') && typeof value === 'number' && !Number.isInteger(value)) return misfit;
  return readers[type](value) ?? misfit;
};

/** The cell of a value that `JSON.parse`, YAML or CSV made. */
export const cellOf = (plain: unknown, type: ScalarType): Cell => cellOfValue(dynamicOfPlain(plain), type);

/** Whether a column of this type holds every value: nothing is a misfit there. */
export const holdsAll = (type: ScalarType): boolean => type === 'string' || type === 'unknown' || type === 'dynamic';
