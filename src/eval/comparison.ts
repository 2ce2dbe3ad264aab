// `compare` and `member`: values that are not strings (and the order of strings). Both sides are brought to one type first.
import { match } from 'ts-pattern';
import type { CompareOp, ExprOf } from '../ir/expr.ts';
import { isNumeric, type ScalarType } from '../ir/types.ts';
import type { Arg } from './scope.ts';
import type { Getter, Relation, Value } from './value.ts';
import { convert, typeInside, unwrapped } from './values/convert.ts';
import { compareValues } from './values/order.ts';

const widest: readonly ScalarType[] = ['int', 'long', 'real', 'decimal'];

/** The type in which two values of known types are compared. */
export const commonType = (a: ScalarType, b: ScalarType): ScalarType => {
  if (a === b) return a;
  if (isNumeric(a) && isNumeric(b)) return widest.indexOf(a) > widest.indexOf(b) ? a : b;
  if (a === 'unknown' || a === 'string') return b;
  if (b === 'unknown' || b === 'string') return a;
  return isNumeric(a) ? a : b;
};

/** Negative, 0, positive; NaN when a side is NaN, null when a side is null or they cannot be compared. */
const compareTyped = (a: Value, aType: ScalarType, b: Value, bType: ScalarType): number | null => {
  const type = commonType(aType, bType);
  const left = aType === type ? a : convert(a, aType, type);
  const right = bType === type ? b : convert(b, bType, type);
  if (left === null || right === null) return null;
  return Number.isNaN(left) || Number.isNaN(right) ? Number.NaN : compareValues(left, right);
};

const compareLoose = (a: Value, aType: ScalarType, b: Value, bType: ScalarType): number | null => {
  const [left, leftType] = unwrapped(a, aType);
  const [right, rightType] = unwrapped(b, bType);
  return left === null || right === null ? null : compareTyped(left, leftType, right, rightType);
};

const comparer = (a: ScalarType, b: ScalarType): typeof compareTyped => (a === 'dynamic' || b === 'dynamic' ? compareLoose : compareTyped);

/** What an order (NaN: none) says under an operator. */
const verdict = (op: CompareOp): ((order: number) => boolean) =>
  match(op)
    .returnType<(order: number) => boolean>()
    .with('eq', () => (order) => order === 0)
    .with('ne', () => (order) => order !== 0)
    .with('lt', () => (order) => order < 0)
    .with('le', () => (order) => order <= 0)
    .with('gt', () => (order) => order > 0)
    .with('ge', () => (order) => order >= 0)
    .exhaustive();

/** What a missing value says: it differs from every value, and nothing is known of two missing ones. */
const withNull = (op: CompareOp): boolean | null => (op === 'ne' ? true : op === 'eq' ? false : null);

/** A whole number or ticks against a constant, the most frequent comparison of all: no conversion, no call. */
const againstWhole = (op: CompareOp, get: Getter, bound: bigint): Getter => {
  const missing = withNull(op);
  const when =
    (test: (value: bigint) => boolean): Getter =>
    (row) => {
      const value = get(row);
      return typeof value === 'bigint' ? test(value) : missing;
    };
  return match(op)
    .returnType<Getter>()
    .with('lt', () => when((value) => value < bound))
    .with('le', () => when((value) => value <= bound))
    .with('gt', () => when((value) => value > bound))
    .with('ge', () => when((value) => value >= bound))
    .with('eq', () => when((value) => value === bound))
    .with('ne', () => when((value) => value !== bound))
    .exhaustive();
};

const wholeTypes: ReadonlySet<ScalarType> = new Set(['int', 'long', 'datetime', 'timespan']);

const isWholePair = (a: ScalarType, b: ScalarType): boolean =>
  wholeTypes.has(a) && (a === b || (isNumeric(a) && wholeTypes.has(b) && isNumeric(b)));

export const comparison = (n: ExprOf<'compare'>, left: Arg, right: Arg): Getter => {
  if (isWholePair(left.type, right.type) && typeof right.fixed === 'bigint') return againstWhole(n.op, left.get, right.fixed);
  const [compare, judge, missing] = [comparer(left.type, right.type), verdict(n.op), withNull(n.op)];
  return (row) => {
    const [a, b] = [left.get(row), right.get(row)];
    if (a === null && b === null) return null;
    const order = compare(a, left.type, b, right.type);
    return order === null ? missing : judge(order);
  };
};

type Element = readonly [Value, ScalarType];

/** An element of a dynamic array in a list counts by itself. */
const elementsOf = (value: Value, type: ScalarType): readonly Element[] =>
  type === 'dynamic' && Array.isArray(value) ? value.map((element) => [element as Value, typeInside(element)] as const) : [[value, type]];

/** Elements that are looked up at once: whole numbers or ticks among their like. Null when others are among them. */
const wholeSet = (type: ScalarType, elements: readonly Element[]): ReadonlySet<Value> | null =>
  wholeTypes.has(type) && elements.every(([value, of]) => value !== null && isWholePair(type, of))
    ? new Set(elements.map(([value]) => value))
    : null;

const amongFixed = (subject: Arg, elements: readonly Element[]): Getter => {
  const set = wholeSet(subject.type, elements);
  if (set) return (row) => set.has(subject.get(row));
  return (row) => {
    const value = subject.get(row);
    return elements.some(([element, type]) => comparer(subject.type, type)(value, subject.type, element, type) === 0);
  };
};

export const membership = (subject: Arg, values: readonly Arg[]): Getter => {
  const fixed = values.flatMap((arg) => (arg.fixed === undefined ? [] : [elementsOf(arg.fixed, arg.type)]));
  if (fixed.length === values.length) return amongFixed(subject, fixed.flat());
  return (row) => {
    const value = subject.get(row);
    return values.some((arg) =>
      elementsOf(arg.get(row), arg.type).some(([element, type]) => comparer(subject.type, type)(value, subject.type, element, type) === 0),
    );
  };
};

export const membershipOfQuery = (subject: Arg, { columns, rows }: Relation): Getter => {
  const type = columns[0]?.type ?? 'dynamic';
  return amongFixed(
    subject,
    rows.flatMap((row) => elementsOf(row[0] ?? null, type)),
  );
};
