// Queries over Windows events through the verifier: Elasticsearch holds the parts where the integrations' pipelines leave them, Splunk's evaluator as fields.
import { describe, expect, test } from 'vitest';
import { missingEngine } from '../support/engine.ts';
import { unitOf } from '../support/stages.ts';
import { enginesFor, failureText, verdictsOf } from '../support/verifying.ts';

const missing = await missingEngine('engines/elasticsearch/engine.sh');

const sysmon = 'Microsoft-Windows-Sysmon';
const xml = `Event | where Source == "${sysmon}"`;

const queries = [
  'SecurityEvent | where EventID == 4688 and NewProcessId == "0x1a4" | project NewProcessId, ProcessId, ProcessName',
  'SecurityEvent | where EventID in (4624, 4688, 4663) | where ProcessName has "evil" or NewProcessName has "evil" or ProcessId == "0x1a4" | project EventID, ProcessName, NewProcessName, ProcessId, NewProcessId, ParentProcessName',
  'SecurityEvent | where EventID == 4624 and (ProcessName has "evil" or NewProcessName has "b") | project Computer, ProcessName',
  'SecurityEvent | where ProcessName has "evil" | summarize N = count() by EventID, ProcessName',
  `union (SecurityEvent | where EventID == 4688 and NewProcessName has "evil" | project Computer, NewProcessName, CommandLine),
   (WindowsEvent | where EventID == 4688 | extend NewProcessName = tostring(EventData.NewProcessName), CommandLine = tostring(EventData.CommandLine) | where NewProcessName has "evil" | project Computer, NewProcessName, CommandLine)`,
  `WindowsEvent | where Channel == "${sysmon}/Operational" and EventID in (1, 3) | extend I = tostring(EventData.Initiated), U = tostring(EventData.User)
   | where EventData.Image has "foo" and I == "true" and EventData.SourcePort == "443" | project U, EventData.GrantedAccess`,
  'WindowsEvent | where EventID == 4688 and EventData has_any ("foo", "bar") | extend C = tostring(EventData.CommandLine) | where C has_any ("foo", "bar") | project Computer, C',
  'WindowsEvent | where EventData.CommandLine has "foo" | summarize N = count() by tostring(EventData.ProcessId)',
  'WindowsEvent | where Provider == "Microsoft-Windows-PowerShell" and EventID == 4104 | where EventData.ScriptBlockText has "foo" | summarize N = count() by Computer, tostring(EventData.Path)',
  'WindowsEvent | where EventID == 10 and EventData.SourceImage endswith "a.exe" and EventData.TargetImage endswith "b.exe" | project Computer, Own = tostring(EventData.Image)',
  'Event | where Source == "Service Control Manager" and EventID == 7045 and RenderedDescription has "psexe" | project Computer, UserName, EventLog',
  `${xml} and EventID == 1 | extend A = extract('Name="Image">(.*?)<', 1, EventData), C = extract(@'<Data Name="CommandLine">([^<]+)</Data>', 1, EventData) | where A endswith "evil.exe" | project Computer, A, C`,
  `${xml} and EventID == 3 | parse EventData with * 'Image">' A "<" * | parse EventData with * 'DestinationHostname">' H "<" * | where A endswith "evil.exe" | summarize N = count() by Computer, H`,
  `SecurityEvent | where EventID == 4769 | parse EventData with * 'TicketEncryptionType">' T "<" * | where T == "0x17" | project Computer, T`,
];

describe.skipIf(missing !== null)(`Windows events (${missing ?? 'running'})`, () => {
  const engines = enginesFor(['esql', 'spl']);

  test.each(queries)('%s', async (kql) => {
    const unit = unitOf(kql);
    if (!unit) throw new Error('no rule');
    const verdicts = (
      await verdictsOf(
        [{ unit }],
        engines().filter((one) => 'engine' in one),
      )
    )
      .flat()
      .filter(({ engine }) => /Elasticsearch|documented/.test(engine.name));
    expect(verdicts.map(({ target }) => target).sort()).toEqual(['esql', 'spl']);
    expect(verdicts.filter(({ outcome }) => outcome.kind !== 'equal').map(failureText)).toEqual([]);
  }, 120_000);
});
