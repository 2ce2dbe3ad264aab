// Operators that few rules use: how each is printed, and that the text reads back to itself.
import { expect, test } from 'vitest';
import { kql } from './kql.ts';

const table = 'DeviceProcessEvents';

test.each([
  'search "a"',
  'search kind=case_sensitive in (Device*, AlertInfo) "a*" and not(Title : "*b" or "c*d")',
  `${table} | where ProcessId > 1 | search "a" | project $table`,
  'find in (DeviceEvents, DeviceFileEvents) where FileName == "a" or "b" project FileName, ReportId: string, pack(*)',
  'find withsource=Origin in (DeviceEvents, DeviceFileEvents) where FileName == "a" project FileName, Timestamp',
  'range x from ago(1d) to now() step 1h',
  'union isfuzzy=true withsource=Origin DeviceEvents, workspace("w").DeviceFileEvents | take 1',
  'cluster("a\\"b").database("d").T | where x == 1',
  `${table} | sort by Timestamp asc | scan with_match_id=m declare (n: long = 0, s: string) with (step s1 output=last: FileName == "a" => n = s1.n + 1, s = FileName; step s2 optional: ProcessId == s1.ProcessId;)`,
  `${table} | scan order by Timestamp asc partition by DeviceId with (step s1: true;)`,
  `${table} | reduce kind=source by FileName with threshold=0.2, characters="x"`,
  `${table} | top-hitters 3 of FileName by ProcessId`,
  'externaldata (a: string) [h@"https://x;b\\c", h"https://y"] with (format=txt)',
  `${table} | where FileName == h"a" or FolderPath has h'b'`,
  `${table} | fork a=(where ProcessId > 1) (count)`,
  `${table} | facet by FileName with (take 1)`,
  `${table} | partition by DeviceId { DeviceInfo | where DeviceName == DeviceId }`,
  `${table} | mv-apply X = split(FolderPath, "b") on (where X == "a" | union (DeviceInfo | where DeviceName == "a"))`,
  `${table} | serialize n = row_number()`,
  `${table} | project FileName | assert-schema (FileName: string)`,
  `${table} | make-graph DeviceId --> FileName with DeviceInfo on DeviceId, (DeviceEvents | where FileName == "a") on FileName | graph-mark-components kind=strong | graph-match cycles=none (a)-[e*1..3]->(b)--()<-[f]-(['c d']), (a)-->(b) where a.DeviceName == "x" and all(e, FolderPath has "y") project a.DeviceName, n = map(inner_nodes(e), OSPlatform)`,
  `${table} | make-graph DeviceId --> FileName with_node_id=id partitioned-by DeviceName (graph-to-table edges with_source_id=s)`,
  `${table} | make-graph DeviceId --> FileName with_node_id=['odd id'] | graph-shortest-paths output=all (a)-[e*1..3]->(b) project e.FolderPath`,
  `${table} | project-by-names dynamic(["FileName", "Zed", "Process*"]) | consume`,
])('%s', (text) => {
  const printed = kql(text);
  expect(printed).toMatchSnapshot();
  expect(kql(printed)).toBe(printed);
});
