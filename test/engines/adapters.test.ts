// Every engine that this machine has, by its adapter: found, loaded, asked, dropped.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, Dataset, Engine } from '../../src/engines/engine.ts';
import { findEngines } from '../../src/engines/find.ts';
import { missingEngine, scripts } from '../support/engine.ts';

const built = ['elasticsearch/engine.sh', 'sigma/evaluate.sh', 'sigma/read.sh', 'splunk/grammar.sh'];
const reasons = await Promise.all(built.map((script) => missingEngine(`engines/${script}`)));
const missing = reasons.filter((reason) => reason !== null).join('; ');

const engines = new Map<string, Engine>();

const engine = (name: string): Engine => {
  const one = engines.get(name);
  if (one === undefined) throw new Error(`${name} is absent`);
  return one;
};

const answersOf = async (name: string, data: readonly Dataset[], queries: readonly string[]): Promise<readonly Answer[]> => {
  const loaded = await engine(name).load(data);
  try {
    return await Promise.all(queries.map(loaded.ask));
  } finally {
    await loaded.drop();
  }
};

const sigma = (condition: string): string => `title: Names the tool
id: 11111111-1111-4111-8111-111111111111
status: test
description: Names the tool.
author: nobody
date: 2024-01-01
logsource: {category: process_creation, product: windows}
detection:
  names:
    CommandLine|contains: ${condition}
  condition: names
level: low
`;

describe.skipIf(missing !== '')(`adapters of engines${missing === '' ? '' : ` (missing: ${missing})`}`, () => {
  beforeAll(async () => {
    const found = await findEngines({ targets: ['esql', 'spl', 'sigma', 'kql'], scripts, prepare: true, env: process.env });
    for (const one of found) if ('engine' in one) engines.set(one.name, one.engine);
  }, 300_000);
  afterAll(async () => {
    await Promise.all([...engines.values()].map((one) => one.close()));
  }, 60_000);

  test('say who they are', () => {
    expect([...engines.values()].map(({ name, version, takes, gives, clock }) => `${name} ${version} ${takes} ${gives} ${clock}`)).toEqual([
      'Elasticsearch 8.19.21 esql rows own',
      'spl (documented rules) 1 spl rows own',
      'Teragrep pth_03 9.4.1 spl accepted none',
      'rsigma 0.23.0 sigma matches none',
      'pySigma 1.5.1 (backend-kusto 1.0.1) sigma translation none',
      "Microsoft's KQL parser 12.4.1 kql accepted none",
    ]);
  });

  test('Elasticsearch gives rows, refuses in its own words and forgets', async () => {
    const place = engine('Elasticsearch').placeFor('logs-*');
    const fields = new Map([
      ['a.b', 'keyword'],
      ['n', 'long'],
    ]);
    const events = [{ 'a.b': ['q', 'p'], n: '9007199254740993' }, { n: 1 }, { 'a.b': '' }];
    const queries = [
      `FROM ${place} | SORT n | KEEP n, a.b`,
      `FROM ${place} | WHERE nope == 1`,
      `FROM ${place} | LIMIT 1 | EVAL z = 1 / 0 | KEEP z`,
    ];
    expect(await answersOf('Elasticsearch', [{ place, fields, events }], queries)).toEqual([
      {
        kind: 'rows',
        columns: ['n', 'a.b'],
        rows: [
          [1, null],
          ['9007199254740993', ['p', 'q']],
          [null, ''],
        ],
      },
      { kind: 'refused', reason: 'HTTP 400 verification_exception: Found 1 problem\nline 1:51: Unknown column [nope]' },
      {
        kind: 'rows',
        columns: ['z'],
        rows: [[null]],
        warnings: [
          'Line 1:64: evaluation of [1 / 0] failed, treating result as null. Only first 20 failures recorded.',
          'Line 1:64: java.lang.ArithmeticException: / by zero',
        ],
      },
    ]);
    const gone = { kind: 'refused', reason: `HTTP 400 verification_exception: Found 1 problem\nline 1:1: Unknown index [${place}]` };
    expect(await answersOf('Elasticsearch', [], [`FROM ${place}`])).toEqual([gone]);
  });

  test('a field that Elasticsearch does not know keeps the load from being done', async () => {
    const place = engine('Elasticsearch').placeFor('');
    const load = engine('Elasticsearch').load([{ place, fields: new Map([['a', 'keyword']]), events: [{ b: 'x' }] }]);
    await expect(load).rejects.toThrow('mapping set to strict, dynamic introduction of [b] within [_doc] is not allowed');
  });

  test('rsigma says which events match', async () => {
    const data = [
      { place: '', fields: new Map(), events: [{ CommandLine: 'a TOOL b' }, { CommandLine: '' }, {}, { CommandLine: 'tool' }] },
    ];
    expect(await answersOf('rsigma', data, [sigma('tool'), 'title: [', sigma("'?'")])).toEqual([
      { kind: 'matches', matched: [true, false, false, true] },
      {
        kind: 'refused',
        reason: 'YAML parse error: did not find expected node content at line 2 column 1, while parsing a flow node',
      },
      { kind: 'matches', matched: [true, false, false, true] },
    ]);
  });

  test('pySigma says it again in KQL', async () => {
    const other = sigma('tool').replace('process_creation', 'nowhere').replace(', product: windows', '');
    const at = (place: string): readonly Dataset[] => [{ place, fields: new Map(), events: [] }];
    expect(await answersOf('pySigma', at(''), [sigma('tool'), 'title: x'])).toEqual([
      { kind: 'translation', kql: 'DeviceProcessEvents\n| where ProcessCommandLine contains "tool"' },
      {
        kind: 'refused',
        reason:
          "Sigma rule must have a log source; Sigma rule must have a detection definitions; condition: 'EmptySigmaDetections' object has no attribute 'parsed_condition'",
      },
    ]);
    expect((await answersOf('pySigma', at('DeviceEvents'), [other])).map(({ kind }) => kind)).toEqual(['translation']);
  });

  test('pySigma leaves out the number of an event, which is no verdict', async () => {
    const numbered = sigma('tool').replace('  names:', '  names:\n    EventID: 4738');
    const places: readonly Dataset[] = [{ place: 'SecurityEvent', fields: new Map(), events: [] }];
    expect(await answersOf('pySigma', places, [numbered])).toEqual([
      { kind: 'unable', reason: 'its Microsoft XDR pipeline leaves out the field `EventID`' },
    ]);
  });

  test('the grammar of Teragrep takes SPL', async () => {
    expect(await answersOf('Teragrep pth_03', [], ['index=a | where x="b"', 'index=a | where (x="b"'])).toEqual([
      { kind: 'accepted' },
      { kind: 'refused', reason: "1:22 missing EVAL_LANGUAGE_MODE_PARENTHESIS_R at '<EOF>'" },
    ]);
  });
});
