// Sentinel YAML: what is read, what is recovered, what is refused, and where each character of the query stands.
import { describe, expect, test } from 'vitest';
import { emptyMeta } from '../../src/ir/rule.ts';
import { readRules } from '../../src/rules/read-rules.ts';
import { mappedBack, noted, queries } from './marks.ts';

const file = { file: 'a.yaml' };
const metaOf = (text: string) => readRules(text, file).units[0]?.meta;

describe('metadata', () => {
  test('a hunting query with scalar tactics', () => {
    const text = 'id: 774bb5a8\nname: N\ndescription: |\n  D1\n  D2\ntactics: Command and Control\nrelevantTechniques: t1219\nquery: T\n';
    expect(metaOf(text)).toEqual({
      ...emptyMeta,
      id: '774bb5a8',
      name: 'N',
      description: 'D1\nD2',
      tactics: ['CommandAndControl'],
      techniques: ['T1219'],
    });
    expect(noted(text, file)).toEqual(['info RMMC1020 6:10-6:29', 'info RMMC1020 7:21-7:26']);
  });

  test('an analytics rule', () => {
    const text =
      'kind: Scheduled\nseverity: High\nqueryFrequency: 1h\nqueryPeriod: 1d\ntriggerOperator: gt\ntriggerThreshold: 0\nversion: 1.0\nmetadata: {author: {name: A}}\ntags: [x, {Schema: 2}]\nreferences: [https://e.org]\nquery: T\n';
    expect(metaOf(text)).toEqual({
      ...emptyMeta,
      kind: 'Scheduled',
      severity: 'High',
      queryFrequency: '1h',
      queryPeriod: '1d',
      triggerOperator: 'gt',
      triggerThreshold: 0,
      version: '1.0',
      author: 'A',
      tags: ['x', 'Schema: 2'],
      references: ['https://e.org'],
      carried: new Map([['metadata', new Map([['author', new Map([['name', 'A']])]])]]),
    });
    expect(noted(text, file)).toEqual([]);
  });

  test("what is Sentinel's own business is taken along, aliases aside", () => {
    const text = [
      'requiredDataConnectors:',
      '  - connectorId: MicrosoftThreatProtection',
      '    dataTypes: [DeviceEvents, DeviceEvents]',
      '  - dataTypes: [X]',
      'entityMappings:',
      '  - entityType: Host',
      '    fieldMappings:',
      '      - {identifier: FullName, columnName: DeviceName}',
      '      - {identifier: HostName}',
      '  - entityType: IP',
      'customDetails: {a: &b c, d: *b, __proto__: 1}',
      'suppressionEnabled: false',
      'query: T',
    ].join('\n');
    const { entityMappings, connectors, carried } = metaOf(text) ?? emptyMeta;
    expect({ entityMappings, connectors, carried }).toEqual({
      entityMappings: [{ entityType: 'Host', fields: [{ identifier: 'FullName', column: 'DeviceName' }] }],
      connectors: [{ connectorId: 'MicrosoftThreatProtection', dataTypes: ['DeviceEvents'] }],
      carried: new Map<string, unknown>([
        [
          'customDetails',
          new Map<string, unknown>([
            ['a', 'c'],
            ['d', null],
            ['__proto__', 1],
          ]),
        ],
        ['suppressionEnabled', false],
      ]),
    });
  });

  test('false positives as mappings and as text', () => {
    const text = 'falsePositives:\n  - scenario: S\n    description: D\n    filter: F\n  - only text\nquery: T\n';
    expect(metaOf(text)?.falsePositives).toEqual([{ scenario: 'S', description: 'D', filter: 'F' }, { scenario: 'only text' }]);
  });

  test('what is no tactic, technique or number is left out and said', () => {
    const text = 'tactics: [Execution, 7x]\nrelevantTechniques: [T1, T1059.001]\ntriggerThreshold: many\nname: [a]\nquery: T\n';
    expect(metaOf(text)).toEqual({ ...emptyMeta, tactics: ['Execution'], techniques: ['T1059.001'] });
    expect(noted(text, file)).toEqual([
      'warning RMMC1018 4:7-4:10',
      'warning RMMC1018 1:22-1:24',
      'warning RMMC1018 2:22-2:24',
      'warning RMMC1018 3:19-3:23',
    ]);
  });

  test('a key called constructor is no metadata', () => {
    expect(metaOf('constructor: x\n__proto__: y\nquery: T\n')).toEqual(emptyMeta);
  });
});

describe('invalid YAML that is common', () => {
  const text =
    'id: a\r\nrequiredDataConnectors:\r\n    - connectorId: M\r\n    dataTypes:\r\n        - D\r\nquery: |\r\n  let a = 1;\r\n\r\n    T | where x  \r\n  | take 1\r\n';

  test('dataTypes at the column of its list: the query is read, the place is told', () => {
    expect(queries(text, file)).toEqual(['let a = 1;\n\n  T | where x  \n| take 1\n']);
    expect(noted(text, file)).toEqual(['warning RMMC1008 4:1-4:2']);
  });

  test('its offsets are exact although the file has CRLF and indentation', () => {
    expect(mappedBack(text, file)).toEqual(queries(text, file));
  });

  test('--strict makes it an error', () => {
    expect(queries(text, { ...file, strict: true })).toEqual([]);
    expect(noted(text, { ...file, strict: true })).toEqual(['error RMMC1008 4:1-4:2']);
  });

  test('a query that an outdented line cuts short is refused', () => {
    const cut = 'query: |\n    T\n    | where a\n   | take 1\nversion: 1\n';
    expect(queries(cut, file)).toEqual([]);
    expect(noted(cut, file)[0]).toBe('error RMMC1012 4:4-4:5');
  });

  test('texts without any indentation run up to the next key', () => {
    const flat = 'description: |\nfoo\nquery: |\nlet a = 1;\nT\n| where b\nentityMappings:\n- a: b\n';
    expect(queries(flat, file)).toEqual(['let a = 1;\nT\n| where b\n']);
    expect(mappedBack(flat, file)).toEqual(queries(flat, file));
    expect(noted(flat, file)).toEqual(['warning RMMC1017 1:1-1:12', 'warning RMMC1017 3:1-3:6']);
  });
});

describe('styles of the query', () => {
  test.each([
    ['literal, stripped', 'query: |-\n  T\n  | take 1\n', 'T\n| take 1'],
    ['literal, explicit indentation', 'query: |2\n    T\n   | take 1\n', '  T\n | take 1\n'],
    ['literal, header comment', 'query: | # KQL\n  T\n', 'T\n'],
    ['literal, tabs inside', 'query: |\n  T\n  |\ttake 1\n', 'T\n|\ttake 1\n'],
    ['folded', 'query: >-\n  T\n  | where x\n\n    | more\n  | take 1\n', 'T | where x\n\n  | more\n| take 1'],
    ['plain', 'query: T | take 1\n', 'T | take 1'],
    ['plain over lines', 'query: T\n  | where x\n  | take 1\n', 'T | where x | take 1'],
  ])('%s', (_name, text, query) => {
    expect(queries(text, file)).toEqual([query]);
    const blanksAsInFile = (shown: string | undefined) => shown?.replace(/\s/g, ' ');
    expect(mappedBack(text, file).map(blanksAsInFile)).toEqual([query].map(blanksAsInFile));
  });

  test('single quotes', () => {
    const text = "query: 'T | where a == ''q'' | take 1'\n";
    expect(queries(text, file)).toEqual(["T | where a == 'q' | take 1"]);
    expect(mappedBack(text, file)).toEqual(queries(text, file));
  });

  test('double quotes with escapes and folds', () => {
    const text = 'query: "T | where a == \\"x\\\\\\\\\\u0041\\"\n   | take 1 \\\n   | take 2\\n| x"\n';
    expect(queries(text, file)).toEqual(['T | where a == "x\\\\A" | take 1 | take 2\n| x']);
    expect(mappedBack(text, file)).toEqual(['T | where a == \\x\\\\\\\\\n| take 1 | take 2\n| x']);
  });

  test('a byte order mark is no part of the first column', () => {
    const { units, source } = readRules('\uFEFFquery: T\n', file);
    expect([units[0]?.source.text, source.fileText]).toEqual(['T', 'query: T\n']);
  });
});

describe('documents', () => {
  test('each document is a rule; the one without a query is an error at its own line', () => {
    const text = 'query: A\n---\nname: x\nseverity: Low\n---\nquery: B\n---\n';
    expect(readRules(text, file).units.map((unit) => [unit.name, unit.source.text])).toEqual([
      ['a#1', 'A'],
      ['a#2', 'B'],
    ]);
    expect(noted(text, file)).toEqual(['error RMMC1009 3:1-3:8']);
  });

  test.each([
    ['a list', '- a\n- b\n', ['error RMMC1016 1:1-1:4']],
    ['text', 'just text\n', ['error RMMC1016 1:1-1:10']],
    ['a query that is a list', 'query: [a]\n', ['error RMMC1010 1:8-1:11']],
    ['a query that is an alias', 'a: &q T\nquery: *q\n', ['error RMMC1010 2:8-2:10']],
    ['no query text', 'query:\nname: x\n', ['error RMMC1011 1:1-1:6']],
    ['two queries', 'query: A\nquery: B\n', ['error RMMC1021 2:1-2:6']],
    ['two names', 'name: A\nname: B\nquery: T\n', ['warning RMMC1015 2:1-2:5']],
  ])('%s', (_name, text, expected) => {
    expect(noted(text, file)).toEqual(expected);
  });
});
