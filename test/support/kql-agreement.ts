// The evaluator's answers and another engine's in; whether theirs is one that the query allows out. Where a query leaves a choice to the engine (`take`, ties of
// `arg_max` and `top`, `join kind=innerunique`), our own answer depends on the order of the rows; what depends on nothing must be the same.
import type { Column } from '../../src/ir/types.ts';
import type { KqlCase } from './kql-case.ts';
import { type EngineRows, type Lines, linesOfOurs, linesOfTheirs } from './kql-engines.ts';

/**
 * `equal`: the same rows. `order`: the same rows as ours when the tables' rows come in another order. `choice`: the number of rows is possible, the columns that
 * do not depend on the order hold the same, and each row (`whole`), or each cell, is one that some order gives. `different`: with what was found.
 */
export type Agreement =
  | { readonly kind: 'equal' | 'order' }
  | { readonly kind: 'choice'; readonly columns: number; readonly whole: boolean }
  | { readonly kind: 'different'; readonly difference: string };

const orders = 100;

const lineOf = (cells: readonly string[]): string => cells.join(' | ');
const bagOf = (lines: Lines): string => lines.map(lineOf).sort().join('\n');

const minus = (a: readonly string[], b: readonly string[]): readonly string[] => {
  const left = new Map<string, number>();
  for (const item of b) left.set(item, (left.get(item) ?? 0) + 1);
  return a.filter((item) => {
    const count = left.get(item) ?? 0;
    if (count > 0) left.set(item, count - 1);
    return count === 0;
  });
};

/** What ours has more (`+`) and less (`-`). */
const shown = (columns: readonly Column[], ours: Lines, theirs: Lines): string => {
  const [mine, others] = [ours.map(lineOf), theirs.map(lineOf)];
  const some = (sign: string, rows: readonly string[]) => rows.slice(0, 2).map((row) => `${sign} ${row.slice(0, 400)}`);
  return [
    `${mine.length} | ${others.length} rows`,
    lineOf(columns.map(({ name }) => name)).slice(0, 400),
    ...some('+', minus(mine, others)),
    ...some('-', minus(others, mine)),
  ].join('\n');
};

const over = (lines: Lines, slots: readonly number[]): Lines => lines.map((cells) => slots.map((slot) => cells[slot] ?? ''));

/** Columns that hold the same values together, whatever the order of the rows. */
const fixedColumns = (columns: readonly Column[], answers: readonly Lines[]): readonly number[] => {
  const isFixed = (slots: readonly number[]): boolean => new Set(answers.map((lines) => bagOf(over(lines, slots)))).size === 1;
  const fixed: number[] = [];
  for (const slot of columns.keys()) if (isFixed([...fixed, slot])) fixed.push(slot);
  return fixed;
};

const allowed = (columns: readonly Column[], answers: readonly Lines[], theirs: Lines): Agreement | string => {
  const counts = answers.map((lines) => lines.length);
  if (theirs.length < Math.min(...counts) || theirs.length > Math.max(...counts)) return `no order gives ${theirs.length} rows`;
  const fixed = fixedColumns(columns, answers);
  if (fixed.length > 0 && bagOf(over(theirs, fixed)) !== bagOf(over(answers[0] ?? [], fixed))) {
    return `other values in ${fixed.map((slot) => columns[slot]?.name).join(', ')}, which no order changes`;
  }
  const rows = new Set(answers.flatMap((lines) => lines.map(lineOf)));
  if (theirs.every((cells) => rows.has(lineOf(cells)))) return { kind: 'choice', columns: fixed.length, whole: true };
  const cells = columns.map((_, slot) => new Set(answers.flatMap((lines) => lines.map((line) => line[slot]))));
  const strange = columns.filter((_, slot) => theirs.some((line) => !cells[slot]?.has(line[slot])));
  if (strange.length === 0) return { kind: 'choice', columns: fixed.length, whole: false };
  return `values that no order gives in ${strange.map(({ name }) => name).join(', ')}`;
};

export const agreementOf = ({ ours, inOrder }: KqlCase, answer: EngineRows): Agreement => {
  const { columns } = ours;
  const theirs = linesOfTheirs(columns, answer);
  if (theirs === null) {
    return { kind: 'different', difference: `columns ${columns.map(({ name }) => name).join(', ')}\n      | ${answer.columns.join(', ')}` };
  }
  const mine = linesOfOurs(ours);
  const wanted = bagOf(theirs);
  if (bagOf(mine) === wanted) return { kind: 'equal' };
  const answers = [mine];
  for (let order = 1; order <= orders; order++) {
    const again = linesOfOurs(inOrder(order));
    if (bagOf(again) === wanted) return { kind: 'order' };
    answers.push(again);
  }
  const difference = shown(columns, mine, theirs);
  if (new Set(answers.map(bagOf)).size === 1) return { kind: 'different', difference };
  const found = allowed(columns, answers, theirs);
  return typeof found === 'string' ? { kind: 'different', difference: `${found}\n${difference}` } : found;
};
