// The time window of a rule: a query in normal form in; the bounds on its table's own time column, and the query without them, out.
import { match } from 'ts-pattern';
import type { Span } from '../diagnostics/span.ts';
import type { CompareOp, Expr } from './expr.ts';
import type { Query, Step } from './pipeline.ts';

/** `ago`: that many ticks before the query runs (negative: after). `at`: ticks since 0001-01-01. */
export type Moment =
  | { readonly kind: 'ago'; readonly ticks: bigint }
  | { readonly kind: 'now' }
  | { readonly kind: 'at'; readonly ticks: bigint };

export interface Bound {
  readonly at: Moment;
  readonly inclusive: boolean;
  readonly span: Span;
}

export interface TimeWindow {
  readonly column: string;
  readonly lower: Bound | null;
  readonly upper: Bound | null;
  readonly rest: Query;
}

/** One side of the window. */
export interface Side {
  readonly side: 'lower' | 'upper';
  readonly bound: Bound;
}

const momentOf = (expr: Expr): Moment | null => {
  if (expr.kind === 'literal') return expr.type === 'datetime' && typeof expr.value === 'bigint' ? { kind: 'at', ticks: expr.value } : null;
  if (expr.kind !== 'call') return null;
  if (expr.fn === 'now' && expr.args.length === 0) return { kind: 'now' };
  const [span] = expr.args;
  return expr.fn === 'ago' && span?.kind === 'literal' && typeof span.value === 'bigint' ? { kind: 'ago', ticks: span.value } : null;
};

const flipped = { eq: 'eq', ne: 'ne', lt: 'gt', le: 'ge', gt: 'lt', ge: 'le' } as const satisfies Record<CompareOp, CompareOp>;

const sideOf = (op: CompareOp, at: Moment, span: Span): Side | null =>
  match(op)
    .returnType<Side | null>()
    .with('gt', 'ge', (o) => ({ side: 'lower', bound: { at, inclusive: o === 'ge', span } }))
    .with('lt', 'le', (o) => ({ side: 'upper', bound: { at, inclusive: o === 'le', span } }))
    .with('eq', 'ne', () => null)
    .exhaustive();

const isColumn = (expr: Expr, name: string): boolean => expr.kind === 'column' && expr.name === name;

/** The bound that a comparison sets on the event time; null when it sets none that is known before the query runs but for the clock. */
export const timeBound = (expr: Expr, isTime: (e: Expr) => boolean): Side | null => {
  if (expr.kind !== 'compare') return null;
  const [value, op] = isTime(expr.left) ? [expr.right, expr.op] : isTime(expr.right) ? [expr.left, flipped[expr.op]] : [null, expr.op];
  const at = value && momentOf(value);
  return at && sideOf(op, at, expr.span);
};

const ticksOf = (moment: Moment): { readonly scale: 'clock' | 'calendar'; readonly ticks: bigint } =>
  moment.kind === 'at' ? { scale: 'calendar', ticks: moment.ticks } : { scale: 'clock', ticks: moment.kind === 'now' ? 0n : -moment.ticks };

/** The stricter of two bounds of one side; null when they cannot be compared before the query runs. */
const stricter = (side: Side['side'], a: Bound, b: Bound): Bound | null => {
  const [x, y] = [ticksOf(a.at), ticksOf(b.at)];
  if (x.scale !== y.scale) return null;
  if (x.ticks === y.ticks) return a.inclusive ? b : a;
  return x.ticks > y.ticks === (side === 'lower') ? a : b;
};

interface Split {
  lower: Bound | null;
  upper: Bound | null;
  readonly kept: Expr[];
}

const take = (split: Split, expr: Expr, column: string): void => {
  const found = timeBound(expr, (e) => isColumn(e, column));
  if (!found) {
    split.kept.push(expr);
    return;
  }
  const known = split[found.side];
  const chosen = known ? stricter(found.side, known, found.bound) : found.bound;
  if (chosen) split[found.side] = chosen;
  else split.kept.push(expr);
};

const filterOf = (condition: Expr, span: Span, kept: readonly Expr[]): readonly Step[] => {
  const [only] = kept;
  if (!only) return [];
  return [
    { kind: 'filter', span, condition: kept.length === 1 ? only : { kind: 'and', span: condition.span, type: 'bool', operands: kept } },
  ];
};

/**
 * The bounds that stand as conjuncts of the filter right behind the table, on the table's time column. Null when there are none.
 * A bound that cannot be compared with an earlier one of the same side stays in `rest`.
 */
export const timeWindow = (query: Query): TimeWindow | null => {
  const { source, steps } = query.pipeline;
  const [first, ...others] = steps;
  if (source.kind !== 'table' || source.timeColumn === null || first?.kind !== 'filter') return null;
  const { condition, span } = first;
  const split: Split = { lower: null, upper: null, kept: [] };
  for (const operand of condition.kind === 'and' ? condition.operands : [condition]) take(split, operand, source.timeColumn);
  const { lower, upper, kept } = split;
  if (!lower && !upper) return null;
  const left = filterOf(condition, span, kept);
  return { column: source.timeColumn, lower, upper, rest: { ...query, pipeline: { source, steps: [...left, ...others] } } };
};
