// Steps, sources and functions that only KQL says so far: every other target refuses them, wherever they stand.
import { expect, test } from 'vitest';
import { translate } from '../../../src/compile.ts';

test.each([
  'DeviceProcessEvents | where FileName =~ "a.exe" | make-series count() on Timestamp step 1h',
  'DeviceProcessEvents | where FileName =~ "a.exe" | sample 5',
  'union (DeviceProcessEvents | sample 3), DeviceFileEvents | where FileName =~ "a.exe"',
  'DeviceProcessEvents | where geo_distance_2points(1.0, 2.0, 3.0, 4.0) > ProcessId',
  'DeviceProcessEvents | summarize x = covariance(ProcessId, InitiatingProcessId) | where x > 1',
  'evaluate sql_request("a", "b")',
  'search "a.exe"',
  'search in (DeviceFile*) "a.exe"',
  'find in (DeviceProcessEvents, DeviceFileEvents) where FileName =~ "a.exe"',
  'workspace("w").DeviceProcessEvents | where FileName =~ "a.exe"',
  'database("d").table("DeviceProcessEvents") | where FileName =~ "a.exe"',
  'external_table("T") | where FileName =~ "a.exe"',
  'range x from ago(1d) to now() step 1h | where x > ago(1h)',
  'DeviceProcessEvents | where FileName =~ "a.exe" | sort by Timestamp asc | scan with (step s: FileName == "a.exe";)',
  'DeviceProcessEvents | where FileName =~ "a.exe" | reduce by FolderPath',
  'DeviceProcessEvents | where FileName =~ "a.exe" | top-hitters 3 of FolderPath',
  'DeviceProcessEvents | where FileName =~ "a.exe" | fork (take 1) (count)',
  'DeviceProcessEvents | where FileName =~ "a.exe" | facet by FolderPath',
  'DeviceProcessEvents | where FileName =~ "a.exe" | consume',
  'DeviceProcessEvents | where FileName =~ "a.exe" | partition by DeviceId { DeviceInfo | where DeviceId == "x" }',
  'DeviceProcessEvents | where FileName =~ "a.exe" | mv-apply X = split(FolderPath, "b") on (union DeviceInfo)',
])('%s', (query) => {
  const { results } = translate(query, { file: 'a.kql' });
  expect(results.map(({ target, status }) => `${target} ${status}`).sort()).toEqual([
    'esql refused',
    'kql ok',
    'sigma refused',
    'spl refused',
  ]);
});
