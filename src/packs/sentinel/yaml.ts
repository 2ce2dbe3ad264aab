// A rule in; its YAML as Azure-Sentinel's contribution rules want it out. The YAML library writes every scalar.
import { type Document, dump, type Node, SCALAR_STYLE, YAML11_SCHEMA } from 'js-yaml';
import type { Alert, Plain, SentinelRule } from './facts.ts';
import { timespanOf } from './times.ts';

type Row = readonly [string, Plain];

const scheduleRows = ({ kind, every, period, operator, threshold }: Alert): readonly Row[] =>
  kind === 'NRT'
    ? []
    : [
        ['queryFrequency', timespanOf(every)],
        ['queryPeriod', timespanOf(period)],
        ['triggerOperator', operator],
        ['triggerThreshold', threshold],
      ];

const alertRows = (alert: Alert | null): readonly Row[] =>
  alert === null ? [] : [['severity', alert.severity], ['status', alert.status], ...scheduleRows(alert)];

const ruleValue = (rule: SentinelRule): Plain =>
  Object.fromEntries<Plain>([
    ['id', rule.id],
    ['name', rule.name],
    ['description', rule.description],
    ['requiredDataConnectors', rule.connectors.map(({ connectorId, dataTypes }) => ({ connectorId, dataTypes }))],
    ...alertRows(rule.alert),
    ['tactics', rule.tactics],
    ['relevantTechniques', rule.techniques],
    ...(rule.tags.length > 0 ? [['tags', rule.tags] as const] : []),
    ['query', rule.query],
    [
      'entityMappings',
      rule.entities.map(({ entityType, fields }) => ({
        entityType,
        fieldMappings: fields.map(({ identifier, column }) => ({ identifier, columnName: column })),
      })),
    ],
    ...rule.others,
    ['version', rule.version],
    ...(rule.alert === null ? [] : [['kind', rule.alert.kind] as const]),
    ['metadata', rule.metadata],
  ]);

/** UUIDs, versions, periods. */
const plainForms = /^(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d+\.\d+\.\d+|\d+[smhd])$/;

/** What readers of YAML 1.1 and of 1.2 take for the same text. */
const isPlainText = (text: string): boolean =>
  plainForms.test(text) || (/^[A-Za-z][\w.]*(?:[ -]+[\w.]+)*$/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text));

const unprintable = /(?![\n\t])\p{Cc}|[\u2028\u2029\uFEFF]|\p{Cs}/u;

/** A block scalar cannot hold what no line can show; a line that is all blanks at its start would decide how deep it is taken to stand. */
const fitsBlock = (text: string): boolean => !unprintable.test(text) && !/^[ \t\n]/.test(text) && text !== '';

const styleText = (node: Extract<Node, { kind: 'scalar' }>, key: string): void => {
  if (!node.tag.endsWith('str')) return;
  if (unprintable.test(node.value)) node.style = SCALAR_STYLE.DOUBLE_QUOTED;
  else if ((key === 'query' || node.value.includes('\n')) && fitsBlock(node.value)) node.style = SCALAR_STYLE.LITERAL_BLOCK;
  else if (node.style === SCALAR_STYLE.PLAIN && !isPlainText(node.value)) node.style = SCALAR_STYLE.SINGLE_QUOTED;
};

const style = (node: Node, key: string): void => {
  if (node.kind === 'scalar') styleText(node, key);
  else if (node.kind === 'sequence') for (const item of node.items) style(item, '');
  else if (node.kind === 'mapping') {
    for (const { key: name, value } of node.items) {
      style(name, '');
      style(value, name.kind === 'scalar' ? name.value : '');
    }
  }
};

const styleAll = (documents: readonly Document[]): void => {
  for (const { contents } of documents) if (contents) style(contents, '');
};

export const yamlOf = (rule: SentinelRule): string =>
  dump(ruleValue(rule), { schema: YAML11_SCHEMA, indent: 2, lineWidth: -1, noRefs: true, transform: styleAll });
