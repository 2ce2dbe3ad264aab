// Expressions of the IR: few kinds; the wide vocabulary (functions) lives in a table. What KQL means is said here, so that no backend has to know KQL.
import type { Span } from '../diagnostics/span.ts';
import type { ScalarFn } from './functions.ts';
import type { Pipeline } from './pipeline.ts';
import type { DynamicValue, ScalarType } from './types.ts';

export type Node<K extends string, Fields> = Readonly<{ kind: K; span: Span } & Fields>;
type Typed<K extends string, Fields> = Node<K, Fields & { type: ScalarType }>;

/**
 * A constant. `value` by `type`: string, guid (lower case) and decimal (digits): string; bool: boolean; int, long: bigint; real: number;
 * datetime: ticks of 100 ns since 0001-01-01T00:00:00Z; timespan: ticks (bigint both); dynamic: JSON. `null` is the typed null; a string has none.
 * `hidden`: a string that engines keep out of their logs (`h"…"`).
 */
export type Literal = Typed<'literal', { value: string | boolean | bigint | number | null | DynamicValue; hidden?: true }>;

/** A column of the current frame, by name. `declared: false`: no schema knows it. */
export type ColumnRef = Typed<'column', { name: string; declared: boolean }>;

/**
 * How a string is tested. `equals`: the whole string. `term`: KQL `has`, the needle stands between characters that are not alphanumeric (a guard
 * only on a side where the needle's own edge is alphanumeric; `_`, `.`, `-` are boundaries). `termPrefix`/`termSuffix`: guarded on one side only.
 * `regex`: RE2 syntax, found anywhere, never `caseless` (a flag inside the pattern says so).
 */
export type TextTest = 'equals' | 'contains' | 'startsWith' | 'endsWith' | 'term' | 'termPrefix' | 'termSuffix' | 'regex';

/** How two values that are not strings compare. A null on one side makes `eq` false and `ne` true, nulls on both make them
 * null; the others are null with any null. */
export type CompareOp = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';

export type ArithOp = 'add' | 'sub' | 'mul' | 'div' | 'mod';

/**
 * Three-valued logic: a filter keeps a row only when its condition is true. A string is never null: what is missing is `""`.
 */
export type Expr =
  | Literal
  | ColumnRef
  /** A scalar function by its canonical KQL name (deprecated aliases are resolved), with KQL's meaning. */
  | Typed<'call', { fn: ScalarFn; args: readonly Expr[] }>
  /**
   * A test of a string; never null. `caseless` folds ASCII letters only. True when `any` or `all` of the patterns fit (`has_any`, `has_all`; `equals` with
   * several patterns is `in`). `subject` is always of type string (or unknown); patterns too.
   */
  | Typed<'text', { test: TextTest; caseless: boolean; subject: Expr; patterns: readonly Expr[]; require: 'any' | 'all' }>
  /** The same test against the first column of a query (`in (subquery)`, `has_any (subquery)`); never null. */
  | Typed<'textQuery', { test: TextTest; caseless: boolean; subject: Expr; query: Pipeline; require: 'any' | 'all' }>
  /** Values that are not strings; strings are compared by `text` (equality) or here (`lt` … by code point). */
  | Typed<'compare', { op: CompareOp; left: Expr; right: Expr }>
  /** `subject in (values)` for values that are not strings: an `or` of `eq`, so never null. */
  | Typed<'member', { subject: Expr; values: readonly Expr[] }>
  | Typed<'memberQuery', { subject: Expr; query: Pipeline }>
  | Typed<'not', { operand: Expr }>
  /** At least two operands. */
  | Typed<'and', { operands: readonly Expr[] }>
  | Typed<'or', { operands: readonly Expr[] }>
  /** Integer division truncates; a null operand makes null. Also datetime and timespan arithmetic; `type` tells. */
  | Typed<'arith', { op: ArithOp; left: Expr; right: Expr }>
  | Typed<'negate', { operand: Expr }>
  /** `case` / `iff`: the first arm whose condition is true (null counts as false). */
  | Typed<'case', { arms: readonly { readonly when: Expr; readonly then: Expr }[]; otherwise: Expr }>
  /** Dynamic access `base.key`, `base["key"]`, `base[0]`; a missing path is null. `key` is a string or an integer expression. */
  | Typed<'path', { base: Expr; key: Expr }>
  /** First row, first column of a query, computed once (`toscalar`). */
  | Typed<'scalarQuery', { query: Pipeline }>;

export type ExprKind = Expr['kind'];
export type ExprOf<K extends ExprKind> = Extract<Expr, { kind: K }>;
