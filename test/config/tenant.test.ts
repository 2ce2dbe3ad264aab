// rmmc.yaml on packs and tenants: what it means, and where exactly it is wrong.
import { describe, expect, test } from 'vitest';
import { profileKeys } from '../../src/backends/registry.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import { locateDiagnostic } from '../../src/diagnostics/located.ts';
import { packNames } from '../../src/packs/pack-names.ts';

const parsed = (text: string) => parseConfig(text, 'rmmc.yaml', profileKeys, packNames);

const problems = (text: string): readonly string[] => {
  const { diagnostics, source } = parsed(text);
  return diagnostics.map((one) => {
    const { line, column, code, message, help } = locateDiagnostic(source, one);
    return `${line}:${column} ${code} ${message} (${help})`;
  });
};

const overlay = (text: string, name: string) => {
  expect(problems(text)).toEqual([]);
  return parsed(text).config.profiles.get(name)?.overlay;
};

test('the settings of a pack', () => {
  const text = 'pack: {name: acme_rules, title: Acme, version: 1.2.0, author: A, description: d, date: 2026-02-28, templates: t}';
  expect(problems(text)).toEqual([]);
  expect(parsed(text).config.pack).toEqual({
    name: 'acme_rules',
    title: 'Acme',
    version: '1.2.0',
    author: 'A',
    description: 'd',
    date: '2026-02-28',
    templates: 't',
  });
  expect(parsed('profiles: {}').config.pack).toBeNull();
});

test('everything that a profile changes about rules', () => {
  const text = `profiles:
  acme:
    spl: {index: main}
    lets: {Tools: [a.exe, b.exe], One: x}
    exclude:
      - {column: DeviceName, values: lab}
      - {column: FolderPath, match: startswith, values: ['C:\\a', 'D:\\b'], tables: [DeviceProcessEvents]}
    severity: High
    schedule: {every: 1h, period: 5d, enabled: true}
    suppress: {fields: DeviceName, for: 12h}
    rules:
      rule-1: {name: N, severity: Low, enabled: false, every: 90s, period: 1d, cron: "0 */4 * * *", skip: true, suppress: {fields: [a, b], for: 1d}}
      rule-2: {splunk: {action.email: 1, dispatch.ttl: 2p}, elastic: {risk_score: 73}, sentinel: {}}
`;
  const found = overlay(text, 'acme');
  expect(found).toEqual({
    lets: new Map([
      ['Tools', ['a.exe', 'b.exe']],
      ['One', ['x']],
    ]),
    exclusions: [
      { column: 'DeviceName', match: 'equals', values: ['lab'] },
      { column: 'FolderPath', match: 'startswith', values: ['C:\\a', 'D:\\b'], tables: ['DeviceProcessEvents'] },
    ],
    all: { severity: 'High', every: 3600, period: 432_000, enabled: true, suppress: { fields: ['DeviceName'], seconds: 43_200 } },
    rules: new Map([
      [
        'rule-1',
        {
          name: 'N',
          severity: 'Low',
          enabled: false,
          every: 90,
          period: 86_400,
          cron: '0 */4 * * *',
          skip: true,
          suppress: { fields: ['a', 'b'], seconds: 86_400 },
        },
      ],
      ['rule-2', { extra: { splunk: { 'action.email': '1', 'dispatch.ttl': '2p' }, elastic: { risk_score: '73' }, sentinel: {} } }],
    ]),
  });
  expect(JSON.parse(JSON.stringify(parsed(text).config.profiles.get('acme')?.targets))).toEqual({ spl: { index: 'main' } });
});

test('extends merges by list, by rule and by key of a rule', () => {
  const text = `profiles:
  base:
    lets: {A: [a], B: [b]}
    exclude: [{column: X, values: x}]
    schedule: {every: 1h, period: 1d}
    rules: {r: {severity: Low, splunk: {k: 1, l: 2}}, s: {skip: true}}
  acme:
    extends: base
    lets: {B: [c, d]}
    exclude: [{column: Y, values: y}]
    schedule: {every: 2h}
    rules: {r: {name: N, splunk: {l: 3}}}
`;
  expect(overlay(text, 'acme')).toEqual({
    lets: new Map([
      ['A', ['a']],
      ['B', ['c', 'd']],
    ]),
    exclusions: [{ column: 'Y', match: 'equals', values: ['y'] }],
    all: { every: 7200, period: 86_400 },
    rules: new Map([
      ['r', { name: 'N', severity: 'Low', extra: { splunk: { k: '1', l: '3' } } }],
      ['s', { skip: true }],
    ]),
  });
});

test('a profile that changes no rule has no overlay', () => {
  expect(overlay('profiles: {acme: {spl: {index: main}}}', 'acme')).toBeUndefined();
});

test('names of rules and lists never meet a prototype', () => {
  const found = overlay('profiles: {acme: {lets: {__proto__: [a]}, rules: {constructor: {skip: true}, __proto__: {skip: false}}}}', 'acme');
  expect([[...(found?.lets.keys() ?? [])], [...(found?.rules.keys() ?? [])]]).toEqual([['__proto__'], ['constructor', '__proto__']]);
});

describe('mistakes', () => {
  test.each([
    [
      'pack: {name: 1a}',
      '1:14 RMMC8004 `name` of the pack is `1a`, expected a letter, then at most 79 letters, digits, `_` and `-` (mend it under `pack:` in rmmc.yaml)',
    ],
    [
      'pack: {name: ../x}',
      '1:14 RMMC8004 `name` of the pack is `../x`, expected a letter, then at most 79 letters, digits, `_` and `-` (mend it under `pack:` in rmmc.yaml)',
    ],
    [
      'pack: {version: 1.2}',
      '1:17 RMMC8004 `version` of the pack is `1.2`, expected a version such as 1.2.3 (mend it under `pack:` in rmmc.yaml)',
    ],
    [
      'pack: {date: 2026-02-30}',
      '1:14 RMMC8004 `date` of the pack is `2026-02-30`, expected a date such as 2026-11-21 (mend it under `pack:` in rmmc.yaml)',
    ],
    [
      'pack: {title: [a]}',
      '1:15 RMMC8004 `title` of the pack is a list, expected one line of at most 200 characters (mend it under `pack:` in rmmc.yaml)',
    ],
    ['pack: {nam: a}', '1:8 RMMC5002 `nam` is not a setting of `pack` (did you mean `name`?)'],
    ['profiles: {a: {exclud: []}}', '1:16 RMMC5002 `exclud` is not a setting of a profile (did you mean `exclude`?)'],
    ['profiles: {a: {exclude: {column: x}}}', '1:25 RMMC5003 `exclude` is a mapping; expected a list (give a list)'],
    [
      'profiles: {a: {exclude: [{column: x}]}}',
      '1:26 RMMC5003 `exclude` is a mapping; expected a mapping with `values` (give a mapping with `values`)',
    ],
    [
      'profiles: {a: {exclude: [{column: x, values: []}]}}',
      '1:46 RMMC5003 `values` is a list; expected texts, none of them empty (give texts, none of them empty)',
    ],
    [
      'profiles: {a: {exclude: [{column: x, values: [""]}]}}',
      '1:46 RMMC5003 `values` is a list; expected texts, none of them empty (give texts, none of them empty)',
    ],
    [
      'profiles: {a: {exclude: [{column: x, values: a, match: regex}]}}',
      '1:56 RMMC5003 `match` is text; expected one of equals, startswith, endswith, contains, has (give one of equals, startswith, endswith, contains, has)',
    ],
    [
      'profiles: {a: {schedule: {every: soon}}}',
      '1:34 RMMC5003 `every` is `soon`; expected a timespan such as 1h or 5d (give a timespan such as 1h or 5d)',
    ],
    [
      'profiles: {a: {schedule: {every: 0h}}}',
      '1:34 RMMC5003 `every` is `0h`; expected a timespan such as 1h or 5d (give a timespan such as 1h or 5d)',
    ],
    [
      'profiles: {a: {schedule: {cron: "* * *"}}}',
      '1:33 RMMC5003 `cron` is `* * *`; expected five fields such as `0 */4 * * *` (give five fields such as `0 */4 * * *`)',
    ],
    ['profiles: {a: {schedule: {enabled: yes}}}', '1:36 RMMC5003 `enabled` is `yes`; expected true or false (give true or false)'],
    [
      'profiles: {a: {severity: high}}',
      '1:26 RMMC5003 `severity` is text; expected one of Informational, Low, Medium, High (give one of Informational, Low, Medium, High)',
    ],
    [
      'profiles: {a: {suppress: {fields: x}}}',
      '1:26 RMMC5003 `suppress` is a mapping; expected a mapping with `for` (give a mapping with `for`)',
    ],
    ['profiles: {a: {rules: {r: {splnk: {a: b}}}}}', '1:28 RMMC5002 `splnk` is not a setting of a rule (did you mean `splunk`?)'],
    ['profiles: {a: {rules: {r: {splunk: {a: [b]}}}}}', '1:40 RMMC5003 `a` is a list; expected a single value (give a single value)'],
    [
      'profiles: {a: {lets: {T: {a: b}}}}',
      '1:26 RMMC5003 `T` is a mapping; expected text or a list of texts (give text or a list of texts)',
    ],
  ])('%s', (text, expected) => {
    expect(problems(text)).toEqual([expected]);
  });
});
