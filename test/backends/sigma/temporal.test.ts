// Joins in, temporal correlations out; what no correlation says is refused.
import { describe, expect, test } from 'vitest';
import { documentsOf, type Options, sigma } from './sigma.ts';

const short = (name: string): string => /event(?:_\d+)?$/.exec(name)?.[0] ?? name;

/** Type, rules and timespan of the correlation. */
const saidOf = (query: string, options: Options = {}): string => {
  const { correlation } = documentsOf(query, options).at(-1) ?? {};
  return [correlation?.type, ...(correlation?.rules.map(short) ?? []), correlation?.timespan].join(' ');
};

const failed = 'DeviceLogonEvents | where Timestamp > ago(1d) and ActionType == "LogonFailed"';
const spawned = 'DeviceProcessEvents | where Timestamp > ago(1d) and FileName == "net.exe"';
const joined = (condition: string, kind = 'inner'): string =>
  `${failed} | join kind=${kind} (${spawned}) on DeviceName${condition && ` | where ${condition}`}`;

test('a rule for each side, and what has to happen together', () => {
  expect(
    documentsOf(joined('Timestamp1 between (Timestamp .. Timestamp + 10m)')).map(({ detection, correlation }) => detection ?? correlation),
  ).toMatchInlineSnapshot(`
    [
      {
        "condition": "selection",
        "selection": {
          "EventID": 4625,
        },
      },
      {
        "condition": "selection",
        "selection": {
          "Image|endswith|cased": "\\net.exe",
        },
      },
      {
        "condition": {
          "gte": 2,
        },
        "group-by": [
          "ComputerName",
        ],
        "rules": [
          "query_over_devicelogonevents_e80752e0_event_1",
          "query_over_devicelogonevents_e80752e0_event_2",
        ],
        "timespan": "10m",
        "type": "temporal_ordered",
      },
    ]
  `);
});

test('keys in fields of different names have aliases', () => {
  const query = `${failed} | join kind=inner (DeviceNetworkEvents | where Timestamp > ago(1d) and RemotePort == 445) on DeviceName`;
  const { correlation } = documentsOf(query).at(-1) ?? {};
  expect([correlation?.['group-by'], Object.values(correlation?.aliases as Readonly<Record<string, object>>).map(Object.values)]).toEqual([
    ['DeviceName'],
    [['ComputerName', 'SourceHostname']],
  ]);
});

describe('the window and the order', () => {
  test.each([
    ['no condition on times: as long as the sides are bounded', '', 'temporal event_1 event_2 1d'],
    ['between two times', 'Timestamp1 between (Timestamp .. Timestamp + 10m)', 'temporal_ordered event_1 event_2 10m'],
    ['the second side first', 'Timestamp between (Timestamp1 .. Timestamp1 + 10m)', 'temporal_ordered event_2 event_1 10m'],
    ['a difference', 'Timestamp1 - Timestamp between (0s .. 90s)', 'temporal_ordered event_1 event_2 90s'],
    ['a difference both ways', 'Timestamp1 - Timestamp between (-5m .. 5m)', 'temporal event_1 event_2 5m'],
    ['an absolute difference', 'abs(Timestamp1 - Timestamp) <= 1h', 'temporal event_1 event_2 1h'],
    ['edges between times', 'abs(datetime_diff("minute", Timestamp1, Timestamp)) <= 4', 'temporal event_1 event_2 5m'],
    ['fewer edges', 'datetime_diff("hour", Timestamp1, Timestamp) between (0 .. 1)', 'temporal event_1 event_2 2h'],
    ['a quotient', '(Timestamp1 - Timestamp) / 1m between (0.0 .. 30.0)', 'temporal_ordered event_1 event_2 30m'],
    ['added units', 'Timestamp1 between (Timestamp .. datetime_add("second", 5, Timestamp))', 'temporal_ordered event_1 event_2 5s'],
    ['order alone', 'Timestamp1 > Timestamp', 'temporal_ordered event_1 event_2 1d'],
    ['one bin', 'bin(Timestamp1, 1h) == bin(Timestamp, 1h)', 'temporal event_1 event_2 1h'],
    ['the longer of two sides', 'Timestamp1 between (Timestamp - 5m .. Timestamp + 10m)', 'temporal event_1 event_2 10m'],
    ['less than the bounds of the sides only', 'Timestamp1 < Timestamp + 30d', 'temporal event_1 event_2 1d'],
    ['less than a second', 'Timestamp1 between (Timestamp .. Timestamp + 1500ms)', 'temporal_ordered event_1 event_2 2s'],
  ])('%s', (_, condition, said) => {
    expect(saidOf(joined(condition))).toBe(said);
  });

  test('bounds of both sides order them', () => {
    const query = `${failed.replace('ago(1d)', 'ago(30d) and Timestamp < ago(1d)')} | join kind=leftsemi (${spawned}) on DeviceName`;
    expect(saidOf(query)).toBe('temporal_ordered event_1 event_2 30d');
  });

  test('the window of a scheduled rule', () => {
    const query = joined('').replaceAll('Timestamp > ago(1d) and ', '');
    expect(saidOf(query, { meta: { kind: 'Scheduled', queryPeriod: '6h' } })).toBe('temporal event_1 event_2 6h');
  });

  test('three tables', () => {
    const query = `${joined('Timestamp1 > Timestamp')} | join kind=inner (DeviceFileEvents | where FileName == "a.dll" | project T = Timestamp, DeviceName) on DeviceName | where T between (Timestamp1 .. Timestamp1 + 1h)`;
    expect(saidOf(query)).toBe('temporal_ordered event_1 event_2 event_3 1d');
  });
});

describe('forms of a join', () => {
  test.each([
    ['innerunique', joined('', 'innerunique')],
    ['leftsemi', joined('', 'leftsemi')],
    ['rightsemi', joined('', 'rightsemi')],
    ['membership in a query', `${failed} | where DeviceName in ((${spawned} | distinct DeviceName))`],
    ['an outer join whose partner a condition asks for', `${joined('FolderPath startswith "C:"', 'leftouter')}`],
    [
      'a grouped side',
      `${failed} | join kind=inner (${spawned} | summarize arg_max(Timestamp, *) by DeviceName | project DeviceName) on DeviceName`,
    ],
  ])('%s', (_, query) => {
    expect(saidOf(query)).toBe('temporal event_1 event_2 1d');
  });

  test('an outer join that only adds columns is left out', () => {
    const { text, findings } = sigma(`${failed} | join kind=leftouter (SomeTable) on DeviceName | project DeviceName, RemoteIP`);
    expect([text, findings.includes('RMMC3684 assumption')]).toEqual([null, false]);
    const known = sigma(`${failed} | join kind=leftouter (DeviceInfo | project DeviceName, OSPlatform) on DeviceName`);
    expect([known.text?.includes('correlation'), known.findings.includes('RMMC3684 assumption')]).toEqual([false, true]);
  });

  test('a side without conditions has its key', () => {
    const [first] = documentsOf(`DeviceImageLoadEvents | where Timestamp > ago(1d) | join kind=inner (${spawned}) on SHA256`);
    expect(first?.detection).toMatchInlineSnapshot(`
      {
        "condition": "not selection",
        "selection": [
          {
            "sha256": "",
          },
          {
            "sha256": null,
          },
        ],
      }
    `);
  });

  test('a condition behind the join goes to the side that it is about', () => {
    const [, second] = documentsOf(joined('FolderPath startswith "C:"'));
    expect(second?.detection).toMatchInlineSnapshot(`
      {
        "condition": "selection",
        "selection": {
          "Image|endswith|cased": "\\net.exe",
          "Image|startswith": "C:",
        },
      }
    `);
  });

  test('columns that a later condition holds equal are keys', () => {
    const { correlation } = documentsOf(joined('AccountDomain == AccountDomain1').replace('on DeviceName', 'on DeviceName')).at(-1) ?? {};
    expect(correlation?.['group-by']).toMatchInlineSnapshot(`
      [
        "ComputerName",
      ]
    `);
  });
});

describe('what is said of it', () => {
  test.each([
    ['exactly: no widening', 'Timestamp1 between (Timestamp .. Timestamp + 10m)', []],
    ['a window that stands still in KQL', '', ['RMMC3642 widening']],
    ['a strict bound', 'Timestamp1 between (Timestamp .. Timestamp + 10m) and Timestamp1 > Timestamp', ['RMMC3681 widening']],
    ['times that are not too close', 'Timestamp1 between (Timestamp + 1m .. Timestamp + 10m)', ['RMMC3681 widening']],
  ])('%s', (_, condition, widenings) => {
    const { findings } = sigma(joined(condition));
    expect(findings.filter((one) => one.endsWith('widening'))).toEqual(widenings);
  });

  test('one of the left rows of a key is taken, and asked for more', () => {
    expect(sigma(joined('RemoteIP == "10.0.0.1"', 'innerunique')).findings).toContain('RMMC3683 widening');
    expect(sigma(joined('FolderPath == "x"', 'innerunique')).findings).not.toContain('RMMC3683 widening');
  });

  test('a key that is not empty needs no assumption', () => {
    expect(sigma(joined('')).findings).toContain('RMMC3687 assumption');
    expect(sigma(joined('isnotempty(DeviceName)')).findings).not.toContain('RMMC3687 assumption');
  });

  test('a key without a field makes coarser groups', () => {
    const { text, findings } = sigma(joined('').replace('on DeviceName', 'on DeviceName, DeviceId'));
    expect([text !== null, findings.includes('RMMC3644 widening')]).toEqual([true, true]);
  });
});

test.each([
  ['rows without a partner', joined('', 'leftanti'), 'RMMC3682 refused'],
  ['both sides with and without', joined('', 'fullouter'), 'RMMC3682 refused'],
  ['no window', joined('').replaceAll('Timestamp > ago(1d) and ', ''), 'RMMC3685 refused'],
  [
    'a window on one side',
    `${failed} | join kind=inner (DeviceProcessEvents | where FileName == "net.exe") on DeviceName`,
    'RMMC3685 refused',
  ],
  ['no key with a field', joined('').replace('on DeviceName', 'on DeviceId'), 'RMMC3686 refused'],
  ['a key in another form', `${failed} | join kind=inner (${spawned}) on AccountName`, 'RMMC3686 refused'],
  ['unequal columns', joined('AccountDomain != AccountDomain1'), 'RMMC3682 refused'],
  ['times that never fit', joined('Timestamp1 > Timestamp + 1h and Timestamp1 < Timestamp - 1h'), 'RMMC3682 refused'],
  ['a number of pairs', `${joined('')} | summarize n = count() by DeviceName | where n > 5`, 'RMMC3611 refused'],
  [
    'a number on one side',
    `${failed} | summarize n = count() by DeviceName | where n > 5 | join kind=inner (${spawned}) on DeviceName`,
    'RMMC3682 refused',
  ],
  [
    'a number of rows that an outer join multiplies',
    `${failed} | join kind=leftouter (DeviceInfo) on DeviceName | summarize n = count() by DeviceName | where n > 5`,
    'RMMC3611 refused',
  ],
  [
    'one of several tables',
    `${failed} | join kind=inner (union DeviceFileEvents, DeviceImageLoadEvents | where Timestamp > ago(1d) and FileName == "a") on DeviceName`,
    'RMMC3682 refused',
  ],
  ['letters of either case', `${failed} | where DeviceName in~ ((${spawned} | distinct DeviceName))`, 'RMMC3001 refused'],
])('%s: refused', (_, query, finding) => {
  const { text, findings } = sigma(query);
  expect([text, findings.includes(finding)]).toEqual([null, true]);
});
