// The committed rules of the catalogue: they are what the data give, they keep the limits of Azure-Sentinel, and no value that was decided against is in one.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { hostCovers, readHost, sharedParents } from '../../scripts/catalogue/hosts.ts';
import { fold, globCovers } from '../../scripts/catalogue/pattern.ts';
import { queryOf } from '../../scripts/catalogue/query.ts';
import { readCatalogue } from '../../scripts/catalogue/read.ts';
import { rulesOf } from '../../scripts/catalogue/rule.ts';
import { signerCovers } from '../../scripts/catalogue/signers.ts';
import type { Decisions, Kind, Tool } from '../../scripts/catalogue/types.ts';

const root = path.resolve(import.meta.dirname, '../..');
const { tools, templates } = readCatalogue(root);
const files = new Map(
  readdirSync(path.join(root, 'rules/catalogue'))
    .sort()
    .map((name) => [name, readFileSync(path.join(root, 'rules/catalogue', name), 'utf8')] as const),
);

interface Rule {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly query: string;
}
const rules = [...files].map(([file, text]) => ({ file, ...(load(text) as Rule) }));

test('the committed rules are what the data and the templates give', () => {
  const wanted = rulesOf(tools, templates);
  expect([...files.keys()]).toEqual([...wanted.keys()].sort());
  expect([...files].filter(([name, text]) => wanted.get(name) !== text).map(([name]) => name)).toEqual([]);
}, 120_000);

test('there are rules for at least 250 tools', () => {
  expect(tools.length).toBeGreaterThanOrEqual(250);
});

test('ids and names are unique, texts keep their limits', () => {
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  const broken = rules.filter(
    ({ id, name, description, query }) =>
      !/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id) ||
      name.length > 100 ||
      name.endsWith('.') ||
      description.length > 255 ||
      query.length > 10_000,
  );
  expect(broken.map(({ file }) => file)).toEqual([]);
});

test('an id stays', () => {
  expect(rules.find(({ file }) => file === 'anydesk-network.yaml')?.id).toBe('ed7064c2-dbe3-59f7-bcae-26a5c847f518');
});

test('no rule takes a host that everyone has', () => {
  expect(tools.flatMap(({ hosts }) => hosts.filter((host) => sharedParents.some((parent) => hostCovers(host, parent))))).toEqual([]);
});

const { leave } = JSON.parse(readFileSync(path.join(root, 'catalogue/decisions.json'), 'utf8')) as Decisions;

const takes: Readonly<Record<Kind, (tool: Tool, value: string) => boolean>> = {
  host: ({ hosts }, value) => {
    const read = readHost(value);
    return 'value' in read && hosts.some((host) => hostCovers(host, read.value));
  },
  signer: ({ signers }, value) => signers.some((signer) => signerCovers(signer, value)),
  exe: ({ exes }, value) => exes.some((exe) => globCovers(exe, value)),
  original: ({ originals }, value) => originals.some((original) => fold(original) === fold(value)),
};

test('values that were decided against are in no rule of the tool, generic ones in no rule at all', () => {
  const taken = leave.flatMap(({ kind, tool, values }) =>
    tools
      .filter(({ file }) => tool === undefined || tool === file)
      .flatMap((one) => values.filter((value) => takes[kind](one, value)).map((value) => `${one.file} ${kind} ${value}`)),
  );
  expect(taken).toEqual([]);
});

describe('a value never breaks out of its place', () => {
  const hostile = '"); DeviceEvents | take 1 //\n{{x}} @\\\'`*';
  const tool: Tool = {
    file: 'x\n| take 1.yaml',
    also: [],
    name: hostile,
    category: 'RMM',
    website: null,
    hosts: ['a.com'],
    signers: [hostile],
    exes: [hostile.replace('*', ''), `${hostile}end`],
    originals: [hostile.replace('*', '')],
    paired: [{ exe: hostile.replace('*', ''), product: hostile }],
    added: [hostile],
  };
  test('process', () => {
    expect(queryOf(tool, 'process', templates)).toMatchInlineSnapshot(`
      "let Time_start = now(-5d);
      let Time_end = now();
      // File names of programs that may run, such as dynamic(["\\"); DeviceEvents | take 1 //\\n{{x}} @\\\\'\`"]): their events are left out.
      let SanctionedTools = dynamic([]);
      // Facts: LOLRMM (magicsword-io/LOLRMM, Apache-2.0), yaml/x | take 1.yaml at commit 3c75cf09, cleaned; added here: "); DeviceEvents | take 1 // {{x}} @\\'\`*.
      DeviceProcessEvents
      | where Timestamp between (Time_start .. Time_end)
      | where FileName =~ "\\"); DeviceEvents | take 1 //\\n{{x}} @\\\\'\`"
          or (
              FileName startswith "\\"); DeviceEvents | take 1 //\\n{{x}} @\\\\'\`"
              and FileName endswith "end"
          )
          or ProcessVersionInfoOriginalFileName =~ "\\"); DeviceEvents | take 1 //\\n{{x}} @\\\\'\`"
          or (
              FileName =~ "\\"); DeviceEvents | take 1 //\\n{{x}} @\\\\'\`"
              and ProcessVersionInfoProductName has "\\"); DeviceEvents | take 1 //\\n{{x}} @\\\\'\`*"
          )
      | where FileName !in~ (SanctionedTools)
      | summarize
          FirstSeen = min(Timestamp),
          LastSeen = max(Timestamp),
          Report = make_set(ReportId),
          Count = count()
          by DeviceId, DeviceName, FileName
      "
    `);
  });
  test('file signature', () => {
    expect(queryOf(tool, 'file-signature', templates)).toMatchInlineSnapshot(`
      "let Time_start = now(-5d);
      let Time_end = now();
      // Signers whose files may be here, such as dynamic(["\\"); DeviceEvents | take 1 //\\n{{x}} @\\\\'\`*"]): their files are left out.
      let SanctionedTools = dynamic([]);
      // Facts: LOLRMM (magicsword-io/LOLRMM, Apache-2.0), yaml/x | take 1.yaml at commit 3c75cf09, cleaned; added here: "); DeviceEvents | take 1 // {{x}} @\\'\`*.
      DeviceFileCertificateInfo
      | where Timestamp between (Time_start .. Time_end)
      | where Signer has "\\"); DeviceEvents | take 1 //\\n{{x}} @\\\\'\`*"
      | where Signer !in~ (SanctionedTools)
      | summarize
          FirstSeen = min(Timestamp),
          LastSeen = max(Timestamp),
          Report = make_set(ReportId),
          Count = count()
          by DeviceId, DeviceName, Signer
      "
    `);
  });
});
