// rmmc check, explain and targets as processes.
import { describe, expect, test } from 'vitest';
import { useCli } from './run-cli.ts';

const cli = useCli();
const warned = 'DeviceProcessEvents\n| where FileNam =~ "a.exe"\n| where Timestamp > ago(1d)\n';

describe('check', () => {
  test('0 and nothing to say about a good rule', () => {
    expect(cli.run(['check', '-'], 'DeviceProcessEvents | where Timestamp > ago(1d)')).toEqual({
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
    cli.write('own/a.kql', 'My_CL | where TimeGenerated > ago(1d) and Culprit == "a"\n');
    cli.write('own/b.kql', 'My_CL | where Culprt == "a" and TimeGenerated > ago(1d)\n');
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
              rules: [
                {
                  id: 'RMMC2001',
                  shortDescription: { text: 'A name or a type in the query does not fit.' },
                  defaultConfiguration: { level: 'warning' },
                },
              ],
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

describe('lint', () => {
  const weak = 'DeviceProcessEvents\n| where Timestamp > ago(1d)\n| where FileName == "a.exe"\n';
  const codes = (args: readonly string[]): readonly string[] =>
    JSON.parse(cli.run(['check', ...args, '--format', 'json']).out).diagnostics.map(
      (one: { code: string; file: string }) => `${one.file} ${one.code}`,
    );

  test('a finding with its fix, in JSON and SARIF; --no-lint leaves it out', () => {
    const json = JSON.parse(cli.run(['check', '-', '--format', 'json'], weak).out);
    expect(json.diagnostics.map((one: { fix: unknown }) => one.fix)).toEqual([
      { line: 3, column: 18, endLine: 3, endColumn: 20, text: '=~' },
    ]);
    const log = JSON.parse(cli.run(['check', '-', '--format', 'sarif'], weak).out);
    expect(log.runs[0].results[0].fixes).toEqual([
      {
        description: { text: 'write `=~`' },
        artifactChanges: [
          {
            artifactLocation: { uri: 'stdin' },
            replacements: [
              { deletedRegion: { startLine: 3, startColumn: 18, endLine: 3, endColumn: 20 }, insertedContent: { text: '=~' } },
            ],
          },
        ],
      },
    ]);
    expect(log.runs[0].tool.driver.rules[0].shortDescription).toEqual({ text: 'a case-sensitive test on a column whose case varies' });
    expect(cli.run(['check', '-', '--no-lint'], weak).code).toBe(0);
  });

  test('severities of rmmc.yaml; translate does not lint', () => {
    cli.write('set/rmmc.yaml', 'lint: {RMMC6006: off, RMMC2001: error}\n');
    cli.write('set/a.kql', weak);
    cli.write('set/b.kql', warned);
    expect(cli.run(['check', 'set']).err).toBe('2 rules: 1 error, 0 warnings, 0 notes\n');
    expect(cli.run(['translate', 'set/b.kql', '--to', 'kql']).code).toBe(0);
    cli.write('set/rmmc.yaml', 'lint: {RMMC60006: off}\n');
    expect(cli.run(['check', 'set'])).toEqual({
      code: 3,
      out: '',
      err: [
        'set/rmmc.yaml:1:8: error RMMC5002: `RMMC60006` is not a setting of `lint`',
        '1 | lint: {RMMC60006: off}',
        '  |        ^^^^^^^^^',
        '  help: did you mean `RMMC6006`?',
        '',
      ].join('\n'),
    });
  });

  test('a baseline hides what was there, whatever line it moves to, and names what is gone', () => {
    cli.write('base/a.kql', weak);
    cli.write('base/sub/b.kql', `${weak}| where FolderPath == "c:/a"\n`);
    expect(cli.run(['check', 'base', '--write-baseline', 'base/known.json'])).toEqual({
      code: 0,
      out: '',
      err: 'base/known.json: 3 findings\n',
    });
    const known = cli.read('base/known.json');
    expect(JSON.parse(known)).toEqual({
      version: 1,
      findings: [
        { file: 'a.kql', code: 'RMMC6006', text: 'FileName == "a.exe"', count: 1 },
        { file: 'sub/b.kql', code: 'RMMC6006', text: 'FileName == "a.exe"', count: 1 },
        { file: 'sub/b.kql', code: 'RMMC6006', text: 'FolderPath == "c:/a"', count: 1 },
      ],
    });
    expect(cli.run(['check', 'base', '--baseline', 'base/known.json'])).toEqual({
      code: 0,
      out: '',
      err: '2 rules: 0 errors, 0 warnings, 0 notes\n',
    });
    cli.run(['check', 'base', '--write-baseline', 'base/known.json']);
    expect(cli.read('base/known.json')).toBe(known);
    cli.write('base/a.kql', `// moved\n\n${weak.replace('FileName', '  FileName ')}| where FileName == "a.exe" or FileName == "new.exe"\n`);
    cli.write('base/sub/b.kql', weak);
    const { code, out, err } = cli.run(['check', 'base', '--baseline', 'base/known.json', '--format', 'github']);
    expect([code, out.split('\n').length, err]).toEqual([
      1,
      3,
      'note RMMC5018: base/known.json: RMMC6006 in sub/b.kql ("FolderPath == \\"c:/a\\"") is not found any more\n  help: write the baseline again with --write-baseline\n',
    ]);
    expect(codes(['base/sub', '--baseline', 'base/known.json'])).toEqual([]);
  });

  test('what breaks a rule is never hidden', () => {
    cli.write('broken/a.kql', 'DeviceInfo | where');
    expect(cli.run(['check', 'broken', '--write-baseline', 'broken/known.json']).err).toBe(
      'broken/known.json: 0 findings; 1 broken, which are not listed\n',
    );
    expect(cli.run(['check', 'broken', '--baseline', 'broken/known.json']).code).toBe(2);
  });

  test('files that are no baseline', () => {
    cli.write('no/a.kql', weak);
    cli.write('no/b.json', '{"version": 2}');
    cli.write('no/c.json', '{');
    const err = (file: string): string => cli.run(['check', 'no/a.kql', '--baseline', file]).err.split('\n')[0] ?? '';
    expect([err('no/b.json'), err('no/c.json'), err('no/d.json')]).toEqual([
      'RMMC5019: no/b.json is no baseline of rmmc: `version` is not 1',
      'RMMC5019: no/c.json is no baseline of rmmc: it is not JSON',
      'RMMC5010: no/d.json: no such file',
    ]);
  });
});

describe('explain', () => {
  test('a code', () => {
    expect(cli.run(['explain', 'rmmc6003'])).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "",
        "out": "RMMC6003 (warning): \`contains\` that is the same as \`has\`

      The text begins and ends with a character that is no letter or digit, so that its words are whole
      terms wherever it stands: \`has\` matches the same rows, and uses the index.

      says: \`<operator>\` reads every value from end to end; \`<better>\` matches the same rows, since
      <needle> has no letter or digit at its ends
      next: write \`<better>\`

      set:  lint: { RMMC6003: off | info | warning | error } in rmmc.yaml
            // rmmc-disable-next-line RMMC6003: reason
      more: docs/lint/RMMC6003.md
      ",
      }
    `);
    expect(cli.run(['explain', 'RMMC6O03']).code).toBe(3);
  });

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
                - where label=null
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
