// Sources and operators of normalized KQL.
import { expect, test } from 'vitest';
import { kql, stages } from './kql.ts';

test.each([
  ['extend x = 1', '| extend x = 1'],
  ['project FileName, x = tolower(FileName)', '| project FileName, x = tolower(FileName)'],
  ['project-away FileName', '| project-away FileName'],
  ['project-rename File = FileName', '| project-rename File = FileName'],
  ['summarize count()', '| summarize count_ = count()'],
  ['count', '| count'],
  ['summarize countif(ProcessId > 1) by FileName', '| summarize countif_ = countif(ProcessId > 1) by FileName'],
  [
    'summarize makeset(FileName) by bin(Timestamp, 1h)',
    '| summarize set_FileName = make_set(FileName, 128) by Timestamp = bin(Timestamp, 1h)',
  ],
  ['summarize make_set_if(FileName, ProcessId > 1, 5)', '| summarize set_FileName = make_set_if(FileName, ProcessId > 1, 5)'],
  ['summarize arg_max(Timestamp, *) by DeviceId', '| summarize arg_max(Timestamp, *) by DeviceId'],
  ['summarize (Last, F) = arg_max(Timestamp, FileName) by DeviceId', '| summarize (Last, F) = arg_max(Timestamp, FileName) by DeviceId'],
  ['summarize take_any(FileName)', '| summarize take_any(FileName)'],
  ['distinct FileName, DeviceId', '| distinct FileName, DeviceId'],
  ['summarize by x = tolower(FileName)', '| summarize by x = tolower(FileName)'],
  ['order by FileName', '| sort by FileName desc'],
  ['sort by FileName asc nulls last, ProcessId', '| sort by FileName asc nulls last, ProcessId desc'],
  ['top 5 by ProcessId', '| top 5 by ProcessId desc'],
  ['limit 5', '| take 5'],
  ['where FileName has "a" | where FolderPath has "b"', '| where FileName has "a" and FolderPath has "b"'],
  ["extend ['odd name'] = 1", "| extend ['odd name'] = 1"],
  [
    'join kind=leftantisemi hint.strategy=broadcast DeviceInfo on DeviceId, $left.AccountName == $right.DeviceName',
    '| join kind=leftanti hint.strategy=broadcast (DeviceInfo) on DeviceId, $left.AccountName == $right.DeviceName',
  ],
  ['lookup (DeviceInfo | take 1) on DeviceId', '| lookup (DeviceInfo | take 1) on DeviceId'],
  [
    'mvexpand with_itemindex=i X = split(FileName, "a"), Y = split(FileName, "b") to typeof(long) limit 5',
    '| mv-expand with_itemindex=i X = split(FileName, "a"), Y = split(FileName, "b") to typeof(long) limit 5',
  ],
  ['mv-expand bagexpansion=array X = split(FileName, "a")', '| mv-expand bagexpansion=array X = split(FileName, "a")'],
  [
    'mv-apply X = split(FileName, "a") to typeof(long) on (where X > 1 | count)',
    '| mv-apply X = split(FileName, "a") to typeof(long) on (where X > 1 | count)',
  ],
  ['parse FileName with "a" x "\\"" y:long *', '| parse FileName with "a" x "\\"" y: long *'],
  ['parse-where kind=regex FileName with * "a+" x', '| parse-where kind=regex FileName with * "a+" x'],
  [
    'parse-kv FileName as (a:string, b:long) with (pair_delimiter=" ")',
    '| parse-kv FileName as (a: string, b: long) with (pair_delimiter=" ")',
  ],
  [
    'make-series count() default=1 on Timestamp from ago(1d) to now() step 1h by DeviceId',
    '| make-series count_ = count() default=1 on Timestamp from ago(1d) to now() step 1h by DeviceId',
  ],
  [
    'make-series n = count() on Timestamp in range(ago(1d), now(), 1h)',
    '| make-series n = count() on Timestamp in range(ago(1d), now(), 1h)',
  ],
  ['evaluate pivot(ActionType, count(), DeviceName)', '| evaluate pivot(ActionType, count(), DeviceName)'],
  ['evaluate python(typeof(*, score: real), "x", dynamic({}))', '| evaluate python(typeof(*, score: real), "x", dynamic({}))'],
  ['summarize take_anyif(FileName, ProcessId > 1)', '| summarize FileName = take_anyif(FileName, ProcessId > 1)'],
  ['summarize covariancepif(ProcessId, 2, true)', '| summarize covariancepif_ProcessId = covariancepif(ProcessId, 2, true)'],
  ['project x = geo_point_to_geohash(1.5, 2.5)', '| project x = geo_point_to_geohash(1.5, 2.5)'],
  ['invoke FileProfile(SHA1, 1000)', '| invoke FileProfile(SHA1, 1000)'],
  ['top-nested 3 of DeviceName by count()', '| top-nested 3 of DeviceName by aggregated_DeviceName = count() desc'],
  ['partition by DeviceName (top 1 by Timestamp)', '| partition by DeviceName (top 1 by Timestamp desc)'],
  ['sample 5', '| sample 5'],
  ['sample-distinct 5 of DeviceName', '| sample-distinct 5 of DeviceName'],
  ['getschema', '| getschema'],
])('%s', (source, printed) => {
  expect(stages(source)).toBe(printed);
});

test('time bounds that lead a filter stand on their own line', () => {
  expect(stages('where Timestamp > ago(1d) and FileName has "a"')).toBe('| where Timestamp > ago(1d)\n| where FileName has "a"');
});

test('lets are inlined, long conjunctions and lists broken', () => {
  const source = `let start = now(-5d);
    let names = dynamic(["first-remote-tool.example", "second-remote-tool.example", "third-remote-tool.example"]);
    DeviceNetworkEvents | where Timestamp between (start .. now())
    | where RemoteUrl has_any (names) and InitiatingProcessVersionInfoCompanyName has 'Some Company'
    | summarize FirstSeen=min(Timestamp), LastSeen=max(Timestamp), Report=make_set(ReportId), Count=count() by DeviceId, DeviceName, RemoteUrl`;
  expect(kql(source)).toMatchInlineSnapshot(`
    "DeviceNetworkEvents
    | where Timestamp between (ago(5d) .. now())
    | where RemoteUrl has_any (
            "first-remote-tool.example",
            "second-remote-tool.example",
            "third-remote-tool.example"
        )
        and InitiatingProcessVersionInfoCompanyName has "Some Company"
    | summarize
        FirstSeen = min(Timestamp),
        LastSeen = max(Timestamp),
        Report = make_set(ReportId),
        Count = count()
        by DeviceId, DeviceName, RemoteUrl
    "
  `);
});

test('a union of pipelines', () => {
  expect(kql('union withsource=T (DeviceInfo | where DeviceName has "a"), DeviceInfo | count')).toMatchInlineSnapshot(`
    "union withsource=T (DeviceInfo | where DeviceName has "a"), DeviceInfo
    | count
    "
  `);
});

test('constant rows', () => {
  expect(kql('datatable (a: string, b: long) ["x", 1, "y", long(null)]')).toMatchInlineSnapshot(`
    "datatable (a: string, b: long) [
        "x", 1,
        "y", long(null)
    ]
    "
  `);
  expect(kql('print a = 1, b = "x"')).toBe('print a = 1, b = "x"\n');
});
