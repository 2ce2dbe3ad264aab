// A query and a clock in; the same query with `now()` and `ago()` written out as times out, for events that stand within a tick of a bound.
import type { Expr } from '../ir/expr.ts';
import type { Query } from '../ir/pipeline.ts';
import { rewriteQuery } from '../ir/traverse.ts';

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
