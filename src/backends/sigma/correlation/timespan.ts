// Bounds of the time column, the bin of a grouping and what a rule says of its schedule in; the timespan of a correlation out: the shortest window that all
// events of a group lie in.
import type { Expr } from '../../../ir/expr.ts';
import type { RuleKind, RuleMeta } from '../../../ir/rule.ts';
import { shortTimespan } from '../../../ir/time.ts';
import { type Moment, timeBound } from '../../../ir/time-window.ts';
import { ticksPerSecond } from '../../../ir/types.ts';
import { isTime } from '../time-window.ts';

/** How the rule is run: by its kind, or by hand; over a period that is known as by a schedule. */
export const kindOf = ({ kind, queryPeriod }: RuleMeta): RuleKind =>
  kind === 'CustomDetection' ? 'custom-detection' : kind === null && queryPeriod === null ? 'hunting' : 'scheduled';

export interface Window {
  readonly ticks: bigint;
  /** What of the query sets it: `bin of 1h`. */
  readonly source: string;
}

const units = [
  ['d', 86_400n],
  ['h', 3600n],
  ['m', 60n],
] as const;

/** Whole seconds, rounded up. */
export const timespanText = (ticks: bigint): string => {
  const seconds = (ticks + ticksPerSecond - 1n) / ticksPerSecond;
  const [unit, size] = units.find(([, each]) => seconds % each === 0n) ?? ['s', 1n];
  return `${seconds / size}${unit}`;
};

const isMoment = (moment: Moment | undefined, kind: Moment['kind']): boolean => moment?.kind === kind;
const agoOf = (moment: Moment): bigint | null => (moment.kind === 'ago' ? moment.ticks : moment.kind === 'now' ? 0n : null);

/** How long the window between two moments is; null: nobody knows before the query runs. */
const lengthOf = (from: Moment, to: Moment | undefined): bigint | null => {
  if (from.kind === 'at') return to?.kind === 'at' ? to.ticks - from.ticks : null;
  const [begin, end] = [agoOf(from), to && !isMoment(to, 'at') ? agoOf(to) : 0n];
  return begin === null || end === null ? null : begin - end;
};

const shortest = (lengths: readonly (bigint | null)[]): bigint | null =>
  lengths.reduce<bigint | null>((least, one) => (one !== null && one > 0n && (least === null || one < least) ? one : least), null);

/** Ticks of the window that conditions on the time set; null: they set none. */
export const lengthBetween = (conditions: readonly Expr[], timeColumn: string | null): bigint | null => {
  const sides = conditions.flatMap((condition) => timeBound(condition, (expr) => isTime(expr, timeColumn)) ?? []);
  const [lower, upper] = (['lower', 'upper'] as const).map((side) => sides.filter((one) => one.side === side).map(({ bound }) => bound.at));
  return shortest((lower ?? []).flatMap((from) => [lengthOf(from, undefined), ...(upper ?? []).map((to) => lengthOf(from, to))]));
};

/** @param lengths of the windows of the tables that are read together; null: a table has none */
export const windowOf = (bin: bigint | null, lengths: readonly (bigint | null)[], period: bigint | null): Window | null => {
  const longest = lengths.reduce<bigint | null>(
    (most, one, at) => (at === 0 ? one : one === null || most === null ? null : one > most ? one : most),
    null,
  );
  const rule = shortest([longest, period]);
  if (bin !== null && (rule === null || bin <= rule)) return { ticks: bin, source: `bin of ${shortTimespan(bin)}` };
  return rule === null ? null : { ticks: rule, source: `the last ${shortTimespan(rule)}` };
};
