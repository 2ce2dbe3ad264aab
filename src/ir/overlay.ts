// What a tenant changes about rules, as data: it says nothing about where events are (that is a profile's field map), but which events and rules count, and how they run.

/** Values of a column that are passed over in every table read first that has the column. `match`: KQL's own operators, all of them blind to case. */
export interface Exclusion {
  readonly column: string;
  readonly match: 'equals' | 'startswith' | 'endswith' | 'contains' | 'has';
  readonly values: readonly string[];
  /** Names of the tables that it is for; absent: all that have the column. */
  readonly tables?: readonly string[];
}

export interface Suppression {
  /** Result columns whose equal values make an alert a repetition. */
  readonly fields: readonly string[];
  readonly seconds: number;
}

/** What is changed about one rule. Every part is optional; an absent one leaves the rule's own. */
export interface RuleOverlay {
  readonly name?: string;
  /** `Informational`, `Low`, `Medium`, `High`. */
  readonly severity?: string;
  /** Runs by itself once installed. */
  readonly enabled?: boolean;
  /** Seconds between two runs, and seconds that each looks back. */
  readonly every?: number;
  readonly period?: number;
  /** Five fields, in place of the one made from `every`. */
  readonly cron?: string;
  readonly suppress?: Suppression;
  /** Not packed. */
  readonly skip?: boolean;
  /** By pack: keys of that SIEM's own artifact, written as they are (`action.email: 1`). */
  readonly extra?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface Overlay {
  /** By name of the `let`: the texts that it holds instead (`let SanctionedTools = dynamic([…])`). */
  readonly lets: ReadonlyMap<string, readonly string[]>;
  readonly exclusions: readonly Exclusion[];
  /** For every rule, unless `rules` says otherwise. */
  readonly all: RuleOverlay;
  /** By id, name or file stem. */
  readonly rules: ReadonlyMap<string, RuleOverlay>;
}

export const noOverlay: Overlay = { lets: new Map(), exclusions: [], all: {}, rules: new Map() };
