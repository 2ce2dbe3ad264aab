// Graphs of the IR: how rows become nodes and edges, and what is asked of them. A graph is two relations and lives inside one step only.
import type { Span } from '../diagnostics/span.ts';
import type { Expr, Node } from './expr.ts';
import type { Named, Pipeline } from './pipeline.ts';
import { f, type Signature } from './signature.ts';
import type { Column, Frame, ScalarType } from './types.ts';

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

/** Rows that are nodes: their columns are the properties, `id` tells which node a row is. */
export interface GraphNodes {
  readonly query: Pipeline;
  readonly id: Expr;
  readonly span: Span;
}

/** The bounds of an edge of variable length. */
export interface GraphHops {
  readonly least: bigint;
  readonly most: bigint;
}

/** A piece of a pattern. `direction`: how the edge runs in the order of the text. */
export type GraphPart =
  | Node<'node', { name: string | null }>
  | Node<'edge', { name: string | null; direction: 'right' | 'left' | 'any'; hops: GraphHops | null }>;

/** Whether a match may come back to a node: any way, over edges that are not used twice, or not at all. */
export type GraphCycles = 'all' | 'unique_edges' | 'none';

export type GraphOperator =
  /** Each node gets the number of its component, from 0; `weak`: edges hold together in both directions. */
  | Node<'components', { mode: 'weak' | 'strong'; name: string }>
  /**
   * One row for each way to lay the patterns (nodes and edges in turn; the same name is the same node in all of them) on the graph. `find`: all ways, one
   * shortest way for each pair of first and last node, or all shortest ones. In expressions the path `n.p` over a column `n` that the rows do not have is the
   * property `p` of the node or edge `n`; of an edge of variable length an array of them, and in `condition` a property that must fit at each edge.
   */
  | Node<
      'match',
      {
        find: 'all' | 'shortest' | 'allShortest';
        cycles: GraphCycles;
        patterns: readonly (readonly GraphPart[])[];
        condition: Expr | null;
        columns: readonly Named[];
      }
    >
  /** The properties of all nodes, or of all edges; before them, where names are given, the hash of the node's id, or of those of both ends. */
  | Node<'elements', { part: 'nodes'; id: string | null }>
  | Node<'elements', { part: 'edges'; source: string | null; target: string | null }>;

/**
 * The rows at hand are edges from `source` to `target`. Nodes are those of `nodes`, merged where they have the same id, and all others that an edge names:
 * these have only their id, as the property `nodeId` or the id columns of `nodes`. `partition`: a graph of its own for each value of that column, which the
 * nodes have as well. The last operator is no `components`, unless the graph is still to be read.
 */
export interface MakeGraph {
  readonly source: Expr;
  readonly target: Expr;
  readonly nodes: readonly GraphNodes[];
  readonly nodeId: { readonly name: string; readonly type: ScalarType } | null;
  readonly partition: Expr | null;
  readonly operators: readonly GraphOperator[];
}

/** No operator has read the graph yet: what stands behind the step is no rows. */
export const isOpenGraph = (graph: Pick<MakeGraph, 'operators'>): boolean => {
  const last = graph.operators.at(-1);
  return last === undefined || last.kind === 'components';
};

/** The properties of the nodes of several relations: a type that differs makes dynamic. */
const mergedColumns = (frames: readonly Frame[]): readonly Column[] => {
  const types = new Map<string, ScalarType>();
  for (const { name, type } of frames.flatMap((frame) => frame.columns)) {
    const known = types.get(name);
    types.set(name, known === undefined || known === type ? type : 'dynamic');
  }
  return [...types].map(([name, type]) => ({ name, type }));
};

/** The properties of the nodes: `frames` are those of the queries for nodes. */
export const nodeFrame = (graph: Pick<MakeGraph, 'nodeId' | 'operators'>, frames: readonly Frame[]): Frame => {
  const own = graph.nodeId ? [graph.nodeId] : mergedColumns(frames);
  const marks = graph.operators.flatMap((op): readonly Column[] => (op.kind === 'components' ? [{ name: op.name, type: 'long' }] : []));
  const marked = new Set(marks.map(({ name }) => name));
  return { columns: [...own.filter(({ name }) => !marked.has(name)), ...marks], open: frames.some(({ open }) => open) };
};

const hashes = (names: readonly (string | null)[]): readonly Column[] =>
  names.flatMap((name): readonly Column[] => (name === null ? [] : [{ name, type: 'long' }]));

/** The columns behind the step; none while nothing has read the graph. */
export const graphFrame = (graph: MakeGraph, edges: Frame, nodes: Frame): Frame => {
  const last = graph.operators.at(-1);
  if (last === undefined || last.kind === 'components') return { columns: [], open: false };
  if (last.kind === 'match') return { columns: last.columns.map(({ name, expr }) => ({ name, type: expr.type })), open: false };
  const frame = last.part === 'nodes' ? nodes : edges;
  const added = last.part === 'nodes' ? hashes([last.id]) : hashes([last.source, last.target]);
  return { ...frame, columns: [...added, ...frame.columns] };
};
