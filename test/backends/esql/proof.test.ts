// Rows of KQL tables in; documents of an index out, and what ES|QL answers read back.
import { describe, expect, test } from 'vitest';
import shipped from '../../../src/backends/esql/fields.json' with { type: 'json' };
import { proof } from '../../../src/backends/esql/proof.ts';
import type { KqlCell } from '../../../src/backends/shared/proof.ts';
import type { ScalarType } from '../../../src/ir/types.ts';
import { at, holdsForShippedTables, stored, tried, useOf } from '../stored-rows.ts';

const day = at('2024-05-01T10:00:00.1234567Z');

describe('rows as documents', () => {
  test('a document of a Defender table', () => {
    const table = stored(
      proof,
      'DeviceProcessEvents',
      'Timestamp:datetime DeviceName ProcessCommandLine ProcessId:long FileSize:long ReportId:long',
    );
    expect(table.place).toMatchInlineSnapshot(`"logs-m365_defender.event-*"`);
    expect(table.fields).toMatchInlineSnapshot(`
      Map {
        "m365_defender.event.category" => "keyword",
        "event.ingested" => "date",
        "@timestamp" => "date",
        "host.name" => "keyword",
        "process.command_line" => "wildcard",
        "process.pid" => "long",
        "m365_defender.event.report_id" => "keyword",
      }
    `);
    expect(tried(table, day, 'WS-01.Corp', 'a "b" \\ *', 7n, 9n, 2n ** 53n + 1n)).toMatchInlineSnapshot(`
      {
        "event": {
          "@timestamp": "2024-05-01T10:00:00.123Z",
          "host.name": "ws-01.corp",
          "m365_defender.event.category": "AdvancedHunting-DeviceProcessEvents",
          "m365_defender.event.report_id": "9007199254740993",
          "process.command_line": "a "b" \\ *",
          "process.pid": 7,
        },
        "row": [
          638501544001230000n,
          "ws-01.corp",
          "a "b" \\ *",
          7n,
          9n,
          9007199254740993n,
        ],
      }
    `);
  });

  test('a blank is stored as the empty text, or not at all; nulls never', () => {
    const table = stored(proof, 'DeviceProcessEvents', 'Timestamp:datetime DeviceName ProcessCommandLine ProcessId:long');
    const row = table.settled([null, '', '', null]);
    expect([table.event(row ?? [], 'stored'), table.event(row ?? [], 'absent')]).toMatchInlineSnapshot(`
      [
        {
          "host.name": "",
          "m365_defender.event.category": "AdvancedHunting-DeviceProcessEvents",
          "process.command_line": "",
        },
        {
          "m365_defender.event.category": "AdvancedHunting-DeviceProcessEvents",
        },
      ]
    `);
  });

  test('an action in the words of the integration', () => {
    const table = stored(proof, 'DeviceProcessEvents', 'ActionType');
    expect([tried(table, 'ProcessCreated'), tried(table, 'start'), tried(table, 'Some Action')]).toMatchInlineSnapshot(`
      [
        {
          "event": {
            "event.action": "start",
            "m365_defender.event.category": "AdvancedHunting-DeviceProcessEvents",
          },
          "row": [
            "ProcessCreated",
          ],
        },
        {
          "event": {
            "event.action": "start",
            "m365_defender.event.category": "AdvancedHunting-DeviceProcessEvents",
          },
          "row": [
            "ProcessCreated",
          ],
        },
        {
          "event": {
            "event.action": "some-action",
            "m365_defender.event.category": "AdvancedHunting-DeviceProcessEvents",
          },
          "row": [
            "some-action",
          ],
        },
      ]
    `);
  });

  test('of actions that are stored alike the named one counts', () => {
    const table = stored(proof, 'DeviceEvents', 'ActionType', { named: { ActionType: ['AsrExeBlocked'] } });
    expect([tried(table, 'ASREXEBLOCKED'), tried(table, 'AsrOther')]).toMatchInlineSnapshot(`
      [
        {
          "event": {
            "event.action": "asrexeblocked",
            "m365_defender.event.category": "AdvancedHunting-DeviceEvents",
          },
          "row": [
            "AsrExeBlocked",
          ],
        },
        {
          "event": {
            "event.action": "asrother",
            "m365_defender.event.category": "AdvancedHunting-DeviceEvents",
          },
          "row": [
            "asrother",
          ],
        },
      ]
    `);
    expect([table.shown('ActionType', 'AsrExeBlocked'), table.shown('ActionType', 'asrexeblocked')]).toEqual([
      'asrexeblocked',
      'asrexeblocked',
    ]);
  });

  test('addresses in their canonical form; what is none is blank', () => {
    const table = stored(proof, 'DeviceNetworkEvents', 'RemoteIP LocalIP');
    expect([
      tried(table, '10.0.0.1', '2001:DB8:0:0:1:0:0:1'),
      tried(table, '::ffff:10.0.0.1', '010.0.0.1'),
      tried(table, '::', '1:0:0:0:0:0:0:0'),
      tried(table, '10.0.0.0/8', 'x'),
    ]).toMatchInlineSnapshot(`
      [
        {
          "event": {
            "destination.ip": "10.0.0.1",
            "m365_defender.event.category": "AdvancedHunting-DeviceNetworkEvents",
            "source.ip": "2001:db8::1:0:0:1",
          },
          "row": [
            "10.0.0.1",
            "2001:db8::1:0:0:1",
          ],
        },
        {
          "event": {
            "destination.ip": "10.0.0.1",
            "m365_defender.event.category": "AdvancedHunting-DeviceNetworkEvents",
          },
          "row": [
            "10.0.0.1",
            "",
          ],
        },
        {
          "event": {
            "destination.ip": "::",
            "m365_defender.event.category": "AdvancedHunting-DeviceNetworkEvents",
            "source.ip": "1::",
          },
          "row": [
            "::",
            "1::",
          ],
        },
        {
          "event": {
            "m365_defender.event.category": "AdvancedHunting-DeviceNetworkEvents",
          },
          "row": [
            "",
            "",
          ],
        },
      ]
    `);
  });

  test('a registry key in two fields', () => {
    const table = stored(proof, 'DeviceRegistryEvents', 'RegistryKey');
    expect(['hklm\\Software\\X', 'HKEY_USERS', 'Other\\Key', ''].map((key) => tried(table, key))).toMatchInlineSnapshot(`
      [
        {
          "event": {
            "m365_defender.event.category": "AdvancedHunting-DeviceRegistryEvents",
            "registry.hive": "HKLM",
            "registry.key": "Software\\X",
          },
          "row": [
            "HKEY_LOCAL_MACHINE\\Software\\X",
          ],
        },
        {
          "event": {
            "m365_defender.event.category": "AdvancedHunting-DeviceRegistryEvents",
            "registry.hive": "HKU",
            "registry.key": "",
          },
          "row": [
            "HKEY_USERS\\",
          ],
        },
        {
          "event": {
            "m365_defender.event.category": "AdvancedHunting-DeviceRegistryEvents",
            "registry.key": "Other\\Key",
          },
          "row": [
            "Other\\Key",
          ],
        },
        {
          "event": {
            "m365_defender.event.category": "AdvancedHunting-DeviceRegistryEvents",
            "registry.key": "",
          },
          "row": [
            "",
          ],
        },
      ]
    `);
  });

  test('several fields: values that are read find one of their own', () => {
    const table = stored(proof, 'DeviceEvents', 'FileName InitiatingProcessFileName InitiatingProcessParentFileName', {
      read: ['FileName', 'InitiatingProcessFileName'],
    });
    expect([
      tried(table, 'a.exe', 'b.exe', 'c.exe'),
      tried(table, '', 'b.exe', ''),
      tried(table, 'a.exe', '', 'c.exe'),
    ]).toMatchInlineSnapshot(`
      [
        {
          "event": {
            "dll.name": "a.exe",
            "m365_defender.event.category": "AdvancedHunting-DeviceEvents",
            "process.parent.name": "b.exe",
          },
          "row": [
            "a.exe",
            "b.exe",
            "b.exe",
          ],
        },
        {
          "event": {
            "Target.process.name": "",
            "m365_defender.event.category": "AdvancedHunting-DeviceEvents",
            "process.parent.name": "b.exe",
          },
          "row": [
            "",
            "b.exe",
            "b.exe",
          ],
        },
        {
          "event": {
            "dll.name": "a.exe",
            "m365_defender.event.category": "AdvancedHunting-DeviceEvents",
            "process.parent.group_leader.name": "c.exe",
          },
          "row": [
            "a.exe",
            "",
            "c.exe",
          ],
        },
      ]
    `);
  });

  test('several fields: a value that is read alone stands in the first', () => {
    const table = stored(proof, 'DeviceEvents', 'FileName InitiatingProcessFileName', { read: ['FileName'] });
    expect(tried(table, 'a.exe', 'b.exe')).toMatchInlineSnapshot(`
      {
        "event": {
          "m365_defender.event.category": "AdvancedHunting-DeviceEvents",
          "process.name": "a.exe",
        },
        "row": [
          "a.exe",
          "a.exe",
        ],
      }
    `);
  });

  test('two columns in one field: the one that is read decides', () => {
    const table = stored(proof, 'Syslog', 'Computer HostName', { read: ['HostName'] });
    expect(tried(table, 'a', 'b')).toMatchInlineSnapshot(`
      {
        "event": {
          "host.hostname": "b",
        },
        "row": [
          "b",
          "b",
        ],
      }
    `);
  });

  test("a column in the field of the table's own test", () => {
    expect(tried(stored(proof, 'SigninLogs', 'Category'), 'Other')).toMatchInlineSnapshot(`
      {
        "event": {
          "azure.signinlogs.category": "SignInLogs",
        },
        "row": [
          "SignInLogs",
        ],
      }
    `);
  });

  test('parts of a dynamic column with fields of their own', () => {
    const table = stored(proof, 'SigninLogs', 'DeviceDetail:dynamic');
    const detail = new Map<string, KqlCell>([
      ['browser', 'Edge'],
      ['isManaged', true],
      ['trustType', ['x']],
      ['other', 1n],
    ]);
    expect(tried(table, detail)).toMatchInlineSnapshot(`
      {
        "event": {
          "azure.signinlogs.category": "SignInLogs",
          "azure.signinlogs.properties.device_detail.browser": "Edge",
          "azure.signinlogs.properties.device_detail.device_id": "",
          "azure.signinlogs.properties.device_detail.display_name": "",
          "azure.signinlogs.properties.device_detail.is_managed": true,
          "azure.signinlogs.properties.device_detail.operating_system": "",
          "azure.signinlogs.properties.device_detail.trust_type": "",
        },
        "row": [
          Map {
            "browser" => "Edge",
            "isManaged" => true,
            "other" => 1n,
          },
        ],
      }
    `);
  });

  test('a column that nobody knows is read as the empty text', () => {
    expect(tried(stored(proof, 'DeviceProcessEvents', 'Typo:unknown'), 'x')).toMatchInlineSnapshot(`
      {
        "event": {
          "m365_defender.event.category": "AdvancedHunting-DeviceProcessEvents",
        },
        "row": [
          "",
        ],
      }
    `);
  });

  test("fields of the user's profile, converted as their types ask", () => {
    const fields = {
      Size: { field: 'f.size' },
      Text: { field: 'f.text', type: 'long' },
      Flag: { field: 'f.flag' },
      Span: { field: 'f.span', type: 'long' },
      When: { field: 'f.when' },
    };
    const profile = { tables: { Own_CL: { index: 'own', fields } } };
    const table = stored(proof, 'Own_CL', 'Size:long Text Flag:bool Span:timespan When:datetime', { profile });
    expect([tried(table, 12n, '007', true, 12_345n, day), tried(table, null, 'x', null, null, null)]).toMatchInlineSnapshot(`
      [
        {
          "event": {
            "f.flag": "true",
            "f.size": "12",
            "f.span": 1,
            "f.text": 7,
            "f.when": "2024-05-01T10:00:00.123Z",
          },
          "row": [
            12n,
            "7",
            true,
            10000n,
            638501544001230000n,
          ],
        },
        {
          "event": {},
          "row": [
            null,
            "",
            null,
            null,
            null,
          ],
        },
      ]
    `);
  });

  test('a table without a place, and one that is kept', () => {
    expect(proof.store(useOf('Nowhere', 'A'), {}, { unmapped: 'error' })).toBe(undefined);
    const kept = stored(proof, 'Nowhere', 'A N:long', { options: { unmapped: 'keep' } });
    expect([kept.place, tried(kept, 'x', 1n)]).toMatchInlineSnapshot(`
      [
        "Nowhere",
        {
          "event": {
            "A": "x",
            "N": 1,
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
    holdsForShippedTables(proof, Object.keys(shipped), (field, table) => table.fields.has(field));
  }, 60_000);
});

test('tables in other places', () => {
  const profile = { index: 'a', tables: { T: { fieldPrefix: 'x.' } } };
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

const values: readonly (readonly [ScalarType, KqlCell, unknown])[] = [
  ['string', 'x', 'x'],
  ['string', '', null],
  ['guid', '0f8fad5b-d9cb-469f-a165-70867728950e', '0F8FAD5B-d9cb-469f-a165-70867728950e'],
  ['long', 5n, 5],
  ['long', 2n ** 53n + 1n, 2 ** 53],
  ['real', 1.5, 1.5],
  ['real', Number.NaN, null],
  ['decimal', '1.10', 1.1],
  ['bool', false, false],
  ['datetime', day, '2024-05-01T10:00:00.123Z'],
  ['timespan', 15_000n, 1],
  ['dynamic', [1n, 'x', { ticks: day, type: 'datetime' }], [1, 'x', '2024-05-01T10:00:00.123Z']],
  ['dynamic', ['x'], 'x'],
  ['dynamic', [], null],
  ['long', null, null],
];

test.each(values)('a value of type %s comes back (%#)', (type, cell, answer) => {
  expect(proof.read(answer as never, { name: 'A', type })).toEqual(proof.shown(cell, type));
});

test.each([
  ['long', 1.5],
  ['bool', 'true'],
  ['datetime', 'x'],
  ['string', ['a', 'b']],
] as const)('no value of type %s: %j', (type, answer) => {
  expect(proof.read(answer, { name: 'A', type })).toBe(undefined);
});
