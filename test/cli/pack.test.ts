// rmmc pack and rmmc diff as commands: profiles, selection, templates, verdicts, reports, exit codes.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { useCli } from './run-cli.ts';

const cli = useCli();

const yaml = (id: number, name: string, kql: string): string =>
  `id: ${String(id).repeat(8)}-1111-4111-8111-111111111111\nname: ${JSON.stringify(name)}\ndescription: Finds ${name}.\ntactics: [CommandAndControl]\nrelevantTechniques: [T1219]\nquery: |\n  ${kql}\n`;

const files: Readonly<Record<string, string>> = {
  'a.yaml': yaml(1, 'Tools', 'let Tools = dynamic(["x.exe"]); DeviceProcessEvents | where FileName in~ (Tools)'),
  'b.yaml': yaml(2, 'Ports', 'DeviceNetworkEvents | where RemotePort == 4444'),
  'sub/c.kql': 'DeviceProcessEvents | where FileName =~ "c.exe"\n',
};

const given = (folder: string, more: Readonly<Record<string, string>> = {}): void => {
  for (const [name, text] of Object.entries({ ...files, ...more })) cli.write(`${folder}/${name}`, text);
};

interface Lock {
  readonly rules: readonly { readonly packs: Readonly<Record<string, { readonly files: Readonly<Record<string, string>> }>> }[];
  readonly files: readonly { readonly path: string; readonly sha256: string; readonly lookup?: string }[];
}

const locked = (folder: string) =>
  (JSON.parse(cli.read(`${folder}/rmmc.lock`)) as { rules: { name: string; severity: string; packs: Record<string, object> }[] }).rules;

describe('rmmc pack', () => {
  test('the same bytes twice, also from other folders', () => {
    given('one/rules');
    given('two/deeper/rules');
    const [one, two] = [`${cli.folder()}/one/rules`, 'two/deeper/rules'];
    expect(cli.run(['pack', one, '--to', 'all', '--out', 'out1', '--quiet']).code).toBe(0);
    expect(cli.run(['pack', two, '--to', 'all', '--out', 'out2', '--quiet']).code).toBe(0);
    const names = cli.list('out1');
    expect(cli.list('out2')).toEqual(names);
    const shown = (text: string): string => text.replaceAll('two/deeper/rules/', '');
    const text = names.filter((name) => !name.endsWith('.tgz') && !/rmmc\.(?:lock|sarif)$/.test(name));
    expect(text.filter((name) => cli.read(`out1/${name}`) !== shown(cli.read(`out2/${name}`)))).toEqual([]);
    expect(locked('out1')).toEqual(locked('out2'));
  });

  test('a profile: lists, exclusions, severity; names that fit nothing are told once', () => {
    given('prof');
    cli.write(
      'prof/rmmc.yaml',
      'pack: {name: acme}\nprofiles:\n  acme: {lets: {Tools: [z.exe], Nope: [x]}, exclude: [{column: DeviceName, values: [lab]}], severity: High, rules: {c: {skip: true}, gone: {skip: true}}}\n',
    );
    const { code, err } = cli.run(['pack', 'prof', '--to', 'sentinel', '--out', 'prof-out', '--profile', 'acme']);
    expect([code, err]).toEqual([
      0,
      [
        'warning RMMC8086: no rule has a `let Nope`, for which profile `acme` gives texts',
        '  help: mend its name under `lets` in rmmc.yaml',
        "warning RMMC8088: no rule has the id, the name or the file's stem `gone`, for which profile `acme` has settings",
        '  help: mend it under `rules` in rmmc.yaml',
        '2 rules: 0 errors, 0 warnings, 3 notes',
        '  sentinel (kql)  2 ok, 0 refused, 0 errors',
        '',
      ].join('\n'),
    ]);
    expect(locked('prof-out').map(({ name, severity }) => [name, severity])).toEqual([
      ['Tools', 'High'],
      ['Ports', 'High'],
    ]);
  });

  test('the lock has the digest of every file, those of lookups and correlations too', () => {
    const watch = (columns: string): string =>
      `DeviceInfo | where DeviceName in ((_GetWatchlist("W") | where ${columns} == "x" | project SearchKey))\n`;
    const threshold = 'DeviceLogonEvents | where ActionType == "LogonFailed" | summarize n = count() by AccountName | where n > 20\n';
    given('all', { 'w.kql': watch('A'), 't.kql': threshold });
    cli.write('all/rmmc.yaml', 'pack: {name: acme, contentctl: true}\n');
    expect(cli.run(['pack', 'all', '--to', 'all', '--out', 'all-out', '--quiet']).code).toBe(1);
    const lock = JSON.parse(cli.read('all-out/rmmc.lock')) as Lock;
    const digests = [
      ...lock.rules.flatMap(({ packs }) =>
        Object.entries(packs).flatMap(([pack, one]) => Object.entries(one.files).map(([at, sha256]) => [`${pack}/${at}`, sha256] as const)),
      ),
      ...lock.files.map((file) => [file.path, file.sha256] as const),
    ];
    const there = cli.list('all-out').filter((name) => name !== 'rmmc.lock');
    const sha = (name: string): string =>
      createHash('sha256')
        .update(readFileSync(path.join(cli.folder(), 'all-out', name)))
        .digest('hex');
    expect(digests.sort(([a], [b]) => (a < b ? -1 : 1))).toEqual(
      there.map((name) => [name, sha(name)] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    expect(lock.files.flatMap((file) => (file.lookup ? [file.path] : []))).toEqual([
      'elastic/lookups/rmmc-lookup-watchlist-w.json',
      'splunk/acme/lookups/watchlist_w.csv',
    ]);
    cli.write('all/w.kql', watch('B'));
    const changed = cli.run(['diff', 'all-out', 'all', '--config', 'all/rmmc.yaml']);
    expect([changed.code, changed.out.split('\n').slice(-5)]).toEqual([
      1,
      [
        'Lookups',
        '  elastic: rmmc-lookup-watchlist-w has other columns',
        '  splunk: watchlist_w has other columns',
        '1 changed in meaning, 4 unchanged, 2 lookups changed',
        '',
      ],
    ]);
  });

  test('selectors', () => {
    given('sel');
    const run = cli.run([
      'pack',
      'sel',
      '--to',
      'sigma',
      '--out',
      'sel-out',
      '--only',
      'technique:T1219',
      '--skip',
      'name:port*',
      '--skip',
      'id:no',
    ]);
    expect([run.code, locked('sel-out').map(({ name }) => name), run.err.split('\n')[0]]).toEqual([
      0,
      ['Tools'],
      'warning RMMC8087: --skip id:no fits no rule',
    ]);
    const wrong = cli.run(['pack', 'sel', '--to', 'sigma', '--out', 'sel-out', '--only', 'tacti:x']);
    expect([wrong.code, wrong.err.split('\n')[1]]).toEqual([3, '  help: did you mean `tactic:x`?']);
  });

  test('templates of the user: one that no pack knows, one that is broken, one that works', () => {
    given('tem');
    const pack = (folder: string) => cli.run(['pack', 'tem', '--to', 'sigma', '--out', 'tem-out', '--templates', folder, '--quiet']);
    cli.write('tpl/catalog.md.hbs', 'x');
    expect(pack('tpl')).toEqual({
      code: 3,
      out: '',
      err: 'RMMC8089: tpl/catalog.md.hbs is a template that no pack knows\n  help: did you mean `catalogue.md.hbs`?\n',
    });
    cli.write('tpl2/catalogue-rule.md.hbs', '{{#each}}');
    const other = pack('tpl2');
    expect([other.code, other.err.split(':').slice(0, 2), cli.list('.').filter((name) => name.startsWith('tem-out'))]).toEqual([
      3,
      ['RMMC8005', ' tpl2/catalogue-rule.md.hbs is no template'],
      [],
    ]);
    cli.write('tpl3/catalogue-rule.md.hbs', '{{cell name}};');
    expect(pack('tpl3').code).toBe(0);
    expect(cli.read('tem-out/reports/catalogue/command-and-control.md').endsWith('|---|---|---|---|---|\nTools;Ports;')).toBe(true);
  });

  test('reports are sound whatever a rule is called', () => {
    const name = 'a|b](x) <script> `c` \u202e ]]> & "\u0007" {{x}}';
    cli.write('rep/h.yaml', yaml(3, name, 'DeviceInfo | where A_ == 1 | join (DeviceInfo) on DeviceId'));
    cli.write('rep/b.kql', 'DeviceInfo | where');
    expect(cli.run(['pack', 'rep', '--to', 'all', '--out', 'rep-out', '--quiet']).code).toBe(2);
    const sarif = JSON.parse(cli.read('rep-out/reports/rmmc.sarif')) as {
      runs: { results: { ruleId: string; ruleIndex: number }[]; tool: { driver: { rules: { id: string }[] } } }[];
    };
    const [run] = sarif.runs;
    expect(run?.results.every(({ ruleId, ruleIndex }) => run.tool.driver.rules[ruleIndex]?.id === ruleId)).toBe(true);
    expect(run?.results.length).toBeGreaterThan(2);
    const row = cli.read('rep-out/reports/catalogue/command-and-control.md').split('\n')[4] ?? '';
    expect(row.startsWith('| a\\|b\\]\\(x\\) \\<script\\> \\`c\\` \\]\\]\\> \\& "" \\{\\{x\\}\\} | T1219 |')).toBe(true);
    const junit = cli.read('rep-out/reports/junit.xml');
    expect(junit.match(/<testcase /g)).toHaveLength(8);
    expect(junit.match(/<(?:failure|error) /g)).toHaveLength(6);
  });

  test('verdicts of rmmc verify stand in the lock', () => {
    given('ver');
    const report = cli.run(['verify', 'ver/b.yaml', '--to', 'kql', '--format', 'json']);
    cli.write('report.json', report.out);
    const run = cli.run(['pack', 'ver', '--to', 'sentinel', '--out', 'ver-out', '--verdicts', 'report.json', '--quiet']);
    expect([run.code, run.err.includes('RMMC8092')]).toEqual([0, false]);
    const verified = locked('ver-out').map(
      ({ packs }) => (packs.sentinel as { verified?: { engine: string; outcome: string }[] }).verified,
    );
    expect(verified.map((one) => one?.find(({ engine }) => engine.startsWith('reference'))?.outcome)).toEqual([
      undefined,
      'equal',
      undefined,
    ]);
    given('ver', { 'b.yaml': files['b.yaml']?.replace('4444', '5555') ?? '' });
    const stale = cli.run(['pack', 'ver', '--to', 'sentinel', '--out', 'ver-out', '--verdicts', 'report.json', '--quiet']);
    expect([stale.code, stale.err.includes('RMMC8092'), JSON.stringify(locked('ver-out')).includes('verified')]).toEqual([0, true, false]);
    cli.write('bad.json', '{');
    expect(cli.run(['pack', 'ver', '--to', 'sentinel', '--out', 'ver-out', '--verdicts', 'bad.json']).code).toBe(3);
  });
});

describe('hostile surroundings of rmmc pack', () => {
  test('an id with half of a surrogate pair', () => {
    cli.write('half/a.yaml', 'id: "\\ud83d"\nname: A\nquery: DeviceProcessEvents | where FileName =~ "a.exe"\n');
    expect(cli.run(['pack', 'half', '--to', 'sigma', '--out', 'half-out', '--quiet']).code).toBe(0);
    expect(locked('half-out').map(({ name }) => name)).toEqual(['A']);
  });

  test('a table whose name is longer than a file name may be', () => {
    cli.write('long/a.kql', `['${'x'.repeat(300)}'] | where A == 1\n`);
    expect(cli.run(['pack', 'long', '--to', 'sigma', '--out', 'long-out', '--unmapped', 'keep', '--quiet']).code).toBe(0);
    expect(Math.max(...cli.list('long-out').flatMap((name) => name.split('/').map((part) => part.length)))).toBeLessThan(120);
  });

  test.runIf(process.platform === 'linux')('a folder that the file system does not make', () => {
    given('proc');
    expect(cli.run(['pack', 'proc', '--to', 'sigma', '--out', '/proc/nope'])).toEqual({
      code: 3,
      out: '',
      err: 'RMMC5010: /proc/nope: ENOENT\n',
    });
  });

  test('packs of another run below the rules are no rules', () => {
    given('near');
    expect(cli.run(['pack', 'near', '--to', 'sentinel', '--out', 'near/one', '--quiet']).code).toBe(0);
    expect(cli.run(['pack', 'near', '--to', 'sentinel', '--out', 'near/two', '--quiet']).code).toBe(0);
    const again = cli.run(['pack', 'near', '--to', 'sentinel', '--out', 'near/two', '--quiet']);
    expect([again.code, again.err.split('\n').slice(0, 2)]).toEqual([
      0,
      [
        'info RMMC5024: near/one holds rmmc.lock: `rmmc pack` wrote it, and it is passed over',
        '  help: name that folder itself to read the files in it as rules',
      ],
    ]);
    expect(locked('near/two')).toEqual(locked('near/one'));
  });

  test('tests that a shell names among the rules are no rules', () => {
    given('glob', { 'a.test.yaml': 'tests:\n  - name: t\n    events: {}\n    matches: []\n' });
    const named = ['a.yaml', 'a.test.yaml', 'b.yaml'].map((name) => `glob/${name}`);
    const run = cli.run(['pack', ...named, '--to', 'sigma', '--out', 'glob-out', '--quiet']);
    expect([run.code, run.err.split('\n')[0], locked('glob-out').length]).toEqual([
      0,
      'info RMMC5023: glob/a.test.yaml holds tests of rules and is passed over',
      2,
    ]);
    expect(cli.run(['translate', 'glob/a.test.yaml', '--to', 'kql']).err).toContain('RMMC5011');
  });

  test('no pack is named', () => {
    given('none');
    expect(cli.run(['pack', 'none', '--to', '', '--out', 'none-out'])).toEqual({
      code: 3,
      out: '',
      err: 'RMMC5014: `--to` names no pack\n  help: packs: splunk, elastic, sigma, sentinel, all\n',
    });
  });
});

describe('rmmc diff', () => {
  test('a rule of the same name that has another id', () => {
    given('i1');
    given('i2', { 'a.yaml': files['a.yaml']?.replace('11111111-', '99999999-') ?? '' });
    expect(cli.run(['diff', 'i1', 'i2']).out).toContain('id: 11111111-1111-4111-8111-111111111111 -> 99999999-1111-4111-8111-111111111111');
  });

  test('packs and rules, by kind; the exit code says whether other events may be found', () => {
    given('d1');
    given('d2', { 'a.yaml': files['a.yaml']?.replace('(Tools)\n', '( Tools ) // c\n') ?? '' });
    expect(cli.run(['pack', 'd1', '--to', 'splunk', '--out', 'd1-out', '--quiet']).code).toBe(0);
    expect(cli.run(['diff', 'd1-out', 'd1'])).toEqual({ code: 0, out: '3 unchanged\n', err: '' });
    const text = cli.run(['diff', 'd1', 'd2']);
    expect([text.code, text.out.split('\n').at(-2)]).toEqual([0, '1 changed only in text, 2 unchanged']);
    given('d2', { 'b.yaml': files['b.yaml']?.replace('4444', '5555') ?? '' });
    expect(cli.run(['diff', 'd1', 'd2', '--show'])).toEqual({
      code: 1,
      err: '',
      out: `Changed in meaning
  Ports (22222222-1111-4111-8111-111111111111, b.yaml)
      --- b.yaml
      +++ b.yaml
      @@ -1,3 +1,3 @@
       DeviceNetworkEvents
      -| where RemotePort == 4444
      +| where RemotePort == 5555
1 changed in meaning, 2 unchanged
`,
    });
  });

  test('a profile that looks elsewhere: the translations differ, and so does what is found', () => {
    given('p1');
    expect(cli.run(['pack', 'p1', '--to', 'splunk,sentinel', '--out', 'p1-out', '--quiet']).code).toBe(0);
    cli.write('p1/rmmc.yaml', 'profiles:\n  default: {spl: {tables: {DeviceNetworkEvents: {fields: {RemotePort: dest_port}}}}}\n');
    const { code, out } = cli.run(['diff', 'p1-out', 'p1']);
    expect([code, out]).toEqual([
      1,
      `splunk: other fields, tables or profile
Same rule, other translation
  Ports (22222222-1111-4111-8111-111111111111, b.yaml)
      splunk: other text
1 same rule, other translation, 2 unchanged
`,
    ]);
  });

  test('a configuration that says nothing of tables makes no difference', () => {
    given('t1');
    expect(cli.run(['pack', 't1', '--to', 'splunk', '--out', 't1-out', '--quiet']).code).toBe(0);
    cli.write('t1/rmmc.yaml', 'pack: {name: acme}\n');
    expect(cli.run(['diff', 't1-out', 't1'])).toEqual({ code: 0, out: '3 unchanged\n', err: '' });
  });

  test('JSON and Markdown', () => {
    given('j1');
    given('j2', { 'd.kql': 'DeviceInfo' });
    const json = JSON.parse(cli.run(['diff', 'j1', 'j2', '--format', 'json']).out) as {
      summary: object;
      changes: { kind: string; name: string }[];
    };
    expect(json.summary).toEqual({ added: 1, removed: 0, meaning: 0, settings: 0, translation: 0, text: 0, unchanged: 3 });
    expect(json.changes.map(({ kind, name }) => [kind, name])).toEqual([['added', 'd']]);
    const markdown = cli.run(['diff', 'j2', 'j1', '--format', 'markdown']);
    expect([markdown.code, markdown.out.split('\n').slice(0, 3)]).toEqual([1, ['1 removed, 3 unchanged', '', '## Removed']]);
  });

  test('what is no lock, and what is not there', () => {
    cli.write('nolock/rmmc.lock', '{}');
    expect(cli.run(['diff', 'nolock', 'nolock'])).toEqual({
      code: 3,
      out: '',
      err: 'RMMC8093: nolock/rmmc.lock cannot be read as rmmc.lock: it has no end\n  help: name a folder that this version of `rmmc pack` wrote, or another one\n',
    });
    expect(cli.run(['diff', 'nowhere', 'nolock']).code).toBe(3);
  });
});

describe('what is refused before anything is written', () => {
  test.each([
    [['--only', 'name:nothing'], 'RMMC8006'],
    [['--jobs', '0'], 'RMMC5016'],
    [['--jobs', 'two'], 'RMMC5016'],
  ])('%s', (args, code) => {
    given('kept');
    expect(cli.run(['pack', 'kept', '--to', 'sigma', '--out', 'kept-out', '--quiet']).code).toBe(0);
    const before = cli.list('kept-out');
    const run = cli.run(['pack', 'kept', '--to', 'sigma', '--out', 'kept-out', ...args]);
    expect([run.code, run.err.match(/RMMC\d+/g)?.at(-1), cli.list('kept-out')]).toEqual([3, code, before]);
  });

  test('a template that cannot be read', () => {
    given('tpl');
    cli.write('templates/app.conf.hbs', '{{#each rules}}');
    const run = cli.run(['pack', 'tpl', '--to', 'splunk', '--out', 'tpl-out', '--templates', 'templates']);
    expect([run.code, run.err.split(':')[0]]).toEqual([3, 'RMMC8005']);
    expect(() => cli.list('tpl-out')).toThrow();
  });
});
