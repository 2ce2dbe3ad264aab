// Pipelines of the IR: a source and a list of steps in the words of relational algebra, because all targets are pipelines too.
import type { Span } from '../diagnostics/span.ts';
import type { AggFn } from './aggregates.ts';
import type { Expr, Node } from './expr.ts';
import type { TupleFn } from './tuples.ts';
import type { Column, Frame, ScalarType } from './types.ts';

/** A computed column. */
export interface Named {
  readonly name: string;
  readonly expr: Expr;
  readonly span: Span;
}

export type Source =
  /** `timeColumn`: `Timestamp` (Defender) or `TimeGenerated` (Sentinel), null when the table has none. `declared: false`: no schema knows the table. */
  | Node<'table', { name: string; declared: boolean; frame: Frame; timeColumn: string | null }>
  /** Rows of all branches. `kind`: `outer` has every column of any branch (absent ones null), `inner` the common ones. `tag`: column that names the branch. */
  | Node<'union', { branches: readonly Pipeline[]; mode: 'outer' | 'inner'; tag: string | null; frame: Frame }>
  /** `datatable`, `print`: constant rows; cells are literals or constant expressions. */
  | Node<'rows', { columns: readonly Column[]; rows: readonly (readonly Expr[])[] }>
  /** A file that is read when the query runs (`externaldata`); `urls` are strings. */
  | Node<'external', { columns: readonly Column[]; urls: readonly Expr[]; properties: readonly Property[] }>
  /** All tables whose names fit a pattern (`Device*`). `frame`: the columns of those that a schema knows. */
  | Node<'tables', { pattern: string; frame: Frame }>
  /** What a function of the platform returns (`_GetWatchlist("x")`). */
  | Node<'stored', { fn: string; args: readonly Expr[]; frame: Frame }>
  /** Inside the body of a step (`apply`, `partition`): the rows that the step hands in. */
  | Node<'given', { frame: Frame }>;

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
  /** `body` for the rows of each value of `by` apart. */
  | Node<'partition', { by: Expr; body: Pipeline; hints: readonly Hint[] }>
  /** One row for each column of the rows at hand: its name, position and type. */
  | Node<'describe', object>;

/** What a plugin is given: a value, an aggregate (`pivot`), rows (`ipv4_lookup`), or the columns of its result (`python`; `keeps`: beside those at hand). */
export type PluginArg =
  | { readonly kind: 'value'; readonly name: string | null; readonly value: Expr }
  | { readonly kind: 'measure'; readonly measure: Extract<Measure, { kind: 'fold' }> }
  | { readonly kind: 'rows'; readonly query: Pipeline }
  | { readonly kind: 'schema'; readonly columns: readonly Column[]; readonly keeps: boolean };

/** Steps and sources that only KQL itself says so far: other targets refuse them in `capabilities`, and never lower them. */
export const wideSteps = [
  'join',
  'expand',
  'apply',
  'capture',
  'pairs',
  'tuple',
  'series',
  'plugin',
  'nest',
  'sample',
  'partition',
  'describe',
] as const satisfies readonly Step['kind'][];
export const wideSources = ['external', 'tables', 'stored', 'given'] as const satisfies readonly Source['kind'][];

/** A step behind which all columns are listed, whatever stood before. */
export const fixesColumns = (step: Step): boolean =>
  step.kind === 'project' || step.kind === 'aggregate' || step.kind === 'series' || step.kind === 'nest' || step.kind === 'describe';

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
