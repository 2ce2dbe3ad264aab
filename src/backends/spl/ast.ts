// The tree of an SPL search: the base search in search syntax, then commands whose expressions are in eval syntax. Values are raw, never quoted.

/** A value of the base search. `any`: any run of characters (`*`); the text pieces hold no `*`. */
export type Piece = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'any' };
export type Pattern = readonly Piece[];

/** Search syntax: OR binds tighter than AND there, so the printer always writes parentheses around an OR. */
export type Term =
  | { readonly kind: 'field'; readonly field: string; readonly pattern: Pattern }
  | { readonly kind: 'fieldIn'; readonly field: string; readonly patterns: readonly Pattern[] }
  /** `earliest` is inclusive, `latest` exclusive. */
  | { readonly kind: 'time'; readonly bound: 'earliest' | 'latest'; readonly value: string }
  | { readonly kind: 'macro'; readonly name: string }
  | { readonly kind: 'not'; readonly term: Term }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Term[] };

export type BinaryOp = '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%' | '.';

/** Eval syntax. */
export type Eval =
  | { readonly kind: 'text'; readonly value: string }
  /** Digits as they are printed. */
  | { readonly kind: 'number'; readonly digits: string }
  /** A PCRE pattern, without control characters (they are escapes in it). */
  | { readonly kind: 'regex'; readonly pattern: string }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'call'; readonly fn: string; readonly args: readonly Eval[] }
  | { readonly kind: 'binary'; readonly op: BinaryOp; readonly left: Eval; readonly right: Eval }
  | { readonly kind: 'not'; readonly operand: Eval }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Eval[] };

/** One result of `stats`: `arg` null is `count` without a field; an expression other than a field stands in `eval(…)`. */
export interface Stat {
  readonly fn: string;
  readonly arg: Eval | null;
  readonly as: string;
}

export interface Assignment {
  readonly field: string;
  readonly value: Eval;
}

export interface SortField {
  readonly field: string;
  readonly order: 'asc' | 'desc';
  readonly as: 'num' | 'str';
}

/** A column of a lookup, and the field that it is compared with or goes into. */
export interface LookupPair {
  readonly column: string;
  readonly field: string;
}

export type Command =
  /** `leading` false: behind a pipe or inside brackets, with the word `search`. */
  | { readonly kind: 'search'; readonly terms: readonly Term[]; readonly leading: boolean }
  | { readonly kind: 'eval'; readonly assignments: readonly Assignment[] }
  | { readonly kind: 'where'; readonly condition: Eval }
  | { readonly kind: 'rename'; readonly pairs: readonly { readonly from: string; readonly to: string }[] }
  /** Every field behind a prefix under its own name. */
  | { readonly kind: 'strip'; readonly prefix: string }
  | { readonly kind: 'stats' | 'eventstats'; readonly stats: readonly Stat[]; readonly by: readonly string[] }
  /** Over the rows up to each row; `before`: over the row before it alone. */
  | { readonly kind: 'streamstats'; readonly stats: readonly Stat[]; readonly by: readonly string[]; readonly before?: true }
  | { readonly kind: 'reverse' }
  /** Missing values become the empty text, or `value`; no fields: all there are. */
  | { readonly kind: 'fillnull'; readonly value?: '0'; readonly fields: readonly string[] }
  /** A row for each value of `row`, a field for each value of `name`, in it the value of `data`. */
  | { readonly kind: 'xyseries'; readonly row: string; readonly name: string; readonly data: string }
  /** The first row of each combination of values; `keepEmpty`: and all rows that have no value in one of the fields. */
  | { readonly kind: 'dedup'; readonly fields: readonly string[]; readonly keepEmpty: boolean }
  /** One row for each value of a field, of the first `limit` values. */
  | { readonly kind: 'mvexpand'; readonly field: string; readonly limit: bigint | null }
  /** Named groups become fields; `pattern` is Perl's. */
  | { readonly kind: 'rex'; readonly field: string; readonly pattern: string /** All finds, as several values. */; readonly all?: true }
  /** City, Country, Region, lat and lon of an address, each behind the prefix. */
  | { readonly kind: 'iplocation'; readonly prefix: string; readonly field: string }
  | { readonly kind: 'sort'; readonly keys: readonly SortField[] }
  | { readonly kind: 'head'; readonly count: bigint }
  | { readonly kind: 'table'; readonly fields: readonly string[] }
  /** These fields and the internal ones, while rows stream. */
  | { readonly kind: 'keep'; readonly fields: readonly string[] }
  | { readonly kind: 'remove'; readonly fields: readonly string[] }
  | { readonly kind: 'makeresults'; readonly count: number }
  /** `makeresults` with one result for each row. Names and values need no escape. */
  | { readonly kind: 'carried'; readonly rows: readonly { readonly [field: string]: string }[] }
  /** The rows of a lookup; `append`: behind those at hand. `columns`: those that it has, null where nobody can list them. */
  | { readonly kind: 'inputlookup'; readonly name: string; readonly append: boolean; readonly columns: readonly string[] | null }
  /** Rows whose fields equal a row of the lookup in its columns get its other columns; where several rows fit, all their values. */
  | { readonly kind: 'lookup'; readonly name: string; readonly keys: readonly LookupPair[]; readonly outputs: readonly LookupPair[] }
  | { readonly kind: 'multisearch'; readonly legs: readonly SplAst[] }
  | { readonly kind: 'append'; readonly leg: SplAst };

/** Commands in order; the first one makes the rows. */
export interface SplAst {
  readonly commands: readonly Command[];
}

export const text = (value: string): Eval => ({ kind: 'text', value });
export const number = (value: number | bigint | string): Eval => ({ kind: 'number', digits: String(value) });
export const field = (name: string): Eval => ({ kind: 'field', name });
export const call = (fn: string, ...args: readonly Eval[]): Eval => ({ kind: 'call', fn, args });
export const regex = (pattern: string): Eval => ({ kind: 'regex', pattern });
export const binary = (op: BinaryOp, left: Eval, right: Eval): Eval => ({ kind: 'binary', op, left, right });
export const not = (operand: Eval): Eval => ({ kind: 'not', operand });

/** An `and` or `or` without nesting of its own kind and without repetition; one operand stands for itself. */
export const logic = (kind: 'and' | 'or', operands: readonly Eval[]): Eval => {
  const all = operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand]));
  const flat = [...new Map(all.map((operand) => [JSON.stringify(operand), operand])).values()];
  const [only] = flat;
  return flat.length === 1 && only ? only : { kind, operands: flat };
};
export const both = (...operands: readonly Eval[]): Eval => logic('and', operands);
export const either = (...operands: readonly Eval[]): Eval => logic('or', operands);
