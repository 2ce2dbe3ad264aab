// Bounds on the event time in; `earliest` and `latest` of the base search out. `earliest` is inclusive, `latest` exclusive, both in whole seconds.
import type { Expr, ExprOf } from '../../ir/expr.ts';
import { ticksPerSecond, unixEpochTicks } from '../../ir/types.ts';

export interface Bound {
  readonly bound: 'earliest' | 'latest';
  readonly value: string;
  /** The modifier alone says it; otherwise it lets in more, and the condition has to stand in a `where` too. */
  readonly exact: boolean;
  /** The bound is now() itself, and includes it. */
  readonly untilNow: boolean;
}

const floorDiv = (a: bigint, b: bigint): bigint => (a >= 0n || a % b === 0n ? a / b : a / b - 1n);
const ceilDiv = (a: bigint, b: bigint): bigint => -floorDiv(-a, b);

type Op = 'lt' | 'le' | 'gt' | 'ge';

const flipped = { lt: 'gt', le: 'ge', gt: 'lt', ge: 'le' } satisfies Record<Op, Op>;

const fixed = (op: Op, ticks: bigint): Bound => {
  const since = ticks - unixEpochTicks;
  const whole = since % ticksPerSecond === 0n;
  if (op === 'gt' || op === 'ge')
    return { bound: 'earliest', value: floorDiv(since, ticksPerSecond).toString(), exact: op === 'ge' && whole, untilNow: false };
  const end = op === 'lt' ? ceilDiv(since, ticksPerSecond) : floorDiv(since, ticksPerSecond) + 1n;
  return { bound: 'latest', value: end.toString(), exact: op === 'lt' && whole, untilNow: false };
};

const offset = (seconds: bigint): string => (seconds === 0n ? 'now' : seconds > 0n ? `-${seconds}s` : `+${-seconds}s`);

/** `ago(ticks)`: the edge moves with the clock, so that an event exactly on it is no reason for another condition. */
const relative = (op: Op, ticks: bigint): Bound => {
  const lower = op === 'gt' || op === 'ge';
  const seconds = lower ? ceilDiv(ticks, ticksPerSecond) : floorDiv(ticks, ticksPerSecond);
  return {
    bound: lower ? 'earliest' : 'latest',
    value: offset(seconds),
    exact: ticks % ticksPerSecond === 0n,
    untilNow: op === 'le' && ticks === 0n,
  };
};

const pointOf = (e: Expr, op: Op): Bound | null => {
  if (e.kind === 'literal' && e.type === 'datetime' && typeof e.value === 'bigint') return fixed(op, e.value);
  if (e.kind !== 'call') return null;
  if (e.fn === 'now' && e.args.length === 0) return relative(op, 0n);
  const [span] = e.args;
  return e.fn === 'ago' && span?.kind === 'literal' && typeof span.value === 'bigint' ? relative(op, span.value) : null;
};

/** The bound that a comparison sets on the event time; null when it is none. */
export const boundOf = (e: ExprOf<'compare'>, isEventTime: (e: Expr) => boolean): Bound | null => {
  if (e.op === 'eq' || e.op === 'ne') return null;
  if (isEventTime(e.left)) return pointOf(e.right, e.op);
  return isEventTime(e.right) ? pointOf(e.left, flipped[e.op]) : null;
};
