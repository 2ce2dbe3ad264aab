// Steps and functions that only KQL says so far: every other target refuses them, wherever they stand.
import { expect, test } from 'vitest';
import { translate } from '../../../src/compile.ts';

test.each([
  'DeviceProcessEvents | where FileName =~ "a.exe" | join kind=inner DeviceInfo on DeviceId',
  'DeviceProcessEvents | where FileName =~ "a.exe" | mv-expand X = split(FolderPath, "b")',
  'DeviceProcessEvents | where FileName =~ "a.exe" | sample 5',
  'union (DeviceProcessEvents | parse FolderPath with "a" x), DeviceFileEvents | where FileName =~ "a.exe"',
  'DeviceProcessEvents | where geo_distance_2points(1.0, 2.0, 3.0, 4.0) > ProcessId',
  'DeviceProcessEvents | summarize x = covariance(ProcessId, InitiatingProcessId) | where x > 1',
  'evaluate sql_request("a", "b")',
  'externaldata(FileName:string)["https://x"] | where FileName =~ "a.exe"',
])('%s', (query) => {
  const { results } = translate(query, { file: 'a.kql' });
  expect(results.map(({ target, status }) => `${target} ${status}`).sort()).toEqual([
    'esql refused',
    'kql ok',
    'sigma refused',
    'spl refused',
  ]);
});
