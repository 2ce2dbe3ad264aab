// A rule of a pack in; what each artifact for Sentinel says about it, the same in all of them, out, with findings on what was missing.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import { nowhere } from '../../diagnostics/span.ts';
import type { Carried, CarriedKey, DataConnector, EntityMapping } from '../../ir/rule.ts';
import type { PackRule, PackSettings } from '../pack.ts';
import { type Operator, operatorOf } from '../trigger.ts';
import { entitiesIn } from './entities.ts';
import { connectorOf } from './tables.ts';

export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

export const plainOf = (value: Carried): Plain => {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [key, plainOf(inner)]));
  if (Array.isArray(value)) return value.map(plainOf);
  return value as Plain;
};

export type Severity = 'Informational' | 'Low' | 'Medium' | 'High';

export interface SentinelRule {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly query: string;
  readonly tactics: readonly string[];
  readonly techniques: readonly string[];
  readonly connectors: readonly DataConnector[];
  readonly entities: readonly EntityMapping[];
  /** `X.Y.Z` */
  readonly version: string;
  readonly metadata: Plain;
  readonly tags: readonly string[];
  /** Null: a hunting query, which somebody runs by hand. */
  readonly alert: Alert | null;
  /** What the rule carries for Sentinel besides, and what the overlay adds; not `metadata`, `status` and the suppression. */
  readonly others: readonly (readonly [string, Plain])[];
  carried(key: CarriedKey): Plain | undefined;
}

export interface Alert {
  readonly kind: 'Scheduled' | 'NRT';
  readonly severity: Severity;
  readonly status: string;
  /** Seconds. */
  readonly every: number;
  readonly period: number;
  readonly operator: Operator;
  readonly threshold: number;
}

const severities: ReadonlyMap<string, Severity> = new Map([
  ['informational', 'Informational'],
  ['low', 'Low'],
  ['medium', 'Medium'],
  ['high', 'High'],
]);

const severityOf = (found: string | null, findings: Diagnostic[]): Severity => {
  const known = severities.get((found ?? '').toLowerCase());
  if (known) return known;
  const written = (found ?? '').toLowerCase() === 'critical' ? 'High' : 'Medium';
  findings.push(report('RMMC8076', nowhere, { key: 'severity', found: found === null ? 'missing' : JSON.stringify(found), written }));
  return written;
};

const triggerOf = (found: string | null, findings: Diagnostic[]): Operator => {
  const known = operatorOf(found);
  if (!known) findings.push(report('RMMC8076', nowhere, { key: 'triggerOperator', found: JSON.stringify(found), written: 'gt' }));
  return known ?? 'gt';
};

const descriptionOf = ({ meta, title }: PackRule, findings: Diagnostic[]): string => {
  if (meta.description === null) findings.push(report('RMMC8076', nowhere, { key: 'description', found: 'missing', written: 'the name' }));
  return meta.description ?? title;
};

const alertOf = ({ meta, schedule }: PackRule, findings: Diagnostic[]): Alert | null => {
  if (!schedule.scheduled) return null;
  const status = meta.carried.get('status');
  return {
    kind: meta.kind === 'NRT' ? 'NRT' : 'Scheduled',
    severity: severityOf(meta.severity, findings),
    status: typeof status === 'string' ? status : 'Available',
    every: schedule.every,
    period: schedule.period,
    operator: triggerOf(meta.triggerOperator, findings),
    threshold: meta.triggerThreshold ?? 0,
  };
};

/** The rule's own connectors; where they name no tables, or there are none, those that fill the tables of the query. */
const connectorsOf = ({ meta, tables }: PackRule, findings: Diagnostic[]): readonly DataConnector[] => {
  const filled = (connector: string): readonly string[] => tables.filter((table) => connectorOf(table) === connector);
  if (meta.connectors.length > 0) {
    return meta.connectors.map((own) => (own.dataTypes.length > 0 ? own : { ...own, dataTypes: filled(own.connectorId) }));
  }
  const unknown = tables.filter((table) => connectorOf(table) === null);
  if (unknown.length > 0) findings.push(report('RMMC8077', nowhere, { tables: unknown.join(', ') }));
  const known = [...new Set(tables.map(connectorOf))].filter((connector) => connector !== null);
  return known.map((connectorId) => ({ connectorId, dataTypes: filled(connectorId) }));
};

const entitiesOf = ({ meta, query }: PackRule, findings: Diagnostic[]): readonly EntityMapping[] => {
  const { columns, open } = query.frame;
  const names = new Set(columns.map(({ name }) => name));
  for (const { entityType, fields } of meta.entityMappings) {
    for (const { column } of fields) {
      if (!open && !names.has(column)) findings.push(report('RMMC8073', nowhere, { entity: entityType, column }));
    }
  }
  if (meta.entityMappings.length > 0) return meta.entityMappings;
  const found = entitiesIn(columns);
  if (found.length === 0) findings.push(report('RMMC8072', nowhere, {}));
  return found;
};

const communityMetadata = (author: string): Plain => ({
  source: { kind: 'Community' },
  author: { name: author },
  support: { tier: 'Community' },
  categories: { domains: ['Security - Others'] },
});

const isPlainObject = (value: Plain | undefined): value is { readonly [key: string]: Plain } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isOther = (key: CarriedKey): boolean =>
  key !== 'metadata' && key !== 'status' && key !== 'suppressionDuration' && key !== 'suppressionEnabled';

const leftOut = ({ meta }: PackRule): readonly string[] => [
  ...(meta.references.length > 0 ? ['references'] : []),
  ...(meta.falsePositives.length > 0 ? ['notes on false positives'] : []),
];

/** What stands in the pack for a rule. */
export const sentinelRule = (rule: PackRule, settings: PackSettings, findings: Diagnostic[]): SentinelRule => {
  const { meta, overlay } = rule;
  const carried = (key: CarriedKey): Plain | undefined => {
    const value = meta.carried.get(key);
    return value === undefined ? undefined : plainOf(value);
  };
  const own = [...meta.carried].filter(([key]) => isOther(key as CarriedKey)).map(([key, value]) => [key, plainOf(value)] as const);
  const metadata = communityMetadata(meta.author ?? settings.author);
  const given = carried('metadata');
  const missing = leftOut(rule);
  if (missing.length > 0) findings.push(report('RMMC8079', nowhere, { keys: missing.join(' and ') }));
  if (overlay.suppress) findings.push(report('RMMC8078', nowhere, { fields: overlay.suppress.fields.join(', ') || 'time' }));
  return {
    id: rule.id,
    name: rule.title,
    description: descriptionOf(rule, findings),
    query: rule.written ?? rule.output,
    tactics: meta.tactics,
    techniques: meta.techniques,
    connectors: connectorsOf(rule, findings),
    entities: entitiesOf(rule, findings),
    version: /^\d+\.\d+\.\d+$/.test(meta.version ?? '') ? (meta.version ?? settings.version) : settings.version,
    metadata: isPlainObject(given) && isPlainObject(metadata) ? { ...metadata, ...given } : metadata,
    tags: meta.tags,
    alert: alertOf(rule, findings),
    others: [...own, ...Object.entries(overlay.extra?.sentinel ?? {})],
    carried,
  };
};
