// A query of the IR and rows for its tables in; the rows of its result out. Pure: the clock and the data are given.
import type { Span } from '../diagnostics/span.ts';
import type { Pipeline, Query } from '../ir/pipeline.ts';
import { visitPipeline } from '../ir/traverse.ts';
import type { Column } from '../ir/types.ts';
import { build, type Leaf } from './pipeline.ts';
import { refuse, unsupported } from './refusal.ts';
import type { Env, Standing, TableSource } from './scope.ts';
import { collector } from './steps/sinks.ts';
import type { Relation, Row, Sink } from './value.ts';

/**
 * What a query asks of a table: the columns that the schema has, then those that the query only mentions (as text). Of the latter the answer holds those
 * that the data has: a column of blanks would clash with the one of that name on the other side of a join.
 */
export interface TableRequest {
  readonly table: TableSource;
  readonly columns: readonly Column[];
}

export interface World {
  /** Ticks of 100 ns since 0001-01-01: what `now()` is. */
  readonly now: bigint;
  /**
   * All rows of a table, for the columns asked for; also of a watchlist, under its alias, and of a file of `externaldata`, under its address. Throws a
   * `Refusal` when there is no such data.
   */
  readonly table: (request: TableRequest) => Relation;
  /** The tables whose names fit a pattern (`Device*`; `*` for `search` in all), with their columns; queries on patterns are refused when absent. */
  readonly tables?: (pattern: string, span: Span) => readonly TableSource[];
  /** Numbers from 0 to 1 for `rand()`; `Math.random` when absent. */
  readonly random?: () => number;
  /** The rows behind each step that leaves their order open (a join, an aggregation, `mv-expand`, `union` …), in the order in which they come instead. */
  readonly reorder?: (rows: readonly Row[]) => readonly Row[];
  /** More rows than this from the joins and expansions of a query are refused (RMMC7007); no limit when absent. */
  readonly mostRows?: number;
}

/** Columns that the query uses and no schema has, with the type that their names say. */
const mentionedIn = (pipeline: Pipeline): readonly Column[] => {
  const columns = new Map<string, Column>();
  visitPipeline(pipeline, {
    expr: (expr) => expr.kind === 'column' && !expr.declared && columns.set(expr.name, { name: expr.name, type: expr.type }),
  });
  return [...columns.values()];
};

/** What a query asks of each of its tables. */
export const requester = (pipeline: Pipeline): ((table: TableSource) => TableRequest) => {
  const mentioned = mentionedIn(pipeline);
  return (table) => {
    const { columns } = table.frame;
    const others = mentioned.filter(({ name }) => !columns.some((column) => column.name === name));
    return { table, columns: [...columns, ...others] };
  };
};

/** Whether a query may depend on the rows that a step hands to its body. */
const readsGiven = (pipeline: Pipeline): boolean => {
  let found = false;
  visitPipeline(pipeline, {
    source: ({ kind }) => {
      if (kind === 'given') found = true;
    },
  });
  return found;
};

/** Brings the rows of a leaf in, as long as they are wanted. */
export const feed = (into: Sink, rows: Iterable<Row>): void => {
  for (const row of rows) {
    if (into.full()) return;
    into.push(row);
  }
};

const rowCounter = (most = Number.POSITIVE_INFINITY): Env['made'] => {
  let count = 0;
  return (span) => {
    count += 1;
    if (count > most) refuse('RMMC7007', span, { most });
  };
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
  const { tables } = world;
  const made = rowCounter(world.mostRows);
  const runInner = (pipeline: Pipeline, given: Relation | null, standing: Standing | null): Relation => {
    const end = collector();
    run(build(pipeline, envWith(given, standing), end), request, world);
    return end.relation();
  };
  const envWith = (given: Relation | null, standing: Standing | null): Env => ({
    now: world.now,
    random: world.random ?? Math.random,
    reorder: given ? null : (world.reorder ?? null),
    made,
    given,
    standing,
    query: (pipeline) => {
      const known = results.get(pipeline);
      if (known && !standing) return known;
      const result = runInner(pipeline, given, standing);
      if (!standing && (!given || !readsGiven(pipeline))) results.set(pipeline, result);
      return result;
    },
    tables: (source) =>
      (source.place.length === 0 ? tables?.(source.pattern, source.span) : undefined) ??
      unsupported(`the set of tables \`${source.pattern}\``, source.span),
    runBody: (body, rows) => runInner(body, rows, standing),
    runFor: (query, one) => runInner(query, null, one),
  });
  return { leaves: build(query.pipeline, envWith(null, null), down), request };
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
