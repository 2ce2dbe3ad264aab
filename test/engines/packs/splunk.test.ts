// The Splunk pack on other people's tools: AppInspect takes the app, contentctl the detections, Teragrep's grammar the searches; and each refuses what is broken.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { writeArchive } from '../../../src/cli/archive.ts';
import { absence, rmmRules, shared, upstreamFile } from '../../support/corpus.ts';
import { catalogueRules, shippedRules } from '../../support/emit.ts';
import { ask, missingEngine } from '../../support/engine.ts';
import { hostileValues } from '../../support/hostile.ts';
import { fileOf, type MadePack, madePack, onDisk, type RuleText } from '../../support/pack.ts';
import { confStanzas } from '../../support/splunk-conf.ts';

const appinspect = 'engines/splunk/appinspect/inspect.sh';
const contentctl = 'engines/splunk/contentctl/check.sh';
const grammar = 'engines/splunk/grammar.sh';
const missing = {
  appinspect: await missingEngine(appinspect),
  contentctl: await missingEngine(contentctl),
  grammar: await missingEngine(grammar),
};
const because = (reason: string | null): string => (reason === null ? '' : ` (missing: ${reason})`);

/** The RMM rules that Microsoft's parser takes. */
const corpus = (): readonly RuleText[] =>
  rmmRules()
    .filter(({ official_parse }) => official_parse === 'ok')
    .map((rule) => ({ file: rule.path, text: upstreamFile(rule) }));

const scheduled = (names: readonly string[]): readonly RuleText[] =>
  names.map((name, at) => ({
    file: `s${at}.yaml`,
    text: JSON.stringify({
      name,
      description: name,
      kind: 'Scheduled',
      queryFrequency: ['5m', '1h', '6h', '1d'][at % 4],
      queryPeriod: '1d',
      severity: ['Low', 'Medium', 'High', 'Informational'][at % 4],
      relevantTechniques: ['T1219', 'T1059.001'],
      falsePositives: [{ scenario: name }],
      query: `DeviceProcessEvents | where FileName =~ ${JSON.stringify(name)} | summarize Count = count() by DeviceName, AccountName`,
    }),
  }));

const hostile = (): readonly RuleText[] => scheduled([...hostileValues, 'default', '[', '# x', '{{x}}', 'x'.repeat(300), '日本語']);

/** Rules that read files, a watchlist with an odd name and what is known of files, as lists, as tables and beside them. */
const readers = (): readonly RuleText[] =>
  [
    'let bad = externaldata(ip: string, note: string)["https://x.example/ips.txt"];\nDeviceNetworkEvents | where RemoteIP in ((bad | project ip)) | project DeviceName, RemoteIP',
    'DeviceNetworkEvents | join kind=leftouter (externaldata(IP: string, Score: long)["https://x.example/`c2`%20list.csv"]) on $left.RemoteIP == $right.IP',
    'DeviceProcessEvents | lookup kind=leftouter (_GetWatchlist(\'High "Value" Ässets\') | project SearchKey, Owner) on $left.DeviceName == $right.SearchKey | project DeviceName, Owner',
    'DeviceProcessEvents | where SHA1 != "" | invoke FileProfile(SHA1, 1000) | where GlobalPrevalence < 100 | project DeviceName, FileName',
  ].map((query, at) => ({ file: `r${at}.kql`, text: `${query}\n` }));

interface Report {
  readonly summary: Readonly<Record<string, number>>;
  readonly problems: readonly { readonly check: string; readonly result: string; readonly message: string }[];
}

const inspect = async (app: string, tags: readonly string[] = []): Promise<Report> => {
  const [answer = ''] = await ask(appinspect, [JSON.stringify({ app, tags })]);
  return JSON.parse(answer) as Report;
};

/** Errors and failures, and the names of the checks that warn. */
const verdict = ({ summary, problems }: Report): object => ({
  error: summary.error,
  failure: summary.failure,
  successes: (summary.success ?? 0) > 50,
  warned: [...new Set(problems.map(({ check }) => check))],
});

const clean = { error: 0, failure: 0, successes: true, warned: [] };
/** The seeds' notes on false positives name addresses, as prose. */
const addresses = { ...clean, warned: ['check_hostnames_and_ips'] };

const full = { settings: { enterpriseSecurity: true, contentctl: true } };

const inspected = (made: MadePack, tags: readonly string[] = []): Promise<object> =>
  onDisk('splunk', made, async (folder) => verdict(await inspect(`${folder}/test_rules.tgz`, tags)));

describe.skipIf(missing.appinspect !== null)(`AppInspect${because(missing.appinspect)}`, () => {
  test('takes the app of the shipped rules', async () => {
    const made = madePack('splunk', shippedRules());
    expect(await inspected(made)).toEqual(addresses);
    expect(await inspected(made, ['cloud'])).toEqual(addresses);
  });

  test('takes scheduled rules with hostile names, and the keys of Enterprise Security', async () => {
    const made = madePack('splunk', hostile(), full);
    expect(confStanzas(fileOf(made, 'test_rules/default/savedsearches.conf')).size).toBe(hostile().length);
    expect(await inspected(made)).toEqual(clean);
    expect(await inspected(made, ['cloud'])).toEqual(clean);
  });

  test('takes the app of the catalogue', async () => {
    const made = madePack('splunk', catalogueRules(), full);
    expect(made.rules.filter(({ results }) => results[0]?.packed).length).toBe(catalogueRules().length);
    expect(await inspected(made)).toEqual(clean);
    expect(await inspected(made, ['cloud'])).toEqual(clean);
  });

  test('takes an app with lookups', async () => {
    const made = madePack('splunk', readers(), full);
    expect([...made.files.keys()].filter((at) => /^test_rules\/lookups\//.test(at))).toHaveLength(4);
    expect(await inspected(made)).toEqual(clean);
    expect(await inspected(made, ['cloud'])).toEqual(clean);
  });

  test.skipIf(!shared)(`takes the app of the RMM rules${absence}`, async () => {
    const made = madePack('splunk', corpus(), full);
    expect(made.rules.filter(({ results }) => results[0]?.packed).length).toBe(164);
    expect(await inspected(made)).toEqual(clean);
    expect(await inspected(made, ['cloud'])).toEqual(clean);
  });

  test.each([
    [
      'a schedule that runs each minute',
      'default/savedsearches.conf',
      '[x]\nsearch = index=a\ncron_schedule = * * * * *\nenableSched = 1\n',
      'warning check_for_gratuitous_cron_scheduling',
    ],
    [
      'a schedule that is none',
      'default/savedsearches.conf',
      '[x]\nsearch = index=a\ncron_schedule = often\nenableSched = 1\n',
      'failure check_for_gratuitous_cron_scheduling',
    ],
    [
      'a blank behind a continuation',
      'default/savedsearches.conf',
      '[x]\nsearch = index=a \\ \n| table a\n',
      'failure check_config_file_parsing_public',
    ],
    ['a stanza twice', 'default/macros.conf', '[x]\ndefinition = a\n[x]\ndefinition = b\n', 'failure check_config_file_parsing'],
  ])('notices %s', async (_, file, text, complaint) => {
    const found = await onDisk('splunk', madePack('splunk', shippedRules()), async (folder) => {
      appendFileSync(`${folder}/test_rules/${file}`, text);
      await writeArchive(`${folder}/test_rules`, `${folder}/again.tgz`);
      return inspect(`${folder}/again.tgz`);
    });
    expect(found.problems.map(({ check, result }) => `${result} ${check}`)).toContain(complaint);
  });
});

interface Step {
  readonly status: number;
  readonly said: string;
}
interface Checked {
  readonly validate: Step;
  readonly build: Step;
  /** Of the app that contentctl builds. */
  readonly searches: Readonly<Record<string, string>>;
}

const checked = (made: MadePack, spoil: (folder: string) => void = () => undefined): Promise<Checked> =>
  onDisk('splunk', made, async (folder) => {
    const content = `${folder}/test_rules-contentctl`;
    spoil(content);
    const [answer = ''] = await ask(contentctl, [JSON.stringify({ content })]);
    return JSON.parse(answer) as Checked;
  });

const detectionsIn = (made: MadePack): number => [...made.files.keys()].filter((at) => at.includes('/detections/')).length;

const taken = async (made: MadePack): Promise<void> => {
  const { validate, build, searches } = await checked(made);
  expect([validate.status, validate.status === 0 ? '' : validate.said]).toEqual([0, '']);
  expect([build.status, build.status === 0 ? '' : build.said]).toEqual([0, '']);
  const commands = made.rules.map(({ results }) => (results[0]?.result.output ?? '').split('\n').map((line) => line.trimEnd()));
  const built = Object.entries(searches)
    .filter(([name]) => name.endsWith(' - Rule'))
    .map(([, search]) => search.split('\n').map((line) => line.trimEnd()));
  expect(built.length).toBe(detectionsIn(made));
  const texts = (all: readonly (readonly string[])[]) => all.map((lines) => lines.slice(0, -1).join('\n')).sort();
  expect(texts(built)).toEqual(texts(commands));
};

describe.skipIf(missing.contentctl !== null)(`contentctl${because(missing.contentctl)}`, () => {
  test('takes the shipped rules', () => taken(madePack('splunk', shippedRules(), full)));

  test('takes scheduled rules with hostile names', () => taken(madePack('splunk', hostile(), full)));

  test('takes the catalogue', () => taken(madePack('splunk', catalogueRules(), full)));

  test('takes rules and lookups of a pack without a date', () =>
    taken(madePack('splunk', readers(), { settings: { ...full.settings, date: null } })));

  test('takes rules that read lookups', () => taken(madePack('splunk', readers(), full)));

  test.skipIf(!shared)(`takes the RMM rules${absence}`, () => taken(madePack('splunk', corpus(), full)));

  test('refuses a macro that is not there, and a type that is none', async () => {
    const made = madePack('splunk', shippedRules(), full);
    const [detection = ''] = [...made.files.keys()].filter((at) => at.includes('/detections/'));
    const spoiled = (from: RegExp, to: string) =>
      checked(made, (folder) => {
        const file = `${folder}/../${detection}`;
        writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
      });
    expect((await spoiled(/`rmmc_Device\w+`/, '`rmmc_nowhere`')).validate.status).not.toBe(0);
    expect((await spoiled(/^type: Hunting$/m, 'type: Guess')).validate.status).not.toBe(0);
  });
});

describe.skipIf(missing.grammar !== null)(`the grammar of Teragrep${because(missing.grammar)}`, () => {
  // It knows a macro in the base search, and none as a command: the filter stands as what it says.
  test.skipIf(!shared)(`takes the packed searches${absence}`, async () => {
    const made = madePack('splunk', [...shippedRules(), ...corpus(), ...hostile()]);
    const searches = [...confStanzas(fileOf(made, 'test_rules/default/savedsearches.conf'))].map(
      ([name, keys]) => [name, (keys.get('search') ?? '').replace(/`\w+_filter`$/, 'search *')] as const,
    );
    const verdicts = await ask(
      grammar,
      searches.map(([, search]) => Buffer.from(search).toString('base64')),
    );
    expect(searches.filter(([, search]) => /`rmmc_\w+`/.test(search) && search.endsWith('| search *')).length).toBe(made.rules.length);
    expect(searches.filter((_, at) => verdicts[at] !== 'ok').map(([name]) => name)).toEqual([]);
  });
});
