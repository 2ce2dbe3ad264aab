// `graph-to-table`: the nodes or the edges of a graph as rows, with the hashes of node ids where the query asks for them.
import type { GraphOperator } from '../../../ir/pipeline.ts';
import type { Column } from '../../../ir/types.ts';
import { hashOf } from '../../functions/hashes.ts';
import { unsupported } from '../../refusal.ts';
import type { Relation, Value } from '../../value.ts';
import type { GraphValue } from './build.ts';

type Elements = Extract<GraphOperator, { kind: 'elements' }>;

export const elements = (n: Elements, graph: GraphValue): Relation => {
  const { columns, rows } = graph[n.part];
  const hash = (node: number): Value =>
    hashOf(graph.ids[node] ?? null, graph.idType) ?? unsupported(`the hash of a node whose id is a ${graph.idType}`, n.span);
  const wanted: readonly (readonly [string | null, (at: number) => number])[] =
    n.part === 'nodes'
      ? [[n.id, (at) => at]]
      : [
          [n.source, (at) => graph.ends[at]?.from ?? 0],
          [n.target, (at) => graph.ends[at]?.to ?? 0],
        ];
  const named = wanted.flatMap(([name, node]) => (name === null ? [] : [{ name, node }]));
  return {
    columns: [...named.map(({ name }): Column => ({ name, type: 'long' })), ...columns],
    rows: rows.map((row, at) => [...named.map(({ node }) => hash(node(at))), ...row]),
  };
};
