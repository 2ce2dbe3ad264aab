// The text of a target in; texts with one small fault each out: an operator, a bound, a needle, a guard or an escape that is not what it was.
import { type Dice, dice } from './kql-arbitrary.ts';
import type { Edit } from './mutant-edits.ts';
import { faultsOf } from './mutant-faults.ts';

export interface Mutant {
  readonly kind: string;
  /** What was changed, and where: `` `>=` to `>` at 120 ``. */
  readonly what: string;
  readonly text: string;
}

/** Where a change means nothing: where events come from, how many rows an answer may have, how exactly is counted. */
const idle: ReadonlyMap<string, RegExp> = new Map([
  ['esql', /^FROM .*|\| LIMIT 10000$|(?<=COUNT_DISTINCT\(.*), 40000(?=\))|_id, _index, _version/gm],
  ['kql', /^(?:\/\/.*|\w+$)/gm],
  ['spl', /\bindex=\S+(?: (?:sourcetype|category)="[^"]*")*/g],
]);

/** What of a text asks; of a Sigma rule `detection:`, the rest describes. */
const askingPart = (text: string, target: string): readonly [number, number] => {
  if (target !== 'sigma') return [0, text.length];
  const start = text.indexOf('\ndetection:\n') + '\ndetection:\n'.length;
  const after = text.slice(start).search(/^\S/m);
  return [start, after < 0 ? text.length : start + after];
};

const isIdle = (text: string, target: string): ((edit: Edit) => boolean) => {
  const [from, to] = askingPart(text, target);
  const zones = [...text.matchAll(idle.get(target) ?? /(?!)/g)].map(({ index, 0: found }) => [index, index + found.length] as const);
  return ({ start, end }) => start < from || end > to || zones.some(([first, last]) => start < last && end > first);
};

const shown = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 30)}…${text.slice(-28)}` : text);

const mutantOf = (kind: string, text: string, { start, end, to }: Edit): Mutant => ({
  kind,
  what: `${kind}: ${shown(text.slice(start, end))} to ${shown(to)} behind ${shown(text.slice(Math.max(0, start - 24), start))}`,
  text: `${text.slice(0, start)}${to}${text.slice(end)}`,
});

/** Each text differs from the given one in one place. */
export const mutantsOf = (text: string, target: string): readonly Mutant[] => {
  const skipped = isIdle(text, target);
  const made = faultsOf(target).flatMap(({ kind, edits }) =>
    edits(text)
      .filter((edit) => !skipped(edit) && text.slice(edit.start, edit.end) !== edit.to)
      .map((edit) => mutantOf(kind, text, edit)),
  );
  return [...new Map(made.map((mutant) => [mutant.text, mutant])).values()];
};

const shuffled = <T>(all: readonly T[], roll: Dice): readonly T[] =>
  all
    .map((one) => ({ one, at: roll(1_000_000) }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);

/** So many of the mutants, the kinds in turn, so that the many letters do not hide the few bounds. The same ones for the same seed. */
export const sampleOf = (mutants: readonly Mutant[], count: number, seed: number): readonly Mutant[] => {
  const roll = dice(seed);
  const names = [...new Set(mutants.map(({ kind }) => kind))];
  const kinds = names.map((name) =>
    shuffled(
      mutants.filter(({ kind }) => kind === name),
      roll,
    ),
  );
  const longest = Math.max(0, ...kinds.map(({ length }) => length));
  return Array.from({ length: longest }, (_, round) => kinds.flatMap((some) => some[round] ?? []))
    .flat()
    .slice(0, count);
};
