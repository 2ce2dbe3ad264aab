// Bounds on the event time in; `earliest` and `latest` of the base search out. `earliest` is inclusive, `latest` exclusive, both in whole seconds.
import type { Expr, ExprOf } from '../../ir/expr.ts';
import { timeBound } from '../../ir/time-window.ts';
import { ticksPerSecond, unixEpochTicks } from '../../ir/types.ts';

export interface Bound {
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
  if (lower) return { bound: 'earliest', value: floorDiv(since, ticksPerSecond).toString(), exact: inclusive && whole, slack: null };
  const end = inclusive ? floorDiv(since, ticksPerSecond) + 1n : ceilDiv(since, ticksPerSecond);
  return { bound: 'latest', value: end.toString(), exact: !inclusive && whole, slack: null };
};

const offset = (seconds: bigint): string => (seconds === 0n ? 'now' : seconds > 0n ? `-${seconds}s` : `+${-seconds}s`);

/** `ago(ticks)`. Splunk's now() is a whole second, so that a condition on `_time` could lose events of the running one: the modifier never does. */
const relative = (lower: boolean, inclusive: boolean, ticks: bigint): Bound => {
  const exact = ticks % ticksPerSecond === 0n;
  if (lower) return { bound: 'earliest', value: offset(ceilDiv(ticks, ticksPerSecond)), exact, slack: inclusive ? null : 'exactly at' };
  const end = floorDiv(ticks, ticksPerSecond) - (inclusive ? 1n : 0n);
  return { bound: 'latest', value: offset(end), exact, slack: inclusive ? 'within the second after' : null };
};

/** The bound that a comparison sets on the event time; null when it is none, or one before 1970, where a number would read as a relative time. */
export const boundOf = (e: ExprOf<'compare'>, isEventTime: (e: Expr) => boolean): Bound | null => {
  const found = timeBound(e, isEventTime);
  if (!found) return null;
  const lower = found.side === 'lower';
  const { at, inclusive } = found.bound;
  if (at.kind === 'at') return fixed(lower, inclusive, at.ticks);
  return relative(lower, inclusive, at.kind === 'now' ? 0n : at.ticks);
};
