// When a rule runs, how far it looks back and the window that its query sets in; Kibana's `from`, `to` and `interval` out.
import type { Query } from '../../ir/pipeline.ts';
import { type Moment, timeWindow } from '../../ir/time-window.ts';
import { ticksPerSecond } from '../../ir/types.ts';
import type { PackRule } from '../pack.ts';

/** Sentinel itself waits that long for late events before it runs a rule. Seconds. */
const slack = 300;

/** In the largest unit that is exact: `90s`, `61m`, `2h`. Kibana's own forms know no days. */
export const durationOf = (seconds: number): { readonly value: number; readonly unit: 's' | 'm' | 'h' } => {
  if (seconds % 3600 === 0) return { value: seconds / 3600, unit: 'h' };
  return seconds % 60 === 0 ? { value: seconds / 60, unit: 'm' } : { value: seconds, unit: 's' };
};

const textOf = (seconds: number): string => {
  const { value, unit } = durationOf(seconds);
  return `${value}${unit}`;
};

export interface Times {
  readonly from: string;
  readonly to: string;
  readonly interval: string;
  /** The query itself says how far it looks back. */
  readonly window: boolean;
  /** Seconds that `from` reaches back further than the rule says. */
  readonly more: number;
  /** Seconds that runs follow each other faster than the rule says. */
  readonly sooner: number;
}

const ago = (at: Moment | undefined): bigint | null => (at?.kind === 'ago' ? at.ticks : at?.kind === 'at' ? null : 0n);

/** How long the query's own window is, in seconds; null when it has none that moves with the clock. */
const spanOf = (query: Query): number | null => {
  const window = timeWindow(query);
  if (window?.lower?.at.kind !== 'ago') return null;
  const until = ago(window.upper?.at);
  return until === null ? null : Number((window.lower.at.ticks - until) / ticksPerSecond);
};

/** Nothing falls between two runs: `from` reaches back over the last one, and where the query's window is no longer than the way to it, the runs come sooner. */
export const timesOf = ({ schedule: { every, period }, query }: Pick<PackRule, 'schedule' | 'query'>): Times => {
  const span = spanOf(query);
  const overlap = Math.min(slack, Math.ceil((span ?? 0) / 5));
  const joined = span === null || span < 2 || every > span ? every : Math.min(every, span - overlap);
  const back = Math.max(period, joined + slack);
  return {
    from: `now-${textOf(back)}`,
    to: 'now',
    interval: textOf(joined),
    window: span !== null,
    more: back - period,
    sooner: every - joined,
  };
};
