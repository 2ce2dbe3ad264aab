// Values below flattened fields on a real Elasticsearch whose mapping has runtime fields for them: the rows that KQL gives. Without the fields no query runs.
import { describe, expect, test } from 'vitest';
import type { Engine, Json } from '../../src/engines/engine.ts';
import { translate } from '../../src/index.ts';
import { readUnits } from '../../src/units.ts';
import { isFailure } from '../../src/verify/verdict.ts';
import { absence, corpusQueries, shared } from '../support/corpus.ts';
import { missingEngine } from '../support/engine.ts';
import { unitOf } from '../support/stages.ts';
import { enginesFor, failureText, verdictsOf } from '../support/verifying.ts';

const missing = await missingEngine('engines/elasticsearch/engine.sh');
if (missing) console.info(`engine tests of runtime fields are skipped: ${missing}`);

const queries = [
  'CloudAppEvents | where RawEventData.UserId contains "adm" | project AccountId, Op = tostring(RawEventData.Op)',
  'CloudAppEvents | where RawEventData.N > 5 | project AccountId, N = toint(RawEventData.N), F = RawEventData.F',
  'CloudAppEvents | where tostring(RawEventData.Op) has "foo" and isnotempty(RawEventData.Target) | extend Target = tostring(RawEventData.Target.ID)',
  'CloudAppEvents | extend T = RawEventData.Target | summarize Count = count(), Ids = make_set(tostring(T.ID)) by Op = tostring(RawEventData.Op)',
  'DeviceEvents | where ActionType == "ScheduledTaskCreated" | extend Task = tostring(parse_json(AdditionalFields).TaskName) | where Task startswith "Upd" | summarize arg_max(Timestamp, *) by Task',
  'IdentityDirectoryEvents | extend From = tostring(AdditionalFields.["FROM Account"]), Group = AdditionalFields.["TO.GROUP"] | where Group has "admins" | project Timestamp, From, Group',
  'let Groups = CloudAppEvents | where RawEventData.Op == "x" | project AccountId, Key = tostring(RawEventData.Key); CloudAppEvents | extend Key = tostring(RawEventData.Key) | join kind=inner Groups on Key | project AccountId, AccountId1, Key',
  'union (DeviceEvents | project Timestamp, What = tostring(AdditionalFields.What)), (DeviceLogonEvents | project Timestamp, What = tostring(AdditionalFields.Who)) | where What endswith "x"',
  `SigninLogs | mv-expand CA = ConditionalAccessPolicies | extend Result = tostring(CA.result), Policy = tostring(CA.displayName)
   | where Result == "failure" | summarize Count = count() by Policy, UserPrincipalName`,
  'SigninLogs | mv-expand CA = ConditionalAccessPolicies | extend CA_result = "x", Y = tostring(CA.displayName) | where CA.result == "failure" | project CA_result, Y',
  'SigninLogs | mv-expand CA = ConditionalAccessPolicies | extend CA_result = tostring(CA.result) | where CA_result == "failure" | summarize count() by CA_result',
  'SigninLogs | mv-apply p = ConditionalAccessPolicies on (where p.result == "failure" | project N = tostring(p.displayName)) | project UserPrincipalName, N',
  'SigninLogs | mv-expand todynamic(AuthenticationDetails) | extend M = tostring(AuthenticationDetails.authenticationMethod) | summarize dcount(M) by UserPrincipalName',
  'CloudAppEvents | mv-expand Name = RawEventData.Names limit 2 | where tostring(Name) has "foo" | project AccountId, Name',
  'CloudAppEvents | mv-expand RawEventData.Levels | where RawEventData_Levels startswith "x" | project AccountId, Level = tostring(RawEventData_Levels)',
  'CloudAppEvents | extend Second = tostring(RawEventData.Target[1].ID), First = tostring(RawEventData.Names[0]) | where Second has "foo" | project AccountId, Second, First',
  'CloudAppEvents | mv-expand ActivityObjects | where ActivityObjects.Type in ("Email", "Folder") | evaluate bag_unpack(ActivityObjects) | distinct AccountId, ActionType, Type, Name',
];

/** Public queries that read below flattened fields. */
const reading =
  /RawEventData|AdditionalFields|ActivityObjects|ConditionalAccessPolicies|AuthenticationDetails|IPAddresses|ConnectedNetworks/;
const publicCases = corpusQueries()
  .filter(({ query }) => reading.test(query))
  .filter((_, at) => at % 10 === 3);

describe.skipIf(missing !== null)(`runtime fields on Elasticsearch (${missing ?? 'running'})`, () => {
  const engines = enginesFor(['esql']);
  const engineOf = (): Engine | undefined => engines().flatMap((found) => ('engine' in found ? [found.engine] : []))[0];

  test.each(queries)('%s', async (kql) => {
    const unit = unitOf(kql);
    if (!unit) throw new Error('no rule');
    const verdicts = (await verdictsOf([{ unit, options: { flattened: 'runtime' } }], engines())).flat();
    const [own] = verdicts.filter((one) => one.target === 'esql');
    expect(own && (own.outcome.kind === 'equal' ? 'equal' : failureText(own))).toBe('equal');
  }, 120_000);

  test.skipIf(!shared)(
    `no undeclared difference in a tenth of the public queries that read such values${absence}`,
    async () => {
      const cases = publicCases.flatMap(({ id, query }) =>
        readUnits(query, { file: 'query.kql', format: 'kql' }).units.map((unit) => ({
          id,
          unit,
          options: { flattened: 'runtime' } as const,
        })),
      );
      const verdicts = (await verdictsOf(cases, engines())).map((all) => all.filter(({ target }) => target === 'esql'));
      const found = verdicts.flatMap((all, at) => all.map((verdict) => ({ id: cases[at]?.id ?? '', verdict })));
      const failures = found.filter(({ verdict: { outcome } }) => outcome.kind !== 'broken' && isFailure(outcome));
      expect(failures.map(({ id, verdict }) => `${id}\n${failureText(verdict)}`)).toEqual([]);
      const runtime = cases.filter(({ unit, options }) =>
        translate(unit.source.text, { ...options, to: ['esql'] }).results.some((one) => one.runtimeFields),
      );
      expect(runtime.length).toBeGreaterThan(5);
    },
    600_000,
  );

  test.each([
    [
      'parts of several elements, put together and taken apart',
      'SigninLogs | mv-expand CA = ConditionalAccessPolicies | where CA.result == "failure" | summarize N = count() by U = UserPrincipalName, P = tostring(CA.displayName) | sort by U asc, P asc',
      [
        ['a', 'P1', 1],
        ['a', 'P3', 1],
      ],
    ],
    [
      'one part of several elements',
      'SigninLogs | mv-expand CA = ConditionalAccessPolicies | summarize N = count() by R = tostring(CA.result) | sort by R asc',
      [
        ['', 1],
        ['failure', 2],
        ['success', 2],
      ],
    ],
    [
      'the second element',
      'SigninLogs | summarize N = count() by P = tostring(ConditionalAccessPolicies[1].displayName) | sort by P asc',
      [
        ['', 2],
        ['P2', 1],
      ],
    ],
  ])(
    '%s',
    async (_, kql, rows) => {
      const place = engineOf()?.placeFor('logs') ?? '';
      const policies = 'azure.signinlogs.properties.applied_conditional_access_policies';
      const [user, category] = ['azure.signinlogs.properties.user_principal_name', 'azure.signinlogs.category'];
      const profile = { name: 'test', targets: { esql: { tables: { SigninLogs: { index: place } } } } };
      const [result] = translate(kql, { to: ['esql'], flattened: 'runtime', profile }).results;
      const fields = new Map([
        [user, 'keyword'],
        [category, 'keyword'],
        [policies, 'flattened'],
        ...(result?.runtimeFields ?? []).map(({ field }) => [field, 'runtime'] as const),
      ]);
      const signin = (name: string, own: Json) => ({ [category]: 'SignInLogs', [user]: name, [policies]: own });
      const policy = (at: number, what: string) => ({ result: what, display_name: `P${at}` });
      const events = [
        signin('a', [policy(1, 'failure'), policy(2, 'success'), policy(3, 'failure')]),
        signin('b', [policy(1, 'success')]),
        signin('c', null),
      ];
      const loaded = await engineOf()?.load([{ place, fields, events }]);
      try {
        const answer = await loaded?.ask(result?.output ?? '');
        const found =
          answer?.kind === 'rows'
            ? answer.rows.map((row) => row.map((cell) => (/^\d+$/.test(String(cell)) ? Number(cell) : cell)))
            : answer;
        expect(found).toEqual(rows);
      } finally {
        await loaded?.drop();
      }
    },
    60_000,
  );

  test.each([
    ['runtime', [['x', 'y', 'x'], 'z', '5', 'true', null, null]],
    ['flattened', null],
  ])(
    'the field of a mapping, below one that is flattened: %s',
    async (type, rows) => {
      const place = engineOf()?.placeFor('logs') ?? '';
      const fields = new Map([['n', 'long'], ['log.data', 'flattened'], ...(type === 'runtime' ? [['log.data.key', type] as const] : [])]);
      const values = [['x', 'y', 'x'], 'z', 5, true, null, { inner: 'a' }];
      const events = values.map((key, n) => ({ n, 'log.data': { key } }));
      const loaded = await engineOf()?.load([{ place, fields, events, times: [] }]);
      try {
        const answer = await loaded?.ask(`FROM ${place} | SORT n | KEEP log.data.key`);
        expect(answer?.kind === 'rows' ? answer.rows.map(([cell]) => cell) : null).toEqual(rows);
      } finally {
        await loaded?.drop();
      }
    },
    60_000,
  );
});
