// The translations of a file in; the same with a self-test query in place of each, or the refusal to make one, out.
import { backends } from '../backends/registry.ts';
import type { RuleResult, TranslateOptions } from '../compile.ts';
import { report } from '../diagnostics/diagnostic.ts';
import { byPlace, locateDiagnostic } from '../diagnostics/located.ts';
import { ticksPerMilli, unixEpochTicks } from '../ir/types.ts';
import type { RuleUnit } from '../rules/read-rules.ts';
import { readUnits } from '../units.ts';
import { selfTest } from '../verify/self-test.ts';
import type { FileResult } from './run.ts';

/** Ticks: what `now()` is written out as. Always the same, so that the queries are. */
const clock = BigInt(Date.UTC(2026, 0, 1)) * ticksPerMilli + unixEpochTicks;

const tested = (result: RuleResult, unit: RuleUnit | undefined, options: TranslateOptions): RuleResult => {
  const backend = backends.get(result.target);
  if (result.output === null || !unit || !backend) return result;
  const found = selfTest(unit, backend, { ...options, now: clock, seed: 1 });
  if ('text' in found) return { ...result, output: found.text };
  const at = { start: 0, end: unit.source.text.length };
  const refusal = locateDiagnostic(unit.source, report('RMMC7006', at, { target: backend.title, why: found.why }));
  return { ...result, status: 'refused', output: null, diagnostics: [...result.diagnostics, refusal].sort(byPlace) };
};

/** @returns for each file in turn */
export const asSelfTests = (options: TranslateOptions): ((one: FileResult) => FileResult) => {
  return (one) => {
    const units = new Map(readUnits(one.source.text, { ...options, file: one.input.file }).units.map((unit) => [unit.name, unit]));
    const results = one.result.results.map((result) => tested(result, units.get(result.unit), options));
    const known = new Set(one.result.diagnostics);
    const added = results.flatMap(({ diagnostics }) => diagnostics.filter((found) => found.code === 'RMMC7006' && !known.has(found)));
    return { ...one, result: { ...one.result, results, diagnostics: [...one.result.diagnostics, ...added] } };
  };
};
