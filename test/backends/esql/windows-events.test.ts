// Windows events in ES|QL: the parts of an event's data are read where the integrations' ingest pipelines leave them.
import { expect, test } from 'vitest';
import { emitEsql } from '../../support/esql.ts';

const query = (kql: string): string =>
  emitEsql(kql)
    .split('\n')
    .filter((line) => !/RMMC|^\| LIMIT 10000$|^FROM |^\| KEEP /.test(line))
    .join('\n')
    .trim();
const refusals = (kql: string): readonly string[] => emitEsql(kql).match(/RMMC\d+ refused/g) ?? [];

test('all streams of Windows events', () => {
  expect(
    emitEsql('WindowsEvent | project Computer')
      .split('\n')
      .filter((line) => line.startsWith('FROM')),
  ).toMatchInlineSnapshot(`
    [
      "FROM logs-system.security-*, logs-system.application-*, logs-system.system-*, logs-windows.*, logs-winlog.winlog-* METADATA _id, _index, _version",
    ]
  `);
});

test('a part that Sysmon’s pipeline moves, in one channel and in any', () => {
  expect(
    query('WindowsEvent | where Provider == "Microsoft-Windows-Sysmon" and EventID == 1 and EventData.Image has "a" | project Computer'),
  ).toMatchInlineSnapshot(`
    "| WHERE winlog.provider_name == "Microsoft-Windows-Sysmon"
        AND TO_LONG(event.code) == 1
        AND process.executable RLIKE "(.*[^0-9A-Za-z])?[Aa]([^0-9A-Za-z].*)?"
    | EVAL Computer = COALESCE(winlog.computer_name, "")"
  `);
  expect(query('WindowsEvent | where EventData.Image has "a" | project Computer')).toMatchInlineSnapshot(`
    "| WHERE CASE(winlog.channel == "Microsoft-Windows-Sysmon/Operational", CASE(event.code IN ("8", "10", "20"), "", COALESCE(process.executable, "")), COALESCE(winlog.event_data.Image, "")) RLIKE "(.*[^0-9A-Za-z])?[Aa]([^0-9A-Za-z].*)?"
    | EVAL Computer = COALESCE(winlog.computer_name, "")"
  `);
  expect(query('WindowsEvent | where EventID == 4104 and EventData.ScriptBlockText has "a" | project Computer')).toMatchInlineSnapshot(`
    "| WHERE TO_LONG(event.code) == 4104
        AND CASE(winlog.channel == "Microsoft-Windows-PowerShell/Operational", COALESCE(powershell.file.script_block_text, ""), COALESCE(winlog.event_data.ScriptBlockText, "")) RLIKE "(.*[^0-9A-Za-z])?[Aa]([^0-9A-Za-z].*)?"
    | EVAL Computer = COALESCE(winlog.computer_name, "")"
  `);
  expect(query('WindowsEvent | where Channel == "System" and EventData.ServiceName has "a" | project Computer')).toMatchInlineSnapshot(`
    "| WHERE winlog.channel == "System"
        AND winlog.event_data.ServiceName RLIKE "(.*[^0-9A-Za-z])?[Aa]([^0-9A-Za-z].*)?"
    | EVAL Computer = COALESCE(winlog.computer_name, "")"
  `);
});

test('in words, as two fields, in hexadecimal digits', () => {
  const sysmon = 'WindowsEvent | where Channel == "Microsoft-Windows-Sysmon/Operational" and EventID == 3';
  expect(
    query(`${sysmon} | project I = tostring(EventData.Initiated), U = tostring(EventData.User), P = tostring(EventData.ProcessId)`),
  ).toMatchInlineSnapshot(`
    "| WHERE winlog.channel == "Microsoft-Windows-Sysmon/Operational"
        AND TO_LONG(event.code) == 3
    | EVAL I = CASE(network.direction == "egress", "true", network.direction == "ingress", "false", "")
    | EVAL
        U = CASE(CONCAT(COALESCE(user.domain, ""), COALESCE(user.name, "")) == "", "", CONCAT(COALESCE(user.domain, ""), """\\""", COALESCE(user.name, ""))),
        P = COALESCE(TO_STRING(process.pid), "")"
  `);
  expect(query('SecurityEvent | where EventID == 4688 and NewProcessId == "0x1a4" | project Computer')).toMatch(
    /CONCAT\("0x", REPLACE\(CONCAT\(SUBSTRING/,
  );
});

test('parts that no field keeps', () => {
  for (const part of ['Hashes', 'QueryResults', 'UtcTime'])
    expect(
      refusals(`WindowsEvent | where Provider == "Microsoft-Windows-Sysmon" and EventData.${part} has "a" | project Computer`),
      part,
    ).toHaveLength(1);
  expect(refusals('WindowsEvent | where EventData.Hashes has "a" | project Computer')).toHaveLength(1);
  expect(refusals('WindowsEvent | where Channel == "System" and EventData.Hashes has "a" | project Computer')).toEqual([]);
  expect(refusals('WindowsEvent | where EventData has "a" | project Computer')).toHaveLength(1);
  expect(refusals('SecurityEvent | where PrivilegeList has "a" | project Computer')).toHaveLength(1);
});

test('columns of SecurityEvent that stand elsewhere in some events', () => {
  expect(query('SecurityEvent | where ProcessName has "a" and NewProcessName has "b" | project Computer')).toMatchInlineSnapshot(`
    "| WHERE CASE(event.code == "4688", COALESCE(winlog.event_data.ProcessName, ""), COALESCE(winlog.event_data.ProcessName, process.executable, "")) RLIKE "(.*[^0-9A-Za-z])?[Aa]([^0-9A-Za-z].*)?"
        AND CASE(event.code == "4688", COALESCE(process.executable, ""), "") RLIKE "(.*[^0-9A-Za-z])?[Bb]([^0-9A-Za-z].*)?"
    | EVAL Computer = COALESCE(winlog.computer_name, "")"
  `);
  expect(
    query('SecurityEvent | where EventID == 4624 and ProcessName has "a" and NewProcessName has "b" | project Computer'),
  ).toMatchInlineSnapshot(`
    "| WHERE TO_LONG(event.code) == 4624
        AND COALESCE(winlog.event_data.ProcessName, process.executable, "") RLIKE "(.*[^0-9A-Za-z])?[Aa]([^0-9A-Za-z].*)?"
        AND "" RLIKE "(.*[^0-9A-Za-z])?[Bb]([^0-9A-Za-z].*)?"
    | EVAL Computer = COALESCE(winlog.computer_name, "")"
  `);
  expect(query('SecurityEvent | where EventID == 4688 and NewProcessName has "b" | project Computer, ProcessName')).toMatchInlineSnapshot(`
    "| WHERE TO_LONG(event.code) == 4688
        AND process.executable RLIKE "(.*[^0-9A-Za-z])?[Bb]([^0-9A-Za-z].*)?"
    | EVAL Computer = COALESCE(winlog.computer_name, ""), ProcessName = COALESCE(winlog.event_data.ProcessName, "")"
  `);
});

test('a condition that stands behind a new value of its column says nothing of the event', () => {
  expect(query('WindowsEvent | extend EventID = 1 | where EventID == 1 and EventData.Image has "a" | project Computer')).toContain(
    'CASE(winlog.channel ==',
  );
});

test('each event is a row of one table', () => {
  const found = emitEsql('union (SecurityEvent | project Computer), (WindowsEvent | project Computer)');
  expect(found).toContain('RMMC3791');
  expect(found).toMatch(/_index LIKE "\*logs-system\.security-\*"/);
  expect(refusals('union (Event | project Computer), (WindowsEvent | project Computer)')).toHaveLength(1);
});

test('parts cut out of XML', () => {
  const direct = query(
    `Event | where EventLog == "Microsoft-Windows-Sysmon/Operational" and EventID == 22 | extend Image = extract('Name="Image">(.*?)<', 1, EventData), QueryName = extract('Name="QueryName">(.*?)<', 1, EventData) | where QueryName has "evil" | project Computer, Image`,
  );
  expect(direct).toMatchInlineSnapshot(`
    "| WHERE winlog.channel == "Microsoft-Windows-Sysmon/Operational"
        AND TO_LONG(event.code) == 22
    | WHERE dns.question.name RLIKE "(.*[^0-9A-Za-z])?[Ee][Vv][Ii][Ll]([^0-9A-Za-z].*)?"
    | EVAL Computer = COALESCE(winlog.computer_name, ""), Image = COALESCE(process.executable, "")"
  `);
  const pivoted =
    query(`Event | where EventLog == "Microsoft-Windows-Sysmon/Operational" and EventID == 22 | extend EvData = parse_xml(EventData)
    | extend EventDetail = EvData.DataItem.EventData.Data | project-away EventData, EvData | mv-expand bagexpansion=array EventDetail | evaluate bag_unpack(EventDetail)
    | extend Key = tostring(['@Name']), Value = ['#text'] | evaluate pivot(Key, any(Value), TimeGenerated, Computer) | where QueryName has "evil" | project Computer, Image`);
  expect(pivoted).toContain('dns.question.name RLIKE');
  expect(pivoted).toContain('process.executable');
});

test('a test of the whole data that one of a part says too', () => {
  const behind = (whole: string, part: string): readonly string[] =>
    refusals(
      `WindowsEvent | where EventID == 4688 and ${whole} | extend C = tostring(EventData.CommandLine) | where ${part} | project Computer, C`,
    );
  for (const [whole, part] of [
    ['EventData has_any ("certutil", "bits")', 'C has_any ("bits", "certutil")'],
    ['EventData has "certutil"', 'C has "certutil.exe" and C has "x"'],
    ['EventData has "certutil"', 'C startswith "certutil -a" or C endswith "/certutil"'],
    ['EventData contains "util"', 'C =~ "certutil"'],
    ['tostring(EventData) contains "cert"', 'C contains "CERTUTIL"'],
  ] as const)
    expect(behind(whole, part), `${whole}; ${part}`).toEqual([]);
  for (const [whole, part] of [
    ['EventData has "certutil"', 'C has_any ("bits", "certutil")'],
    ['EventData has "certutil"', 'C contains "certutil"'],
    ['EventData has "certutil"', 'C startswith "certutil"'],
    ['EventData has "cert"', 'C has "certutil"'],
    ['EventData has "certutil"', 'C !has "certutil"'],
    ['EventData !has "certutil"', 'C has "certutil"'],
    ['EventData has_all ("certutil", "a")', 'C has "certutil"'],
    ['EventData has "certutil"', 'Computer has "certutil"'],
    ['EventData contains "a\\\\b"', 'C contains "a\\\\b"'],
  ] as const)
    expect(behind(whole, part), `${whole}; ${part}`).toHaveLength(1);
  expect(emitEsql('WindowsEvent | where EventData has "a" | where EventData.X == "a" | project Computer')).toContain('RMMC3793');
});
