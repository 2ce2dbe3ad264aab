// Names and values made to break artifacts: the NDJSON stays one rule a line, the TOML reads back, paths stay inside the pack.
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { parse } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { packElastic, schemaProblems } from '../../support/elastic-pack.ts';

const nasty: readonly string[] = [
  '../../etc/passwd',
  'C:\\Windows\\..\\x\\',
  'nul \u0000 in it',
  'two\nlines',
  'ends with a backslash\\',
  ']] [[rule.threat]]',
  "''' breaks out\n[metadata]",
  '""" too',
  '{{title}} {{#if}}',
  '$result.x$ `macro` | search *',
  '# a heading; !{investigate{"label":"x"}}',
  '\u202eright to left\u200f',
  'a'.repeat(300),
  '"}\n{"rule_id":"x"}',
  '\u2028line separator\u2029',
  '-',
];

const file = (name: string, text: string) => ({
  name,
  text: JSON.stringify({
    id: null,
    name: text,
    description: text,
    author: text,
    severity: 'Low',
    tags: [text],
    references: [text],
    falsePositives: [{ scenario: text, description: text, filter: text }],
    tactics: ['CommandAndControl'],
    relevantTechniques: ['T1219'],
    query: `DeviceProcessEvents | where FileName == ${JSON.stringify(text)} | project FileName`,
  }),
});

const problems = (texts: readonly string[]): readonly string[] => {
  const { ndjson, rules, toml, packed } = packElastic(texts.map((text, at) => file(`${at}.yaml`, text)));
  const lines = ndjson.split('\n');
  const read = [...toml.values()].map((text) => (parse(text) as { rule: Record<string, unknown> }).rule);
  const changed = read.filter((one, at) => {
    const back: unknown = JSON.parse(
      JSON.stringify({ ...one, query: String(one.query).slice(0, -1), note: String(one.note).slice(0, -1), name: null }),
    );
    return !isDeepStrictEqual(back, { ...rules[at], name: null });
  });
  return [
    ...rules.flatMap((rule) => schemaProblems(rule).map((problem) => `${JSON.stringify(rule.name)}: ${problem}`)),
    ...[...toml.keys()].filter((path) => !/^toml\/[a-z0-9_]{1,80}\.toml$/.test(path)),
    ...changed.map((one) => `read back otherwise: ${JSON.stringify(one.name)}`),
    ...(lines.length === packed + 1 && lines.at(-1) === '' ? [] : [`${lines.length} lines for ${packed} rules`]),
    ...(toml.size === packed ? [] : [`${toml.size} TOML files for ${packed} rules`]),
  ];
};

describe('hostile text', () => {
  test('everywhere in a rule', () => {
    expect(problems(nasty)).toStrictEqual([]);
  });

  test('packs all of them', () => {
    expect(packElastic(nasty.map((text, at) => file(`${at}.yaml`, text))).packed).toBe(nasty.length);
  });

  test('the same name many times', () => {
    expect(problems(Array.from({ length: 5 }, () => 'Same name'))).toStrictEqual([]);
  });

  test('any text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 3 }), (texts) => {
        expect(problems(texts.map((text) => text.replace(/\p{Surrogate}/gu, '') || 'x'))).toStrictEqual([]);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  test('messages in the note cannot speak Markdown', () => {
    const [rule] = packElastic([
      {
        name: 'a.kql',
        text: 'DeviceProcessEvents | where FileName has "<b>!{osquery{}}[x](http://y)*" | project FileName, DeviceName',
      },
    ]).rules;
    expect(String(rule?.note).match(/(?<!\\)(?:!\{|<b>|\]\()/g)).toBeNull();
  });
});
