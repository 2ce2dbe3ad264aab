// A condition in; its text, when it bounds the time column of the table and so belongs to the schedule of a rule, out.
import { match } from 'ts-pattern';
import type { CompareOp, Expr, ExprOf } from '../../ir/expr.ts';
import { isoOfTicks, textOfTimespan } from '../../ir/time.ts';
import { visitExpr } from '../../ir/traverse.ts';

const signs: Readonly<Record<CompareOp, string>> = { eq: '==', ne: '!=', lt: '<', le: '<=', gt: '>', ge: '>=' };
const mirrored: Readonly<Record<CompareOp, CompareOp>> = { eq: 'eq', ne: 'ne', lt: 'gt', le: 'ge', gt: 'lt', ge: 'le' };

const isConstant = (expr: Expr): boolean => {
  let constant = true;
  visitExpr(expr, (inner) => {
    const reads = inner.kind === 'column' || inner.kind === 'scalarQuery' || inner.kind === 'memberQuery' || inner.kind === 'textQuery';
    constant &&= !reads;
  });
  return constant;
};

const literalText = (n: ExprOf<'literal'>): string => {
  if (typeof n.value !== 'bigint') return String(n.value);
  return match(n.type)
    .with('datetime', () => isoOfTicks(n.value as bigint).replace('.0000000', ''))
    .with('timespan', () => textOfTimespan(n.value as bigint))
    .with('bool', 'int', 'long', 'real', 'decimal', 'string', 'guid', 'dynamic', 'unknown', () => String(n.value))
    .exhaustive();
};

const boundText = (expr: Expr): string => {
  if (expr.kind === 'literal') return literalText(expr);
  if (expr.kind === 'call') return `${expr.fn}(${expr.args.map(boundText).join(', ')})`;
  return 'a computed time';
};

const isTime = (expr: Expr, column: string | null): boolean =>
  (expr.kind === 'column' && expr.name === column) || (expr.kind === 'call' && expr.fn === 'ingestion_time');

const nameOf = (expr: Expr): string => (expr.kind === 'column' ? expr.name : 'ingestion_time()');

/** `Timestamp >= ago(5.00:00:00)`; null: the condition is about something else. */
export const timeWindowText = (expr: Expr, timeColumn: string | null): string | null => {
  if (expr.kind !== 'compare' || expr.op === 'eq' || expr.op === 'ne') return null;
  if (isTime(expr.left, timeColumn) && isConstant(expr.right)) return `${nameOf(expr.left)} ${signs[expr.op]} ${boundText(expr.right)}`;
  if (isTime(expr.right, timeColumn) && isConstant(expr.left))
    return `${nameOf(expr.right)} ${signs[mirrored[expr.op]]} ${boundText(expr.left)}`;
  return null;
};
