// Counts over a run in, the lines that end a report and the exit code out.
import type { TargetName } from '../backends/shared/backend.ts';
import type { RuleResult, TranslateResult } from '../compile.ts';
import { exitCodes } from './exit.ts';

export interface Tally {
  rules: number;
  broken: number;
  errors: number;
  warnings: number;
  notes: number;
  readonly targets: Map<string, Record<RuleResult['status'], number>>;
}

export const newTally = (): Tally => ({ rules: 0, broken: 0, errors: 0, warnings: 0, notes: 0, targets: new Map() });

/** `labelOf`: what a target is called in the report; null: it is not counted. */
export const count = (tally: Tally, result: TranslateResult, labelOf: (target: TargetName) => string | null = (target) => target): void => {
  tally.rules += result.rules;
  tally.broken += result.broken;
  for (const { severity } of result.diagnostics) {
    if (severity === 'error') tally.errors += 1;
    else if (severity === 'warning') tally.warnings += 1;
    else tally.notes += 1;
  }
  for (const one of result.results) {
    const label = labelOf(one.target);
    if (label === null) continue;
    const row = tally.targets.get(label) ?? { ok: 0, refused: 0, error: 0 };
    row[one.status] += 1;
    tally.targets.set(label, row);
  }
};

const plural = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;

/** `3 rules` and a line per target: `spl    2 ok, 1 refused, 0 errors`. */
export const summaryLines = (tally: Tally): readonly string[] => {
  const width = Math.max(0, ...[...tally.targets.keys()].map((name) => name.length));
  const rows = [...tally.targets].map(
    ([name, row]) => `  ${name.padEnd(width)}  ${row.ok} ok, ${row.refused} refused, ${plural(row.error, 'error')}`,
  );
  const found = [plural(tally.errors, 'error'), plural(tally.warnings, 'warning'), plural(tally.notes, 'note')].join(', ');
  return [`${plural(tally.rules, 'rule')}${tally.broken > 0 ? ` (${tally.broken} broken)` : ''}: ${found}`, ...rows];
};

/** A rule that is broken for all targets, or by a defect in one, counts more than a refusal. */
export const translateExit = (tally: Tally): number => {
  const rows = [...tally.targets.values()];
  if (tally.broken > 0 || rows.some((row) => row.error > 0)) return exitCodes.broken;
  return rows.some((row) => row.refused > 0) ? exitCodes.findings : exitCodes.ok;
};

export const checkExit = (tally: Tally): number => {
  if (tally.broken > 0 || [...tally.targets.values()].some((row) => row.error > 0)) return exitCodes.broken;
  return tally.errors + tally.warnings > 0 ? exitCodes.findings : exitCodes.ok;
};
