// A Sigma 2.1 detection rule as a tree: what is written as YAML, nothing about how.

export type SigmaModifier = 'contains' | 'startswith' | 'endswith' | 'all' | 'cased' | 're' | 'i' | 'cidr' | 'lt' | 'lte' | 'gt' | 'gte';

/** A string is written as it stands: wildcards are escaped already, and a regular expression is in Sigma's dialect. */
export type SigmaValue = string | number | bigint | boolean | null;

/** One line of a selection: `field|modifiers: values`. Several values are alternatives, unless `all` is among the modifiers. */
export interface SigmaItem {
  readonly field: string;
  readonly modifiers: readonly SigmaModifier[];
  readonly values: readonly SigmaValue[];
}

/** All items hold. No two have the same field and modifiers. */
export type SigmaMap = readonly SigmaItem[];

/** A named search identifier; several maps are alternatives. */
export interface SigmaSelection {
  readonly name: string;
  readonly maps: readonly SigmaMap[];
}

export type SigmaCondition =
  | { readonly kind: 'ref'; readonly name: string }
  /** `1 of prefix*` */
  | { readonly kind: 'oneOf'; readonly prefix: string }
  | { readonly kind: 'not'; readonly operand: SigmaCondition }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly SigmaCondition[] };

export interface SigmaDetection {
  readonly selections: readonly SigmaSelection[];
  readonly condition: SigmaCondition;
}

export interface SigmaLogsource {
  readonly category?: string;
  readonly product?: string;
  readonly service?: string;
  readonly definition?: string;
}

/** One of the rules that a correlation counts the events of. */
export interface SigmaBase {
  readonly logsource: SigmaLogsource;
  readonly detection: SigmaDetection;
  readonly fields: readonly string[];
}

/** What a correlation counts: a base, or what another correlation of the same rule reports. */
export interface SigmaRef {
  readonly kind: 'base' | 'part';
  readonly at: number;
}

/** A field to group by; `fields`: one for each of the rules that are counted, where they are not the same. */
export interface SigmaKey {
  readonly name: string;
  readonly fields: readonly string[] | null;
}

/** `5d` */
export type SigmaTimespan = string;

export interface SigmaCorrelation {
  readonly type: 'event_count' | 'value_count' | 'value_sum' | 'value_avg' | 'temporal' | 'temporal_ordered';
  readonly of: readonly SigmaRef[];
  readonly groupBy: readonly SigmaKey[];
  readonly timespan: SigmaTimespan;
  /** The field whose values are counted or summed. */
  readonly field: string | null;
  readonly bounds: readonly (readonly ['gt' | 'gte' | 'lt' | 'lte' | 'eq', bigint | number])[];
}

/** The last part is what the rule as a whole reports. */
export interface SigmaCorrelated {
  readonly bases: readonly SigmaBase[];
  readonly parts: readonly SigmaCorrelation[];
}

/** The rule; a null or empty part is not written. With a correlation, log source and detection are those of its first base. */
export interface SigmaRule {
  readonly title: string;
  readonly id: string;
  /** The id of the rule that this one is derived from. */
  readonly derivedFrom: string | null;
  readonly description: string | null;
  readonly references: readonly string[];
  readonly author: string | null;
  /** `2026-11-21` */
  readonly date: string | null;
  readonly tags: readonly string[];
  readonly logsource: SigmaLogsource;
  readonly detection: SigmaDetection;
  readonly correlation: SigmaCorrelated | null;
  readonly fields: readonly string[];
  readonly falsePositives: readonly string[];
  readonly level: 'informational' | 'low' | 'medium' | 'high';
}

/** A condition before it is cut into selections. */
export type Logic =
  | { readonly kind: 'item'; readonly item: SigmaItem }
  | { readonly kind: 'not'; readonly operand: Logic }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Logic[] };

export const itemOf = (field: string, modifiers: readonly SigmaModifier[], values: readonly SigmaValue[]): Logic => ({
  kind: 'item',
  item: { field, modifiers, values },
});

/** `not (not a and not b)` is `a or b`. */
export const notOf = (operand: Logic): Logic =>
  operand.kind === 'and' && operand.operands.every((one) => one.kind === 'not')
    ? { kind: 'or', operands: operand.operands.flatMap((one) => (one.kind === 'not' ? [one.operand] : [])) }
    : { kind: 'not', operand };

/** `and` / `or` of one operand is that operand. */
export const logicOf = (kind: 'and' | 'or', operands: readonly Logic[]): Logic => {
  const [only] = operands;
  return operands.length === 1 && only ? only : { kind, operands };
};
