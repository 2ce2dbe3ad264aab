// Dynamic values in; the fields of their parts, arrays and pieces of texts in ES|QL out.
import { expect, test } from 'vitest';
import { emitEsql } from '../../support/esql.ts';
import { column, esql } from './table.ts';

/** The query over a shipped table, without the row test. */
const shipped = (kql: string): string =>
  emitEsql(kql)
    .split('\n')
    .filter((line) => !/RMMC3701|^\| LIMIT 10000$|^FROM |_index, _version$/.test(line))
    .join('\n')
    .trim();

test('a part below an object, through every spelling', () => {
  const spellings = [
    'InitiatedBy.user.userPrincipalName',
    'InitiatedBy["user"]["userPrincipalName"]',
    'todynamic(InitiatedBy.user).userPrincipalName',
    'tostring(InitiatedBy.user.userPrincipalName)',
  ];
  const texts = spellings.map((spelling) => shipped(`AuditLogs | where ${spelling} == "a@b" | project OperationName`));
  expect(new Set(texts).size).toBe(1);
  expect(texts[0]).toMatchInlineSnapshot(`
    "| WHERE azure.auditlogs.category == "AuditLogs"
    | WHERE azure.auditlogs.properties.initiated_by.user.userPrincipalName == "a@b"
    | EVAL OperationName = COALESCE(azure.auditlogs.operation_name, "")"
  `);
});
test('a part of a part in a column of its own', () => {
  expect(shipped('AuditLogs | extend U = InitiatedBy.user | where U.id == "x" | project I = U.ipAddress')).toMatchInlineSnapshot(`
    "| WHERE azure.auditlogs.category == "AuditLogs"
    | WHERE azure.auditlogs.properties.initiated_by.user.id == "x"
    | EVAL I = COALESCE(azure.auditlogs.properties.initiated_by.user.ipAddress, "")"
  `);
});
test('JSON read from text again is an assumption', () => {
  expect(shipped('AuditLogs | project U = tostring(parse_json(tostring(InitiatedBy.user)).userPrincipalName)')).toMatchInlineSnapshot(`
    "// RMMC3750 assumption: \`InitiatedBy\`.user is taken to hold objects and single values, and no text with JSON inside: its parts are read from their own fields
    | WHERE azure.auditlogs.category == "AuditLogs"
    | EVAL U = COALESCE(azure.auditlogs.properties.initiated_by.user.userPrincipalName, "")"
  `);
});
test('an element of an array that the pipeline keeps by index', () => {
  expect(shipped('AuditLogs | project N = TargetResources[0].modifiedProperties[12].newValue')).toMatchInlineSnapshot(`
    "| WHERE azure.auditlogs.category == "AuditLogs"
    | EVAL N = COALESCE(\`azure.auditlogs.properties.target_resources.0.modified_properties.12.new_value\`, "")"
  `);
});
test('what has no field is refused with its path', () => {
  expect(shipped('CloudAppEvents | project X = parse_json(RawEventData).UserId')).toMatchInlineSnapshot(
    `"// RMMC3001 refused: Elastic ES|QL has no way to say the path RawEventData.UserId: no field of the index is mapped to it, and 8.19 has no function that reads JSON; a pipeline can lift the value out at ingest, and rmmc.yaml can then name its field; --esql-flattened runtime reads it by a runtime field of the mapping"`,
  );
  expect(shipped('AuditLogs | project InitiatedBy')).toMatchInlineSnapshot(
    `"// RMMC3001 refused: Elastic ES|QL has no way to say column AuditLogs.InitiatedBy: azure.auditlogs.properties.initiated_by is an object; only the fields below it have values"`,
  );
});
test('the place of an address is looked up at ingest', () => {
  expect(
    shipped(
      'DeviceNetworkEvents | extend G = geo_info_from_ip_address(RemoteIP) | project C = tostring(G.country), L = toreal(G.latitude)',
    ),
  ).toMatchInlineSnapshot(`
    "// RMMC3751 assumption: the place of RemoteIP is read from destination.geo, which the integration looks up when the event comes in: another database than KQL's, of another day
    | WHERE m365_defender.event.category == "AdvancedHunting-DeviceNetworkEvents"
    | EVAL L = ST_Y(destination.geo.location)
    | EVAL C = COALESCE(destination.geo.country_name, "")"
  `);
});
test('the place of a key is one of its events, all of which are taken to have the same', () => {
  expect(
    shipped(
      'DeviceNetworkEvents | summarize N = count() by RemoteIP | project RemoteIP, N, C = tostring(geo_info_from_ip_address(RemoteIP).country)',
    ),
  ).toMatchInlineSnapshot(`
    "// RMMC3760 assumption: all events with the same address in RemoteIP are taken to hold the same place of it: rows of one address are one row here
    // RMMC3751 assumption: the place of RemoteIP is read from destination.geo, which the integration looks up when the event comes in: another database than KQL's, of another day
    | WHERE m365_defender.event.category == "AdvancedHunting-DeviceNetworkEvents"
    | EVAL RemoteIP = COALESCE(TO_STRING(destination.ip), "")
    | STATS N = COUNT(*), rmmc_country = MAX(COALESCE(destination.geo.country_name, "")) BY RemoteIP
    | EVAL C = COALESCE(rmmc_country, "")
    | KEEP RemoteIP, N, C"
  `);
});
test('a place is read before the rows of a join are gathered', () => {
  expect(
    shipped(
      'DeviceNetworkEvents | project DeviceId, RemoteIP | join kind=inner (DeviceFileEvents | distinct DeviceId) on DeviceId | project RemoteIP, C = tostring(geo_info_from_ip_address(RemoteIP).country)',
    ),
  ).toMatchInlineSnapshot(`
    "// RMMC3751 assumption: the place of RemoteIP is read from destination.geo, which the integration looks up when the event comes in: another database than KQL's, of another day
    | WHERE m365_defender.event.category == "AdvancedHunting-DeviceNetworkEvents"
        OR m365_defender.event.category == "AdvancedHunting-DeviceFileEvents"
    | EVAL
        leg = CASE(m365_defender.event.category == "AdvancedHunting-DeviceNetworkEvents", "DeviceNetworkEvents", "DeviceFileEvents")
    | EVAL
        DeviceId = COALESCE(host.id, ""),
        left_row = CASE(leg == "DeviceNetworkEvents", CONCAT(TO_BASE64(CONCAT(_index, "|", _id)), "|", TO_BASE64(COALESCE(TO_STRING(destination.ip), "")), "|", TO_BASE64(COALESCE(destination.geo.country_name, ""))))
    | STATS left_row = VALUES(left_row), DeviceFileEvents_rows = COUNT(*) WHERE leg == "DeviceFileEvents" BY DeviceId
    | WHERE left_row IS NOT NULL
        AND DeviceFileEvents_rows > 0
    | MV_EXPAND left_row
    | DISSECT left_row "%{?left_id}|%{RemoteIP}|%{rmmc_country}"
    | EVAL RemoteIP = FROM_BASE64(RemoteIP), rmmc_country = FROM_BASE64(rmmc_country)
    | EVAL C = rmmc_country
    | KEEP RemoteIP, C"
  `);
});
test('the place of a text is not', () => {
  expect(
    shipped('DeviceNetworkEvents | extend G = geo_info_from_ip_address(strcat(RemoteIP, "")) | project X = G.city'),
  ).toMatchInlineSnapshot(
    `"// RMMC3001 refused: Elastic ES|QL has no way to say this use of \`geo_info_from_ip_address()\`: places are looked up at ingest, not in a query: only a column beside whose field the integration keeps one has it"`,
  );
});
test('a bag as text', () => {
  expect(column('bag_pack("a", S, "b", N)')).toMatchInlineSnapshot(`
    "| EVAL
        X = CONCAT("""{"a":""", CONCAT("\\"", REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(COALESCE(f.S, ""), """\\\\""", """\\\\\\\\"""), "\\"", "\\\\\\\\\\""), """\\n""", """\\\\n"""), """\\r""", """\\\\r"""), """\\t""", """\\\\t"""), "\\""), ""","b":""", CASE(f.N IS NULL, "null", TO_STRING(f.N)), "}")"
  `);
});
test('an array as text', () => {
  expect(column('tostring(split(S, ","))')).toMatchInlineSnapshot(`
    "// RMMC3752 assumption: no value of the array is taken to hold the control character U+001F, which stands between values
    | EVAL
        X = CASE(SPLIT(COALESCE(f.S, ""), ",") IS NULL, "[]", CONCAT("[", CONCAT("\\"", REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(MV_CONCAT(SPLIT(COALESCE(f.S, ""), ","), FROM_BASE64("Hw==")), """\\\\""", """\\\\\\\\"""), "\\"", "\\\\\\\\\\""), """\\n""", """\\\\n"""), """\\r""", """\\\\r"""), """\\t""", """\\\\t"""), """\\x{1f}""", "\\",\\""), "\\""), "]"))"
  `);
});
test('an element among several', () => {
  expect(column('set_has_element(split(S, ","), "x")')).toMatchInlineSnapshot(`
    "| EVAL
        X = CASE(SPLIT(COALESCE(f.S, ""), ",") IS NOT NULL, MV_COUNT(MV_DEDUPE(MV_APPEND(SPLIT(COALESCE(f.S, ""), ","), "x"))) == MV_COUNT(MV_DEDUPE(SPLIT(COALESCE(f.S, ""), ","))), false)"
  `);
});
test('arrays of several types', () => {
  expect(column('pack_array(S, N)')).toMatchInlineSnapshot(
    `"// RMMC3001 refused: Elastic ES|QL has no way to say this use of \`pack_array()\`: several values in one cell are of one type, and none of them is null"`,
  );
});
test('mv-expand', () => {
  expect(esql('T | summarize A = make_set(S) by N | mv-expand A to typeof(string)')).toMatchInlineSnapshot(`
    "| EVAL N = f.N
    | STATS A = VALUES(COALESCE(f.S, "")) BY N
    | WHERE A IS NOT NULL
    | MV_EXPAND A
    | EVAL A = COALESCE(A, "")
    | KEEP N, A"
  `);
  expect(esql('T | mv-expand A = split(S, ","), B = split(S2, ",")')).toMatchInlineSnapshot(
    `"// RMMC3001 refused: Elastic ES|QL has no way to say this \`mv-expand\`: MV_EXPAND spreads one column, and counts nothing"`,
  );
});
test('mv-expand of a field with several values', () => {
  expect(shipped('CloudAppEvents | mv-expand UserAgentTags to typeof(string) | project UserAgentTags')).toMatchInlineSnapshot(`
    "// RMMC3756 assumption: UserAgentTags is taken to hold each value once, and to be missing where m365_defender.event.user_agent_tags is: the index keeps no repeats and no empty arrays
    | WHERE m365_defender.event.category == "AdvancedHunting-CloudAppEvents"
    | EVAL UserAgentTags = m365_defender.event.user_agent_tags
    | MV_EXPAND UserAgentTags
    | EVAL UserAgentTags = COALESCE(UserAgentTags, "")"
  `);
});
test('make_list', () => {
  expect(esql('T | sort by D desc | summarize A = make_list(N) by S')).toMatchInlineSnapshot(`
    "FROM test-* METADATA _id, _index
    | SORT f.D DESC NULLS LAST
    | EVAL S = COALESCE(f.S, "")
    | STATS
        A = VALUES(CONCAT(COALESCE(DATE_FORMAT("yyyy-MM-dd'T'HH:mm:ss.SSS", f.D), " "), " ", _index, " ", _id, "|", TO_STRING(f.N)))
        BY S
    | EVAL
        A = TO_LONG(SPLIT(REPLACE(MV_CONCAT(MV_SORT(A, "DESC"), FROM_BASE64("Hw==")), """(\\A|\\x{1f})[^|]*\\|""", "$1"), FROM_BASE64("Hw==")))
    | KEEP S, A"
  `);
  expect(esql('T | summarize c = count() by S | summarize A = make_list(S)')).toMatchInlineSnapshot(
    `"// RMMC3001 refused: Elastic ES|QL has no way to say this use of \`make_list()\`: VALUES keeps no repeats, and these rows have no id of their own that could tell them apart"`,
  );
});
test('parse', () => {
  expect(esql('T | parse S with * "(a) " X " $1" *')).toMatchInlineSnapshot(`
    "| EVAL
        X = REPLACE(COALESCE(f.S, ""), """\\A(?:(?:[\\x{0}-\\x{10ffff}]*?\\(a\\) ([\\x{0}-\\x{10ffff}]*?) \\$1[\\x{0}-\\x{10ffff}]*?))\\z|\\A(?s:.*)\\z""", "$1")"
  `);
  expect(esql('T | parse-where S with "n=" N:long ";" *')).toMatchInlineSnapshot(`
    "| WHERE REPLACE(CONCAT("+", COALESCE(f.S, "")), """\\A\\+(?:(?:n=(-?[0-9]+);[\\x{0}-\\x{10ffff}]*?))\\z""", "") == ""
        AND TO_LONG(REPLACE(COALESCE(f.S, ""), """\\A(?:(?:n=(-?[0-9]+);[\\x{0}-\\x{10ffff}]*?))\\z|\\A(?s:.*)\\z""", "$1")) IS NOT NULL
    | EVAL
        N = CASE(TO_LONG(REPLACE(COALESCE(f.S, ""), """\\A(?:(?:n=(-?[0-9]+);[\\x{0}-\\x{10ffff}]*?))\\z|\\A(?s:.*)\\z""", "$1")) IS NOT NULL, TO_LONG(REPLACE(COALESCE(f.S, ""), """\\A(?:(?:n=(-?[0-9]+);[\\x{0}-\\x{10ffff}]*?))\\z|\\A(?s:.*)\\z""", "$1")))"
  `);
  expect(esql('T | parse S with * "at " W:datetime *')).toMatchInlineSnapshot(
    `"// RMMC3001 refused: Elastic ES|QL has no way to say this pattern of \`parse\`: no text says where a datetime ends"`,
  );
});
test('the time of ingestion', () => {
  expect(esql('T | where ingestion_time() > ago(1h)')).toMatchInlineSnapshot(`
    "// RMMC3755 assumption: the time of ingestion is read from event.ingested, which Elastic sets when the event comes in: its own, not the one of the workspace
    | WHERE event.ingested > NOW() - 1 hour"
  `);
});
