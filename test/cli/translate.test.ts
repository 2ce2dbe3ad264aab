// rmmc translate as a process: standard output, standard error, files and exit codes.
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { useCli } from './run-cli.ts';

const cli = useCli();
const good = 'DeviceProcessEvents\n| where FileName =~ "a.exe"\n';
const rule = (id: string, query: string): string => `id: ${id}\nname: N ${id}\nquery: |\n${query.replace(/^/gm, '  ').trimEnd()}\n`;

describe('standard output', () => {
  test('one rule and one target: the query alone, so that it can be piped', () => {
    expect(cli.run(['translate', '-', '--to', 'kql'], good)).toEqual({ code: 0, out: good, err: '' });
  });

  test('several targets: each query below a line that names rule and target', () => {
    cli.write('two/b.kql', good);
    cli.write('two/a.yaml', rule('1', good));
    expect(cli.run(['translate', 'two', '--to', 'kql'])).toEqual({
      code: 0,
      out: `──── two/a.yaml · N 1 · kql ────\n${good}\n──── two/b.kql · b · kql ────\n${good}\n`,
      err: '2 rules: 0 errors, 0 warnings, 0 notes\n  kql  2 ok, 0 refused, 0 errors\n',
    });
  });

  test('--quiet: errors are shown, the rest is counted', () => {
    cli.write('q/a.kql', 'DeviceProcessEvents\n| where FileName =~ "a.exe"\n| summarize Count = count() by DeviceName\n');
    cli.write('q/b.kql', 'DeviceProcessEvents\n| wher FileName == "a"\n');
    const { code, err } = cli.run(['translate', 'q', '--to', 'sigma', '--out-dir', 'q-out', '--quiet']);
    expect([code, err.match(/RMMC\d+/g)]).toEqual([2, ['RMMC1123']]);
    expect(err).toContain('2 rules (1 broken): 1 error, 1 warning');
  });

  test('--query-period bounds rules that have no schedule, and those alone', () => {
    const joined =
      'DeviceProcessEvents\n| where FileName =~ "a.exe"\n| join kind=inner (DeviceFileEvents | where FileName =~ "b.exe") on DeviceName\n';
    const without = cli.run(['translate', '-', '--to', 'sigma'], joined);
    expect([without.code, without.err.match(/RMMC3685/g)?.length]).toEqual([1, 1]);
    expect(cli.run(['translate', '-', '--to', 'sigma', '--query-period', '12h'], joined).out).toContain('timespan: 12h');
    expect(cli.run(['translate', '-', '--to', 'spl', '--query-period', '12h'], good).out).toContain('earliest=-43200s');
    const own = rule('1', good).replace('query: |', 'kind: Scheduled\nqueryFrequency: 1h\nqueryPeriod: 1h\nquery: |');
    const scheduled = cli.run(['translate', '-', '--stdin-filename', 'a.yaml', '--to', 'spl', '--query-period', '12h'], own);
    expect(scheduled.out).toContain('earliest=-3600s');
    const wrong = cli.run(['translate', '-', '--to', 'spl', '--query-period', 'soon'], good);
    expect([wrong.code, wrong.out, wrong.err.match(/RMMC\d+/g)]).toEqual([3, '', ['RMMC5025']]);
  });

  test('NDJSON: one object per rule and target with exactly these keys', () => {
    cli.write('n.yaml', rule('7', good));
    const { code, out, err } = cli.run(['translate', 'n.yaml', '--to', 'kql,sigma', '--to', 'kql', '--format', 'ndjson']);
    const objects = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect([code, err, objects.map((one) => [one.target, Object.keys(one)])]).toEqual([
      0,
      '',
      ['sigma', 'kql'].map((target) => [target, ['rule', 'target', 'status', 'fidelity', 'output', 'diagnostics', 'clauses']]),
    ]);
    expect(objects[1]).toEqual({
      rule: { id: '7', name: 'N 7', file: 'n.yaml' },
      target: 'kql',
      status: 'ok',
      fidelity: 'exact',
      output: good,
      diagnostics: [],
      clauses: [
        { part: 'table', line: 4, column: 3, endLine: 4, endColumn: 22, text: 'DeviceProcessEvents', fidelity: 'exact', codes: [] },
        { part: 'filter', line: 5, column: 11, endLine: 5, endColumn: 30, text: 'FileName =~ "a.exe"', fidelity: 'exact', codes: [] },
      ],
    });
  });

  test('JSON: the same objects in a list', () => {
    const { out } = cli.run(['translate', '-', '--to', 'kql', '--format', 'json'], good);
    expect(JSON.parse(out).map((one: { output: string }) => one.output)).toEqual([good]);
  });

  test('a reader that goes away is no error', () => {
    for (let n = 0; n < 300; n += 1) cli.write(`pipe/r${n}.kql`, good.repeat(1));
    const main = path.join(cli.folder(), '.bin/rmmc.mjs');
    const piped = spawnSync('sh', ['-c', `"${process.execPath}" "${main}" translate pipe --to all --format ndjson | head -n 1 | wc -l`], {
      cwd: cli.folder(),
    });
    expect([piped.stdout.toString().trim(), piped.stderr.toString()]).toEqual(['1', '']);
  });
});

describe('exit codes', () => {
  test('1: a target refuses, with a code frame', () => {
    const { code, out, err } = cli.run(
      ['translate', '-', '--to', 'sigma', '--stdin-filename', 'r.kql'],
      'DeviceProcessEvents\n| where NoSuchColumn == "a"\n',
    );
    expect([code, out, err.includes('r.kql:2:9: error RMMC4'), err.endsWith('  sigma  0 ok, 1 refused, 0 errors\n')]).toEqual([
      1,
      '',
      true,
      true,
    ]);
  });

  test('2: a broken rule; the others are translated all the same', () => {
    cli.write('mixed/a.kql', 'DeviceProcessEvents | where\n');
    cli.write('mixed/b.kql', good);
    const { code, out } = cli.run(['translate', 'mixed', '--to', 'kql']);
    expect([code, out]).toEqual([2, `──── mixed/a.kql · a · kql ────\n(error)\n\n──── mixed/b.kql · b · kql ────\n${good}\n`]);
  });

  test.each([
    ['no command', [], 'RMMC5016: a command is missing\n  help: see `rmmc --help`\n'],
    ['no target', ['translate', 'x'], 'RMMC5016: Missing required argument: to\n  help: see `rmmc --help`\n'],
    ['an unknown option', ['translate', 'x', '--to', 'kql', '--nope'], 'RMMC5016: Unknown argument: nope\n  help: see `rmmc --help`\n'],
    ['an option without value', ['translate', 'x', '--to'], 'RMMC5016: Not enough arguments following: to\n  help: see `rmmc --help`\n'],
    ['an unknown target', ['translate', 'x', '--to', 'sgima'], 'RMMC5014: `sgima` is not a target\n  help: did you mean `sigma`?\n'],
    [
      'an unknown code',
      ['translate', 'x', '--to', 'kql', '--allow', 'RMMC1'],
      'RMMC5015: `RMMC1` is not a diagnostic code\n  help: codes look like RMMC3001; each diagnostic names its own\n',
    ],
    ['no such file', ['translate', 'no.kql', '--to', 'kql'], 'RMMC5010: no.kql: no such file or folder\n'],
    [
      'no such profile',
      ['translate', '-', '--to', 'kql', '--profile', 'p', '--config', 'p.yaml'],
      'p.yaml: RMMC5004: profile `p` is not defined\n  help: define it under `profiles` in rmmc.yaml\n',
    ],
    ['no such configuration', ['translate', '-', '--to', 'kql', '--config', 'none.yaml'], 'RMMC5010: none.yaml: no such file\n'],
  ])('3: %s', (_name, args, err) => {
    cli.write('p.yaml', 'profiles: {}\n');
    expect(cli.run(args)).toEqual({ code: 3, out: '', err });
  });

  test('3: a wrong configuration, with a code frame', () => {
    cli.write('conf/rmmc.yaml', 'profiles:\n  default:\n    spl: {indx: a}\n');
    cli.write('conf/deep/a.kql', good);
    expect(cli.run(['translate', 'conf/deep', '--to', 'kql'])).toEqual({
      code: 3,
      out: '',
      err: [
        'conf/rmmc.yaml:3:11: error RMMC5002: `indx` is not a setting of the profile of spl',
        '3 |     spl: {indx: a}',
        '  |           ^^^^',
        '  help: did you mean `index`?',
        '',
      ].join('\n'),
    });
  });

  test('an empty folder', () => {
    mkdirSync(path.join(cli.folder(), 'void'), { recursive: true });
    expect(cli.run(['translate', 'void', '--to', 'kql'])).toEqual({ code: 3, out: '', err: 'RMMC5011: no rule file under void\n' });
  });

  test('they are documented', () => {
    for (const args of [['--help'], ['translate', '--help'], ['check', '--help']]) {
      const { code, out } = cli.run(args);
      expect([
        code,
        out
          .slice(out.indexOf('Exit codes:'))
          .split('\n')
          .map((line) => line.slice(0, 4)),
      ]).toEqual([0, ['Exit', '  0 ', '  1 ', '    ', '    ', '    ', '  2 ', '  3 ', '']]);
    }
  });
});

describe('inputs', () => {
  test('folders are searched, sorted, without configuration, dot files and Markdown that holds no rule', () => {
    cli.write('tree/B.kql', good);
    cli.write('tree/a/x.YML', rule('2', good));
    cli.write('tree/README.md', '# Rules\n');
    cli.write('tree/data.json', '{"a": 1}');
    cli.write('tree/.hidden/c.kql', good);
    cli.write('tree/node_modules/c.kql', good);
    cli.write('tree/rmmc.yaml', 'profiles: {}\n');
    cli.write('tree/notes.rst', 'x');
    const { out } = cli.run(['translate', 'tree', 'tree/B.kql', '--to', 'kql', '--format', 'ndjson']);
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).rule.file),
    ).toEqual(['tree/B.kql', 'tree/a/x.YML']);
  });

  test.each([
    ['NUL bytes', Buffer.from('query: a\0'), 'RMMC1002'],
    ['UTF-16', Buffer.from('\uFEFFT | take 1', 'utf16le'), 'RMMC1002'],
    ['Latin 1', Buffer.from([0x54, 0x20, 0xe4]), 'RMMC1003'],
    ['10 MB', Buffer.alloc(10_000_000, 'x'), 'RMMC1004'],
    ['nothing', Buffer.alloc(0), 'RMMC1001'],
  ])('%s: a broken rule, not a crash', (_name, bytes, expected) => {
    cli.write('bytes.kql', bytes);
    for (const [args, input] of [
      [['translate', 'bytes.kql'], ''],
      [['translate', '-'], bytes],
    ] as const) {
      const { code, out } = cli.run([...args, '--to', 'kql', '--format', 'ndjson'], input);
      const { status, diagnostics } = JSON.parse(out);
      expect([code, status, diagnostics.map((one: { code: string }) => one.code)]).toEqual([2, 'error', [expected]]);
    }
  });
});

describe('--out-dir', () => {
  test('mirrors the tree, says what it did, writes the same bytes again and does not read what it wrote', () => {
    cli.write('src/deep/a b.yaml', rule('../../../etc/x', good));
    cli.write('src/two.yaml', `query: ${JSON.stringify(good)}\n---\nquery: ${JSON.stringify(good)}\n`);
    const args = ['translate', 'src', '--to', 'kql', '--out-dir', 'src/out'];
    expect(cli.run(args)).toEqual({
      code: 0,
      out: '',
      err: '3 files in src/out, 3 of them new or changed\n3 rules: 0 errors, 0 warnings, 0 notes\n  kql  3 ok, 0 refused, 0 errors\n',
    });
    expect(cli.list('src/out')).toEqual(['deep/a b.kql', 'two-1.kql', 'two-2.kql']);
    expect(cli.read('src/out/deep/a b.kql')).toBe(good);
    expect(cli.run(args).err.split('\n')[0]).toBe('3 files in src/out, 0 of them new or changed');
  });

  test('files that are named are written by what differs in their paths', () => {
    cli.write('g/x/a.kql', good);
    cli.write('g/y/a.kql', good);
    expect(cli.run(['translate', 'g/x/a.kql', 'g/y/a.kql', '--to', 'kql', '--out-dir', 'o1']).code).toBe(0);
    expect(cli.list('o1')).toEqual(['x/a.kql', 'y/a.kql']);
  });

  test('a file of an earlier run stays, with a warning, when its rule has no translation now', () => {
    cli.write('s/a.kql', good);
    const args = ['translate', 's', '--to', 'kql', '--out-dir', 'o5'];
    expect(cli.run(args).code).toBe(0);
    cli.write('s/a.kql', 'T | whre A == 1');
    const { code, err } = cli.run(args);
    expect([code, err.split('\n')[0], cli.read('o5/a.kql')]).toEqual([
      2,
      'warning RMMC5017: o5/a.kql is the translation of an earlier run; the rule has none now',
      good,
    ]);
  });

  test('two results for one file: nothing is written', () => {
    cli.write('c/a.kql', good);
    cli.write('c/a.txt', good);
    expect(cli.run(['translate', 'c', '--to', 'kql', '--out-dir', 'o2'])).toEqual({
      code: 3,
      out: '',
      err: [
        'RMMC5012: c/a.kql (a) and c/a.txt (a) would both be written to o2/a.kql; nothing was written',
        '  help: rename one of them, or translate them into two folders',
        '',
      ].join('\n'),
    });
    expect(() => cli.list('o2')).toThrow('ENOENT');
  });

  test('a name for standard input cannot lead out of the folder', () => {
    expect(cli.run(['translate', '-', '--to', 'kql', '--out-dir', 'o3', '--stdin-filename', '../../evil.kql'], good).code).toBe(0);
    expect(cli.list('o3')).toEqual(['evil.kql']);
  });

  test('a link in the folder is not followed out of it', () => {
    cli.write('l/sub/a.kql', good);
    mkdirSync(path.join(cli.folder(), 'o4'));
    mkdirSync(path.join(cli.folder(), 'elsewhere'));
    symlinkSync('../elsewhere', path.join(cli.folder(), 'o4/sub'));
    expect([cli.run(['translate', 'l', '--to', 'kql', '--out-dir', 'o4']), cli.list('elsewhere')]).toEqual([
      { code: 3, out: '', err: 'RMMC5013: sub/a.kql would be written outside of o4; nothing was written\n' },
      [],
    ]);
  });
});

describe('self-tests', () => {
  test('a query with its events and a verdict for each target that can, a refusal for the others', () => {
    cli.write('self.kql', good);
    const { code, out, err } = cli.run(['translate', 'self.kql', '--to', 'all', '--self-test', '--format', 'json']);
    const found = JSON.parse(out).map((one: { target: string; status: string; output: string | null; diagnostics: { code: string }[] }) => [
      one.target,
      one.status,
      one.output?.split(/\s+/).slice(0, 2).join(' ') ?? null,
      one.diagnostics.map((diagnostic) => diagnostic.code).filter((name) => name === 'RMMC7006'),
    ]);
    expect([code, err, found]).toEqual([
      1,
      '',
      [
        ['spl', 'ok', '| makeresults', []],
        ['esql', 'ok', 'ROW rmmc_all', []],
        ['sigma', 'refused', null, ['RMMC7006']],
        ['kql', 'ok', 'let DeviceProcessEvents', []],
      ],
    ]);
  });

  test('below a folder beside the queries for real events', () => {
    cli.write('self.kql', good);
    for (const more of [[], ['--self-test']]) cli.run(['translate', 'self.kql', '--to', 'kql,esql', '--out-dir', 'selves', ...more]);
    expect(cli.list('selves')).toEqual(['self.esql', 'self.kql', 'self.self-test.esql', 'self.self-test.kql']);
  });
});
