// A clause of a query in; which columns of events it reads, through the columns that are computed of them, and which keys of dynamic ones, out.
import { isBag, isList, parsedDynamic } from '../backends/shared/cell-text.ts';
import type { KqlCell } from '../backends/shared/proof.ts';
import { contains, type Span } from '../diagnostics/span.ts';
import type { Expr } from '../ir/expr.ts';
import type { Query } from '../ir/pipeline.ts';
import { childrenOf, visitPipeline } from '../ir/traverse.ts';
import { carriedIn } from './reading.ts';

/** Keys that are taken of each column; null: it is read as a whole. Names of computed columns stand there, too. */
export type Reads = ReadonlyMap<string, ReadonlySet<string> | null>;

/** What each computed column may be. */
const definitionsIn = ({ pipeline }: Query): ReadonlyMap<string, readonly Expr[]> => {
  const found = new Map<string, Expr[]>();
  visitPipeline(pipeline, {
    step: (step) => {
      if (step.kind !== 'extend' && step.kind !== 'project' && step.kind !== 'expand' && step.kind !== 'apply') return;
      for (const { name, expr } of step.columns)
        if (expr.kind !== 'column' || expr.name !== name) found.set(name, [...(found.get(name) ?? []), expr]);
    },
  });
  return found;
};

/** Expressions that a span names and that are part of no other one there. */
const outermost = (query: Query, span: Span): readonly Expr[] => {
  const inside: Expr[] = [];
  const carried = carriedIn(query);
  visitPipeline(query.pipeline, {
    expr: (expr) => {
      if (contains(span, expr.span) && !carried.has(expr)) inside.push(expr);
    },
  });
  const inner = new Set(inside.flatMap(childrenOf));
  return inside.filter((expr) => !inner.has(expr));
};

/** The name of a part that an expression reads; null: it reads none by a constant name. */
export const keyOf = (expr: Expr): string | null =>
  expr.kind === 'path' && expr.key.kind === 'literal' && typeof expr.key.value === 'string' ? expr.key.value : null;

export const readsIn = (query: Query, span: Span): Reads => {
  const definitions = definitionsIn(query);
  const reads = new Map<string, Set<string> | null>();
  const readColumn = (name: string, key: string | null): void => {
    const known = reads.get(name);
    if (known === null || (key !== null && known?.has(key))) return;
    reads.set(name, key === null ? null : new Set(known).add(key));
    for (const expr of definitions.get(name) ?? []) read(expr, key);
  };
  const read = (expr: Expr, key: string | null): void => {
    if (expr.kind === 'column') readColumn(expr.name, key);
    const passed = expr.kind === 'path' ? (key ?? keyOf(expr)) : expr.kind === 'call' && expr.fn === 'parse_json' ? key : null;
    const [first, ...rest] = childrenOf(expr);
    if (first) read(first, passed);
    for (const child of rest) read(child, null);
  };
  for (const expr of outermost(query, span)) read(expr, null);
  return reads;
};

/** The values below the keys, wherever they stand in a cell; a text may be JSON. */
export const valuesUnder = (cell: KqlCell, keys: ReadonlySet<string>): readonly KqlCell[] => {
  const value = typeof cell === 'string' ? parsedDynamic(cell) : cell;
  if (value === undefined || value === null) return [];
  if (isList(value)) return value.flatMap((one) => valuesUnder(one, keys));
  return isBag(value) ? [...value].flatMap(([key, one]) => (keys.has(key) ? [one] : valuesUnder(one, keys))) : [];
};
