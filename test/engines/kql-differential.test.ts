// Public queries over generated rows in; the answers of duckdb-kql and chdb beside the evaluator's out: equal, or different for a reason that is shown or named.
// Every run takes a twentieth of the queries, another one each day (those whose place modulo 20 is the day's, counted from 1970-01-01 UTC); RMMC_PART=0…19 chooses one, RMMC_RANDOM=1 takes them all. The
// rows of a query are always the same ones.
import { describe, expect, test } from 'vitest';
import { datetimeOfText } from '../../src/eval/values/time.ts';
import { absence, corpusQueries, shared } from '../support/corpus.ts';
import { missingEngine } from '../support/engine.ts';
import { preparedCase } from '../support/kql-case.ts';
import { askKql, script } from '../support/kql-engines.ts';
import { type EngineName, engines } from '../support/kql-quirks.ts';
import { verdictsOn } from '../support/kql-verdict.ts';
import named from './kql-verdicts.json' with { type: 'json' };

const missing = await missingEngine(script);
const now = datetimeOfText('2026-01-10T00:00:00Z') ?? 0n;
const parts = process.env.RMMC_RANDOM ? 1 : 20;
const part = Number(process.env.RMMC_PART ?? Math.floor(Date.now() / 86_400_000)) % parts;

/** The least share of the queries that are evaluated for which the engine gives the same rows. */
const floors: Readonly<Record<EngineName, number>> = { 'duckdb-kql': 0.6, chdb: 0.35 };

describe.skipIf(missing !== null || !shared)(`the public queries, part ${part} of ${parts}${absence}${missing ?? ''}`, () => {
  const cases = corpusQueries().flatMap(({ id, query }, at) => {
    if (at % parts !== part) return [];
    const options = { now, seed: at + 1 };
    const prepared = preparedCase(id, query, options);
    return prepared.kind === 'case' ? [{ ...prepared, options }] : [];
  });
  const ids = new Set(cases.map(({ id }) => id));

  test.each(engines)('%s', { timeout: 900_000 }, async (engine) => {
    const verdicts = await verdictsOn(engine, cases, askKql);
    const differences = new Map(verdicts.flatMap((one, at) => (one.kind === 'different' ? [[cases[at]?.id ?? '', one.difference]] : [])));
    const reasons: ReadonlyMap<string, string> = new Map(Object.entries(named[engine]));
    const unexplained = [...differences].filter(([id]) => !reasons.has(id));
    expect(unexplained.map(([id, difference]) => `${id}\n${difference}`)).toEqual([]);
    expect([...reasons.keys()].filter((id) => ids.has(id) && !differences.has(id))).toEqual([]);
    const equal = verdicts.filter(({ kind }) => kind === 'equal' || kind === 'order' || kind === 'choice').length;
    expect(equal / cases.length).toBeGreaterThan(floors[engine]);
  });
});
