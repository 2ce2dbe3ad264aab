// The whole rule: its keys, its text, and that the text means what was meant.
import fc from 'fast-check';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { print } from '../../../src/backends/sigma/print.ts';
import { uuidOf } from '../../../src/ir/uuid.ts';
import { ruleOf, sigma } from './sigma.ts';

const meta = {
  id: '774bb5a8-c93b-4fa1-8ebf-4053b99622ed',
  name: 'Remote Tool: "Atera" - Network',
  description: 'Detects: a tool.\n\n- not a list # nor a comment',
  tactics: ['CommandAndControl'],
  techniques: ['T1219', 'T1059.001'],
  author: 'somebody',
  references: ['https://example.org/a?b=c#d'],
  falsePositives: [{ scenario: 'Maintenance: nightly' }],
};

test('every part in SigmaHQ order and layout', () => {
  const query = `DeviceNetworkEvents | where RemoteUrl has_any ('atera.com', 'agent-api') and (InitiatingProcessFileName =~ "a.exe" or
    RemotePort == 443 and isempty(InitiatingProcessFolderPath)) | project RemoteUrl`;
  expect(sigma(query, { meta }).text).toMatchInlineSnapshot(`
    "title: 'Remote Tool: "Atera" - Network'
    id: 3fc1a112-085e-542a-b656-be1bdf77b296
    related:
        - id: 774bb5a8-c93b-4fa1-8ebf-4053b99622ed
          type: derived
    status: experimental
    description: |-
        Detects: a tool.

        - not a list # nor a comment
    references:
        - https://example.org/a?b=c#d
    author: somebody
    tags:
        - attack.command-and-control
        - attack.t1219
        - attack.t1059.001
        - detection.threat-hunting
    logsource:
        category: network_connection
        product: windows
    detection:
        selection:
            DestinationHostname|re|i:
                - '(^|[^0-9A-Za-z])atera\\.com([^0-9A-Za-z]|$)'
                - '(^|[^0-9A-Za-z])agent-api([^0-9A-Za-z]|$)'
        selection_image:
            Image|endswith: '\\a.exe'
        selection_destination_port:
            DestinationPort: 443
        selection_image_2:
            - Image: ''
            - Image: null
        condition: selection and (selection_image or (selection_destination_port and selection_image_2))
    fields:
        - DestinationHostname
    falsepositives:
        - 'Maintenance: nightly'
    level: medium
    "
  `);
});

test('a scheduled rule has its own level and is not marked as a hunt', () => {
  const rule = ruleOf('DeviceProcessEvents | where FolderPath =~ "a"', { meta: { ...meta, severity: 'High', kind: 'Scheduled' } });
  expect([rule.level, rule.tags]).toEqual(['high', ['attack.command-and-control', 'attack.t1219', 'attack.t1059.001']]);
});

test('the id follows from the id of the source, or from the content', () => {
  const id = (path: string, own: string | null) => ruleOf(`DeviceProcessEvents | where FolderPath =~ "${path}"`, { meta: { id: own } }).id;
  expect(id('a', meta.id)).toBe(id('b', meta.id));
  expect(id('a', null)).toBe(id('a', null));
  expect(id('a', null)).not.toBe(id('b', null));
  expect(id('a', null)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('what the schema demands', () => {
  const rule = ruleOf('DeviceProcessEvents | where FolderPath =~ "a"', {
    meta: { ...meta, name: 'x'.repeat(300), tactics: ['Odd Täctic!'] },
  });
  expect(Object.keys(rule)).toEqual([
    'title',
    'id',
    'related',
    'status',
    'description',
    'references',
    'author',
    'tags',
    'logsource',
    'detection',
    'falsepositives',
    'level',
  ]);
  expect([String(rule.title).length, rule.tags]).toEqual([256, ['attack.t1219', 'attack.t1059.001', 'detection.threat-hunting']]);
});

test('nothing is invented for a bare query', () => {
  expect(ruleOf('DeviceProcessEvents | where FolderPath =~ "a"')).toMatchObject({
    title: 'Query Over DeviceProcessEvents',
    falsepositives: ['Unknown'],
    level: 'medium',
  });
  expect(Object.keys(ruleOf('DeviceProcessEvents | where FolderPath =~ "a"'))).toEqual([
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

const texts = fc.oneof(
  fc.string(),
  fc.constantFrom(
    'yes',
    'null',
    '~',
    '1e3',
    '2024-01-01',
    '12:30:00',
    '- a',
    '-   a: b',
    'a: b',
    '&x',
    '!y',
    '|',
    '>',
    '%',
    '@',
    '`',
    "'",
    '"',
  ),
);

test('any value, in any place, is read back as it was', () => {
  fc.assert(
    fc.property(texts, texts, texts, (value, description, scenario) => {
      const rule = {
        title: 'T',
        id: 'i',
        derivedFrom: 'd',
        description: description.trim() === '' ? null : description,
        references: [value],
        author: null,
        date: null,
        tags: [],
        logsource: { product: 'windows' },
        detection: {
          selections: [
            {
              name: 'selection',
              maps: [
                [{ field: 'F', modifiers: [], values: [value] }],
                [
                  { field: '__proto__', modifiers: ['re' as const, 'i' as const], values: [value, 5n, null, true] },
                  { field: 'G', modifiers: [], values: [1] },
                ],
              ],
            },
          ],
          condition: { kind: 'ref' as const, name: 'selection' },
        },
        correlation: null,
        fields: [],
        falsePositives: [scenario],
        level: 'low' as const,
      };
      const read = load(print(rule)) as Record<string, unknown>;
      expect(read.description).toBe(rule.description ?? undefined);
      expect([read.references, read.falsepositives, read.related]).toEqual([[value], [scenario], [{ id: 'd', type: 'derived' }]]);
      expect(JSON.stringify(read.detection)).toBe(
        JSON.stringify({ selection: [{ F: value }, { '__proto__|re|i': [value, 5, null, true], G: 1 }], condition: 'selection' }),
      );
    }),
  );
});

test('an id that never changes', () => {
  expect(uuidOf('sigma 774bb5a8-c93b-4fa1-8ebf-4053b99622ed')).toMatchInlineSnapshot(`"3fc1a112-085e-542a-b656-be1bdf77b296"`);
});
