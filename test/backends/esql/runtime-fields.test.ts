// Values below flattened fields with `flattened: runtime`; queries that read them as columns out, and the fields that the mapping needs for that.
import { expect, test } from 'vitest';
import { carrier } from '../../../src/backends/esql/carrier.ts';
import { translate } from '../../../src/index.ts';
import { emit, outputOf } from '../../support/emit.ts';

const options = { to: ['esql'], flattened: 'runtime' } as const;

const shown = (kql: string): string => outputOf(emit(kql, options), 'esql');

const codes = (kql: string): readonly string[] =>
  [
    ...new Set(
      emit(kql, options)
        .get('esql')
        ?.diagnostics.map(({ code }) => code),
    ),
  ].sort();

test('shown, computed and compared', () => {
  const kql = `CloudAppEvents
    | where RawEventData.UserId contains "adm" and RawEventData.N > 5 and RawEventData.Op == "x"
    | project AccountId, Op = tostring(RawEventData.Op), Target = parse_json(tostring(RawEventData.Target)), Level = toint(RawEventData.Level)`;
  expect(shown(kql)).toMatchInlineSnapshot(`
    "FROM logs-m365_defender.event-* METADATA _id, _index, _version
    | WHERE m365_defender.event.category == "AdvancedHunting-CloudAppEvents"
    | WHERE TO_LOWER(COALESCE(m365_defender.event.raw_event_data.UserId, "")) LIKE "*adm*"
        AND TO_DOUBLE(m365_defender.event.raw_event_data.N) > 5
        AND QSTR("m365_defender.event.raw_event_data.Op:\\"x\\"")
    | EVAL
        Level = CASE(TRIM(m365_defender.event.raw_event_data.Level) RLIKE "[+-]?[0-9]+", TO_INTEGER(TRIM(m365_defender.event.raw_event_data.Level)))
    | EVAL
        AccountId = COALESCE(user.id, ""),
        Op = "x",
        Target = CASE(COALESCE(m365_defender.event.raw_event_data.Target, "") == "null", "", REPLACE(COALESCE(m365_defender.event.raw_event_data.Target, ""), """\\A"([^"\\\\]*)"\\z""", "$1"))
    | KEEP AccountId, Op, Target, Level, _id, _index, _version
    | LIMIT 10000
    "
  `);
  expect(codes(kql)).toMatchInlineSnapshot(`
    [
      "RMMC3701",
      "RMMC3721",
      "RMMC3753",
      "RMMC3777",
      "RMMC3780",
      "RMMC3797",
    ]
  `);
});

test('a query without project shows the columns that it names, and the id of the event', () => {
  const kql = 'DeviceEvents | where DeviceName == "a" | extend Task = tostring(AdditionalFields.TaskName)';
  expect(shown(kql)).toMatchInlineSnapshot(`
    "FROM logs-m365_defender.event-* METADATA _id, _index, _version
    | WHERE m365_defender.event.category == "AdvancedHunting-DeviceEvents"
    | WHERE TO_LOWER(host.name) == "a"
    | EVAL Task = COALESCE(m365_defender.event.additional_fields.TaskName, "")
    | KEEP host.name, Task, _id, _index, _version
    | LIMIT 10000
    "
  `);
  expect(codes(kql)).toContain('RMMC3798');
});

test('keys as the integration stores them', () => {
  expect(
    shown('AADNonInteractiveUserSignInLogs | summarize N = count() by A = tostring(AuthenticationDetails.authenticationMethod)'),
  ).toContain('azure.signinlogs.properties.authentication_details.authentication_method');
});

test('the fields that the mapping needs come with the result', () => {
  const { results } = translate('CloudAppEvents | summarize count() by tostring(RawEventData.Op), tostring(RawEventData.["a b"])', options);
  expect(results[0]?.runtimeFields).toEqual([
    { field: 'm365_defender.event.raw_event_data.Op', indices: ['logs-m365_defender.event-*'] },
    { field: 'm365_defender.event.raw_event_data.a b', indices: ['logs-m365_defender.event-*'] },
  ]);
  expect(translate('CloudAppEvents | where RawEventData.Op == "x"', options).results[0]).not.toHaveProperty('runtimeFields');
  expect(translate('CloudAppEvents | where RawEventData.Op == "x"', { to: ['spl'], flattened: 'runtime' }).results[0]).not.toHaveProperty(
    'runtimeFields',
  );
});

test('said where numbers and booleans are texts', () => {
  expect(codes('CloudAppEvents | project X = RawEventData.N')).toContain('RMMC3799');
  expect(codes('CloudAppEvents | project X = tostring(RawEventData.N)')).not.toContain('RMMC3799');
  expect(codes('CloudAppEvents | summarize make_set(RawEventData.N)')).toContain('RMMC3799');
  expect(codes('CloudAppEvents | project A = RawEventData.F == true')).toContain('RMMC3832');
});

test('arrays: their elements one after the other, several parts put together and taken apart', () => {
  const kql = `SigninLogs | mv-expand CA = ConditionalAccessPolicies | where CA.result == "failure"
    | summarize Count = count() by Policy = tostring(CA.displayName)`;
  expect(shown(kql)).toMatchInlineSnapshot(`
    "FROM logs-azure.signinlogs-*
    | WHERE azure.signinlogs.category == "SignInLogs"
    | EVAL
        CA_parts = MV_ZIP(COALESCE(azure.signinlogs.properties.applied_conditional_access_policies.result, ""), COALESCE(azure.signinlogs.properties.applied_conditional_access_policies.display_name, ""), FROM_BASE64("Hw=="))
    | MV_EXPAND CA_parts
    | EVAL
        CA_result = MV_SLICE(SPLIT(CA_parts, FROM_BASE64("Hw==")), 0),
        CA_displayName = MV_SLICE(SPLIT(CA_parts, FROM_BASE64("Hw==")), 1)
    | WHERE COALESCE(CA_result, "") == "failure"
    | EVAL Policy = COALESCE(CA_displayName, "")
    | STATS Count = COUNT(*) BY Policy
    | KEEP Policy, Count
    | LIMIT 10000
    "
  `);
  expect(codes(kql)).toMatchInlineSnapshot(`
    [
      "RMMC3701",
      "RMMC3834",
    ]
  `);
  expect(shown('CloudAppEvents | mv-expand Name = RawEventData.Names | summarize N = count() by tostring(Name)')).toMatchInlineSnapshot(`
    "FROM logs-m365_defender.event-*
    | WHERE m365_defender.event.category == "AdvancedHunting-CloudAppEvents"
    | EVAL Name = m365_defender.event.raw_event_data.Names
    | MV_EXPAND Name
    | EVAL Name = COALESCE(Name, "")
    | STATS N = COUNT(*) BY Name
    | KEEP Name, N
    | LIMIT 10000
    "
  `);
  expect(shown('CloudAppEvents | project Second = tostring(RawEventData.Target[1].ID)')).toMatchInlineSnapshot(`
    "FROM logs-m365_defender.event-* METADATA _id, _index, _version
    | WHERE m365_defender.event.category == "AdvancedHunting-CloudAppEvents"
    | EVAL Second = COALESCE(MV_SLICE(m365_defender.event.raw_event_data.Target.ID, 1), "")
    | KEEP Second, _id, _index, _version
    | LIMIT 10000
    "
  `);
});

test('the mapping that arrays need', () => {
  const help = emit('CloudAppEvents | mv-expand T = RawEventData.Target | project A = tostring(T.ID), B = tostring(T.Type)', options)
    .get('esql')
    ?.diagnostics.find(({ code }) => code === 'RMMC3834')?.help;
  expect(help).toBe(
    'PUT logs-m365_defender.event-*/_mapping {"runtime":{"m365_defender.event.raw_event_data.Target.ID":{"type":"keyword"},"m365_defender.event.raw_event_data.Target.Type":{"type":"keyword"}}}',
  );
});

test.each([
  'SigninLogs | mv-expand CA = ConditionalAccessPolicies | project CA',
  'SigninLogs | mv-expand CA = ConditionalAccessPolicies | where CA.result == "failure" | project Text = tostring(CA)',
  'SigninLogs | mv-expand CA = ConditionalAccessPolicies, AuthenticationDetails | project CA.result',
  'SigninLogs | mv-expand CA = ConditionalAccessPolicies | project CA[0]',
  'CloudAppEvents | project RawEventData.A[0].B[1].C',
  'CloudAppEvents | project RawEventData',
  'CloudAppEvents | project X = parse_json(tostring(RawEventData.Text)).a',
  'CloudAppEvents | project X = RawEventData.["a*b"]',
  'CloudAppEvents | project X = RawEventData[AccountId]',
])('refused: %s', (kql) => {
  expect(emit(kql, options).get('esql')?.status).toBe('refused');
});

test('where the index alone is asked, the refusal names the way', () => {
  const refused = emit('CloudAppEvents | where RawEventData.Op contains RawEventData.Y', { to: ['esql'] }).get('esql');
  expect(refused?.diagnostics.find(({ code }) => code === 'RMMC3001')?.message).toContain('--esql-flattened runtime');
});

test('events that a query carries in itself have none', () => {
  const ast = { commands: [], runtime: [{ field: 'log.data.key', indices: ['logs-*'] }] };
  expect(carrier.carrying(ast, [])).toEqual({ why: 'rows that a query makes have no runtime fields' });
});
