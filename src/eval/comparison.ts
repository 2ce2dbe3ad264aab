// `compare` and `member`: values that are not strings (and the order of strings). Both sides are brought to one type first.
import { match } from 'ts-pattern';
import type { CompareOp, ExprOf } from '../ir/expr.ts';
import { isNumeric, type ScalarType } from '../ir/types.ts';
import type { Arg } from './scope.ts';
import type { Getter, Relation, Row, Value } from './value.ts';
import { convert, typeInside, unwrapped } from './values/convert.ts';
import { compareValues } from './values/order.ts';

const widest: readonly ScalarType[] = ['int', 'long', 'real', 'decimal'];

/** The type in which two values of known types are compared. */
const commonType = (a: ScalarType, b: ScalarType): ScalarType => {
  if (a === b) return a;
  if (isNumeric(a) && isNumeric(b)) return widest.indexOf(a) > widest.indexOf(b) ? a : b;
  if (a === 'unknown' || a === 'string') return b;
  if (b === 'unknown' || b === 'string') return a;
  return isNumeric(a) ? a : b;
};

/** Negative, 0, positive; null when a side is null or they cannot be compared. NaN equals nothing. */
const compareTyped = (a: Value, aType: ScalarType, b: Value, bType: ScalarType): number | null => {
  const type = commonType(aType, bType);
  const left = aType === type ? a : convert(a, aType, type);
  const right = bType === type ? b : convert(b, bType, type);
  if (left === null || right === null || Number.isNaN(left) || Number.isNaN(right)) return null;
  return compareValues(left, right);
};

const compareLoose = (a: Value, aType: ScalarType, b: Value, bType: ScalarType): number | null => {
  const [left, leftType] = unwrapped(a, aType);
  const [right, rightType] = unwrapped(b, bType);
  return left === null || right === null ? null : compareTyped(left, leftType, right, rightType);
};

const comparer = (a: ScalarType, b: ScalarType): typeof compareTyped => (a === 'dynamic' || b === 'dynamic' ? compareLoose : compareTyped);

const verdict = (op: CompareOp): ((order: number | null) => boolean | null) =>
  match(op)
    .returnType<(order: number | null) => boolean | null>()
    .with('eq', () => (order) => order === 0)
    .with('ne', () => (order) => order !== 0)
    .with('lt', () => (order) => (order === null ? null : order < 0))
    .with('le', () => (order) => (order === null ? null : order <= 0))
    .with('gt', () => (order) => (order === null ? null : order > 0))
    .with('ge', () => (order) => (order === null ? null : order >= 0))
    .exhaustive();

/** Ticks against a constant, the most frequent comparison of all: no conversion, no call. */
const againstWhole = (op: CompareOp, get: Getter, bound: bigint): Getter | null => {
  const of = (row: Row): bigint | null => {
    const value = get(row);
    return typeof value === 'bigint' ? value : null;
  };
  return match(op)
    .returnType<Getter | null>()
    .with('lt', () => (row) => ((v) => (v === null ? null : v < bound))(of(row)))
    .with('le', () => (row) => ((v) => (v === null ? null : v <= bound))(of(row)))
    .with('gt', () => (row) => ((v) => (v === null ? null : v > bound))(of(row)))
    .with('ge', () => (row) => ((v) => (v === null ? null : v >= bound))(of(row)))
    .with('eq', 'ne', () => null)
    .exhaustive();
};

const wholeTypes: ReadonlySet<ScalarType> = new Set(['int', 'long', 'datetime', 'timespan']);

export const comparison = (n: ExprOf<'compare'>, left: Arg, right: Arg): Getter => {
  const quick =
    left.type === right.type && wholeTypes.has(left.type) && typeof right.fixed === 'bigint'
      ? againstWhole(n.op, left.get, right.fixed)
      : null;
  if (quick) return quick;
  const [compare, judge] = [comparer(left.type, right.type), verdict(n.op)];
  return (row) => judge(compare(left.get(row), left.type, right.get(row), right.type));
};

/** An element of a dynamic array in a list counts by itself. */
const elementsOf = (value: Value, type: ScalarType): readonly (readonly [Value, ScalarType])[] =>
  type === 'dynamic' && Array.isArray(value) ? value.map((element) => [element as Value, typeInside(element)] as const) : [[value, type]];

export const membership =
  (subject: Arg, values: readonly Arg[]): Getter =>
  (row) => {
    const value = subject.get(row);
    return values.some((arg) =>
      elementsOf(arg.get(row), arg.type).some(([element, type]) => comparer(subject.type, type)(value, subject.type, element, type) === 0),
    );
  };

export const membershipOfQuery = (subject: Arg, { columns, rows }: Relation): Getter => {
  const type = columns[0]?.type ?? 'dynamic';
  const elements = rows.flatMap((row) => elementsOf(row[0] ?? null, type));
  return (row) => {
    const value = subject.get(row);
    return elements.some(([element, of]) => comparer(subject.type, of)(value, subject.type, element, of) === 0);
  };
};
