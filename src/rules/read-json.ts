// JSON in (ARM templates with alert rules or saved searches, Microsoft Graph detection rules); one unit per rule. JSON is read as YAML, which it
// is, because that gives positions.
import { isMap, isScalar, isSeq, Scalar, visit, type YAMLMap } from 'yaml';
import { type Diagnostic, report } from '../diagnostics/diagnostic.ts';
import type { Segment } from '../diagnostics/source.ts';
import type { RuleMeta } from '../ir/rule.ts';
import { parseYaml } from './read-yaml.ts';
import { ruleMeta } from './rule-meta.ts';
import { scalarSegments } from './scalar-map.ts';
import type { NamelessUnit, Reading } from './unit.ts';
import { type Entry, entriesOf, nodeSpan, styleOf, textOf } from './yaml-nodes.ts';

const asMap = (node: unknown): ReadonlyMap<string, Entry> => new Map(isMap(node) ? entriesOf(node).map((entry) => [entry.key, entry]) : []);

/** ISO 8601 durations (`PT15M`) as KQL timespans (`15m`); what is not one of a single unit stays as it is. */
const timespan = (text: string | null): string | null => {
  const found = /^P(?:(\d+)D|T(\d+)([HMS]))$/.exec(text ?? '');
  if (!found) return text;
  return found[1] ? `${found[1]}d` : `${found[2]}${(found[3] ?? '').toLowerCase()}`;
};

/** `[{name: "tactics", value: "A,B"}]`, the tags of a saved search, as entries. */
const tagEntries = (node: unknown): readonly (readonly [string, Entry])[] =>
  (isSeq(node) ? node.items : []).flatMap((item) => {
    const pair = asMap(item);
    const key = textOf(pair.get('name')?.value);
    const value = pair.get('value');
    return key !== null && value && ['description', 'tactics', 'techniques', 'subTechniques'].includes(key)
      ? [[key, { ...value, key }] as const]
      : [];
  });

/** The last part of `[concat(…, '/Microsoft.SecurityInsights/<guid>')]`. */
const guidIn = (text: string | null): string | null =>
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(text ?? '')?.[0]?.toLowerCase() ?? null;

/** In an ARM template a text from `[` to `]` is an expression, and one that begins with `[[` stands for itself without the first bracket. */
const isEscaped = (text: string): boolean => text.startsWith('[[') && text.endsWith(']');

const shifted = (segments: readonly Segment[]): readonly Segment[] => {
  const moved = segments.map((one) => ({ start: one.start - 1, fileStart: one.fileStart }));
  return moved.flatMap((one, at) => {
    if (one.start >= 0) return [one];
    return (moved[at + 1]?.start ?? 1) <= 0 ? [] : [{ start: 0, fileStart: one.fileStart - one.start }];
  });
};

const unescaped = (entry: Entry): Entry => {
  const text = textOf(entry.value);
  if (!isScalar(entry.value) || text === null || !isEscaped(text)) return entry;
  const value = new Scalar(text.slice(1));
  value.range = entry.value.range ?? null;
  return { ...entry, value };
};

const unitOf = (
  file: string,
  fileText: string,
  node: YAMLMap,
  query: Entry,
  entries: ReadonlyMap<string, Entry>,
  more: Partial<RuleMeta>,
  arm: boolean,
) => {
  const written = textOf(query.value) ?? '';
  const escaped = arm && isEscaped(written);
  const text = escaped ? written.slice(1) : written;
  const [start, end] = (isScalar(query.value) && query.value.range) || [0, 0];
  const found = isScalar(query.value) ? scalarSegments({ text: fileText, start, end }, written, styleOf(query.value)) : [];
  const segments = escaped ? shifted(found) : found;
  const { meta, diagnostics } = ruleMeta(arm ? new Map([...entries].map(([key, entry]) => [key, unescaped(entry)])) : entries);
  const own: RuleMeta = { ...meta, queryFrequency: timespan(meta.queryFrequency), queryPeriod: timespan(meta.queryPeriod), ...more };
  const unit: NamelessUnit = { meta: own, source: { file, fileText, text, segments }, span: nodeSpan(node, { start, end }) };
  // A single value for a list is the rule in these formats, not a slip.
  return { unit, diagnostics: diagnostics.filter((one) => one.code !== 'RMMC1020') };
};

/** `{ kind, name, properties: { query, displayName, … } }` */
const armRule = (file: string, fileText: string, node: YAMLMap) => {
  const outer = asMap(node);
  const properties = asMap(outer.get('properties')?.value);
  const query = properties.get('query');
  if (!query || textOf(query.value) === null) return null;
  const tags = tagEntries(properties.get('tags')?.value);
  const kept = [...properties].filter(([key]) => key !== 'tags' || tags.length === 0);
  const kind = textOf(outer.get('kind')?.value);
  return unitOf(file, fileText, node, query, new Map([...kept, ...tags]), { id: guidIn(textOf(outer.get('name')?.value)), kind }, true);
};

/** `{ displayName, queryCondition: { queryText }, detectionAction: { alertTemplate } }` */
const graphRule = (file: string, fileText: string, node: YAMLMap) => {
  const outer = asMap(node);
  const query = asMap(outer.get('queryCondition')?.value).get('queryText');
  if (!query || textOf(query.value) === null) return null;
  const template = asMap(asMap(outer.get('detectionAction')?.value).get('alertTemplate')?.value);
  const techniques = template.get('mitreTechniques');
  const entries = new Map([...template, ...outer, ...(techniques ? [['techniques', { ...techniques, key: 'techniques' }] as const] : [])]);
  // `12H`: hours between two runs; `0` runs on every event.
  const hours = /^(\d{1,3})H$/i.exec(textOf(asMap(outer.get('schedule')?.value).get('period')?.value) ?? '')?.[1];
  return unitOf(
    file,
    fileText,
    node,
    query,
    entries,
    { kind: 'CustomDetection', ...(hours ? { queryFrequency: `${hours}h` } : {}) },
    false,
  );
};

export const readJson = (file: string, fileText: string): Reading => {
  const parsed = parseYaml(fileText);
  if ('problem' in parsed) return { units: [], diagnostics: [parsed.problem] };
  const [document] = parsed.documents;
  const units: NamelessUnit[] = [];
  const diagnostics: Diagnostic[] = (document?.errors ?? [])
    .slice(0, 5)
    .map((error) =>
      report(
        'RMMC1007',
        { start: error.pos[0], end: Math.max(error.pos[0] + 1, error.pos[1]) },
        { problem: (error.message.split('\n')[0] ?? '').replace(/\.$/, '') },
      ),
    );
  if (!document || diagnostics.length > 0) return { units, diagnostics };
  visit(document, {
    Map: (_key, node) => {
      const found = armRule(file, fileText, node) ?? graphRule(file, fileText, node);
      if (!found) return undefined;
      units.push(found.unit);
      diagnostics.push(...found.diagnostics);
      return visit.SKIP;
    },
  });
  if (units.length > 0) return { units, diagnostics };
  return { units, diagnostics: [report('RMMC1006', { start: 0, end: 0 }, { file, looked: 'alert rule, saved search or detection rule' })] };
};
