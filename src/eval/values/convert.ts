// A value of one static type as a value of another, as `tolong()`, `todatetime()` and their like convert; null where there is no such value.
import { Decimal } from 'decimal.js';
import type { DynamicValue, ScalarType } from '../../ir/types.ts';
import { ticksPerDay, unixEpochTicks } from '../../ir/types.ts';
import type { Value } from '../value.ts';
import { isTicks, parseJson } from './json.ts';
import { textOf } from './text.ts';
import { datetimeOfText, maxDatetime, timespanOfText } from './time.ts';

/** The static type that a dynamic value has inside. */
export const typeInside = (value: DynamicValue): ScalarType => {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'bigint') return 'long';
  if (typeof value === 'number') return 'real';
  if (typeof value === 'boolean') return 'bool';
  return isTicks(value) ? value.type : 'dynamic';
};

/** A value out of its dynamic wrapping: its type inside, and the bare value. Other values stay. */
export const unwrapped = (value: Value, type: ScalarType): readonly [Value, ScalarType] => {
  if (type !== 'dynamic' || value instanceof Decimal) return [value, type];
  return [isTicks(value) ? value.ticks : value, typeInside(value)];
};

/** The dynamic value that holds a value of a static type. A decimal becomes its text. */
export const toDynamic = (value: Value, type: ScalarType): DynamicValue => {
  if (value instanceof Decimal) return value.toFixed();
  if (typeof value === 'bigint' && (type === 'datetime' || type === 'timespan')) return { ticks: value, type };
  return value;
};

const wholeForm = /^[+-]?\d+$/;
const hexForm = /^[+-]?0[xX][0-9a-fA-F]+$/;
const realForm = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

const wholeOfText = (text: string): bigint | null => {
  const trimmed = text.trim();
  if (wholeForm.test(trimmed)) return BigInt(trimmed.replace(/^\+/, ''));
  if (!hexForm.test(trimmed)) return null;
  const size = BigInt(trimmed.replace(/^[+-]/, ''));
  return trimmed.startsWith('-') ? -size : size;
};

const realOfText = (text: string): number | null => {
  const trimmed = text.trim();
  if (realForm.test(trimmed)) return Number(trimmed);
  const special = new Map([
    ['nan', Number.NaN],
    ['inf', Number.POSITIVE_INFINITY],
    ['+inf', Number.POSITIVE_INFINITY],
    ['-inf', Number.NEGATIVE_INFINITY],
    ['infinity', Number.POSITIVE_INFINITY],
    ['-infinity', Number.NEGATIVE_INFINITY],
  ]).get(trimmed.toLowerCase());
  if (special !== undefined) return special;
  const whole = wholeOfText(trimmed);
  return whole === null ? null : Number(whole);
};

const truncated = (real: number): bigint | null => (Number.isFinite(real) ? BigInt(Math.trunc(real)) : null);

const wholeOf = (given: Value, of: ScalarType): bigint | null => {
  const [value, type] = unwrapped(given, of);
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'number') return truncated(value);
  if (value instanceof Decimal) return BigInt(value.trunc().toFixed());
  return typeof value === 'string' && type !== 'guid' ? wholeOfText(value) : null;
};

const within = (value: bigint | null, bits: number): bigint | null =>
  value !== null && BigInt.asIntN(bits, value) === value ? value : null;

export const toLong = (value: Value, type: ScalarType): bigint | null => within(wholeOf(value, type), 64);

export const toInt = (value: Value, type: ScalarType): bigint | null => within(wholeOf(value, type), 32);

export const toReal = (given: Value, of: ScalarType): number | null => {
  const [value] = unwrapped(given, of);
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Decimal) return value.toNumber();
  return typeof value === 'string' ? realOfText(value) : null;
};

export const toDecimal = (given: Value, of: ScalarType): Decimal | null => {
  const [value] = unwrapped(given, of);
  if (value instanceof Decimal) return value;
  if (typeof value === 'bigint') return new Decimal(value.toString());
  if (typeof value === 'boolean') return new Decimal(value ? 1 : 0);
  if (typeof value === 'number') return Number.isFinite(value) ? new Decimal(value) : null;
  return typeof value === 'string' && realForm.test(value.trim()) ? new Decimal(value.trim()) : null;
};

export const toBool = (given: Value, of: ScalarType): boolean | null => {
  const [value] = unwrapped(given, of);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return value !== 0n;
  if (typeof value === 'number') return Number.isNaN(value) ? null : value !== 0;
  if (value instanceof Decimal) return !value.isZero();
  if (typeof value !== 'string') return null;
  const low = value.trim().toLowerCase();
  if (low === 'true' || low === 'false') return low === 'true';
  const whole = wholeOfText(low);
  return whole === null ? null : whole !== 0n;
};

const bounded = (ticks: bigint | null): bigint | null => (ticks === null || ticks < 0n || ticks > maxDatetime ? null : ticks);

export const toDatetime = (given: Value, of: ScalarType): bigint | null => {
  const [value] = unwrapped(given, of);
  if (typeof value === 'bigint') return bounded(value);
  return typeof value === 'string' ? datetimeOfText(value) : null;
};

export const toTimespan = (given: Value, of: ScalarType): bigint | null => {
  const [value, type] = unwrapped(given, of);
  if (typeof value === 'bigint') return type === 'timespan' ? value : value * ticksPerDay;
  if (typeof value === 'number') return truncated(value * Number(ticksPerDay));
  return typeof value === 'string' ? timespanOfText(value) : null;
};

const guidForm = /^\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/i;

export const toGuid = (value: Value): string | null => {
  const found = typeof value === 'string' ? guidForm.exec(value.trim()) : null;
  return found ? found.slice(1).join('-').toLowerCase() : null;
};

/** What a column of any type holds as a bag or array: dynamic as it is, text as JSON where it is JSON. */
export const toBagOrArray = (value: Value, type: ScalarType): DynamicValue => {
  if (type !== 'string' && type !== 'unknown') return toDynamic(value, type);
  const parsed = typeof value === 'string' ? parseJson(value) : null;
  return parsed === undefined ? null : parsed;
};

/** A value as a value of the type that a column or a cast asks for; the same value where the types agree. */
export const convert = (value: Value, from: ScalarType, to: ScalarType): Value => {
  if (from === to) return value;
  if (to === 'string' || to === 'unknown') return textOf(value, from);
  if (to === 'int') return toInt(value, from);
  if (to === 'long') return toLong(value, from);
  if (to === 'real') return toReal(value, from);
  if (to === 'decimal') return toDecimal(value, from);
  if (to === 'bool') return toBool(value, from);
  if (to === 'datetime') return toDatetime(value, from);
  if (to === 'timespan') return toTimespan(value, from);
  return to === 'guid' ? toGuid(value) : toDynamic(value, from);
};

/** 1970-01-01 plus a number of ticks. */
export const sinceEpoch = (ticks: bigint): bigint | null => bounded(ticks + unixEpochTicks);
