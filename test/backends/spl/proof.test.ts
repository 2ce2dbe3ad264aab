// Rows of KQL tables in; events of Splunk out, and what a search answers read back.
import { describe, expect, test } from 'vitest';
import type { Json, KqlCell, StoredTable } from '../../../src/backends/shared/proof.ts';
import shipped from '../../../src/backends/spl/fields.json' with { type: 'json' };
import { proof } from '../../../src/backends/spl/proof.ts';
import type { ScalarType } from '../../../src/ir/types.ts';
import { at, holdsForShippedTables, stored, tried, useOf } from '../stored-rows.ts';

const day = at('2024-05-01T10:00:00.1234567Z');

const bag = (entries: Readonly<Record<string, KqlCell>>): KqlCell => new Map(Object.entries(entries));

describe('rows as events', () => {
  test('an event of a Defender table', () => {
    const table = stored(
      proof,
      'DeviceProcessEvents',
      'Timestamp:datetime DeviceName FileSize:long IsProcessRemoteSession:bool ProcessCreationTime:datetime',
    );
    expect([table.place, [...table.fields.keys()]]).toMatchInlineSnapshot(`
      [
        "index=* sourcetype=mscs:azure:eventhub:defender:advancedhunting",
        [
          "index",
          "sourcetype",
          "category",
          "_time",
          "properties.DeviceName",
          "properties.FileSize",
          "properties.IsProcessRemoteSession",
          "properties.ProcessCreationTime",
          "_raw",
        ],
      ]
    `);
    expect(tried(table, day, 'WS "1"', 2n ** 53n + 1n, true, day)).toMatchInlineSnapshot(`
      {
        "event": {
          "_raw": "{"category":"AdvancedHunting-DeviceProcessEvents","properties":{"DeviceName":"WS \\"1\\"","FileSize":"9007199254740993","IsProcessRemoteSession":true,"ProcessCreationTime":"2024-05-01T10:00:00.1234560Z"}}",
          "_time": 1714557600.123456,
          "category": "AdvancedHunting-DeviceProcessEvents",
          "index": "main",
          "properties.DeviceName": "WS "1"",
          "properties.FileSize": "9007199254740993",
          "properties.IsProcessRemoteSession": true,
          "properties.ProcessCreationTime": "2024-05-01T10:00:00.1234560Z",
          "sourcetype": "mscs:azure:eventhub:defender:advancedhunting",
        },
        "row": [
          638501544001234560n,
          "WS "1"",
          9007199254740993n,
          true,
          638501544001234560n,
        ],
      }
    `);
  });

  test('blanks and nulls, stored and absent', () => {
    const table = stored(proof, 'DeviceProcessEvents', 'Timestamp:datetime DeviceName FileSize:long');
    const row = table.settled([day, '', null]) ?? [];
    expect([table.event(row, 'stored'), table.event(row, 'absent')]).toMatchInlineSnapshot(`
      [
        {
          "_raw": "{"category":"AdvancedHunting-DeviceProcessEvents","properties":{"DeviceName":"","FileSize":null}}",
          "_time": 1714557600.123456,
          "category": "AdvancedHunting-DeviceProcessEvents",
          "index": "main",
          "properties.DeviceName": "",
          "properties.FileSize": "null",
          "sourcetype": "mscs:azure:eventhub:defender:advancedhunting",
        },
        {
          "_raw": "{"category":"AdvancedHunting-DeviceProcessEvents"}",
          "_time": 1714557600.123456,
          "category": "AdvancedHunting-DeviceProcessEvents",
          "index": "main",
          "sourcetype": "mscs:azure:eventhub:defender:advancedhunting",
        },
      ]
    `);
  });

  test('nulls of a profile without a text for them', () => {
    const table = stored(proof, 'DeviceProcessEvents', 'Timestamp:datetime FileSize:long', { profile: { nullText: '' } });
    expect(tried(table, day, null)).toMatchInlineSnapshot(`
      {
        "event": {
          "_raw": "{"category":"AdvancedHunting-DeviceProcessEvents","properties":{"FileSize":null}}",
          "_time": 1714557600.123456,
          "category": "AdvancedHunting-DeviceProcessEvents",
          "index": "main",
          "sourcetype": "mscs:azure:eventhub:defender:advancedhunting",
        },
        "row": [
          638501544001234560n,
          null,
        ],
      }
    `);
  });

  test('the text that stands for a null is one, but where the query names it', () => {
    const row = [day, 'null'];
    const columns = 'Timestamp:datetime DeviceName';
    const named = { DeviceName: ['NULL'] };
    expect([
      stored(proof, 'DeviceProcessEvents', columns).settled(row),
      stored(proof, 'DeviceProcessEvents', columns, { named }).settled(row),
    ]).toEqual([
      [at('2024-05-01T10:00:00.123456Z'), ''],
      [at('2024-05-01T10:00:00.123456Z'), 'null'],
    ]);
  });

  test('no event is without a time; a time that is not read stays out', () => {
    const read = stored(proof, 'DeviceProcessEvents', 'Timestamp:datetime');
    const unread = stored(proof, 'DeviceProcessEvents', 'Timestamp:datetime', { read: [] });
    expect([read.settled([null]), tried(unread, null)]).toMatchInlineSnapshot(`
      [
        null,
        {
          "event": {
            "_raw": "{"category":"AdvancedHunting-DeviceProcessEvents"}",
            "category": "AdvancedHunting-DeviceProcessEvents",
            "index": "main",
            "sourcetype": "mscs:azure:eventhub:defender:advancedhunting",
          },
          "row": [
            null,
          ],
        },
      ]
    `);
  });

  test('a time before 1970', () => {
    expect(tried(stored(proof, 'DeviceProcessEvents', 'Timestamp:datetime'), at('1969-12-31T23:59:59.5Z'))).toMatchInlineSnapshot(`
      {
        "event": {
          "_raw": "{"category":"AdvancedHunting-DeviceProcessEvents"}",
          "_time": -0.5,
          "category": "AdvancedHunting-DeviceProcessEvents",
          "index": "main",
          "sourcetype": "mscs:azure:eventhub:defender:advancedhunting",
        },
        "row": [
          621355967995000000n,
        ],
      }
    `);
  });

  test('a text that says a bag is a bag of the event', () => {
    const table = stored(proof, 'DeviceEvents', 'AdditionalFields');
    expect([tried(table, '{ "a": {"b": 1}, "c": ["x", null, {"d": true}] }'), tried(table, 'no bag')]).toMatchInlineSnapshot(`
      [
        {
          "event": {
            "_raw": "{"category":"AdvancedHunting-DeviceEvents","properties":{"AdditionalFields":{"a":{"b":1},"c":["x",null,{"d":true}]}}}",
            "category": "AdvancedHunting-DeviceEvents",
            "index": "main",
            "properties.AdditionalFields.a.b": 1,
            "properties.AdditionalFields.c{}": [
              "x",
              "null",
            ],
            "properties.AdditionalFields.c{}.d": [
              true,
            ],
            "sourcetype": "mscs:azure:eventhub:defender:advancedhunting",
          },
          "row": [
            "{"a":{"b":1},"c":["x",null,{"d":true}]}",
          ],
        },
        {
          "event": {
            "_raw": "{"category":"AdvancedHunting-DeviceEvents","properties":{"AdditionalFields":"no bag"}}",
            "category": "AdvancedHunting-DeviceEvents",
            "index": "main",
            "properties.AdditionalFields": "no bag",
            "sourcetype": "mscs:azure:eventhub:defender:advancedhunting",
          },
          "row": [
            "no bag",
          ],
        },
      ]
    `);
  });

  test('a dynamic column: fields of the parts and none of the whole', () => {
    const table = stored(proof, 'SigninLogs', 'DeviceDetail:dynamic ConditionalAccessPolicies:dynamic');
    expect([
      tried(table, bag({ browser: 'Edge', isManaged: true, n: 1n, t: { ticks: day, type: 'datetime' } }), [
        bag({ id: 'a' }),
        bag({ id: 'b' }),
      ]),
      tried(table, 'text', ['x']),
      tried(table, null, []),
    ]).toMatchInlineSnapshot(`
      [
        {
          "event": {
            "_raw": "{"category":"SignInLogs","properties":{"deviceDetail":{"browser":"Edge","isManaged":true,"n":1,"t":"2024-05-01T10:00:00.1234567Z"},"appliedConditionalAccessPolicies":[{"id":"a"},{"id":"b"}]}}",
            "category": "SignInLogs",
            "index": "main",
            "properties.appliedConditionalAccessPolicies{}.id": [
              "a",
              "b",
            ],
            "properties.deviceDetail.browser": "Edge",
            "properties.deviceDetail.isManaged": true,
            "properties.deviceDetail.n": 1,
            "properties.deviceDetail.t": "2024-05-01T10:00:00.1234567Z",
            "sourcetype": "azure:monitor:aad",
          },
          "row": [
            Map {
              "browser" => "Edge",
              "isManaged" => true,
              "n" => 1n,
              "t" => {
                "ticks": 638501544001234567n,
                "type": "datetime",
              },
            },
            [
              Map {
                "id" => "a",
              },
              Map {
                "id" => "b",
              },
            ],
          ],
        },
        {
          "event": {
            "_raw": "{"category":"SignInLogs","properties":{"deviceDetail":"text","appliedConditionalAccessPolicies":["x"]}}",
            "category": "SignInLogs",
            "index": "main",
            "properties.appliedConditionalAccessPolicies{}": [
              "x",
            ],
            "properties.deviceDetail": "text",
            "sourcetype": "azure:monitor:aad",
          },
          "row": [
            "text",
            [
              "x",
            ],
          ],
        },
        {
          "event": {
            "_raw": "{"category":"SignInLogs","properties":{"appliedConditionalAccessPolicies":[],"deviceDetail":null}}",
            "category": "SignInLogs",
            "index": "main",
            "properties.deviceDetail": "null",
            "sourcetype": "azure:monitor:aad",
          },
          "row": [
            null,
            [],
          ],
        },
      ]
    `);
  });

  test('a bag and a part of it: what is read decides', () => {
    const columns = 'Category Properties_d:dynamic';
    const rows: readonly (readonly KqlCell[])[] = [
      ['Policy', bag({ eventCategory: 'Other', x: 1n })],
      ['Policy', bag({ x: 1n })],
      ['Policy', null],
    ];
    const tryAs = (read: readonly string[]) => rows.map((row) => stored(proof, 'AzureActivity', columns, { read }).settled(row));
    expect([tryAs(['Category', 'Properties_d']), tryAs(['Category']), tryAs(['Properties_d'])]).toMatchInlineSnapshot(`
      [
        [
          [
            "Other",
            Map {
              "eventCategory" => "Other",
              "x" => 1n,
            },
          ],
          [
            "",
            Map {
              "x" => 1n,
            },
          ],
          [
            "Policy",
            null,
          ],
        ],
        [
          [
            "Policy",
            null,
          ],
          [
            "Policy",
            null,
          ],
          [
            "Policy",
            null,
          ],
        ],
        [
          [
            "Other",
            Map {
              "eventCategory" => "Other",
              "x" => 1n,
            },
          ],
          [
            "",
            Map {
              "x" => 1n,
            },
          ],
          [
            "Policy",
            null,
          ],
        ],
      ]
    `);
  });

  test("a column in the field of the table's own test", () => {
    expect(tried(stored(proof, 'SigninLogs', 'Category'), 'Other')).toMatchInlineSnapshot(`
      {
        "event": {
          "_raw": "{"category":"SignInLogs"}",
          "category": "SignInLogs",
          "index": "main",
          "sourcetype": "azure:monitor:aad",
        },
        "row": [
          "SignInLogs",
        ],
      }
    `);
  });

  test('places of a profile: index, sourcetype, prefix, macro', () => {
    const profile = { index: 'mde', sourcetype: ['a*', 'b'], fieldPrefix: 'p.', tables: { DeviceInfo: { macro: 'info' } } };
    const plain = stored(proof, 'DeviceEvents', 'DeviceName', { profile });
    const macro = stored(proof, 'DeviceInfo', 'DeviceName', { profile });
    expect([plain.place, tried(plain, 'x'), macro.place]).toMatchInlineSnapshot(`
      [
        "index=mde sourcetype=a* sourcetype=b",
        {
          "event": {
            "_raw": "{"category":"AdvancedHunting-DeviceEvents","p":{"DeviceName":"x"}}",
            "category": "AdvancedHunting-DeviceEvents",
            "index": "mde",
            "p.DeviceName": "x",
            "sourcetype": "a",
          },
          "row": [
            "x",
          ],
        },
        "\`info\`",
      ]
    `);
  });

  test('a table without a place, and one that is kept', () => {
    expect(proof.store(useOf('Nowhere', 'A'), {}, { unmapped: 'error' })).toBe(undefined);
    const kept = stored(proof, 'Nowhere', 'A N:long', { options: { unmapped: 'keep' } });
    expect([kept.place, tried(kept, 'x', 1n)]).toMatchInlineSnapshot(`
      [
        "index=*",
        {
          "event": {
            "A": "x",
            "N": 1,
            "_raw": "{"A":"x","N":1}",
            "index": "main",
          },
          "row": [
            "x",
            1n,
          ],
        },
      ]
    `);
  });

  test('settled rows stay and have an event', () => {
    const announced = (field: string, { fields }: StoredTable): boolean =>
      [...fields.keys()].some((one) => field === one || field.startsWith(`${one}.`) || field.startsWith(`${one}{}`));
    const tables = Object.keys(shipped).filter((name) => name !== 'WindowsEvent');
    holdsForShippedTables(proof, tables, announced);
    // The parts of its data are fields of any name.
    holdsForShippedTables(proof, ['WindowsEvent'], (field, table) => /^\w+$/.test(field) || announced(field, table));
  }, 60_000);
});

test('tables in other places', () => {
  const profile = { index: 'a', macro: 'm', tables: { T: { fieldPrefix: 'x.', macro: 'n' } } };
  const places = new Map([
    ['T', 'b'],
    ['U', 'c'],
  ]);
  expect(proof.movedTo(profile, places)).toMatchInlineSnapshot(`
    {
      "index": "a",
      "lookups": {
        "T": "b",
        "U": "c",
      },
      "tables": {
        "T": {
          "fieldPrefix": "x.",
          "index": "b",
        },
        "U": {
          "index": "c",
        },
      },
    }
  `);
});

const values: readonly (readonly [ScalarType, KqlCell, Json])[] = [
  ['string', 'x', 'x'],
  ['string', '', null],
  ['guid', '0f8fad5b-d9cb-469f-a165-70867728950e', '0F8FAD5B-d9cb-469f-a165-70867728950e'],
  ['long', 2n ** 53n + 1n, '9007199254740993'],
  ['long', 5n, '5.000000'],
  ['long', null, ''],
  ['real', 1.5, '1.5'],
  ['real', Number.NaN, null],
  ['decimal', '1.10', '1.10'],
  ['bool', true, 'true'],
  ['datetime', day, '2024-05-01T12:00:00.123456+0200'],
  ['datetime', day, '2024-05-01T04:30:00.123456-05:30'],
  ['datetime', day, '2024-05-01T10:00:00.123456Z'],
  ['timespan', -15_000_000n, '-1.5'],
  ['timespan', -10n, '-1e-06'],
  ['dynamic', ['x', 1n, { ticks: day, type: 'datetime' }], ['x', '1', '2024-05-01T10:00:00.123456+0000']],
  ['dynamic', ['x'], 'x'],
  ['dynamic', 'x', 'x'],
  ['dynamic', '["x"]', '["x"]'],
  ['dynamic', bag({ a: 1n }), '{"a":1}'],
  ['dynamic', [bag({ a: 1n })], ['{"a":1}']],
  ['dynamic', [bag({ a: 1n })], '{"a":1}'],
  ['dynamic', [1n, 2n], '[1,2]'],
  ['dynamic', [], null],
];

test.each(values)('a value of type %s comes back (%#)', (type, cell, answer) => {
  expect(proof.read(answer, { name: 'A', type })).toEqual(proof.shown(cell, type));
});

test.each([
  ['long', '1.5'],
  ['long', 'x'],
  ['bool', 'yes'],
  ['datetime', '2024-05-01'],
  ['timespan', '00:01:00'],
  ['string', ['a', 'b']],
] as const)('no value of type %s: %j', (type, answer) => {
  expect(proof.read(answer, { name: 'A', type })).toBe(undefined);
});

test('the time of an event that the search does not write out', () => {
  const shown = proof.sparse?.event.shown('1714557600.123456') ?? null;
  expect(proof.read(shown, { name: 'Timestamp', type: 'datetime' })).toBe(proof.shown(day, 'datetime'));
});
