// The target tree of normalized KQL: what is printed, with the spelling of each operator chosen, without spans and without layout.
import type { ExprOf } from '../../ir/expr.ts';
import type { Column, ScalarType } from '../../ir/types.ts';

/** Operators that compare, each with its negation where KQL has one. */
export type KqlTest =
  | '=='
  | '!='
  | '=~'
  | '!~'
  | '<'
  | '<='
  | '>'
  | '>='
  | 'has'
  | '!has'
  | 'has_cs'
  | '!has_cs'
  | 'hasprefix'
  | '!hasprefix'
  | 'hasprefix_cs'
  | '!hasprefix_cs'
  | 'hassuffix'
  | '!hassuffix'
  | 'hassuffix_cs'
  | '!hassuffix_cs'
  | 'contains'
  | '!contains'
  | 'contains_cs'
  | '!contains_cs'
  | 'startswith'
  | '!startswith'
  | 'startswith_cs'
  | '!startswith_cs'
  | 'endswith'
  | '!endswith'
  | 'endswith_cs'
  | '!endswith_cs'
  | 'matches regex';
export type KqlListTest = 'in' | '!in' | 'in~' | '!in~' | 'has_any' | 'has_all';
export type KqlArith = '+' | '-' | '*' | '/' | '%';

type ExprNode<K extends string, Fields> = Readonly<{ kind: K } & Fields>;

export type KqlExpr =
  | ExprNode<'literal', { type: ScalarType; value: ExprOf<'literal'>['value'] }>
  | ExprNode<'name', { name: string }>
  | ExprNode<'call', { name: string; args: readonly KqlExpr[] }>
  /** `*` as an argument of `arg_max`. */
  | ExprNode<'star', object>
  | ExprNode<'test', { op: KqlTest; left: KqlExpr; right: KqlExpr }>
  | ExprNode<'list', { op: KqlListTest; subject: KqlExpr; items: readonly KqlExpr[] }>
  | ExprNode<'listQuery', { op: KqlListTest; subject: KqlExpr; query: KqlQuery }>
  | ExprNode<'between', { subject: KqlExpr; low: KqlExpr; high: KqlExpr }>
  | ExprNode<'logic', { op: 'and' | 'or'; operands: readonly KqlExpr[] }>
  | ExprNode<'arith', { op: KqlArith; left: KqlExpr; right: KqlExpr }>
  | ExprNode<'negate', { operand: KqlExpr }>
  | ExprNode<'path', { base: KqlExpr; key: KqlExpr }>
  | ExprNode<'scalarQuery', { query: KqlQuery }>;

/** `names = expr`; no names: the expression names its column itself. */
export interface KqlNamed {
  readonly names: readonly string[];
  readonly expr: KqlExpr;
}

export interface KqlSortKey {
  readonly expr: KqlExpr;
  readonly order: 'asc' | 'desc';
  /** Null: KQL's own default for the order (`asc`: first, `desc`: last). */
  readonly nulls: 'first' | 'last' | null;
}

export type KqlSource =
  | ExprNode<'table', { name: string }>
  | ExprNode<'union', { branches: readonly KqlQuery[]; inner: boolean; tag: string | null }>
  | ExprNode<'datatable', { columns: readonly Column[]; rows: readonly (readonly KqlExpr[])[] }>
  | ExprNode<'print', { columns: readonly KqlNamed[] }>;

export type KqlStage =
  | ExprNode<'where', { condition: KqlExpr }>
  | ExprNode<'extend' | 'project', { columns: readonly KqlNamed[] }>
  | ExprNode<'project-away' | 'project-reorder' | 'distinct', { names: readonly string[] }>
  | ExprNode<'project-rename', { pairs: readonly { readonly from: string; readonly to: string }[] }>
  | ExprNode<'summarize', { measures: readonly KqlNamed[]; by: readonly KqlNamed[] }>
  | ExprNode<'count', object>
  | ExprNode<'sort', { keys: readonly KqlSortKey[] }>
  | ExprNode<'top', { count: bigint; key: KqlSortKey }>
  | ExprNode<'take', { count: bigint }>
  | ExprNode<'present', { text: string }>;

export interface KqlQuery {
  readonly source: KqlSource;
  readonly stages: readonly KqlStage[];
}
