// Inputs made to break readers, parsers, quoting and the file system in; a clear error or the right output, in bounded time, out.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RuleResult, translate } from '../src/index.ts';
import { emit, shippedRules } from './support/emit.ts';
import { hostileValues, stringOperators } from './support/hostile.ts';

/** `status code`, each once. Traces and defects of our own would stand in the messages. */
const summary = (text: string, file: string): string => {
  const { results, diagnostics } = translate(text, { file });
  const trace = diagnostics.filter(({ code, message }) => code === 'RMMC9001' || /\n\s+at |RangeError|call stack/.test(message));
  const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  return [...new Set([...results.map(({ status }) => status), ...errors, ...trace.map(({ message }) => message)])].join(' ');
};

/** The quickest of three runs, in milliseconds. */
const timeOf = (work: () => unknown): number =>
  Math.min(
    ...[1, 2, 3].map(() => {
      const start = performance.now();
      work();
      return performance.now() - start;
    }),
  );
const hundredRules = (): void => {
  const rules = shippedRules();
  for (let round = 0; round < 20; round++) for (const { file, text } of rules) translate(text, { file });
};

describe('files', () => {
  test('empty', () => {
    expect(summary('', 'a.kql')).toBe('error RMMC1001');
    expect(summary(' \n\t\n', 'a.yaml')).toBe('error RMMC1001');
  });

  test('binary', () => {
    expect(summary('\u007fELF\u0002\u0001\0\0\0', 'a.kql')).toBe('error RMMC1002');
    expect(summary('\ud800 T', 'a.kql')).toBe('error RMMC1003');
  });

  test('10 MB of nonsense is turned away without being parsed', () => {
    const text = 'x|'.repeat(5_000_000);
    expect(summary(text, 'a.kql')).toBe('error RMMC1004');
    expect(timeOf(() => translate(text, { file: 'a.kql' }))).toBeLessThan(timeOf(hundredRules));
  });

  test('nonsense of a length that is read takes time in proportion to its length', () => {
    const nonsense = (length: number): string => 'a | ( " \\ @ %% ;; \u00e9 '.repeat(length / 20);
    const short = timeOf(() => translate(nonsense(20_000), { file: 'a.kql' }));
    const long = timeOf(() => translate(nonsense(200_000), { file: 'a.kql' }));
    expect(summary(nonsense(20_000), 'a.kql')).toMatch(/^error RMMC1\d{3}/);
    expect(long / short).toBeLessThan(60);
  });

  test('an alias bomb in YAML', () => {
    const levels = Array.from({ length: 12 }, (_, at) => `l${at + 1}: &l${at + 1} [${Array.from({ length: 10 }, () => `*l${at}`).join()}]`);
    const bomb = ['l0: &l0 [x, x]', ...levels, 'query: T | take 1', ''].join('\n');
    expect(summary(bomb, 'a.yaml')).toMatch(/^error RMMC10\d\d$/);
    expect(timeOf(() => translate(bomb, { file: 'a.yaml' }))).toBeLessThan(timeOf(hundredRules));
  });

  test('a rule that claims another place, name and markup', () => {
    const rule = (key: string, value: string): string =>
      `id: 1\nname: n\n${key}: ${JSON.stringify(value)}\nquery: DeviceProcessEvents | where ProcessId == 1\n`;
    const values = ['../../etc/passwd', 'a\nb: c', '---\nx: 1', '| delete', '" # \' {{x}} `y`', '\u0007\u202e'];
    const broken = ['id', 'name', 'description', 'version'].flatMap((key) =>
      values.flatMap((value) =>
        translate(rule(key, value), { file: 'a.yaml' }).results.flatMap((result) =>
          result.status === 'ok' && isWhole(result)
            ? []
            : [`${key} ${JSON.stringify(value)} ${result.target} ${result.status}\n${result.output}`],
        ),
      ),
    );
    expect(broken).toEqual([]);
  });
});

describe('queries', () => {
  test('10,000 nested parentheses', () => {
    const nested = `DeviceProcessEvents | where ${'('.repeat(10_000)}ProcessId == 1${')'.repeat(10_000)}`;
    expect(summary(nested, 'a.kql')).toMatch(/^error RMMC11\d\d$/);
    expect(timeOf(() => translate(nested, { file: 'a.kql' }))).toBeLessThan(timeOf(hundredRules));
  });

  test.each(['not(', 'iff(true, 1, ', 'tolower(', '-', 'x[', '{"a":'])('10,000 times %s', (open) => {
    expect(summary(`DeviceProcessEvents | extend a = ${open.repeat(10_000)}`, 'a.kql')).toMatch(/^error RMMC11\d\d/);
  });

  test('2,000 terms of an or translate to every target, in time that does not grow faster than their number', () => {
    const terms = (count: number): string =>
      Array.from({ length: count }, (_, at) => `${at % 2 ? 'FileName' : 'FolderPath'} has "t${at}"`).join(' or ');
    const query = (count: number): string => `DeviceProcessEvents | where ${terms(count)}`;
    expect(
      translate(query(2000), { file: 'a.kql' })
        .results.map(({ target, status }) => `${target} ${status}`)
        .sort(),
    ).toEqual(['esql ok', 'kql ok', 'sigma ok', 'spl ok']);
    const few = timeOf(() => translate(query(200), { file: 'a.kql' }));
    const many = timeOf(() => translate(query(2000), { file: 'a.kql' }));
    expect(many / few).toBeLessThan(60);
  });
});

/** String literals as each language spells them. ES|QL's triple quotes take up to two more quotes at their end. */
const literals: Readonly<Record<string, RegExp>> = {
  spl: /"(?:\\[\s\S]|[^"\\])*"/g,
  esql: /"""[^\r\n]*?"""(?:"{0,2})|"(?:\\.|[^"\\\r\n])*"/g,
  kql: /@"(?:[^"\r\n]|"")*"|@'(?:[^'\r\n]|'')*'|"(?:\\.|[^"\\\r\n])*"|'(?:\\.|[^'\\\r\n])*'/g,
};
const emptied = (target: string, text: string): string => text.replace(literals[target] ?? /$^/g, '\u0001');

/** The first word of each stage; what stands in quotes cannot add one. */
const commandsOf = (target: string, text: string): readonly string[] =>
  emptied(target, text)
    .replace(/^\s*(?:```[\s\S]*?```|\/\/.*$)/gm, '')
    .split('|')
    .map((stage) => stage.trim().split(/\W/)[0] ?? '');

const isBalanced = (target: string, text: string): boolean => {
  const bare = emptied(target, text);
  const open: string[] = [];
  const closing: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
  for (const character of bare) {
    if ('([{'.includes(character)) open.push(character);
    const opener = closing[character];
    if (opener && open.pop() !== opener) return false;
  }
  return open.length === 0 && !bare.includes('"');
};

interface SigmaRule {
  readonly detection: Readonly<Record<string, unknown>> & { readonly condition: string };
}
const isSigma = (text: string): boolean => {
  const rule = load(text) as SigmaRule;
  const names = Object.keys(rule.detection).filter((name) => name !== 'condition');
  const fields = Object.values(rule.detection)
    .flat()
    .flatMap((selection) => (typeof selection === 'object' && selection !== null ? Object.keys(selection) : []));
  const words = rule.detection.condition.split(/[\s()]+/).filter((word) => word !== '' && !/^(?:and|or|not|1|all|of)$/.test(word));
  return words.every((word) => names.includes(word) || word.endsWith('*')) && fields.every((field) => /^\w+(?:\|[a-z]+)*$/.test(field));
};

/** The text is one well-formed piece of its language, as far as that can be seen without its engine. */
const isWhole = ({ target, output }: RuleResult): boolean => {
  if (output === null || !output.endsWith('\n')) return false;
  return target === 'sigma' ? isSigma(output) : isBalanced(target, output);
};

describe('values in string tests', () => {
  const results = (value: string): readonly (readonly [string, RuleResult])[] =>
    stringOperators.flatMap(({ name, kql }) =>
      [...emit(`DeviceProcessEvents | where ${kql('FileName', value)} | project FileName`).values()].map(
        (result) => [name, result] as const,
      ),
    );
  const benign = new Map(['spl', 'esql', 'kql'].map((target) => [target, new Set<string>()]));
  for (const [, { target, output }] of [...results('abc'), ...results('a-c')]) {
    for (const command of output === null ? [] : commandsOf(target, output)) benign.get(target)?.add(command);
  }

  test.each(hostileValues)('%j stays a value in every target', (value) => {
    const wrong = results(value).flatMap(([name, result]) => {
      const { target, output, status, diagnostics } = result;
      if (output === null) {
        const clear = status === 'refused' && diagnostics.some(({ severity, code }) => severity === 'error' && code !== 'RMMC9001');
        return clear ? [] : [`${target} ${name} ${status}: ${diagnostics.map(({ code, message }) => `${code} ${message}`).join('; ')}`];
      }
      const known = benign.get(target);
      const strange = known ? commandsOf(target, output).filter((command) => !known.has(command)) : [];
      return strange.length === 0 && isWhole(result) ? [] : [`${target} ${name} ${strange}\n${output}`];
    });
    expect(wrong).toEqual([]);
  });
});

describe('the command line', () => {
  const cache = path.resolve('node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'hostile-'));
  const program = path.join(folder, 'rmmc.mjs');
  beforeAll(() =>
    build({
      entryPoints: ['src/cli/main.ts'],
      bundle: true,
      splitting: false,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      outfile: program,
    }),
  );
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (files: Readonly<Record<string, string | Buffer>>, ...args: readonly string[]) => {
    const inputs = path.join(mkdtempSync(path.join(folder, 'run-')), 'in');
    mkdirSync(inputs);
    for (const [name, content] of Object.entries(files)) writeFileSync(path.join(inputs, name), content);
    const { status, stderr } = spawnSync(process.execPath, [program, 'translate', inputs, '--to', 'all', '--out-dir', '../out', ...args], {
      cwd: inputs,
      encoding: 'utf8',
      timeout: 25_000,
    });
    const below = path.dirname(inputs);
    const written = readdirSync(below, { recursive: true, encoding: 'utf8' }).filter((name) => !name.startsWith('in') && name !== 'out');
    return { status, written: written.sort(), traces: stderr.split('\n').filter((line) => /^\s+at |RMMC9001/.test(line)), stderr };
  };

  test('broken files give one error each, no trace, no output, and exit code 2', () => {
    const { status, written, traces, stderr } = run({
      'binary.kql': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0xff, 0xfe]),
      'big.kql': Buffer.alloc(10_000_000, 'x|'),
      'empty.yaml': '',
      'nested.kql': `T | where ${'('.repeat(10_000)}`,
      'latin.kql': Buffer.from([0x54, 0xe9, 0x7c]),
    });
    const errors = [...stderr.matchAll(/RMMC1\d{3}/g)].map(([code]) => code);
    expect({ status, written, traces, errors: [...new Set(errors)].sort().slice(0, 4) }).toEqual({
      status: 2,
      written: [],
      traces: [],
      errors: ['RMMC1001', 'RMMC1002', 'RMMC1003', 'RMMC1004'],
    });
  });

  test('what a rule calls itself never becomes a path', () => {
    const rule = 'id: ../../../etc/passwd\nname: ../../x\nquery: DeviceProcessEvents | where ProcessId == 1\n';
    const { status, written, traces } = run({ 'a..b.yaml': rule });
    expect({ status, written, traces }).toEqual({
      status: 0,
      written: ['out/a..b.esql', 'out/a..b.kql', 'out/a..b.spl', 'out/a..b.yml'],
      traces: [],
    });
  });
});
