// Values out of JSON, for Elasticsearch 9.4; JSON_EXTRACT out, of `_source` or of a text. 8.19 refuses them.
import { expect, test } from 'vitest';
import { jsonPath } from '../../../src/backends/esql/json/json-extract.ts';
import { storedKeys } from '../../../src/backends/esql/stored/keys.ts';
import { emit, outputOf } from '../../support/emit.ts';
import { emitEsql } from '../../support/esql.ts';

/** The query without the row test and the limit. */
const newer = (kql: string, esql = '9.4'): string =>
  emitEsql(kql, { profile: { version: esql } })
    .split('\n')
    .filter((line) => !/RMMC|^\| LIMIT 10000$|^\| WHERE [a-z_.0-9]*category == "[A-Za-z-]*"$/.test(line))
    .join('\n')
    .trim();

const findings = (kql: string, esql = '9.4'): readonly string[] =>
  (emitEsql(kql, { profile: { version: esql } }).match(/RMMC\d+ \w+/g) ?? []).filter((one) => !/RMMC3701|RMMC3706/.test(one));

test('paths as JSON_EXTRACT takes them', () => {
  expect([[], ['a', 'b'], ['a', '0', 'b'], ['A.B', "it's"], ['a', '\\', '[0]', ''], ['@t', 'x-y', '007', 'é']].map(jsonPath)).toEqual([
    '$',
    'a.b',
    'a[0].b',
    "['A.B']['it\\'s']",
    "a['\\\\']['[0]']['']",
    "@t.x-y['007']['é']",
  ]);
});

test('the keys of a field are those of its pipeline', () => {
  expect([
    storedKeys('m365_defender.event.raw_event_data', ['UserId'], false),
    storedKeys('m365_defender.event.additional_fields', ['query'], false),
    storedKeys('azure.signinlogs.properties.authentication_details', ['0', 'authenticationStepDateTime'], false),
    storedKeys('azure.signinlogs.properties.authentication_details', ['0', 'Größe'], false),
    storedKeys('azure.signinlogs.properties.authentication_processing_details', ['0', 'key'], false),
    storedKeys('my.field', ['UserId'], false),
    storedKeys('my.field', ['UserId'], true),
  ]).toEqual([['UserId'], null, ['0', 'authentication_step_date_time'], null, null, null, ['UserId']]);
});

test('a part below a flattened field, where it is shown', () => {
  expect(
    newer('CloudAppEvents | project AccountId, U = tostring(RawEventData.UserId), Op = RawEventData.Target[3].ID'),
  ).toMatchInlineSnapshot(`
    "FROM logs-m365_defender.event-* METADATA _id, _index, _version, _source
    | EVAL
        U = COALESCE(JSON_EXTRACT(_source, "m365_defender.event.raw_event_data.UserId"), ""),
        Op = JSON_EXTRACT(_source, "m365_defender.event.raw_event_data.Target[3].ID")
    | EVAL AccountId = COALESCE(user.id, "")
    | KEEP AccountId, U, Op, _id, _index, _version"
  `);
});

test('in a filter behind the tests that the index answers, and without the helpers in rows of events', () => {
  expect(
    newer('CloudAppEvents | where RawEventData.UserId contains "adm" and Application == "A" and toint(RawEventData.N) > 5'),
  ).toMatchInlineSnapshot(`
    "FROM logs-m365_defender.event-* METADATA _id, _index, _version, _source
    | WHERE m365_defender.event.application == "A"
    | EVAL rmmc_N = JSON_EXTRACT(_source, "m365_defender.event.raw_event_data.N")
    | WHERE TO_LOWER(COALESCE(JSON_EXTRACT(_source, "m365_defender.event.raw_event_data.UserId"), "")) LIKE "*adm*"
        AND CASE(TRIM(rmmc_N) RLIKE "[+-]?[0-9]+", TO_INTEGER(TRIM(rmmc_N))) > 5
    | DROP _source, rmmc_N"
  `);
});

test('in a rule of Kibana', () => {
  const options = { to: ['esql'], versions: { esql: '9.4' }, use: 'rule' } as const;
  expect(outputOf(emit('CloudAppEvents | where RawEventData.UserId contains "adm"', options), 'esql')).toMatchInlineSnapshot(`
    "FROM logs-m365_defender.event-* METADATA _id, _index, _version, _source
    | WHERE m365_defender.event.category == "AdvancedHunting-CloudAppEvents"
    | WHERE TO_LOWER(COALESCE(JSON_EXTRACT(_source, "m365_defender.event.raw_event_data.UserId"), "")) LIKE "*adm*"
    | DROP _source
    | KEEP *, _id, _index, _version
    | LIMIT 10000
    "
  `);
});

test('compared with numbers, with each other, and in a choice', () => {
  expect(
    newer(
      'CloudAppEvents | where RawEventData.N > 3 and RawEventData.X != RawEventData.Y | project Q = iff(RawEventData.F has "x", RawEventData.A, RawEventData.B)',
    ),
  ).toMatchInlineSnapshot(`
    "FROM logs-m365_defender.event-* METADATA _id, _index, _version, _source
    | EVAL
        rmmc_X = JSON_EXTRACT(_source, "m365_defender.event.raw_event_data.X"),
        rmmc_Y = JSON_EXTRACT(_source, "m365_defender.event.raw_event_data.Y")
    | WHERE TO_DOUBLE(JSON_EXTRACT(_source, "m365_defender.event.raw_event_data.N")) > 3
        AND (rmmc_X != rmmc_Y OR rmmc_X IS NULL AND rmmc_Y IS NOT NULL OR rmmc_X IS NOT NULL AND rmmc_Y IS NULL)
    | EVAL
        Q = CASE(COALESCE(JSON_EXTRACT(_source, "m365_defender.event.raw_event_data.F"), "") RLIKE "(.*[^0-9A-Za-z])?[Xx]([^0-9A-Za-z].*)?", JSON_EXTRACT(_source, "m365_defender.event.raw_event_data.A"), JSON_EXTRACT(_source, "m365_defender.event.raw_event_data.B"))
    | KEEP Q, _id, _index, _version"
  `);
});

test('as a group key and in measures', () => {
  expect(
    newer('CloudAppEvents | summarize dcount(tostring(RawEventData.Y)), take_any(RawEventData.Z) by Op = tostring(RawEventData.Op)'),
  ).toMatchInlineSnapshot(`
    "FROM logs-m365_defender.event-* METADATA _source
    | EVAL Op = COALESCE(JSON_EXTRACT(_source, "m365_defender.event.raw_event_data.Op"), "")
    | STATS
        dcount_RawEventData_Y = COUNT_DISTINCT(COALESCE(JSON_EXTRACT(_source, "m365_defender.event.raw_event_data.Y"), ""), 40000),
        RawEventData_Z = MAX(JSON_EXTRACT(_source, "m365_defender.event.raw_event_data.Z"))
        BY Op
    | KEEP Op, dcount_RawEventData_Y, RawEventData_Z"
  `);
});

test('across a join', () => {
  expect(
    newer(
      'CloudAppEvents | extend U = RawEventData.UserId | join kind=inner (IdentityInfo | project AccountObjectId) on AccountObjectId | where isnotnull(U) | project U',
    ),
  ).toMatchInlineSnapshot(`
    "FROM logs-m365_defender.event-* METADATA _id, _index, _source
        OR m365_defender.event.category == "AdvancedHunting-IdentityInfo"
    | EVAL leg = CASE(m365_defender.event.category == "AdvancedHunting-CloudAppEvents", "CloudAppEvents", "IdentityInfo")
    | EVAL U = JSON_EXTRACT(_source, "m365_defender.event.raw_event_data.UserId")
    | EVAL
        AccountObjectId = CASE(leg == "CloudAppEvents", COALESCE(m365_defender.event.account.object_id, ""), COALESCE(user.id, "")),
        left_row = CASE(leg == "CloudAppEvents", CONCAT(TO_BASE64(CONCAT(_index, "|", _id)), "|", TO_BASE64(COALESCE(U, "")))),
        right_row = CASE(leg == "IdentityInfo", TO_BASE64(CONCAT(_index, "|", _id)))
    | STATS left_row = VALUES(left_row), right_row = VALUES(right_row) BY AccountObjectId
    | WHERE left_row IS NOT NULL
        AND right_row IS NOT NULL
    | MV_EXPAND left_row
    | DISSECT left_row "%{?left_id}|%{U}"
    | EVAL U = FROM_BASE64(CASE(U != "", U))
    | MV_EXPAND right_row
    | WHERE U IS NOT NULL
    | KEEP U"
  `);
});

test('of a union whose tables keep it in one field, and in two', () => {
  expect(newer('union DeviceFileEvents, DeviceEvents | project X = tostring(parse_json(AdditionalFields).Name)')).toMatchInlineSnapshot(`
    "FROM logs-m365_defender.event-* METADATA _id, _index, _version, _source
        OR m365_defender.event.category == "AdvancedHunting-DeviceEvents"
    | EVAL X = COALESCE(JSON_EXTRACT(_source, "m365_defender.event.additional_fields.Name"), "")
    | KEEP X, _id, _index, _version"
  `);
  expect(
    newer(
      'union CloudAppEvents, (IdentityDirectoryEvents | extend RawEventData = AdditionalFields) | project X = tostring(RawEventData.z)',
    ),
  ).toMatchInlineSnapshot(`
    "FROM logs-m365_defender.event-* METADATA _id, _index, _version, _source
        OR m365_defender.event.category == "AdvancedHunting-IdentityDirectoryEvents"
    | EVAL
        X = COALESCE(CASE(m365_defender.event.category == "AdvancedHunting-CloudAppEvents", JSON_EXTRACT(_source, "m365_defender.event.raw_event_data.z"), m365_defender.event.category == "AdvancedHunting-IdentityDirectoryEvents", JSON_EXTRACT(_source, "m365_defender.event.additional_fields.z")), "")
    | KEEP X, _id, _index, _version"
  `);
});

test('the whole column', () => {
  expect(newer('CloudAppEvents | where RawEventData matches regex "a.c" | project RawEventData')).toMatchInlineSnapshot(`
    "FROM logs-m365_defender.event-* METADATA _id, _index, _version, _source
    | EVAL rmmc_raw_event_data = JSON_EXTRACT(_source, "m365_defender.event.raw_event_data")
    | WHERE COALESCE(rmmc_raw_event_data, "") RLIKE ".*a[^\\n]c.*"
    | EVAL RawEventData = rmmc_raw_event_data
    | KEEP RawEventData, _id, _index, _version"
  `);
});

test('JSON in a text, and in a text in JSON', () => {
  expect(
    newer(
      'DeviceProcessEvents | project A = tostring(parse_json(ProcessCommandLine).a["b.c"]), B = extract_json("$.x[0]", ProcessCommandLine)',
    ),
  ).toMatchInlineSnapshot(`
    "FROM logs-m365_defender.event-* METADATA _id, _index, _version
    | EVAL
        A = COALESCE(JSON_EXTRACT(process.command_line, "a['b.c']"), ""),
        B = COALESCE(JSON_EXTRACT(process.command_line, "x[0]"), "")
    | KEEP A, B, _id, _index, _version"
  `);
  expect(newer('CloudAppEvents | project Z = parse_json(tostring(RawEventData.Z)).q')).toMatchInlineSnapshot(`
    "FROM logs-m365_defender.event-* METADATA _id, _index, _version, _source
    | EVAL Z = JSON_EXTRACT(JSON_EXTRACT(_source, "m365_defender.event.raw_event_data.Z"), "q")
    | KEEP Z, _id, _index, _version"
  `);
});

test('keys that the integration spells in another way, also in a text that was carried', () => {
  expect(
    newer('SigninLogs | summarize count() by M = tostring(parse_json(AuthenticationDetails)[0].authenticationMethod)'),
  ).toMatchInlineSnapshot(`
    "FROM logs-azure.signinlogs-* METADATA _source
    | EVAL
        M = COALESCE(JSON_EXTRACT(_source, "azure.signinlogs.properties.authentication_details[0].authentication_method"), "")
    | STATS count_ = COUNT(*) BY M
    | KEEP M, count_"
  `);
  expect(
    newer(
      'SigninLogs | summarize arg_max(TimeGenerated, AuthenticationDetails) by UserId | project M = parse_json(AuthenticationDetails)[0].authenticationMethod',
    ),
  ).toMatchInlineSnapshot(`
    "FROM logs-azure.signinlogs-* METADATA _source
    | EVAL
        UserId = COALESCE(azure.signinlogs.properties.user_id, ""),
        packed_0 = CONCAT(COALESCE(DATE_FORMAT("yyyy-MM-dd'T'HH:mm:ss.SSS", @timestamp), " "), "|", TO_BASE64(COALESCE(JSON_EXTRACT(_source, "azure.signinlogs.properties.authentication_details"), "")))
    | STATS TimeGenerated = MAX(@timestamp), packed_0 = MAX(packed_0) BY UserId
    | DISSECT packed_0 "%{?packed_key}|%{packed_0_0}"
    | EVAL AuthenticationDetails = FROM_BASE64(CASE(packed_0_0 != "", packed_0_0))
    | DROP packed_0, packed_0_0
    | EVAL M = JSON_EXTRACT(AuthenticationDetails, "[0].authentication_method")
    | KEEP M"
  `);
});

test('a text that is no JSON in its field is read from the field that keeps it, and not once it was carried', () => {
  expect(newer('AWSCloudTrail | project U = tostring(parse_json(RequestParameters).userName)')).toMatchInlineSnapshot(`
    "FROM logs-aws.cloudtrail-* METADATA _id, _index, _version, _source
    | EVAL U = COALESCE(JSON_EXTRACT(_source, "aws.cloudtrail.flattened.request_parameters.userName"), "")
    | KEEP U, _id, _index, _version"
  `);
  expect(
    findings(
      'AWSCloudTrail | summarize arg_max(TimeGenerated, RequestParameters) by UserIdentityArn | project parse_json(RequestParameters).userName',
    ),
  ).toEqual(['RMMC3001 refused']);
});

test('what is taken for granted', () => {
  expect(findings('CloudAppEvents | project RawEventData.UserId')).toEqual(['RMMC3772 assumption']);
  expect(findings('CloudAppEvents | where RawEventData.R > 1.5 | project AccountId')).toEqual([
    'RMMC3772 assumption',
    'RMMC3777 assumption',
  ]);
  expect(findings('SigninLogs | project AuthenticationDetails')).toEqual(['RMMC3772 assumption', 'RMMC3773 assumption']);
  expect(findings('DeviceProcessEvents | project parse_json(ProcessCommandLine).a')).toEqual(['RMMC3774 assumption']);
});

test('what stays unsaid', () => {
  const refused = ['RMMC3001 refused'];
  expect(findings('SigninLogs | project AuthenticationProcessingDetails[0].key')).toEqual(refused);
  expect(findings('DeviceNetworkEvents | project AdditionalFields.answers')).toEqual(refused);
  expect(findings('CloudAppEvents | project RawEventData["0"]')).toEqual(refused);
  expect(findings('CloudAppEvents | project RawEventData[tostring(Application)]')).toEqual(refused);
  expect(findings('CloudAppEvents | mv-expand P = RawEventData.Parameters | project AccountId')).toEqual([
    'RMMC3772 assumption',
    ...refused,
  ]);
  expect(findings('CloudAppEvents | project RawEventData.UserId', '9.3')).toEqual(refused);
  expect(findings('CloudAppEvents | project RawEventData.UserId', '8.19')).toEqual(refused);
});
