// `graph-mark-components`: which component each node of a graph is in, numbered by their first node.
import type { GraphOperator } from '../../../ir/pipeline.ts';
import type { GraphValue } from './build.ts';

type Components = Extract<GraphOperator, { kind: 'components' }>;

/** All nodes that are reached from a node. */
const reached = (start: number, next: (node: number) => readonly number[], wanted: (node: number) => boolean): readonly number[] => {
  const seen = new Set([start]);
  for (const node of seen) for (const other of next(node)) if (wanted(other)) seen.add(other);
  return [...seen];
};

/** The component of each node. Nodes are in one strong component when each is reached from the other. */
const componentsOf = ({ ends, out, into, ids }: GraphValue, mode: Components['mode']): readonly number[] => {
  const component = ids.map(() => -1);
  const forth = (node: number): readonly number[] => (out[node] ?? []).map((edge) => ends[edge]?.to ?? node);
  const back = (node: number): readonly number[] => (into[node] ?? []).map((edge) => ends[edge]?.from ?? node);
  const isFree = (node: number): boolean => component[node] === -1;
  let count = 0;
  for (const node of ids.keys()) {
    if (!isFree(node)) continue;
    const ahead = mode === 'weak' ? reached(node, (at) => [...forth(at), ...back(at)], isFree) : reached(node, forth, isFree);
    const behind = mode === 'weak' ? null : new Set(reached(node, back, isFree));
    for (const other of ahead) if (!behind || behind.has(other)) component[other] = count;
    count += 1;
  }
  return component;
};

/** The graph with the number of its component as a property of each node. */
export const markComponents = (n: Components, graph: GraphValue): GraphValue => {
  const component = componentsOf(graph, n.mode);
  const { columns, rows } = graph.nodes;
  const kept = columns.flatMap(({ name }, slot) => (name === n.name ? [] : [slot]));
  return {
    ...graph,
    nodes: {
      columns: [...kept.flatMap((slot) => columns[slot] ?? []), { name: n.name, type: 'long' }],
      rows: rows.map((row, node) => [...kept.map((slot) => row[slot] ?? null), BigInt(component[node] ?? 0)]),
    },
  };
};
