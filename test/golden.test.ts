// Every shipped rule in, every file of golden/<rule>/ out, byte for byte; of the catalogue's rules only the queries, in golden/catalogue/<rule>/.
// `npm run golden:accept` rewrites the files and removes those that no rule owns; it never does so under CI.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { frontEnd } from '../src/compile.ts';
import { type LocatedDiagnostic, type RuleResult, translate } from '../src/index.ts';
import { dumpQuery } from '../src/ir/dump.ts';
import { readUnits } from '../src/units.ts';

const root = path.resolve(import.meta.dirname, '..');
const accept = process.env.GOLDEN === 'accept' && !process.env.CI;
const list = (folder: string): string[] => (existsSync(path.join(root, folder)) ? readdirSync(path.join(root, folder)).sort() : []);
const rulesIn = (folder: string): string[] => list(folder).filter((file) => /(?<!\.test)\.(?:ya?ml|kql)$/.test(file));
const stemOf = (file: string): string => file.replace(/\.[^.]+$/, '');

/** File name of each target's output. */
const outputs = { kql: 'kql.kql', spl: 'spl.spl', esql: 'esql.esql', sigma: 'sigma.yml' } as const;

const place = ({ line, column, endLine, endColumn }: Pick<LocatedDiagnostic, 'line' | 'column' | 'endLine' | 'endColumn'>): string =>
  `${line}:${column}-${endLine}:${endColumn}`;
const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

const clauseLines = ({ clauses }: RuleResult): string[] =>
  clauses.map((clause) => {
    const codes = clause.codes.length > 0 ? `  (${clause.codes.join(', ')})` : '';
    return `  ${place(clause).padEnd(12)} ${clause.part.padEnd(9)} ${clause.fidelity.padEnd(10)} ${oneLine(clause.text)}${codes}`;
  });

const findingLines = ({ diagnostics, rule }: RuleResult): string[] =>
  diagnostics.map((one) => {
    const help = one.help === null ? '' : `\n    help: ${one.help}`;
    return `  ${rule.file}:${one.line}:${one.column} ${one.severity} ${one.code} ${one.message}${help}`;
  });

const section = (result: RuleResult): string =>
  [
    `== ${result.target}: ${result.status}, ${result.fidelity}`,
    'clauses',
    ...clauseLines(result),
    'findings',
    ...(result.diagnostics.length > 0 ? findingLines(result) : ['  none']),
  ].join('\n');

/** What golden/<rule>/ must hold. */
const filesOf = (ruleFile: string): ReadonlyMap<string, string> => {
  const file = `rules/${ruleFile}`;
  const text = readFileSync(path.join(root, file), 'utf8');
  const { results } = translate(text, { file });
  const [unit] = readUnits(text, { file }).units;
  const normal = unit ? frontEnd(unit, { file }).normal : null;
  const files = new Map([
    ['query.kql', unit?.source.text ?? ''],
    ['ir.txt', normal ? `${dumpQuery(normal)}\n` : 'the rule is broken\n'],
    ['diagnostics.txt', `${file}\n\n${results.map(section).join('\n\n')}\n`],
  ]);
  for (const { target, output } of results) if (output !== null) files.set(outputs[target], output);
  return files;
};

/** What golden/catalogue/<rule>/ must hold. */
const queriesOf = (ruleFile: string): ReadonlyMap<string, string> => {
  const file = `rules/catalogue/${ruleFile}`;
  const { results } = translate(readFileSync(path.join(root, file), 'utf8'), { file });
  return new Map(results.flatMap(({ target, output }) => (output === null ? [] : [[outputs[target], output] as const])));
};

type Expected = ReadonlyMap<string, ReadonlyMap<string, string>>;
const expected: Expected = new Map(rulesIn('rules').map((ruleFile) => [stemOf(ruleFile), filesOf(ruleFile)]));
const catalogue: Expected = new Map(rulesIn('rules/catalogue').map((ruleFile) => [stemOf(ruleFile), queriesOf(ruleFile)]));

const update = (base: string, wanted: Expected, spared: readonly string[] = []): void => {
  for (const folder of list(base)) {
    if (!wanted.has(folder) && !spared.includes(folder)) rmSync(path.join(root, base, folder), { recursive: true });
  }
  for (const [stem, files] of wanted) {
    const folder = path.join(root, base, stem);
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder)) if (!files.has(name)) rmSync(path.join(folder, name), { recursive: true });
    for (const [name, content] of files) writeFileSync(path.join(folder, name), content);
  }
};
if (accept) {
  update('golden', expected, ['catalogue']);
  update('golden/catalogue', catalogue);
}

test('golden/ has one folder for each rule, and no other', () => {
  expect(list('golden')).toEqual(['catalogue', ...expected.keys()].sort());
});

test('golden/catalogue/ has one folder for each rule of the catalogue, and no other', () => {
  expect(list('golden/catalogue')).toEqual([...catalogue.keys()].sort());
});

test.each([...catalogue])('catalogue: %s', (stem, files) => {
  const folder = `golden/catalogue/${stem}`;
  expect(Object.fromEntries(list(folder).map((name) => [name, readFileSync(path.join(root, folder, name), 'utf8')]))).toEqual(
    Object.fromEntries(files),
  );
});

describe.each([...expected])('%s', (stem, files) => {
  test('has these files, and no other', () => {
    expect(list(`golden/${stem}`)).toEqual([...files.keys()].sort());
  });

  test.each([...files])('%s', (name, content) => {
    const at = path.join(root, 'golden', stem, name);
    expect(content).toBe(existsSync(at) ? readFileSync(at, 'utf8') : 'a file that is not there');
  });
});
