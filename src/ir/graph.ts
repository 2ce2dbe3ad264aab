// Words of graphs: the functions that only their patterns know, and the pieces of a pattern.
import type { Span } from '../diagnostics/span.ts';
import { f, type Signature } from './signature.ts';

/**
 * Functions that only a pattern of a graph knows. The first argument of `map`, `all` and `any` is the column of an edge, or `inner_nodes` of it; the second
 * sees the properties of one edge (or node) as columns.
 */
export const graphFns = {
  /** An array of the values, one for each edge (or inner node) of the path. */
  map: f('dynamic', 2),
  /** Whether the condition holds for each; true for none. */
  all: f('bool', 2),
  /** Whether it holds for one. */
  any: f('bool', 2),
  /** The nodes between the edges of an edge of variable length. */
  inner_nodes: f('dynamic', 1),
  /** The labels that a graph model gives; `make-graph` gives none. Without argument: of the element at hand. */
  labels: f('dynamic', 0, 1),
  /** Edges that end at the node, and that begin there. */
  node_degree_in: f('long', 0, 1),
  node_degree_out: f('long', 0, 1),
} as const satisfies Record<string, Signature>;

export type GraphFn = keyof typeof graphFns;
export const isGraphFn = (name: string): name is GraphFn => Object.hasOwn(graphFns, name);

/** The bounds of an edge of variable length. */
export interface GraphHops {
  readonly least: bigint;
  readonly most: bigint;
}

/** A piece of a pattern. `direction`: how the edge runs in the order of the text. */
export type GraphPart =
  | { readonly kind: 'node'; readonly span: Span; readonly name: string | null }
  | {
      readonly kind: 'edge';
      readonly span: Span;
      readonly name: string | null;
      readonly direction: 'right' | 'left' | 'any';
      readonly hops: GraphHops | null;
    };

/** Whether a match may come back to a node: any way, over edges that are not used twice, or not at all. */
export type GraphCycles = 'all' | 'unique_edges' | 'none';

/** What `match` lays on a graph: nodes and edges in turn, in one or several sequences. */
export interface GraphPattern {
  readonly find: 'all' | 'shortest' | 'allShortest';
  readonly cycles: GraphCycles;
  readonly patterns: readonly (readonly GraphPart[])[];
}
