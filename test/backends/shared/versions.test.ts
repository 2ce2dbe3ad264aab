// What a version lacks, as a target's table and the emitted query say.
import { describe, expect, test } from 'vitest';
import { backends } from '../../../src/backends/registry.ts';
import { isOlder } from '../../../src/backends/shared/versions.ts';
import { translate } from '../../../src/compile.ts';

test.each([
  ['8.9', '8.19', true],
  ['8.19', '9.0', true],
  ['9.0', '9.0', false],
  ['10.0', '9.4', false],
  ['9', '9.1', true],
])('%s is older than %s: %s', (a, b, older) => {
  expect(isOlder(a, b)).toBe(older);
});

test('a default is a known version, and known versions stand in order', () => {
  for (const { versions } of backends.values()) {
    if (!versions) continue;
    expect(versions.known).toContain(versions.normal);
    expect(versions.known.every((one, i) => i === 0 || isOlder(versions.known[i - 1] ?? '', one))).toBe(true);
    for (const { version } of Object.values(versions.since)) expect(versions.known).toContain(version);
  }
});

describe('an older version', () => {
  const logons = 'DeviceLogonEvents | where Timestamp > ago(1d) and ActionType == "LogonFailed"';
  const own = { name: 'own', targets: { sigma: { tables: { DeviceLogonEvents: { fields: { ReportId: 'Bytes' } } } } } };
  const summed = `${logons} | summarize s = sum(ReportId) by DeviceName | where s > 100`;
  const countedIf = 'DeviceProcessEvents | summarize n = countif(FileName =~ "a") by DeviceName';
  test.each([
    [
      'spl',
      '8.0',
      'DeviceProcessEvents | extend b = bag_pack("a", FileName)',
      'json_object() is needed here, which Splunk SPL has since 8.1',
    ],
    ['esql', '8.15', countedIf, 'an aggregate with WHERE is needed here, which Elastic ES|QL has since 8.16'],
    ['sigma', '2.0', summed, 'value_sum is needed here, which Sigma has since 2.1'],
  ] as const)('%s %s', (target, version, query, message) => {
    const said = (versions: Readonly<Record<string, string>>) =>
      translate(query, { file: 'a.kql', to: [target], versions, profile: own }).results.map(({ status, diagnostics }) => [
        status,
        diagnostics.filter(({ code }) => code === 'RMMC3002').map((one) => one.message),
      ]);
    expect(said({})).toEqual([['ok', []]]);
    expect(said({ [target]: version })).toEqual([['refused', [`${message}; the version asked for is ${version}`]]]);
  });
});
