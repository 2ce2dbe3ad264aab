// Rules that show what a target cannot say in; which columns are left out for it, and which rules stay refused, out.
import { describe, expect, test } from 'vitest';
import { type TargetName, translate } from '../../../src/index.ts';

const one = (kql: string, target: TargetName) => {
  const [result] = translate(kql, { file: 'q.kql', format: 'kql', to: [target] }).results;
  if (!result) throw new Error(kql);
  return result;
};

const left = (kql: string, target: TargetName): string => {
  const { status, diagnostics } = one(kql, target);
  const said = diagnostics.filter(({ code }) => ['RMMC3782', 'RMMC3835'].includes(code));
  return [status, ...said.map(({ severity, line, message }) => `${severity} ${line} ${/columns (.*?), which/.exec(message)?.[1]}`)].join(
    '; ',
  );
};

const processes = 'DeviceProcessEvents | where FileName =~ "a.exe"';

describe.each(['spl', 'esql'] as const)('%s', (target) => {
  test('a column that is only shown is left out, and the rows stay', () => {
    const kql = `${processes} | project Timestamp, DeviceName, Mark = hash(DeviceName)`;
    expect(left(kql, target)).toBe('ok; warning 1 Mark');
    expect(one(kql, target).output).toBe(one(`${processes} | project Timestamp, DeviceName`, target).output);
  });
  test('so is what it is computed from, and a measure', () => {
    const kql = `${processes} | extend M = hash(DeviceName) | summarize N = count(), Marks = make_set(M) by DeviceName | extend Last = Marks[0]`;
    expect(left(kql, target)).toMatch(/^ok; warning 1 (Marks, Last|Last, Marks|Marks; warning 1 Last)$/);
  });
  test.each([
    ['what a filter reads', '| extend M = hash(DeviceName) | where M > 5 | project Timestamp, M'],
    ['a key of a group', '| summarize count() by DeviceName, M = hash(FileName)'],
    ['what a filter behind a group reads', '| summarize N = max(hash(FileName)) by DeviceName | where N > 3'],
    [
      'a key of a join',
      '| extend M = hash(DeviceName) | join kind=inner (DeviceInfo | extend M = hash(DeviceName)) on M | project Timestamp',
    ],
    ['an order that a limit reads', '| top 5 by hash(DeviceName) | project Timestamp, DeviceName'],
    ['all that is shown', '| project M = hash(DeviceName)'],
    ['most of what is shown', '| project Timestamp, M = hash(DeviceName), N = hash(FileName)'],
  ])('%s is needed', (_, steps) => {
    expect(left(`${processes} ${steps}`, target)).toBe('refused');
  });
  test('a filter reads what no table of a union declares', () => {
    expect(
      left('union DeviceNetworkEvents, DeviceEvents | where Nowhere == "x" | project Timestamp, DeviceName, M = hash(DeviceName)', target),
    ).toBe('refused');
  });
  test('of a union and of the other side of a join', () => {
    const side = 'DeviceInfo | project DeviceId, OSPlatform, M = hash(DeviceName)';
    expect(left(`${processes} | join kind=inner (${side}) on DeviceId | project Timestamp, OSPlatform, M`, target)).toBe('ok; warning 1 M');
    const branch = (table: string) => `(${table} | project Timestamp, DeviceName, M = hash(DeviceName))`;
    expect(left(`union ${branch('DeviceProcessEvents')}, ${branch('DeviceFileEvents')}`, target)).toBe('ok; warning 1 M');
  });
  test('a column that a join numbers goes with the one that it is numbered after', () => {
    const side = 'DeviceInfo | project DeviceId, M = OSPlatform';
    const kql = `${processes} | extend M = hash(FileName) | join kind=inner (${side}) on DeviceId | project Timestamp, DeviceName, FolderPath, M, M1`;
    expect(left(kql, target)).toBe('ok; warning 1 M, M1');
  });
});

test('of constant rows the columns are all there is', () => {
  expect(left('datatable(A:string, B:string)["x", "y"] | extend M = hash(A)', 'spl')).toBe('refused');
});

test('a version that is too old is named, not worked around', () => {
  const kql = 'DeviceEvents | summarize N = countif(FileName =~ "a.exe"), M = count() by DeviceName';
  const [result] = translate(kql, { file: 'q.kql', format: 'kql', to: ['esql'], versions: { esql: '8.15' } }).results;
  expect(result?.status).toBe('refused');
});
