// Random scalar expressions and aggregates over awkward values in; the answers of duckdb-kql and chdb beside the evaluator's out. RMMC_RANDOM=n adds n expressions.
import { describe, expect, test } from 'vitest';
import { datetimeOfText } from '../../src/eval/values/time.ts';
import { missingEngine } from '../support/engine.ts';
import { blamesOf, randomQuestions } from '../support/expression-questions.ts';
import { isKnown } from '../support/expression-quirks.ts';
import { askKql, script } from '../support/kql-engines.ts';
import type { EngineName } from '../support/kql-quirks.ts';

const missing = await missingEngine(script);
const now = datetimeOfText('2026-01-10T00:00:00Z') ?? 0n;
const more = Number(process.env.RMMC_RANDOM ?? 0);

/** How many expressions each is asked; the least share of the questions that it answers as the evaluator does. */
const engines: readonly (readonly [EngineName, number, number])[] = [
  ['duckdb-kql', 120, 0.8],
  ['chdb', 300, 0.7],
];

describe.skipIf(missing !== null)(`random expressions${missing ?? ''}`, () => {
  test.each(engines)('%s', { timeout: 900_000 }, async (engine, count, floor) => {
    const questions = randomQuestions(20_260_111, count + more, now);
    const answers = await askKql(
      engine,
      questions.map(({ asked }) => asked),
    );
    const blames = blamesOf(questions, answers);
    const unknown = blames.flatMap((found) => (found ?? []).filter((blame) => !isKnown(engine, blame)));
    expect(unknown.slice(0, 20)).toEqual([]);
    expect(blames.filter((found) => found?.length === 0).length / questions.length).toBeGreaterThan(floor);
  });
});
