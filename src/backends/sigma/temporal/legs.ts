// The sides of a join as legs of one way: columns by leg in, and out again. The first leg's columns go by their own names, those of the others are marked.
import type { Span } from '../../../diagnostics/span.ts';
import type { Expr } from '../../../ir/expr.ts';
import type { Source } from '../../../ir/pipeline.ts';
import { rewriteExpr, visitExpr } from '../../../ir/traverse.ts';
import type { Apart } from './apart.ts';

/** A table that is read, with what its events have to pass. */
export interface Leg {
  readonly table: Extract<Source, { kind: 'table' }>;
  readonly conditions: readonly Expr[];
  /** Bounds of the time column, which are no condition of a detection. */
  readonly times: readonly Expr[];
}

/** Events of two legs belong together where these are equal; null: a side is computed from several events. */
export interface KeyPair {
  readonly left: Expr | null;
  readonly right: Expr | null;
  readonly span: Span;
}

/** How the legs of one way hang together. */
export interface Joined {
  /** All but the first. */
  readonly legs: readonly Leg[];
  readonly pairs: readonly KeyPair[];
  readonly apart: readonly Apart[];
  readonly spans: readonly Span[];
  /** Legs of which KQL takes any one event for each key. */
  readonly unique: ReadonlySet<number>;
  /** An event may stand in several rows. */
  readonly multiplied: boolean;
}

export const alone: Joined = { legs: [], pairs: [], apart: [], spans: [], unique: new Set(), multiplied: false };

// No name of KQL's has it.
const mark = '\u0000';

const marked = (name: string, leg: number): string => (leg === 0 ? name : `${name}${mark}${leg}`);

/** The leg that a column is of, and its own name. */
export const homeOf = (column: string): { readonly leg: number; readonly name: string } => {
  const [name = '', leg = '0'] = column.split(mark);
  return { leg: Number(leg), name };
};

const renamed = (expr: Expr, name: (column: string) => string): Expr =>
  rewriteExpr(expr, { expr: (e) => (e.kind === 'column' ? { ...e, name: name(e.name) } : e) });

/** The same over legs that stand so many places further back. */
export const movedBack = (expr: Expr, by: number): Expr =>
  by === 0
    ? expr
    : renamed(expr, (column) => {
        const { leg, name } = homeOf(column);
        return marked(name, leg + by);
      });

/** Over the columns of one leg, by their own names. */
export const ownNames = (expr: Expr): Expr => renamed(expr, (column) => homeOf(column).name);

export const legsOf = (expr: Expr): ReadonlySet<number> => {
  const found = new Set<number>();
  visitExpr(expr, (inner) => {
    if (inner.kind === 'column') found.add(homeOf(inner.name).leg);
  });
  return found;
};

/** The legs of `right` behind those of `left`, which are `count`. */
export const beside = (left: Joined, right: Joined, count: number): Joined => {
  const moved = (expr: Expr | null): Expr | null => expr && movedBack(expr, count);
  return {
    legs: [...left.legs, ...right.legs],
    pairs: [...left.pairs, ...right.pairs.map((pair) => ({ ...pair, left: moved(pair.left), right: moved(pair.right) }))],
    apart: [...left.apart, ...right.apart.map((one) => ({ ...one, to: one.to + count, from: one.from + count }))],
    spans: [...left.spans, ...right.spans],
    unique: new Set([...left.unique, ...[...right.unique].map((leg) => leg + count)]),
    multiplied: left.multiplied || right.multiplied,
  };
};
