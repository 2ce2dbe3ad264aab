// The step of a graph and the rows that are its edges in, the graph out: nodes by number, and which edges begin and end at each.
import { nodeFrame } from '../../../ir/frame.ts';
import type { GraphNodes, StepOf } from '../../../ir/pipeline.ts';
import type { Column, Frame, ScalarType } from '../../../ir/types.ts';
import { argOf } from '../../compile-expr.ts';
import { unsupported } from '../../refusal.ts';
import type { Env } from '../../scope.ts';
import type { Relation, Row, Value } from '../../value.ts';
import { blankOf } from '../../values/blank.ts';
import { convert } from '../../values/convert.ts';
import { keyOf } from '../../values/order.ts';

export type Graph = StepOf<'graph'>;

export interface Edge {
  readonly from: number;
  readonly to: number;
}

export interface GraphValue {
  readonly edges: Relation;
  readonly nodes: Relation;
  /** Which nodes an edge joins, by its number. */
  readonly ends: readonly Edge[];
  /** The numbers of the edges that begin, and that end, at a node. */
  readonly out: readonly (readonly number[])[];
  readonly into: readonly (readonly number[])[];
  /** What tells the nodes apart. */
  readonly ids: readonly Value[];
  readonly idType: ScalarType;
}

/** Rows of nodes, with the column that tells which node each is. */
interface NodeRows extends Relation {
  readonly ids: readonly Value[];
  readonly idType: ScalarType;
  readonly idName: string;
}

const bare = (type: ScalarType): ScalarType => (type === 'unknown' ? 'string' : type);

const nodeRows = ({ query, id }: GraphNodes, env: Env): NodeRows => {
  const { columns, rows } = env.query(query);
  const arg = argOf(id, { columns, env, cursor: null });
  return { columns, rows, ids: rows.map(arg.get), idType: bare(arg.type), idName: id.kind === 'column' ? id.name : '' };
};

/** Those nodes whose `name` has the value of a partition. */
const within = (nodes: NodeRows, n: Graph, partition: Value | undefined): NodeRows => {
  if (partition === undefined || n.partition?.kind !== 'column') return nodes;
  const { name, type } = n.partition;
  const slot = nodes.columns.findIndex((column) => column.name === name);
  if (slot < 0) return unsupported(`\`partitioned-by ${name}\` over nodes without that column`, n.span);
  const fits = nodes.rows.map((row) => keyOf(row[slot] ?? null, nodes.columns[slot]?.type ?? type) === keyOf(partition, type));
  return { ...nodes, rows: nodes.rows.filter((_, i) => fits[i]), ids: nodes.ids.filter((_, i) => fits[i]) };
};

/** Collects nodes by their id; a property of a node that comes again fills what is still empty. */
const collector = (columns: readonly Column[], idType: ScalarType, n: Graph) => {
  const index = new Map<string, number>();
  const ids: Value[] = [];
  const rows: Value[][] = [];
  const numberOf = (id: Value): number => {
    if (id === null) unsupported('a node whose id is null', n.span);
    const key = keyOf(id, idType);
    const known = index.get(key);
    if (known !== undefined) return known;
    index.set(key, ids.length);
    ids.push(id);
    rows.push(columns.map(({ type }) => blankOf(type)));
    return ids.length - 1;
  };
  const fill = (row: Value[], slot: number, value: Value): void => {
    const { type } = columns[slot] ?? { type: 'dynamic' as const };
    if (row[slot] === blankOf(type)) row[slot] = value;
  };
  return { ids, rows, numberOf, fill, has: (id: Value): boolean => index.has(keyOf(id, idType)) };
};

/** The columns of an edge that name no node of `nodes` are nodes too, which have their id only. */
const idSlots = (n: Graph, tables: readonly NodeRows[], columns: readonly Column[]): readonly number[] => {
  const names = new Set(n.nodeId ? [n.nodeId.name] : tables.map(({ idName }) => idName));
  if (names.size > 1) return unsupported('a node that no table has, where the tables name their nodes by different columns', n.span);
  return columns.flatMap(({ name }, slot) => (names.has(name) ? [slot] : []));
};

const frameOfRows = ({ columns }: Relation): Frame => ({ columns, open: false });

/** `partition`: the value that edges and nodes of this graph have in the column of the partition. */
export const buildGraph = (n: Graph, edges: Relation, env: Env, partition: Value | undefined): GraphValue => {
  const scope = { columns: edges.columns, env, cursor: null };
  const [source, target] = [argOf(n.source, scope), argOf(n.target, scope)];
  const tables = n.nodes.map((nodes) => within(nodeRows(nodes, env), n, partition));
  const idType = bare(source.type);
  if ([bare(target.type), ...tables.map((table) => table.idType)].some((type) => type !== idType))
    unsupported('a graph whose node ids have different types', n.span);
  const { columns } = nodeFrame({ nodeId: n.nodeId, operators: [] }, tables.map(frameOfRows));
  const nodes = collector(columns, idType, n);
  for (const table of tables) {
    const slots = table.columns.map(({ name }) => columns.findIndex((column) => column.name === name));
    for (const [at, row] of table.rows.entries()) {
      const node = nodes.rows[nodes.numberOf(table.ids[at] ?? null)] ?? [];
      for (const [from, slot] of slots.entries())
        nodes.fill(node, slot, convert(row[from] ?? null, table.columns[from]?.type ?? 'dynamic', columns[slot]?.type ?? 'dynamic'));
    }
  }
  const ends = edges.rows.map((row): Edge => {
    const [from, to] = [source.get(row), target.get(row)].map((id): number => {
      const isNew = id !== null && !nodes.has(id);
      const number = nodes.numberOf(id);
      if (isNew) for (const slot of idSlots(n, tables, columns)) nodes.fill(nodes.rows[number] ?? [], slot, id);
      return number;
    });
    return { from: from ?? 0, to: to ?? 0 };
  });
  const around = (side: keyof Edge): readonly (readonly number[])[] => {
    const lists = nodes.ids.map((): number[] => []);
    for (const [edge, { [side]: node }] of ends.entries()) lists[node]?.push(edge);
    return lists;
  };
  const rows: readonly Row[] = nodes.rows;
  return { edges, nodes: { columns, rows }, ends, out: around('from'), into: around('to'), ids: nodes.ids, idType };
};
