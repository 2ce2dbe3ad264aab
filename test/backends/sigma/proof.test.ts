// Rows of KQL tables in; events under Sigma's names out.
import { describe, expect, test } from 'vitest';
import type { KqlCell } from '../../../src/backends/shared/proof.ts';
import shipped from '../../../src/backends/sigma/fields.json' with { type: 'json' };
import { proof } from '../../../src/backends/sigma/proof.ts';
import { at, holdsForShippedTables, stored, tried, useOf } from '../stored-rows.ts';

describe('rows as events', () => {
  test('an event of a process', () => {
    const table = stored(
      proof,
      'DeviceProcessEvents',
      'Timestamp:datetime ActionType DeviceName FileName ProcessCommandLine ProcessId:long AccountName LogonId:long',
      {
        read: ['FileName', 'ProcessCommandLine'],
      },
    );
    expect([table.place, table.fields]).toMatchInlineSnapshot(`
      [
        "windows/process_creation",
        Map {
          "ComputerName" => "",
          "Image" => "",
          "CommandLine" => "",
          "ProcessId" => "",
          "User" => "",
          "LogonId" => "",
        },
      ]
    `);
    expect(tried(table, at('2024-05-01'), '', 'WS-01', 'a.exe', 'a -b', 7n, 'bob', 999n)).toMatchInlineSnapshot(`
      {
        "event": {
          "CommandLine": "a -b",
          "ComputerName": "WS-01",
          "Image": "C:\\Folder\\a.exe",
          "LogonId": "0x3e7",
          "ProcessId": 7,
          "User": "CORP\\bob",
        },
        "row": [
          638501184000000000n,
          "ProcessCreated",
          "WS-01",
          "a.exe",
          "a -b",
          7n,
          "bob",
          999n,
        ],
      }
    `);
  });

  test('a blank is stored as the empty text, or not at all', () => {
    const table = stored(proof, 'DeviceProcessEvents', 'FileName FolderPath ProcessCommandLine ProcessId:long');
    const row = table.settled(['', '', '', null]) ?? [];
    expect([table.event(row, 'stored'), table.event(row, 'absent')]).toMatchInlineSnapshot(`
      [
        {
          "CommandLine": "",
          "Image": "",
        },
        {},
      ]
    `);
  });

  test('an action that the log source implies', () => {
    const unread = stored(proof, 'DeviceProcessEvents', 'ActionType', { read: [] });
    expect([unread.settled(['']), unread.settled(['Other'])]).toEqual([['ProcessCreated'], ['ProcessCreated']]);
    const other = stored(proof, 'DeviceProcessEvents', 'ActionType', { named: { ActionType: ['ConnectionSuccess'] } });
    expect([other.settled(['']), other.settled(['Other'])]).toEqual([['ProcessCreated'], ['ProcessCreated']]);
    const tested = stored(proof, 'DeviceProcessEvents', 'ActionType', { named: { ActionType: ['ProcessCreated'] } });
    expect([tested.settled(['']), tested.settled(['Other']), tested.settled(['processcreated'])]).toEqual([null, null, ['ProcessCreated']]);
  });

  test('a path alone, a name alone', () => {
    const path = stored(proof, 'DeviceProcessEvents', 'FileName FolderPath', { read: ['FolderPath'] });
    const name = stored(proof, 'DeviceProcessEvents', 'FileName FolderPath', { read: ['FileName'] });
    const rows: readonly (readonly KqlCell[])[] = [
      ['a.exe', 'C:\\x\\b.exe'],
      ['a.exe', 'C:\\x\\a.exe'],
      ['x\\a.exe', ''],
      ['', 'C:\\x\\'],
    ];
    expect(rows.map((row) => [tried(path, ...row), tried(name, ...row)])).toMatchInlineSnapshot(`
      [
        [
          {
            "event": {
              "Image": "C:\\x\\b.exe",
            },
            "row": [
              "b.exe",
              "C:\\x\\b.exe",
            ],
          },
          {
            "event": {
              "Image": "C:\\Folder\\a.exe",
            },
            "row": [
              "a.exe",
              "C:\\Folder\\a.exe",
            ],
          },
        ],
        [
          {
            "event": {
              "Image": "C:\\x\\a.exe",
            },
            "row": [
              "a.exe",
              "C:\\x\\a.exe",
            ],
          },
          {
            "event": {
              "Image": "C:\\x\\a.exe",
            },
            "row": [
              "a.exe",
              "C:\\x\\a.exe",
            ],
          },
        ],
        [
          {
            "event": {
              "Image": "",
            },
            "row": [
              "",
              "",
            ],
          },
          {
            "event": {
              "Image": "C:\\Folder\\a.exe",
            },
            "row": [
              "a.exe",
              "C:\\Folder\\a.exe",
            ],
          },
        ],
        [
          {
            "event": {
              "Image": "C:\\x\\",
            },
            "row": [
              "",
              "C:\\x\\",
            ],
          },
          {
            "event": {
              "Image": "",
            },
            "row": [
              "",
              "",
            ],
          },
        ],
      ]
    `);
  });

  test('a path and a name, both read, become one path', () => {
    const table = stored(proof, 'DeviceProcessEvents', 'FileName FolderPath');
    const rows: readonly (readonly KqlCell[])[] = [
      ['a.exe', 'C:\\x'],
      ['a.exe', 'C:\\x\\'],
      ['a.exe', ''],
      ['', 'C:\\x\\b.exe'],
      ['', 'b.exe'],
      ['', '\\'],
    ];
    expect(rows.map((row) => tried(table, ...row)?.row)).toMatchInlineSnapshot(`
      [
        [
          "a.exe",
          "C:\\x\\a.exe",
        ],
        [
          "a.exe",
          "C:\\x\\a.exe",
        ],
        [
          "a.exe",
          "C:\\Folder\\a.exe",
        ],
        [
          "b.exe",
          "C:\\x\\b.exe",
        ],
        [
          "b.exe",
          "C:\\Folder\\b.exe",
        ],
        [
          "",
          "",
        ],
      ]
    `);
  });

  test('of the paths near a row that cannot be, one that keeps what the query names', () => {
    const named = { FolderPath: ['C:\\x\\b.exe'], FileName: ['c.exe'] };
    const table = stored(proof, 'DeviceProcessEvents', 'FileName FolderPath', { named });
    expect(table.settled(['a.exe', 'C:\\x\\b.exe'])).toEqual(['b.exe', 'C:\\x\\b.exe']);
  });

  test('a name behind its domain', () => {
    const table = stored(proof, 'DeviceFileEvents', 'InitiatingProcessAccountName RequestAccountName', { read: ['RequestAccountName'] });
    expect([tried(table, 'ann', 'bob'), tried(table, 'ann', 'DOM\\bob'), tried(table, 'ann', '')]).toMatchInlineSnapshot(`
      [
        {
          "event": {
            "User": "CORP\\bob",
          },
          "row": [
            "bob",
            "bob",
          ],
        },
        {
          "event": {
            "User": "CORP\\bob",
          },
          "row": [
            "bob",
            "bob",
          ],
        },
        {
          "event": {
            "User": "",
          },
          "row": [
            "",
            "",
          ],
        },
      ]
    `);
  });

  test('a registry key begins with its hive', () => {
    const table = stored(proof, 'DeviceRegistryEvents', 'RegistryKey', { named: {} });
    expect(table.settled(['alpha HKEY_LOCAL_MACHINE\\Software omega'])).toEqual(['HKEY_LOCAL_MACHINE\\Software omega']);
  });

  test('a registry key with its value', () => {
    const table = stored(proof, 'DeviceRegistryEvents', 'RegistryKey RegistryValueName');
    const rows: readonly (readonly KqlCell[])[] = [
      ['hkey_local_machine\\Software\\X', 'Run'],
      ['HKCU\\X', ''],
      ['', 'Run'],
      ['HKEY_USERS', 'a\\b'],
      ['', ''],
    ];
    expect(rows.map((row) => tried(table, ...row))).toMatchInlineSnapshot(`
      [
        {
          "event": {
            "TargetObject": "HKLM\\Software\\X\\Run",
          },
          "row": [
            "HKEY_LOCAL_MACHINE\\Software\\X",
            "Run",
          ],
        },
        {
          "event": {
            "TargetObject": "HKCU\\X\\(Default)",
          },
          "row": [
            "HKEY_CURRENT_USER\\X",
            "(Default)",
          ],
        },
        {
          "event": {
            "TargetObject": "HKLM\\SOFTWARE\\Run",
          },
          "row": [
            "HKEY_LOCAL_MACHINE\\SOFTWARE",
            "Run",
          ],
        },
        {
          "event": {
            "TargetObject": "HKU\\b",
          },
          "row": [
            "HKEY_USERS",
            "b",
          ],
        },
        {
          "event": {
            "TargetObject": "",
          },
          "row": [
            "",
            "",
          ],
        },
      ]
    `);
  });

  test('a registry key alone', () => {
    const table = stored(proof, 'DeviceRegistryEvents', 'RegistryKey RegistryValueName', { read: ['RegistryKey'] });
    expect([tried(table, 'HKLM\\X', ''), tried(table, 'HKLM\\X', 'Run'), tried(table, '', 'Run')]).toMatchInlineSnapshot(`
      [
        {
          "event": {
            "TargetObject": "HKLM\\X",
          },
          "row": [
            "HKEY_LOCAL_MACHINE\\X",
            "",
          ],
        },
        {
          "event": {
            "TargetObject": "HKLM\\X\\Run",
          },
          "row": [
            "HKEY_LOCAL_MACHINE\\X",
            "Run",
          ],
        },
        {
          "event": {
            "TargetObject": "",
          },
          "row": [
            "",
            "",
          ],
        },
      ]
    `);
  });

  test('an action picks the log source, which holds no other', () => {
    const table = stored(proof, 'DeviceFileEvents', 'ActionType FileName', { named: { ActionType: ['filedeleted'] } });
    expect([table.place, tried(table, 'FILEDELETED', 'a'), tried(table, 'FileCreated', 'a'), tried(table, '', 'a')]).toMatchInlineSnapshot(`
      [
        "windows/file_delete",
        {
          "event": {
            "TargetFilename": "C:\\Folder\\a",
          },
          "row": [
            "FileDeleted",
            "a",
          ],
        },
        null,
        null,
      ]
    `);
  });

  test('a log source of several actions holds those', () => {
    const table = stored(proof, 'DeviceRegistryEvents', 'ActionType', { only: { ActionType: 'RegistryKeyDeleted' } });
    expect([
      table.place,
      ...['RegistryKeyDeleted', 'RegistryValueDeleted', 'RegistryValueSet'].map((action) => tried(table, action)),
    ]).toMatchInlineSnapshot(`
      [
        "windows/registry_delete",
        {
          "event": {
            "EventType": "DeleteKey",
          },
          "row": [
            "RegistryKeyDeleted",
          ],
        },
        {
          "event": {
            "EventType": "DeleteValue",
          },
          "row": [
            "RegistryValueDeleted",
          ],
        },
        {
          "event": {
            "EventType": "DeleteKey",
          },
          "row": [
            "RegistryKeyDeleted",
          ],
        },
      ]
    `);
  });

  test('without a condition on one action the general log source holds all', () => {
    const table = stored(proof, 'DeviceRegistryEvents', 'ActionType', { named: { ActionType: ['RegistryValueSet'] }, only: {} });
    expect([table.place, tried(table, 'RegistryKeyDeleted'), tried(table, 'Other')]).toMatchInlineSnapshot(`
      [
        "windows/registry_event",
        {
          "event": {
            "EventType": "DeleteKey",
          },
          "row": [
            "RegistryKeyDeleted",
          ],
        },
        null,
      ]
    `);
  });

  test('an action that is another field of the event', () => {
    const table = stored(proof, 'DeviceNetworkEvents', 'ActionType', { named: { ActionType: ['ConnectionSuccess'] } });
    expect([
      tried(table, 'ConnectionSuccess'),
      tried(table, 'ConnectionRequest'),
      tried(table, 'InboundConnectionAccepted'),
      tried(table, 'ConnectionFailed'),
    ]).toMatchInlineSnapshot(`
      [
        {
          "event": {
            "Initiated": "true",
          },
          "row": [
            "ConnectionSuccess",
          ],
        },
        {
          "event": {
            "Initiated": "true",
          },
          "row": [
            "ConnectionSuccess",
          ],
        },
        {
          "event": {
            "Initiated": "false",
          },
          "row": [
            "InboundConnectionAccepted",
          ],
        },
        null,
      ]
    `);
  });

  test('values in other words; those that nobody knows are blank', () => {
    const table = stored(proof, 'DeviceLogonEvents', 'ActionType LogonType');
    expect([
      tried(table, 'LogonSuccess', 'Network'),
      tried(table, 'LogonFailed', 'Odd'),
      tried(table, 'LogonAttempted', ''),
    ]).toMatchInlineSnapshot(`
      [
        {
          "event": {
            "EventID": 4624,
            "LogonType": "3",
          },
          "row": [
            "LogonSuccess",
            "Network",
          ],
        },
        {
          "event": {
            "EventID": 4625,
            "LogonType": "",
          },
          "row": [
            "LogonFailed",
            "",
          ],
        },
        {
          "event": {
            "EventID": 4624,
            "LogonType": "",
          },
          "row": [
            "LogonSuccess",
            "",
          ],
        },
      ]
    `);
  });

  test('a value that is stored in lower case: the named one of those that are stored alike', () => {
    const named = { Protocol: ['Tcp'] };
    const rows = ['TCP', 'Udp'].map((text) => tried(stored(proof, 'DeviceNetworkEvents', 'Protocol', { named }), text));
    expect(rows).toEqual([
      { row: ['Tcp'], event: { Protocol: 'tcp' } },
      { row: ['udp'], event: { Protocol: 'udp' } },
    ]);
  });

  test('a table without a log source keeps its own names', () => {
    const table = stored(proof, 'DeviceFileCertificateInfo', 'IsSigned:bool Signer CertificateCreationTime:datetime ReportId:long');
    expect([table.place, tried(table, true, 'x', at('2024-05-01T10:00:00.5Z'), 2n ** 53n + 1n)]).toMatchInlineSnapshot(`
      [
        "m365_defender/devicefilecertificateinfo",
        {
          "event": {
            "CertificateCreationTime": "2024-05-01T10:00:00.5000000Z",
            "IsSigned": true,
            "ReportId": "9007199254740992",
            "Signer": "x",
          },
          "row": [
            true,
            "x",
            638501544005000000n,
            9007199254740992n,
          ],
        },
      ]
    `);
  });

  test("transforms of the user's profile", () => {
    const fields = { Flag: { field: 'flag', transform: 'bool_string' as const }, Id: { field: 'id', transform: 'hex' as const } };
    const profile = { tables: { Own_CL: { logsource: { product: 'own' }, fields } } };
    const table = stored(proof, 'Own_CL', 'Flag:bool Id:long', { profile });
    expect([table.place, tried(table, true, 255n), tried(table, null, null)]).toMatchInlineSnapshot(`
      [
        "own",
        {
          "event": {
            "flag": "true",
            "id": "0xff",
          },
          "row": [
            true,
            255n,
          ],
        },
        {
          "event": {},
          "row": [
            null,
            null,
          ],
        },
      ]
    `);
  });

  test('a table without a place, and one that is kept', () => {
    expect(proof.store(useOf('Nowhere', 'A'), {}, { unmapped: 'error' })).toBe(undefined);
    const kept = stored(proof, 'Nowhere', 'A', { options: { unmapped: 'keep' } });
    expect([kept.place, tried(kept, 'x')]).toMatchInlineSnapshot(`
      [
        "nowhere",
        {
          "event": {
            "A": "x",
          },
          "row": [
            "x",
          ],
        },
      ]
    `);
  });

  test('what stands below keys has a field of its own', () => {
    const table = stored(proof, 'AuditLogs', 'OperationName InitiatedBy:dynamic', { read: ['InitiatedBy'] });
    const user = new Map<string, KqlCell>([
      ['ipAddress', '10.0.0.1'],
      ['roles', ['a']],
      ['isAdmin', true],
      ['none', null],
    ]);
    const row = ['x', new Map([['user', user]])];
    expect(table.event(row, 'absent')).toMatchObject({
      'InitiatedBy.user.ipAddress': '10.0.0.1',
      'InitiatedBy.user.isAdmin': 'true',
    });
    expect(Object.keys(table.event(row, 'absent'))).not.toContain('InitiatedBy.user.none');
    expect([table.isPart?.('InitiatedBy.user'), table.isPart?.('user')]).toEqual([true, false]);
  });

  test('settled rows stay and have an event', () => {
    holdsForShippedTables(proof, Object.keys(shipped), (field, table) => table.fields.has(field) || table.isPart?.(field) === true);
  }, 60_000);
});

test('events have no place that could be another', () => {
  const profile = { match: 'exact' as const };
  expect(proof.movedTo(profile, new Map([['T', 'x']]))).toBe(profile);
});
