// Rules in; what the evaluator of Splunk's documented rules makes of their searches, held against the reference evaluator, out.
import { expect, test } from 'vitest';
import { documentedName, splEngine } from '../../src/engines/splunk/documented.ts';
import { ticksPerMilli, unixEpochTicks } from '../../src/ir/types.ts';
import { outcomeLine } from '../../src/verify/report/words.ts';
import { verifyRule } from '../../src/verify/verify.ts';
import { regexEngine } from '../support/pcre2.ts';
import { unitOf } from '../support/stages.ts';

const saidOf = async (kql: string): Promise<string> => {
  const unit = unitOf(kql);
  if (!unit) throw new Error('no rule');
  const engine = splEngine({ takes: 'spl', regex: regexEngine });
  const engines = [{ name: documentedName, takes: 'spl' as const, engine }];
  const clock = (): bigint => BigInt(Date.now()) * ticksPerMilli + unixEpochTicks;
  for await (const verdict of verifyRule(unit, { targets: ['spl'], engines, seed: 1, clock })) return outcomeLine(verdict);
  return 'no verdict';
};

test.each([
  [
    'parts of the data of Windows events, which are fields',
    `WindowsEvent | where EventID == 4688 | extend CommandLine = tostring(EventData.CommandLine), Pid = toint(EventData.ProcessId)
     | where CommandLine contains "decode" | project TimeGenerated, Computer, CommandLine, Pid`,
  ],
  [
    'the data as a text',
    'WindowsEvent | where EventData has "rundll32" | extend Image = tostring(EventData.Image) | where Image endswith ".exe" | summarize N = count() by Computer',
  ],
  [
    'tables that lie in one source type',
    `union (SecurityEvent | where EventID == 4688 | project Computer, CommandLine),
     (WindowsEvent | where EventID == 4688 | project Computer, CommandLine = tostring(EventData.CommandLine))
     | where CommandLine contains "decode" | summarize N = count() by Computer, CommandLine`,
  ],
  [
    'the time of an event beside a bin of it',
    'DeviceProcessEvents | summarize N = count(), arg_max(TimeGenerated, *) by DeviceName, bin(TimeGenerated, 1h) | where N > 1',
  ],
  ['the clock in a row', 'DeviceProcessEvents | where FileName == "a.exe" | project DeviceName, Seen = now()'],
  ['the names of tables', 'union SigninLogs, AuditLogs | where OperationName == "a" | summarize N = count() by Type'],
  ['columns behind mv-apply that no event holds', 'AuditLogs | mv-apply T = TargetResources on (where tostring(T.type) == "User")'],
])('%s', async (_, kql) => {
  expect(await saidOf(kql)).toMatch(/^equal/);
});
