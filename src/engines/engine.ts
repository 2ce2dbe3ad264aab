// What an engine is to the verifier: somebody else's program that takes a query and events and says what comes out. Found on this machine, or absent with a reason.

/** JSON as an engine takes and gives it. An integer that a JavaScript number cannot hold comes as its text. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The events of one place (an index, a log source). */
export interface Dataset {
  /** The name under which the query finds them. */
  readonly place: string;
  /** Its rows are no events: they are looked up. */
  readonly lookup?: true;
  /** The target's own type by field name; `''` where it has no types. */
  readonly fields: ReadonlyMap<string, string>;
  readonly events: readonly { readonly [field: string]: Json }[];
  /** When each event happened, in whole seconds since 1970, for queries that count within windows; absent: nobody knows. */
  readonly times?: readonly number[];
}

/**
 * `rows`: the rows that the query gives. `matches`: for each event, in the order given, whether it matches. `accepted`: it is a query of that language; nothing
 * ran. `translation`: the query said again in KQL, by somebody else's reading of it. `refused`: the engine does not take it, in its own words.
 * `unable`: it takes the text, and cannot answer for a reason of its own: no verdict on the text.
 */
export type Answer =
  | {
      readonly kind: 'rows';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly Json[])[];
      /** What the engine says of its answer; absent when it says nothing. */
      readonly warnings?: readonly string[];
      /** Points that the engine's rules leave open and that decide these rows; absent when there are none. */
      readonly dependsOn?: readonly string[];
    }
  | { readonly kind: 'matches'; readonly matched: readonly boolean[] }
  | { readonly kind: 'accepted' }
  | { readonly kind: 'translation'; readonly kql: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unable'; readonly reason: string };

/** Events that are in place. Several queries may be asked of them. */
export interface Loaded {
  /** @throws Error when there is no answer: the engine ended, hung, or cannot be reached */
  ask(query: string): Promise<Answer>;
  /** Takes the events out again; always called. */
  drop(): Promise<void>;
}

export interface Engine {
  /** `Elasticsearch`, `rsigma`, `Teragrep pth_03` … */
  readonly name: string;
  readonly version: string;
  /** Of a server of the target itself: the version that says which parts of the language it has. */
  readonly release?: string;
  /** The target whose text it takes. */
  readonly takes: string;
  /** What its answers are, refusals apart. */
  readonly gives: Exclude<Answer['kind'], 'refused' | 'unable'>;
  /** Clock of `now()`: `own` for one that cannot be set. */
  readonly clock: 'own' | 'none';
  /** It holds no events: the query has to carry them in itself. */
  readonly carries?: true;
  /** How many queries may be under way at once. */
  readonly parallel: number;
  /** A free place for the events that lived in `wanted`, one that no other job uses. */
  placeFor(wanted: string): string;
  load(data: readonly Dataset[]): Promise<Loaded>;
  close(): Promise<void>;
}

/** An engine, or why there is none. */
export type Found = { readonly name: string; readonly takes: string } & ({ readonly engine: Engine } | { readonly absent: string });
