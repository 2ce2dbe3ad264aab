// A query of the IR and rows for its tables in; the rows of its result out. Pure: the clock and the data are given.
import type { Pipeline, Query } from '../ir/pipeline.ts';
import { visitPipeline } from '../ir/traverse.ts';
import type { Column } from '../ir/types.ts';
import { build, type Leaf, type TableSource } from './pipeline.ts';
import type { Env } from './scope.ts';
import { collector } from './steps/sinks.ts';
import type { Relation, Row, Sink } from './value.ts';

/** What a query asks of a table: the columns that the schema has, then those that the query only mentions (as text). */
export interface TableRequest {
  readonly table: TableSource;
  readonly columns: readonly Column[];
}

export interface World {
  /** Ticks of 100 ns since 0001-01-01: what `now()` is. */
  readonly now: bigint;
  /** All rows of a table, for the columns asked for. Throws a `Refusal` when there is no such data. */
  readonly table: (request: TableRequest) => Relation;
  /** Numbers from 0 to 1 for `rand()`; `Math.random` when absent. */
  readonly random?: () => number;
}

/** Columns that the query uses and no schema has. */
const mentionedIn = (pipeline: Pipeline): ReadonlySet<string> => {
  const names = new Set<string>();
  visitPipeline(pipeline, { expr: (expr) => expr.kind === 'column' && !expr.declared && names.add(expr.name) });
  return names;
};

/** What a query asks of each of its tables. */
export const requester = (pipeline: Pipeline): ((table: TableSource) => TableRequest) => {
  const mentioned = [...mentionedIn(pipeline)];
  return (table) => {
    const { columns } = table.frame;
    const others = mentioned.filter((name) => !columns.some((column) => column.name === name));
    return { table, columns: [...columns, ...others.map((name): Column => ({ name, type: 'unknown' }))] };
  };
};

/** Brings the rows of a leaf in, as long as they are wanted. */
export const feed = (into: Sink, rows: Iterable<Row>): void => {
  for (const row of rows) {
    if (into.full()) return;
    into.push(row);
  }
};

/** A query made ready: rows can be brought to its leaves one by one. Queries inside the query have been run. */
export interface Prepared {
  readonly leaves: readonly Leaf[];
  /** What to ask for a leaf's table. */
  readonly request: (table: TableSource) => TableRequest;
}

/** Makes a query ready to take rows and to give its result to `down`. */
export const prepare = (query: Query, world: World, down: Sink): Prepared => {
  const request = requester(query.pipeline);
  const results = new Map<Pipeline, Relation>();
  const runInner = (pipeline: Pipeline, given: Relation | null): Relation => {
    const end = collector();
    run(build(pipeline, envWith(given), end), request, world);
    return end.relation();
  };
  const envWith = (given: Relation | null): Env => ({
    now: world.now,
    random: world.random ?? Math.random,
    given,
    query: (pipeline) => {
      const known = given ? undefined : results.get(pipeline);
      if (known) return known;
      const result = runInner(pipeline, given);
      if (!given) results.set(pipeline, result);
      return result;
    },
    runBody: runInner,
  });
  return { leaves: build(query.pipeline, envWith(null), down), request };
};

const run = (leaves: readonly Leaf[], request: (table: TableSource) => TableRequest, world: World): void => {
  const filled = leaves.map(({ into, ...leaf }) => ({
    into,
    relation: leaf.kind === 'rows' ? leaf.relation : world.table(request(leaf.table)),
  }));
  for (const { into, relation } of filled) into.open(relation.columns);
  for (const { into, relation } of filled) {
    feed(into, relation.rows);
    into.end();
  }
};

/** The result of a query over rows in memory. Throws a `Refusal` for what is not evaluated. */
export const evaluate = (query: Query, world: World): Relation => {
  const end = collector();
  const { leaves, request } = prepare(query, world, end);
  run(leaves, request, world);
  return end.relation();
};
