// Verdicts in; how many of each kind out, per target and engine.
import type { OutcomeKind, Verdict } from '../verdict.ts';
import { engineName } from './words.ts';

export const outcomeKinds: readonly OutcomeKind[] = [
  'equal',
  'wider',
  'accepted',
  'different',
  'rejected',
  'refused',
  'unknown',
  'broken',
  'not run',
];

export interface Tally {
  readonly target: string;
  readonly engine: string;
  readonly counts: ReadonlyMap<OutcomeKind, number>;
}

export const tallies = (verdicts: readonly Verdict[]): readonly Tally[] => {
  const rows = new Map<string, { target: string; engine: string; counts: Map<OutcomeKind, number> }>();
  for (const verdict of verdicts) {
    const engine = engineName(verdict);
    const row = rows.get(`${verdict.target} ${engine}`) ?? { target: verdict.target, engine, counts: new Map<OutcomeKind, number>() };
    row.counts.set(verdict.outcome.kind, (row.counts.get(verdict.outcome.kind) ?? 0) + 1);
    rows.set(`${verdict.target} ${engine}`, row);
  }
  return [...rows.values()];
};

export const tallyLines = (verdicts: readonly Verdict[]): readonly string[] =>
  tallies(verdicts).map(({ target, engine, counts }) => {
    const parts = outcomeKinds.flatMap((kind) => (counts.has(kind) ? [`${counts.get(kind)} ${kind}`] : []));
    return `${target.padEnd(5)}  ${engine}: ${parts.join(', ')}`;
  });
