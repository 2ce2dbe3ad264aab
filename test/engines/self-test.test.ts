// Queries that carry their events in themselves: ES|QL on Elasticsearch, SPL by Teragrep's grammar.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backends } from '../../src/backends/registry.ts';
import type { TargetName } from '../../src/backends/shared/backend.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { findEngines } from '../../src/engines/find.ts';
import { datetimeOfText } from '../../src/eval/values/time.ts';
import type { RuleUnit } from '../../src/rules/read-rules.ts';
import { readUnits } from '../../src/units.ts';
import { selfTest } from '../../src/verify/self-test.ts';
import { shippedRules } from '../support/emit.ts';
import { ask, missingEngine, scripts } from '../support/engine.ts';
import { randomRule } from '../support/random-rules.ts';
import { unitOf } from '../support/stages.ts';

const reasons = await Promise.all(['elasticsearch/engine.sh', 'splunk/grammar.sh'].map((script) => missingEngine(`engines/${script}`)));
const missing = reasons.filter((reason) => reason !== null).join('; ');
const now = datetimeOfText('2026-01-10T00:00:00Z') ?? 0n;

const units: readonly RuleUnit[] = [
  ...shippedRules().flatMap(({ file, text }) => readUnits(text, { file }).units),
  ...Array.from({ length: 40 }, (_, seed) => unitOf(randomRule(seed), `random-${seed}.kql`) ?? []).flat(),
];

interface Made {
  readonly name: string;
  readonly text: string;
}

const made = (all: readonly RuleUnit[], target: TargetName): readonly Made[] =>
  all.flatMap((unit) => {
    const backend = backends.get(target);
    const found = backend ? selfTest(unit, backend, { now, seed: 1 }) : { why: target };
    return 'text' in found ? [{ name: unit.name, text: found.text }] : [];
  });

describe.skipIf(missing !== '')(`self-tests${missing === '' ? '' : ` (missing: ${missing})`}`, () => {
  let elastic: Engine | null = null;
  beforeAll(async () => {
    const [found] = await findEngines({ targets: ['esql'], scripts, prepare: true, env: process.env });
    elastic = found && 'engine' in found ? found.engine : null;
  }, 300_000);
  afterAll(async () => elastic?.close(), 60_000);

  const verdictsOf = async (queries: readonly Made[]): Promise<readonly string[]> => {
    if (!elastic) throw new Error('Elasticsearch is absent');
    const loaded = await elastic.load([]);
    const verdicts: string[] = [];
    for (const { name, text } of queries) {
      const answer = await loaded.ask(text);
      verdicts.push(
        `${name}: ${answer.kind === 'rows' ? answer.rows.map((row) => String(row[answer.columns.indexOf('verdict')])) : JSON.stringify(answer)}`,
      );
    }
    await loaded.drop();
    return verdicts;
  };

  test('Elasticsearch finds every query equal', async () => {
    const queries = made(units, 'esql');
    const verdicts = await verdictsOf(queries);
    expect(verdicts.filter((text) => !/: equal \(\d+ events\)$/.test(text))).toEqual([]);
    expect(queries.length).toBeGreaterThan(30);
  }, 300_000);

  test('and one with a fault DIFFERENT', async () => {
    const kql = 'DeviceProcessEvents | where FileName =~ "agent.exe" and ProcessId > 4 | summarize n = count() by AccountName';
    const [query] = made([unitOf(kql) ?? []].flat(), 'esql');
    const text = query?.text.replace('process.pid > 4', 'process.pid >= 4') ?? '';
    expect(text).not.toBe(query?.text);
    expect(await verdictsOf([{ name: 'fault', text }])).toEqual(['fault: DIFFERENT']);
  }, 60_000);

  test('the grammar takes every search but for `format=json` of makeresults, which it does not know', async () => {
    const queries = made(units, 'spl');
    const known = queries.map(({ text }) => text.replace(/makeresults format=json data="(?:[^"\\]|\\.)*"/g, 'makeresults count=2'));
    const verdicts = await ask(
      'engines/splunk/grammar.sh',
      [...known, queries[0]?.text ?? ''].map((text) => Buffer.from(text).toString('base64')),
    );
    const complaint = Buffer.from(verdicts.at(-1)?.replace('error ', '') ?? '', 'base64').toString();
    expect([verdicts.slice(0, -1).filter((verdict) => verdict !== 'ok'), complaint]).toEqual([[], "1:20 token recognition error at: '='"]);
    expect(queries.length).toBeGreaterThan(40);
  }, 300_000);
});
