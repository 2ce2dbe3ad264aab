// Tests of values below a flattened field in; QSTR out, in the first WHERE. And arrays of texts, which are the values of their field.
import { expect, test } from 'vitest';
import { emitEsql } from '../../support/esql.ts';

/** The query over a shipped table, without the row test. */
const shipped = (kql: string): string =>
  emitEsql(kql)
    .split('\n')
    .filter((line) => !/RMMC|^\| LIMIT 10000$|^FROM |^\| WHERE [a-z_.0-9]*category == /.test(line))
    .join('\n')
    .trim();
const findings = (kql: string): readonly string[] => emitEsql(kql).match(/RMMC\d+ \w+/g) ?? [];
const refusals = (kql: string): readonly string[] => emitEsql(kql).match(/RMMC\d+ refused/g) ?? [];

test('whole values, and their absence', () => {
  expect(
    shipped('CloudAppEvents | where RawEventData.Op in ("Add", "Del") and RawEventData.Was != "x" | project AccountId'),
  ).toMatchInlineSnapshot(`
    "| WHERE QSTR("""m365_defender.event.raw_event_data.Op:("Add" OR "Del")""")
        AND NOT QSTR("m365_defender.event.raw_event_data.Was:\\"x\\"")
    | EVAL AccountId = COALESCE(user.id, "")
    | KEEP AccountId, _id, _index, _version"
  `);
  expect(
    shipped('CloudAppEvents | where isnotempty(RawEventData.Op) and isempty(RawEventData.Was) | project AccountId'),
  ).toMatchInlineSnapshot(`
    "| WHERE QSTR("m365_defender.event.raw_event_data.Op:* AND NOT m365_defender.event.raw_event_data.Op:\\"\\"")
        AND NOT QSTR("m365_defender.event.raw_event_data.Was:* AND NOT m365_defender.event.raw_event_data.Was:\\"\\"")
    | EVAL AccountId = COALESCE(user.id, "")
    | KEEP AccountId, _id, _index, _version"
  `);
});
test('booleans, whole numbers and null', () => {
  expect(
    shipped(
      'DeviceLogonEvents | where AdditionalFields.IsLocalLogon == true and AdditionalFields.n != 5 and isnotnull(AdditionalFields.k) | project DeviceId',
    ),
  ).toMatchInlineSnapshot(`
    "| WHERE QSTR("m365_defender.event.additional_fields.IsLocalLogon:\\"true\\"")
        AND NOT QSTR("m365_defender.event.additional_fields.n:\\"5\\"")
        AND QSTR("m365_defender.event.additional_fields.k:*")
    | EVAL DeviceId = COALESCE(host.id, "")
    | KEEP DeviceId, _id, _index, _version"
  `);
});
test('signs of the query language stand for themselves', () => {
  const value = String.raw`a\"b\\c* OR k:(1) ?/`;
  expect(shipped(`CloudAppEvents | where RawEventData["a b:(-\\"c"].d == "${value}" | project AccountId`)).toMatchInlineSnapshot(`
    "| WHERE QSTR("m365_defender.event.raw_event_data.a\\\\ b\\\\:\\\\(\\\\-\\\\\\"c.d:\\"a\\\\\\"b\\\\\\\\c* OR k:(1) ?/\\"")
    | EVAL AccountId = COALESCE(user.id, "")
    | KEEP AccountId, _id, _index, _version"
  `);
});
test('a test behind computed columns goes in front, and its column is the constant', () => {
  expect(
    shipped(
      'CloudAppEvents | extend N = strcat(AccountId, "!"), D = parse_json(RawEventData) | extend Op = D.Operation | where Op == "Send" | project N, Op',
    ),
  ).toMatchInlineSnapshot(`
    "| WHERE QSTR("m365_defender.event.raw_event_data.Operation:\\"Send\\"")
    | EVAL N = CONCAT(COALESCE(user.id, ""), "!")
    | EVAL Op = "Send"
    | KEEP N, Op, _id, _index, _version"
  `);
});
test('a column that nothing reads is not asked for', () => {
  expect(
    shipped('CloudAppEvents | extend U = tostring(RawEventData.UserId) | summarize Total = count() by AccountId'),
  ).toMatchInlineSnapshot(`
    "| EVAL AccountId = COALESCE(user.id, "")
    | STATS Total = COUNT(*) BY AccountId
    | KEEP AccountId, Total"
  `);
});
test('behind an aggregation, denied, and as a value it is refused', () => {
  const refused = [
    'CloudAppEvents | summarize take_any(RawEventData) by AccountId | where RawEventData.Op == "x"',
    'CloudAppEvents | where RawEventData.Op !contains "x" | project AccountId',
    'CloudAppEvents | where not(RawEventData.Op contains "x" and AccountId == "a") | project AccountId',
    'CloudAppEvents | where RawEventData.Op matches regex "x*" | project AccountId',
    'CloudAppEvents | where RawEventData.Op == "[1]" | project AccountId',
    'CloudAppEvents | where RawEventData.Op contains "\\"IsOn\\":true" | project AccountId',
    'CloudAppEvents | project RawEventData.Op',
    'CloudAppEvents | project X = iff(RawEventData.Op == "x", 1, 2)',
  ];
  for (const kql of refused) expect(refusals(kql).length, kql).toBeGreaterThan(0);
});
test('the beginning of a value is asked for by its key', () => {
  expect(shipped('DeviceEvents | where AdditionalFields.ThreatName startswith_cs "PUA: x/*" | project DeviceId')).toMatchInlineSnapshot(`
    "| WHERE QSTR("""m365_defender.event.additional_fields.ThreatName:PUA\\:\\ x\\/\\**""")
    | EVAL DeviceId = COALESCE(host.id, "")
    | KEEP DeviceId, _id, _index, _version"
  `);
  expect(shipped('DeviceEvents | where AdditionalFields.Id !startswith "12" | project DeviceId')).toMatchInlineSnapshot(`
    "| WHERE NOT QSTR("m365_defender.event.additional_fields.Id:12*")
    | EVAL DeviceId = COALESCE(host.id, "")
    | KEEP DeviceId, _id, _index, _version"
  `);
});
test('any other text of a value is looked for in all values beside it, which is said', () => {
  const found = (test: string): string => {
    const kql = `CloudAppEvents | where ${test} | project AccountId`;
    expect(findings(kql)).toContain('RMMC3795 widening');
    return shipped(kql).split('\n')[0] ?? '';
  };
  expect(found('RawEventData.Op =~ "x"')).toMatchInlineSnapshot(`"| WHERE QSTR("m365_defender.event.raw_event_data:/[Xx]/")"`);
  expect(found('RawEventData.Op[0] == "x"')).toMatchInlineSnapshot(`"| WHERE QSTR("m365_defender.event.raw_event_data:/x/")"`);
  expect(found('RawEventData.Op has_all ("a", @"C:\\x")')).toMatchInlineSnapshot(
    `"| WHERE QSTR("m365_defender.event.raw_event_data:/(.*[^0-9A-Za-z])?[Aa]([^0-9A-Za-z].*)?/")"`,
  );
  expect(found('RawEventData.Op matches regex "^a/b+"')).toMatchInlineSnapshot(
    `"| WHERE QSTR("""m365_defender.event.raw_event_data:/a\\/b+.*/""")"`,
  );
  expect(found('RawEventData["*"] startswith "x"')).toMatchInlineSnapshot(`"| WHERE QSTR("m365_defender.event.raw_event_data:/[Xx].*/")"`);
  expect(findings('CloudAppEvents | where RawEventData.Op contains "x" | summarize n = count() by AccountId | where n < 3')).toContain(
    'RMMC3795 narrowing',
  );
});
test('a text in a whole flattened column is looked for in its values', () => {
  expect(
    shipped('DeviceEvents | where AdditionalFields has_any ("Add-Mp", "a/b") and AdditionalFields !contains "x" | project DeviceId'),
  ).toMatchInlineSnapshot(`
    "| WHERE QSTR("""m365_defender.event.additional_fields:/(.*[^0-9A-Za-z])?([Aa][Dd][Dd]-[Mm][Pp]|[Aa]\\/[Bb])([^0-9A-Za-z].*)?/""")
        AND NOT QSTR("m365_defender.event.additional_fields:/.*[Xx].*/")
    | EVAL DeviceId = COALESCE(host.id, "")
    | KEEP DeviceId, _id, _index, _version"
  `);
  expect(shipped('DeviceNetworkInfo | where IPAddresses contains "\\"10.0.0.1\\"" | project DeviceId')).toMatchInlineSnapshot(`
    "| WHERE QSTR("m365_defender.event.ip_addresses:\\"10.0.0.1\\"")
    | EVAL DeviceId = COALESCE(host.id, "")
    | KEEP DeviceId, _id, _index, _version"
  `);
  expect(refusals('DeviceEvents | where AdditionalFields has "{\\"a\\"" | project DeviceId').length).toBe(1);
  expect(refusals('DeviceEvents | where AdditionalFields has "TaskName" | project DeviceId').length).toBe(1);
});
test('nothing below a field is the empty array where the query names it', () => {
  expect(shipped('SigninLogs | summarize Known = countif(NetworkLocationDetails != "[]") by AppDisplayName')).toMatchInlineSnapshot(`
    "| EVAL AppDisplayName = COALESCE(azure.signinlogs.properties.app_display_name, "")
    | STATS Known = COUNT(*) WHERE QSTR("azure.signinlogs.properties.network_location_details:*") BY AppDisplayName
    | KEEP AppDisplayName, Known"
  `);
});
test('an array of texts is tested element by element', () => {
  expect(
    shipped('IdentityInfo | where AssignedRoles has "Global Administrator" and AssignedRoles != "[]" | project AssignedRoles'),
  ).toMatchInlineSnapshot(`
    "| WHERE COALESCE(MV_CONCAT(m365_defender.event.account.assigned_roles, ","), "") RLIKE "(.*[^0-9A-Za-z])?[Gg][Ll][Oo][Bb][Aa][Ll] [Aa][Dd][Mm][Ii][Nn][Ii][Ss][Tt][Rr][Aa][Tt][Oo][Rr]([^0-9A-Za-z].*)?"
        AND m365_defender.event.account.assigned_roles IS NOT NULL
    | EVAL AssignedRoles = m365_defender.event.account.assigned_roles
    | KEEP AssignedRoles, _id, _index, _version"
  `);
  expect(shipped('IdentityInfo | where AssignedRoles contains "x\\",\\"y" | project AccountUPN')).toMatchInlineSnapshot(`
    "| WHERE TO_LOWER(CASE(m365_defender.event.account.assigned_roles IS NULL, "", CONCAT("[", CONCAT("\\"", REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(MV_CONCAT(m365_defender.event.account.assigned_roles, FROM_BASE64("Hw==")), """\\\\""", """\\\\\\\\"""), "\\"", "\\\\\\\\\\""), """\\n""", """\\\\n"""), """\\r""", """\\\\r"""), """\\t""", """\\\\t"""), """\\x{1f}""", "\\",\\""), "\\""), "]"))) LIKE """*x","y*"""
    | EVAL AccountUPN = COALESCE(m365_defender.event.account.upn, "")
    | KEEP AccountUPN, _id, _index, _version"
  `);
});
test('an array of texts in a picked row, and spread', () => {
  expect(
    shipped(
      'IdentityInfo | summarize arg_max(TimeGenerated, AssignedRoles) by AccountUPN | mv-expand AssignedRoles | where isnotempty(AssignedRoles)',
    ),
  ).toMatchInlineSnapshot(`
    "| EVAL
        AccountUPN = COALESCE(m365_defender.event.account.upn, ""),
        packed_0 = CONCAT(COALESCE(DATE_FORMAT("yyyy-MM-dd'T'HH:mm:ss.SSS", @timestamp), " "), "|", COALESCE(TO_BASE64(CONCAT(".", MV_CONCAT(m365_defender.event.account.assigned_roles, ""))), ""))
    | STATS TimeGenerated = MAX(@timestamp), packed_0 = MAX(packed_0) BY AccountUPN
    | DISSECT packed_0 "%{?packed_key}|%{packed_0_0}"
    | EVAL AssignedRoles = SPLIT(SUBSTRING(FROM_BASE64(CASE(packed_0_0 != "", packed_0_0)), 2), "")
    | DROP packed_0, packed_0_0
    | MV_EXPAND AssignedRoles
    | WHERE AssignedRoles != ""
    | KEEP AccountUPN, TimeGenerated, AssignedRoles"
  `);
});
test('columns that the branches of a union compute are shown', () => {
  expect(
    shipped('union (DeviceProcessEvents | extend T = "p"), (DeviceEvents | where AdditionalFields.Command == "x" | extend T = "e")'),
  ).toMatchInlineSnapshot(`
    "OR m365_defender.event.category == "AdvancedHunting-DeviceEvents" AND QSTR("m365_defender.event.additional_fields.Command:\\"x\\"")
    | EVAL
        T = CASE(m365_defender.event.category == "AdvancedHunting-DeviceProcessEvents", "p", m365_defender.event.category == "AdvancedHunting-DeviceEvents", "e", "")"
  `);
});

test('two queries over one table stand apart behind MV_EXPAND, where the index is not asked', () => {
  const operations = 'CloudAppEvents | where tostring(RawEventData.Operation) == "x" | distinct AccountId';
  expect(refusals(`CloudAppEvents | where AccountId in ((${operations})) | project AccountId`).length).toBe(1);
  expect(refusals(`DeviceEvents | where AccountName in ((${operations})) | project AccountName`)).toEqual([]);
});

test('a text that JSON has as a boolean or a number, too, stands for no value that is shown', () => {
  const query = (text: string): string =>
    `CloudAppEvents | where RawEventData.Sign == "${text}" | project AccountId, Sign = RawEventData.Sign`;
  expect(shipped(query('Sent'))).toContain('Sign = "Sent"');
  expect(shipped(query('false'))).not.toContain('Sign = ');
});
