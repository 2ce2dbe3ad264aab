// A profile's exclusions: where they go, where they do not, and what is said of it.
import { describe, expect, test } from 'vitest';
import { type TranslateOptions, translate } from '../../src/compile.ts';
import type { Exclusion } from '../../src/ir/overlay.ts';
import { noOverlay } from '../../src/ir/overlay.ts';

const options = (...exclusions: readonly Exclusion[]): TranslateOptions => ({
  file: 'a.kql',
  to: ['kql'],
  profile: { name: 'acme', targets: {}, overlay: { ...noOverlay, exclusions } },
});

const device: Exclusion = { column: 'DeviceName', match: 'equals', values: ['lab-01', 'lab-02'] };

const made = (kql: string, ...exclusions: readonly Exclusion[]) => {
  const [result] = translate(kql, options(...exclusions)).results;
  const said = (result?.diagnostics ?? [])
    .filter(({ code }) => code.startsWith('RMMC80'))
    .map(({ line, column, severity, code, message }) => `${line}:${column} ${severity} ${code} ${message}`);
  return { output: result?.output, said };
};

describe('a row is left out', () => {
  test('behind the table, before the rule', () => {
    expect(made('DeviceProcessEvents | summarize count() by FileName', device)).toEqual({
      output: 'DeviceProcessEvents\n| where DeviceName !in~ ("lab-01", "lab-02")\n| summarize count_ = count() by FileName\n',
      said: [
        '1:1 info RMMC8080 rows of DeviceProcessEvents whose `DeviceName` equals one of 2 given texts are left out: profile `acme` asks for it',
      ],
    });
  });

  test.each([
    ['startswith', ['a', 'b'], 'DeviceName !startswith "a" and DeviceName !startswith "b"'],
    ['endswith', ['a'], 'DeviceName !endswith "a"'],
    ['contains', ['a', 'b'], 'DeviceName !contains "a" and DeviceName !contains "b"'],
    ['has', ['a', 'b'], 'not(DeviceName has_any ("a", "b"))'],
    ['equals', ['"| where 1 == 1 //'], String.raw`DeviceName !~ "\"| where 1 == 1 //"`],
  ] as const)('by %s', (match, values, condition) => {
    const { output } = made('DeviceProcessEvents', { column: 'DeviceName', match, values });
    expect(output?.replace(/\s+/g, ' ')).toBe(`DeviceProcessEvents | where ${condition} `);
  });

  test('by a number', () => {
    expect(made('DeviceNetworkEvents', { column: 'RemotePort', match: 'equals', values: ['443', '-1'] }).output).toBe(
      'DeviceNetworkEvents\n| where RemotePort !in (443, -1)\n',
    );
  });

  test('by the text of a dynamic value', () => {
    expect(made('DeviceEvents', { column: 'AdditionalFields', match: 'contains', values: ['x'] }).output).toBe(
      'DeviceEvents\n| where AdditionalFields !contains "x"\n',
    );
  });

  test('in each branch of a union that is read first, and in the tables that are meant', () => {
    const { output, said } = made('union DeviceEvents, (DeviceInfo | take 1)', { ...device, tables: ['DeviceInfo'] });
    expect(output?.replace(/\s+/g, ' ')).toBe('union DeviceEvents, (DeviceInfo | where DeviceName !in~ ("lab-01", "lab-02") | take 1) ');
    expect(said).toHaveLength(1);
  });
});

describe('a row stays', () => {
  test('in a table without the column', () => {
    expect(made('SecurityEvent | take 1', { ...device, column: 'Nope' })).toEqual({
      output: 'SecurityEvent\n| take 1\n',
      said: ['1:1 info RMMC8081 SecurityEvent has no column `Nope`: what profile `acme` excludes by it stays in'],
    });
  });

  test('on the inner side of a join and in a subquery, where a row less may be a result more', () => {
    const { output, said } = made(
      'let T = DeviceInfo | where DeviceName startswith "z";\nDeviceEvents\n| where DeviceName !in ((DeviceInfo | project DeviceName))\n| join kind=leftanti (T) on DeviceName',
      device,
    );
    expect(output?.match(/lab-01/g)).toHaveLength(1);
    expect(said).toEqual([
      '2:1 info RMMC8080 rows of DeviceEvents whose `DeviceName` equals one of 2 given texts are left out: profile `acme` asks for it',
      '3:25 info RMMC8082 DeviceInfo keeps the rows that profile `acme` excludes by `DeviceName`: here a row less could be a result more',
      '4:22 info RMMC8082 DeviceInfo keeps the rows that profile `acme` excludes by `DeviceName`: here a row less could be a result more',
    ]);
  });

  test.each(['rightanti', 'rightouter', 'fullouter'])('before a join of kind %s', (kind) => {
    const { output, said } = made(`DeviceEvents | join kind=${kind} (DeviceInfo | where OSPlatform == "x") on DeviceName`, device);
    expect([output?.includes('lab-01'), said.map((one) => one.split(' ')[2])]).toEqual([false, ['RMMC8082', 'RMMC8082']]);
  });

  test('of the same `let` beside a join that reads it again', () => {
    const { output, said } = made('let T = DeviceInfo | where OSPlatform == "x"; T | join kind=leftanti T on DeviceName', device);
    expect([output?.match(/lab-01/g)?.length, said.map((one) => one.split(' ')[2])]).toEqual([1, ['RMMC8080', 'RMMC8082']]);
  });

  test('where no table is read by name', () => {
    expect(made('search "x"', device).said).toEqual([
      '1:1 info RMMC8082 `search` keeps the rows that profile `acme` excludes by `DeviceName`: it is no table whose columns are known',
    ]);
  });
});

test('a column that cannot be compared with texts breaks the rule', () => {
  expect(made('DeviceNetworkEvents', { column: 'RemotePort', match: 'contains', values: ['4'] })).toEqual({
    output: null,
    said: ['1:1 error RMMC8085 `RemotePort` of DeviceNetworkEvents is int: profile `acme` excludes by contains over texts'],
  });
});

test('the report of fidelity names it on the clause of the table, and no clause is added', () => {
  const [result] = translate('DeviceProcessEvents | where FileName == "a"', { ...options(device), to: ['esql'] }).results;
  expect(result?.clauses.map(({ part, text, codes }) => [part, text, codes.includes('RMMC8080')])).toEqual([
    ['table', 'DeviceProcessEvents', true],
    ['filter', 'FileName == "a"', false],
  ]);
});

test('lints are on the rule as it is written', () => {
  const kql = 'DeviceProcessEvents | where FileName == "a"';
  const codes = (given: TranslateOptions) =>
    translate(kql, { ...given, lint: {} }).diagnostics.flatMap(({ code }) => (code.startsWith('RMMC60') ? [code] : []));
  const hits = codes(options({ ...device, match: 'contains', values: ['a'] }));
  expect(hits).toEqual(codes({ file: 'a.kql', to: ['kql'] }));
});
