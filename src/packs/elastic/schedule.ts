// When a rule runs and how far it looks back in; Kibana's `from`, `to` and `interval` out.
import type { Schedule } from '../pack.ts';

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
  /** Seconds that `from` reaches back further than the rule says, so that nothing falls between two runs. */
  readonly more: number;
}

export const timesOf = ({ every, period }: Schedule): Times => {
  const back = Math.max(period, every + slack);
  return { from: `now-${textOf(back)}`, to: 'now', interval: textOf(every), more: back - period };
};
