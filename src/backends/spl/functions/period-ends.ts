// The last instant of a period, which epoch seconds do not reach, said by the first one of the next where only whole seconds or the order count.
// before: (le X (endofday Y)), (startofweek (endofyear Y))
// after:  (lt X (startofday Y 1)), (startofweek (sub (startofyear Y 1) 1s))
import type { CompareOp, Expr, ExprOf } from '../../../ir/expr.ts';
import type { ScalarFn } from '../../../ir/functions.ts';
import type { Query } from '../../../ir/pipeline.ts';
import { rewriteQuery } from '../../../ir/traverse.ts';
import { ticksPerSecond } from '../../../ir/types.ts';

const starts: ReadonlyMap<ScalarFn, ScalarFn> = new Map([
  ['endofday', 'startofday'],
  ['endofweek', 'startofweek'],
  ['endofmonth', 'startofmonth'],
  ['endofyear', 'startofyear'],
]);

/** Functions that give the same for every instant of a second. */
const coarse: ReadonlySet<ScalarFn> = new Set<ScalarFn>([
  ...starts.values(),
  ...(['getyear', 'monthofyear', 'dayofmonth', 'dayofyear', 'dayofweek', 'hourofday'] as const),
]);

/** The start of the next period; null for what is no end of one, or of one that is not known. */
const nextStart = (expr: Expr): Expr | null => {
  if (expr.kind !== 'call') return null;
  const fn = starts.get(expr.fn);
  const [time, offset] = expr.args;
  const periods = offset === undefined ? 0n : offset.kind === 'literal' && typeof offset.value === 'bigint' ? offset.value : null;
  if (fn === undefined || time === undefined || periods === null) return null;
  return { ...expr, fn, args: [time, { kind: 'literal', span: expr.span, type: 'long', value: periods + 1n }] };
};

const secondBefore = (expr: Expr): Expr => ({
  kind: 'arith',
  span: expr.span,
  type: 'datetime',
  op: 'sub',
  left: expr,
  right: { kind: 'literal', span: expr.span, type: 'timespan', value: ticksPerSecond },
});

/** Nothing lies between the end of a period and the start of the next. */
const beside: ReadonlyMap<CompareOp, CompareOp> = new Map([
  ['le', 'lt'],
  ['gt', 'ge'],
]);
const turned: ReadonlyMap<CompareOp, CompareOp> = new Map([
  ['ge', 'gt'],
  ['lt', 'le'],
]);

const compared = (node: ExprOf<'compare'>): Expr => {
  const [left, right] = [nextStart(node.left), nextStart(node.right)];
  const op = beside.get(node.op);
  if (right && op) return { ...node, op, right };
  const other = turned.get(node.op);
  return left && other ? { ...node, op: other, left } : node;
};

const rewritten = (expr: Expr): Expr => {
  if (expr.kind === 'compare') return compared(expr);
  if (expr.kind !== 'call' || !coarse.has(expr.fn)) return expr;
  const [time, ...rest] = expr.args;
  const next = time && nextStart(time);
  return next ? { ...expr, args: [secondBefore(next), ...rest] } : expr;
};

export const withoutPeriodEnds = (query: Query): Query => rewriteQuery(query, { expr: rewritten });
