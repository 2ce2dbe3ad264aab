// An expression in; the queries inside it out. Those inside other queries are their own.
import type { Expr, ExprOf } from './expr.ts';
import { childrenOf } from './traverse.ts';

export type Membership = ExprOf<'textQuery' | 'memberQuery'>;
export type Subquery = Membership | ExprOf<'scalarQuery'>;

/** A test that equal keys do not say. */
export const isSearch = (node: Subquery): node is ExprOf<'textQuery'> =>
  node.kind === 'textQuery' && (node.test !== 'equals' || node.require === 'all');

export const isSubquery = (e: Expr): e is Subquery => e.kind === 'textQuery' || e.kind === 'memberQuery' || e.kind === 'scalarQuery';

export const subqueriesOf = (expr: Expr): readonly Subquery[] => [
  ...(isSubquery(expr) ? [expr] : []),
  ...childrenOf(expr).flatMap(subqueriesOf),
];

export const holdsSubquery = (expr: Expr): boolean => isSubquery(expr) || childrenOf(expr).some(holdsSubquery);
