// rmmc run as it is called: events in, rows out, what is said of data that does not fit, how it exits.
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Ran, useCli } from './run-cli.ts';

const cli = useCli();

const config = `schema:
  tables:
    Logons: { TimeGenerated: datetime, User: string, Port: long, Extra: dynamic }
`;
const rule = 'Logons | where TimeGenerated >= datetime(2026-01-02) and User has "ann" | project User, Port, Kind = Extra.kind';
const events = [
  '{"TimeGenerated":"2026-01-02T00:00:00Z","User":"CORP\\\\Ann","Port":22,"Extra":"{\\"kind\\":\\"ssh\\"}"}',
  '{"TimeGenerated":"2026-01-01T23:59:59.9999999Z","User":"ann","Port":22}',
  '{"TimeGenerated":"2026-01-03T10:00:00Z","User":"joanna","Port":22}',
  '{"TimeGenerated":"2026-01-03T10:00:00Z","User":"ann","Port":9007199254740993,"Extra":{"kind":[1,2.5]}}',
].join('\n');

const run = (args: readonly string[], input?: string): Ran => cli.run(['run', 'run/rule.kql', ...args], input);
beforeAll(() => {
  cli.write('run/rmmc.yaml', config);
  cli.write('run/rule.kql', rule);
  cli.write('run/events.ndjson', events);
});

describe('run', () => {
  it('prints a table', () => {
    expect(run(['--data', 'Logons=run/events.ndjson'])).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "2 rows
      ",
        "out": "User                  Port  Kind
      --------  ----------------  -------
      CORP\\Ann                22  ssh
      ann       9007199254740993  [1,2.5]
      ",
      }
    `);
  });

  it('prints NDJSON with whole numbers as they are', () => {
    expect(run(['--data', 'Logons=run/events.ndjson', '--format', 'ndjson'])).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "",
        "out": "{"User":"CORP\\\\Ann","Port":22,"Kind":"ssh"}
      {"User":"ann","Port":9007199254740993,"Kind":[1,2.5]}
      ",
      }
    `);
  });

  it('reads packed CSV and prints CSV', () => {
    cli.write('run/events.csv.gz', gzipSync('TimeGenerated,User,Port,Extra\n2026-01-05,"ann, ""the"" admin",7,\n2026-01-05,bob,8,\n'));
    expect(run(['--data', 'Logons=run/events.csv.gz', '--format', 'csv'])).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "",
        "out": "User,Port,Kind
      "ann, ""the"" admin",7,
      ",
      }
    `);
  });

  it('reads standard input and several files of one table', () => {
    cli.write(
      'run/api.json',
      '{"tables":[{"name":"PrimaryResult","columns":[{"name":"User"},{"name":"TimeGenerated"}],"rows":[["ann","2026-02-01"]]}]}',
    );
    expect(run(['--data', 'Logons=-', '--data', 'Logons=run/api.json', '--format', 'csv'], events)).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "",
        "out": "User,Port,Kind
      CORP\\Ann,22,ssh
      ann,9007199254740993,"[1,2.5]"
      ann,,
      ",
      }
    `);
  });

  it('passes over lines that do not fit, names and counts them', () => {
    cli.write('run/bad.ndjson', ['{"User":"ann"', '[1]', '{"TimeGenerated":"2026-01-05","User":"ann","Port":"many"}', events].join('\n'));
    expect(run(['--data', 'Logons=run/bad.ndjson', '--format', 'csv'])).toMatchInlineSnapshot(`
      {
        "code": 1,
        "err": "run/bad.ndjson:1: warning RMMC7004: this is not JSON (Expected ',' or '}' after property value in JSON at position 13)
      run/bad.ndjson:2: warning RMMC7004: this is no JSON object
      run/bad.ndjson:3: warning RMMC7004: not of the column's type: Port
      3 lines of data passed over
      ",
        "out": "User,Port,Kind
      CORP\\Ann,22,ssh
      ann,9007199254740993,"[1,2.5]"
      ",
      }
    `);
  });

  it('reads a value that does not fit as null', () => {
    expect(run(['--data', 'Logons=run/bad.ndjson', '--format', 'csv', '--bad-data', 'null'])).toMatchInlineSnapshot(`
      {
        "code": 1,
        "err": "run/bad.ndjson:1: warning RMMC7004: this is not JSON (Expected ',' or '}' after property value in JSON at position 13)
      run/bad.ndjson:2: warning RMMC7004: this is no JSON object
      run/bad.ndjson:3: warning RMMC7004: not of the column's type: Port
      3 lines of data passed over, or with values read as null
      ",
        "out": "User,Port,Kind
      ann,,
      CORP\\Ann,22,ssh
      ann,9007199254740993,"[1,2.5]"
      ",
      }
    `);
  });

  it('stops at data that does not fit', () => {
    expect(run(['--data', 'Logons=run/bad.ndjson', '--format', 'ndjson', '--bad-data', 'fail'])).toMatchInlineSnapshot(`
      {
        "code": 2,
        "err": "run/bad.ndjson:1: warning RMMC7004: this is not JSON (Expected ',' or '}' after property value in JSON at position 13)
      ",
        "out": "",
      }
    `);
  });

  it('says which data is missing', () => {
    expect(run(['--data', 'Other=run/events.ndjson'])).toMatchInlineSnapshot(`
      {
        "code": 2,
        "err": "run/rule.kql:1:1: error RMMC7003: there is no data for table \`Logons\`
      1 | Logons | where TimeGenerated >= datetime(2026-01-02) and User has "ann" | project User, Port, Kind = Extra.kind
        | ^^^^^^
        help: data was given for Other; add --data Logons=FILE

      ",
        "out": "",
      }
    `);
  });

  it('reads the tables that a pattern fits, and says which', () => {
    cli.write('run/all.kql', 'union withsource=Table Device*Events | summarize Count = count() by Table, ActionType');
    const data = ['--data', 'DeviceFileEvents=-', '--data', 'Logons=run/events.ndjson'];
    expect(cli.run(['run', 'run/all.kql', ...data, '--format', 'csv'], '{"ActionType":"FileCreated"}')).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "run/all.kql:1:24: note RMMC7005: \`Device*Events\` reads the data of DeviceFileEvents; 6 more tables that fit are taken as empty
      1 | union withsource=Table Device*Events | summarize Count = count() by Table, ActionType
        |                        ^^^^^^^^^^^^^

      ",
        "out": "Table,ActionType,Count
      DeviceFileEvents,FileCreated,1
      ",
      }
    `);
    expect(cli.run(['run', 'run/all.kql', '--data', 'Logons=run/events.ndjson'])).toMatchInlineSnapshot(`
      {
        "code": 2,
        "err": "run/all.kql:1:24: error RMMC7003: there is no data for table \`Device*Events\`
      1 | union withsource=Table Device*Events | summarize Count = count() by Table, ActionType
        |                        ^^^^^^^^^^^^^
        help: data was given for Logons; add --data Device*Events=FILE

      ",
        "out": "",
      }
    `);
  });

  it('searches in all tables that data is given for', () => {
    cli.write('run/search.kql', 'search "ann" | project $table, User, ActionType');
    const data = ['--data', 'Logons=run/events.ndjson', '--data', 'DeviceFileEvents=-', '--format', 'csv'];
    expect(
      cli.run(['run', 'run/search.kql', ...data], '{"ActionType":"FileCreated by Ann"}\n{"ActionType":"joanna"}'),
    ).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "run/search.kql:1:1: note RMMC7005: \`*\` reads the data of DeviceFileEvents, Logons; 63 more tables that fit are taken as empty
      1 | search "ann" | project $table, User, ActionType
        | ^^^^^^^^^^^^

      ",
        "out": "$table,User,ActionType
      DeviceFileEvents,,FileCreated by Ann
      Logons,CORP\\Ann,
      Logons,ann,
      Logons,ann,
      ",
      }
    `);
  });

  it('reads a file that begins with a byte order mark and ends without a line break', () => {
    expect(run(['--data', 'Logons=-', '--format', 'csv'], `\ufeff${events}`).out).toMatchInlineSnapshot(`
      "User,Port,Kind
      CORP\\Ann,22,ssh
      ann,9007199254740993,"[1,2.5]"
      "
    `);
  });

  it('says what is wrong with --data and --now', () => {
    expect([
      run(['--data', 'Logons=nowhere.ndjson']),
      run(['--data', 'Logons=run/rule.kql']),
      run(['--data', 'Logons=run/events.ndjson', '--now', 'yesterday']),
    ]).toMatchInlineSnapshot(`
      [
        {
          "code": 3,
          "err": "RMMC5020: --data Logons=nowhere.ndjson: no such file
        help: write --data DeviceProcessEvents=events.ndjson (ndjson, json, csv, tsv; .gz)
      ",
          "out": "",
        },
        {
          "code": 3,
          "err": "RMMC5020: --data Logons=run/rule.kql: the format cannot be told from the name; add --data-format
        help: write --data DeviceProcessEvents=events.ndjson (ndjson, json, csv, tsv; .gz)
      ",
          "out": "",
        },
        {
          "code": 3,
          "err": "RMMC5021: --now yesterday: this is no point in time
        help: write --now 2026-01-05T00:00:00Z
      ",
          "out": "",
        },
      ]
    `);
  });

  it('gives a table that no schema knows the columns of its data', () => {
    expect(
      cli.run(['run', '-', '--data', 'New_CL=run/events.ndjson', '--format', 'csv'], 'New_CL | where Port == 22 | take 1').out,
    ).toMatchInlineSnapshot(`
      "Port,TimeGenerated,User,Extra
      22,2026-01-02T00:00:00Z,CORP\\Ann,"{""kind"":""ssh""}"
      "
    `);
  });
});
