// Arithmetic over literals: a node in, a literal out when both sides are known and the result is settled.
import type { ArithOp, Expr, ExprOf, Literal } from './expr.ts';
import { nullLiteral } from './literals.ts';
import type { ScalarType } from './types.ts';

const isInteger = (type: ScalarType): boolean => type === 'int' || type === 'long';
const isTicks = (type: ScalarType): boolean => type === 'datetime' || type === 'timespan';

const fitsLong = (value: bigint): boolean => value === BigInt.asIntN(64, value);

/** Truncating, as KQL's integers; null for a division by zero and for `%` of negatives (its sign is not settled). */
const onIntegers = (op: ArithOp, a: bigint, b: bigint): bigint | null => {
  if (op === 'add') return a + b;
  if (op === 'sub') return a - b;
  if (op === 'mul') return a * b;
  if (b === 0n) return null;
  if (op === 'div') return a / b;
  return a < 0n || b < 0n ? null : a % b;
};

const onReals = (op: ArithOp, a: number, b: number): number | null => {
  const result = op === 'add' ? a + b : op === 'sub' ? a - b : op === 'mul' ? a * b : op === 'div' ? a / b : null;
  return result === null || !Number.isFinite(result) ? null : result;
};

const numberOf = (literal: Literal): number | null =>
  typeof literal.value === 'bigint' && isInteger(literal.type)
    ? Number(literal.value)
    : typeof literal.value === 'number'
      ? literal.value
      : null;

/** `1d * 7`, `1.5 * 1d`, `1d / 2`: ticks with a number. */
const scaled = (op: ArithOp, left: Literal, right: Literal): bigint | null => {
  const [ticks, factor] = left.type === 'timespan' ? [left, right] : [right, left];
  const by = numberOf(factor);
  if (typeof ticks.value !== 'bigint' || by === null || (op === 'div' && (ticks !== left || by === 0))) return null;
  if (typeof factor.value === 'bigint') return op === 'mul' ? ticks.value * factor.value : op === 'div' ? ticks.value / factor.value : null;
  const result = op === 'mul' ? Number(ticks.value) * by : op === 'div' ? Number(ticks.value) / by : Number.NaN;
  return Number.isSafeInteger(Math.round(result)) ? BigInt(Math.round(result)) : null;
};

const compute = (op: ArithOp, left: Literal, right: Literal, type: ScalarType): bigint | number | null => {
  if (isTicks(left.type) && isTicks(right.type)) {
    if (typeof left.value !== 'bigint' || typeof right.value !== 'bigint') return null;
    if (op === 'div') return right.value === 0n || left.type === 'datetime' ? null : Number(left.value) / Number(right.value);
    return op === 'add' || op === 'sub' ? onIntegers(op, left.value, right.value) : null;
  }
  if (isTicks(left.type) || isTicks(right.type)) return type === 'timespan' ? scaled(op, left, right) : null;
  if (isInteger(left.type) && isInteger(right.type))
    return typeof left.value === 'bigint' && typeof right.value === 'bigint' ? onIntegers(op, left.value, right.value) : null;
  const [a, b] = [numberOf(left), numberOf(right)];
  return a === null || b === null ? null : onReals(op, a, b);
};

export const foldArith = (node: ExprOf<'arith'>): Expr => {
  const { left, right, span, type } = node;
  if (left.kind !== 'literal' || right.kind !== 'literal') return node;
  const settled = type !== 'dynamic' && type !== 'unknown' && type !== 'decimal';
  if (!settled) return node;
  if (left.value === null || right.value === null) return nullLiteral(type, span);
  const value = compute(node.op, left, right, type);
  if (value === null || (typeof value === 'bigint' && !fitsLong(value))) return node;
  return { kind: 'literal', span, type, value };
};

export const foldNegate = (node: ExprOf<'negate'>): Expr => {
  const { operand, span, type } = node;
  if (operand.kind !== 'literal' || (typeof operand.value !== 'bigint' && typeof operand.value !== 'number')) return node;
  return { kind: 'literal', span, type, value: -operand.value };
};
