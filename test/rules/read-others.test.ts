// Bare KQL, Markdown, JSON: what counts as a rule and how it is named.
import { describe, expect, test } from 'vitest';
import { emptyMeta } from '../../src/ir/rule.ts';
import { readRules } from '../../src/rules/read-rules.ts';
import { splitKql } from '../../src/rules/split-kql.ts';
import { readUnits } from '../../src/units.ts';
import { mappedBack, noted, queries } from './marks.ts';

describe('bare KQL', () => {
  test('comments on top give title, description and references', () => {
    const text = '// Title: Rare tools\n//\n// See https://e.org/x\n\nT\n| take 1\n';
    expect(readRules(text, { file: 'd/b.kql' }).units.map(({ name, meta }) => ({ name, meta }))).toEqual([
      { name: 'b', meta: { ...emptyMeta, name: 'Rare tools', description: 'See https://e.org/x', references: ['https://e.org/x'] } },
    ]);
  });

  test('CRLF and lone CR become line feeds, and the offsets stay right', () => {
    const text = 'T\r\n| where a\r| take 1\r\n';
    expect(queries(text, { file: 'b.csl' })).toEqual(['T\n| where a\n| take 1\n']);
    expect(mappedBack(text, { file: 'b.csl' })).toEqual(queries(text, { file: 'b.csl' }));
  });

  test('comments alone are no rule', () => {
    expect(noted('// nothing here\n', { file: 'b.kql' })).toEqual(['error RMMC1006 1:1-1:1']);
  });
});

/** Stands in for the parser: every statement is a table, maybe with operators. */
const isQuery = (text: string): boolean => {
  const bare = text.replace(/\/\/[^\n]*/g, '').trim();
  return /^(?:let \w+ = [^;]+;\s*)*[A-Z]\w*(?:\s*\|[^;]*?)?$/.test(bare) && !/\n\s*\n\s*[A-Z]/.test(bare.replace(/;\s*/g, ';'));
};

const split = (text: string): readonly string[] => splitKql(text, { isQuery }).map((span) => text.slice(span.start, span.end));

describe('several queries in one file', () => {
  test('each piece that is a query by itself is a rule', () => {
    expect(split('// one\nA\n| take 1\n\n// two\n\nB\n| take 2\n')).toEqual(['// one\nA\n| take 1', '// two\n\nB\n| take 2']);
  });

  test.each([
    ['a blank line before a pipe', 'A\n\n| take 1\n'],
    ['a blank line behind let', 'let x = 1;\n\nA\n| where y\n'],
    ['a blank line behind an operator', 'A\n| where x and\n\nB\n'],
    ['a blank line inside brackets', 'A\n| where x in (\n\n1)\n'],
    ['a blank line inside a long string', 'A\n| where x == ```a\n\nB```\n'],
  ])('%s parts nothing', (_name, text) => {
    expect(split(text)).toEqual([text]);
  });

  test('one piece that is no query keeps the text whole: half a rule is worse than an error', () => {
    const text = 'A\n| take 1\n\nb b b\n\nC\n';
    expect(split(text)).toEqual([text]);
  });

  test('a `;` parts whole queries, and what follows it in its line goes with it', () => {
    const text = 'let x = 1;\nA\n| where b == x // not yet;\n; // first; done\n\n// second\nlet y = 2;\nB\n| where c == y;\n';
    expect(readUnits(text, { file: 'y.kql' }).units.map((unit) => unit.source.text)).toEqual([
      'let x = 1;\nA\n| where b == x',
      '// second\nlet y = 2;\nB\n| where c == y;',
    ]);
  });

  test('a query that reads a `let` of an earlier one is none by itself', () => {
    const text = 'let x = 1; A | where b == x; B | where c == x';
    expect(readUnits(text, { file: 'y.kql' }).units.map((unit) => unit.source.text)).toEqual([text]);
  });

  test('units are numbered, and it is said', () => {
    const options = { file: 'x/y.kql', isQuery };
    expect(readRules('A\n\nB', options).units.map((unit) => unit.name)).toEqual(['y#1', 'y#2']);
    expect(noted('A\n\nB', options)).toEqual(['info RMMC1019 1:1-1:1']);
  });
});

describe('Markdown', () => {
  test('one rule per KQL fence, named by its heading', () => {
    const text =
      '# Tool `x`\n\n```kql\nA\n```\n\n```json\n{}\n```\n\n## Other ##\n\n~~~~Kusto\nB\n```\n~~~~\n\n```\n| where untagged\n```\n\n```\nplain text\n```\n';
    expect(readRules(text, { file: 'm.md' }).units.map((unit) => [unit.name, unit.meta.name, unit.source.text])).toEqual([
      ['m#1', 'Tool x', 'A'],
      ['m#2', 'Other', 'B\n```'],
      ['m#3', 'Other', '| where untagged'],
    ]);
  });

  test('an open fence runs to the end, and it is said', () => {
    expect(queries('```kql\nA\n', { file: 'm.md' })).toEqual(['A\n']);
    expect(noted('```kql\nA\n', { file: 'm.md' })).toEqual(['warning RMMC1023 2:1-2:1']);
  });

  test('no fence, no rule; an empty fence is an error', () => {
    expect(noted('# Read me\n', { file: 'm.md' })).toEqual(['error RMMC1006 1:1-1:1']);
    expect(noted('```kql\n```\n', { file: 'm.md' })).toEqual(['error RMMC1011 2:1-2:1']);
  });
});

describe('JSON', () => {
  test('an ARM alert rule', () => {
    const text =
      '{"resources":[{"kind":"Scheduled","name":"[concat(\'/Microsoft.SecurityInsights/774bb5a8-c93b-4fa1-8ebf-4053b99622ed\')]","properties":{"displayName":"N","query":"T\\r\\n| take 1","queryFrequency":"PT15M","queryPeriod":"P5D","tactics":["Execution"],"techniques":["T1219"]}}]}';
    const { units } = readRules(text, { file: 'r.json' });
    expect(units.map(({ meta, source }) => [meta, source.text])).toEqual([
      [
        {
          ...emptyMeta,
          id: '774bb5a8-c93b-4fa1-8ebf-4053b99622ed',
          name: 'N',
          kind: 'Scheduled',
          queryFrequency: '15m',
          queryPeriod: '5d',
          tactics: ['Execution'],
          techniques: ['T1219'],
        },
        'T\n| take 1',
      ],
    ]);
  });

  test('a saved search keeps its tactics in tags', () => {
    const text =
      '{"properties":{"displayName":"N","query":"T","tags":[{"name":"tactics","value":"InitialAccess,Persistence"},{"name":"techniques","value":"T1078"}]}}';
    const [unit] = readRules(text, { file: 'r.json' }).units;
    expect([unit?.meta.tactics, unit?.meta.techniques, unit?.meta.tags]).toEqual([['InitialAccess', 'Persistence'], ['T1078'], []]);
  });

  test('a Graph detection rule', () => {
    const text =
      '{"displayName":"N","queryCondition":{"queryText":"T"},"detectionAction":{"alertTemplate":{"severity":"medium","mitreTechniques":["T1219"]}}}';
    const [unit] = readRules(text, { file: 'r.json' }).units;
    expect([unit?.meta.name, unit?.meta.severity, unit?.meta.techniques, unit?.source.text]).toEqual(['N', 'medium', ['T1219'], 'T']);
  });

  test('JSON without a rule, and broken JSON', () => {
    expect(noted('{"a":1}', { file: 'r.json' })).toEqual(['error RMMC1006 1:1-1:1']);
    expect(noted('{"a":', { file: 'r.json' })[0]).toBe('error RMMC1007 1:6-1:6');
  });
});

describe('formats are told by extension, then by content', () => {
  test.each([
    ['a.txt', 'name: N\nquery: |\n  T\n', 'T\n'],
    ['stdin', '# H\n```kql\nT\n```\n', 'T'],
    ['stdin', '{"queryCondition":{"queryText":"T"}}', 'T'],
    ['stdin', 'let query = 1;\nT', 'let query = 1;\nT'],
    ['a.KUSTO', 'T', 'T'],
  ])('%s', (name, text, query) => {
    expect(queries(text, { file: name })).toEqual([query]);
  });
});
