// Queries that count events in groups, over random events: rsigma reports what the reference evaluator counts, window by window; a correlation with one fault is
// noticed. pySigma reads the same files.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engines/engine.ts';
import { findEngines } from '../../src/engines/find.ts';
import { tryCorrelation } from '../support/correlations.ts';
import { emit, outputOf } from '../support/emit.ts';
import { ask, missingEngine, scripts } from '../support/engine.ts';

const built = ['sigma/evaluate.sh', 'sigma/read.sh', 'sigma/check.sh'];
const missing = (await Promise.all(built.map((script) => missingEngine(`engines/${script}`))))
  .filter((reason) => reason !== null)
  .join('; ');

let engine: Engine | null = null;

const logons = 'DeviceLogonEvents | where Timestamp > ago(1d)';
const counted = (faults: readonly (readonly [RegExp, string])[], steps: string, query = logons) => ({
  query: `${query} | ${steps}`,
  faults,
});

const cases = [
  counted(
    [
      [/gt: 12/, 'gt: 14'],
      [/gt: 12/, 'gt: 10'],
      [/timespan: 1h/, 'timespan: 30m'],
      [/timespan: 1h/, 'timespan: 2h'],
      [/ {8}- ComputerName/, '        - IpAddress'],
      [/EventID: 4625/, 'EventID: 4624'],
    ],
    'where ActionType == "LogonFailed" | summarize n = count() by DeviceName, bin(Timestamp, 1h) | where n > 12',
  ),
  counted([[/gte: 12/, 'gte: 16']], 'where ActionType == "LogonFailed" | summarize n = count() by DeviceName, AccountName | where n >= 12'),
  counted(
    [
      [/gte: 4/, 'gte: 3'],
      [/value_count/, 'event_count'],
      [/field: IpAddress/, 'field: TargetUserName'],
    ],
    'where ActionType == "LogonFailed" | summarize n = dcount(RemoteIP), make_set(RemoteIP) by DeviceName, bin(Timestamp, 20m) | where n >= 4',
  ),
  counted(
    [
      [/gt: 11/, 'gt: 14'],
      [/EventID: 4625/, 'EventID: 4624'],
    ],
    'summarize n = countif(ActionType == "LogonFailed") by DeviceName, bin(Timestamp, 1h) | where n > 11 and DeviceName startswith "srv"',
  ),
  counted(
    [
      [/gt: 5/, 'gt: 60'],
      [/gte: 2/, 'gte: 3'],
    ],
    'summarize Ok = countif(ActionType == "LogonSuccess"), Failed = countif(ActionType == "LogonFailed") by DeviceName, AccountName, bin(Timestamp, 1h) | where Failed > 5 and Ok > 0',
  ),
  counted(
    [[/gte: 9/, 'gte: 14']],
    'where ActionType == "LogonFailed" | summarize n = count() by DeviceName, AccountName, RemoteIP | where n between (9 .. 12)',
  ),
  counted(
    [[/gt: 6/, 'gt: 9']],
    'where ActionType == "LogonFailed" | summarize n = count() by DeviceId, DeviceName, bin(Timestamp, 30m) | where n > 6',
  ),
  counted(
    [[/gte: 12/, 'gte: 14']],
    'where ActionType == "LogonFailed" | summarize n = count() by DeviceName, bin(Timestamp, 1h) | where n between (12 .. 13)',
  ),
];

const joined = (faults: readonly (readonly [RegExp, string])[], query: string, count = 90) => ({ query, faults, count });

const failed = 'DeviceLogonEvents | where Timestamp > ago(1d) and ActionType == "LogonFailed"';
const spawned = 'DeviceProcessEvents | where Timestamp > ago(1d) and FileName == "net.exe"';

const hosts = ['srv-1', 'SRV-1', 'srv-2', 'ws-3', 'ws-4', "o'b*r?\\n"];

const joins = [
  joined(
    [
      [/timespan: 20m/, 'timespan: 10m'],
      [/timespan: 20m/, 'timespan: 40m'],
      [/temporal_ordered/, 'temporal'],
      [/ {8}- ComputerName/, '        - EventID'],
    ],
    `${failed} | project T1 = Timestamp, DeviceName | join kind=inner (${spawned} | project T2 = Timestamp, DeviceName) on DeviceName | where T2 between (T1 .. (T1 + 20m))`,
    160,
  ),
  joined(
    [
      [/timespan: 15m/, 'timespan: 10m'],
      [/timespan: 15m/, 'timespan: 30m'],
      [/temporal/, 'temporal_ordered'],
    ],
    `${failed} | join kind=inner (${spawned}) on DeviceName | where abs(Timestamp1 - Timestamp) <= 15m`,
  ),
  joined(
    [[/timespan: 10m/, 'timespan: 5m']],
    `${failed} | join kind=inner (${spawned}) on DeviceName, AccountName | where abs(datetime_diff("minute", Timestamp1, Timestamp)) <= 9`,
    160,
  ),
  joined([[/FileName|Image/, 'Nothing']], `${failed} | join kind=innerunique (${spawned}) on DeviceName`, 40),
  joined(
    [[/EventID: 4625/, 'EventID: 4624']],
    `${failed} | join kind=leftsemi (${spawned} | where AccountName == "bob") on DeviceName`,
    40,
  ),
  joined([[/EventID: 4625/, 'EventID: 4624']], `${spawned} | where DeviceName in ((${failed} | distinct DeviceName))`, 40),
  joined(
    [
      [/timespan: 30m/, 'timespan: 10m'],
      [/temporal_ordered/, 'temporal'],
    ],
    `${failed} | project A = Timestamp, DeviceName | join kind=inner (${spawned} | project B = Timestamp, DeviceName) on DeviceName | join kind=inner (DeviceFileEvents | where Timestamp > ago(1d) and FileName == "cmd.exe" | project C = Timestamp, DeviceName) on DeviceName | where B >= A and C >= B and C <= A + 30m`,
    160,
  ),
];

describe.skipIf(missing !== '')(`correlations${missing && ` (missing: ${missing})`}`, () => {
  beforeAll(async () => {
    const found = await findEngines({ targets: ['sigma'], scripts, prepare: true, env: process.env });
    for (const one of found) {
      if (!('engine' in one)) continue;
      if (one.name === 'rsigma') engine = one.engine;
      else await one.engine.close();
    }
  }, 300_000);
  afterAll(async () => engine?.close(), 60_000);

  test.each(cases)('$query', async ({ query, faults }) => {
    if (!engine) throw new Error('rsigma is absent');
    const { outcome, reported, missed } = await tryCorrelation(engine, query, { count: 500, seed: 7, faults });
    expect([outcome, missed]).toEqual(['same', []]);
    expect(reported).toBeGreaterThan(0);
  });

  test.each(joins)('$query', async ({ query, faults, count }) => {
    if (!engine) throw new Error('rsigma is absent');
    const { outcome, reported, missed } = await tryCorrelation(engine, query, { count, seed: 11, faults, own: { DeviceName: hosts } });
    expect([outcome, missed]).toEqual(['same', []]);
    expect(reported).toBeGreaterThan(0);
  });

  test('pySigma reads them', async () => {
    const lines = [...cases, ...joins].map(({ query }, id) =>
      JSON.stringify({ id: String(id), sigma: outputOf(emit(query, { to: ['sigma'] }), 'sigma'), parseOnly: true }),
    );
    const answers = await ask('engines/sigma/read.sh', lines);
    expect(answers.flatMap((line) => (JSON.parse(line) as { readonly errors: readonly string[] }).errors)).toEqual([]);
  });
});
