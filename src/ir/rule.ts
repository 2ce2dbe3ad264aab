// What travels with a query from its rule file to the targets: facts about the rule, normalized, never invented.

/** A false-positive note of the rule: what legitimate activity matches and how it might be told apart (prose, not executed). */
export interface FalsePositive {
  readonly scenario: string;
  readonly description?: string;
  readonly filter?: string;
}

/** `scheduled`: a Sentinel analytics rule; `custom-detection`: Defender runs it on a schedule; `hunting`: somebody runs it by hand. */
export type RuleKind = 'hunting' | 'scheduled' | 'custom-detection';

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
}

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
};
