// `+ - * / %` and the minus sign, by the types of both sides; a null operand makes null. A quotient of integers is cut towards zero, a remainder is never negative.
import { Decimal } from 'decimal.js';
import { match } from 'ts-pattern';
import type { ArithOp, ExprOf } from '../ir/expr.ts';
import type { ScalarType } from '../ir/types.ts';
import { unsupported } from './refusal.ts';
import type { Arg } from './scope.ts';
import type { Getter, Value } from './value.ts';
import { floorMod } from './values/calendar.ts';
import { convert, toDatetime, toDecimal, toLong, toReal, toTimespan, unwrapped } from './values/convert.ts';
import { Decimal34 } from './values/decimal.ts';
import { maxDatetime } from './values/time.ts';

type Operation = (a: Value, b: Value) => Value;

const wholes = (op: ArithOp): ((a: bigint, b: bigint) => bigint | null) =>
  match(op)
    .returnType<(a: bigint, b: bigint) => bigint | null>()
    .with('add', () => (a, b) => a + b)
    .with('sub', () => (a, b) => a - b)
    .with('mul', () => (a, b) => a * b)
    .with('div', () => (a, b) => (b === 0n ? null : a / b))
    .with('mod', () => (a, b) => (b === 0n ? null : floorMod(a, b < 0n ? -b : b)))
    .exhaustive();

const reals = (op: ArithOp): ((a: number, b: number) => number) =>
  match(op)
    .returnType<(a: number, b: number) => number>()
    .with('add', () => (a, b) => a + b)
    .with('sub', () => (a, b) => a - b)
    .with('mul', () => (a, b) => a * b)
    .with('div', () => (a, b) => a / b)
    .with('mod', () => (a, b) => ((rest) => (rest < 0 ? rest + Math.abs(b) : rest))(a % b))
    .exhaustive();

const remainder = (a: Decimal, b: Decimal): Decimal => {
  const rest = new Decimal34(a).modulo(b);
  return rest.isNegative() && !rest.isZero() ? rest.plus(b.abs()) : rest;
};

const decimals = (op: ArithOp): ((a: Decimal, b: Decimal) => Decimal | null) =>
  match(op)
    .returnType<(a: Decimal, b: Decimal) => Decimal | null>()
    .with('add', () => (a, b) => new Decimal34(a).plus(b))
    .with('sub', () => (a, b) => new Decimal34(a).minus(b))
    .with('mul', () => (a, b) => new Decimal34(a).times(b))
    .with('div', () => (a, b) => (b.isZero() ? null : new Decimal34(a).dividedBy(b)))
    .with('mod', () => (a, b) => (b.isZero() ? null : remainder(a, b)))
    .exhaustive();

const lift =
  <T>(
    read: (value: Value, type: ScalarType) => T | null,
    types: readonly [ScalarType, ScalarType],
    compute: (a: T, b: T) => Value,
  ): Operation =>
  (a, b) => {
    const [x, y] = [read(a, types[0]), read(b, types[1])];
    return x === null || y === null ? null : compute(x, y);
  };

const bits = (type: ScalarType): ((value: bigint | null) => bigint | null) =>
  type === 'int' ? (v) => (v === null ? null : BigInt.asIntN(32, v)) : (v) => (v === null ? null : BigInt.asIntN(64, v));

const inTime = (type: ScalarType): ((value: bigint | null) => bigint | null) =>
  type === 'datetime'
    ? (v) => (v === null || v < 0n || v > maxDatetime ? null : v)
    : (v) => (v === null || BigInt.asIntN(64, v) !== v ? null : v);

const ticks = (value: Value): bigint | null => (typeof value === 'bigint' ? value : null);

const isTime = (type: ScalarType): boolean => type === 'datetime' || type === 'timespan';

/** Timespans by numbers, points in time and spans among themselves: ticks are integers, a quotient of two is real. */
const temporal = (op: ArithOp, left: ScalarType, right: ScalarType, result: ScalarType): Operation => {
  if (isTime(left) && isTime(right)) {
    const keep = inTime(result);
    return op === 'div'
      ? lift(ticks, [left, right], (a, b) => (b === 0n ? Number(a) / 0 : Number(a) / Number(b)))
      : lift(ticks, [left, right], (a, b) => keep(wholes(op)(a, b)));
  }
  if (left === 'real' || right === 'real' || left === 'decimal' || right === 'decimal') {
    return lift(toReal, [isTime(left) ? 'long' : left, isTime(right) ? 'long' : right], (a, b) => {
      const size = Math.round(reals(op)(a, b));
      return Number.isFinite(size) ? BigInt(size) : null;
    });
  }
  return lift(toLong, [isTime(left) ? 'long' : left, isTime(right) ? 'long' : right], (a, b) => inTime('timespan')(wholes(op)(a, b)));
};

/** The operation on two types, or null when there is none. */
const operation = (op: ArithOp, left: ScalarType, right: ScalarType, result: ScalarType): Operation | null => {
  const types = [left, right] as const;
  const has = (type: ScalarType): boolean => types.includes(type);
  if (has('datetime') || has('timespan')) return temporal(op, left, right, result);
  if (has('decimal')) return lift(toDecimal, types, decimals(op));
  if (has('real')) return lift(toReal, types, reals(op));
  if (has('int') || has('long') || has('bool')) {
    const keep = bits(result);
    return lift(toLong, types, (a, b) => keep(wholes(op)(a, b)));
  }
  return null;
};

/** What an operation on two types makes. */
const madeOf = (op: ArithOp, left: ScalarType, right: ScalarType): ScalarType => {
  if (isTime(left) && isTime(right)) {
    if (op === 'div') return 'real';
    return left === right || op === 'mod' ? 'timespan' : 'datetime';
  }
  if (isTime(left) || isTime(right)) return 'timespan';
  if (left === 'decimal' || right === 'decimal') return 'decimal';
  return left === 'real' || right === 'real' ? 'real' : 'long';
};

/** A value beside one of type `other`, as what it holds; a text is read as a time beside a time, else as a number. */
const settled = (value: Value, type: ScalarType, other: ScalarType): readonly [Value, ScalarType] => {
  if (type !== 'unknown' && type !== 'string') return unwrapped(value, type);
  if (isTime(other)) {
    const point = toDatetime(value, type);
    return point === null ? [toTimespan(value, type), 'timespan'] : [point, 'datetime'];
  }
  const whole = toLong(value, type);
  return whole === null || other === 'real' ? [toReal(value, type), 'real'] : [whole, 'long'];
};

/** With a dynamic or undeclared side the operation is chosen by what the value holds. */
const loose = (n: ExprOf<'arith'>, left: Arg, right: Arg): Getter => {
  const known = new Map<string, Operation | null>();
  const operationOn = (a: ScalarType, b: ScalarType): Operation | null => {
    const key = `${a} ${b}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = operation(n.op, a, b, madeOf(n.op, a, b));
    known.set(key, made);
    return made;
  };
  return (row) => {
    const [a, aType] = settled(left.get(row), left.type, right.type);
    const [b, bType] = settled(right.get(row), right.type, left.type);
    const made = madeOf(n.op, aType, bType);
    const value = operationOn(aType, bType)?.(a, b) ?? null;
    if (value === null) return n.type === 'unknown' ? '' : null;
    if (n.type === 'long' && (made === 'real' || made === 'decimal')) {
      return unsupported('arithmetic of a dynamic value that holds a real with an integer', n.span);
    }
    return convert(value, made, n.type);
  };
};

const isLoose = (type: ScalarType): boolean => type === 'dynamic' || type === 'unknown' || type === 'string';

export const arithmetic = (n: ExprOf<'arith'>, left: Arg, right: Arg): Getter => {
  if (isLoose(left.type) || isLoose(right.type)) return loose(n, left, right);
  const compute = operation(n.op, left.type, right.type, n.type);
  if (!compute) return unsupported(`arithmetic on ${left.type} and ${right.type}`, n.span);
  return (row) => compute(left.get(row), right.get(row));
};

export const negation =
  (n: ExprOf<'negate'>, { get, type }: Arg): Getter =>
  (row) => {
    const [value] = type === 'unknown' || type === 'string' ? [toReal(get(row), type)] : unwrapped(get(row), type);
    if (typeof value === 'bigint') return n.type === 'int' ? BigInt.asIntN(32, -value) : BigInt.asIntN(64, -value);
    if (typeof value === 'number') return -value;
    return value instanceof Decimal ? value.negated() : null;
  };
