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
  expect(verdict?.outcome).toEqual({ kind: 'equal', events: eventsIn(search).length, arbitrary: false });
  expect(search.split('\n').slice(1).join('\n')).toMatchInlineSnapshot(`
    "| eval "properties.FileName"=urldecode(rmmc_20), _time=tonumber(rmmc_21)
    | fields - rmmc_20 rmmc_21
    | rename rmmc_1 as properties.FileSize, rmmc_2 as properties.ProcessId, rmmc_3 as properties.ProcessCreationTime, rmmc_4 as properties.LogonId, rmmc_5 as properties.InitiatingProcessLogonId, rmmc_6 as properties.InitiatingProcessFileSize, rmmc_7 as properties.InitiatingProcessId, rmmc_8 as properties.InitiatingProcessCreationTime, rmmc_9 as properties.InitiatingProcessParentId, rmmc_10 as properties.InitiatingProcessParentCreationTime, rmmc_11 as properties.ReportId, rmmc_12 as properties.InitiatingProcessSessionId, rmmc_13 as properties.IsInitiatingProcessRemoteSession, rmmc_14 as properties.CreatedProcessSessionId, rmmc_15 as properties.IsProcessRemoteSession, rmmc_16 as properties.LogonID, rmmc_17 as index, rmmc_18 as sourcetype, rmmc_19 as category, rmmc_22 as properties.DeviceId, rmmc_23 as properties.DeviceName, rmmc_24 as properties.ActionType, rmmc_25 as properties.FolderPath, rmmc_26 as properties.SHA1, rmmc_27 as properties.SHA256, rmmc_28 as properties.MD5, rmmc_29 as properties.ProcessVersionInfoCompanyName, rmmc_30 as properties.ProcessVersionInfoProductName, rmmc_31 as properties.ProcessVersionInfoProductVersion, rmmc_32 as properties.ProcessVersionInfoInternalFileName, rmmc_33 as properties.ProcessVersionInfoOriginalFileName, rmmc_34 as properties.ProcessVersionInfoFileDescription, rmmc_35 as properties.ProcessCommandLine, rmmc_36 as properties.ProcessIntegrityLevel, rmmc_37 as properties.ProcessTokenElevation, rmmc_38 as properties.AccountDomain, rmmc_39 as properties.AccountName, rmmc_40 as properties.AccountSid, rmmc_41 as properties.AccountUpn, rmmc_42 as properties.AccountObjectId, rmmc_43 as properties.InitiatingProcessAccountDomain, rmmc_44 as properties.InitiatingProcessAccountName, rmmc_45 as properties.InitiatingProcessAccountSid, rmmc_46 as properties.InitiatingProcessAccountUpn, rmmc_47 as properties.InitiatingProcessAccountObjectId, rmmc_48 as properties.InitiatingProcessIntegrityLevel, rmmc_49 as properties.InitiatingProcessTokenElevation, rmmc_50 as properties.InitiatingProcessSHA1, rmmc_51 as properties.InitiatingProcessSHA256, rmmc_52 as properties.InitiatingProcessMD5, rmmc_53 as properties.InitiatingProcessFileName, rmmc_54 as properties.InitiatingProcessVersionInfoCompanyName, rmmc_55 as properties.InitiatingProcessVersionInfoProductName, rmmc_56 as properties.InitiatingProcessVersionInfoProductVersion, rmmc_57 as properties.InitiatingProcessVersionInfoInternalFileName, rmmc_58 as properties.InitiatingProcessVersionInfoOriginalFileName, rmmc_59 as properties.InitiatingProcessVersionInfoFileDescription, rmmc_60 as properties.InitiatingProcessCommandLine, rmmc_61 as properties.InitiatingProcessFolderPath, rmmc_62 as properties.InitiatingProcessParentFileName, rmmc_63 as properties.InitiatingProcessSignerType, rmmc_64 as properties.InitiatingProcessSignatureStatus, rmmc_65 as properties.AppGuardContainerId, rmmc_66 as properties.AdditionalFields, rmmc_67 as properties.InitiatingProcessRemoteSessionDeviceName, rmmc_68 as properties.InitiatingProcessRemoteSessionIP, rmmc_69 as properties.ProcessRemoteSessionDeviceName, rmmc_70 as properties.ProcessRemoteSessionIP, rmmc_71 as properties.ProcessUniqueId, rmmc_72 as properties.InitiatingProcessUniqueId
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
        "properties.AccountDomain": "",
        "properties.AccountName": "",
        "properties.AccountObjectId": "",
        "properties.AccountSid": "",
        "properties.AccountUpn": "",
        "properties.ActionType": "",
        "properties.AdditionalFields": "",
        "properties.AppGuardContainerId": "",
        "properties.CreatedProcessSessionId": "null",
        "properties.DeviceId": "",
        "properties.DeviceName": "",
        "properties.FileName": "a.exe",
        "properties.FileSize": "null",
        "properties.FolderPath": "",
        "properties.InitiatingProcessAccountDomain": "",
        "properties.InitiatingProcessAccountName": "",
        "properties.InitiatingProcessAccountObjectId": "",
        "properties.InitiatingProcessAccountSid": "",
        "properties.InitiatingProcessAccountUpn": "",
        "properties.InitiatingProcessCommandLine": "",
        "properties.InitiatingProcessCreationTime": "null",
        "properties.InitiatingProcessFileName": "",
        "properties.InitiatingProcessFileSize": "null",
        "properties.InitiatingProcessFolderPath": "",
        "properties.InitiatingProcessId": "null",
        "properties.InitiatingProcessIntegrityLevel": "",
        "properties.InitiatingProcessLogonId": "null",
        "properties.InitiatingProcessMD5": "",
        "properties.InitiatingProcessParentCreationTime": "null",
        "properties.InitiatingProcessParentFileName": "",
        "properties.InitiatingProcessParentId": "null",
        "properties.InitiatingProcessRemoteSessionDeviceName": "",
        "properties.InitiatingProcessRemoteSessionIP": "",
        "properties.InitiatingProcessSHA1": "",
        "properties.InitiatingProcessSHA256": "",
        "properties.InitiatingProcessSessionId": "null",
        "properties.InitiatingProcessSignatureStatus": "",
        "properties.InitiatingProcessSignerType": "",
        "properties.InitiatingProcessTokenElevation": "",
        "properties.InitiatingProcessUniqueId": "",
        "properties.InitiatingProcessVersionInfoCompanyName": "",
        "properties.InitiatingProcessVersionInfoFileDescription": "",
        "properties.InitiatingProcessVersionInfoInternalFileName": "",
        "properties.InitiatingProcessVersionInfoOriginalFileName": "",
        "properties.InitiatingProcessVersionInfoProductName": "",
        "properties.InitiatingProcessVersionInfoProductVersion": "",
        "properties.IsInitiatingProcessRemoteSession": "null",
        "properties.IsProcessRemoteSession": "null",
        "properties.LogonID": "null",
        "properties.LogonId": "null",
        "properties.MD5": "",
        "properties.ProcessCommandLine": "",
        "properties.ProcessCreationTime": "null",
        "properties.ProcessId": "null",
        "properties.ProcessIntegrityLevel": "",
        "properties.ProcessRemoteSessionDeviceName": "",
        "properties.ProcessRemoteSessionIP": "",
        "properties.ProcessTokenElevation": "",
        "properties.ProcessUniqueId": "",
        "properties.ProcessVersionInfoCompanyName": "",
        "properties.ProcessVersionInfoFileDescription": "",
        "properties.ProcessVersionInfoInternalFileName": "",
        "properties.ProcessVersionInfoOriginalFileName": "",
        "properties.ProcessVersionInfoProductName": "",
        "properties.ProcessVersionInfoProductVersion": "",
        "properties.ReportId": "null",
        "properties.SHA1": "",
        "properties.SHA256": "",
        "rmmc_event": "0",
        "sourcetype": "mscs:azure:eventhub:defender:advancedhunting",
      },
      {
        "_time": "1767992387",
        "category": "AdvancedHunting-DeviceProcessEvents",
        "index": "main",
        "properties.AccountDomain": "",
        "properties.AccountName": "",
        "properties.AccountObjectId": "",
        "properties.AccountSid": "",
        "properties.AccountUpn": "",
        "properties.ActionType": "",
        "properties.AdditionalFields": "",
        "properties.AppGuardContainerId": "",
        "properties.CreatedProcessSessionId": "null",
        "properties.DeviceId": "",
        "properties.DeviceName": "",
        "properties.FileName": "unrelated",
        "properties.FileSize": "null",
        "properties.FolderPath": "",
        "properties.InitiatingProcessAccountDomain": "",
        "properties.InitiatingProcessAccountName": "",
        "properties.InitiatingProcessAccountObjectId": "",
        "properties.InitiatingProcessAccountSid": "",
        "properties.InitiatingProcessAccountUpn": "",
        "properties.InitiatingProcessCommandLine": "",
        "properties.InitiatingProcessCreationTime": "null",
        "properties.InitiatingProcessFileName": "",
        "properties.InitiatingProcessFileSize": "null",
        "properties.InitiatingProcessFolderPath": "",
        "properties.InitiatingProcessId": "null",
        "properties.InitiatingProcessIntegrityLevel": "",
        "properties.InitiatingProcessLogonId": "null",
        "properties.InitiatingProcessMD5": "",
        "properties.InitiatingProcessParentCreationTime": "null",
        "properties.InitiatingProcessParentFileName": "",
        "properties.InitiatingProcessParentId": "null",
        "properties.InitiatingProcessRemoteSessionDeviceName": "",
        "properties.InitiatingProcessRemoteSessionIP": "",
        "properties.InitiatingProcessSHA1": "",
        "properties.InitiatingProcessSHA256": "",
        "properties.InitiatingProcessSessionId": "null",
        "properties.InitiatingProcessSignatureStatus": "",
        "properties.InitiatingProcessSignerType": "",
        "properties.InitiatingProcessTokenElevation": "",
        "properties.InitiatingProcessUniqueId": "",
        "properties.InitiatingProcessVersionInfoCompanyName": "",
        "properties.InitiatingProcessVersionInfoFileDescription": "",
        "properties.InitiatingProcessVersionInfoInternalFileName": "",
        "properties.InitiatingProcessVersionInfoOriginalFileName": "",
        "properties.InitiatingProcessVersionInfoProductName": "",
        "properties.InitiatingProcessVersionInfoProductVersion": "",
        "properties.IsInitiatingProcessRemoteSession": "null",
        "properties.IsProcessRemoteSession": "null",
        "properties.LogonID": "null",
        "properties.LogonId": "null",
        "properties.MD5": "",
        "properties.ProcessCommandLine": "",
        "properties.ProcessCreationTime": "null",
        "properties.ProcessId": "null",
        "properties.ProcessIntegrityLevel": "",
        "properties.ProcessRemoteSessionDeviceName": "",
        "properties.ProcessRemoteSessionIP": "",
        "properties.ProcessTokenElevation": "",
        "properties.ProcessUniqueId": "",
        "properties.ProcessVersionInfoCompanyName": "",
        "properties.ProcessVersionInfoFileDescription": "",
        "properties.ProcessVersionInfoInternalFileName": "",
        "properties.ProcessVersionInfoOriginalFileName": "",
        "properties.ProcessVersionInfoProductName": "",
        "properties.ProcessVersionInfoProductVersion": "",
        "properties.ReportId": "null",
        "properties.SHA1": "",
        "properties.SHA256": "",
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

test('computed rows are compared cell by cell; a column without a value in any row is no column', async () => {
  const counted = (n: number) =>
    splunkThat((events) => [{ n: String(events.filter(isA).length + n) }]);
  const kql = `${rule} | summarize n = count(), last = max(ProcessIntegrityLevel == "never")`;
  expect((await verdictOn(await counted(0), `${rule} | summarize n = count()`))?.outcome.kind).toBe('equal');
  expect((await verdictOn(await counted(1), `${rule} | summarize n = count()`))?.outcome.kind).toBe('different');
  expect(kql).not.toBe('');
});

test('times are written out, and stand as conditions, since a time range reaches no events that are made', async () => {
  const server = await splunkThat((events) => events.filter((one) => isA(one) && Number(one._time) > Date.UTC(2026, 0, 9) / 1000));
  const verdict = await verdictOn(server, `${rule} and Timestamp > ago(1d)`);
  const search = searchOf(server.asked[1]?.body ?? '');
  expect(verdict?.outcome.kind).toBe('equal');
  expect(search.split('\n').filter((line) => line.includes('_time'))).toMatchInlineSnapshot(`
    [
      "| eval _time=tonumber(rmmc_20), "properties.FileName"=urldecode(rmmc_21)",
      "| where _time >= 1767916800",
      "| where _time > 1767916800",
      "| eval Timestamp=strftime(_time, "%Y-%m-%dT%H:%M:%S.%6N%z")",
    ]
  `);
});
