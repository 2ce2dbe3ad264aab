// A result in, the object that `--format json` and `ndjson` print out. Its keys are an interface: scripts rely on them.
import type { RuleResult } from '../compile.ts';

/** Exactly rule, target, status, fidelity, output, diagnostics, clauses; and runtimeFields where there are some. */
export const resultObject = (result: RuleResult): Omit<RuleResult, 'unit'> => {
  const { rule, target, status, fidelity, output, diagnostics, clauses, runtimeFields } = result;
  return { rule, target, status, fidelity, output, diagnostics, clauses, ...(runtimeFields ? { runtimeFields } : {}) };
};
