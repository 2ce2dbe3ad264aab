// The Splunk app: what its files say, and that its macros expand to the plain translation.
import { describe, expect, test } from 'vitest';
import { findDocumented } from '../../../src/engines/splunk/documented.ts';
import { absence, rmmRules, shared, upstreamFile } from '../../support/corpus.ts';
import { emit, outputOf, shippedRules } from '../../support/emit.ts';
import { complaints, fileOf, type MadePack, madePack, onDisk } from '../../support/pack.ts';
import { confStanzas, expanded, type Stanzas } from '../../support/splunk-conf.ts';
import { witnessesOf } from '../../support/witness.ts';

const searchesOf = (made: MadePack): Stanzas => confStanzas(fileOf(made, 'test_rules/default/savedsearches.conf'));
const macrosOf = (made: MadePack): Stanzas => confStanzas(fileOf(made, 'test_rules/default/macros.conf'));

const analytics = `id: 11111111-2222-3333-4444-555555555555
name: Atera starts
description: Finds Atera.
severity: High
kind: Scheduled
queryFrequency: 15m
queryPeriod: 1h
triggerOperator: gt
triggerThreshold: 2
tactics: [CommandAndControl]
relevantTechniques: [T1219]
query: |
  DeviceProcessEvents
  | where Timestamp > ago(1h) and FileName =~ "ateraagent.exe"
  | summarize Count = count() by DeviceName, FileName
`;

const rule = (query: string, head = 'name: a rule'): string => `${head}\nquery: |\n${query.replace(/^/gm, '  ')}\n`;
const sanctioned = (list: string, tail = '| summarize Count = count() by DeviceName, FileName'): string =>
  `let SanctionedTools = dynamic([${list}]);\nDeviceProcessEvents\n| where FileName has "atera"\n| where FileName !in~ (SanctionedTools)\n${tail}`;

describe('the files of the app', () => {
  test('a scheduled rule', () => {
    const made = madePack('splunk', [{ file: 'a.yaml', text: analytics }]);
    expect(fileOf(made, 'test_rules/default/savedsearches.conf')).toMatchInlineSnapshot(`
      "# Written by rmmc. Changes belong into the local folder of the app, where updates leave them alone.

      [Atera starts]
      search = \`rmmc_DeviceProcessEvents\` earliest=-3600s properties.FileName="ateraagent.exe" \\
      | rename properties.DeviceName as DeviceName, properties.FileName as FileName \\
      | eval DeviceName=coalesce(nullif(DeviceName, "null"), ""), FileName=coalesce(nullif(FileName, "null"), "") \\
      | stats count as Count by DeviceName FileName \\
      | table DeviceName FileName Count \\
      | \`atera_starts_filter\`
      description = Finds Atera.
      dispatch.earliest_time = -3600s
      dispatch.latest_time = now
      disabled = 0
      enableSched = 1
      cron_schedule = 8-59/15 * * * *
      realtime_schedule = 0
      schedule_window = auto
      counttype = number of events
      relation = greater than
      quantity = 2
      alert.track = 1
      alert.severity = 5
      alert.digest_mode = 1

      "
    `);
    expect(fileOf(made, 'test_rules/default/macros.conf')).toMatchInlineSnapshot(`
      "# Written by rmmc. Changes belong into the local folder of the app, where updates leave them alone.

      [rmmc_DeviceProcessEvents]
      definition = index=* sourcetype="mscs:azure:eventhub:defender:advancedhunting" category="AdvancedHunting-DeviceProcessEvents"
      description = Where the table DeviceProcessEvents is.
      iseval = 0

      [atera_starts_filter]
      definition = search *
      description = What is left out of: Atera starts
      iseval = 0

      "
    `);
    expect([...made.files.keys()]).toEqual([
      'test_rules/default/macros.conf',
      'test_rules/default/savedsearches.conf',
      'test_rules/default/app.conf',
      'test_rules/metadata/default.meta',
      'test_rules/README.txt',
    ]);
  });

  test('app.conf', () => {
    const made = madePack('splunk', [], { settings: { title: 'a # b\n[c]', description: 'ends with \\' } });
    expect(fileOf(made, 'test_rules/default/app.conf')).toMatchInlineSnapshot(`
      "[install]
      is_configured = 0
      build = 1

      [ui]
      is_visible = 0
      label = a # b [c]

      [launcher]
      author = tester
      version = 1.2.3
      description = ends with \\.

      [package]
      id = test_rules
      check_for_updates = 0

      [id]
      name = test_rules
      version = 1.2.3
      "
    `);
  });

  test('a hunting rule has no schedule and its own window', () => {
    const made = madePack('splunk', [
      { file: 'a.yaml', text: rule('DeviceProcessEvents | where Timestamp between (ago(5d) .. ago(1h)) | where FileName has "x"') },
      { file: 'b.yaml', text: rule('DeviceProcessEvents | where FileName has "x"', 'name: b') },
      { file: 'c.yaml', text: rule('DeviceProcessEvents | summarize L = max(Timestamp) by DeviceId | where L > ago(9d)', 'name: c') },
    ]);
    const picked = [...searchesOf(made)].map(([name, keys]) => [
      name,
      ...['dispatch.earliest_time', 'dispatch.latest_time', 'enableSched', 'cron_schedule'].map((key) => keys.get(key) ?? null),
    ]);
    expect(picked).toEqual([
      ['a rule', '-432000s', '-3600s', '0', null],
      ['b', '-86400s', 'now', '0', null],
      ['c', '-777600s', 'now', '0', null],
    ]);
  });

  test('what the overlay says of a rule', () => {
    const all = {
      cron: '7 3 * * 1',
      suppress: { fields: ['DeviceName'], seconds: 3600 },
      severity: 'Low',
      extra: { splunk: { 'action.email': '1', 'alert.track': '0' } },
    };
    const keys = searchesOf(madePack('splunk', [{ file: 'a.yaml', text: analytics }], { overlay: { all } })).get('Atera starts');
    expect([...(keys ?? [])].slice(4)).toEqual([
      ['disabled', '0'],
      ['enableSched', '1'],
      ['cron_schedule', '7 3 * * 1'],
      ['realtime_schedule', '0'],
      ['schedule_window', 'auto'],
      ['counttype', 'number of events'],
      ['relation', 'greater than'],
      ['quantity', '2'],
      ['alert.track', '0'],
      ['alert.severity', '3'],
      ['alert.digest_mode', '0'],
      ['alert.suppress', '1'],
      ['alert.suppress.fields', 'DeviceName'],
      ['alert.suppress.period', '3600s'],
      ['action.email', '1'],
    ]);
  });

  test.each([
    ['lt', 'less than', []],
    ['NotEqual', 'not equal to', []],
    ['about', 'greater than', ['RMMC8027']],
  ])('the trigger %s', (operator, relation, codes) => {
    const text = analytics.replace('triggerOperator: gt', `triggerOperator: ${operator}`);
    const made = madePack('splunk', [{ file: 'a.yaml', text }]);
    const said = complaints(made).flatMap((one) => one.match(/RMMC80\d+/g) ?? []);
    expect([searchesOf(made).get('Atera starts')?.get('relation'), said]).toEqual([relation, codes]);
  });

  test('keys of Enterprise Security', () => {
    const made = madePack('splunk', [{ file: 'a.yaml', text: analytics.replace('name: Atera starts', 'name: costs $x$') }], {
      settings: { enterpriseSecurity: true },
    });
    const keys = [...(searchesOf(made).get('costs $x$') ?? [])].filter(([key]) => key.startsWith('action.'));
    expect(keys).toEqual([
      ['action.correlationsearch.enabled', '1'],
      ['action.correlationsearch.label', 'costs $x$'],
      ['action.correlationsearch.annotations', '{"mitre_attack":["T1219"]}'],
      ['action.notable', '1'],
      ['action.notable.param.rule_title', 'costs ＄x＄'],
      ['action.notable.param.rule_description', 'Finds Atera.'],
      ['action.notable.param.security_domain', 'endpoint'],
      ['action.notable.param.severity', 'high'],
      ['action.risk', '1'],
      ['action.risk.param._risk', '[{"risk_object_field":"DeviceName","risk_object_type":"system","risk_score":60}]'],
      ['action.risk.param._risk_message', 'costs ＄x＄ on $DeviceName$'],
      ['action.risk.param._risk_score', '0'],
      ['action.risk.param.verbose', '0'],
    ]);
  });
});

describe('macros of tables', () => {
  const profileOf = (spl: object) => ({ options: { profile: { name: 'p', targets: { spl } }, unmapped: 'keep' as const } });
  const macroLines = (made: MadePack) =>
    [...macrosOf(made)].filter(([name]) => !name.endsWith('_filter')).map(([name, keys]) => `${name} = ${keys.get('definition')}`);

  test('say what the profile says; a macro of the user is called and not defined', () => {
    const spl = { index: 'edr', tableMacro: 'x_', tables: { DeviceFileEvents: { macro: 'my_files' } } };
    const made = madePack(
      'splunk',
      [{ file: 'a.kql', text: 'DeviceProcessEvents | union DeviceFileEvents | where FileName has "a"' }],
      profileOf(spl),
    );
    expect(macroLines(made)).toEqual([
      'x_DeviceProcessEvents = index=edr sourcetype="mscs:azure:eventhub:defender:advancedhunting" category="AdvancedHunting-DeviceProcessEvents"',
    ]);
    const search = searchesOf(made).get('a')?.get('search') ?? '';
    expect(search.match(/`[^`]+`/g)).toEqual(['`x_DeviceProcessEvents`', '`my_files`', '`a_filter`']);
  });

  test('have names that differ when tables do', () => {
    const tables = ['my table', 'my-table', 'my_table', 'mü`"|table'];
    const made = madePack(
      'splunk',
      tables.map((table) => ({ file: 'a.kql', text: `[${JSON.stringify(table)}] | where FileName has "a"` })),
      profileOf({}),
    );
    expect(macroLines(made)).toEqual([
      'rmmc_my-20-table = index=*',
      'rmmc_my-2d-table = index=*',
      'rmmc_my_table = index=*',
      'rmmc_m-fc--60--22--7c-table = index=*',
    ]);
  });

  test('no rule goes into the pack whose table has the name of a filter', () => {
    const made = madePack(
      'splunk',
      [
        { file: 'rmmc_x.kql', text: 'DeviceProcessEvents | where FileName has "a"' },
        { file: 'b.kql', text: 'x_filter | where FileName has "a"' },
      ],
      profileOf({}),
    );
    expect(complaints(made).filter((text) => text.startsWith('RMMC8'))).toEqual([
      'RMMC8025 the macro rmmc_x_filter would be defined for two things',
    ]);
    expect([...searchesOf(made).keys()]).toEqual(['rmmc_x']);
  });
});

describe('sanctioned tools', () => {
  const filters = (text: string): readonly (string | undefined)[] => {
    const macros = macrosOf(madePack('splunk', [{ file: 'a.yaml', text: rule(text) }]));
    return [macros.get('a_rule_filter')?.get('definition'), macros.get('rmmc_sanctioned_tools(1)')?.get('definition')];
  };

  test('an empty list lets everything pass', () => {
    expect(filters(sanctioned(''))).toEqual(['`rmmc_sanctioned_tools(FileName)`', 'search *']);
  });

  test('a list', () => {
    expect(filters(sanctioned('"Atera.exe", "b.exe"'))).toEqual([
      '`rmmc_sanctioned_tools(FileName)`',
      `where isnull('$column$') OR NOT lower('$column$') IN ("atera.exe", "b.exe")`,
    ]);
  });

  test('lists that differ stay in their searches alone', () => {
    const made = madePack('splunk', [
      { file: 'a.yaml', text: rule(sanctioned('"a.exe"')) },
      { file: 'b.yaml', text: rule(sanctioned('"b.exe"'), 'name: b') },
    ]);
    expect(macrosOf(made).get('rmmc_sanctioned_tools(1)')?.get('definition')).toBe('search *');
  });

  test.each([
    ['the column is no key', sanctioned('', '| summarize Count = count() by DeviceName')],
    ['the column is computed anew', sanctioned('', '| extend FileName = "x" | summarize Count = count() by FileName')],
    ['rows are taken by their number', sanctioned('', '| take 10')],
    ['the list is used in another way', sanctioned('').replace('!in~', 'in~')],
    [
      'the test stands under or',
      sanctioned('').replace('| where FileName !in~ (SanctionedTools)', '| where FileName == "b" or FileName !in~ (SanctionedTools)'),
    ],
  ])('no macro where %s', (_, text) => {
    expect(filters(text)).toEqual(['search *', undefined]);
  });
});

/** The saved search with the pack's macros expanded, without the filter and the blanks in front of line breaks. */
const plain = (search: string, macros: Stanzas): string =>
  `${expanded(search, macros)
    .replace(/ \n/g, '\n')
    .replace(/\n\| search \*$/, '')}\n`;

describe('expanded', () => {
  test('the shipped rules are their plain translations', () => {
    const rules = shippedRules();
    const made = madePack('splunk', rules);
    const macros = macrosOf(made);
    const searches = [...searchesOf(made).values()].map((keys) => plain(keys.get('search') ?? '', macros));
    expect(searches).toEqual(rules.map(({ file, text }) => outputOf(emit(text, { file, to: ['spl'] }), 'spl')));
  });

  test('the shipped rules give the rows of their plain translations', async () => {
    const engine = await findDocumented('spl');
    const rules = shippedRules();
    const made = madePack('splunk', rules);
    const macros = macrosOf(made);
    const searches = [...searchesOf(made).values()].map((keys) => keys.get('search') ?? '');
    for (const [at, { file, text }] of rules.entries()) {
      const query = made.rules[at]?.translated.unit.source.text ?? '';
      const table = /^\s*(Device\w+)/m.exec(query)?.[1] ?? '';
      const { hits, misses } = witnessesOf(query) ?? { hits: [], misses: [] };
      const events = [...hits, ...misses].map((row, id) => ({
        _time: Date.now() / 1000 - 3600,
        sourcetype: 'mscs:azure:eventhub:defender:advancedhunting',
        category: `AdvancedHunting-${table}`,
        'properties.DeviceId': `d${id % 2}`,
        'properties.DeviceName': 'host',
        'properties.ReportId': String(id),
        ...Object.fromEntries(Object.entries(row).map(([name, value]) => [`properties.${name}`, value])),
      }));
      const loaded = await engine.load([{ place: engine.placeFor('x'), fields: new Map(), events }]);
      const answers = [];
      for (const search of [outputOf(emit(text, { file, to: ['spl'] }), 'spl'), expanded(searches[at] ?? '', macros)])
        answers.push(await loaded.ask(search));
      await loaded.drop();
      expect(answers[0]).toMatchObject({ kind: 'rows', rows: { length: expect.toSatisfy((length: number) => length > 0) } });
      expect(answers[1]).toEqual(answers[0]);
    }
    await engine.close();
  });

  test.skipIf(!shared)(`the RMM rules are their plain translations${absence}`, () => {
    const rules = rmmRules()
      .filter(({ official_parse }) => official_parse === 'ok')
      .map((one) => ({ file: one.path, text: upstreamFile(one) }));
    const made = madePack('splunk', rules);
    const macros = macrosOf(made);
    const searches = [...searchesOf(made).values()].map((keys) => plain(keys.get('search') ?? '', macros));
    expect(searches.length).toBe(164);
    expect(searches).toEqual(rules.map(({ file, text }) => outputOf(emit(text, { file, to: ['spl'] }), 'spl').replace(/ \n/g, '\n')));
  });
});

test('the same bytes twice', async () => {
  const { readFileSync } = await import('node:fs');
  const bytes = () =>
    onDisk('splunk', madePack('splunk', shippedRules()), async (folder) => readFileSync(`${folder}/test_rules.tgz`).toString('base64'));
  const [first, second] = [await bytes(), await bytes()];
  expect(first.length).toBeGreaterThan(1000);
  expect(second).toBe(first);
});
