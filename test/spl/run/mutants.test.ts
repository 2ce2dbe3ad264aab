// Rules of the evaluator swapped one at a time in a copy of it: the cases of rules.ts have to notice each.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { rules } from './rules.ts';
import { type Evaluator, outcomeOf, rowsOf } from './running.ts';

interface Mutant {
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const source = path.resolve(import.meta.dirname, '../../../src/spl');

const mutants: readonly Mutant[] = [
  { what: 'search: AND binds tighter than OR', file: 'read-search.ts', from: 'while (take(c, or))', to: 'while (take(c, and))' },
  { what: 'search: values have a case', file: 'run/terms.ts', from: 'text.toLowerCase()', to: 'text' },
  {
    what: 'search: != takes events without the field',
    file: 'run/terms.ts',
    from: "any === all || asked.is('anyOfSeveralValuesDiffers') ? any : all",
    to: 'texts.length === 0 || any',
  },
  {
    what: 'search: NOT needs the field',
    file: 'run/terms.ts',
    from: ': !fits(operand, row, context)',
    to: ': !fits(operand, row, context) && (operand.kind !== "compare" || row.has(operand.field))',
  },
  {
    what: 'search: = compares numbers',
    file: 'run/terms.ts',
    from: "if (op === '=') return texts.some((text) => equals(value, text, asked));",
    to: "if (op === '=') return texts.some((text) => equals(value, text, asked) || Number(text) === Number(value.text));",
  },
  { what: 'search: < compares texts', file: 'run/terms.ts', from: 'a !== null && b !== null ? a - b', to: 'a === 0 && b !== null ? a - b' },
  { what: 'search: latest is inclusive', file: 'run/terms.ts', from: 'at < bound', to: 'at <= bound' },
  { what: 'search: earliest is exclusive', file: 'run/terms.ts', from: 'at >= bound', to: 'at > bound' },
  {
    what: 'where: a comparison with NULL is false',
    file: 'run/comparison.ts',
    from: 'right === null) return null',
    to: 'right === null) return false',
  },
  {
    what: 'where: values ignore case',
    file: 'run/comparison.ts',
    from: 'compareText(textOf(left), textOf(right))',
    to: 'compareText(textOf(left).toLowerCase(), textOf(right).toLowerCase())',
  },
  { what: 'eval: a comparison with a number is one of texts', file: 'run/comparison.ts', from: 'isSure || ', to: '!isSure && ' },
  {
    what: 'eval: an empty text is NULL',
    file: 'run/forms.ts',
    from: 'if (value !== null) return value;\n  }',
    to: 'if (value !== null && value !== "") return value;\n  }',
  },
  {
    what: 'stats: a missing key is a group',
    file: 'run/commands/stats.ts',
    from: 'const texts = textsOf(row.get(name) ?? null);',
    to: 'const texts = textsOf(row.get(name) ?? "");',
  },
  {
    what: 'stats: no row over none',
    file: 'run/commands/stats.ts',
    from: 'by.length === 0 && groups.length === 0 ?',
    to: 'by.length === 99 ?',
  },
  {
    what: 'stats: values keeps repetitions',
    file: 'run/aggregates.ts',
    from: 'multi([...new Set(texts)].sort',
    to: 'multi([...texts].sort',
  },
  { what: 'stats: list keeps all', file: 'run/aggregates.ts', from: 'texts.slice(0, mostListed)', to: 'texts' },
  { what: 'stats: latest is the earliest', file: 'run/aggregates.ts', from: 'sign * (time - best) > 0', to: 'sign * (time - best) < 0' },
  {
    what: 'sort: a missing field is first',
    file: 'run/commands/rows.ts',
    from: 'Number(x === undefined) - Number(y === undefined)',
    to: 'Number(y === undefined) - Number(x === undefined)',
  },
  { what: 'dedup: rows without the field stay', file: 'run/commands/rows.ts', from: 'command.keepEmpty ? [row] : []', to: '[row]' },
  { what: 'join: all matches', file: 'run/commands/sources.ts', from: 'command.max === 0 ? found', to: 'command.max < 99 ? found' },
  {
    what: 'fillnull: an unnamed field is made',
    file: 'run/commands/fields.ts',
    from: 'wanted.length > 0 ? namesOf(wanted, over)',
    to: 'wanted.length > 99 ? namesOf(wanted, over)',
  },
  { what: 'timechart: no empty times', file: 'run/commands/series.ts', from: '!continuous ||', to: 'continuous ||' },
  {
    what: 'chart: no NULL series',
    file: 'run/commands/series.ts',
    from: 'const hasNull = command.useNull &&',
    to: 'const hasNull = !command.useNull &&',
  },
  { what: 'substr counts from 0', file: 'run/functions/text.ts', from: ': start - 1', to: ': start' },
  {
    what: 'mvindex: the end is left out',
    file: 'run/functions/multi.ts',
    from: 'texts.slice(first, last + 1)',
    to: 'texts.slice(first, Math.max(last, first + 1))',
  },
  {
    what: 'match: the whole text',
    file: 'run/forms.ts',
    from: 'const any = texts.some((text) => regex.match(text, 0) !== null);',
    to: 'const any = texts.some((text) => regex.match(text, 0)?.[0]?.end === text.length);',
  },
  {
    what: 'relative_time: snaps go up',
    file: 'run/relative-time.ts',
    from: "if (unit === 'd') return instantOf(zone, midnight);",
    to: "if (unit === 'd') return instantOf(zone, { ...midnight, day: midnight.day + 1 });",
  },
];

const swapping = ({ file, from, to }: Mutant): Plugin => ({
  name: 'swap',
  setup(context) {
    context.onLoad({ filter: /\.ts$/ }, ({ path: at }) => {
      if (at !== path.join(source, file)) return undefined;
      const text = readFileSync(at, 'utf8');
      expect(text.split(from).length, `${file} holds it once`).toBe(2);
      return { contents: text.replace(from, () => to), loader: 'ts' };
    });
  },
});

const evaluatorWith = async (plugins: Plugin[]): Promise<Evaluator> => {
  const contents = "export { parseSpl } from './parse.ts'; export { runSearch } from './run/run.ts';";
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: source, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire('file:///');" },
    write: false,
    logLevel: 'silent',
    plugins,
  });
  const code = outputFiles[0]?.text ?? '';
  return (await import(/* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)) as Evaluator;
};

const failing = (evaluator: Evaluator): readonly string[] =>
  rules.filter((rule) => JSON.stringify(rowsOf(outcomeOf(evaluator, rule))) !== JSON.stringify(rule.rows)).map(({ rule }) => rule);

describe('a swapped rule is noticed', () => {
  test('the copy without a swap is right', async () => {
    expect(failing(await evaluatorWith([]))).toEqual([]);
  });

  test.each(mutants)('$what', async (mutant) => {
    expect(failing(await evaluatorWith([swapping(mutant)]))).not.toEqual([]);
  });
});
