// rmmc.yaml: what it means, and where exactly it is wrong.
import { describe, expect, test } from 'vitest';
import { profileKeys } from '../../src/backends/registry.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import { locateDiagnostic } from '../../src/diagnostics/located.ts';

const parsed = (text: string) => parseConfig(text, 'rmmc.yaml', profileKeys);

const problems = (text: string): readonly string[] => {
  const { diagnostics, source } = parsed(text);
  return diagnostics.map((one) => {
    const { line, column, code, message, help } = locateDiagnostic(source, one);
    return `${line}:${column} ${code} ${message} (${help})`;
  });
};

const profile = (text: string, name: string): unknown => {
  expect(problems(text)).toEqual([]);
  return JSON.parse(JSON.stringify(parsed(text).config.profiles.get(name)));
};

describe('profiles', () => {
  test('every setting', () => {
    const text = `profiles:
  default:
    spl:
      index: main
      sourcetype: a
      macro: m
      fieldPrefix: p_
      nullText: ""
      tables:
        T:
          sourcetype: [a, b]
          constraint: {field: EventCode, value: 1}
          fields: {A: a, B: null, C: {field: c, or: [d], transform: lower, values: {x: 1, y: null}}}
        U: {constraint: null}
    sigma: {match: contains, tables: {T: {logsource: {product: windows}}}}
`;
    expect(profile(text, 'default')).toEqual({
      name: 'default',
      targets: {
        spl: {
          index: 'main',
          sourcetype: ['a'],
          macro: 'm',
          fieldPrefix: 'p_',
          nullText: '',
          tables: {
            T: {
              sourcetype: ['a', 'b'],
              constraint: { field: 'EventCode', value: '1' },
              fields: { A: { field: 'a' }, B: null, C: { field: 'c', or: ['d'], transform: 'lower', values: { x: '1', y: null } } },
            },
            U: { constraint: null },
          },
        },
        sigma: { match: 'contains', tables: { T: { logsource: { product: 'windows' } } } },
      },
    });
  });

  test('extends merges down to a column; a column is replaced as a whole', () => {
    const text = `profiles:
  default: {spl: {index: main, tables: {T: {sourcetype: [a, b], fields: {A: {field: a, type: x}, B: b}}}}}
  customer: {extends: default, spl: {tables: {T: {sourcetype: c, fields: {A: z}}, U: {index: u}}}}
`;
    expect(profile(text, 'customer')).toEqual({
      name: 'customer',
      targets: {
        spl: { index: 'main', tables: { T: { sourcetype: ['c'], fields: { A: { field: 'z' }, B: { field: 'b' } } }, U: { index: 'u' } } },
      },
    });
  });

  test('names from the file never meet a prototype', () => {
    const { config } = parsed('profiles: {constructor: {spl: {tables: {__proto__: {index: a}, toString: {index: b}}}}}');
    const tables = config.profiles.get('constructor')?.targets.spl?.tables ?? {};
    expect([Object.getPrototypeOf(tables), Object.keys(tables), tables.valueOf]).toEqual([null, ['__proto__', 'toString'], undefined]);
  });
});

describe('lint', () => {
  test('severities and the kind of rules', () => {
    const { config, diagnostics } = parsed('lint:\n  RMMC6002: off\n  RMMC2001: error\n  ruleKind: custom-detection\n');
    expect([diagnostics, [...config.lint.severities], config.lint.ruleKind]).toEqual([
      [],
      [
        ['RMMC6002', 'off'],
        ['RMMC2001', 'error'],
      ],
      'custom-detection',
    ]);
  });

  test.each([
    [
      'lint: {RMMC6002: quiet}',
      '1:18 RMMC5003 `RMMC6002` is text; expected one of off, info, warning, error (give one of off, info, warning, error)',
    ],
    ['lint: {RMMC62: off}', '1:8 RMMC5002 `RMMC62` is not a setting of `lint` (did you mean `RMMC6002`?)'],
    [
      'lint: {speed: 1}',
      '1:8 RMMC5002 `speed` is not a setting of `lint` (known here: ruleKind, and codes such as RMMC6002 (docs/README.md lists them))',
    ],
    [
      'lint: {RMMC2002: off}',
      '1:8 RMMC5007 the severity of RMMC2002 cannot be set (errors and what a target cannot say stay as they are; a narrowing is accepted with --allow)',
    ],
    ['lint: off', '1:7 RMMC5003 `lint` is text; expected a mapping (give a mapping)'],
  ])('%s', (text, problem) => expect(problems(text)).toEqual([problem]));
});

test('schema tables', () => {
  const { config, diagnostics } = parsed(
    'schema:\n  tables:\n    My_CL: {TimeGenerated: datetime, N: double, S: string}\n    B: {Timestamp: date}\n    C: {}\n',
  );
  expect([diagnostics, [...config.tables]]).toEqual([
    [],
    [
      [
        'My_CL',
        {
          columns: [
            { name: 'TimeGenerated', type: 'datetime' },
            { name: 'N', type: 'real' },
            { name: 'S', type: 'string' },
          ],
          timeColumn: 'TimeGenerated',
        },
      ],
      ['B', { columns: [{ name: 'Timestamp', type: 'datetime' }], timeColumn: 'Timestamp' }],
      ['C', { columns: [], timeColumn: null }],
    ],
  ]);
});

describe('mistakes', () => {
  test.each([
    ['unknown key on top', 'profile: {}', ['1:1 RMMC5002 `profile` is not a setting of rmmc.yaml (did you mean `profiles`?)']],
    [
      'unknown target',
      'profiles:\n  a: {splunk: {}}',
      [
        '2:7 RMMC5002 `splunk` is not a setting of a profile (known here: extends, lookups, lets, exclude, severity, schedule, suppress, rules, spl, esql, sigma, kql)',
      ],
    ],
    [
      'a key of another target',
      'profiles: {a: {sigma: {index: x}}}',
      ['1:24 RMMC5002 `index` is not a setting of the profile of sigma (known here: match, version, tables)'],
    ],
    ['wrong type', 'profiles: {a: {spl: {index: 5}}}', ['1:29 RMMC5003 `index` is a number; expected text (give text)']],
    [
      'wrong word',
      'profiles: {a: {sigma: {match: all}}}',
      ['1:31 RMMC5003 `match` is text; expected one of exact, contains (give one of exact, contains)'],
    ],
    [
      'a field without field',
      'profiles: {a: {spl: {tables: {T: {fields: {A: {type: x}}}}}}}',
      ['1:47 RMMC5003 `A` is a mapping; expected a mapping with `field` (give a mapping with `field`)'],
    ],
    ['nothing', 'profiles:\n  a:\n', ['2:3 RMMC5003 `a` is nothing; expected a mapping (give a mapping)']],
    ['an alias', 'profiles: {a: &x {}, b: *x}', ['1:25 RMMC5003 `b` is an alias; expected a mapping (give a mapping)']],
    ['a key twice', 'profiles: {a: {}, a: {}}', ['1:19 RMMC5006 `a` stands twice (remove one of them)']],
    ['unknown base', 'profiles: {base: {}, b: {extends: bsae}}', ['1:35 RMMC5004 profile `bsae` is not defined (did you mean `base`?)']],
    [
      'a ring',
      'profiles:\n  a: {extends: b}\n  b: {extends: a}\n',
      [
        '3:16 RMMC5005 profiles extend each other in a ring: a -> b -> a (remove one `extends`)',
        '2:16 RMMC5005 profiles extend each other in a ring: b -> a -> b (remove one `extends`)',
      ],
    ],
    [
      'no YAML',
      'profiles: [',
      [
        '1:12 RMMC5001 the configuration is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ] (mend the YAML at this place)',
      ],
    ],
    ['a list', '- a', ['1:1 RMMC5003 `rmmc.yaml` is a list; expected a mapping (give a mapping)']],
  ])('%s', (_name, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  test('an empty file is an empty configuration', () => {
    const { config, diagnostics } = parsed('# nothing yet\n');
    expect([config.profiles.size, config.tables.size, diagnostics]).toEqual([0, 0, []]);
  });
});
