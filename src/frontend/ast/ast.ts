// The syntax tree of KQL: tokens in, one node per construct out, a span on each. Nothing is resolved here: a name may be a column, a table,
// a `let` or a function. Scalar and tabular expressions share one union, as they share one syntax.
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Span } from '../../diagnostics/span.ts';
import type { DynamicValue } from '../../ir/types.ts';

export type AstNode<K extends string, Fields = object> = Readonly<{ kind: K; span: Span } & Fields>;

/** A name as written, decoded: `Foo`, `['odd name']`. `quoted` when it stood in brackets. */
export interface Ident {
  readonly text: string;
  readonly span: Span;
  readonly quoted: boolean;
}

/** Type names as KQL spells them, aliases resolved (`double` is `real`, `date` is `datetime`, `time` is `timespan`, `boolean` is `bool`). */
export type TypeName = 'bool' | 'int' | 'long' | 'real' | 'decimal' | 'string' | 'datetime' | 'timespan' | 'guid' | 'dynamic';

/** Scalar literals. `hidden`: written `h"…"`. Ticks are 100 ns: a datetime counts from 0001-01-01T00:00:00Z. `null` is a typed null such as `int(null)`. */
export type LiteralNode =
  | AstNode<'literal', { type: 'string'; value: string; hidden?: true }>
  | AstNode<'literal', { type: 'bool'; value: boolean | null }>
  | AstNode<'literal', { type: 'int' | 'long' | 'datetime' | 'timespan'; value: bigint | null }>
  | AstNode<'literal', { type: 'real'; value: number | null }>
  | AstNode<'literal', { type: 'decimal' | 'guid'; value: string | null }>
  | AstNode<'literal', { type: 'dynamic'; value: DynamicValue }>;

export type BinaryOp = LogicalOp | ComparisonOp | StringOp | ArithmeticOp;
export type LogicalOp = 'and' | 'or';
export type ComparisonOp = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type ArithmeticOp = '+' | '-' | '*' | '/' | '%';
/** Deprecated spellings (`notcontains`, `<>`, `:` …) are resolved by the parser to these. `!`-forms keep their own operator. */
export type StringOp =
  | '=~'
  | '!~'
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
  | 'matches regex'
  | 'like'
  | 'notlike'
  | 'likecs'
  | 'notlikecs';
export type ListOp = 'in' | '!in' | 'in~' | '!in~' | 'has_any' | 'has_all';

export type AstExpr =
  | LiteralNode
  /** A column, table, `let`, parameter, or `$left` / `$right`. */
  | AstNode<'name', { ident: Ident }>
  /** `Device*`, `*_CL`, `*`: a pattern over names. */
  | AstNode<'wildcard', { pattern: string }>
  /** `on` is what stands before the dot: `cluster('c').database('d')`. */
  | AstNode<'call', { name: Ident; args: readonly AstArg[]; on?: AstExpr }>
  /** `object.name`; also `database('x').T`. */
  | AstNode<'member', { object: AstExpr; name: Ident }>
  /** `object[index]` */
  | AstNode<'index', { object: AstExpr; index: AstExpr }>
  | AstNode<'unary', { op: '-' | '+'; operand: AstExpr }>
  /** `and` and `or` chains come out as balanced trees (2,000 terms are 11 levels deep); sums and products lean left, at most 400 in a run. */
  | AstNode<'binary', { op: BinaryOp; opSpan: Span; left: AstExpr; right: AstExpr }>
  | AstNode<'between', { negated: boolean; subject: AstExpr; low: AstExpr; high: AstExpr }>
  | AstNode<'list', { op: ListOp; opSpan: Span; subject: AstExpr; items: readonly AstExpr[] }>
  | AstNode<'paren', { inner: AstExpr }>
  /** `typeof(string)`; `typeof(a:string, *)` has columns, and is `open` for the `*`. Also a typed column of `find … project a:string`. */
  | AstNode<'typeof', { type: TypeName | null; columns: readonly AstColumnDecl[]; open?: boolean }>
  /** A pipeline. `source` is absent when the first operator makes rows by itself (`print`, `range`, `union`, `search`, `find`, `evaluate` …). */
  | AstNode<'pipe', { source: AstExpr | null; operators: readonly AstOperator[] }>
  | AstNode<'datatable', { columns: readonly AstColumnDecl[]; cells: readonly AstExpr[]; parameters: readonly AstParameter[] }>
  | AstNode<
      'externaldata',
      {
        columns: readonly AstColumnDecl[];
        urls: readonly AstExpr[];
        properties: readonly AstProperty[];
        parameters: readonly AstParameter[];
      }
    >
  /** `(a:string, T:(*)) { … }` or `view () { … }` */
  | AstNode<
      'function',
      { parameters: readonly AstFunctionParameter[]; statements: readonly AstStatement[]; body: AstExpr | null; view: boolean }
    >
  /** What the parser could not read; already reported. */
  | AstNode<'error'>;

/** `f(x)`, `f(name = x)`, or `*` as an argument. */
export type AstArg = AstNamed;

export interface AstColumnDecl {
  readonly name: Ident;
  readonly type: TypeName;
  readonly span: Span;
}
/** `kind=inner`, `hint.strategy = shuffle`, `isfuzzy=true`, `bagexpansion=array`. The value is a name, a literal or a call as written. */
export interface AstParameter {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: AstExpr;
  readonly span: Span;
}
/** `with (format='csv', ignoreFirstRecord=true)` */
export type AstProperty = AstParameter;
export interface AstFunctionParameter {
  readonly name: Ident;
  readonly span: Span;
  /** A scalar type, or the columns of a tabular parameter (`open` for `(*)`). */
  readonly type: TypeName | { readonly columns: readonly AstColumnDecl[]; readonly open: boolean };
  readonly defaultValue: AstExpr | null;
}

/** `expr`, `name = expr`, `(a, b) = expr`. `names` is empty when unnamed. */
export interface AstNamed {
  readonly names: readonly Ident[];
  readonly expr: AstExpr;
  readonly span: Span;
}

/** `expr [asc|desc] [nulls first|last]`; absent parts are null. `named` for `top-nested`-like positions is not needed here. */
export interface AstOrdered {
  readonly expr: AstExpr;
  readonly order: 'asc' | 'desc' | null;
  readonly nulls: 'first' | 'last' | null;
  readonly span: Span;
}

/** `$left.A == $right.B` or a plain common column. */
export type AstJoinCondition = AstExpr;

/** One column of `mv-expand` / `mv-apply`: `x = expr to typeof(long)`. */
export interface AstExpandColumn {
  readonly name: Ident | null;
  readonly expr: AstExpr;
  readonly type: TypeName | null;
  readonly span: Span;
}

/** A piece of a `parse` pattern: text, a column with its type, or `*`. */
export type AstPatternPart =
  | AstNode<'text', { value: string }>
  | AstNode<'capture', { name: Ident; type: TypeName | null }>
  | AstNode<'skip'>;

export interface AstTopNestedLevel {
  readonly count: AstExpr | null;
  readonly of: AstNamed;
  readonly others: AstExpr | null;
  readonly by: AstNamed;
  readonly order: 'asc' | 'desc' | null;
  readonly span: Span;
}

export interface AstScanStep {
  readonly name: Ident;
  readonly optional: boolean;
  readonly output: string | null;
  readonly condition: AstExpr;
  readonly assignments: readonly AstNamed[];
  readonly span: Span;
}

/** A piece of a pattern in a graph: a node, or the edge between two. `hops`: the bounds of an edge of variable length. */
export type AstGraphPart =
  | AstNode<'node', { name: Ident | null }>
  | AstNode<'edge', { name: Ident | null; direction: 'right' | 'left' | 'any'; hops: readonly [AstExpr, AstExpr] | null }>;

/** `nodes as N with_node_id=Id` of `graph-to-table`. */
export interface AstGraphTable {
  readonly part: 'nodes' | 'edges';
  readonly as: Ident | null;
  readonly parameters: readonly AstParameter[];
  readonly span: Span;
}

/** A name that a condition is given, which nothing reads. */
export interface AstLabel {
  readonly name: Ident;
  readonly equals: Span;
}

type Params = { parameters: readonly AstParameter[] };

export type AstOperator =
  /** `label`: the name in `where name = predicate`, with its `=`. */
  | AstNode<'where', { predicate: AstExpr; label: AstLabel | null } & Params>
  | AstNode<'extend', { columns: readonly AstNamed[] }>
  | AstNode<'project', { columns: readonly AstNamed[] }>
  | AstNode<'project-away', { patterns: readonly AstExpr[] }>
  | AstNode<'project-keep', { patterns: readonly AstExpr[] }>
  | AstNode<'project-rename', { columns: readonly AstNamed[] }>
  /** `order`: `asc`, `desc`, `granny-asc`, `granny-desc` or null. */
  | AstNode<'project-reorder', { patterns: readonly { readonly expr: AstExpr; readonly order: string | null }[] }>
  | AstNode<'project-by-names', { args: readonly AstExpr[] }>
  | AstNode<'summarize', { measures: readonly AstNamed[]; by: readonly AstNamed[]; bin: AstExpr | null } & Params>
  | AstNode<'distinct', { columns: readonly AstNamed[] } & Params>
  | AstNode<'sort', { keys: readonly AstOrdered[] } & Params>
  | AstNode<'top', { count: AstExpr; by: AstOrdered } & Params>
  | AstNode<'top-nested', { levels: readonly AstTopNestedLevel[] }>
  | AstNode<'top-hitters', { count: AstExpr; of: AstNamed; by: AstNamed | null }>
  | AstNode<'take', { count: AstExpr } & Params>
  | AstNode<'sample', { count: AstExpr } & Params>
  | AstNode<'sample-distinct', { count: AstExpr; of: AstExpr } & Params>
  | AstNode<'count', { as: Ident | null } & Params>
  | AstNode<'join', { right: AstExpr; on: readonly AstJoinCondition[]; where: AstExpr | null } & Params>
  | AstNode<'lookup', { right: AstExpr; on: readonly AstJoinCondition[] } & Params>
  | AstNode<'union', { branches: readonly AstExpr[] } & Params>
  | AstNode<'search', { in: readonly AstExpr[]; predicate: AstExpr } & Params>
  | AstNode<
      'find',
      {
        in: readonly AstExpr[];
        predicate: AstExpr | null;
        projectKind: 'project' | 'project-smart' | null;
        columns: readonly AstExpr[];
        away: readonly AstExpr[];
      } & Params
    >
  | AstNode<'mv-expand', { columns: readonly AstExpandColumn[]; limit: AstExpr | null } & Params>
  | AstNode<'mv-apply', { columns: readonly AstExpandColumn[]; limit: AstExpr | null; idColumn: Ident | null; body: AstExpr } & Params>
  | AstNode<'parse', { where: boolean; subject: AstExpr; pattern: readonly AstPatternPart[] } & Params>
  | AstNode<'parse-kv', { subject: AstExpr; columns: readonly AstColumnDecl[]; properties: readonly AstProperty[] } & Params>
  | AstNode<'evaluate', { call: AstExpr; schema: AstExpr | readonly AstColumnDecl[] | null } & Params>
  | AstNode<'invoke', { call: AstExpr }>
  | AstNode<
      'make-series',
      {
        measures: readonly { readonly column: AstNamed; readonly defaultValue: AstExpr | null }[];
        on: AstNamed;
        from: AstExpr | null;
        to: AstExpr | null;
        step: AstExpr | null;
        range: readonly AstExpr[] | null;
        by: readonly AstNamed[];
      } & Params
    >
  | AstNode<'serialize', { columns: readonly AstNamed[] } & Params>
  | AstNode<
      'scan',
      {
        orderBy: readonly AstOrdered[];
        partitionBy: readonly AstExpr[];
        declare: readonly { readonly name: Ident; readonly type: TypeName; readonly defaultValue: AstExpr | null }[];
        steps: readonly AstScanStep[];
      } & Params
    >
  /** `body` is a pipeline without source when written in parentheses, a whole query (`own`) in braces; `scope` when written `by X in f(…)`. */
  | AstNode<'partition', { by: AstExpr; scope: AstExpr | null; own: boolean; body: AstExpr } & Params>
  | AstNode<'fork', { branches: readonly { readonly name: Ident | null; readonly body: AstExpr }[] }>
  | AstNode<'facet', { by: readonly AstExpr[]; body: AstExpr | null }>
  | AstNode<'reduce', { by: AstExpr; with: readonly AstParameter[] } & Params>
  | AstNode<'consume', Params>
  | AstNode<'getschema', Params>
  | AstNode<'as', { name: Ident } & Params>
  | AstNode<'render', { chart: string; properties: readonly AstProperty[] }>
  | AstNode<'print', { columns: readonly AstNamed[] }>
  | AstNode<'range', { column: Ident; from: AstExpr; to: AstExpr; step: AstExpr }>
  /** `directed`: written with `-->`, not with `--`. */
  | AstNode<
      'make-graph',
      {
        source: Ident;
        target: Ident;
        directed: boolean;
        nodes: readonly { readonly table: AstExpr; readonly id: Ident; readonly span: Span }[];
        nodeId: Ident | null;
        partition: { readonly by: Ident; readonly body: AstExpr } | null;
      } & Params
    >
  /** `shortest`: `graph-shortest-paths`. */
  | AstNode<
      'graph-match',
      {
        shortest: boolean;
        patterns: readonly (readonly AstGraphPart[])[];
        predicate: AstExpr | null;
        columns: readonly AstNamed[] | null;
      } & Params
    >
  | AstNode<'graph-to-table', { tables: readonly AstGraphTable[] }>
  | AstNode<'graph-mark-components', Params>
  | AstNode<'assert-schema', { columns: readonly AstColumnDecl[] }>
  | AstNode<'execute-and-cache'>
  /** An operator that the parser could not read; already reported. Later operators stand in the list as usual. */
  | AstNode<'broken', { name: string | null }>;

export type AstStatement =
  | AstNode<'let', { name: Ident; value: AstExpr }>
  | AstNode<'set', { name: Ident; value: AstExpr | null }>
  | AstNode<'declare-parameters', { parameters: readonly AstFunctionParameter[] }>
  | AstNode<'alias-database', { name: Ident; target: AstExpr }>
  | AstNode<'restrict', { targets: readonly AstExpr[] }>
  /** `declare pattern App`, or with its cases: `= (a:string)[p:string] { ("x").["y"] = { T }; }`. */
  | AstNode<'pattern', { name: Ident; parameters: readonly AstColumnDecl[]; path: AstColumnDecl | null; cases: readonly AstPatternCase[] }>
  | AstNode<'expression', { expr: AstExpr }>;

export interface AstPatternCase {
  readonly args: readonly AstExpr[];
  readonly path: AstExpr | null;
  readonly statements: readonly AstStatement[];
  readonly span: Span;
}

/** A comment, for printing it again. */
export interface AstComment {
  readonly text: string;
  readonly span: Span;
}

/** A whole query text. */
export interface AstQuery {
  readonly span: Span;
  readonly statements: readonly AstStatement[];
  readonly comments: readonly AstComment[];
  /** What has the form of KQL and no meaning (`where a = 5`, `datetime(2024-13-01)`), in the order of the text: the binder reports it. */
  readonly faults: readonly Diagnostic[];
}
