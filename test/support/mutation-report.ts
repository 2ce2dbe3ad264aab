// Judged mutants in; the score, a table by kind of fault, and the survivors, each a line of text, out.
import type { Fate, Judged } from './mutation.ts';

const countOf = (all: readonly Judged[], fate: Fate): number => all.filter((one) => one.fate === fate).length;

/** Share of the changes that alter the meaning that the witnesses catch. */
export const scoreOf = (all: readonly Judged[]): number => {
  const caught = countOf(all, 'caught');
  return caught / Math.max(1, caught + countOf(all, 'missed'));
};

const line = (name: string, all: readonly Judged[]): string => {
  const counts = [all.length, ...(['invalid', 'caught', 'missed', 'equivalent'] as const).map((fate) => countOf(all, fate))];
  return `${name.padEnd(20)}${counts.map((count) => String(count).padStart(11)).join('')}   ${(100 * scoreOf(all)).toFixed(1)} %`;
};

const head = `${'fault'.padEnd(20)}${['mutants', 'invalid', 'caught', 'missed', 'equivalent'].map((name) => name.padStart(11)).join('')}   score`;

export const tableOf = (all: readonly Judged[]): readonly string[] => {
  const kinds = [...new Set(all.map(({ mutant }) => mutant.kind))].sort();
  return [
    head,
    ...kinds.map((kind) =>
      line(
        kind,
        all.filter(({ mutant }) => mutant.kind === kind),
      ),
    ),
    line('all', all),
  ];
};

export const survivorLines = (all: readonly Judged[], fate: 'missed' | 'equivalent'): readonly string[] =>
  all.filter((one) => one.fate === fate).map(({ rule, mutant }) => `${fate}: ${rule}: ${mutant.what}`);
