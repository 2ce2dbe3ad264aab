// A Kibana rule in; the TOML of elastic/detection-rules out. Written here because that form wants the query between `'''`, which TOML libraries do not write.
import type { AlertSuppression, ElasticRule, Threat } from './rule.ts';

export interface TomlMetadata {
  /** `2026/11/21` */
  readonly date: string;
  /** `8.19.0` */
  readonly minStackVersion: string;
}

const basic = (text: string): string => JSON.stringify(text.replace(/\p{Surrogate}/gu, '\ufffd')).replaceAll('\u007f', '\\u007f');

/** What a literal of several lines can hold as it is: no three quotes, no control character but line ends and tabs. */
const fitsLiteral = (text: string): boolean => !/'''|[\u0000-\u0008\u000b-\u001f\u007f]|\p{Surrogate}/u.test(text);

/** A text that ends with a line end. */
const block = (text: string): string => (fitsLiteral(text) && text.endsWith('\n') ? `'''\n${text}'''` : basic(text));

const key = (name: string): string => (/^[A-Za-z0-9_-]+$/.test(name) ? name : basic(name));

type Plain = string | number | boolean | readonly string[];

const plain = (value: Plain): string => {
  if (typeof value === 'string') return basic(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const flat = `[${value.map(basic).join(', ')}]`;
  return flat.length <= 100 ? flat : `[\n${value.map((one) => `    ${basic(one)},\n`).join('')}]`;
};

const line = (name: string, value: string): string => `${key(name)} = ${value}\n`;

const entryLines = (entry: Threat['tactic']): string =>
  ['id', 'name', 'reference'].map((name) => line(name, basic(entry[name as 'id']))).join('');

const threatTable = ({ framework, tactic, technique = [] }: Threat): string => {
  const techniques = technique.map((one) => {
    const parts = (one.subtechnique ?? []).map((part) => `[[rule.threat.technique.subtechnique]]\n${entryLines(part)}\n`);
    return `[[rule.threat.technique]]\n${entryLines(one)}\n${parts.join('')}`;
  });
  return `\n[[rule.threat]]\n${line('framework', basic(framework))}\n${techniques.join('')}[rule.threat.tactic]\n${entryLines(tactic)}`;
};

const suppressionTable = ({ group_by, duration, missing_fields_strategy }: AlertSuppression): string =>
  [
    '\n[rule.alert_suppression]\n',
    line('group_by', plain(group_by)),
    line('missing_fields_strategy', basic(missing_fields_strategy)),
    '\n[rule.alert_suppression.duration]\n',
    line('unit', basic(duration.unit)),
    line('value', String(duration.value)),
  ].join('');

/** detection-rules: begins with a letter or digit, ends with one or a bracket. */
export const tomlName = (name: string, fallback: string): string => {
  const trimmed = name.replace(/^[^a-zA-Z0-9]+/, '').replace(/[^a-zA-Z0-9[\]()]+$/, '');
  return /^[a-zA-Z0-9].+?[a-zA-Z0-9[\]()]$/.test(trimmed) ? trimmed : `Rule ${fallback}`;
};

const tables = new Set(['threat', 'alert_suppression', 'query', 'note', 'setup']);

/** `slug`: for a rule whose name that form does not take. */
export const printToml = (rule: ElasticRule, slug: string, { date, minStackVersion }: TomlMetadata): string => {
  const { query, note, setup, threat, alert_suppression, ...rest } = rule;
  const keys = Object.entries(rest as Readonly<Record<string, Plain>>)
    .filter(([name]) => !tables.has(name))
    .map(([name, value]) => [name, name === 'name' ? tomlName(rule.name, slug) : value] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [
    '[metadata]\n',
    line('creation_date', basic(date)),
    line('maturity', basic('development')),
    line('min_stack_version', basic(minStackVersion)),
    line('updated_date', basic(date)),
    '\n[rule]\n',
    ...keys.map(([name, value]) => line(name, plain(value))),
    ...(note === undefined ? [] : [line('note', block(`${note}\n`))]),
    ...(typeof setup === 'string' ? [line('setup', block(`${setup}\n`))] : []),
    line('query', block(`${query}\n`)),
    ...(alert_suppression ? [suppressionTable(alert_suppression)] : []),
    ...(threat ?? []).map(threatTable),
  ].join('');
};
