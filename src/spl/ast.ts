// The tree of one SPL search: commands with spans. Text is decoded (quotes off, escapes undone), documented defaults are filled in.
import type { Span } from '../diagnostics/span.ts';
import type { TimeModifier, TimeUnit } from './time-modifier.ts';

/** A pipeline. The implicit `search` before the first pipe is a `search` command like any other. */
export interface Search {
  readonly commands: readonly Command[];
  readonly span: Span;
}

/** A field name or, where a command takes wildcards, a pattern: each `*` in `text` is any run of characters, `hasWildcard` says there is one. */
export interface FieldName {
  readonly text: string;
  readonly hasWildcard: boolean;
  readonly span: Span;
}

/** `` `name` `` or `` `name(a, b)` ``; arguments as written, outer blanks and double quotes off. */
export interface Macro {
  readonly kind: 'macro';
  readonly name: string;
  readonly args: readonly string[];
  readonly span: Span;
}

/** Eval's expressions. `=` and `==` are one operator; a bare word is a field, `"text"` a string, `'name'` a field. */
export type Expr =
  | {
      readonly kind: 'number';
      readonly value: number /** As written: eval rounds products by the digits of their literals. */;
      readonly text: string;
      readonly span: Span;
    }
  /** `value`: backslash and quote unescaped, other sequences (`\d`) as they are; `raw`: as written, for readings that know more sequences. */
  | { readonly kind: 'string'; readonly value: string; readonly raw: string; readonly span: Span }
  | { readonly kind: 'field'; readonly name: string; readonly span: Span }
  | { readonly kind: 'negate'; readonly operand: Expr; readonly span: Span }
  | { readonly kind: 'arithmetic'; readonly op: ArithmeticOp; readonly left: Expr; readonly right: Expr; readonly span: Span }
  | { readonly kind: 'compare'; readonly op: CompareOp; readonly left: Expr; readonly right: Expr; readonly span: Span }
  | { readonly kind: 'like'; readonly subject: Expr; readonly pattern: Expr; readonly span: Span }
  /** `subject IN (a, b)`, in either case, and the function `in(subject, a, b)`. */
  | { readonly kind: 'in'; readonly subject: Expr; readonly options: readonly Expr[]; readonly span: Span }
  | { readonly kind: 'not'; readonly operand: Expr; readonly span: Span }
  /** At least two operands, flat. */
  | { readonly kind: 'and' | 'or' | 'xor'; readonly operands: readonly Expr[]; readonly span: Span }
  /** Name in lower case. */
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expr[]; readonly span: Span }
  /** Stands for the text that the search returns. */
  | { readonly kind: 'subsearch'; readonly search: Search; readonly span: Span }
  | Macro;
/** `.` always joins texts; `+` adds numbers or joins texts. */
export type ArithmeticOp = '+' | '-' | '*' | '/' | '%' | '.';
export type CompareOp = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** The search command's conditions. Precedence is already in the tree: NOT, then OR, then AND (a blank is AND). */
export type SearchTerm =
  /** At least two operands, flat. */
  | { readonly kind: 'and' | 'or'; readonly operands: readonly SearchTerm[]; readonly span: Span }
  | { readonly kind: 'not'; readonly operand: SearchTerm; readonly span: Span }
  /** The right side is always a literal. */
  | { readonly kind: 'compare'; readonly field: string; readonly op: CompareOp; readonly value: SearchValue; readonly span: Span }
  | { readonly kind: 'in'; readonly field: string; readonly values: readonly SearchValue[]; readonly span: Span }
  /** A bare word or a quoted phrase, tested against `_raw`. */
  | { readonly kind: 'term'; readonly value: SearchValue; readonly span: Span }
  /** `earliest=`, `latest=`, `_index_earliest=`, `_index_latest=`. */
  | { readonly kind: 'time'; readonly name: TimeBound; readonly value: TimeModifier; readonly span: Span }
  | { readonly kind: 'subsearch'; readonly search: Search; readonly span: Span }
  | Macro;
export type TimeBound = 'earliest' | 'latest' | '_index_earliest' | '_index_latest';

/**
 * A literal of the search command. Every `*` of `text` is any run of characters, quoted or not: it cannot be escaped.
 * `CASE(x)` makes it case-sensitive, `TERM(x)` one indexed term. `cidr`: the text is a subnet, which a field matches by address.
 */
export interface SearchValue {
  readonly text: string;
  readonly quoted: boolean;
  readonly directive: 'none' | 'case' | 'term';
  readonly cidr: boolean;
  readonly span: Span;
}

/** `search …`; `term` null keeps every event (`search *` is a bare term instead). */
export interface SearchCommand {
  readonly kind: 'search';
  readonly term: SearchTerm | null;
  readonly span: Span;
}

export interface WhereCommand {
  readonly kind: 'where';
  readonly condition: Expr;
  readonly span: Span;
}

/** Left side of an assignment: a fixed name, or a template whose `{field}` parts are replaced by that field's value. */
export interface Target {
  readonly parts: readonly TargetPart[];
  readonly span: Span;
}
export type TargetPart = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'field'; readonly name: string };

export interface Assignment {
  readonly target: Target;
  readonly value: Expr;
  readonly span: Span;
}

/** Assignments take effect from left to right. */
export interface EvalCommand {
  readonly kind: 'eval';
  readonly assignments: readonly Assignment[];
  readonly span: Span;
}

/** What an aggregation reads: nothing (`count`), a field or field pattern (`*lay`, `*` when written without one), or `eval(…)`. */
export type AggregateInput =
  | { readonly kind: 'none' }
  | { readonly kind: 'field'; readonly field: FieldName }
  | { readonly kind: 'eval'; readonly expr: Expr };

export type PercentileName = 'perc' | 'exactperc' | 'upperperc';
export type AggregateName =
  | PercentileName
  | 'avg'
  | 'count'
  | 'dc'
  | 'earliest'
  | 'earliest_time'
  | 'estdc'
  | 'estdc_error'
  | 'first'
  | 'last'
  | 'latest'
  | 'latest_time'
  | 'list'
  | 'max'
  | 'mean'
  | 'median'
  | 'min'
  | 'mode'
  | 'per_day'
  | 'per_hour'
  | 'per_minute'
  | 'per_second'
  | 'range'
  | 'rate'
  | 'stdev'
  | 'stdevp'
  | 'sum'
  | 'sumsq'
  | 'values'
  | 'var'
  | 'varp';

/** One function of stats. Aliases are resolved (`c` count, `distinct_count` dc, `p95` perc). */
export interface Aggregation {
  readonly fn: AggregateName;
  /** The number of `perc95`; null for the other functions. */
  readonly percent: number | null;
  readonly input: AggregateInput;
  readonly as: FieldName | null;
  /** The column's name without `as`: the call as written, blanks taken out. */
  readonly written: string;
  readonly span: Span;
}

export interface StatsCommand {
  readonly kind: 'stats';
  readonly aggregations: readonly Aggregation[];
  readonly by: readonly FieldName[];
  readonly allnum: boolean;
  /** Joins the values of `list` and `values` when they are shown as one text. */
  readonly delim: string;
  readonly dedupSplitvals: boolean;
  readonly span: Span;
}

export interface EventstatsCommand {
  readonly kind: 'eventstats';
  readonly aggregations: readonly Aggregation[];
  readonly by: readonly FieldName[];
  readonly allnum: boolean;
  readonly span: Span;
}

export interface StreamstatsCommand {
  readonly kind: 'streamstats';
  readonly aggregations: readonly Aggregation[];
  readonly by: readonly FieldName[];
  readonly allnum: boolean;
  readonly current: boolean;
  readonly global: boolean;
  /** Rows; 0 is all. */
  readonly window: number;
  readonly timeWindow: Width | null;
  readonly resetBefore: Expr | null;
  readonly resetAfter: Expr | null;
  readonly resetOnChange: boolean;
  readonly span: Span;
}

/**
 * `chart` and `timechart`: a row for each value of `row` (null: one row), a column for each value of `split` (null: one for each function). The `row` of
 * timechart is `_time`, cut by `width`.
 */
export interface ChartCommand {
  readonly kind: 'chart' | 'timechart';
  readonly aggregations: readonly Aggregation[];
  readonly row: FieldName | null;
  readonly split: FieldName | null;
  readonly width: Width | null;
  /** Series at most; 0 is all. */
  readonly limit: number;
  readonly useNull: boolean;
  readonly nullText: string;
  /** Whether times without rows are there. */
  readonly continuous: boolean;
  /** Names of given options that have no place in this tree. */
  readonly others: readonly string[];
  readonly span: Span;
}

/** A row for each value of `row`, a column for each value of `name`, in it the value of `data`; of several data fields the column is `data: name`. */
export interface XyseriesCommand {
  readonly kind: 'xyseries';
  readonly row: FieldName;
  readonly name: FieldName;
  readonly data: readonly FieldName[];
  readonly separator: string;
  readonly span: Span;
}

/** The inverse of xyseries: a row for each field of each row. */
export interface UntableCommand {
  readonly kind: 'untable';
  readonly row: FieldName;
  readonly name: FieldName;
  readonly value: FieldName;
  readonly span: Span;
}

/** Joins texts in quotes and fields into `target`. */
export interface StrcatCommand {
  readonly kind: 'strcat';
  readonly allRequired: boolean;
  readonly parts: readonly { readonly kind: 'text' | 'field'; readonly text: string }[];
  readonly target: FieldName;
  readonly span: Span;
}

/** `fields` empty: all that have a value somewhere. */
export interface FillnullCommand {
  readonly kind: 'fillnull';
  readonly value: string;
  readonly fields: readonly FieldName[];
  readonly span: Span;
}

export interface RenameCommand {
  readonly kind: 'rename';
  readonly pairs: readonly { readonly from: FieldName; readonly to: FieldName }[];
  readonly span: Span;
}

export interface FieldsCommand {
  readonly kind: 'fields';
  readonly mode: 'keep' | 'remove';
  readonly fields: readonly FieldName[];
  readonly span: Span;
}

export interface TableCommand {
  readonly kind: 'table';
  readonly fields: readonly FieldName[];
  readonly span: Span;
}

export interface SortKey {
  readonly field: FieldName;
  readonly descending: boolean;
  readonly by: 'auto' | 'num' | 'str' | 'ip';
}

export interface SortCommand {
  readonly kind: 'sort';
  /** 10000 unless given; 0 is all. */
  readonly limit: number;
  readonly keys: readonly SortKey[];
  /** A trailing `d` or `desc`: the whole order is turned round. */
  readonly reverse: boolean;
  readonly span: Span;
}

export interface HeadCommand {
  readonly kind: 'head';
  /** 10 unless given; null when there is only a condition. */
  readonly limit: number | null;
  readonly condition: Expr | null;
  readonly keepLast: boolean;
  /** Whether a NULL condition counts as true. */
  readonly acceptNull: boolean;
  readonly span: Span;
}

export interface TailCommand {
  readonly kind: 'tail';
  readonly limit: number;
  readonly span: Span;
}

export interface DedupCommand {
  readonly kind: 'dedup';
  readonly count: number;
  readonly fields: readonly FieldName[];
  readonly keepEvents: boolean;
  readonly keepEmpty: boolean;
  readonly consecutive: boolean;
  readonly sortBy: readonly SortKey[];
  readonly span: Span;
}

/** `top` and `rare`. */
export interface TopCommand {
  readonly kind: 'top' | 'rare';
  /** 10 unless given; 0 is all. */
  readonly limit: number;
  readonly fields: readonly FieldName[];
  readonly by: readonly FieldName[];
  readonly countField: string;
  readonly percentField: string;
  readonly showCount: boolean;
  readonly showPercent: boolean;
  readonly useOther: boolean;
  readonly otherText: string;
  readonly span: Span;
}

/** A width: a number of seconds-like calendar units, a plain number, or powers of `base` times `coefficient`. */
export type Width =
  | { readonly kind: 'time'; readonly amount: number; readonly unit: TimeUnit }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'log'; readonly coefficient: number; readonly base: number };

export interface BinCommand {
  readonly kind: 'bin';
  readonly field: FieldName;
  readonly as: FieldName | null;
  readonly width: Width | null;
  readonly minWidth: Width | null;
  readonly bins: number | null;
  readonly start: number | null;
  readonly end: number | null;
  /** `earliest`, `latest` or a time modifier. */
  readonly alignTime: string | null;
  readonly span: Span;
}

export interface RexCommand {
  readonly kind: 'rex';
  readonly field: FieldName;
  readonly mode: 'extract' | 'sed';
  /** The PCRE with named groups, or the sed expression. */
  readonly pattern: string;
  /** 1 unless given; 0 is all. */
  readonly maxMatch: number;
  readonly offsetField: string | null;
  readonly span: Span;
}

export interface RegexCommand {
  readonly kind: 'regex';
  readonly field: FieldName;
  readonly negated: boolean;
  readonly pattern: string;
  readonly span: Span;
}

export interface MakemvCommand {
  readonly kind: 'makemv';
  readonly field: FieldName;
  readonly split: { readonly kind: 'delim'; readonly delim: string } | { readonly kind: 'tokenizer'; readonly pattern: string };
  readonly allowEmpty: boolean;
  readonly setSv: boolean;
  readonly span: Span;
}

export interface MvexpandCommand {
  readonly kind: 'mvexpand';
  readonly field: FieldName;
  /** 0 is all. */
  readonly limit: number;
  readonly span: Span;
}

export interface MvcombineCommand {
  readonly kind: 'mvcombine';
  readonly field: FieldName;
  readonly delim: string;
  readonly span: Span;
}

export interface NomvCommand {
  readonly kind: 'nomv';
  readonly field: FieldName;
  readonly span: Span;
}

/** `path` null: every field of the text is taken out. `output` null: the field is named after the path. */
export interface SpathCommand {
  readonly kind: 'spath';
  readonly input: FieldName;
  readonly output: FieldName | null;
  readonly path: string | null;
  readonly span: Span;
}

export interface JoinCommand {
  readonly kind: 'join';
  readonly type: 'inner' | 'left';
  /** Null: all fields that both sides have. */
  readonly fields: readonly FieldName[] | null;
  readonly overwrite: boolean;
  /** Matches per row; 1 unless given, 0 is all. */
  readonly max: number;
  readonly useTime: boolean;
  readonly earlier: boolean;
  readonly subsearch: Search;
  readonly span: Span;
}

export interface AppendCommand {
  readonly kind: 'append';
  readonly subsearch: Search;
  readonly span: Span;
}

/** The first row of the search beside the first row, and so on. */
export interface AppendcolsCommand {
  readonly kind: 'appendcols';
  readonly override: boolean;
  readonly subsearch: Search;
  readonly span: Span;
}

/** The incoming rows first (when the command is not the first one), then each search. */
export interface UnionCommand {
  readonly kind: 'union';
  readonly searches: readonly Search[];
  readonly span: Span;
}

export interface MultisearchCommand {
  readonly kind: 'multisearch';
  readonly searches: readonly Search[];
  readonly span: Span;
}

export interface LookupPair {
  readonly lookup: FieldName;
  readonly event: FieldName;
}

export interface LookupCommand {
  readonly kind: 'lookup';
  readonly table: string;
  readonly keys: readonly LookupPair[];
  /** Null: all other columns of the table, overwriting. */
  readonly output: { readonly keepExisting: boolean; readonly fields: readonly LookupPair[] } | null;
  readonly span: Span;
}

export interface InputlookupCommand {
  readonly kind: 'inputlookup';
  readonly table: string;
  readonly append: boolean;
  readonly start: number;
  readonly max: number;
  /** By the rules of the search command. */
  readonly where: SearchTerm | null;
  readonly span: Span;
}

export interface MakeresultsCommand {
  readonly kind: 'makeresults';
  readonly count: number;
  readonly annotate: boolean;
  readonly data: { readonly format: 'json' | 'csv'; readonly text: string } | null;
  readonly span: Span;
}

export interface Conversion {
  readonly fn: ConvertName;
  readonly field: FieldName;
  readonly as: FieldName | null;
}
export type ConvertName = 'auto' | 'ctime' | 'dur2sec' | 'memk' | 'mktime' | 'mstime' | 'none' | 'num' | 'rmcomma' | 'rmunit';

export interface ConvertCommand {
  readonly kind: 'convert';
  readonly timeFormat: string;
  readonly conversions: readonly Conversion[];
  readonly span: Span;
}

/** `return 1 a x=b $c`: `a` is a=value, `x=b` the value of b named x, `$c` the value alone. */
export interface ReturnCommand {
  readonly kind: 'return';
  readonly count: number;
  readonly items: readonly { readonly kind: 'pair' | 'value'; readonly name: string; readonly field: string }[];
  readonly span: Span;
}

/** The six texts in order: row prefix, column prefix, column separator, column end, row separator, row end. */
export interface FormatCommand {
  readonly kind: 'format';
  readonly texts: readonly string[] | null;
  readonly mvSeparator: string;
  readonly maxResults: number;
  readonly emptyText: string;
  readonly span: Span;
}

export interface PlainCommand {
  readonly kind: 'addinfo' | 'reverse';
  readonly span: Span;
}

/** A command that Splunk has and this reader does not read: its name, and its arguments as text. */
export interface UnsupportedCommand {
  readonly kind: 'unsupported';
  readonly name: string;
  readonly text: string;
  readonly span: Span;
}

export type Command =
  | SearchCommand
  | WhereCommand
  | EvalCommand
  | StatsCommand
  | EventstatsCommand
  | StreamstatsCommand
  | ChartCommand
  | XyseriesCommand
  | UntableCommand
  | StrcatCommand
  | AppendcolsCommand
  | FillnullCommand
  | RenameCommand
  | FieldsCommand
  | TableCommand
  | SortCommand
  | HeadCommand
  | TailCommand
  | DedupCommand
  | TopCommand
  | BinCommand
  | RexCommand
  | RegexCommand
  | MakemvCommand
  | MvexpandCommand
  | MvcombineCommand
  | NomvCommand
  | SpathCommand
  | JoinCommand
  | AppendCommand
  | UnionCommand
  | MultisearchCommand
  | LookupCommand
  | InputlookupCommand
  | MakeresultsCommand
  | ConvertCommand
  | ReturnCommand
  | FormatCommand
  | PlainCommand
  | Macro
  | UnsupportedCommand;
