// Emitted queries with one fault each: the witness events tell at least 95 % of those from the original that any rows tell from it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TargetName } from '../../src/backends/shared/backend.ts';
import type { Engine, Found } from '../../src/engines/engine.ts';
import { findEngines } from '../../src/engines/find.ts';
import { splEngine } from '../../src/engines/splunk/documented.ts';
import { ticksPerMilli, unixEpochTicks } from '../../src/ir/types.ts';
import type { RuleUnit } from '../../src/rules/read-rules.ts';
import { readUnits } from '../../src/units.ts';
import { absence, rmmRules, shared, upstreamFile } from '../support/corpus.ts';
import { shippedRules } from '../support/emit.ts';
import { missingEngine, scripts } from '../support/engine.ts';
import { dice } from '../support/kql-arbitrary.ts';
import { type Judged, mutationsOf, now, type Trials } from '../support/mutation.ts';
import { scoreOf, survivorLines, tableOf } from '../support/mutation-report.ts';
import { regexEngine } from '../support/pcre2.ts';
import { randomRule } from '../support/random-rules.ts';
import { unitOf } from '../support/stages.ts';

const built = ['elasticsearch/engine.sh', 'sigma/evaluate.sh'];
const reasons = await Promise.all(built.map((script) => missingEngine(`engines/${script}`)));
const missing = reasons.filter((reason) => reason !== null).join('; ');

/** How many more rules of each kind, and how many times the mutants and rows. */
const wide = Number(process.env.RMMC_RANDOM ?? 0);

let engines: readonly Found[] = [];

const engineFor = (target: TargetName): Engine | null => {
  const wanted = target === 'esql' ? 'Elasticsearch' : 'rsigma';
  const [found] = engines.flatMap((one) => ('engine' in one && one.name === wanted ? [one.engine] : []));
  if (!found) throw new Error(`${wanted} is absent`);
  return found;
};

const shipped = (): readonly RuleUnit[] => shippedRules().flatMap(({ file, text }) => readUnits(text, { file }).units);

const random = (count: number): readonly RuleUnit[] => {
  const seeds = Array.from({ length: count + wide }, (_, seed) => seed);
  return seeds.flatMap((seed) => unitOf(randomRule(seed), `random-${seed}.kql`) ?? []);
};

const published = (count: number): readonly RuleUnit[] => {
  const rules = shared ? rmmRules().filter(({ official_parse }) => official_parse === 'ok') : [];
  const roll = dice(1);
  const chosen = Array.from({ length: count + wide }, () => rules[roll(Math.max(1, rules.length))]);
  return [...new Set(chosen)].flatMap((rule) => (rule ? readUnits(upstreamFile(rule), { file: `${rule.id}.yaml` }).units : []));
};

interface Counted {
  readonly all: readonly Judged[];
  readonly rules: number;
}

const judgeAll = async (units: readonly RuleUnit[], target: TargetName, engine: Engine | null, trials: Trials): Promise<Counted> => {
  const all: Judged[] = [];
  let rules = 0;
  for (const unit of units) {
    const judged = await mutationsOf(unit, target, engine, trials);
    if (judged) rules += 1;
    all.push(...(judged ?? []));
  }
  console.log([`${target}: ${rules} rules`, ...tableOf(all), ...survivorLines(all, 'missed')].join('\n'));
  if (wide > 0) console.log(survivorLines(all, 'equivalent').join('\n'));
  return { all, rules };
};

const trials: Trials = { mutants: wide > 0 ? 40 : 10, rows: wide > 0 ? 1000 : 300, seeds: wide > 0 ? [1, 2, 3] : [1], seed: 1 };

/** What is worth asserting of a run: enough was tried, and the score. */
const expectCaught = ({ all, rules }: Counted, least: { readonly rules: number; readonly mutants: number }): void => {
  expect(rules).toBeGreaterThanOrEqual(least.rules);
  expect(all.filter(({ fate }) => fate === 'caught' || fate === 'missed').length).toBeGreaterThanOrEqual(least.mutants);
  expect(scoreOf(all)).toBeGreaterThanOrEqual(0.95);
};

describe(`mutants of emitted text${absence}`, () => {
  test('KQL, by the reference evaluator', async () => {
    const counted = await judgeAll([...shipped(), ...published(5), ...random(30)], 'kql', null, { ...trials, mutants: 2 * trials.mutants });
    expectCaught(counted, { rules: 30, mutants: 400 });
  }, 3_600_000);

  test('SPL, by its documented rules', async () => {
    const clock = Number((now - unixEpochTicks) / ticksPerMilli);
    const engine = splEngine({ takes: 'spl', regex: regexEngine, now: () => clock });
    const counted = await judgeAll([...shipped(), ...published(5), ...random(30)], 'spl', engine, {
      ...trials,
      mutants: 2 * trials.mutants,
    });
    expectCaught(counted, { rules: 35, mutants: 400 });
  }, 3_600_000);

  describe.skipIf(missing !== '')(`by engines${missing === '' ? '' : ` (missing: ${missing})`}`, () => {
    beforeAll(async () => {
      engines = await findEngines({ targets: ['esql', 'sigma'], scripts, prepare: true, env: process.env });
    }, 300_000);
    afterAll(async () => {
      for (const found of engines) if ('engine' in found) await found.engine.close();
    }, 60_000);

    test('ES|QL, by Elasticsearch', async () => {
      const counted = await judgeAll([...shipped(), ...published(2), ...random(7)], 'esql', engineFor('esql'), trials);
      expectCaught(counted, { rules: 10, mutants: 80 });
    }, 3_600_000);

    test('Sigma, by rsigma', async () => {
      const counted = await judgeAll([...shipped(), ...published(3), ...random(30)], 'sigma', engineFor('sigma'), trials);
      expectCaught(counted, { rules: 10, mutants: 60 });
    }, 3_600_000);
  });
});
