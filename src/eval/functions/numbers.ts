// Numbers: roots, powers, angles, bits; the greatest and the least of several values.
import { Decimal } from 'decimal.js';
import { unsupported } from '../refusal.ts';
import type { Fn } from '../scope.ts';
import type { Value } from '../value.ts';
import { compareValues } from '../values/order.ts';
import { roundingFunctions } from './rounding.ts';
import { likeResult, real, strict, whole } from './shapes.ts';

const math = (compute: (x: number) => number | null): Fn => strict([real], compute);

/** Defined from 0 on; a negative number makes null, as the pages say. */
const fromZero = (compute: (x: number) => number): Fn => math((x) => (x < 0 ? null : compute(x)));

/** Defined from -1 to 1; null elsewhere, as the pages say. */
const ofSine = (compute: (x: number) => number): Fn => math((x) => (x < -1 || x > 1 ? null : compute(x)));

const absolute = (value: Value): Value => {
  if (typeof value === 'bigint') return BigInt.asIntN(64, value < 0n ? -value : value);
  if (typeof value === 'number') return Math.abs(value);
  return value instanceof Decimal ? value.abs() : null;
};

const abs: Fn = ({ args: [value], type, span }) =>
  !value || type === 'unknown' ? unsupported('`abs()` of a column of unknown type', span) : (row) => absolute(value.get(row));

/** Of values that are not null, the one that is beyond the others in the direction of `sign`. */
const extreme =
  (sign: 1 | -1): Fn =>
  ({ args, type, name, span }) => {
    if (type === 'unknown') return unsupported(`\`${name}()\` of a column of unknown type`, span);
    const gets = args.map((arg) => likeResult(arg, type));
    return (row) => {
      let best: Value = null;
      for (const get of gets) {
        const value = get(row);
        if (value === null) continue;
        if (Number.isNaN(value)) return unsupported(`\`${name}()\` of NaN`, span);
        if (best === null || compareValues(value, best) * sign > 0) best = value;
      }
      return best;
    };
  };

const bits = (compute: (a: bigint, b: bigint) => bigint): Fn => strict([whole, whole], (a, b) => BigInt.asIntN(64, compute(a, b)));

/** Null for a negative shift; only its lowest six bits count. */
const shift = (compute: (value: bigint, by: bigint) => bigint): Fn =>
  strict([whole, whole], (value, by) => (by < 0n ? null : BigInt.asIntN(64, compute(value, by % 64n))));

export const numbersFunctions = {
  ...roundingFunctions,
  abs,
  sign: math(Math.sign),
  sqrt: fromZero(Math.sqrt),
  pow: strict([real, real], (x, y) => x ** y),
  exp: math(Math.exp),
  exp2: math((x) => 2 ** x),
  exp10: math((x) => 10 ** x),
  log: fromZero(Math.log),
  log2: fromZero(Math.log2),
  log10: fromZero(Math.log10),
  sin: math(Math.sin),
  cos: math(Math.cos),
  tan: math(Math.tan),
  cot: math((x) => 1 / Math.tan(x)),
  asin: ofSine(Math.asin),
  acos: ofSine(Math.acos),
  atan: math(Math.atan),
  atan2: strict([real, real], Math.atan2),
  pi: () => () => Math.PI,
  degrees: math((x) => (x * 180) / Math.PI),
  radians: math((x) => (x * Math.PI) / 180),
  isnan: strict([real], (x) => Number.isNaN(x)),
  isinf: strict([real], (x) => x === Number.POSITIVE_INFINITY || x === Number.NEGATIVE_INFINITY),
  isfinite: strict([real], (x) => Number.isFinite(x)),
  max_of: extreme(1),
  min_of: extreme(-1),
  binary_and: bits((a, b) => a & b),
  binary_or: bits((a, b) => a | b),
  binary_xor: bits((a, b) => a ^ b),
  binary_not: strict([whole], (a) => ~a),
  binary_shift_left: shift((value, by) => value << by),
  binary_shift_right: shift((value, by) => value >> by),
} as const satisfies Readonly<Record<string, Fn>>;
