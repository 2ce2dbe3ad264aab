// rmmc check, explain and targets as processes.
import { describe, expect, test } from 'vitest';
import { useCli } from './run-cli.ts';

const cli = useCli();
const warned = 'DeviceProcessEvents\n| where FileNam =~ "a.exe"\n';

describe('check', () => {
  test('0 and nothing to say about a good rule', () => {
    expect(cli.run(['check', '-'], 'DeviceProcessEvents | take 1')).toEqual({
      code: 0,
      out: '',
      err: '1 rule: 0 errors, 0 warnings, 0 notes\n',
    });
  });

  test('1 for a warning, with a code frame', () => {
    expect(cli.run(['check', '-', '--stdin-filename', 'w.kql'], warned)).toEqual({
      code: 1,
      out: [
        'w.kql:2:9: warning RMMC2001: column `FileNam` is not in the schema of DeviceProcessEvents',
        '2 | | where FileNam =~ "a.exe"',
        '  |         ^^^^^^^',
        '  help: did you mean `FileName`?',
        '',
        '',
      ].join('\n'),
      err: '1 rule: 0 errors, 1 warning, 0 notes\n',
    });
  });

  test('1 for a refusal of a target that is asked', () => {
    const { code, err } = cli.run(['check', '-', '--to', 'sigma'], 'DeviceProcessEvents | where NotThere == "a"');
    expect([code, err.split('\n')[1]]).toEqual([1, '  sigma  0 ok, 1 refused, 0 errors']);
  });

  test('2 for a broken rule, in every format', () => {
    for (const format of ['text', 'json', 'sarif', 'github']) expect(cli.run(['check', '-', '--format', format], 'T | where').code).toBe(2);
  });

  test('columns from the configuration are known', () => {
    cli.write('own/rmmc.yaml', 'schema:\n  tables:\n    My_CL: {TimeGenerated: datetime, Culprit: string}\n');
    cli.write('own/a.kql', 'My_CL | where Culprit == "a"\n');
    cli.write('own/b.kql', 'My_CL | where Culprt == "a"\n');
    const { code, out } = cli.run(['check', 'own', '--format', 'json']);
    const { summary, diagnostics } = JSON.parse(out);
    expect([code, summary, diagnostics]).toEqual([
      1,
      { rules: 2, broken: 0, errors: 0, warnings: 1, notes: 0 },
      [
        {
          code: 'RMMC2001',
          severity: 'warning',
          message: 'column `Culprt` is not in the schema of My_CL',
          help: 'did you mean `Culprit`?',
          file: 'own/b.kql',
          line: 1,
          column: 15,
          endLine: 1,
          endColumn: 21,
        },
      ],
    ]);
  });

  test('GitHub annotations', () => {
    expect(cli.run(['check', '-', '--format', 'github', '--stdin-filename', 'a,b:c.kql'], warned)).toEqual({
      code: 1,
      out: '::warning file=a%2Cb%3Ac.kql,line=2,endLine=2,col=9,endColumn=15,title=RMMC2001::column `FileNam` is not in the schema of DeviceProcessEvents%0Adid you mean `FileName`?\n',
      err: '',
    });
  });

  test('SARIF', () => {
    const { out } = cli.run(['check', '-', '--format', 'sarif', '--stdin-filename', 'dir/a b.kql'], warned);
    const log = JSON.parse(out);
    const { hash } = { hash: log.runs[0].results[0].partialFingerprints.primaryLocationLineHash };
    expect(hash).toMatch(/^[0-9a-f]{16}:1$/);
    const region = { startLine: 2, startColumn: 9, endLine: 2, endColumn: 16 };
    expect(log).toEqual({
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'rmmc',
              semanticVersion: '0.1.0',
              rules: [{ id: 'RMMC2001', shortDescription: { text: 'A name or a type in the query does not fit.' } }],
            },
          },
          columnKind: 'utf16CodeUnits',
          results: [
            {
              ruleId: 'RMMC2001',
              ruleIndex: 0,
              level: 'warning',
              message: { text: 'column `FileNam` is not in the schema of DeviceProcessEvents (did you mean `FileName`?)' },
              locations: [{ physicalLocation: { artifactLocation: { uri: 'dir/a%20b.kql' }, region } }],
              partialFingerprints: { primaryLocationLineHash: hash },
            },
          ],
        },
      ],
    });
    const shifted = JSON.parse(cli.run(['check', '-', '--format', 'sarif', '--stdin-filename', 'dir/a b.kql'], `// moved\n${warned}`).out);
    expect(shifted.runs[0].results[0].partialFingerprints.primaryLocationLineHash).toBe(hash);
  });
});

describe('explain', () => {
  const query = 'DeviceProcessEvents | where FileName =~ "a.exe"';

  test('the syntax tree', () => {
    expect(cli.run(['explain', '-', '--stage', 'ast'], query).out).toMatchInlineSnapshot(`
      "stdin:
        statements:
          - expression
            expr: pipe
              source: name
                ident: text="DeviceProcessEvents" quoted=false
              operators:
                - where
                  predicate: binary op="=~"
                    left: name
                      ident: text="FileName" quoted=false
                    right: literal type="string" value="a.exe"
                  parameters: []
        comments: []
        faults: []
      "
    `);
  });

  test('the normal form', () => {
    expect(cli.run(['explain', '-'], query).out).toMatchInlineSnapshot(`
      "stdin:
        source: table name="DeviceProcessEvents" declared=true timeColumn="Timestamp"
        steps:
          - filter
            condition: text type="bool" test="equals" caseless=true require="any"
              subject: column name="FileName" type="string" declared=true
              patterns:
                - literal type="string" value="a.exe"
      "
    `);
  });

  test('a target, with its text', () => {
    const { code, out } = cli.run(['explain', '-', '--stage', 'target', '--to', 'kql'], query);
    expect([code, out.split('\n').slice(-3)]).toEqual([0, ['DeviceProcessEvents', '| where FileName =~ "a.exe"', '']]);
  });

  test('a broken rule has no normal form, but a reason', () => {
    const { code, out, err } = cli.run(['explain', '-'], 'T | where');
    expect([code, out, err.startsWith('stdin:1:')]).toEqual([2, '', true]);
  });
});

test('targets', () => {
  const { code, out } = cli.run(['targets']);
  expect([code, out.split('\n').map((line) => line.split(' ')[0])]).toEqual([0, ['spl', 'esql', 'sigma', 'kql', '']]);
});
