// Names, descriptions and values made to break stanzas, macros, templates and YAML; what is written is read by another reader.
import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { hostileValues } from '../../support/hostile.ts';
import { complaints, fileOf, type MadePack, madePack, type PackOptions } from '../../support/pack.ts';
import { confStanzas } from '../../support/splunk-conf.ts';

const names: readonly string[] = [
  ...hostileValues,
  '../../etc/passwd',
  'a/b\\c',
  'nul\0byte',
  'line\nbreak',
  'default',
  'DEFAULT',
  ']',
  '[default]',
  '[',
  '# comment',
  '; comment',
  '{{name}}',
  '{{#each settings}}',
  '$x$',
  'ends with \\',
  'x'.repeat(300),
  `${'x'.repeat(300)}y`,
  '\u202egnp.exe',
  '日本語'.repeat(60),
  '=',
  ' ',
  '\u2028',
];

/** A rule that says everything in one text. */
const ruleOf = (text: string, at: number): { readonly file: string; readonly text: string } => ({
  file: `r${at}.yaml`,
  text: JSON.stringify({
    id: `rule ${at}`,
    name: text,
    description: `${text}\n${text}`,
    kind: 'Scheduled',
    queryFrequency: '1h',
    queryPeriod: '1d',
    severity: 'High',
    metadata: { author: { name: text } },
    references: [text, `https://example.org/${text}`],
    falsePositives: [{ scenario: text, description: text, filter: text }],
    relevantTechniques: ['T1219'],
    query: `DeviceProcessEvents | where Timestamp > ago(1d) | where FileName =~ ${JSON.stringify(text)} or FolderPath contains @'${text.replace(/['\n\0\u2028]/g, '')}' | project DeviceName, FileName`,
  }),
});

const packOf = (texts: readonly string[], given: PackOptions = {}): MadePack =>
  madePack('splunk', texts.map(ruleOf), { ...given, settings: { enterpriseSecurity: true, contentctl: true, ...given.settings } });

const own = (made: MadePack): readonly string[] => complaints(made).filter((text) => text.startsWith('RMMC8'));

/** Everything about a pack that has to hold whatever is in it. */
const check = (made: MadePack): void => {
  const packed = made.rules.filter(({ results }) => results[0]?.packed);
  const searches = confStanzas(fileOf(made, 'test_rules/default/savedsearches.conf'));
  const macros = confStanzas(fileOf(made, 'test_rules/default/macros.conf'));
  expect(searches.size).toBe(packed.length);
  expect(new Set([...searches.keys()].map((name) => name.toLowerCase())).size).toBe(packed.length);
  expect([...searches.keys()].filter((name) => [...name].length > 99 || /[[\]\p{Cc}]/u.test(name) || /^default$/i.test(name))).toEqual([]);
  expect([...macros.keys()].filter((name) => !/^[A-Za-z0-9_-]+(?:\(\d\))?$/.test(name))).toEqual([]);
  for (const [at, keys] of [...searches.values()].entries()) {
    const commands = packed[at]?.results[0]?.result.output?.trimEnd().split('\n') ?? [];
    const lines = (keys.get('search') ?? '').split(' \n');
    expect(lines.slice(0, -1)).toEqual(commands.map((line) => line.trimEnd()));
    const filter = /^\| `(\w+_filter)`$/.exec(lines.at(-1) ?? '')?.[1] ?? '';
    expect(macros.get(filter)?.get('definition')).toBe('search *');
    expect(keys.get('enableSched')).toBe('1');
  }
  expect(
    [...made.files.keys()].filter((at) => !at.split('/').every((part) => /^[A-Za-z0-9._-]+$/.test(part) && !/^\.+$/.test(part))),
  ).toEqual([]);
};

describe('hostile rules', () => {
  test('all are packed, and read back as meant', () => {
    const made = packOf(names);
    expect(own(made)).toEqual([]);
    const translated = made.rules.filter(({ results }) => results[0]?.result.output);
    expect([translated.length, made.rules.filter(({ results }) => results[0]?.packed).length]).toEqual([names.length, names.length]);
    check(made);
  });

  test('their detections are YAML that says what is meant', () => {
    const made = packOf(names);
    const detections = [...made.files]
      .filter(([at]) => at.includes('/detections/'))
      .map(([, text]) => load(text) as Record<string, unknown>);
    expect(detections.length).toBe(names.length);
    for (const [at, detection] of detections.entries()) {
      const output = made.rules[at]?.results[0]?.result.output ?? '';
      expect(
        String(detection.search)
          .replace(/ \n/g, '\n')
          .replace(/\n\| `\w+_filter`$/, '\n'),
      ).toBe(output.replace(/ \n/g, '\n'));
      expect(String(detection.name)).toMatch(/^[A-Za-z0-9 -]{1,45}$/);
    }
  });

  test('whatever the texts', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom('[', ']', '\\', '\n', '#', ';', '=', '{{', '}}', '$', '`', '"', ' ', '\r', '\u202e'),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
      ),
      maxLength: 40,
    });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
        const made = packOf(texts);
        if (made.rules.some(({ results }) => results[0]?.packed)) check(made);
        expect(own(made)).toEqual([]);
      }),
      { numRuns: 60, seed: 11 },
    );
  });
});

describe('what a profile asks for and Splunk does not take is refused by name', () => {
  const refusal = (all: object): readonly string[] => own(packOf(['a'], { overlay: { all } }));

  test.each([
    [
      'a key with a blank',
      { extra: { splunk: { 'a b': '1' } } },
      ['RMMC8022 the key `a b` for Splunk is not made of letters, digits, `.`, `_`, `:` and `-`'],
    ],
    ['the search', { extra: { splunk: { search: 'x' } } }, ['RMMC8022 the key `search` for Splunk is the rule itself']],
    [
      'a value that ends with a backslash',
      { extra: { splunk: { a: 'b\\' } } },
      ['RMMC8021 savedsearches.conf would not say what is meant: `a` reads as `b`'],
    ],
    [
      'a value with a blank at its end',
      { extra: { splunk: { a: 'b ' } } },
      ['RMMC8021 savedsearches.conf would not say what is meant: `a` reads as `b`'],
    ],
    ['a cron', { cron: '* * * * *' }, ['RMMC8023 the schedule `* * * * *` runs more than 12 times in an hour']],
    [
      'a field with a comma',
      { suppress: { fields: ['a,b'], seconds: 60 } },
      ["RMMC8024 `a,b` cannot stand in Splunk's list of fields for suppression"],
    ],
    [
      'a field that is not there',
      { suppress: { fields: ['Nowhere'], seconds: 60 } },
      ['RMMC8026 alerts are suppressed by `Nowhere`, which is no column of the result'],
    ],
  ])('%s', (_, all, found) => {
    expect(refusal(all)).toEqual(found);
  });
});

describe('a template that does not work', () => {
  const said = (templates: Record<string, string>): readonly string[] => own(packOf(['a'], { templates }));

  test.each([
    ['no Handlebars', { 'savedsearches.conf.hbs': '{{#each}' }, 'RMMC8020'],
    ['a name that is not there', { 'savedsearches.conf.hbs': '[{{nowhere}}]\n' }, 'RMMC8020'],
    ['a lost continuation', { 'savedsearches.conf.hbs': '[{{name}}]\n{{#each settings}}\n{{key}} = {{value}}\n{{/each}}\n' }, 'RMMC8021'],
    ['an app file', { 'README.txt.hbs': '{{nowhere}}' }, 'RMMC8020'],
    ['another file', { 'macros.conf.hbs': 'x' }, 'RMMC8021'],
  ])('%s', (_, templates, code) => {
    expect([...new Set(said(templates).map((text) => text.slice(0, 8)))]).toEqual([code]);
  });

  test('one that does replaces the built-in one', () => {
    const made = packOf(['a'], {
      templates: { 'savedsearches.conf.hbs': '# {{rule.id}}\n[{{name}}]\n{{#each settings}}{{key}} = {{conf value}}\n{{/each}}mine = 1\n' },
    });
    expect(own(made)).toEqual([]);
    expect(confStanzas(fileOf(made, 'test_rules/default/savedsearches.conf')).get('a')?.get('mine')).toBe('1');
  });
});
