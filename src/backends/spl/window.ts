// Bounds on the event time in; `earliest` and `latest` of the base search out. `earliest` is inclusive, `latest` exclusive, both in whole seconds.
import type { Expr, ExprOf } from '../../ir/expr.ts';
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

type Op = 'lt' | 'le' | 'gt' | 'ge';

const flipped = { lt: 'gt', le: 'ge', gt: 'lt', ge: 'le' } satisfies Record<Op, Op>;

/** Before 1970 a number would read as a relative time. */
const fixed = (op: Op, ticks: bigint): Bound | null => {
  const since = ticks - unixEpochTicks;
  if (since < 0n) return null;
  const whole = since % ticksPerSecond === 0n;
  if (op === 'gt' || op === 'ge')
    return { bound: 'earliest', value: floorDiv(since, ticksPerSecond).toString(), exact: op === 'ge' && whole, slack: null };
  const end = op === 'lt' ? ceilDiv(since, ticksPerSecond) : floorDiv(since, ticksPerSecond) + 1n;
  return { bound: 'latest', value: end.toString(), exact: op === 'lt' && whole, slack: null };
};

const offset = (seconds: bigint): string => (seconds === 0n ? 'now' : seconds > 0n ? `-${seconds}s` : `+${-seconds}s`);

/** `ago(ticks)`. Splunk's now() is a whole second, so that a condition on `_time` could lose events of the running one: the modifier never does. */
const relative = (op: Op, ticks: bigint): Bound => {
  const exact = ticks % ticksPerSecond === 0n;
  if (op === 'gt' || op === 'ge')
    return { bound: 'earliest', value: offset(ceilDiv(ticks, ticksPerSecond)), exact, slack: op === 'gt' ? 'exactly at' : null };
  const end = floorDiv(ticks, ticksPerSecond) - (op === 'le' ? 1n : 0n);
  return { bound: 'latest', value: offset(end), exact, slack: op === 'le' ? 'within the second after' : null };
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
