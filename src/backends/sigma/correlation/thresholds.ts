// Conditions behind an aggregation in; the thresholds on its measures that they are, out.

import type { Span } from '../../../diagnostics/span.ts';
import type { CompareOp, Expr } from '../../../ir/expr.ts';
import type { Measured, Scope } from '../inline.ts';

/** `measure op value` */
export interface Threshold {
  readonly of: Measured;
  readonly op: CompareOp;
  readonly value: bigint | number;
  readonly span: Span;
}

/** The measure that an expression stands for, or the size of the set that one makes; null: it is anything else. */
export const measuredBy = (expr: Expr, scope: Scope): Measured | null => {
  if (expr.kind === 'column') {
    const definition = scope.defined.get(expr.name);
    return definition?.kind === 'measure' ? definition : null;
  }
  if (expr.kind !== 'call' || expr.fn !== 'array_length') return null;
  const [set] = expr.args;
  const of = set ? measuredBy(set, scope) : null;
  return of?.part === 'value' && of.measure.agg === 'make_set' ? { ...of, part: 'size' } : null;
};

const numberOf = (expr: Expr): bigint | number | null => {
  if (expr.kind !== 'literal') return null;
  if (expr.type === 'decimal' && typeof expr.value === 'string') return Number(expr.value);
  const isNumber = expr.type === 'int' || expr.type === 'long' || expr.type === 'real';
  return isNumber && (typeof expr.value === 'bigint' || typeof expr.value === 'number') ? expr.value : null;
};

const mirrored: Readonly<Record<CompareOp, CompareOp>> = { eq: 'eq', ne: 'ne', lt: 'gt', le: 'ge', gt: 'lt', ge: 'le' };

/** null: the condition is no comparison of one measure with a number. */
export const thresholdOf = (expr: Expr, scope: Scope): Threshold | null => {
  if (expr.kind !== 'compare') return null;
  const [left, right] = [measuredBy(expr.left, scope), measuredBy(expr.right, scope)];
  const of = left ?? right;
  const value = numberOf(left ? expr.right : expr.left);
  if (!of || value === null || (left && right)) return null;
  return { of, op: left ? expr.op : mirrored[expr.op], value, span: expr.span };
};
