// Rules through the verifier on every engine there is: the shipped ones, the public RMM rules, the traps, random ones. No undeclared difference.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Found } from '../../src/engines/engine.ts';
import { findEngines } from '../../src/engines/find.ts';
import { readUnits } from '../../src/units.ts';
import { tallyLines } from '../../src/verify/report/tally.ts';
import { isFailure, type Verdict } from '../../src/verify/verdict.ts';
import { absence, rmmRules, shared, traps, upstreamFile } from '../support/corpus.ts';
import { catalogueRules, shippedRules } from '../support/emit.ts';
import { missingEngine, scripts } from '../support/engine.ts';
import { randomRule } from '../support/random-rules.ts';
import { unitOf } from '../support/stages.ts';
import { trapRule } from '../support/trap-rules.ts';
import { type Case, failureText, targets, verdictsOf } from '../support/verifying.ts';

const built = ['elasticsearch/engine.sh', 'sigma/evaluate.sh', 'sigma/read.sh', 'splunk/grammar.sh'];
const reasons = await Promise.all(built.map((script) => missingEngine(`engines/${script}`)));
const missing = reasons.filter((reason) => reason !== null).join('; ');

let engines: readonly Found[] = [];

const verdictsOn = async (cases: readonly Case[]): Promise<readonly Verdict[]> => (await verdictsOf(cases, engines)).flat();

const failuresIn = (verdicts: readonly Verdict[]): readonly string[] =>
  verdicts.filter(({ outcome }) => isFailure(outcome)).map(failureText);

/** What an engine said of how many rules; a kind that never came is 0. */
const countOf = (verdicts: readonly Verdict[], engine: string, ...kinds: readonly string[]): number =>
  verdicts.filter((verdict) => verdict.engine.name === engine && kinds.includes(verdict.outcome.kind)).length;

const unitsOf = (text: string, file: string): readonly Case[] => readUnits(text, { file }).units.map((unit) => ({ unit }));

describe.skipIf(missing !== '')(`the verifier${missing === '' ? '' : ` (missing: ${missing})`}`, () => {
  beforeAll(async () => {
    engines = await findEngines({ targets, scripts, prepare: true, env: process.env });
  }, 300_000);
  afterAll(async () => {
    for (const found of engines) if ('engine' in found) await found.engine.close();
  }, 60_000);

  test('shipped rules', async () => {
    const verdicts = await verdictsOn(shippedRules().flatMap(({ file, text }) => unitsOf(text, file)));
    expect(failuresIn(verdicts)).toEqual([]);
    expect(tallyLines(verdicts)).toMatchInlineSnapshot(`
      [
        "esql   Elasticsearch 8.19.21: 5 equal",
        "sigma  rsigma 0.23.0: 5 equal",
        "sigma  pySigma 1.5.1 (backend-kusto 1.0.1): 5 equal",
        "spl    Splunk: 5 not run",
        "spl    spl (documented rules) 1: 5 equal",
        "spl    Teragrep pth_03 9.4.1: 5 accepted",
        "kql    Microsoft's KQL parser 12.4.1: 5 accepted",
        "kql    reference evaluator: 5 equal",
      ]
    `);
  }, 300_000);

  test('a share of the catalogue, another one each day', async () => {
    const all = catalogueRules();
    const share = process.env.RMMC_RANDOM === undefined ? 10 : 1;
    const today = Math.floor(Date.now() / 86_400_000) % share;
    const rules = all.filter((_, at) => at % share === today);
    const verdicts = await verdictsOn(rules.flatMap(({ file, text }) => unitsOf(text, file)));
    console.log(tallyLines(verdicts).join('\n'));
    expect(failuresIn(verdicts)).toEqual([]);
    expect(all.length).toBeGreaterThan(400);
    for (const engine of ['Elasticsearch', 'reference evaluator']) expect(countOf(verdicts, engine, 'equal')).toBe(rules.length);
    // Two rules name a signer with a dotless i: RMMC3104 leaves out every event that they match.
    for (const engine of ['rsigma', 'spl (documented rules)'])
      expect(countOf(verdicts, engine, 'equal')).toBeGreaterThanOrEqual(rules.length - 2);
  }, 1_800_000);

  test('random rules', async () => {
    const cases = Array.from({ length: 300 + Number(process.env.RMMC_RANDOM ?? 0) }, (_, seed) => {
      const unit = unitOf(randomRule(seed), `random-${seed}.kql`);
      return unit ? [{ unit }] : [];
    }).flat();
    const verdicts = await verdictsOn(cases);
    console.log(tallyLines(verdicts).join('\n'));
    expect(failuresIn(verdicts)).toEqual([]);
    expect(cases.length).toBeGreaterThanOrEqual(300);
    expect(countOf(verdicts, 'Elasticsearch', 'equal', 'wider')).toBeGreaterThan(150);
    expect(countOf(verdicts, 'rsigma', 'equal', 'wider')).toBeGreaterThan(40);
    expect(countOf(verdicts, 'spl (documented rules)', 'equal', 'wider')).toBeGreaterThan(150);
  }, 900_000);

  describe.skipIf(!shared)(`public rules${absence}`, () => {
    test('every RMM rule', async () => {
      const rules = rmmRules().filter(({ official_parse }) => official_parse === 'ok');
      const verdicts = await verdictsOn(rules.flatMap((rule) => unitsOf(upstreamFile(rule), `${rule.id}.yaml`)));
      console.log(tallyLines(verdicts).join('\n'));
      expect(failuresIn(verdicts)).toEqual([]);
      expect(countOf(verdicts, 'Elasticsearch', 'equal')).toBe(rules.length);
      expect(countOf(verdicts, 'spl (documented rules)', 'equal')).toBe(rules.length);
    }, 900_000);

    test('every trap', async () => {
      const cases = traps().flatMap((trap): readonly Case[] => {
        const made = trapRule(trap);
        return made ? [{ unit: made.unit, options: { tables: made.tables, profile: made.profile } }] : [];
      });
      const verdicts = await verdictsOn(cases);
      console.log(tallyLines(verdicts).join('\n'));
      expect(failuresIn(verdicts)).toEqual([]);
      expect(cases.length).toBe(traps().length);
    }, 900_000);
  });
});
