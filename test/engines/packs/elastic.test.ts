// Packed Elastic rules on a real Elasticsearch 8.19: every query runs, shows the ids of its events unless it aggregates, and gives the rows of the plain query.
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { translate } from '../../../src/compile.ts';
import { type Elasticsearch, startElasticsearch } from '../../../src/engines/elasticsearch/node.ts';
import { rmmRules, shared, upstreamFile } from '../../support/corpus.ts';
import { catalogue, packElastic, type RuleFile, seeds } from '../../support/elastic-pack.ts';
import { missingEngine } from '../../support/engine.ts';
import { eventsOf, shippedIndices } from '../../support/esql.ts';

const script = 'engines/elasticsearch/engine.sh';
const skip = await missingEngine(script);
if (skip) console.info(`the Elastic pack's engine tests are skipped: ${skip}`);

const metadata = ['_id', '_index', '_version'];

const rmm = (): readonly RuleFile[] => (shared === null ? [] : rmmRules().map((rule) => ({ name: rule.path, text: upstreamFile(rule) })));

/** Queries whose rows are events: the end is open, fixed, computed, sorted, renamed, or taken from two tables. */
const plain: readonly string[] = [
  'DeviceProcessEvents | where FileName =~ "a.exe"',
  'DeviceProcessEvents | where FileName =~ "a.exe" | project FileName, ProcessId',
  'DeviceProcessEvents | where FileName has "a" | extend Name = strcat(FileName, "!") | sort by ProcessId asc',
  'DeviceProcessEvents | project-rename F = FileName | where F endswith ".exe"',
  'DeviceProcessEvents | where Timestamp > ago(1d) | project-away DeviceId | take 5',
  'union DeviceProcessEvents, DeviceNetworkEvents | where DeviceName startswith "h" | project DeviceName, Timestamp',
];

const events = (): readonly object[] =>
  ['a.exe', 'A.EXE', 'b.exe', 'a.dll'].map((name, at) => ({
    '@timestamp': new Date(Date.now() - (at + 1) * 60_000).toISOString(),
    'm365_defender.event.category': at === 3 ? 'AdvancedHunting-DeviceNetworkEvents' : 'AdvancedHunting-DeviceProcessEvents',
    'process.name': name,
    'process.pid': at,
    'host.name': `h${at}`,
  }));

let engine: Elasticsearch;

describe.skipIf(skip !== null)(`the Elastic pack on Elasticsearch 8.19 (${skip ?? 'running'})`, () => {
  beforeAll(async () => {
    engine = await startElasticsearch(execFileSync('bash', [script, '--home'], { encoding: 'utf8' }).trim());
    for (const [index, fields] of shippedIndices()) {
      await engine.create(index, fields);
      await engine.load(index, [...eventsOf(index), ...(index.startsWith('logs-m365_defender.event') ? events() : [])]);
    }
  }, 120_000);
  afterAll(() => engine?.stop(), 30_000);

  test.each([
    ['the shipped rules', seeds, 5],
    ['the catalogue', catalogue, 400],
    ['the public RMM rules', rmm, shared === null ? 0 : 160],
  ])(
    '%s run, and show ids unless they aggregate',
    async (_, files, least) => {
      const { rules } = packElastic(files());
      const failures: string[] = [];
      for (const { query, name } of rules) {
        try {
          const shown = (await engine.query(query)).columns.map((column) => column.name);
          const expected = query.includes('\n| STATS') ? [] : metadata;
          if (metadata.filter((one) => shown.includes(one)).join() !== expected.join()) failures.push(`${name}: ${shown.join()}`);
        } catch (problem) {
          failures.push(`${name}: ${String(problem)}`);
        }
      }
      expect(failures).toStrictEqual([]);
      expect(rules.length).toBeGreaterThanOrEqual(least);
    },
    600_000,
  );

  test('the line of the guide leaves out sanctioned tools', async () => {
    const kql =
      'let SanctionedTools = dynamic([]); DeviceProcessEvents | where FileName endswith ".exe" | where FileName !in~ (SanctionedTools)';
    const [rule] = packElastic([{ name: 'a.kql', text: `${kql} | summarize n = count() by FileName` }]).rules;
    const line = /^\| WHERE .*$/m.exec(String(rule?.note))?.[0].replace('"tool.exe"', '"a.exe"') ?? '';
    const names = async (query: string): Promise<readonly unknown[]> => {
      const { columns, values } = await engine.query(query);
      const at = columns.findIndex(({ name }) => name === 'FileName');
      return values
        .map((row) => row[at])
        .filter((name) => /^[ab]\.exe$/i.test(String(name)))
        .toSorted();
    };
    const query = rule?.query ?? '';
    expect([await names(query), await names(query.replace('\n| KEEP', `\n${line}\n| KEEP`))]).toStrictEqual([
      ['A.EXE', 'a.exe', 'b.exe'],
      ['b.exe'],
    ]);
  });

  test.each(plain)('%s', async (kql) => {
    const [rule] = packElastic([{ name: 'a.kql', text: kql }]).rules;
    const query = translate(kql, { to: ['esql'] }).results[0]?.output ?? '';
    const answer = async (text: string) => {
      const { columns, values } = await engine.query(text);
      const order = columns.map(({ name }, at) => [name, at] as const).toSorted(([a], [b]) => (a < b ? -1 : 1));
      return { columns: order.map(([name]) => name), rows: values.map((row) => JSON.stringify(order.map(([, at]) => row[at]))).toSorted() };
    };
    const packed = await answer(rule?.query ?? '');
    expect(packed).toStrictEqual(await answer(query));
    expect([metadata.every((name) => packed.columns.includes(name)), packed.rows.length > 0]).toStrictEqual([true, true]);
  });

  test('a query that drops its ids is noticed', async () => {
    const { columns } = await engine.query('FROM logs-m365_defender.event-* METADATA _id, _index, _version | KEEP process.name');
    expect(columns.map(({ name }) => name)).toStrictEqual(['process.name']);
  });

  test('a query that is none fails', async () => {
    await expect(engine.query('FROM logs-m365_defender.event-* | KEPE *')).rejects.toThrow(/KEPE/);
  });
});
