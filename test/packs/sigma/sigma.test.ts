// Rules in; the Sigma pack's files out: where they lie, what they are called, what stands in them.
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { titleCase } from '../../../src/backends/sigma/yaml/file.ts';
import { fileNames } from '../../../src/packs/sigma/names.ts';
import { absence, rmmRules, shared, upstreamFile } from '../../support/corpus.ts';
import { shippedRules } from '../../support/emit.ts';
import { fileWith, hostileTexts, packing } from '../../support/packing.ts';
import { baseSchema, correlationSchema, ruleSchema } from './schema.ts';

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strict: true });
const [isRule, isBase, isCorrelation] = [ruleSchema, baseSchema, correlationSchema].map((schema) => ajv.compile(schema));

const against = (validate: typeof isRule, document: unknown): readonly string[] =>
  !validate || validate(document) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);

/** What the schemas say against a text: of one rule, or of a correlation behind its rules. */
const faults = (text: string): readonly string[] => {
  const documents = parseAllDocuments(text).map((one) => (one.errors.length > 0 ? null : (one.toJS() as unknown)));
  const last = documents.at(-1);
  return documents.length === 1
    ? against(isRule, last)
    : [...documents.slice(0, -1).flatMap((one) => against(isBase, one)), ...against(isCorrelation, last)];
};

const allFaults = (files: ReadonlyMap<string, string>): readonly string[] =>
  [...files].flatMap(([path, text]) => faults(text).map((fault) => `${path}: ${fault}`));

const rule = (lines: readonly string[], query = 'DeviceProcessEvents | where FileName =~ "a.exe"') => ({
  file: 'rule.yaml',
  text: [...lines, `query: '${query}'`].join('\n'),
});

const id = '11111111-2222-3333-4444-555555555555';

test('a README where rules have a list of tools that are allowed: the filter that fills it', () => {
  const query = 'let SanctionedTools = dynamic([]); DeviceProcessEvents | where FileName has "a" | where FileName !in~ (SanctionedTools)';
  const { files } = packing('sigma', [rule(['name: A'], query)]);
  expect(files.get('README.md')).toMatchInlineSnapshot(`
    "# rmmc rules 1.2.3

    ## Sanctioned tools

    Rules of this pack have a list of tools that are allowed (\`SanctionedTools\`). Tools that were named when the rules were packed (\`lets\` in rmmc.yaml) are in each rule,
    as a selection \`filter_main_…\`. To leave tools out without packing again, write a Sigma filter for each log source and give it to the converter beside the rules
    (\`sigma convert --filter sanctioned_tools.yml …\`):

    \`\`\`yaml
    title: Sanctioned tools
    id: a9cd248d-6659-5b1c-872b-76e8e95fffeb
    description: Tools that are allowed here.
    logsource:
        category: process_creation
        product: windows
    filter:
        rules: any
        selection:
            Image|endswith:
                - \\tool.exe
                - \\other.exe
        condition: not selection
    \`\`\`

    Rules of network connections have the category \`network_connection\` and the same field; rules of file signatures name the signer.
    "
  `);
  expect(packing('sigma', [rule(['name: A'])]).files.has('README.md')).toBe(false);
});

test('a template of the README that does not work', () => {
  const template = (name: string): string | null => (name === 'sigma-README.md.hbs' ? '{{nothing}}' : null);
  const { files, findings } = packing('sigma', [rule(['name: A'])], { settings: { template } });
  expect([files.size, findings]).toMatchInlineSnapshot(`
    [
      0,
      [
        "error RMMC8020 the template sigma-README.md.hbs makes no text of this rule: "nothing" not defined in [object Object] - 1:2",
      ],
    ]
  `);
});

test('the shipped rules', () => {
  const { files, findings } = packing('sigma', shippedRules());
  expect([...files.keys()]).toEqual([
    'rules-threat-hunting/windows/network_connection/net_connection_win_remote_management_and_montioring_tool_action1.yml',
    'rules-threat-hunting/windows/process_creation/proc_creation_win_management_and_monitoring_tool_atera_create_process.yml',
    'rules-threat-hunting/m365_defender/devicefilecertificateinfo/m365_defender_management_and_monitoring_tool_atera_file_signature.yml',
    'rules-threat-hunting/windows/network_connection/net_connection_win_remote_management_and_monitoring_tool_atera.yml',
    'rules-threat-hunting/windows/network_connection/net_connection_win_remote_management_and_monitoring_tool_mremoteng.yml',
  ]);
  expect(findings).toEqual(['info RMMC8061 SigmaHQ wants each rule to have a `date`; the pack has none, so none is written']);
  expect(allFaults(files)).toEqual([]);
});

test('a whole file, with a date', () => {
  const lines = [
    `id: ${id}`,
    'name: mRemoteNG run by a user of the helpdesk',
    'description: D',
    'severity: High',
    'kind: Scheduled',
    'queryFrequency: 1h',
    'author: A',
    'tactics: [CommandAndControl]',
    'relevantTechniques: [T1219]',
    'references: [https://attack.mitre.org/techniques/T1219/, https://example.org/x]',
  ];
  const packed = packing('sigma', [rule(lines)], { settings: { date: '2026-11-21' } });
  expect([...packed.files]).toEqual([
    [
      'rules/windows/process_creation/proc_creation_win_mremoteng_run_by_a_user_of_the_helpdesk.yml',
      `title: mRemoteNG Run by a User of the Helpdesk
id: 00ef41ed-ef5e-549c-ba7e-40f99d66dcfd
related:
    - id: ${id}
      type: derived
status: experimental
description: D
references:
    - https://example.org/x
author: A
date: '2026-11-21'
tags:
    - attack.command-and-control
    - attack.t1219
logsource:
    category: process_creation
    product: windows
detection:
    selection:
        Image|endswith: '\\a.exe'
    condition: selection
falsepositives:
    - Unknown
level: high
`,
    ],
  ]);
  expect(packed.findings).toEqual([]);
});

test('a rule without an id is derived from none, and has one of its own', () => {
  const text = fileWith(packing('sigma', [{ file: 'some query.kql', text: 'DeviceProcessEvents | where FileName =~ "a.exe"' }]), '.yml');
  expect(Object.keys(parse(text) as object)).toEqual([
    'title',
    'id',
    'status',
    'tags',
    'logsource',
    'detection',
    'falsepositives',
    'level',
  ]);
});

test('ids and titles that stand twice are told apart', () => {
  const two = [rule([`id: ${id}`, 'name: N one']), rule([`id: ${id}`, 'name: N one'], 'DeviceProcessEvents | where FileName =~ "b.exe"')];
  const { files, findings } = packing('sigma', two, { settings: { date: '2026-11-21' } });
  const written = [...files.values()].map((text) => parse(text) as { title: string; id: string });
  expect([...files.keys()].map((path) => path.split('/').at(-1))).toEqual([
    'proc_creation_win_n_one.yml',
    'proc_creation_win_n_one_8a7190e5.yml',
  ]);
  expect(written.map(({ title }) => title)).toEqual(['N One', 'N One (8a7190e5)']);
  expect(new Set(written.map((one) => one.id)).size).toBe(2);
  expect(findings.map((found) => found.slice(0, 16))).toEqual(['warning RMMC8001', 'warning RMMC8060']);
});

test('an overlay names a rule and sets its level', () => {
  const overlay = { rules: new Map([[id, { name: 'other name', severity: 'Low' }]]) };
  const text = fileWith(packing('sigma', [rule([`id: ${id}`, 'name: N'])], { overlay }), '.yml');
  const { title, level } = parse(text) as { title: string; level: string };
  expect([title, level]).toEqual(['Other Name', 'low']);
});

test.each([
  ['DeviceFileEvents | where ActionType == "FileDeleted" and FileName =~ "a.exe"', 'windows/file_delete/file_delete_win_r_12345678'],
  ['DeviceLogonEvents | where ActionType == "LogonFailed"', 'windows/builtin/security/win_security_r'],
  ['SigninLogs | where UserPrincipalName =~ "a@b.c"', 'cloud/azure/signinlogs/azure_r_'],
  ['DeviceImageLoadEvents | where FileName =~ "a.dll"', 'windows/image_load/image_load_r'],
  ['DeviceInfo | where OSPlatform =~ "a"', 'm365_defender/deviceinfo/m365_defender_r'],
])('%s', (query, path) => {
  const { files } = packing('sigma', [rule([`id: ${id}`, 'name: R'], query)]);
  const [found = ''] = files.keys();
  expect(found.startsWith(`rules-threat-hunting/${path.replace(/_12345678|_$/, '')}`)).toBe(true);
});

test.each([
  ['remote access by AnyDesk.exe from an unusual folder', 'Remote Access by AnyDesk.exe from an Unusual Folder'],
  ['the svchost.exe of mRemoteNG', 'The svchost.exe of mRemoteNG'],
  ['on-premise tool', 'On-premise Tool'],
])('title case: %s', (title, expected) => {
  expect(titleCase(title)).toBe(expected);
});

test("file names are SigmaHQ's, each given once", () => {
  const slug = fc.stringMatching(/^[a-z0-9]{1,9}(_[a-z0-9]{1,9}){0,8}$/);
  const prefix = fc.constantFrom('', 'win_', 'net_connection_win_', `${'p'.repeat(80)}_`);
  fc.assert(
    fc.property(fc.array(fc.tuple(prefix, slug), { minLength: 1, maxLength: 20 }), (given) => {
      const nameOf = fileNames();
      const names = given.map(([before, name], at) => nameOf(before, name, 'rules/x', `${at}`.padStart(8, '0')));
      expect(names.filter((name) => !/^[a-z0-9_]{10,70}$/.test(name))).toEqual([]);
      expect(new Set(names).size).toBe(names.length);
    }),
  );
});

describe('hostile texts', () => {
  const ruleWith = (text: string, at: number) => ({
    file: 'rule.yaml',
    text: JSON.stringify({
      name: text.replaceAll('\0', ''),
      description: text.replaceAll('\0', ''),
      author: text.replaceAll('\0', ''),
      references: [text.replaceAll('\0', '')],
      falsePositives: [{ scenario: text.replaceAll('\0', '') || 'x' }],
      query: `DeviceProcessEvents | where FileName =~ "a${at}.exe"`,
    }),
  });
  const { files, packed } = packing('sigma', hostileTexts.map(ruleWith));

  test('paths stay within the pack', () => {
    expect([packed, files.size]).toEqual([hostileTexts.length, hostileTexts.length]);
    expect([...files.keys()].filter((path) => !/^(?:[a-z0-9_-]+\/)+[a-z0-9_]{10,70}\.yml$/.test(path))).toEqual([]);
  });

  test('another reader finds a rule of the schema in each', () => {
    expect(allFaults(files)).toEqual([]);
  });
});

test('the schema can fail', () => {
  const good = fileWith(packing('sigma', [rule([`id: ${id}`, 'name: N'])]), '.yml');
  const bad = [
    good.replace('level: medium', 'level: severe'),
    good.replace(/^id: .*$/m, 'id: 1'),
    good.replace('Image|endswith', 'Image|endswit'),
    good.replace(/^logsource:\n(?: .*\n)+/m, ''),
    `${good}surplus: 1\n`,
  ];
  expect([faults(good), bad.map((text) => faults(text).length > 0)]).toEqual([[], bad.map(() => true)]);
});

test('the same bytes twice', () => {
  expect([...packing('sigma', shippedRules()).files]).toEqual([...packing('sigma', shippedRules()).files]);
});

describe.skipIf(!shared)(`the RMM rules${absence}`, () => {
  test('are packed, as the schema wants them', () => {
    const { files, packed, refused } = packing(
      'sigma',
      rmmRules().map((one) => ({ file: one.path, text: upstreamFile(one) })),
    );
    // Four are broken upstream.
    expect([packed, refused, files.size]).toEqual([164, 4, 164]);
    expect(allFaults(files)).toEqual([]);
  });
});
