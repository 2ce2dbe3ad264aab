// `make-graph` with what is asked of the graph: edges in, the rows of the last operator out.
import { match } from 'ts-pattern';
import type { Column } from '../../../ir/types.ts';
import { argOf } from '../../compile-expr.ts';
import { unsupported } from '../../refusal.ts';
import type { Env } from '../../scope.ts';
import type { Operator, Relation, Row, Value } from '../../value.ts';
import { keyOf } from '../../values/order.ts';
import { whole } from '../sinks.ts';
import { buildGraph, type Graph } from './build.ts';
import { markComponents } from './components.ts';
import { elements } from './elements.ts';
import { matchGraph } from './match.ts';

const readGraph = (n: Graph, edges: Relation, env: Env, partition: Value | undefined): Relation => {
  let graph = buildGraph(n, edges, env, partition);
  let result: Relation | null = null;
  for (const operator of n.operators)
    match(operator)
      .with({ kind: 'components' }, (o) => {
        graph = markComponents(o, graph);
      })
      .with({ kind: 'match' }, (o) => {
        result = matchGraph(o, graph, env);
      })
      .with({ kind: 'elements' }, (o) => {
        result = elements(o, graph);
      })
      .exhaustive();
  return result ?? unsupported('a graph in place of rows', n.span);
};

/** A graph of its own for the edges (and nodes) with the same value; the results one behind the other. */
const partitioned = (n: Graph, { columns, rows }: Relation, env: Env): Relation => {
  if (!n.partition) return readGraph(n, { columns, rows }, env, undefined);
  const by = argOf(n.partition, { columns, env, cursor: null });
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(by.get(row), by.type);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const results = [...groups.values()].map((group) => readGraph(n, { columns, rows: group }, env, by.get(group[0] ?? [])));
  const shown: readonly Column[] = (results[0] ?? readGraph(n, { columns, rows: [] }, env, undefined)).columns;
  return { columns: shown, rows: results.flatMap((result) => result.rows) };
};

export const graph = (n: Graph, env: Env): Operator => whole((edges) => partitioned(n, edges, env));
