// Thresholds on aggregations in, correlation rules out; what no correlation says is refused.
import { describe, expect, test } from 'vitest';
import { documentsOf, type Options, sigma } from './sigma.ts';

/** Names of rules by what they are: `event`, `part_1`. */
const short = (name: string): string => /(?:event|part)(?:_\d+)?$/.exec(name)?.[0] ?? name;

const correlationsOf = (query: string, options: Options = {}): readonly Readonly<Record<string, unknown>>[] =>
  documentsOf(query, options).flatMap(({ correlation }) => (correlation ? [{ ...correlation, rules: correlation.rules.map(short) }] : []));

const failed = 'DeviceLogonEvents | where Timestamp > ago(1d) and ActionType == "LogonFailed"';
const processes = 'DeviceProcessEvents | where Timestamp > ago(1d) and FileName =~ "net.exe"';

test('two documents: the events by name, and what counts them', () => {
  const meta = {
    id: '11111111-2222-3333-4444-555555555555',
    name: 'Many Failed Logons',
    techniques: ['T1110'],
    severity: 'High',
    kind: 'Scheduled',
  };
  const { text } = sigma(`${failed} | summarize Count = count() by DeviceName, bin(Timestamp, 10m) | where Count >= 20`, { meta });
  expect(text).toMatchInlineSnapshot(`
    "title: Many Failed Logons - Event
    id: f4749710-1557-5b6c-90cf-143f80eaa2db
    name: many_failed_logons_00ef41ed_event
    related:
        - id: 11111111-2222-3333-4444-555555555555
          type: derived
    status: experimental
    logsource:
        product: windows
        service: security
    detection:
        selection:
            EventID: 4625
        condition: selection
    fields:
        - ComputerName
    level: informational
    ---
    title: Many Failed Logons
    id: 00ef41ed-ef5e-549c-ba7e-40f99d66dcfd
    related:
        - id: 11111111-2222-3333-4444-555555555555
          type: derived
    status: experimental
    tags:
        - attack.t1110
    correlation:
        type: event_count
        rules:
            - many_failed_logons_00ef41ed_event
        group-by:
            - ComputerName
        timespan: 10m
        condition:
            gte: 20
    falsepositives:
        - Unknown
    level: high
    "
  `);
});

describe('what is counted', () => {
  test.each([
    ['n = count() by DeviceName | where n > 5', { type: 'event_count', condition: { gt: 5 } }],
    ['n = count() by DeviceName | where 5 <= n', { type: 'event_count', condition: { gte: 5 } }],
    ['n = count() by DeviceName | where n > 2.5', { type: 'event_count', condition: { gte: 3 } }],
    ['n = count() by DeviceName | where n between (3 .. 9)', { type: 'event_count', condition: { gte: 3 } }],
    ['n = count() by DeviceName | where n > 3 and n > 7', { type: 'event_count', condition: { gt: 7 } }],
    ['n = count() by DeviceName | where n > -1', { type: 'event_count', condition: { gte: 1 } }],
    ['n = dcount(RemoteIP) by DeviceName | where n > 3', { type: 'value_count', condition: { field: 'IpAddress', gt: 3 } }],
    ['n = count_distinct(RemoteIP) by DeviceName | where n > 3', { type: 'value_count', condition: { field: 'IpAddress', gt: 3 } }],
    ['s = make_set(RemoteIP) by DeviceName | where array_length(s) > 3', { type: 'value_count', condition: { field: 'IpAddress', gt: 3 } }],
    [
      's = make_set(RemoteIP) by DeviceName | extend n = array_length(s) | where n > 3',
      { type: 'value_count', condition: { field: 'IpAddress', gt: 3 } },
    ],
    ['n = count() by DeviceName | project Many = n, DeviceName | where Many > 5', { type: 'event_count', condition: { gt: 5 } }],
    ['n = count() by DeviceName | project-rename Many = n | where Many > 5', { type: 'event_count', condition: { gt: 5 } }],
  ])('%s', (steps, correlation) => {
    expect(correlationsOf(`${failed} | summarize ${steps}`)).toEqual([
      { ...correlation, rules: ['event'], 'group-by': ['ComputerName'], timespan: '1d' },
    ]);
  });

  test('sums of a field of the user’s', () => {
    const profile = { tables: { DeviceNetworkEvents: { fields: { ReportId: 'Bytes' } } } };
    const query =
      'DeviceNetworkEvents | where Timestamp > ago(1h) and RemotePort == 443 | summarize s = sum(ReportId) by DeviceName | where s > 1000';
    expect(correlationsOf(query, { profile })).toEqual([
      { type: 'value_sum', rules: ['event'], 'group-by': ['SourceHostname'], timespan: '1h', condition: { field: 'Bytes', gt: 1000 } },
    ]);
  });

  test('countif() is a condition of the detection', () => {
    const query =
      'DeviceLogonEvents | where Timestamp > ago(1d) | summarize n = countif(ActionType == "LogonFailed") by DeviceName | where n > 5';
    const [event, correlation] = documentsOf(query);
    expect([event?.detection, correlation?.correlation?.condition]).toEqual([
      { selection: { EventID: 4625 }, condition: 'selection' },
      { gt: 5 },
    ]);
  });

  test('a condition on a key is a condition of the detection', () => {
    const query = `${failed} | summarize n = count() by DeviceName | where n > 5 and DeviceName startswith "srv"`;
    expect(documentsOf(query)[0]?.detection).toEqual({
      selection: { EventID: 4625, 'ComputerName|startswith': 'srv' },
      condition: 'selection',
    });
  });

  test('several measures: a correlation of each, and of those; one that any event passes is the detection itself', () => {
    const query =
      'DeviceLogonEvents | where Timestamp > ago(1d) | summarize Ok = countif(ActionType == "LogonSuccess"), Failed = countif(ActionType == "LogonFailed") ' +
      'by DeviceName, RemoteIP | where Failed > 10 and Ok > 0';
    const common = { 'group-by': ['ComputerName', 'IpAddress'], timespan: '1d' };
    expect(correlationsOf(query)).toEqual([
      { type: 'event_count', rules: ['event_1'], ...common, condition: { gt: 10 } },
      { type: 'temporal', rules: ['part_1', 'event_2'], ...common, condition: { gte: 2 } },
    ]);
  });
});

test('several tables are several rules; keys in fields of different names get an alias', () => {
  const query =
    'union (DeviceProcessEvents | where FileName =~ "a.exe"), (DeviceNetworkEvents | where RemotePort == 445) | where Timestamp > ago(1h) ' +
    '| summarize n = count() by DeviceName | where n > 5';
  const [{ aliases, ...correlation } = {}] = correlationsOf(query);
  expect([correlation, Object.values(aliases as object).map((fields) => Object.values(fields as object))]).toEqual([
    { type: 'event_count', rules: ['event_1', 'event_2'], 'group-by': ['DeviceName'], timespan: '1h', condition: { gt: 5 } },
    [['ComputerName', 'SourceHostname']],
  ]);
  const profile = { tables: { DeviceNetworkEvents: { fields: { DeviceName: 'ComputerName' } } } };
  expect(correlationsOf(query, { profile })).toEqual([{ ...correlation, 'group-by': ['ComputerName'] }]);
});

describe('the timespan', () => {
  const timespan = (query: string, options: Options = {}) => correlationsOf(query, options)[0]?.timespan;
  const counted = (by: string) => `summarize n = count() by ${by} | where n > 5`;
  test.each([
    [`${processes} | ${counted('DeviceName')}`, '1d'],
    [`${processes} | ${counted('DeviceName, bin(Timestamp, 10m)')}`, '10m'],
    [`${processes} | ${counted('DeviceName, startofday(Timestamp)')}`, '1d'],
    [`${processes} | ${counted('DeviceName, bin(Timestamp, 7d)')}`, '1d'],
    [`${processes} | ${counted('DeviceName, bin(Timestamp, 1500ms)')}`, '2s'],
    [`${processes} and Timestamp < ago(6h) | ${counted('DeviceName')}`, '18h'],
    [
      `DeviceProcessEvents | where Timestamp between (datetime(2026-01-01) .. datetime(2026-01-02 06:00)) and FileName =~ "a" | ${counted('DeviceName')}`,
      '30h',
    ],
    [`DeviceProcessEvents | where FileName =~ "a" | ${counted('DeviceName, bin(Timestamp, 90s)')}`, '90s'],
  ])('%s', (query, text) => {
    expect(timespan(query)).toBe(text);
  });

  test('is the period of the rule where the query has none, or a longer one', () => {
    const meta = { queryPeriod: '6h', kind: 'Scheduled' };
    expect(timespan(`DeviceProcessEvents | where FileName =~ "a" | ${counted('DeviceName')}`, { meta })).toBe('6h');
    expect(timespan(`${processes} | ${counted('DeviceName')}`, { meta })).toBe('6h');
  });
});

test('what is not exact is named', () => {
  const query = `${processes} | summarize n = count(), dcount(SHA256), make_set(FileName) by DeviceId, DeviceName, bin(Timestamp, 1h) | where n between (3 .. 9)`;
  expect(sigma(query).messages).toMatchInlineSnapshot(`
    [
      "the time window \`Timestamp > ago(1d)\` belongs to the schedule of a Sigma rule: run it over that window",
      "dcount_SHA256: left out, since a correlation reports what it groups by and what it counts, and the threshold does not look at it",
      "set_FileName: left out, since a correlation reports what it groups by and what it counts, and the threshold does not look at it",
      "the key DeviceId is left out (it has no field in Sigma): groups that only it tells apart are counted together",
      "the window of 1h (bin of 1h) slides with the events in Sigma and stands still in KQL: what lies across its edges is counted together",
      "a correlation reports each DeviceName when it passes the threshold: alerts take the place of rows",
      "events are taken to have a value in ComputerName: KQL counts those without DeviceName together, engines of Sigma differ",
      "column FileName is taken to be the part of Image behind its last backslash",
      "the events of DeviceProcessEvents are taken to be those of the log source windows/process_creation",
      "the upper bound \`n <= 9\` is left out: each group passes it on its way, and a window that slides may hold more events than KQL counts",
    ]
  `);
});

describe('refused', () => {
  const grouped = (steps: string) => `${failed} | summarize ${steps}`;
  test.each([
    [grouped('n = count() by DeviceName | where n < 5'), 'RMMC3647'],
    [grouped('n = count() by DeviceName | where n == 0'), 'RMMC3647'],
    [grouped('n = count() by DeviceName | where n == 1'), 'RMMC3647'],
    [grouped('n = count() by DeviceName | where n != 5'), 'RMMC3647'],
    [grouped('n = count(), m = dcount(RemoteIP) by DeviceName | where n > 5 or m > 3'), 'RMMC3611'],
    [grouped('n = count(), m = dcount(RemoteIP) by DeviceName | where n > m'), 'RMMC3611'],
    [grouped('n = count(), m = dcount(RemoteIP) by DeviceName | extend r = n / m | where r > 3'), 'RMMC3611'],
    [grouped('n = percentile(RemotePort, 95) by DeviceName | where n > 5'), 'RMMC3001'],
    [grouped('n = max(RemotePort) by DeviceName | where n > 5'), 'RMMC3001'],
    [grouped('n = dcount(strcat(AccountName, "x")) by DeviceName | where n > 5'), 'RMMC3001'],
    [grouped('n = avg(RemotePort) by DeviceName, bin(Timestamp, 1h) | where n > 5'), 'RMMC3647'],
    [grouped('n = count() | where n > 5'), 'RMMC3649'],
    [grouped('n = count() by DeviceId | where n > 5'), 'RMMC3649'],
    [grouped('n = count() by x = strcat(AccountName, "x") | where n > 5'), 'RMMC3649'],
    [grouped('arg_max(Timestamp, *) by DeviceName | summarize n = count() by AccountName | where n > 5'), 'RMMC3611'],
    [grouped('n = count() by DeviceName | where n > 5 | summarize m = count() by DeviceName | where m > 5'), 'RMMC3611'],
    ['DeviceProcessEvents | where FileName =~ "a" | summarize n = count() by DeviceName | where n > 5', 'RMMC3648'],
    ['DeviceProcessEvents | where Timestamp > ago(1d) | summarize n = count() by DeviceName | where n > 5', 'RMMC3613'],
    [`${processes} | summarize n = count() by FileName | where n > 5`, 'RMMC3649'],
    [`${processes} | take 10 | summarize n = count() by DeviceName | where n > 5`, 'RMMC3609'],
  ])('%s', (query, code) => {
    const { text, findings } = sigma(query);
    expect([text, findings.some((finding) => finding.startsWith(code))]).toEqual([null, true]);
  });
});
