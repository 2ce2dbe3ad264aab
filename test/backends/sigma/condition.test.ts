// Conditions in Sigma: numbers, nulls, addresses, and how a tree of tests is cut into selections.
import { describe, expect, test } from 'vitest';
import { detectionOf, ruleOf, selectionOf, sigma } from './sigma.ts';

test.each([
  ['ProcessId == 5', { ProcessId: 5 }],
  ['ProcessId in (1, 2)', { ProcessId: [1, 2] }],
  ['ProcessId > 5', { 'ProcessId|gt': 5 }],
  ['5 >= ProcessId', { 'ProcessId|lte': 5 }],
  ['not(ProcessId > 5)', { 'ProcessId|lte': 5 }],
  ['ProcessId between (1 .. 5)', { 'ProcessId|gte': 1, 'ProcessId|lte': 5 }],
  ['isnull(ProcessId)', { ProcessId: null }],
  ['LogonId == 255', { LogonId: '0xff' }],
])('%s', (condition, selection) => {
  expect(selectionOf(condition)).toEqual(selection);
});

describe('addresses', () => {
  const network = (condition: string) => ruleOf(`DeviceNetworkEvents | where ${condition}`).detection;
  const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

  test('ranges', () => {
    expect(network('ipv4_is_private(RemoteIP)')).toEqual({ selection: { 'DestinationIp|cidr': privateRanges }, condition: 'selection' });
    expect(network('ipv4_is_in_range(RemoteIP, "192.168.1.255/24")')).toEqual({
      selection: { 'DestinationIp|cidr': '192.168.1.0/24' },
      condition: 'selection',
    });
  });

  test('outside of a range is still an IPv4 address', () => {
    expect(network('not(ipv4_is_private(RemoteIP))')).toEqual({
      selection: { 'DestinationIp|cidr': '0.0.0.0/0' },
      filter_main_destination_ip: { 'DestinationIp|cidr': privateRanges },
      condition: 'selection and not filter_main_destination_ip',
    });
  });
});

describe('selections', () => {
  test('what is dropped is a filter', () => {
    expect(detectionOf('FolderPath has "-" and ProcessCommandLine !contains "a" and ProcessId != 5')).toEqual({
      selection: { 'Image|contains': '-' },
      filter_main_command_line: { 'CommandLine|contains': 'a' },
      filter_main_process_id: { ProcessId: 5 },
      condition: 'selection and not 1 of filter_main_*',
    });
  });

  test('a rule of nothing but negations', () => {
    expect(detectionOf('ProcessCommandLine !contains "a"')).toEqual({
      selection: { 'CommandLine|contains': 'a' },
      condition: 'not selection',
    });
  });

  test('alternatives are a list of maps', () => {
    expect(selectionOf('FolderPath =~ "a" and ProcessId == 1 or ProcessCommandLine =~ "b"')).toEqual([
      { CommandLine: 'b' },
      { Image: 'a', ProcessId: 1 },
    ]);
  });

  test('a map does not repeat a key', () => {
    expect(detectionOf('ProcessCommandLine in~ ("a", "b") and ProcessCommandLine in~ ("b", "c")')).toEqual({
      selection: { CommandLine: ['a', 'b'] },
      selection_command_line: { CommandLine: ['b', 'c'] },
      condition: 'selection and selection_command_line',
    });
  });

  test('negations inside alternatives get their own selections', () => {
    expect(detectionOf('FolderPath =~ "a" or (ProcessId == 1 and ProcessCommandLine !contains "b")')).toEqual({
      selection: { Image: 'a' },
      selection_process_id: { ProcessId: 1 },
      selection_command_line: { 'CommandLine|contains': 'b' },
      condition: 'selection or (selection_process_id and not selection_command_line)',
    });
  });

  test('isnotempty', () => {
    expect(detectionOf('FolderPath =~ "a" and isnotempty(ProcessCommandLine)')).toEqual({
      selection: { Image: 'a' },
      filter_main_command_line: [{ CommandLine: '' }, { CommandLine: null }],
      condition: 'selection and not filter_main_command_line',
    });
  });
});

test.each([
  ['FileName == FolderPath', 'RMMC3614 refused'],
  ['strlen(ProcessCommandLine) > 5', 'RMMC3001 refused'],
  ['AccountUpn == "a"', 'RMMC4002 refused'],
  ['ProcessCreationTime > ago(1d)', 'RMMC3614 refused'],
  ['SHA1 in ((DeviceInfo | project DeviceName))', 'RMMC3685 refused'],
  ['SHA1 in~ ((DeviceInfo | project DeviceName))', 'RMMC3001 refused'],
])('%s is refused', (condition, finding) => {
  const { text, findings } = sigma(`DeviceProcessEvents | where ${condition}`);
  expect([text, findings.includes(finding)]).toEqual([null, true]);
});

test('unmapped columns are kept on request', () => {
  expect(selectionOf('AccountUpn =~ "a"', { unmapped: 'keep' })).toEqual({ AccountUpn: 'a' });
});

describe('a negated test of a field that may be missing', () => {
  const named = (condition: string) => sigma(`DeviceProcessEvents | where ${condition}`).messages;
  const missing =
    'events without the field are taken to pass `not`, as most Sigma backends have it: KQL keeps a row whose value is missing there';
  const logsource = 'the events of DeviceProcessEvents are taken to be those of the log source windows/process_creation';

  test('is named once in a rule', () => {
    expect(named('FolderPath !~ "a" and ProcessId != 5 and not(ProcessCommandLine contains "b")')).toEqual([missing, logsource]);
  });

  test('unless the test itself speaks of what is missing', () => {
    expect(named('isnotempty(FolderPath) and FolderPath !in~ ("a", "") and isnotnull(ProcessId)')).toEqual([logsource]);
  });
});

test('what stands twice is said once', () => {
  expect(selectionOf('isempty(ProcessCommandLine) or ProcessCommandLine in~ ("", "a")')).toEqual([
    { CommandLine: '' },
    { CommandLine: null },
    { CommandLine: 'a' },
  ]);
});

test('classes of a regular expression are taken to be of ASCII', () => {
  expect(sigma(String.raw`DeviceProcessEvents | where ProcessCommandLine matches regex @"a\d\S"`).messages).toEqual([
    "characters outside ASCII are taken not to occur where the pattern says `\\d`, `\\S`: Kusto's documentation counts them in, the translation does not",
    'the events of DeviceProcessEvents are taken to be those of the log source windows/process_creation',
  ]);
});
