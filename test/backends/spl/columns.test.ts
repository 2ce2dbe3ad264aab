// How columns are found in events: names, shared fields, and values that are JSON.
import { describe, expect, it } from 'vitest';
import { FindingList } from '../../../src/backends/shared/findings.ts';
import { readColumn } from '../../../src/backends/spl/stored/columns.ts';
import { emptyMeta } from '../../../src/ir/rule.ts';
import { spl } from './spl.ts';

const named = (fields: Readonly<Record<string, string | { field: string; or: readonly string[] }>>) => ({
  nullText: '',
  tables: { T: { constraint: null, fields } },
});

describe('names of columns', () => {
  it('a column that only an early condition reads keeps its value in a whole row', () => {
    expect(spl('AuditLogs | where Result == "failure"', {})).toMatchInlineSnapshot(`
      "index=* sourcetype="azure:monitor:aad" category="AuditLogs" properties.result="failure"
      | rename properties.result as Result
      | where Result == "failure"
      | eval ResourceId=resourceId, OperationName=operationName, OperationVersion=operationVersion, Category='properties.category', ResultType=resultType, ResultSignature=resultSignature, ResultDescription=resultDescription, DurationMs=durationMs, CorrelationId='properties.correlationId', Resource=resourceId, Identity=identity, Location=location, AdditionalDetails=json_extract(_raw, "properties.additionalDetails"), Id='properties.id', InitiatedBy=coalesce('properties.initiatedBy', json_extract(_raw, "properties.initiatedBy")), LoggedByService='properties.loggedByService', ResultReason='properties.resultReason', TargetResources=json_extract(_raw, "properties.targetResources"), AADTenantId=tenantId, ActivityDisplayName='properties.activityDisplayName', ActivityDateTime='properties.activityDateTime', AADOperationType='properties.operationType', TimeGenerated=strftime(_time, "%Y-%m-%dT%H:%M:%S.%6N%z")
      "
    `);
  });
  it('a column that another one shares its field with is read where the field went', () => {
    expect(spl('T | where A == "x"', named({ A: 'a', B: 'a' }))).toMatchInlineSnapshot(`
      "index=* a="x"
      | rename a as A
      | where A == "x"
      | eval B=A, Timestamp=strftime(_time, "%Y-%m-%dT%H:%M:%S.%6N%z")
      "
    `);
  });
  it('two columns of one field, both read', () => {
    expect(spl('T | where A == "x" and B == "y"', named({ A: 'a', B: 'a' }))).toMatchInlineSnapshot(`
      "index=* a="x" a="y"
      | eval A=a, B=a
      | where A == "x" AND B == "y"
      | eval Timestamp=strftime(_time, "%Y-%m-%dT%H:%M:%S.%6N%z")
      "
    `);
  });
  it('two columns of one field that has the name of one of them', () => {
    expect(spl('OfficeActivity | project UserId, AzureADAppId, AppId', {})).toMatchInlineSnapshot(`
      "index=* sourcetype="o365:management:activity"
      | eval AzureADAppId=AppId
      | eval UserId=coalesce(nullif(UserId, "null"), ""), AzureADAppId=coalesce(nullif(AzureADAppId, "null"), ""), AppId=coalesce(nullif(AppId, "null"), "")
      | table UserId AzureADAppId AppId
      "
    `);
  });
  it('a field that has the name of another column is copied before it is overwritten', () => {
    expect(spl('T | project A, B', named({ A: 'c', B: 'A' }))).toMatchInlineSnapshot(`
      "index=*
      | eval B=A, A=c
      | fillnull value="" A B
      | table A B
      "
    `);
  });
  it('fields that have the names of each other', () => {
    expect(spl('T | project A, B', named({ A: 'B', B: 'A' }))).toMatchInlineSnapshot(`
      "index=*
      | eval raw_A=A, A=B, B=raw_A
      | fillnull value="" A B
      | table A B
      "
    `);
  });
  it('a column in one of several fields', () => {
    expect(spl('T | where A startswith "x" | project A, B', named({ A: { field: 'a', or: ['b'] }, B: 'b' }))).toMatchInlineSnapshot(`
      "index=*
      | eval A=coalesce(a, b), B=b
      | fillnull value="" A B
      | where match(A, "(?i)^x")
      | table A B
      "
    `);
  });
});

describe('columns that hold JSON', () => {
  it('an object and an array of objects, tested as text', () => {
    expect(
      spl('AuditLogs | where InitiatedBy has "bob" and tostring(TargetResources) contains "alice" | project Identity', {}),
    ).toMatchInlineSnapshot(`
      "index=* sourcetype="azure:monitor:aad" category="AuditLogs"
      | rename identity as Identity, properties.initiatedBy as InitiatedBy
      | eval Identity=coalesce(nullif(Identity, "null"), ""), InitiatedBy=nullif(coalesce(InitiatedBy, json_extract(_raw, "properties.initiatedBy")), "null"), TargetResources=nullif(json_extract(_raw, "properties.targetResources"), "null")
      | where match(coalesce(InitiatedBy, ""), "(?i)(?<![0-9A-Za-z])bob(?![0-9A-Za-z])") AND match(coalesce(TargetResources, ""), "(?i)alice")
      | table Identity
      "
    `);
  });
  it('a text that is an array in the events has no test in the base search', () => {
    expect(spl('OfficeActivity | where Parameters has "DeleteMessage" | project UserId', {})).toMatchInlineSnapshot(`
      "index=* sourcetype="o365:management:activity"
      | eval UserId=coalesce(nullif(UserId, "null"), ""), Parameters=coalesce(nullif(json_extract(_raw, "Parameters"), "null"), "")
      | where match(Parameters, "(?i)(?<![0-9A-Za-z])DeleteMessage(?![0-9A-Za-z])")
      | table UserId
      "
    `);
  });
  it('the length of such an array', () => {
    expect(
      spl('SigninLogs | where array_length(todynamic(AuthenticationDetails)) > 1 | project UserPrincipalName', {}),
    ).toMatchInlineSnapshot(`
      "index=* sourcetype="azure:monitor:aad" category="SignInLogs"
      | rename properties.userPrincipalName as UserPrincipalName
      | eval UserPrincipalName=coalesce(nullif(UserPrincipalName, "null"), ""), AuthenticationDetails=coalesce(nullif(json_extract(_raw, "properties.authenticationDetails"), "null"), "")
      | where if(nullif(AuthenticationDetails, "") == "[]", 0, mvcount(json_array_to_mv(nullif(AuthenticationDetails, "")))) > 1
      | table UserPrincipalName
      "
    `);
  });
  it('an element of an array', () => {
    expect(spl('AuditLogs | project Name=tostring(TargetResources[0].displayName)', {})).toMatchInlineSnapshot(`
      "index=* sourcetype="azure:monitor:aad" category="AuditLogs"
      | eval TargetResources=nullif(json_extract(_raw, "properties.targetResources"), "null"), Name=coalesce(json_extract(_raw, "properties.targetResources{0}.displayName"), "")
      | table Name
      "
    `);
  });
  it('AdditionalFields of Defender has no test in the base search', () => {
    expect(spl('DeviceEvents | where AdditionalFields has "x" and FileName =~ "a.exe" | project DeviceName', {})).toMatchInlineSnapshot(`
      "index=* sourcetype="mscs:azure:eventhub:defender:advancedhunting" category="AdvancedHunting-DeviceEvents" properties.FileName="a.exe"
      | rename properties.DeviceName as DeviceName, properties.AdditionalFields as AdditionalFields
      | eval DeviceName=coalesce(nullif(DeviceName, "null"), ""), AdditionalFields=coalesce(nullif(coalesce(AdditionalFields, json_extract(_raw, "properties.AdditionalFields")), "null"), "")
      | where match(AdditionalFields, "(?i)(?<![0-9A-Za-z])x(?![0-9A-Za-z])")
      | table DeviceName
      "
    `);
  });
  it('texts of other tables that are objects in the events', () => {
    expect(
      spl('AWSCloudTrail | where RequestParameters has "0.0.0.0/0" and EventName == "x" | project EventName', {}),
    ).toMatchInlineSnapshot(`
      "index=* sourcetype="aws:cloudtrail" eventName="x"
      | rename eventName as EventName, requestParameters as RequestParameters
      | where EventName == "x"
      | eval EventName=coalesce(nullif(EventName, "null"), ""), RequestParameters=coalesce(nullif(coalesce(RequestParameters, json_extract(_raw, "requestParameters")), "null"), "")
      | where match(RequestParameters, "(?<![0-9A-Za-z])0\\\\.0\\\\.0\\\\.0/0(?![0-9A-Za-z])")
      | table EventName
      "
    `);
  });
  it('an object that may stand in several fields', () => {
    expect(spl('T | where D has "x" | project A', named({ D: { field: 'd', or: ['e{}'] } }))).toMatchInlineSnapshot(`
      "index=*
      | rename d as D
      | fillnull value="" A
      | eval D=coalesce(D, json_extract(_raw, "d"), json_extract(_raw, "e"))
      | where match(coalesce(D, ""), "(?i)(?<![0-9A-Za-z])x(?![0-9A-Za-z])")
      | table A
      "
    `);
  });
  it('an object that a whole row only shows', () => {
    expect(spl('T | where A == "x"', named({ D: 'd' }))).toMatchInlineSnapshot(`
      "index=* A="x"
      | where A == "x"
      | eval D=coalesce(d, json_extract(_raw, "d")), Timestamp=strftime(_time, "%Y-%m-%dT%H:%M:%S.%6N%z")
      "
    `);
  });
  it('without a text for null', () => {
    expect(spl('DeviceEvents | where AdditionalFields != "" | project DeviceName', { nullText: '' })).toMatchInlineSnapshot(`
      "index=* sourcetype="mscs:azure:eventhub:defender:advancedhunting" category="AdvancedHunting-DeviceEvents"
      | rename properties.DeviceName as DeviceName, properties.AdditionalFields as AdditionalFields
      | fillnull value="" DeviceName
      | eval AdditionalFields=coalesce(AdditionalFields, json_extract(_raw, "properties.AdditionalFields"), "")
      | where AdditionalFields != ""
      | table DeviceName
      "
    `);
  });
  it('a missing array is empty', () => {
    expect(spl('AuditLogs | where isempty(TargetResources) | project Identity', {})).toMatchInlineSnapshot(`
      "index=* sourcetype="azure:monitor:aad" category="AuditLogs"
      | rename identity as Identity
      | eval Identity=coalesce(nullif(Identity, "null"), ""), TargetResources=nullif(json_extract(_raw, "properties.targetResources"), "null")
      | where coalesce(TargetResources, "") == ""
      | table Identity
      "
    `);
  });
  it('a missing array is not isnotempty', () => {
    expect(spl('AuditLogs | where isnotempty(AdditionalDetails) | project Identity', {})).toMatchInlineSnapshot(`
      "index=* sourcetype="azure:monitor:aad" category="AuditLogs"
      | rename identity as Identity
      | eval Identity=coalesce(nullif(Identity, "null"), ""), AdditionalDetails=nullif(json_extract(_raw, "properties.additionalDetails"), "null")
      | where coalesce(AdditionalDetails, "") != ""
      | table Identity
      "
    `);
  });
  it('an empty list of stats is not empty', () => {
    expect(spl('T | summarize s=make_set(A) by B | where isempty(s)')).toMatchInlineSnapshot(`
      "index=*
      | fillnull value="" B A
      | stats values(A) as s by B
      | where coalesce(mv_to_json_array(s), "[]") == ""
      | table B s
      "
    `);
  });
  it('the assumption is named, for texts too', () => {
    const findings = new FindingList(false, new Set());
    const context = { meta: emptyMeta, profile: {}, options: { unmapped: 'error' as const }, findings };
    const use = { name: 'AdditionalFields', type: 'string' as const, declared: true, span: { start: 0, end: 1 } };
    readColumn({ field: 'properties.AdditionalFields', confidence: 'documented' }, use, 'AdditionalFields', false, (name) => name, context);
    expect(findings.list.map((f) => `${f.code}: ${f.message}`)).toEqual([
      'RMMC3801: the column AdditionalFields is read as JSON text, from its own field or from the event in `_raw`: events are taken to be JSON and to write it as KQL shows it (order of keys, blanks)',
    ]);
  });
});

it('timespans as numbers are ticks; times are more than a number holds', () => {
  expect(spl('T | extend S = now() - Timestamp | where tolong(S) > 600000000 and todouble(S) >= 0 | project A')).toMatchInlineSnapshot(`
    "index=*
    | fillnull value="" A
    | eval S=now() - _time
    | where (round(S * 1000000) * 10) > 600000000 AND (round(S * 1000000) * 10) >= 0
    | table A
    "
  `);
  expect(spl('T | where tolong(Timestamp) > 5')).toMatchInlineSnapshot(
    `"RMMC3810: Splunk SPL cannot say \`tolong()\` of a datetime: KQL counts ticks of 100 ns, more than a number of Splunk can count one by one"`,
  );
});

it('bools as numbers, and what times and bools are not', () => {
  expect(spl('T | extend X = todouble(F), Y = tobool(N) | project X, Y')).toMatchInlineSnapshot(`
    "index=*
    | eval F=case(match(F, "(?i)^(?:true|1)\\\\z"), "true", match(F, "(?i)^(?:false|0)\\\\z"), "false"), N=tonumber(N), X=case(F == "true", 1, F == "false", 0), Y=case(N == 0, "false", isnotnull(N), "true")
    | table X Y
    "
  `);
  for (const odd of [
    'Timestamp + When',
    'Timestamp / 1h',
    'Timestamp % 7d',
    '(now() - Timestamp) % 1h',
    'tobool(Timestamp)',
    'max_of(N, 1h)',
    'min_of(F, 2)',
  ])
    expect(spl(`T | project X = ${odd}`), odd).toMatch(/^RMMC3810: /);
  expect(spl('T | where F < N')).toMatch(/^RMMC3810: /);
  expect(spl('T | project X = Timestamp % 1d')).toMatchInlineSnapshot(`
    "index=*
    | eval X=_time % 86400
    | table X
    "
  `);
});
