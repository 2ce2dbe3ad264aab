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
  | ExprNode<'literal', { type: ScalarType; value: ExprOf<'literal'>['value']; hidden?: true }>
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
  | ExprNode<'scalarQuery', { query: KqlQuery }>
  /** `typeof(*, x:long)` as an argument of a plugin. */
  | ExprNode<'schema', { columns: readonly Column[]; more: boolean }>
  /** Rows as an argument of a plugin. */
  | ExprNode<'rows', { query: KqlQuery }>;

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

/** An operator behind `make-graph`: `pattern` and `of` are text already, as no value stands in them. */
export type KqlGraphStage =
  | ExprNode<'words', { name: string; words: readonly KqlWord[] }>
  | ExprNode<
      'match',
      { name: string; words: readonly KqlWord[]; patterns: readonly string[]; condition: KqlExpr | null; columns: readonly KqlNamed[] }
    >;

/** `make-graph` with the operators that read the graph; between parentheses when there is a `partition`. */
export interface KqlGraph {
  readonly source: string;
  readonly target: string;
  readonly nodes: readonly { readonly query: KqlQuery; readonly id: string }[];
  readonly nodeId: string | null;
  readonly partition: string | null;
  readonly stages: readonly KqlGraphStage[];
}

export interface KqlUnion {
  readonly branches: readonly KqlQuery[];
  readonly words: readonly KqlWord[];
}

export type KqlSource =
  | ExprNode<'table', { name: string }>
  | ExprNode<'union', KqlUnion>
  | ExprNode<'datatable', { columns: readonly Column[]; rows: readonly (readonly KqlExpr[])[] }>
  | ExprNode<'print', { columns: readonly KqlNamed[] }>
  | ExprNode<'externaldata', { columns: readonly Column[]; urls: readonly KqlExpr[]; properties: readonly KqlNamed[] }>
  | ExprNode<'pattern', { place: readonly KqlPlace[]; pattern: string }>
  | ExprNode<'remote', { place: readonly KqlPlace[]; name: string }>
  | ExprNode<'range', { name: string; from: KqlExpr; to: KqlExpr; step: KqlExpr }>
  /** `among` null: all tables. */
  | ExprNode<'search', { among: readonly KqlQuery[] | null; condition: KqlExpr }>
  | ExprNode<
      'find',
      { among: readonly KqlQuery[] | null; tag: string; condition: KqlExpr; columns: readonly KqlFindColumn[]; pack: boolean }
    >
  | ExprNode<'stored', { name: string; args: readonly KqlExpr[]; names: readonly (string | null)[] }>
  /** The body of an operator: nothing is printed. */
  | ExprNode<'given', object>;

/** `database("d")` */
export interface KqlPlace {
  readonly fn: string;
  readonly name: string;
}

/** `name: type`; `type` null: that of the tables. */
export interface KqlFindColumn {
  readonly name: string;
  readonly type: ScalarType | null;
}

export interface KqlScanStep {
  readonly name: string;
  readonly words: readonly string[];
  readonly condition: KqlExpr;
  readonly sets: readonly KqlNamed[];
}

/** One column of `mv-expand`; `type` null: dynamic. */
export interface KqlSpread {
  readonly column: KqlNamed;
  readonly type: ScalarType | null;
}

/** `left` and `right` null: both sides call the column `name`. */
export type KqlJoinKey = { readonly name: string } | { readonly left: KqlExpr; readonly right: KqlExpr };

/** A word behind an operator: `kind=inner`, `hint.strategy=shuffle`. */
export interface KqlWord {
  readonly name: string;
  readonly value: string;
}

export type KqlPatternPart = ExprNode<'text', { value: string }> | ExprNode<'column', { column: Column }> | ExprNode<'skip', object>;

export interface KqlSeriesMeasure {
  readonly measure: KqlNamed;
  readonly otherwise: KqlExpr | null;
}

export interface KqlNestLevel {
  readonly count: bigint | null;
  readonly of: KqlNamed;
  readonly others: KqlExpr | null;
  readonly by: KqlNamed;
  readonly order: 'asc' | 'desc';
}

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
  | ExprNode<'present', { text: string }>
  | KqlWideStage;

/** Stages that most queries do without. */
export type KqlWideStage =
  | ExprNode<'join' | 'lookup', { words: readonly KqlWord[]; right: KqlQuery; on: readonly KqlJoinKey[] }>
  | ExprNode<
      'mv-expand' | 'mv-apply',
      { words: readonly KqlWord[]; columns: readonly KqlSpread[]; limit: bigint | null; body: KqlQuery | null }
    >
  | ExprNode<'parse' | 'parse-where', { words: readonly KqlWord[]; subject: KqlExpr; parts: readonly KqlPatternPart[] }>
  | ExprNode<'parse-kv', { subject: KqlExpr; columns: readonly Column[]; properties: readonly KqlNamed[] }>
  /** `extend (a, b) = f(x)` */
  | ExprNode<'tuple', { column: KqlNamed }>
  | ExprNode<
      'make-series',
      {
        words: readonly KqlWord[];
        measures: readonly KqlSeriesMeasure[];
        on: KqlNamed;
        from: KqlExpr | null;
        to: KqlExpr | null;
        step: KqlExpr;
        inRange: boolean;
        by: readonly KqlNamed[];
      }
    >
  /** `columns` null: not listed. `more`: the rows keep theirs too (`*`). */
  | ExprNode<
      'evaluate' | 'invoke',
      { words: readonly KqlWord[]; name: string; args: readonly KqlNamed[]; columns: readonly Column[] | null; more: boolean }
    >
  | ExprNode<'top-nested', { levels: readonly KqlNestLevel[] }>
  | ExprNode<'sample', { count: bigint; of: KqlExpr | null }>
  | ExprNode<'partition', { words: readonly KqlWord[]; by: KqlExpr; own: boolean; body: KqlQuery }>
  | ExprNode<'getschema' | 'consume', object>
  | ExprNode<
      'scan',
      {
        words: readonly KqlWord[];
        keys: readonly KqlSortKey[];
        partition: readonly KqlExpr[];
        declared: readonly { readonly column: Column; readonly otherwise: KqlExpr | null }[];
        steps: readonly KqlScanStep[];
      }
    >
  | ExprNode<'reduce', { keeps: boolean; by: KqlExpr; properties: readonly KqlNamed[] }>
  | ExprNode<'top-hitters', { count: bigint; of: KqlExpr; by: KqlExpr | null }>
  | ExprNode<'fork', { branches: readonly { readonly name: string | null; readonly body: KqlQuery }[] }>
  | ExprNode<'graph', KqlGraph>
  /** Behind a pipe. */
  | ExprNode<'union', KqlUnion>
  | ExprNode<'search', { condition: KqlExpr }>;

export const wideStages = [
  'graph',
  'join',
  'lookup',
  'mv-expand',
  'mv-apply',
  'parse',
  'parse-where',
  'parse-kv',
  'tuple',
  'make-series',
  'evaluate',
  'invoke',
  'top-nested',
  'sample',
  'partition',
  'getschema',
  'consume',
  'scan',
  'reduce',
  'top-hitters',
  'fork',
  'union',
  'search',
] as const satisfies readonly KqlWideStage['kind'][];

/** `let name = query;` */
export interface KqlLet {
  readonly name: string;
  readonly query: KqlQuery;
}

export interface KqlQuery {
  /** In front of a whole query; absent: none. */
  readonly lets?: readonly KqlLet[];
  readonly source: KqlSource;
  readonly stages: readonly KqlStage[];
}
