// The usual shapes of scalar functions: arguments converted to what the function takes, null in, null out.
import type { Decimal } from 'decimal.js';
import type { DynamicValue, ScalarType } from '../../ir/types.ts';
import type { Arg, Fn } from '../scope.ts';
import type { Getter, Row, Value } from '../value.ts';
import { convert, toBagOrArray, toBool, toDatetime, toDecimal, toInt, toLong, toReal, toTimespan } from '../values/convert.ts';
import { textOf } from '../values/text.ts';

/** A reader of one argument: null stands for "no such value", which makes the call null. */
type Reader<T> = (arg: Arg) => (row: Row) => T | null;

const reader =
  <T>(read: (value: Value, type: ScalarType) => T | null): Reader<T> =>
  ({ get, type }) =>
  (row) =>
    read(get(row), type);

/** Never null: a null is the empty text. */
export const text: Reader<string> = reader(textOf);
export const whole: Reader<bigint> = reader(toLong);
export const int: Reader<bigint> = reader(toInt);
export const real: Reader<number> = reader(toReal);
export const decimal: Reader<Decimal> = reader(toDecimal);
export const bool: Reader<boolean> = reader(toBool);
export const datetime: Reader<bigint> = reader(toDatetime);
export const timespan: Reader<bigint> = reader(toTimespan);
export const dynamic: Reader<DynamicValue> = reader(toBagOrArray);
export const array: Reader<readonly DynamicValue[]> = reader((value, type) => {
  const inner = toBagOrArray(value, type);
  return Array.isArray(inner) ? (inner as readonly DynamicValue[]) : null;
});
export const bag: Reader<ReadonlyMap<string, DynamicValue>> = reader((value, type) => {
  const inner = toBagOrArray(value, type);
  return inner instanceof Map ? inner : null;
});

type Read<R extends readonly Reader<unknown>[]> = { [K in keyof R]: R[K] extends Reader<infer T> ? T : never };

/**
 * A function of converted arguments; null when one of them is null. Arguments beyond the call's are undefined.
 * @example strict([text, whole], (s, n) => s.slice(Number(n)))
 */
export const strict =
  <const R extends readonly Reader<unknown>[]>(readers: R, compute: (...values: Read<R>) => Value): Fn =>
  ({ args }) => {
    const reads = args.map((arg, i) => (readers[i] ?? readers.at(-1) ?? text)(arg));
    return (row) => {
      const values: unknown[] = [];
      for (const read of reads) {
        const value = read(row);
        if (value === null) return null;
        values.push(value);
      }
      return compute(...(values as unknown as Read<R>));
    };
  };

/** An argument of the call as a value of the call's own type (`coalesce`, `max_of` …). */
export const likeResult = (arg: Arg, type: ScalarType): Getter =>
  arg.type === type ? arg.get : (row) => convert(arg.get(row), arg.type, type);
