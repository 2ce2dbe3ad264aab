// What an expression can see while it is made ready: columns, the clock, the rows around the row at hand, other queries' results.
import type { Span } from '../diagnostics/span.ts';
import type { Pipeline, Source, SourceKind } from '../ir/pipeline.ts';
import type { Column, ScalarType } from '../ir/types.ts';
import type { Getter, Relation, Row, Value } from './value.ts';

export type SourceOf<K extends SourceKind> = Extract<Source, { kind: K }>;
export type TableSource = SourceOf<'table'>;

/** A name that stands for a value. */
export interface Standing {
  readonly name: string;
  readonly type: ScalarType;
  readonly value: Value;
}

/** The world of one evaluation. */
export interface Env {
  /** `now()` in ticks: one point for the whole query. */
  readonly now: bigint;
  /** Numbers from 0 to 1 (1 not among them). */
  readonly random: () => number;
  /** Another order for rows in no determined one; null: as they come. */
  readonly reorder: ((rows: readonly Row[]) => readonly Row[]) | null;
  /** Told of each row that a join or an expansion makes. */
  readonly made: (span: Span) => void;
  /** The result of a query inside the query; the same query is run once. */
  readonly query: (pipeline: Pipeline) => Relation;
  /** The tables whose names fit a pattern. */
  readonly tables: (source: SourceOf<'tables'>) => readonly TableSource[];
  /** Inside the body of `apply` or `partition`: the rows that the step hands in. */
  readonly given: Relation | null;
  /** Runs such a body over the rows it is handed. */
  readonly runBody: (body: Pipeline, given: Relation) => Relation;
  /** Inside the query of a `partition`: the name of its column, which stands for one value where no rows have such a column. */
  readonly standing: Standing | null;
  /** Runs such a query. */
  readonly runFor: (query: Pipeline, standing: Standing) => Relation;
}

/** All rows of a step in order, and where the row at hand stands: for `prev()`, `next()`, `row_number()` … */
export interface Cursor {
  rows: readonly Row[];
  index: number;
}

export interface Scope {
  readonly columns: readonly Column[];
  readonly env: Env;
  /** Null where rows come one by one. */
  readonly cursor: Cursor | null;
}

/** An argument of a call. */
export interface Arg {
  readonly type: ScalarType;
  readonly get: Getter;
  /** The value, where it is the same for all rows. */
  readonly fixed: Value | undefined;
}

/** A call of a scalar function with its arguments made ready. */
export interface Call {
  /** As the query writes it, for messages. */
  readonly name: string;
  readonly type: ScalarType;
  readonly span: Span;
  readonly args: readonly Arg[];
  readonly scope: Scope;
}

/** A scalar function: one call in, how to compute it for a row out. What does not depend on the row is prepared before. */
export type Fn = (call: Call) => Getter;
