// A stand-in for a Splunk in; what the verifier sends it and makes of its answers out. No Splunk runs here: the stand-in answers as it is told.
import { expect, test } from 'vitest';
import { findSplunk } from '../../src/engines/splunk/server.ts';
import { datetimeOfText } from '../../src/eval/values/time.ts';
import type { Verdict } from '../../src/verify/verdict.ts';
import { verifyRule } from '../../src/verify/verify.ts';
import { type FakeServer, fakeServer } from '../support/fake-server.ts';
import { unitOf } from '../support/stages.ts';

type Row = Readonly<Record<string, string>>;

/** The search of a request. */
const searchOf = (body: string): string => new URLSearchParams(body).get('search') ?? '';

/** The events that a search carries, under their own names. */
const eventsIn = (search: string): readonly Row[] => {
  const [, data = ''] = /^\| makeresults format=json data="((?:[^"\\]|\\.)*)"/.exec(search) ?? [];
  const names = new Map([
    ...[...search.matchAll(/"?([\w.]+)"?=(?:urldecode|tonumber)\((rmmc_\d+)\)/g)].map(([, name = '', key = '']) => [key, name] as const),
    ...[...search.matchAll(/(rmmc_\d+) as ([\w.]+)/g)].map(([, key = '', name = '']) => [key, name] as const),
  ]);
  return (JSON.parse(data.replaceAll('\\"', '"')) as readonly Row[]).map((row) =>
    Object.fromEntries(Object.entries(row).map(([key, value]) => [names.get(key) ?? key, decodeURIComponent(value)])),
  );
};

const replyWith = (rows: readonly Row[]): string => rows.map((result) => `${JSON.stringify({ preview: false, result })}\n`).join('');

/** `answer`: the result of a search for the events that it carries. */
const splunkThat = (answer: (events: readonly Row[]) => readonly Row[]): Promise<FakeServer> =>
  fakeServer(({ method, body }) => {
    if (method === 'GET') return { body: '{"entry":[{"content":{"version":"9.4.2"}}]}' };
    return { body: replyWith(answer(eventsIn(searchOf(body)))) };
  });

const verdictOn = async (server: FakeServer, kql: string): Promise<Verdict | undefined> => {
  const unit = unitOf(kql);
  if (!unit) throw new Error('no rule');
  const setup = { scripts: '', prepare: false, env: { RMMC_SPLUNK_TOKEN: 't' }, onNote: () => undefined };
  const engine = await findSplunk(server.url, 'spl', setup);
  const engines = [{ name: 'Splunk', takes: 'spl', engine }];
  const now = datetimeOfText('2026-01-10T00:00:00Z') ?? 0n;
  try {
    for await (const verdict of verifyRule(unit, { targets: ['spl'], engines, seed: 1, clock: () => now })) return verdict;
    return undefined;
  } finally {
    await server.close();
  }
};

const isA = (event: Row): boolean => event['properties.FileName']?.toLowerCase() === 'a.exe';

const rule = 'DeviceProcessEvents | where FileName =~ "a.exe"';

test('events go along in the search, and the numbers of those that match come back', async () => {
  const server = await splunkThat((events) => events.filter(isA));
  const verdict = await verdictOn(server, rule);
  const search = searchOf(server.asked[1]?.body ?? '');
  expect(verdict?.outcome).toEqual({
    kind: 'equal',
    events: eventsIn(search).length,
    matching: eventsIn(search).filter(isA).length,
    arbitrary: false,
  });
  expect(search.split('\n').slice(1).join('\n')).toMatchInlineSnapshot(`
    "| eval "properties.FileName"=urldecode(rmmc_4), _time=tonumber(rmmc_5)
    | fields - rmmc_4 rmmc_5
    | rename rmmc_1 as index, rmmc_2 as sourcetype, rmmc_3 as category
    | search index=* sourcetype="mscs:azure:eventhub:defender:advancedhunting" category="AdvancedHunting-DeviceProcessEvents" properties.FileName="a.exe"
    | rename properties.* as *
    | eval Timestamp=strftime(_time, "%Y-%m-%dT%H:%M:%S.%6N%z")
    "
  `);
  expect(eventsIn(search).slice(0, 2)).toMatchInlineSnapshot(`
    [
      {
        "_time": "1767992388",
        "category": "AdvancedHunting-DeviceProcessEvents",
        "index": "main",
        "properties.FileName": "a.exe",
        "rmmc_event": "0",
        "sourcetype": "mscs:azure:eventhub:defender:advancedhunting",
      },
      {
        "_time": "1767992387",
        "category": "AdvancedHunting-DeviceProcessEvents",
        "index": "main",
        "properties.FileName": "unrelated",
        "rmmc_event": "1",
        "sourcetype": "mscs:azure:eventhub:defender:advancedhunting",
      },
    ]
  `);
});

test('a search that misses an event is different, by the fewest events', async () => {
  const verdict = await verdictOn(await splunkThat((events) => events.filter((one) => one['properties.FileName'] === 'a.exe')), rule);
  expect(verdict?.outcome).toMatchInlineSnapshot(`
    {
      "difference": {
        "blanks": "stored",
        "events": [
          {
            "about": {
              "role": "boundary",
              "span": {
                "end": 47,
                "start": 28,
              },
              "what": "FileName with \`a.exe\` in upper case (\`A.EXE\`)",
            },
            "cells": Map {
              "FileName" => ""A.EXE"",
            },
            "table": "DeviceProcessEvents",
          },
        ],
        "missing": [
          "Timestamp=2026-01-09T20:59:45.0000000Z | DeviceId="" | DeviceName="" | ActionType="" | FileName="A.EXE" | FolderPath="" | SHA1="" | SHA256="" | MD5="" | FileSize=null | ProcessVersionInfoCompanyName="" | ProcessVersionInfoProductName="" | ProcessVersionInfoProductVersion="" | ProcessVersionInfoInternalFileName="" | ProcessVersionInfoOriginalFileName="" | ProcessVersionInfoFileDescription="" | ProcessId=null | ProcessCommandLine="" | ProcessIntegrityLevel="" | ProcessTokenElevation="" | ProcessCreationTime=null | AccountDomain="" | AccountName="" | AccountSid="" | AccountUpn="" | AccountObjectId="" | LogonId=null | InitiatingProcessAccountDomain="" | InitiatingProcessAccountName="" | InitiatingProcessAccountSid="" | InitiatingProcessAccountUpn="" | InitiatingProcessAccountObjectId="" | InitiatingProcessLogonId=null | InitiatingProcessIntegrityLevel="" | InitiatingProcessTokenElevation="" | InitiatingProcessSHA1="" | InitiatingProcessSHA256="" | InitiatingProcessMD5="" | InitiatingProcessFileName="" | InitiatingProcessFileSize=null | InitiatingProcessVersionInfoCompanyName="" | InitiatingProcessVersionInfoProductName="" | InitiatingProcessVersionInfoProductVersion="" | InitiatingProcessVersionInfoInternalFileName="" | InitiatingProcessVersionInfoOriginalFileName="" | InitiatingProcessVersionInfoFileDescription="" | InitiatingProcessId=null | InitiatingProcessCommandLine="" | InitiatingProcessCreationTime=null | InitiatingProcessFolderPath="" | InitiatingProcessParentId=null | InitiatingProcessParentFileName="" | InitiatingProcessParentCreationTime=null | InitiatingProcessSignerType="" | InitiatingProcessSignatureStatus="" | ReportId=null | AppGuardContainerId="" | AdditionalFields="" | InitiatingProcessSessionId=null | IsInitiatingProcessRemoteSession=null | InitiatingProcessRemoteSessionDeviceName="" | InitiatingProcessRemoteSessionIP="" | CreatedProcessSessionId=null | IsProcessRemoteSession=null | ProcessRemoteSessionDeviceName="" | ProcessRemoteSessionIP="" | ProcessUniqueId="" | InitiatingProcessUniqueId="" | LogonID=null",
        ],
        "pinned": true,
        "unexpected": [],
      },
      "kind": "different",
    }
  `);
});

test('rows that are no events are compared cell by cell', async () => {
  const counted = (more: number) => splunkThat((events) => [{ n: String(events.filter(isA).length + more) }]);
  const kql = `${rule} | summarize n = count()`;
  expect((await verdictOn(await counted(0), kql))?.outcome.kind).toBe('equal');
  expect((await verdictOn(await counted(1), kql))?.outcome.kind).toBe('different');
});

test('times are written out, and stand as conditions, since a time range reaches no events that are made', async () => {
  const server = await splunkThat((events) => events.filter((one) => isA(one) && Number(one._time) > Date.UTC(2026, 0, 9) / 1000));
  const verdict = await verdictOn(server, `${rule} and Timestamp > ago(1d)`);
  const search = searchOf(server.asked[1]?.body ?? '');
  expect(verdict?.outcome.kind).toBe('equal');
  expect(search.split('\n').filter((line) => line.includes('_time'))).toMatchInlineSnapshot(`
    [
      "| eval _time=tonumber(rmmc_4), "properties.FileName"=urldecode(rmmc_5)",
      "| where _time >= 1767916800",
      "| where _time > 1767916800",
      "| eval Timestamp=strftime(_time, "%Y-%m-%dT%H:%M:%S.%6N%z")",
    ]
  `);
});
