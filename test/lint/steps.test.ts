// RMMC6001 and RMMC602x-604x: time, schedules, detections, steps.
import { describe, expect, test } from 'vitest';
import { codesOf, diagnosticsOf, marks, where } from './linting.ts';

const only = (code: string, text: string, file = 'a.kql'): readonly string[] => codesOf(text, file).filter((one) => one === code);

describe('time filter', () => {
  test.each([
    'DeviceInfo | where Timestamp > ago(1d)',
    'DeviceInfo | where ingestion_time() > ago(1d)',
    'DeviceInfo | where Timestamp between (ago(2d) .. ago(1d))',
    'DeviceInfo | extend Day = bin(Timestamp, 1d) | where Day > ago(7d)',
    'DeviceInfo | where now() - Timestamp < 1d',
    'DeviceInfo | summarize arg_max(Timestamp, *) by DeviceId',
    'union DeviceInfo, DeviceLogonEvents | where Timestamp > ago(1d)',
    'let T = DeviceInfo | where OSPlatform has "Linux";\nT | where Timestamp > ago(1d)',
    'DeviceTvmSoftwareInventory | where SoftwareName has "log4j"',
    'IdentityInfo | where AccountName has "adm"',
    'datatable (A: string) ["a"] | where A has "a"',
    'Unknown_CL | where A has "a"',
  ])('nothing on %s', (text) => expect(only('RMMC6001', text)).toEqual([]));

  test('a join whose other side has no bound', () => {
    const text = 'DeviceInfo | where Timestamp > ago(1d) | join kind=inner (DeviceLogonEvents | where LogonType == "Network") on DeviceId';
    expect(marks(text)).toBe('RMMC6001 [DeviceLogonEvents]');
    expect(codesOf(`${text} | where Timestamp1 > Timestamp`)).toEqual([]);
  });

  test('tables in one finding', () => {
    expect(diagnosticsOf('union DeviceInfo, DeviceLogonEvents | where DeviceName has "a"').map((one) => one.message)).toEqual([
      'nothing bounds the time of DeviceInfo, DeviceLogonEvents: the query reads whatever range the caller has set',
    ]);
  });

  test('a scheduled rule takes its range from the schedule, a custom detection from its frequency', () => {
    expect(codesOf('kind: NRT\nquery: |\n  SigninLogs | where ResultType == "0"\n', 'a.yaml')).toEqual([]);
    expect(codesOf('DeviceInfo | where OSPlatform has "a"', 'a.kql', { ruleKind: 'custom-detection' })).toEqual([]);
  });
});

describe('schedules', () => {
  const rule = (frequency: string, period: string, query: string): string =>
    `id: x\nkind: Scheduled\nqueryFrequency: ${frequency}\nqueryPeriod: ${period}\nquery: |\n  ${query}\n`;
  const query = 'SigninLogs | where TimeGenerated > ago(1d)';

  test('the place is the clause, or the key of the file', () => {
    expect(marks(rule('1h', '1h', query), 'a.yaml')).toBe('RMMC6020 [TimeGenerated > ago(1d)]');
    expect(marks(rule('2d', '3d', query), 'a.yaml')).toBe('RMMC6021 [2d]');
    expect(marks(rule('10m', '2d', query), 'a.yaml')).toBe('RMMC6022 [2d]');
  });

  test.each([
    rule('1d', '1d', query),
    rule('1h', '14d', 'SigninLogs | where TimeGenerated between (ago(14d) .. ago(1d))'),
    rule('1h', '1h', 'SigninLogs | where ResultType == "0"'),
  ])('nothing on rule %#', (text) => expect(codesOf(text, 'a.yaml')).toEqual([]));

  test('ARM templates write ISO 8601', () => {
    const template = { kind: 'Scheduled', properties: { query, queryFrequency: 'P2D', queryPeriod: 'P14D', displayName: 'x' } };
    expect(codesOf(JSON.stringify({ resources: [template] }), 'a.json')).toEqual(['RMMC6021']);
  });

  test('a custom detection sees what its frequency fixes', () => {
    const detection = { queryCondition: { queryText: 'DeviceInfo | where Timestamp > ago(1d)' }, schedule: { period: '1H' } };
    expect(diagnosticsOf(JSON.stringify(detection), 'a.json').map((one) => one.message)).toEqual([
      'the query looks back 1d, but each run sees the last 4h only',
    ]);
  });
});

describe('custom detections', () => {
  const columns = (text: string): readonly string[] =>
    diagnosticsOf(text, 'a.kql', { ruleKind: 'custom-detection' }).map((one) => one.message);

  test('what is missing, and where it is dropped', () => {
    expect(columns('DeviceProcessEvents | project Timestamp, FileName')).toEqual([
      'a custom detection needs `ReportId` and a column that names a device, user or mailbox (`DeviceId`, `AccountUpn` …) in its result; this step drops it',
    ]);
    expect(columns('DeviceProcessEvents | where FileName has "a"')).toEqual([]);
    expect(columns('EmailEvents | project Timestamp, ReportId, RecipientEmailAddress')).toEqual([]);
  });
});

test('take', () => {
  expect(only('RMMC6031', where('FileName has "a" | take 5'))).toEqual([]);
  expect(only('RMMC6031', where('FileName has "a" | sort by Timestamp desc | take 5 | where FileName has "b"'))).toEqual([]);
  expect(marks(`let T = DeviceInfo | where Timestamp > ago(1d) | take 5;\n${where('DeviceId in (T)')}`)).toBe('RMMC6031 [take 5]');
  expect(codesOf('kind: NRT\nquery: |\n  SigninLogs | take 5\n', 'a.yaml')).toEqual(['RMMC6031']);
});

test('union of every table', () => {
  expect(only('RMMC6032', 'union * | where TimeGenerated > ago(1d)')).toEqual(['RMMC6032']);
  expect(only('RMMC6032', 'union Device* | where Timestamp > ago(1d)')).toEqual([]);
});

test('deprecated names; a function of the query is none', () => {
  expect(marks('print a = parsejson("[1]") | mvexpand a')).toBe('RMMC6040 [parsejson]\nRMMC6040 [mvexpand]');
  expect(codesOf('let pack = (a: string) { strcat(a, "x") };\nprint a = pack("b")')).toEqual([]);
});

test('a let is used by name, as a function, or inside another let', () => {
  expect(only('RMMC6041', 'let A = 1;\nlet B = A;\nlet F = (x: long) { x + B };\nprint F(1)')).toEqual([]);
  expect(marks('let A = 1;\nlet B = 2;\nprint B')).toBe('RMMC6041 [A]');
});

test('order', () => {
  expect(marks(where('FileName has "a" | sort by Timestamp | extend A = 1 | summarize count() by DeviceId'))).toBe(
    'RMMC6042 [sort by Timestamp]',
  );
  expect(only('RMMC6042', where('FileName has "a" | sort by Timestamp | extend A = prev(FileName) | summarize count() by A'))).toEqual([]);
  expect(only('RMMC6042', where('FileName has "a" | sort by Timestamp | summarize make_list(FileName) by DeviceId'))).toEqual([]);
  expect(only('RMMC6042', where('FileName has "a" | sort by Timestamp | take 5 | summarize count() by DeviceId'))).toEqual([]);
});

test('join', () => {
  const right = '(DeviceInfo | where Timestamp > ago(1d)) on DeviceId';
  expect(marks(where(`FileName has "a" | join ${right}`))).toBe('RMMC6043 [join]');
  expect(codesOf(where(`FileName has "a" | join kind=innerunique ${right}`))).toEqual([]);
  expect(codesOf(where(`FileName has "a" | distinct DeviceId | join ${right}`))).toEqual([]);
  expect(codesOf(where(`FileName has "a" | distinct DeviceId, FileName | join ${right}`))).toEqual(['RMMC6043']);
});

test('tables that are replaced; a let of that name is none', () => {
  expect(marks('AADSignInEventsBeta | where Timestamp > ago(1d)')).toBe('RMMC6044 [AADSignInEventsBeta]');
  expect(only('RMMC6044', 'let AlertEvents = AlertInfo | where Timestamp > ago(1d);\nAlertEvents | where Title has "a"')).toEqual([]);
});

test('a let that holds rows is looked at where it is written, once', () => {
  const text = `let T = ${where('FileName == "a.exe" | distinct DeviceId')};\n${where('DeviceId in (T) or DeviceId in (T)')}`;
  expect(marks(text)).toBe('RMMC6006 [FileName == "a.exe"]');
});
