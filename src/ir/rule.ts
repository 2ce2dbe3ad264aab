// What travels with a query from its rule file to the targets: facts about the rule, normalized, never invented.

/** A false-positive note of the rule: what legitimate activity matches and how it might be told apart (prose, not executed). */
export interface FalsePositive {
  readonly scenario: string;
  readonly description?: string;
  readonly filter?: string;
}

/** `scheduled`: a Sentinel analytics rule; `custom-detection`: Defender runs it on a schedule; `hunting`: somebody runs it by hand. */
export type RuleKind = 'hunting' | 'scheduled' | 'custom-detection';

/** Which columns of the result name an entity (`Host`), by its identifiers (`FullName`). */
export interface EntityMapping {
  readonly entityType: string;
  readonly fields: readonly { readonly identifier: string; readonly column: string }[];
}

/** Where the data comes from: a connector of Sentinel and the tables (or parsers) that it fills. */
export interface DataConnector {
  readonly connectorId: string;
  readonly dataTypes: readonly string[];
}

/** What a rule file says in keys that are Sentinel's own business: taken along as it is. */
export type Carried = null | boolean | number | string | readonly Carried[] | ReadonlyMap<string, Carried>;

export interface RuleMeta {
  /** The rule's own id, or null (bare KQL). */
  readonly id: string | null;
  readonly name: string | null;
  readonly description: string | null;
  /** PascalCase ATT&CK tactics, as Sentinel spells them: `CommandAndControl`. */
  readonly tactics: readonly string[];
  /** `T1219`, `T1059.001` */
  readonly techniques: readonly string[];
  /** `Informational`, `Low`, `Medium`, `High`, or null for hunting queries. */
  readonly severity: string | null;
  /** `Scheduled`, `NRT`, `CustomDetection` (Defender), or null for hunting queries. */
  readonly kind: string | null;
  /** KQL timespans as written (`1d`), or null. */
  readonly queryFrequency: string | null;
  readonly queryPeriod: string | null;
  readonly triggerOperator: string | null;
  readonly triggerThreshold: number | null;
  readonly version: string | null;
  readonly author: string | null;
  readonly references: readonly string[];
  readonly tags: readonly string[];
  readonly falsePositives: readonly FalsePositive[];
  readonly entityMappings: readonly EntityMapping[];
  readonly connectors: readonly DataConnector[];
  /** By key: `customDetails`, `metadata`, `alertDetailsOverride` … (see `carriedKeys`). */
  readonly carried: ReadonlyMap<string, Carried>;
}

/** Keys of Sentinel's rules that say nothing about which events match. */
export const carriedKeys = [
  'status',
  'customDetails',
  'alertDetailsOverride',
  'eventGroupingSettings',
  'incidentConfiguration',
  'suppressionDuration',
  'suppressionEnabled',
  'metadata',
] as const;

export type CarriedKey = (typeof carriedKeys)[number];

export const emptyMeta: RuleMeta = {
  id: null,
  name: null,
  description: null,
  tactics: [],
  techniques: [],
  severity: null,
  kind: null,
  queryFrequency: null,
  queryPeriod: null,
  triggerOperator: null,
  triggerThreshold: null,
  version: null,
  author: null,
  references: [],
  tags: [],
  falsePositives: [],
  entityMappings: [],
  connectors: [],
  carried: new Map(),
};
