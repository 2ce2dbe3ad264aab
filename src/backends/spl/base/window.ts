// Bounds on the event time in; `earliest` and `latest` of the base search out. `earliest` is inclusive, `latest` exclusive, both in whole seconds.
import type { Expr, ExprOf } from '../../../ir/expr.ts';
import { timeBound } from '../../../ir/time-window.ts';
import { ticksPerSecond, unixEpochTicks } from '../../../ir/types.ts';

export interface Bound {
  /** The clock that `seconds` counts on: two bounds of one clock can be compared. */
  readonly clock: 'epoch' | 'now';
  readonly seconds: bigint;
  readonly bound: 'earliest' | 'latest';
  readonly value: string;
  /** The modifier alone says it; otherwise it lets in more, and the condition has to stand in a `where` too. */
  readonly exact: boolean;
  /** The instant or second by which the modifier lets in more than KQL, in words; null when it is the same bound. */
  readonly slack: string | null;
}

const floorDiv = (a: bigint, b: bigint): bigint => (a >= 0n || a % b === 0n ? a / b : a / b - 1n);
const ceilDiv = (a: bigint, b: bigint): bigint => -floorDiv(-a, b);

const fixed = (lower: boolean, inclusive: boolean, ticks: bigint): Bound | null => {
  const since = ticks - unixEpochTicks;
  if (since < 0n) return null;
  const whole = since % ticksPerSecond === 0n;
  const start = floorDiv(since, ticksPerSecond);
  const end = inclusive ? start + 1n : ceilDiv(since, ticksPerSecond);
  const seconds = lower ? start : end;
  const exact = inclusive === lower && whole;
  return { bound: lower ? 'earliest' : 'latest', clock: 'epoch', seconds, value: seconds.toString(), exact, slack: null };
};

const offset = (seconds: bigint): string => (seconds === 0n ? 'now' : seconds < 0n ? `${seconds}s` : `+${seconds}s`);

/** `ago(ticks)`. Splunk's now() is a whole second, so that a condition on `_time` could lose events of the running one: the modifier never does. */
const relative = (lower: boolean, inclusive: boolean, ticks: bigint): Bound => {
  const exact = ticks % ticksPerSecond === 0n;
  const start = -ceilDiv(ticks, ticksPerSecond);
  const end = (inclusive ? 1n : 0n) - floorDiv(ticks, ticksPerSecond);
  const seconds = lower ? start : end;
  const slack = lower ? (inclusive ? null : 'exactly at') : inclusive ? 'within the second after' : null;
  return { bound: lower ? 'earliest' : 'latest', clock: 'now', seconds, value: offset(seconds), exact, slack };
};

const isTighter = (a: Bound, b: Bound): boolean =>
  a.clock === b.clock && (a.bound === 'earliest' ? a.seconds > b.seconds : a.seconds < b.seconds);

/** The tightest of the bounds of one side, as far as they can be compared with the first of them. */
export const tightest = (bounds: readonly Bound[], side: Bound['bound']): Bound | null =>
  bounds
    .filter((one) => one.bound === side)
    .reduce<Bound | null>((best, one) => (best === null || isTighter(one, best) ? one : best), null);

/** True when the modifier of `a` lets nothing in that `b` keeps out: modifiers stand on whole seconds, so that a looser `b` lies a second further out. */
export const implies = (a: Bound, b: Bound): boolean =>
  a.bound === b.bound && (isTighter(a, b) || (a.clock === b.clock && a.seconds === b.seconds && b.exact));

/** The bound that a comparison sets on the event time; null when it is none, or one before 1970, where a number would read as a relative time. */
export const boundOf = (e: ExprOf<'compare'>, isEventTime: (e: Expr) => boolean): Bound | null => {
  const found = timeBound(e, isEventTime);
  if (!found) return null;
  const lower = found.side === 'lower';
  const { at, inclusive } = found.bound;
  if (at.kind === 'at') return fixed(lower, inclusive, at.ticks);
  return relative(lower, inclusive, at.kind === 'now' ? 0n : at.ticks);
};
