// Rules in; the files for Sentinel and Defender out, read back by our own readers, by schemas and by Microsoft's parser.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { frontEnd } from '../../../src/compile.ts';
import { dumpQuery } from '../../../src/ir/dump.ts';
import { readUnits } from '../../../src/units.ts';
import { absence, rmmRules, shared, upstreamFile } from '../../support/corpus.ts';
import { shippedRules } from '../../support/emit.ts';
import { parse as parseKusto } from '../../support/kusto.ts';
import { fileWith, hostileTexts, packing, type RuleFileText } from '../../support/packing.ts';
import { analyticsSchema, armSchema, detectionSchema, huntingSchema } from './schemas.ts';

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strict: true, strictRequired: false });
const validators = {
  hunting: ajv.compile(huntingSchema),
  analytics: ajv.compile(analyticsSchema),
  arm: ajv.compile(armSchema),
  defender: ajv.compile(detectionSchema),
};

/** What the schema of a file's folder says against it. */
const faults = (path: string, text: string): readonly string[] => {
  const [folder = ''] = path.split('/');
  const validate = validators[folder as keyof typeof validators];
  const value: unknown = path.endsWith('.json') ? JSON.parse(text) : parse(text);
  return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${path}: ${instancePath} ${message}`);
};

const allFaults = (files: ReadonlyMap<string, string>): readonly string[] => [...files].flatMap(([path, text]) => faults(path, text));

/** The meanings of the rules in a text, by name. */
const meanings = (file: string, text: string): readonly (readonly [string, string])[] =>
  readUnits(text, { file }).units.map((unit) => {
    const { normal } = frontEnd(unit, { file });
    return [unit.meta.name ?? unit.name, normal ? dumpQuery(normal) : 'broken'] as const;
  });

/** Queries of the artifacts, by Microsoft's parser. */
const refusedByKusto = (files: ReadonlyMap<string, string>): readonly string[] =>
  [...files].flatMap(([file, text]) =>
    readUnits(text, { file }).units.flatMap(({ source }) => (parseKusto(source.text).ok ? [] : [`${file}: ${source.text}`])),
  );

const id = '11111111-2222-3333-4444-555555555555';
const events = 'DeviceProcessEvents\n| where Timestamp > ago(1h)\n| where FileName =~ "a.exe"';

const rule = (own: object): RuleFileText => ({
  file: 'rule.yaml',
  text: JSON.stringify({
    id,
    name: 'Tool on a device',
    description: 'Finds the tool.',
    tactics: ['CommandAndControl'],
    relevantTechniques: ['T1219', 'T1059.001'],
    query: events,
    ...own,
  }),
});

const scheduled = {
  kind: 'Scheduled',
  severity: 'High',
  queryFrequency: '1h',
  queryPeriod: '1h',
  triggerOperator: 'gt',
  triggerThreshold: 0,
};

test('the shipped rules', () => {
  const { files, findings } = packing('sentinel', shippedRules());
  expect([...files.keys()].map((path) => path.split('/')[0])).toEqual(['hunting', 'arm', 'hunting', 'hunting', 'hunting', 'hunting']);
  expect([allFaults(files), refusedByKusto(files)]).toEqual([[], []]);
  // They summarize, so that none can be a custom detection.
  expect(findings.filter((found) => found.includes('RMMC8074')).length).toBe(5);
  expect(findings.filter((found) => !found.startsWith('info'))).toEqual([]);
});

test('a hunting query', () => {
  expect(fileWith(packing('sentinel', [rule({})]), 'hunting/')).toBe(`id: ${id}
name: Tool on a device
description: Finds the tool.
requiredDataConnectors:
  - connectorId: MicrosoftThreatProtection
    dataTypes:
      - DeviceProcessEvents
tactics:
  - CommandAndControl
relevantTechniques:
  - T1219
  - T1059.001
query: |
  DeviceProcessEvents
  | where Timestamp > ago(1h)
  | where FileName =~ "a.exe"
entityMappings:
  - entityType: Host
    fieldMappings:
      - identifier: FullName
        columnName: DeviceName
  - entityType: Account
    fieldMappings:
      - identifier: FullName
        columnName: AccountUpn
  - entityType: Account
    fieldMappings:
      - identifier: FullName
        columnName: InitiatingProcessAccountUpn
  - entityType: File
    fieldMappings:
      - identifier: Name
        columnName: FileName
      - identifier: Directory
        columnName: FolderPath
  - entityType: Process
    fieldMappings:
      - identifier: ProcessId
        columnName: ProcessId
      - identifier: CommandLine
        columnName: ProcessCommandLine
version: 1.2.3
metadata:
  source:
    kind: Community
  author:
    name: rmmc
  support:
    tier: Community
  categories:
    domains:
      - Security - Others
`);
});

test("an analytics rule takes along what is Sentinel's own", () => {
  const own = {
    ...scheduled,
    version: '2.0.0',
    requiredDataConnectors: [{ connectorId: 'X', dataTypes: ['T'] }],
    entityMappings: [{ entityType: 'Host', fieldMappings: [{ identifier: 'HostName', columnName: 'DeviceName' }] }],
    customDetails: { Name: 'FileName' },
    eventGroupingSettings: { aggregationKind: 'SingleAlert' },
    metadata: { author: { name: 'A' } },
  };
  const packed = packing('sentinel', [rule(own)]);
  const { query: _, ...written } = parse(fileWith(packed, 'analytics/')) as Record<string, unknown>;
  expect(written).toEqual({
    id,
    name: 'Tool on a device',
    description: 'Finds the tool.',
    requiredDataConnectors: own.requiredDataConnectors,
    ...scheduled,
    status: 'Available',
    tactics: ['CommandAndControl'],
    relevantTechniques: ['T1219', 'T1059.001'],
    entityMappings: own.entityMappings,
    customDetails: own.customDetails,
    eventGroupingSettings: own.eventGroupingSettings,
    version: '2.0.0',
    metadata: {
      source: { kind: 'Community' },
      author: { name: 'A' },
      support: { tier: 'Community' },
      categories: { domains: ['Security - Others'] },
    },
  });
  expect([packed.findings, allFaults(packed.files)]).toEqual([[], []]);
});

test('an analytics rule in a template', () => {
  const { resources } = JSON.parse(fileWith(packing('sentinel', [rule(scheduled)]), 'arm/')) as {
    resources: readonly Record<string, object>[];
  };
  const { entityMappings: _, ...properties } = resources[0]?.properties as Record<string, unknown>;
  expect(properties).toEqual({
    displayName: 'Tool on a device',
    description: 'Finds the tool.',
    severity: 'High',
    enabled: true,
    query: 'DeviceProcessEvents\n| where Timestamp > ago(1h)\n| where FileName =~ "a.exe"\n',
    queryFrequency: 'PT1H',
    queryPeriod: 'PT1H',
    triggerOperator: 'GreaterThan',
    triggerThreshold: 0,
    suppressionDuration: 'PT5H',
    suppressionEnabled: false,
    tactics: ['CommandAndControl'],
    techniques: ['T1219', 'T1059'],
    subTechniques: ['T1059.001'],
    alertRuleTemplateName: null,
    customDetails: null,
  });
});

test('a hunting query in a template: joined tags, parents of techniques', () => {
  const { resources } = JSON.parse(fileWith(packing('sentinel', [rule({})]), 'arm/')) as {
    resources: readonly { readonly properties: { readonly tags: unknown } }[];
  };
  expect(resources[0]?.properties.tags).toEqual([
    { name: 'description', value: 'Finds the tool.' },
    { name: 'tactics', value: 'CommandAndControl' },
    { name: 'techniques', value: 'T1219,T1059' },
    { name: 'subTechniques', value: 'T1059.001' },
  ]);
});

test('the query is the one that was written, with its lists and comments', () => {
  const query = 'let SanctionedTools = dynamic([]); // what is allowed\nDeviceInfo\n| where DeviceName !in~ (SanctionedTools)\n';
  const { resources } = JSON.parse(fileWith(packing('sentinel', [rule({ query })]), 'arm/')) as {
    resources: readonly { readonly properties: { readonly query: string } }[];
  };
  expect(resources[0]?.properties.query).toBe(query);
});

test('a custom detection for Graph v1.0: entities by their columns, tactics with their techniques', () => {
  const packed = packing('sentinel', [rule(scheduled)], { settings: { defenderApi: 'v1.0' } });
  expect(JSON.parse(fileWith(packed, 'defender/'))).toEqual({
    displayName: 'Tool on a device',
    description: 'Finds the tool.',
    status: 'enabled',
    queryCondition: { queryText: 'DeviceProcessEvents\n| where Timestamp > ago(1h)\n| where FileName =~ "a.exe"\n' },
    schedule: { frequency: 'PT1H' },
    detectionAction: {
      alertTemplate: {
        title: 'Tool on a device',
        description: 'Finds the tool.',
        severity: 'high',
        tactics: [
          {
            tactic: 'CommandAndControl',
            techniques: [
              { technique: 'T1219', subTechniques: [] },
              { technique: 'T1059', subTechniques: ['T1059.001'] },
            ],
          },
        ],
        entityMappings: {
          hosts: [{ deviceIdColumn: 'DeviceId', nameColumn: 'DeviceName' }],
          accounts: [
            { aadUserIdColumn: 'AccountObjectId', sidColumn: 'AccountSid', upnColumn: 'AccountUpn' },
            { upnColumn: 'InitiatingProcessAccountUpn' },
          ],
        },
      },
    },
  });
});

test.each([
  ['PT0S', { kind: 'NRT' }],
  ['PT3H', { queryFrequency: '5h', queryPeriod: '5h' }],
  ['P1D', { queryFrequency: '1d', queryPeriod: '10d' }],
])('Graph v1.0 runs it every %s', (frequency, more) => {
  const packed = packing('sentinel', [rule({ ...scheduled, ...more })], { settings: { defenderApi: 'v1.0' } });
  expect((JSON.parse(fileWith(packed, 'defender/')) as { schedule: object }).schedule).toEqual({ frequency });
});

test('a custom detection', () => {
  expect(JSON.parse(fileWith(packing('sentinel', [rule(scheduled)]), 'defender/'))).toEqual({
    displayName: 'Tool on a device',
    isEnabled: true,
    queryCondition: { queryText: 'DeviceProcessEvents\n| where Timestamp > ago(1h)\n| where FileName =~ "a.exe"\n' },
    schedule: { period: '1H' },
    detectionAction: {
      alertTemplate: {
        title: 'Tool on a device',
        description: 'Finds the tool.',
        severity: 'high',
        category: 'CommandAndControl',
        recommendedActions: null,
        mitreTechniques: ['T1219', 'T1059.001'],
        impactedAssets: [
          { '@odata.type': '#microsoft.graph.security.impactedDeviceAsset', identifier: 'deviceId' },
          { '@odata.type': '#microsoft.graph.security.impactedUserAsset', identifier: 'accountObjectId' },
        ],
      },
      organizationalScope: null,
      responseActions: [],
    },
  });
});

test.each([
  ['1h', '1h', '1H'],
  ['1d', '5m', '12H'],
  ['5d', '1h', '24H'],
  ['10h', '12h', '3H'],
])('a detection that looks back %s and runs every %s does so every %s', (queryPeriod, queryFrequency, period) => {
  const packed = packing('sentinel', [
    rule({ ...scheduled, queryPeriod, queryFrequency: queryFrequency === '12h' ? '10h' : queryFrequency }),
  ]);
  expect((JSON.parse(fileWith(packed, 'defender/')) as { schedule: object }).schedule).toEqual({ period });
});

test('tables of Sentinel make no custom detection', () => {
  const { files } = packing('sentinel', [rule({ query: 'SigninLogs | where UserPrincipalName =~ "a"' })]);
  expect([...files.keys()].map((path) => path.split('/')[0])).toEqual(['hunting', 'arm']);
});

describe('findings', () => {
  const found = (own: object) => packing('sentinel', [rule(own)]).findings.filter((one) => !one.startsWith('info'));

  test.each<readonly [string, object, readonly string[]]>([
    [
      'a long name',
      { name: 'n'.repeat(101) },
      ['warning RMMC8070 `name` has 101 characters: contributions to Azure-Sentinel take 100; it is written as it is'],
    ],
    [
      'a long description',
      { description: 'd'.repeat(256) },
      ['warning RMMC8070 `description` has 256 characters: contributions to Azure-Sentinel take 255; it is written as it is'],
    ],
    [
      'too many tactics',
      { tactics: ['Impact', 'Execution', 'Persistence', 'Discovery', 'Collection', 'Exfiltration'] },
      ['warning RMMC8070 `tactics` has 6 entries: contributions to Azure-Sentinel take 5; it is written as it is'],
    ],
    [
      'a foreign tactic, no technique',
      { tactics: ['InhibitResponseFunction'], relevantTechniques: [] },
      [
        'warning RMMC8070 `tactics` holds InhibitResponseFunction: contributions to Azure-Sentinel take the 14 of the Enterprise matrix; it is written as it is',
        'warning RMMC8070 `relevantTechniques` is empty: contributions to Azure-Sentinel take one at least; it is written as it is',
      ],
    ],
    [
      'a long query',
      { query: `${events} or FileName has "${'x'.repeat(10_000)}"` },
      ['error RMMC8071 `query` has 10095 characters, and Sentinel takes 10000 characters at most'],
    ],
    [
      'no entity',
      { query: `${events} | summarize Count = count()` },
      ['warning RMMC8072 no column of the result names a host, an account or another entity, so `entityMappings` is empty'],
    ],
    [
      'an entity of a column that is not there',
      { entityMappings: [{ entityType: 'Host', fieldMappings: [{ identifier: 'FullName', columnName: 'Compuler' }] }] },
      ['warning RMMC8073 `entityMappings` maps Host to the column Compuler, which the result does not have'],
    ],
    [
      'a detection without its columns',
      { ...scheduled, query: `${events} | project Timestamp, DeviceName` },
      ['warning RMMC8074 no Defender custom detection is written: the result has no `ReportId`'],
    ],
    [
      'a schedule with gaps',
      { ...scheduled, queryFrequency: '2h' },
      ['error RMMC8075 the rule looks back 1h and runs every 2h, and Sentinel wants it to look back as far as the last run'],
    ],
    [
      'a hasty schedule',
      { ...scheduled, queryFrequency: '1m' },
      ['error RMMC8075 the rule runs every 1m, and Sentinel wants 5m to 14d between two runs'],
    ],
    [
      'a severity that Sentinel does not know',
      { ...scheduled, severity: 'Critical' },
      ['warning RMMC8076 `severity` is "Critical": High is written'],
    ],
    [
      'a table of nobody',
      { query: 'Custom_CL | where DeviceName_s =~ "a"' },
      ['warning RMMC8077 no data connector of Sentinel is known for Custom_CL: `requiredDataConnectors` does not name it'],
    ],
  ])('%s', (_name, own, expected) => {
    expect(found(own).filter((one) => !one.includes('RMMC8072') || expected.some((other) => other.includes('RMMC8072')))).toEqual(expected);
  });

  test('what Sentinel would not take is not written', () => {
    expect([...packing('sentinel', [rule({ query: `${events} or FileName has "${'x'.repeat(10_000)}"` })]).files]).toEqual([]);
  });

  test('suppression by fields', () => {
    const overlay = { all: { suppress: { fields: ['DeviceName'], seconds: 3600 } } };
    expect(packing('sentinel', [rule({})], { overlay }).findings).toContain(
      'warning RMMC8078 suppression by DeviceName is left out: Sentinel stops the whole rule after an alert, which would lose other events',
    );
  });
});

describe('templates', () => {
  const many = Array.from({ length: 401 }, (_, at) =>
    rule({ id: `11111111-2222-3333-4444-${`${at}`.padStart(12, '0')}`, name: `N ${at}` }),
  );

  test('hold 200 rules each', () => {
    const { files } = packing('sentinel', many);
    const sizes = [...files]
      .filter(([path]) => path.startsWith('arm/'))
      .map(([path, text]) => [path, (JSON.parse(text) as { resources: readonly unknown[] }).resources.length]);
    expect(sizes).toEqual([
      ['arm/rmmc_rules-1.json', 200],
      ['arm/rmmc_rules-2.json', 200],
      ['arm/rmmc_rules-3.json', 1],
    ]);
    expect(allFaults(files)).toEqual([]);
  });

  test('hold 3.5 MB each', () => {
    const description = 'ä'.repeat(100_000);
    const { files } = packing(
      'sentinel',
      many.slice(0, 40).map(({ file, text }) => ({ file, text: JSON.stringify({ ...JSON.parse(text), description }) })),
    );
    const sizes = [...files].filter(([path]) => path.startsWith('arm/')).map(([, text]) => Buffer.byteLength(text));
    expect(sizes.length).toBe(3);
    expect(sizes.every((size) => size <= 3_500_000)).toBe(true);
  });

  test('a text in brackets is no expression, and is read back', () => {
    const packed = packing('sentinel', [
      rule({
        ...scheduled,
        name: "[concat('a')]",
        description: '[[x]]',
        query: "['Custom_CL'] | where ['a b'] =~ \"x\" | project ['a b']",
      }),
    ]);
    const text = fileWith(packed, 'arm/');
    const { resources } = JSON.parse(text) as {
      resources: readonly { readonly properties: { readonly displayName: string; readonly description: string } }[];
    };
    expect([resources[0]?.properties.displayName, resources[0]?.properties.description]).toEqual(["[[concat('a')]", '[[[x]]']);
    const [unit] = readUnits(text, { file: 'arm.json' }).units;
    expect([unit?.meta.name, unit?.meta.description]).toEqual(["[concat('a')]", '[[x]]']);
  });

  test('a query in brackets keeps its place in the file', () => {
    const text = JSON.stringify({ kind: 'Scheduled', properties: { query: "[['a b'] | where x == 'y' | project ['x']" } });
    const [unit] = readUnits(text, { file: 'arm.json' }).units;
    const [segment] = unit?.source.segments ?? [];
    expect([unit?.source.text, text.slice(segment?.fileStart, (segment?.fileStart ?? 0) + 4)]).toEqual([
      "['a b'] | where x == 'y' | project ['x']",
      "['a ",
    ]);
  });
});

/** What differs between the meanings of rules and of the artifacts made of them. */
const changed = (rules: readonly RuleFileText[], files: ReadonlyMap<string, string>): readonly string[] => {
  const before = new Set(rules.flatMap(({ file, text }) => meanings(file, text).map(([, meaning]) => meaning)));
  return [...files].flatMap(([file, text]) =>
    meanings(file, text).flatMap(([name, meaning]) => (before.has(meaning) ? [] : [`${file} ${name}`])),
  );
};

test('our readers read the shipped rules back as they were', () => {
  const rules = [...shippedRules(), rule(scheduled), rule({ id: id.replace('1', '2'), name: 'Other' })];
  const { files } = packing('sentinel', rules);
  const units = [...files].map(([file, text]) => readUnits(text, { file }).units.length);
  expect([changed(rules, files), units.reduce((sum, count) => sum + count)]).toEqual([[], 7 + 7 + 2]);
});

describe('hostile texts', () => {
  const rules = hostileTexts.map((hostile, at) => {
    const text = hostile.replaceAll('\0', '');
    const { text: json } = rule({ ...(at % 2 === 0 ? scheduled : {}), id: id.replace('1111', `${at}`.padStart(4, '0')) });
    const query = `${events} or FileName has "${at}" or FileName has ${JSON.stringify(text)}`;
    return { file: 'rule.yaml', text: JSON.stringify({ ...JSON.parse(json), name: text, description: text, author: text, query }) };
  });
  const { files, packed, refused } = packing('sentinel', rules);

  test('paths stay within the pack', () => {
    expect([packed, refused]).toEqual([hostileTexts.length, 0]);
    expect([...files.keys()].filter((path) => !/^(?:hunting|analytics|arm|defender)\/[a-z0-9_-]+\.(?:yaml|json)$/.test(path))).toEqual([]);
  });

  test("another reader finds files of the schemas, our own the same rules, and Microsoft's parser queries", () => {
    expect([allFaults(files), changed(rules, files), refusedByKusto(files)]).toEqual([[], [], []]);
  });
});

test('the schemas can fail', () => {
  const { files } = packing('sentinel', [rule(scheduled), rule({ id: id.replace('1', '2'), name: 'Other' })]);
  const spoilt: readonly (readonly [string, (text: string) => string])[] = [
    ['analytics/', (text) => text.replace('severity: High', 'severity: Critical')],
    ['analytics/', (text) => text.replace(/^queryPeriod: .*\n/m, '')],
    ['hunting/', (text) => text.replace(/^version: .*\n/m, '')],
    ['hunting/', (text) => text.replace('CommandAndControl', 'Command And Control')],
    ['arm/', (text) => text.replace('/Microsoft.SecurityInsights/', '/')],
    ['arm/', (text) => text.replace('"Tool on a device"', '"[variables(1)]"')],
    ['arm/', (text) => text.replace('"PT1H"', '"1h"')],
    ['defender/', (text) => text.replace('"1H"', '"2H"')],
    ['defender/', (text) => text.replace('"deviceId"', '"device"')],
  ];
  const caught = spoilt.map(([folder, spoil]) => {
    const [path = '', text = ''] = [...files].find(([name]) => name.startsWith(folder)) ?? [];
    return faults(path, text).length === 0 && faults(path, spoil(text)).length > 0;
  });
  expect(caught).toEqual(spoilt.map(() => true));
});

test('the same bytes twice', () => {
  expect([...packing('sentinel', shippedRules()).files]).toEqual([...packing('sentinel', shippedRules()).files]);
});

describe.skipIf(!shared)(`the RMM rules${absence}`, () => {
  const rules = rmmRules().map((one) => ({ file: one.path, text: upstreamFile(one) }));
  const { files, packed, refused, findings } = packing('sentinel', rules);

  test('are packed, as the schemas want them', () => {
    // Four are broken upstream.
    expect([packed, refused]).toEqual([164, 4]);
    expect([allFaults(files), findings.filter((found) => !found.startsWith('info'))]).toEqual([[], []]);
  });

  test('none can be a custom detection: all of them summarize', () => {
    expect(findings.filter((found) => found.includes('RMMC8074')).length).toBe(164);
  });

  test("mean the same when they are read back, and are KQL to Microsoft's parser", () => {
    expect([changed(rules, files), refusedByKusto(files)]).toEqual([[], []]);
  });
});
