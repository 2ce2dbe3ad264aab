// Public queries over generated rows in; the same rows from duckdb-kql as from the evaluator, or a recorded verdict on the difference, out.
import { describe, expect, test } from 'vitest';
import { frontEnd } from '../../src/compile.ts';
import { datetimeOfText } from '../../src/eval/values/time.ts';
import { visitPipeline } from '../../src/ir/traverse.ts';
import { absence, corpusQueries, shared } from '../support/corpus.ts';
import { ask, missingEngine } from '../support/engine.ts';
import { dice } from '../support/kql-arbitrary.ts';
import { caseFor, differenceFrom, type EngineAnswer, narrowed, oursOf } from '../support/kql-engines.ts';
import { rowsFor } from '../support/rows-for.ts';
import { unitOf } from '../support/stages.ts';
import verdicts from './kql-verdicts.json' with { type: 'json' };

const script = 'engines/kql/run.sh';
const missing = await missingEngine(script);
const now = datetimeOfText('2026-01-10T00:00:00Z') ?? 0n;
const size = 150 + Number(process.env.RMMC_RANDOM ?? 0);

const named: ReadonlyMap<string, string> = new Map(Object.entries(verdicts.queries));
const isExplained = (id: string, query: string): boolean =>
  named.has(id) || verdicts.classes.some((one) => new RegExp(one.query, 'i').test(query));

/** What both engines are asked; null for queries on tables that no schema has, and those that the evaluator refuses. */
const prepared = (id: string, query: string, seed: number) => {
  const unit = unitOf(query);
  const { bound } = unit ? frontEnd(unit, {}) : { bound: null };
  if (!unit || !bound) return null;
  let declared = true;
  visitPipeline(bound.pipeline, {
    source: (source) => {
      if (source.kind === 'table' && !source.declared) declared = false;
    },
  });
  const tables = narrowed(rowsFor(bound, { now, seed, rows: 30, grain: 10n, foreign: false }), unit.source.text);
  const ours = declared ? oursOf(bound, now, tables) : '';
  return typeof ours === 'string' ? null : { ours, query, asked: caseFor(id, unit.source.text, now, tables) };
};

describe.skipIf(missing !== null || !shared)(`duckdb-kql${absence}${missing === null ? '' : ` (missing: ${missing})`}`, () => {
  test('a sample of the public queries', async () => {
    const queries = corpusQueries();
    const roll = dice(20_260_111);
    const sample = Array.from({ length: size }, () => queries[roll(queries.length)]);
    const cases = sample.flatMap((one, seed) => (one ? (prepared(one.id, one.query, seed) ?? []) : []));
    const lines = await ask(
      script,
      cases.map(({ asked }) => JSON.stringify(asked)),
      ['duckdb-kql'],
    );
    const answers = lines.map((line) => JSON.parse(line) as EngineAnswer);
    const outcomes = answers.flatMap((answer, at) => {
      const one = cases[at];
      return one && 'rows' in answer ? [{ ...one, difference: differenceFrom(one.ours, answer) }] : [];
    });
    const unexplained = outcomes.filter(({ asked, query, difference }) => difference !== null && !isExplained(asked.id, query));
    expect(unexplained.map(({ asked, difference }) => `${asked.id}\n${difference}`)).toEqual([]);
    expect(outcomes.filter(({ difference }) => difference === null).length).toBeGreaterThan(cases.length * 0.5);
  });
});
