// `and` in `and` and `or` in `or` become one list, in KQL's order.
// before: (and (and A B) (and C (or D (or E F))))
// after:  (and A B C (or D E F))
import type { Expr, ExprOf } from '../expr.ts';
import type { Query } from '../pipeline.ts';
import { rewriteQuery } from '../traverse.ts';

/** Children are flat already, so one level is enough. */
const flatten = (node: ExprOf<'and' | 'or'>): Expr => {
  if (!node.operands.some((operand) => operand.kind === node.kind)) return node;
  return { ...node, operands: node.operands.flatMap((operand) => (operand.kind === node.kind ? operand.operands : [operand])) };
};

export const flattenLogic = (query: Query): Query =>
  rewriteQuery(query, { expr: (expr) => (expr.kind === 'and' || expr.kind === 'or' ? flatten(expr) : expr) });
