// Pipelines of the IR: a source and a list of steps in the words of relational algebra, because all targets are pipelines too.
import type { AggFn } from './aggregates.ts';
import type { Expr, Node } from './expr.ts';
import type { Column, Frame } from './types.ts';

/** A computed column. */
export interface Named {
  readonly name: string;
  readonly expr: Expr;
  readonly span: import('../diagnostics/span.ts').Span;
}

export type Source =
  /** `timeColumn`: `Timestamp` (Defender) or `TimeGenerated` (Sentinel), null when the table has none. `declared: false`: no schema knows the table. */
  | Node<'table', { name: string; declared: boolean; frame: Frame; timeColumn: string | null }>
  /** Rows of all branches. `kind`: `outer` has every column of any branch (absent ones null), `inner` the common ones. `tag`: column that names the branch. */
  | Node<'union', { branches: readonly Pipeline[]; mode: 'outer' | 'inner'; tag: string | null; frame: Frame }>
  /** `datatable`, `print`: constant rows; cells are literals or constant expressions. */
  | Node<'rows', { columns: readonly Column[]; rows: readonly (readonly Expr[])[] }>;

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
  readonly span: import('../diagnostics/span.ts').Span;
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
  | Node<'present', { text: string }>;

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
