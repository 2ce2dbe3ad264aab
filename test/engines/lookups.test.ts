// Rules that read files and watchlists, with rows in them, through the verifier: SPL by the documented rules, ES|QL on Elasticsearch.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TargetName } from '../../src/backends/shared/backend.ts';
import type { Found } from '../../src/engines/engine.ts';
import { findEngines } from '../../src/engines/find.ts';
import { ticksPerMilli, unixEpochTicks } from '../../src/ir/types.ts';
import { readUnits } from '../../src/units.ts';
import { verifyRule } from '../../src/verify/verify.ts';
import { missingEngine, scripts } from '../support/engine.ts';

const missing = await missingEngine('engines/elasticsearch/engine.sh');
const targets: readonly TargetName[] = missing === null ? ['spl', 'esql'] : ['spl'];

const feed = 'externaldata(IP: string, ioc: string, Score: long, Live: bool)["https://x.example/c2.csv"] with (format="csv")';
const watchlist = '_GetWatchlist("VIP")';
const clock = (): bigint => BigInt(Date.now()) * ticksPerMilli + unixEpochTicks;

let engines: readonly Found[] = [];

/** `target: outcome` for each engine that gives rows. */
const outcomes = async (kql: string): Promise<readonly string[]> => {
  const [unit] = readUnits(kql, { file: 'rule.kql' }).units;
  const said: string[] = [];
  if (!unit) return said;
  for await (const { target, outcome } of verifyRule(unit, { targets, engines, seed: 1, clock })) said.push(`${target}: ${outcome.kind}`);
  return said;
};

const inBoth = targets.map((target) => `${target}: equal`);

describe(`rules over lookups${missing === null ? '' : ` (missing: ${missing})`}`, () => {
  beforeAll(async () => {
    const found = await findEngines({ targets, scripts, prepare: false, env: process.env });
    engines = found.filter(({ name }) => name === 'Elasticsearch' || name === 'spl (documented rules)');
  }, 300_000);
  afterAll(async () => {
    for (const found of engines) if ('engine' in found) await found.engine.close();
  }, 60_000);

  test.each([
    ['membership', `DeviceNetworkEvents | where RemoteIP in ((${feed} | project IP)) | project DeviceName, RemoteIP`],
    ['no membership', `DeviceNetworkEvents | where RemoteIP !in ((${feed} | project IP)) | project DeviceName, RemoteIP`],
    ['a condition on the entry', `DeviceNetworkEvents | where RemoteUrl in ((${feed} | where ioc startswith "bad" | distinct ioc))`],
    [
      'beside or',
      `DeviceLogonEvents | where AccountName in ((${watchlist} | project UPN)) or DeviceName == "a" | project DeviceName, AccountName`,
    ],
    [
      'hostile values',
      `DeviceNetworkEvents | where RemoteUrl in ((${feed} | where ioc != "a*|\\"b\\\\" | project ioc)) | project RemoteUrl`,
    ],
    [
      'entries that are computed',
      `DeviceNetworkEvents | where RemoteUrl in ((${feed} | where Score > 5 and Live | project tolower(ioc))) | project RemoteUrl`,
    ],
    ['an inner join', `DeviceNetworkEvents | join kind=inner (${feed}) on $left.RemoteIP == $right.IP | project DeviceName, RemoteIP, ioc`],
    ['a lookup', `DeviceNetworkEvents | lookup kind=leftouter (${feed}) on $left.RemoteIP == $right.IP | summarize n = count() by ioc`],
  ])(
    '%s: the same rows as KQL',
    async (_, kql) => {
      expect([...(await outcomes(kql))].sort()).toEqual([...inBoth].sort());
    },
    120_000,
  );
});
