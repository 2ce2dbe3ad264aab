// Rules in, one after the other; ARM templates that install them out, in pieces: at most 200 rules and 3.5 MB each. A template holds nothing in memory.
import type { Piece } from '../pack.ts';
import type { Operator } from '../trigger.ts';
import type { Alert, Plain, SentinelRule } from './facts.ts';
import { isoDurationOf } from './times.ts';

/** ARM takes 800 resources and 4 MB; half of it leaves room for what a portal adds. */
const mostResources = 200;
const mostBytes = 3_500_000;

/** In a template a text from `[` to `]` is an expression; one more `[` makes it a text. */
const literal = (text: string): string => (text.startsWith('[') && text.endsWith(']') ? `[${text}` : text);

/** Keys are never expressions. */
const literals = (value: Plain): Plain => {
  if (typeof value === 'string') return literal(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(literals);
  return Object.fromEntries(Object.entries(value as { readonly [key: string]: Plain }).map(([key, inner]) => [key, literals(inner)]));
};

const operators = { gt: 'GreaterThan', lt: 'LessThan', eq: 'Equal', ne: 'NotEqual' } satisfies Record<Operator, string>;

const parentsOf = (techniques: readonly string[]): readonly string[] => [...new Set(techniques.map((id) => id.split('.')[0] ?? id))];
const childrenOf = (techniques: readonly string[]): readonly string[] => techniques.filter((id) => id.includes('.'));

const scheduleOf = ({ kind, every, period, operator, threshold }: Alert): { readonly [key: string]: Plain } =>
  kind === 'NRT'
    ? {}
    : {
        queryFrequency: isoDurationOf(every),
        queryPeriod: isoDurationOf(period),
        triggerOperator: operators[operator],
        triggerThreshold: threshold,
      };

/** `5h` and `PT5H` are the same. */
const isoOf = (value: Plain | undefined): string | null => {
  if (typeof value !== 'string') return null;
  const found = /^(\d+)([dhm])$/.exec(value);
  if (!found) return /^P/.test(value) ? value : null;
  return found[2] === 'd' ? `P${found[1]}D` : `PT${found[1]}${(found[2] ?? '').toUpperCase()}`;
};

const alertProperties = (rule: SentinelRule, alert: Alert): Plain => {
  const children = childrenOf(rule.techniques);
  return {
    displayName: rule.name,
    description: rule.description,
    severity: alert.severity,
    enabled: true,
    query: rule.query,
    ...scheduleOf(alert),
    suppressionDuration: isoOf(rule.carried('suppressionDuration')) ?? 'PT5H',
    suppressionEnabled: rule.carried('suppressionEnabled') === true,
    tactics: rule.tactics,
    techniques: parentsOf(rule.techniques),
    ...(children.length > 0 ? { subTechniques: children } : {}),
    alertRuleTemplateName: null,
    entityMappings: rule.entities.map(({ entityType, fields }) => ({
      entityType,
      fieldMappings: fields.map(({ identifier, column }) => ({ identifier, columnName: column })),
    })),
    customDetails: null,
    ...Object.fromEntries(rule.others),
  };
};

const alertResource = (rule: SentinelRule, alert: Alert): Plain => ({
  type: 'Microsoft.OperationalInsights/workspaces/providers/alertRules',
  name: `[concat(parameters('workspace'),'/Microsoft.SecurityInsights/${rule.id}')]`,
  apiVersion: '2023-12-01-preview',
  kind: alert.kind,
  properties: literals(alertProperties(rule, alert)),
});

/** A tag without a value is none. */
const tagsOf = (rule: SentinelRule): Plain =>
  [
    { name: 'description', value: rule.description },
    { name: 'tactics', value: rule.tactics.join(',') },
    { name: 'techniques', value: parentsOf(rule.techniques).join(',') },
    { name: 'subTechniques', value: childrenOf(rule.techniques).join(',') },
  ].filter(({ value }) => value !== '');

const searchResource = (rule: SentinelRule): Plain => ({
  type: 'Microsoft.OperationalInsights/workspaces/savedSearches',
  name: `[concat(parameters('workspace'),'/${rule.id}')]`,
  apiVersion: '2020-08-01',
  properties: literals({
    etag: '*',
    category: 'Hunting Queries',
    displayName: rule.name,
    query: rule.query,
    version: 2,
    tags: tagsOf(rule),
  }),
});

const template = JSON.stringify(
  {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: { workspace: { type: 'String' } },
    resources: [],
  },
  null,
  2,
);
const [head, tail] = [template.slice(0, -'[]\n}'.length), '\n  ]\n}\n'];

const indented = (json: string): string =>
  json
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

export interface Templates {
  add(rule: SentinelRule): readonly Piece[];
  end(): readonly Piece[];
}

/** @param name of the files: `<name>-1.json` … */
export const templates = (name: string): Templates => {
  let [file, resources, bytes] = [0, 0, 0];
  const piece = (text: string): Piece => ({ path: `arm/${name}-${file}.json`, text, kind: 'append' });
  const close = (): readonly Piece[] => (resources > 0 ? [piece(tail)] : []);
  return {
    add(rule) {
      const value = rule.alert ? alertResource(rule, rule.alert) : searchResource(rule);
      const text = indented(JSON.stringify(value, null, 2));
      const size = bytesOf(text) + 2;
      const isFull = resources === mostResources || bytes + size > mostBytes;
      const closed = isFull ? close() : [];
      if (file === 0 || isFull) [file, resources, bytes] = [file + 1, 0, bytesOf(head + tail)];
      const added = piece(`${resources === 0 ? `${head}[` : ','}\n${text}`);
      resources += 1;
      bytes += size;
      return [...closed, added];
    },
    end: close,
  };
};
