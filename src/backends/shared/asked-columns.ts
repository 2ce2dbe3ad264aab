// A query that asks for columns which its rows may have (`column_ifexists("x", "")`) in; the same query with the column or what stands for it, out.
import type { Expr } from '../../ir/expr.ts';
import type { Query } from '../../ir/pipeline.ts';
import { rewriteQuery, visitPipeline } from '../../ir/traverse.ts';
import type { Findings } from './findings.ts';

/** What says that a column is taken to be there, and what, that it is not. Parameters: the `column`, and the text that stands for it `otherwise`. */
export interface AsksFor {
  readonly there: 'RMMC3783' | 'RMMC3836';
  readonly missing: 'RMMC3784' | 'RMMC3837';
}

/** Some rows are those of a table that no schema knows, or of a watchlist: the workspace's own, whose rules name the columns that they have. */
const readsUnknown = (query: Query): boolean => {
  let unknown = false;
  visitPipeline(query.pipeline, {
    source: (source) => {
      if ('frame' in source && source.frame.open) unknown = true;
    },
  });
  return unknown;
};

const settled = (expr: Expr, unknown: boolean, codes: AsksFor, findings: Findings): Expr => {
  if (expr.kind !== 'call' || expr.fn !== 'column_ifexists') return expr;
  const [name, otherwise] = expr.args;
  if (name?.kind !== 'literal' || typeof name.value !== 'string' || otherwise?.kind !== 'literal') return expr;
  const params = {
    column: name.value,
    otherwise: JSON.stringify(otherwise.value, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
  };
  if (!unknown) {
    findings.assume(codes.missing, expr.span, params);
    return { ...otherwise, span: expr.span };
  }
  if (otherwise.type !== 'string') return expr;
  // A column that no event has reads as the empty text anyway.
  if (otherwise.value !== '') findings.assume(codes.there, expr.span, params);
  return { kind: 'column', span: expr.span, type: 'string', name: name.value, declared: false };
};

export const withAskedColumns = (query: Query, codes: AsksFor, findings: Findings): Query => {
  const unknown = readsUnknown(query);
  return rewriteQuery(query, { expr: (expr) => settled(expr, unknown, codes, findings) });
};
