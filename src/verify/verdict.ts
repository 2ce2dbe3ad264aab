// What the verifier says of one rule in one target on one engine.
import type { Code } from '../diagnostics/codes.ts';
import type { Span } from '../diagnostics/span.ts';
import type { About } from './witness.ts';

/** The fewest events for which the engine's answer is not the one that KQL gives. */
export interface Difference {
  readonly events: readonly ShownEvent[];
  /** Rows (or events) that KQL gives and the engine does not. */
  readonly missing: readonly string[];
  /** Rows (or events) that the engine gives and KQL does not. */
  readonly unexpected: readonly string[];
  /** `stored`: blanks were stored as empty values; `absent`: they were not stored; `mixed`: in every second event. */
  readonly blanks: 'stored' | 'absent' | 'mixed';
  /** Whether `now()` was written out as a time. */
  readonly pinned: boolean;
}

/** An event for people: the columns that the rule reads. */
export interface ShownEvent {
  readonly table: string;
  readonly about: About;
  readonly cells: ReadonlyMap<string, string>;
}

/**
 * `equal`: the same rows (or matching events); `matching` of the events match; no events: the rows stand in the query. `wider`: more events match, as a finding declares. `accepted`: the engine only reads the language and takes the text.
 * `different`: an undeclared difference. `rejected`: the engine does not take the text. `refused`: the target did not say the rule, so there is nothing to try.
 * `broken`: the rule is no valid KQL. `not run`: the engine is absent. `unknown`: nothing was shown
 * (the evaluator refuses the query, no event matches it, or the engine cannot answer).
 */
export type Outcome =
  | { readonly kind: 'equal'; readonly events: number; readonly matching: number; readonly arbitrary: boolean }
  | { readonly kind: 'wider'; readonly events: number; readonly more: number }
  | { readonly kind: 'accepted' }
  | { readonly kind: 'different'; readonly difference: Difference }
  | { readonly kind: 'rejected'; readonly reason: string }
  | { readonly kind: 'refused'; readonly codes: readonly Code[] }
  | { readonly kind: 'broken' }
  | { readonly kind: 'not run'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

export type OutcomeKind = Outcome['kind'];

/** Kinds that make a run fail. */
export const isFailure = ({ kind }: Outcome): boolean => kind === 'different' || kind === 'rejected' || kind === 'broken';

/** Events that a declared assumption rules out. */
export interface LeftOut {
  readonly code: Code;
  readonly events: number;
}

export interface Verdict {
  readonly rule: { readonly id: string | null; readonly name: string; readonly file: string };
  readonly unit: string;
  readonly target: string;
  readonly engine: { readonly name: string; readonly version: string };
  readonly outcome: Outcome;
  /** What was verified: digests of the query's meaning (null: it is broken) and of where tables and fields are. Set by `verifyRule`. */
  readonly of?: { readonly meaning: string | null; readonly mapping: string };
  /** Codes of the assumptions that the translation names. */
  readonly under: readonly Code[];
  /** Declared widenings that no event showed. */
  readonly unseen: readonly Code[];
  /** Points that the engine's rules leave open and that decided its answers: read otherwise, they give other rows. */
  readonly dependsOn: readonly string[];
  readonly leftOut: readonly LeftOut[];
  /** Clauses that no witness event decides, with the reason. */
  readonly undecided: readonly { readonly span: Span; readonly line: number; readonly column: number; readonly reason: string }[];
}
