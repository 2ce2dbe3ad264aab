// Joins, lookups, values of other queries, unions of what does not stream: rows in; KQL's rows and those of the search, by Splunk's documented rules, are the same.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pcre2 } from '../../../src/spl/run/pcre2.ts';
import { onBoth, type TableRows } from '../../support/spl-rows.ts';

const wasm = path.join(path.dirname(createRequire(import.meta.url).resolve('@stephen-riley/pcre2-wasm')), '../libpcre2.wasm');
const regex = await pcre2(new Uint8Array(readFileSync(wasm)));

const [P, N] = ['DeviceProcessEvents', 'DeviceNetworkEvents'];

/** Keys twice on both sides, once, empty, in another case, with signs that mean something elsewhere, and without a partner. */
const tables: TableRows = {
  DeviceProcessEvents: [
    { DeviceName: 'a', FileName: 'x', ProcessId: 1n },
    { DeviceName: 'a', FileName: 'x', ProcessId: 1n },
    { DeviceName: 'A', FileName: '', ProcessId: null },
    { DeviceName: 'b*"\\', FileName: 'y', ProcessId: 3n },
    { DeviceName: '', FileName: 'z', ProcessId: null },
    { DeviceName: 'c', FileName: 'a', ProcessId: 10n },
  ],
  DeviceNetworkEvents: [
    { DeviceName: 'a', RemoteUrl: 'u', RemotePort: 1n },
    { DeviceName: 'a', RemoteUrl: '', RemotePort: null },
    { DeviceName: 'b*"\\', RemoteUrl: 'v', RemotePort: 3n },
    { DeviceName: '', RemoteUrl: 'w', RemotePort: 2n },
    { DeviceName: 'd', RemoteUrl: 'w', RemotePort: 2n },
  ],
  DeviceInfo: [
    { DeviceName: 'a', OSPlatform: 'one' },
    { DeviceName: '', OSPlatform: 'two' },
  ],
};

const modes = ['innerunique', 'inner', 'leftouter', 'rightouter', 'fullouter', 'leftsemi', 'rightsemi', 'leftanti', 'rightanti'] as const;

/** Rows by mode: of 6 left and 5 right ones with the keys above. */
const rowsOfMode = {
  innerunique: 4,
  inner: 6,
  leftouter: 8,
  rightouter: 7,
  fullouter: 9,
  leftsemi: 4,
  rightsemi: 4,
  leftanti: 2,
  rightanti: 1,
};

describe('kinds of join', () => {
  it.each(modes)('%s: several rows for a key on both sides', async (mode) => {
    const query = `${P} | project DeviceName, FileName, ProcessId | join kind=${mode} (${N} | project DeviceName, RemoteUrl, RemotePort) on DeviceName`;
    const both = await onBoth(query, tables, regex);
    expect([both.spl, both.kql.length - 1]).toEqual(['same', rowsOfMode[mode]]);
  });
  it.each(modes)('%s: of the keys only the one of the other side is looked at', async (mode) => {
    const [own, other] = mode.startsWith('right') ? ['H', 'DeviceName'] : ['DeviceName', 'H'];
    const right = `${N} | project H=DeviceName, RemoteUrl`;
    const shown = mode === 'leftsemi' || mode === 'leftanti' || mode === 'rightsemi' || mode === 'rightanti' ? own : other;
    const query = `${P} | project DeviceName, FileName | join kind=${mode} (${right}) on $left.DeviceName == $right.H | project ${shown}`;
    const both = await onBoth(query, tables, regex);
    expect([both.spl, both.kql.length - 1]).toEqual(['same', rowsOfMode[mode]]);
  });
  it.each(modes)('%s: an aggregation by the key on the right', async (mode) => {
    const query = `${P} | project DeviceName, FileName | join kind=${mode} (${N} | summarize Hits=count(), Ports=make_set(RemotePort) by DeviceName) on DeviceName`;
    expect((await onBoth(query, tables, regex)).spl).toBe('same');
  });
  it.each(modes)('%s: an aggregation on both sides of one table', async (mode) => {
    const query = `${P} | summarize C=count() by DeviceName | join kind=${mode} (${P} | where ProcessId > 1 | summarize D=dcount(FileName) by DeviceName) on DeviceName`;
    expect((await onBoth(query, tables, regex)).spl).toBe('same');
  });
  it.each(modes)('%s: two keys, one of them a number that may be null', async (mode) => {
    const query = `${P} | project DeviceName, ProcessId | join kind=${mode} (${N} | project DeviceName, RemotePort) on DeviceName, $left.ProcessId == $right.RemotePort`;
    expect((await onBoth(query, tables, regex)).spl).toBe('same');
  });
  it.each(modes)('%s: a number that aggregations are grouped by, null among them', async (mode) => {
    const query = `${P} | summarize C=count() by ProcessId | join kind=${mode} (${N} | summarize D=count() by RemotePort) on $left.ProcessId == $right.RemotePort`;
    expect((await onBoth(query, tables, regex)).spl).toBe('same');
  });
  it.each(modes)('%s: constant rows', async (mode) => {
    const rows = 'datatable(DeviceName:string, Owner:string)["a","o1","a","o2","","o3","e","o4"]';
    const query = `${P} | project DeviceName, FileName | join kind=${mode} (${rows}) on DeviceName`;
    expect((await onBoth(query, tables, regex)).spl).toBe('same');
  });
  it.each(modes)('%s: a join inside the other side', async (mode) => {
    const right = `${N} | project DeviceName, RemotePort | join kind=leftouter (DeviceInfo | project DeviceName, OSPlatform) on DeviceName`;
    const query = `${P} | project DeviceName, FileName | join kind=${mode} (${right}) on DeviceName`;
    expect((await onBoth(query, tables, regex)).spl).toBe('same');
  });
});

const composed = {
  'lookup: the keys of the right side are left out': `${P} | project DeviceName, FileName | lookup (${N} | summarize Hits=count() by DeviceName) on DeviceName`,
  'the same table on both sides': `${P} | project DeviceName, FileName | join kind=inner (${P} | project DeviceName, ProcessId) on DeviceName`,
  'names that both sides have': `${P} | join kind=inner (${N}) on DeviceName | project DeviceName, DeviceName1, Timestamp, Timestamp1`,
  'keys that are computed': `${P} | join kind=inner (${N}) on $left.FileName == $right.DeviceName | project FileName, DeviceName1, RemoteUrl`,
  'times as keys': `${P} | extend D=bin(Timestamp, 1h) | join kind=leftouter (${N} | summarize C=count() by D=bin(Timestamp, 1h)) on D | project D, FileName, C`,
  'conditions on both sides behind the join': `${P} | join kind=inner (${N}) on DeviceName | where ProcessId == RemotePort and FileName != "q" and RemotePort > 0 | project DeviceName, RemotePort`,
  'a join behind an aggregation behind a join': `${P} | summarize C=count() by FileName | join kind=inner (${P}) on FileName | summarize S=sum(C) by DeviceName | join kind=leftouter (${N} | summarize H=count() by DeviceName) on DeviceName | project DeviceName, S, H`,
  'the first rows of a side': `${P} | join kind=inner (${N} | where isnotnull(RemotePort) | top 1 by RemotePort asc) on DeviceName | project DeviceName, RemotePort`,
  'the row with the greatest value of a side': `${P} | join kind=inner (${N} | summarize arg_max(RemotePort, RemoteUrl) by DeviceName) on DeviceName | project DeviceName, RemotePort, RemoteUrl`,
  'only keys of the other side are looked at': `${P} | project DeviceName, ProcessId | join (${N} | distinct DeviceName) on DeviceName | project DeviceName1, ProcessId`,
  'a membership behind an aggregation': `${P} | summarize C=count() by DeviceName | where DeviceName in ((${N} | where RemotePort > 1 | project DeviceName)) or C > 1`,
  'a membership in an aggregation': `${P} | where DeviceName !in ((${N} | summarize H=count() by DeviceName | where H > 1 | project DeviceName)) | project DeviceName`,
  'a membership as a value': `${P} | extend X = ProcessId in ((${N} | project RemotePort)) | project ProcessId, X`,
  'memberships in memberships': `${P} | where DeviceName in ((${N} | where DeviceName in ((DeviceInfo | project DeviceName)) | summarize by DeviceName)) and FileName !in ((${P} | summarize C=count() by FileName | where C > 1 | project FileName)) | project DeviceName, FileName`,
  'the value of another query': `let most = toscalar(${N} | summarize max(RemotePort)); ${P} | where ProcessId < most | project ProcessId, most`,
  'a count over no rows': `${P} | extend n = toscalar(${N} | where RemotePort > 100 | count) | project ProcessId, n`,
  'a list as the value of another query': `${P} | where FileName == "y" | extend s = toscalar(${N} | summarize make_set(DeviceName)) | project s`,
  'a union of aggregations': `union (${P} | summarize C=count() by DeviceName), (${N} | summarize C=count() by DeviceName), (DeviceInfo | project DeviceName, C=7) | project DeviceName, C`,
  'a union of joins with the same helper fields': `let n = toscalar(${N} | summarize max(RemotePort)); union (${P} | where ProcessId < n | summarize C=count() by DeviceName), (${N} | where RemotePort < n | summarize C=count() by DeviceName), (${P} | join kind=inner (${N} | summarize C=count() by DeviceName) on DeviceName | project DeviceName, C) | project DeviceName, C`,
  'constant rows joined and aggregated': `datatable(DeviceName:string, W:long)["a",1,"",2,"a",3] | join kind=inner (datatable(DeviceName:string, V:long)["a",5,"a",6] | summarize V=sum(V) by DeviceName) on DeviceName | join kind=inner (${P}) on DeviceName | project DeviceName, W, V, FileName`,
};

describe('queries made of several', () => {
  it.each(Object.entries(composed))('%s', async (_, query) => {
    const both = await onBoth(query, tables, regex);
    expect([both.spl, both.kql.length > 1]).toEqual(['same', true]);
  });
  it('no rows on one side', async () => {
    const query = `${P} | project DeviceName | join kind=fullouter (${N} | summarize C=count() by DeviceName) on DeviceName`;
    const both = await onBoth(query, { DeviceNetworkEvents: [{ DeviceName: 'a' }] }, regex);
    expect([both.spl, both.kql.length - 1]).toEqual(['same', 1]);
  });
});
