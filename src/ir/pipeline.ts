// Pipelines of the IR: a source and a list of steps in the words of relational algebra, because all targets are pipelines too.
import type { Span } from '../diagnostics/span.ts';
import type { AggFn } from './aggregates.ts';
import type { Expr, Node, TextTest } from './expr.ts';
import type { GraphPattern } from './graph.ts';
import type { TupleFn } from './tuples.ts';
import type { Column, Frame, Lookup, ScalarType } from './types.ts';

/** A computed column. */
export interface Named {
  readonly name: string;
  readonly expr: Expr;
  readonly span: Span;
}

export type Source =
  /** `timeColumn`: `Timestamp` (Defender) or `TimeGenerated` (Sentinel), null when the table has none. `declared: false`: no schema knows the table. `lookup`: a lookup stands for it, `name` is where the rows come from. */
  | Node<'table', { name: string; declared: boolean; frame: Frame; timeColumn: string | null; lookup?: Lookup }>
  /**
   * Rows of all branches. `kind`: `outer` has every column of any branch (absent ones null), `inner` the common ones. `tag`: column that names the branch.
   * `fuzzy`: a branch whose table is missing when the query runs is left out; otherwise the query fails.
   */
  | Node<'union', { branches: readonly Pipeline[]; mode: 'outer' | 'inner'; tag: string | null; fuzzy: boolean; frame: Frame }>
  /** `datatable`, `print`: constant rows; cells are literals or constant expressions. */
  | Node<'rows', { columns: readonly Column[]; rows: readonly (readonly Expr[])[] }>
  /** A file that is read when the query runs (`externaldata`); `urls` are strings. */
  | Node<'external', { columns: readonly Column[]; urls: readonly Expr[]; properties: readonly Property[] }>
  /** All tables whose names fit a pattern (`Device*`), of another place when `place` is not empty. `frame`: the columns of those that a schema knows. */
  | Node<'tables', { place: readonly Place[]; pattern: string; frame: Frame }>
  /** A table that lies elsewhere. `frame`: open, or the columns that a schema lists for a table of that name. */
  | Node<'remote', { place: readonly Place[]; name: string; frame: Frame }>
  /** What a function of the platform or of the workspace returns (`_GetWatchlist("x")`). `names`: of the arguments that are given by name. */
  | Node<'stored', { fn: string; args: readonly Expr[]; names: readonly (string | null)[]; frame: Frame }>
  /**
   * One row for each of the values `from`, `from + step`, `from + 2 * step` … up to `to`, which is among them when it is hit (down to `to` when `step` is
   * negative). No rows when `step` leads away from `to`, or when a bound is null. The bounds see no columns; `step` is never a constant 0.
   */
  | Node<'range', { column: Column; from: Expr; to: Expr; step: Expr }>
  /**
   * The rows of several tables for which `condition` is true. `among`: null for every table there is. Columns: `$table` (string: the name of the row's table,
   * or some name of the engine's where the rows come from steps), then those of all tables as in an outer union; `condition` sees all but `$table`.
   * `piped`: `among` is one pipeline that stood before the operator.
   */
  | Node<'search', { among: readonly Pipeline[] | null; piped: boolean; condition: SearchTest; frame: Frame }>
  /**
   * The rows of several tables for which `condition` is true; `among` as in `search`. A table that has none of the columns that the condition names is left
   * out, unless the condition tests any column, or names none. Columns: `tag` (string: the table's name), then `columns`: by name, null where the row's table
   * has none, converted to the type given here; then, with `pack`, `pack_`: a bag of the other columns of the row's table (those not in `columns`) that are
   * neither null nor empty. `sees`: what the condition may name: every column of any table, dynamic where the types differ.
   */
  | Node<
      'find',
      {
        among: readonly Pipeline[] | null;
        tag: string;
        condition: SearchTest;
        columns: readonly Column[];
        pack: boolean;
        sees: Frame;
        frame: Frame;
      }
    >
  /** Inside the body of a step (`apply`, `partition`, `split`): the rows that the step hands in. */
  | Node<'given', { frame: Frame }>;

/** One part of the way to a table that lies elsewhere, the outermost first: `cluster("c")`, `database("d")`, `workspace("w")`. */
export interface Place {
  readonly fn: string;
  readonly name: string;
}

/**
 * What `search` and `find` ask of a row. `every`, `some` and `fails` are `and`, `or` and `not` with their three-valued logic. `anywhere`: the text test holds
 * for at least one column (with `negated`: fails for at least one), each read as text (dynamic values as JSON); never null. `$table` and the tag are no such
 * columns. `holds`: a condition over named columns.
 */
export type SearchTest =
  | Node<'every' | 'some', { tests: readonly SearchTest[] }>
  | Node<'fails', { test: SearchTest }>
  | Node<'anywhere', { test: TextTest; caseless: boolean; patterns: readonly Expr[]; require: 'any' | 'all'; negated: boolean }>
  | Node<'holds', { condition: Expr }>;

/** `name=value` beside an operator: an expression, or a plain word. */
export interface Property {
  readonly name: string;
  readonly value: Expr;
}

/** A directive to the engine that changes no row: `hint.strategy=shuffle`. */
export interface Hint {
  readonly name: string;
  readonly value: string;
}

export type JoinMode =
  | 'innerunique'
  | 'inner'
  | 'leftouter'
  | 'rightouter'
  | 'fullouter'
  | 'leftsemi'
  | 'rightsemi'
  | 'leftanti'
  | 'rightanti';

/** Rows pair where `left`, over the rows at hand, equals `right`, over the other rows. A null equals nothing. */
export interface JoinPair {
  readonly left: Expr;
  readonly right: Expr;
  readonly span: Span;
}

/** A column whose array (or bag) is spread over rows. `type` is that of one element. */
export interface Spread extends Named {
  readonly type: ScalarType;
}

/** `style`: how bags spread: as single-property bags, or as arrays of key and value. `limit`: the most rows that one row becomes. */
interface Spreading {
  readonly columns: readonly Spread[];
  readonly index: string | null;
  readonly limit: bigint | null;
  readonly style: 'bag' | 'array';
}

/** A piece of the text that `capture` takes apart: text that stands there (a regex in style `regex`), a column, anything. */
export type CapturePart =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'column'; readonly column: Column }
  | { readonly kind: 'skip' };

/** One measure of a time series: `otherwise` stands where a bin has no rows (null: 0). */
export interface SeriesMeasure {
  readonly measure: Extract<Measure, { kind: 'fold' }>;
  readonly otherwise: Expr | null;
}

/** One level of `top-nested`. `count` null: all. `others`: the value that stands for the rest. */
export interface NestLevel {
  readonly count: bigint | null;
  readonly of: Named;
  readonly others: Expr | null;
  readonly by: Extract<Measure, { kind: 'fold' }>;
  readonly order: 'asc' | 'desc';
}

/**
 * One step of a `scan`. `sets`: declared columns that get a value when a row matches. `output`: `all` matching rows, only the `last` of a run of matches
 * (when the sequence moves on to the next stage or a new one takes its place), or `none`. `optional`: the sequence may go from the stage before to the one
 * behind without it.
 */
export interface ScanStage {
  readonly name: string;
  readonly optional: boolean;
  readonly output: 'all' | 'last' | 'none';
  readonly condition: Expr;
  readonly sets: readonly Named[];
  readonly span: Span;
}

/**
 * One result of an aggregation. `fold`: an aggregate function over `args`, of the rows where `where` holds (`countif`, `sumif` …; null: all rows).
 * `pick`: columns of one row: of the row with the greatest or least `key` (`arg_max`, `arg_min`; `key` is itself an output when named), or any row
 * (`take_any`). `outputs: 'all'` stands for `*` (every column that is not a group key); `frame` after binding lists them.
 */
export type Measure =
  | Node<'fold', { name: string; agg: AggFn; args: readonly Expr[]; where: Expr | null; type: Column['type'] }>
  | Node<'pick', { by: 'max' | 'min' | 'any'; key: Named | null; outputs: readonly Named[]; star: boolean }>;

/** `nulls` is always spelt out. Strings sort by code point. */
export interface SortKey {
  readonly expr: Expr;
  readonly order: 'asc' | 'desc';
  readonly nulls: 'first' | 'last';
  readonly span: Span;
}

/** Rows that are nodes: their columns are the properties, `id` tells which node a row is. */
export interface GraphNodes {
  readonly query: Pipeline;
  readonly id: Expr;
  readonly span: Span;
}

export type GraphOperator =
  /** Each node gets the number of its component, from 0; `weak`: edges hold together in both directions. */
  | Node<'components', { mode: 'weak' | 'strong'; name: string }>
  /**
   * One row for each way to lay the patterns (nodes and edges in turn; the same name is the same node in all of them) on the graph. `find`: all ways, one
   * shortest way for each pair of first and last node, or all shortest ones. In expressions the path `n.p` over a column `n` that the rows do not have is the
   * property `p` of the node or edge `n`; of an edge of variable length an array of them, and in `condition` a property that must fit at each edge.
   */
  | Node<'match', GraphPattern & { condition: Expr | null; columns: readonly Named[] }>
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

export type Step =
  /** Keeps the rows for which `condition` is true. One KQL `where` is one filter. */
  | Node<'filter', { condition: Expr }>
  /** Adds or replaces columns; all expressions see the frame before the step (KQL's `extend` is parallel). */
  | Node<'extend', { columns: readonly Named[] }>
  /** Exactly these columns, in this order. */
  | Node<'project', { columns: readonly Named[] }>
  /** Without these columns (all exist). */
  | Node<'drop', { names: readonly string[] }>
  | Node<'rename', { pairs: readonly { readonly from: string; readonly to: string }[] }>
  /** These first, in this order; the others keep theirs. */
  | Node<'reorder', { names: readonly string[] }>
  /**
   * One row per combination of the keys (an empty string is a key like any other; null too). Columns: keys, then measures. Without `by` there is exactly one
   * row, also over no input (`count` 0, `sum` 0, sets `[]`, others null). No measures: the distinct combinations.
   */
  | Node<'aggregate', { by: readonly Named[]; measures: readonly Measure[] }>
  | Node<'sort', { keys: readonly SortKey[] }>
  /** The first `count` rows after a sort, any `count` rows otherwise. */
  | Node<'limit', { count: bigint }>
  /** A hint for display that changes no row (`render`, `as`, `serialize` without columns). Kept so that it can be printed again. */
  | Node<'present', { text: string }>
  /**
   * Rows paired with those of `right`. Columns: those at hand, then those of `right` (a name that is taken gets a number); semi and anti modes have one side
   * only. `merged`: without the key columns of `right` (`lookup`). `innerunique`: of the rows at hand with equal keys any one is taken.
   */
  | Node<'join', { mode: JoinMode; merged: boolean; right: Pipeline; on: readonly JoinPair[]; hints: readonly Hint[] }>
  /** One row per element of the arrays, in step; a shorter one is filled with null. No elements: one row with null. */
  | Node<'expand', Spreading>
  /** `expand` of one row at a time, and `body` over what that gives; the columns of the row that `body` does not make stay beside its result. */
  | Node<'apply', Spreading & { body: Pipeline }>
  /** Columns read out of a text by a pattern over all of it; `required`: rows that do not fit are dropped, else the columns are null or empty. */
  | Node<
      'capture',
      { subject: Expr; style: 'simple' | 'regex' | 'relaxed'; flags: string; parts: readonly CapturePart[]; required: boolean }
    >
  /** Columns read out of a text of keys and values (`parse-kv`). */
  | Node<'pairs', { subject: Expr; columns: readonly Column[]; properties: readonly Property[] }>
  /** Columns that one function gives at once. */
  | Node<'tuple', { fn: TupleFn; args: readonly Expr[]; outputs: readonly Column[] }>
  /**
   * One row per combination of the keys; measures and the axis are arrays over bins of `step`. `ends`: whether `to` is the last bin or the first beyond.
   * `nonempty`: one row also over no input.
   */
  | Node<
      'series',
      {
        measures: readonly SeriesMeasure[];
        on: Named;
        from: Expr | null;
        to: Expr | null;
        step: Expr;
        ends: 'before' | 'at';
        nonempty: boolean;
        by: readonly Named[];
      }
    >
  /** A plugin or stored function over the rows at hand. `declared`: the columns that the query lists for it, `keeps` beside those of the rows. */
  | Node<
      'plugin',
      {
        operator: 'evaluate' | 'invoke';
        name: string;
        args: readonly PluginArg[];
        declared: readonly Column[] | null;
        keeps: boolean;
        frame: Frame;
        hints: readonly Hint[];
      }
    >
  /** The top values of each level within each value of the level before. */
  | Node<'nest', { levels: readonly NestLevel[] }>
  /** Any `count` rows; with `of`, any `count` values of a column. */
  | Node<'sample', { count: bigint; of: Named | null }>
  /**
   * `body` once for the rows of each value of `by`; the results one behind the other. `own`: `body` is no continuation of the rows (its source is not `given`)
   * but a whole query, run once for each value of the column `by`; where its rows have no column of that name, the name stands for that value.
   */
  | Node<'partition', { by: Expr; own: boolean; body: Pipeline; hints: readonly Hint[] }>
  /** One row for each column of the rows at hand: its name, position and type. */
  | Node<'describe', object>
  /**
   * Sequences of rows, found in one walk over the rows in their order (of those with equal `partition` values apart, in the order of `keys` where there are
   * any). Each stage k has a state: empty, or the last row that matched each of the stages 1 … k of one sequence, with the declared columns of those rows and
   * the sequence's number. A row is held against the stages from the last to the first:
   * 1. k > 1, the state of k-1 is not empty, and the condition of k is true in that state: it becomes the state of k (its own state is empty then),
   *    the row with the values of `sets` is its part for k, and is put out as `output` says. Rule 2 is not tried.
   * 2. else, the state of k is not empty or k = 1, and the condition is true in the state of k: the row with the values of `sets` becomes the part for k,
   *    and is put out as `output` says. With k = 1 and an empty state a new sequence begins; its number is one more than that of the last (the first is 0).
   * In conditions and `sets`, the path `s.c` over a column `s` that the rows do not have, where `s` is the name of a stage, is the value of the column `c` in
   * the part for the stage `s` of the state in question (null, or the empty string, when there is none; for declared columns `otherwise`).
   * Columns: those of the row, the declared ones (`otherwise`, or null, where nothing set them), and with `matchId` the number of the sequence (long).
   */
  | Node<
      'scan',
      {
        partition: readonly Expr[];
        keys: readonly SortKey[];
        declared: readonly { readonly column: Column; readonly otherwise: Expr | null }[];
        matchId: string | null;
        stages: readonly ScanStage[];
      }
    >
  /**
   * Groups of similar texts: `Pattern` (string: the terms that the texts of a group share, `*` for the others), `Count` (long), `Representative` (string: one
   * of the texts). `threshold`: the least share of the rows that a group needs (null: 0.1). `separators`: the characters that part terms (null: all that are
   * not alphanumeric). `keeps`: each row keeps its columns and gets these beside them. The grouping itself is the engine's; its documentation names no rule.
   */
  | Node<'similar', { subject: Expr; threshold: Expr | null; separators: Expr | null; keeps: boolean }>
  /** The `count` most frequent values of `of` (or those with the greatest sum of `by`), and how often (or how much): `total`. The engine may estimate. */
  | Node<'hitters', { count: bigint; of: Named; by: Expr | null; total: Column }>
  /**
   * Several results of the same rows, one per branch (`fork`, `facet`); nothing comes behind it, and no column is left for a further step. A target that
   * gives one result per rule cannot say it.
   */
  | Node<'split', { branches: readonly { readonly name: string | null; readonly body: Pipeline }[] }>
  /** A graph of the rows at hand, and what is read from it. */
  | Node<'graph', MakeGraph>
  /** Reads all rows and gives none, without columns (`consume`). */
  | Node<'discard', object>;

/** What a plugin is given: a value, an aggregate (`pivot`), rows (`ipv4_lookup`), or the columns of its result (`python`; `keeps`: beside those at hand). */
export type PluginArg =
  | { readonly kind: 'value'; readonly name: string | null; readonly value: Expr }
  | { readonly kind: 'measure'; readonly measure: Extract<Measure, { kind: 'fold' }> }
  | { readonly kind: 'rows'; readonly query: Pipeline }
  | { readonly kind: 'schema'; readonly columns: readonly Column[]; readonly keeps: boolean };

const fixing: ReadonlySet<StepKind> = new Set(['project', 'aggregate', 'series', 'nest', 'describe', 'hitters', 'split', 'discard']);

/** A step behind which all columns are listed, whatever stood before. */
export const fixesColumns = (step: Step): boolean =>
  fixing.has(step.kind) || (step.kind === 'similar' && !step.keeps) || (step.kind === 'graph' && step.operators.at(-1)?.kind === 'match');

export type StepKind = Step['kind'];
export type StepOf<K extends StepKind> = Extract<Step, { kind: K }>;
export type SourceKind = Source['kind'];

export interface Pipeline {
  readonly source: Source;
  readonly steps: readonly Step[];
}

/** A whole query in IR. `frame`: its result columns. */
export interface Query {
  readonly pipeline: Pipeline;
  readonly frame: Frame;
}

/** The rows that a step hands in stand where the query begins, also in front of a `union` or `search` there. */
export const startsGiven = ({ source }: Pipeline): boolean => {
  if (source.kind === 'given') return true;
  const first = source.kind === 'union' ? source.branches[0] : source.kind === 'search' && source.piped ? source.among?.[0] : undefined;
  return first !== undefined && startsGiven(first);
};
