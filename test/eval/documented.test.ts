// Microsoft's documented examples, and those of another implementation's tests: query in, the printed answer out. What is refused is refused by name; what
// differs is listed with the page and the reason, and both lists may only shrink.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { frontEnd } from '../../src/compile.ts';
import { evaluate } from '../../src/eval/evaluate.ts';
import { Refusal, refuse } from '../../src/eval/refusal.ts';
import { readUnits } from '../../src/units.ts';
import { compareWith, type Example } from '../support/printed-answers.ts';
import known from './documented.json' with { type: 'json' };

const shared = process.env.RMMC_SHARED ?? path.resolve(import.meta.dirname, '../../../shared');
const fileOf = (name: string): string => path.join(shared, 'kql', `${name}.jsonl`);

type Outcome = 'equal' | 'different' | 'refused' | 'not bound';

interface Run {
  readonly outcome: Outcome;
  readonly why: string;
}

/** 2026-01-01. */
const now = 639_028_224_000_000_000n;

const run = (example: Example): Run => {
  const [unit] = readUnits(example.query, { file: 'example.kql', format: 'kql' }).units;
  const front = unit ? frontEnd(unit, {}) : null;
  if (!front?.bound)
    return { outcome: 'not bound', why: front?.diagnostics.find(({ severity }) => severity === 'error')?.message ?? 'no query' };
  try {
    const table = ({ table: { name, span } }: { table: { name: string; span: { start: number; end: number } } }) =>
      refuse('RMMC7003', span, { table: name, given: '' });
    const { expected, found } = compareWith(example, evaluate(front.bound, { now, table }));
    const equal = expected.join('\n') === found.join('\n');
    return equal
      ? { outcome: 'equal', why: '' }
      : { outcome: 'different', why: `expected\n${expected.join('\n')}\nfound\n${found.join('\n')}` };
  } catch (error) {
    if (error instanceof Refusal) return { outcome: 'refused', why: error.message };
    throw error;
  }
};

const examplesOf = (name: string): readonly Example[] =>
  readFileSync(fileOf(name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Example)
    .filter((example) => example.clean && !example.known_wrong);

interface Expected {
  readonly equal: number;
  readonly different: Readonly<Record<string, string>>;
}

describe.each(['doc-examples', 'kusto-loco'] as const)('%s', (name) => {
  const expected: Expected = known[name];
  it.skipIf(!existsSync(fileOf(name)))(`has the printed answers (needs kql/${name}.jsonl)`, () => {
    const runs = examplesOf(name).map((example) => ({ id: example.id, ...run(example) }));
    const different = runs.filter(({ outcome }) => outcome === 'different');
    expect(different.filter(({ id }) => !Object.hasOwn(expected.different, id)).map(({ id, why }) => `${id}\n${why}`)).toEqual([]);
    expect(Object.keys(expected.different).filter((id) => !different.some((one) => one.id === id))).toEqual([]);
    expect(runs.filter(({ outcome }) => outcome === 'equal').length).toBeGreaterThanOrEqual(expected.equal);
  });
});
