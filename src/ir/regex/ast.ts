// A regular expression as a tree, in the meaning of RE2: flags are resolved into the nodes, so that a printer needs no state.

/** Code points, both ends included. */
export interface CodeRange {
  readonly from: number;
  readonly to: number;
}

/** One part of a character class. `perl`: `\d`, `\w`, `\s`, said in ASCII (see ascii.ts). `property`: `\p{name}`, a Unicode category or script. */
export type ClassItem =
  | ({ readonly kind: 'range' } & CodeRange)
  | { readonly kind: 'perl'; readonly name: 'd' | 'w' | 's'; readonly negated: boolean }
  | { readonly kind: 'property'; readonly name: string; readonly negated: boolean };

/** `text…`: the very start and the very end; `line…`: also behind and before a newline; `word`: `\b` (ASCII). */
export type Assertion = 'textStart' | 'textEnd' | 'lineStart' | 'lineEnd' | 'word' | 'notWord';

export type Regex =
  | { readonly kind: 'char'; readonly code: number; readonly caseless: boolean }
  | { readonly kind: 'class'; readonly items: readonly ClassItem[]; readonly negated: boolean; readonly caseless: boolean }
  /** The dot; with `newline` it fits a newline too. */
  | { readonly kind: 'any'; readonly newline: boolean }
  | { readonly kind: 'assert'; readonly at: Assertion }
  /** `capture`: its number from 1, null for a group that only groups. */
  | { readonly kind: 'group'; readonly capture: number | null; readonly name: string | null; readonly body: Regex }
  /** `most` null: without end. */
  | { readonly kind: 'repeat'; readonly body: Regex; readonly least: number; readonly most: number | null; readonly lazy: boolean }
  /** Any number of parts; none fits the empty text. */
  | { readonly kind: 'sequence'; readonly parts: readonly Regex[] }
  /** At least two. */
  | { readonly kind: 'choice'; readonly branches: readonly Regex[] };

export type RegexKind = Regex['kind'];

export type ParsedRegex =
  | { readonly ok: true; readonly regex: Regex /** How many capture groups. */; readonly captures: number }
  | RegexFault;

/**
 * What a pattern is stopped by. `at`, `length`: UTF-16 units of the pattern; `why` ends the sentence "the pattern is not valid: …"; `next`: what to write
 * instead. `settled`: no engine of KQL takes it; otherwise RE2 or KQL's own page on the syntax does, and this reader does not.
 */
export interface RegexFault {
  readonly ok: false;
  readonly at: number;
  readonly length: number;
  readonly why: string;
  readonly next: string;
  readonly settled: boolean;
}

/** Visits every node, parents before children. */
export const visitRegex = (regex: Regex, visit: (node: Regex) => void): void => {
  visit(regex);
  if (regex.kind === 'group' || regex.kind === 'repeat') visitRegex(regex.body, visit);
  if (regex.kind === 'sequence') for (const part of regex.parts) visitRegex(part, visit);
  if (regex.kind === 'choice') for (const branch of regex.branches) visitRegex(branch, visit);
};
