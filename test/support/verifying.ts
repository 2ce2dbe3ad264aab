// Rules and engines in; what the verifier says of them, and its failures as people read them, out.
import { afterAll, beforeAll } from 'vitest';
import type { TargetName } from '../../src/backends/shared/backend.ts';
import type { TranslateOptions } from '../../src/compile.ts';
import type { Found } from '../../src/engines/engine.ts';
import { findEngines } from '../../src/engines/find.ts';
import { ticksPerMilli, unixEpochTicks } from '../../src/ir/types.ts';
import type { RuleUnit } from '../../src/rules/read-rules.ts';
import { differenceLines, engineName, outcomeLine } from '../../src/verify/report/words.ts';
import type { Verdict } from '../../src/verify/verdict.ts';
import { verifyRule } from '../../src/verify/verify.ts';
import { scripts } from './engine.ts';

export const targets: readonly TargetName[] = ['esql', 'sigma', 'spl', 'kql'];

export interface Case {
  readonly unit: RuleUnit;
  readonly options?: TranslateOptions;
}

/** The engines of these targets, found before the tests of a block and closed behind them. */
export const enginesFor = (wanted: readonly TargetName[]): (() => readonly Found[]) => {
  let found: readonly Found[] = [];
  beforeAll(async () => {
    found = await findEngines({ targets: wanted, scripts, prepare: true, env: process.env });
  }, 300_000);
  afterAll(async () => {
    for (const one of found) if ('engine' in one) await one.engine.close();
  }, 60_000);
  return () => found;
};

const clock = (): bigint => BigInt(Date.now()) * ticksPerMilli + unixEpochTicks;

/** Verdicts of each rule, in the order of the rules; two rules at a time. */
export const verdictsOf = async (cases: readonly Case[], engines: readonly Found[], seed = 1): Promise<readonly (readonly Verdict[])[]> => {
  const verdicts = cases.map((): Verdict[] => []);
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < cases.length; at = next++) {
      const one = cases[at];
      if (!one) return;
      for await (const verdict of verifyRule(one.unit, { ...one.options, targets, engines, seed, clock })) verdicts[at]?.push(verdict);
    }
  };
  await Promise.all([work(), work()]);
  return verdicts;
};

export const failureText = (verdict: Verdict): string =>
  [`${verdict.unit} · ${verdict.target} · ${engineName(verdict)}: ${outcomeLine(verdict)}`, ...differenceLines(verdict)].join('\n');
