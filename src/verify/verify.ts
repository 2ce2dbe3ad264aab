// Rules, targets and engines in; verdicts out, each as soon as it is known. The engines' work is all that waits here.
import type { TargetName } from '../backends/shared/backend.ts';
import { frontEnd, type TranslateOptions } from '../compile.ts';
import type { Found } from '../engines/engine.ts';
import type { RuleUnit } from '../rules/read-rules.ts';
import { prove } from './prove.ts';
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

const empty = (unit: RuleUnit, target: string, found: Found | 'itself', outcome: Verdict['outcome']): Verdict => ({
  rule: { id: unit.meta.id, name: unit.meta.name ?? unit.name, file: unit.source.file },
  unit: unit.name,
  target,
  engine:
    found === 'itself'
      ? { name: 'reference evaluator', version: '' }
      : { name: found.name, version: 'engine' in found ? found.engine.version : '' },
  outcome,
  under: [],
  unseen: [],
  leftOut: [],
  undecided: [],
});

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
  let known: Witnesses | null = null;
  const witnesses = (): Witnesses => {
    known ??= bound ? witnessesOf(bound, { now, seed: options.seed }) : none;
    return known;
  };
  for (const target of options.targets) {
    const backend = targetNamed(target);
    if (!backend) continue;
    const engines = options.engines.filter(({ takes }) => takes === target);
    const all: readonly (Found | 'itself')[] = backend.proof ? engines : [...engines, 'itself'];
    const subject = bound && normal && subjectOf(unit, { bound, normal }, backend, options, now);
    for (const found of all) {
      if (subject)
        yield await orDefect(
          (outcome) => empty(unit, target, found, outcome),
          () => prove(subject, witnesses(), found),
        );
      else if (!bound) yield empty(unit, target, found, { kind: 'broken' });
      else yield empty(unit, target, found, { kind: 'unknown', reason: 'a table of the rule has no place in the target' });
    }
  }
}
