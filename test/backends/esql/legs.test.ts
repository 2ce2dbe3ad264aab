// KQL with joins, subqueries and unions of queries in, ES|QL out.
import { expect, test } from 'vitest';
import { emitEsql } from '../../support/esql.ts';

test.each([
  'DeviceProcessEvents | where FileName == "a.exe" | join kind=inner (DeviceNetworkEvents | where RemotePort == 443) on DeviceId | project FileName, RemoteUrl',
  'DeviceProcessEvents | project SHA1, FileName | join kind=leftouter (DeviceFileEvents | summarize n = count() by SHA1 | where n > 3) on SHA1 | project FileName, n',
  'DeviceProcessEvents | join kind=leftanti (DeviceFileEvents | distinct SHA1) on SHA1 | project SHA1',
  'DeviceProcessEvents | join kind=fullouter (DeviceNetworkEvents | project ProcessId = InitiatingProcessId, RemoteUrl) on ProcessId | project ProcessId, ProcessId1, RemoteUrl',
  'DeviceProcessEvents | where FileName == "a" or SHA1 in ((DeviceFileEvents | project SHA1)) | project SHA1',
  'DeviceProcessEvents | where ProcessId > toscalar(DeviceFileEvents | summarize max(FileSize)) | project ProcessId',
  'DeviceProcessEvents | where FileName has_any ((DeviceFileEvents | distinct FileName)) | project FileName',
  'DeviceProcessEvents | where SHA1 == "" or not(FileName has_all ((DeviceFileEvents | project FileName))) | project FileName',
  'union (DeviceProcessEvents | summarize n = count() by DeviceId), (DeviceFileEvents | project DeviceId) | project DeviceId, n',
  'SecurityEvent | project Computer | join kind=inner (OfficeActivity | project Computer = UserId, Operation) on Computer',
  'DeviceProcessEvents | join kind=inner (DeviceFileEvents | take 5) on SHA1 | project SHA1',
  'DeviceProcessEvents | where SHA1 in ((DeviceFileEvents | summarize n = count() by SHA1 | top 5 by n | project SHA1)) | project SHA1',
  'DeviceProcessEvents | project SHA1 | join kind=inner (DeviceFileEvents | mv-expand Part = split(FileName, ".") to typeof(string) | project SHA1, Part) on SHA1',
  'DeviceProcessEvents | project SHA1, P = FileName | where P in ((DeviceFileEvents | where FileSize > 5 | distinct FileName))',
  'datatable(K: int, S: string)[1, "a", 2, "b|c"] | join kind=leftouter (datatable(K: int, R: real)[1, 0.5, 3, real(null)]) on K',
  'union (print a = 1), (print a = 2)',
  'union (Syslog | extend P = split(SyslogMessage, "/")[1] | project Computer, P), (Syslog | project Computer) | where isnull(P)',
])('%s', (kql) => {
  expect(emitEsql(kql)).toMatchSnapshot();
});

test.each([
  'DeviceProcessEvents | where FileName has_any ((DeviceFileEvents | project Timestamp)) | project FileName',
  'DeviceProcessEvents | where FileName has_any ((DeviceFileEvents | project ActionType)) | project FileName',
  'DeviceProcessEvents | project SHA1 | join kind=leftouter (DeviceFileEvents | take 5 | summarize n = count() by SHA1) on SHA1',
  'DeviceProcessEvents | join kind=inner (DeviceFileEvents | top 5 by SHA1) on SHA1 | project SHA1',
  'DeviceProcessEvents | where ProcessId == toscalar(DeviceFileEvents | project FileSize) | project ProcessId',
  'DeviceProcessEvents | project SHA1 | join kind=leftanti (datatable(SHA1: string) ["a"]) on SHA1',
])('%s is refused', (kql) => {
  expect(emitEsql(kql)).toMatchSnapshot();
});
