// Every packed rule of the shipped and the public RMM rules against our schema of Kibana's import; and what the schema refuses.
import { parse } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { translate } from '../../../src/compile.ts';
import { absence, rmmRules, shared, upstreamFile } from '../../support/corpus.ts';
import { catalogue, packElastic, schemaProblems, seeds } from '../../support/elastic-pack.ts';

const checkToml = (toml: string): readonly string[] => {
  const { metadata, rule } = parse(toml) as { metadata: Record<string, unknown>; rule: Record<string, unknown> };
  const wrong = (name: string, value: unknown, form: RegExp): readonly string[] => (form.test(String(value)) ? [] : [`${name}: ${value}`]);
  return [
    ...wrong('name', rule.name, /^[a-zA-Z0-9].+?[a-zA-Z0-9[\]()]$/),
    ...wrong('interval', rule.interval, /^\d+[mshd]$/),
    ...wrong('rule_id', rule.rule_id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    ...wrong('query', rule.query, /\| KEEP\s/),
    ...wrong('creation_date', metadata.creation_date, /^\d{4}\/\d{2}\/\d{2}$/),
    ...wrong('updated_date', metadata.updated_date, /^\d{4}\/\d{2}\/\d{2}$/),
  ];
};

/** A query that does not aggregate asks for the events' ids and keeps them. */
const withoutIds = (query: string): boolean =>
  !query.includes('| STATS') &&
  !(/^FROM .* METADATA _id, _index, _version\n/.test(query) && /\n\| KEEP\s[^|]*\b_id,\s+_index,\s+_version\n/.test(query));

describe.each([
  ['the shipped rules', seeds(), 5],
  ['the catalogue', catalogue(), 400],
  [`the public RMM rules${absence}`, shared === null ? [] : rmmRules().map((rule) => ({ name: rule.path, text: upstreamFile(rule) })), 160],
])('%s', (_, files, least) => {
  test.skipIf(files.length === 0)('fit the schema, and read back from TOML as they are', () => {
    const { rules, toml, ndjson, packed } = packElastic(files);
    expect(rules.flatMap((rule) => schemaProblems(rule).map((problem) => `${rule.name}: ${problem}`))).toStrictEqual([]);
    expect([...toml.values()].flatMap(checkToml)).toStrictEqual([]);
    expect(rules.map(({ query }) => query).filter(withoutIds)).toStrictEqual([]);
    const read = [...toml.values()].map((text) => (parse(text) as { rule: Record<string, unknown> }).rule);
    expect(read.map((rule) => ({ ...rule, query: String(rule.query).trimEnd(), note: String(rule.note).trimEnd() }))).toEqual(rules);
    expect([
      packed >= least,
      packed === rules.length,
      ndjson.endsWith('}\n'),
      new Set(rules.map((rule) => rule.rule_id)).size,
    ]).toStrictEqual([true, true, true, rules.length]);
  });

  test.skipIf(files.length === 0)('hold the translation itself, but for the columns that a rule keeps', () => {
    const withoutKeep = (query: string): string => query.trimEnd().replace(/\n\| KEEP \*, _id, _index, _version(?=\n|$)/, '');
    const translated = files.flatMap(({ name, text }) =>
      translate(text, { to: ['esql'], file: name }).results.flatMap(({ output }) => output ?? []),
    );
    expect(packElastic(files).rules.map(({ query }) => withoutKeep(query))).toStrictEqual(translated.map((query) => query.trimEnd()));
  });

  test.skipIf(files.length === 0)('are the same bytes twice', () => {
    const [a, b] = [packElastic(files), packElastic(files)];
    expect([a.ndjson === b.ndjson, [...a.toml].join() === [...b.toml].join()]).toStrictEqual([true, true]);
  });
});

describe('the schema refuses', () => {
  const good = packElastic(seeds().slice(0, 1)).rules[0];

  test('nothing of a good rule', () => {
    expect(schemaProblems(good)).toStrictEqual([]);
  });

  test.each([
    ['an index', { index: ['logs-*'] }],
    ['filters', { filters: [] }],
    ['a data view', { data_view_id: 'x' }],
    ['empty investigation fields', { investigation_fields: {} }],
    ['no threats', { threat: [] }],
    ['a threat without a tactic', { threat: [{ framework: 'MITRE ATT&CK' }] }],
    ['an empty description', { description: '' }],
    ['another language', { language: 'kuery' }],
    ['a score of 101', { risk_score: 101 }],
    ['a severity of Sentinel', { severity: 'informational' }],
    ['an interval without unit', { interval: '60' }],
    ['a from of days', { from: 'now-5d/d' }],
    ['an id that is none', { rule_id: 'x' }],
    ['no tags', { tags: [] }],
    [
      'suppression by four',
      { alert_suppression: { group_by: ['a', 'b', 'c', 'd'], duration: { value: 1, unit: 'h' }, missing_fields_strategy: 'suppress' } },
    ],
  ])('%s', (_, change) => {
    expect(schemaProblems({ ...good, ...change }).length > 0).toBe(true);
  });
});
