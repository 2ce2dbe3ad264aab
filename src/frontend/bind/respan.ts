// IR in, the same IR with one span on every node out: what is inlined from a `let` lies where it is used.
import type { Span } from '../../diagnostics/span.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Pipeline } from '../../ir/pipeline.ts';

/** Keys whose values hold no spans. */
const plain = new Set(['frame', 'value', 'type', 'kind', 'name']);

const rewrite = (x: unknown, span: Span): unknown => {
  if (Array.isArray(x)) return x.map((item) => rewrite(item, span));
  if (typeof x !== 'object' || x === null) return x;
  return Object.fromEntries(
    Object.entries(x).map(([key, value]) => [key, key === 'span' ? span : plain.has(key) ? value : rewrite(value, span)]),
  );
};

export const respanExpr = (expr: Expr, span: Span): Expr => rewrite(expr, span) as Expr;
export const respanPipeline = (pipeline: Pipeline, span: Span): Pipeline => rewrite(pipeline, span) as Pipeline;

/** The number of nodes in IR. */
export const sizeOf = (x: unknown): number => {
  if (Array.isArray(x)) return x.reduce<number>((sum, item) => sum + sizeOf(item), 0);
  if (typeof x !== 'object' || x === null) return 0;
  return Object.entries(x).reduce((sum, [key, value]) => (plain.has(key) || key === 'span' ? sum : sum + sizeOf(value)), 1);
};
