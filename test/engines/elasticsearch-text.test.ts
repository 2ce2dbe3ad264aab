// String tests with hostile needles on a real Elasticsearch: the rows that come back are those that KQL's own definition picks.
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Elasticsearch, startElasticsearch } from '../../src/engines/elasticsearch/node.ts';
import { missingEngine } from '../support/engine.ts';
import { compileEsql, testTables } from '../support/esql.ts';

const script = 'engines/elasticsearch/engine.sh';
const missing = await missingEngine(script);

const needles = [
  'cmd',
  'Cmd.EXE',
  'tasklist',
  'a*b',
  'a?b',
  'C:\\Users\\',
  '\\',
  '"',
  '"""',
  'x"',
  "it's",
  'a|b',
  '(x86)',
  '[a]',
  '{1}',
  '^a$',
  '.',
  '@',
  '#',
  '&',
  '~',
  '<1-9>',
  '/',
  '`id`',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder is the hostile value
  '${x}',
  '{{x}}',
  '%s',
  'ä',
  'Ä',
  'straße',
  'K',
  'k',
  'ſ',
  's',
  'a\nb',
  '\ta',
  'a\rb',
  '\u0001',
  '😀',
  'ü-x',
  '10',
  '0',
  '-enc ',
  'c++.exe (x86)',
  '//',
  '/* */',
  "' OR 1=1",
  ') OR true OR (',
  'null',
  '_',
  'foo_bar',
];

const subjects: readonly (string | null)[] = [
  null,
  '',
  ...needles.flatMap((needle) => [
    needle,
    needle.toUpperCase(),
    needle.toLowerCase(),
    `x${needle}y`,
    ` ${needle} `,
    `-${needle}`,
    `${needle}9`,
    `_${needle}_`,
  ]),
];

const foldAscii = (text: string): string => text.replace(/[A-Z]/g, (c) => c.toLowerCase());
const isTerm = (c: string | undefined): boolean => c !== undefined && /^[0-9A-Za-z]$/.test(c);

/** KQL's definition, on code units: a needle's edge is guarded only where it is alphanumeric itself. */
const finds = (text: string, needle: string, left: boolean, right: boolean): boolean => {
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
    const before = !left || !isTerm(needle[0]) || !isTerm(text[at - 1]);
    const after = !right || !isTerm(needle.at(-1)) || !isTerm(text[at + needle.length]);
    if (before && after) return true;
  }
  return false;
};

interface Operator {
  readonly kql: string;
  readonly caseless: boolean;
  readonly holds: (text: string, needle: string) => boolean;
}

const operators: readonly Operator[] = [
  { kql: '==', caseless: false, holds: (text, needle) => text === needle },
  { kql: '=~', caseless: true, holds: (text, needle) => text === needle },
  { kql: 'contains', caseless: true, holds: (text, needle) => text.includes(needle) },
  { kql: 'contains_cs', caseless: false, holds: (text, needle) => text.includes(needle) },
  { kql: 'startswith', caseless: true, holds: (text, needle) => text.startsWith(needle) },
  { kql: 'startswith_cs', caseless: false, holds: (text, needle) => text.startsWith(needle) },
  { kql: 'endswith', caseless: true, holds: (text, needle) => text.endsWith(needle) },
  { kql: 'endswith_cs', caseless: false, holds: (text, needle) => text.endsWith(needle) },
  { kql: 'has', caseless: true, holds: (text, needle) => finds(text, needle, true, true) },
  { kql: 'has_cs', caseless: false, holds: (text, needle) => finds(text, needle, true, true) },
  { kql: 'hasprefix', caseless: true, holds: (text, needle) => finds(text, needle, true, false) },
  { kql: 'hassuffix', caseless: true, holds: (text, needle) => finds(text, needle, false, true) },
];

const negation: ReadonlyMap<string, string> = new Map([
  ['==', '!='],
  ['=~', '!~'],
]);

const literal = (text: string): string => JSON.stringify(text);

const expected = (operator: Operator, chosen: readonly string[], want: boolean): readonly number[] => {
  const fold = operator.caseless ? foldAscii : (text: string): string => text;
  return subjects.flatMap((subject, at) =>
    chosen.some((needle) => operator.holds(fold(subject ?? ''), fold(needle))) === want ? [at] : [],
  );
};

const tables = testTables(
  [
    {
      table: 'T',
      columns: [
        { name: 'Id', type: 'long' },
        { name: 'S', type: 'string' },
      ],
    },
  ],
  () => 'hostile',
);

describe.skipIf(missing !== null)(`hostile texts on Elasticsearch 8.19 (${missing ?? 'running'})`, () => {
  let engine: Elasticsearch;

  const answer = async (condition: string): Promise<readonly number[]> => {
    const { text, findings } = compileEsql(`T | where ${condition} | project Id`, tables);
    if (text === null) throw new Error(`${condition}: ${findings.map((one) => one.message).join('; ')}`);
    const { values } = await engine.query(text);
    return values.map((row) => Number(row[0])).sort((a, b) => a - b);
  };

  beforeAll(async () => {
    engine = await startElasticsearch(execFileSync('bash', [script, '--home'], { encoding: 'utf8' }).trim());
    await engine.create('hostile', { 'f.Id': 'long', 'f.S': 'keyword' });
    await engine.load(
      'hostile',
      subjects.map((subject, at) => (subject === null ? { 'f.Id': at } : { 'f.Id': at, 'f.S': subject })),
    );
  }, 120_000);
  afterAll(() => engine?.stop(), 30_000);

  test.each(operators.map((operator) => [operator.kql, operator] as const))(
    '%s and its negation',
    async (_, operator) => {
      for (const needle of needles) {
        const name = `S ${operator.kql} ${literal(needle)}`;
        expect({ name, rows: await answer(name) }).toEqual({ name, rows: expected(operator, [needle], true) });
        const opposite = `S ${negation.get(operator.kql) ?? `!${operator.kql}`} ${literal(needle)}`;
        expect({ name: opposite, rows: await answer(opposite) }).toEqual({ name: opposite, rows: expected(operator, [needle], false) });
      }
    },
    300_000,
  );

  test.each([
    ['in', operators[0]],
    ['in~', operators[1]],
    ['has_any', operators[8]],
  ] as const)(
    '%s with many needles',
    async (kql, operator) => {
      if (!operator) throw new Error('no such operator');
      for (let at = 0; at + 7 <= needles.length; at += 7) {
        const chosen = needles.slice(at, at + 7);
        const name = `S ${kql} (${chosen.map(literal).join(', ')})`;
        expect({ name, rows: await answer(name) }).toEqual({ name, rows: expected(operator, chosen, true) });
        expect({ name, rows: await answer(`not(${name})`) }).toEqual({ name, rows: expected(operator, chosen, false) });
      }
    },
    300_000,
  );

  test('chains of two thousand conditions', async () => {
    const words = Array.from({ length: 2000 }, (_, at) => `word${at}x`);
    expect(await answer(words.map((word) => `S == "${word}"`).join(' or '))).toEqual([]);
    expect(await answer(words.map((word) => `S has "${word}"`).join(' or '))).toEqual([]);
    expect(await answer(`S has_any (${words.map(literal).join(', ')})`)).toEqual([]);
    expect(await answer(words.map((word, at) => (at % 2 === 0 ? `S contains "${word}"` : `Id == ${at + 100_000}`)).join(' or '))).toEqual(
      [],
    );
    expect(await answer(`S has "${'word '.repeat(60)}"`)).toEqual([]);
    expect(await answer(`S contains "${'k'.repeat(300)}"`)).toEqual([]);
    expect(await answer(`S contains "${'x'.repeat(5000)}"`)).toEqual([]);
    expect(await answer(`S startswith_cs "${'k'.repeat(5000)}"`)).toEqual([]);
    expect((await answer(words.map((word) => `S !contains "${word}"`).join(' and '))).length).toBe(subjects.length);
  }, 300_000);
});
