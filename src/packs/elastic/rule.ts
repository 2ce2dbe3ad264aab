// The shape of a rule as Kibana's import takes it: plain data, in the order in which it is written. Source: Kibana's detection engine, rule_to_import.
import type { AttackEntry } from '../attack.ts';

export interface ThreatTechnique extends AttackEntry {
  readonly subtechnique?: readonly AttackEntry[];
}

export interface Threat {
  readonly framework: 'MITRE ATT&CK';
  readonly tactic: AttackEntry;
  readonly technique?: readonly ThreatTechnique[];
}

export interface AlertSuppression {
  readonly group_by: readonly string[];
  readonly duration: { readonly value: number; readonly unit: 's' | 'm' | 'h' };
  readonly missing_fields_strategy: 'suppress';
}

/** Absent parts are absent: Kibana refuses some of them when they are empty. */
export interface ElasticRule {
  readonly name: string;
  readonly description: string;
  readonly rule_id: string;
  readonly type: string;
  readonly language: string;
  readonly query: string;
  readonly severity: 'low' | 'medium' | 'high' | 'critical';
  readonly risk_score: number;
  readonly enabled: boolean;
  /** `now-121m`, `now`, `60m` */
  readonly from: string;
  readonly to: string;
  readonly interval: string;
  readonly max_signals: number;
  readonly threat?: readonly Threat[];
  readonly tags?: readonly string[];
  readonly author: readonly string[];
  readonly references?: readonly string[];
  readonly false_positives?: readonly string[];
  readonly note?: string;
  readonly version: number;
  readonly alert_suppression?: AlertSuppression;
  /** What an overlay adds. */
  readonly [extra: string]: unknown;
}
