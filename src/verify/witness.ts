// Witness events: rows of a rule's tables that decide each of its clauses, each with what it is there for.
import type { Span } from '../diagnostics/span.ts';
import type { Event } from '../eval/matching.ts';

/**
 * `satisfies`: fits the rule. `fails`: would fit but for this clause. `boundary`: stands where translations go wrong (letter case, term edges, blanks, bounds);
 * whether it fits is the evaluator's to say. `group`: for the keys and measures of an aggregation.
 */
export type Role = 'satisfies' | 'fails' | 'boundary' | 'group';

export interface About {
  readonly role: Role;
  /** The clause of the query that it is for; null: the query as a whole. */
  readonly span: Span | null;
  /** For people: ``the needle inside a longer word (`xatera`)``. */
  readonly what: string;
}

export interface Witness extends Event {
  readonly about: About;
  /** A time so near to a bound that counts from `now()` that it decides only while the clock stands still. */
  readonly nearNow: boolean;
}

/** A clause that no witness decides, with the reason. */
export interface Undecided {
  readonly span: Span;
  readonly reason: string;
}

export interface Witnesses {
  readonly events: readonly Witness[];
  readonly undecided: readonly Undecided[];
}

/** Joins and expansions that make more rows than this of a few hundred events are not worth their time. */
export const mostRows = 50_000;

export interface WitnessOptions {
  /** Ticks: what `now()` is. */
  readonly now: bigint;
  /** The same witnesses for the same seed, query and clock. */
  readonly seed: number;
}
