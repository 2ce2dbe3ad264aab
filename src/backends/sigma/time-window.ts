// A condition in; its text, when it bounds the time column of the table and so belongs to the schedule of a rule, out.
import type { Expr } from '../../ir/expr.ts';
import { shortDatetime, shortTimespan } from '../../ir/time.ts';
import { type Moment, type Side, timeBound } from '../../ir/time-window.ts';
import { visitExpr } from '../../ir/traverse.ts';

const isConstant = (expr: Expr): boolean => {
  let constant = true;
  visitExpr(expr, (inner) => {
    const reads = inner.kind === 'column' || inner.kind === 'scalarQuery' || inner.kind === 'memberQuery' || inner.kind === 'textQuery';
    constant &&= !reads;
  });
  return constant;
};

const momentText = (at: Moment): string => {
  if (at.kind === 'now') return 'now()';
  return at.kind === 'ago' ? `ago(${shortTimespan(at.ticks)})` : shortDatetime(at.ticks);
};

const signOf = ({ side, bound }: Side): string => `${side === 'lower' ? '>' : '<'}${bound.inclusive ? '=' : ''}`;

export const isTime = (expr: Expr, column: string | null): boolean =>
  (expr.kind === 'column' && expr.name === column) || (expr.kind === 'call' && expr.fn === 'ingestion_time');

const nameOf = (expr: Expr): string => (expr.kind === 'column' ? expr.name : 'ingestion_time()');

/** `Timestamp >= ago(5d)`; null: the condition is about something else. */
export const timeWindowText = (expr: Expr, timeColumn: string | null): string | null => {
  if (expr.kind !== 'compare' || expr.op === 'eq' || expr.op === 'ne') return null;
  const [time, other] = isTime(expr.left, timeColumn) ? [expr.left, expr.right] : [expr.right, expr.left];
  if (!isTime(time, timeColumn) || !isConstant(other)) return null;
  const bound = timeBound(expr, (e) => isTime(e, timeColumn));
  return bound ? `${nameOf(time)} ${signOf(bound)} ${momentText(bound.bound.at)}` : `${nameOf(time)} against a computed time`;
};
