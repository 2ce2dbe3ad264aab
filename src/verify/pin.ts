// A query and a clock in; the same query with `now()` and `ago()` written out as times out, for events that stand within a tick of a bound.
import type { Expr } from '../ir/expr.ts';
import type { Query } from '../ir/pipeline.ts';
import { rewriteQuery, visitExpr, visitPipeline } from '../ir/traverse.ts';

/** Ticks that a call of `now()` or `ago()` with constant arguments stands for; null for anything else. */
const ticksOf = (expr: Expr, now: bigint): bigint | null => {
  if (expr.kind !== 'call' || (expr.fn !== 'now' && expr.fn !== 'ago')) return null;
  const [by] = expr.args;
  if (!by) return now;
  if (by.kind !== 'literal' || typeof by.value !== 'bigint') return null;
  return expr.fn === 'now' ? now + by.value : now - by.value;
};

/** `now`: ticks. */
export const pinned = (query: Query, now: bigint): Query =>
  rewriteQuery(query, {
    expr: (expr) => {
      const value = ticksOf(expr, now);
      return value === null ? expr : { kind: 'literal', span: expr.span, type: 'datetime', value };
    },
  });

/** Whether a row shows something that moves with the clock: a computed column reads it. A condition on a row does not show. */
export const showsClock = ({ pipeline }: Query): boolean => {
  let found = false;
  const look = (expr: Expr): void =>
    visitExpr(expr, (one) => {
      if (one.kind === 'call' && (one.fn === 'now' || one.fn === 'ago')) found = true;
    });
  visitPipeline(pipeline, {
    step: (step) => {
      if (step.kind === 'extend' || step.kind === 'project') for (const { expr } of step.columns) look(expr);
      if (step.kind === 'aggregate') for (const measure of step.measures) if (measure.kind === 'fold') measure.args.forEach(look);
    },
  });
  return found;
};
