// Rules, targets and engines in; verdicts out, each as soon as it is known. The engines' work is all that waits here.
import type { TargetName } from '../backends/shared/backend.ts';
import { frontEnd, type TranslateOptions } from '../compile.ts';
import type { Found } from '../engines/engine.ts';
import { meaningOf } from '../ir/digest.ts';
import type { RuleUnit } from '../rules/read-rules.ts';
import { mappingOf } from '../target-profile.ts';
import { once } from './once.ts';
import { type Asked, bareVerdict, caseOf, prove } from './prove.ts';
import { subjectOf, targetNamed } from './subject.ts';
import type { Verdict } from './verdict.ts';
import { witnessesOf } from './witness/generate.ts';
import type { Witnesses } from './witness.ts';

export interface VerifyOptions extends TranslateOptions {
  readonly targets: readonly TargetName[];
  readonly engines: readonly Found[];
  readonly seed: number;
  /** Ticks, asked for anew for each rule: engines have clocks of their own. */
  readonly clock: () => bigint;
}

const none: Witnesses = { events: [], undecided: [] };

/** What breaks here is a defect of ours: a failure, and no end to the others. */
const orDefect = async (otherwise: (outcome: Verdict['outcome']) => Verdict, work: () => Promise<Verdict>): Promise<Verdict> => {
  try {
    return await work();
  } catch (error) {
    return otherwise({ kind: 'rejected', reason: `a defect in rmmc: ${error instanceof Error ? error.message : String(error)}` });
  }
};

/** All verdicts on one rule, one after the other. */
export async function* verifyRule(unit: RuleUnit, options: VerifyOptions): AsyncGenerator<Verdict> {
  const { bound, normal } = frontEnd(unit, options);
  const now = options.clock();
  const witnesses = once(() => (bound ? witnessesOf(bound, { now, seed: options.seed }) : none));
  const meaning = normal && meaningOf(normal);
  for (const target of options.targets) {
    const backend = targetNamed(target);
    if (!backend) continue;
    const engines = options.engines.filter(({ takes }) => takes === target);
    const all: readonly Asked[] = backend.proof ? engines : [...engines, 'itself'];
    const subject = bound && normal && subjectOf(unit, { bound, normal }, backend, options, now);
    const given = subject && caseOf(subject, witnesses);
    const of = { meaning, mapping: mappingOf(backend, options) };
    for (const found of all) {
      const otherwise = (outcome: Verdict['outcome']): Verdict => bareVerdict(unit, target, found, outcome);
      if (given) yield { ...(await orDefect(otherwise, () => prove(given, found))), of };
      else if (!bound) yield { ...otherwise({ kind: 'broken' }), of };
      else yield { ...otherwise({ kind: 'unknown', reason: 'a table of the rule has no place in the target' }), of };
    }
  }
}
