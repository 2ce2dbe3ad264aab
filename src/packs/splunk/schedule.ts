// A rule in; when its saved search runs and which time it looks at out. The minute is made of the rule's id, so that searches do not all start at once.
import type { Query } from '../../ir/pipeline.ts';
import { type Moment, timeWindow } from '../../ir/time-window.ts';
import { visitPipeline } from '../../ir/traverse.ts';
import { ticksPerSecond } from '../../ir/types.ts';
import type { PackRule } from '../pack.ts';

/** Runs that Splunk's checker lets a search have in an hour. */
const mostPerHour = 12;

const spread = (id: string): number => Number.parseInt(id.slice(0, 8), 16);

/** The longest step that divides the hour (the day) evenly and is not longer than what is asked: more runs leave no gap, fewer would. */
const stepOf = (steps: readonly number[], most: number): number => steps.filter((step) => step <= most).at(-1) ?? steps[0] ?? 1;
const minuteSteps = [5, 6, 10, 12, 15, 20, 30];
const hourSteps = [1, 2, 3, 4, 6, 8, 12];

/** `every`: seconds. */
export const cronOf = (id: string, every: number): string => {
  const seed = spread(id);
  if (every < 3600) {
    const step = stepOf(minuteSteps, Math.floor(every / 60));
    return `${seed % step}-59/${step} * * * *`;
  }
  const minute = seed % 60;
  const hour = Math.floor(seed / 60) % 24;
  if (every >= 7 * 86_400) return `${minute} ${hour} * * ${Math.floor(seed / 1440) % 7}`;
  if (every >= 86_400) return `${minute} ${hour} * * *`;
  const step = stepOf(hourSteps, Math.floor(every / 3600));
  return step === 1 ? `${minute} * * * *` : `${minute} ${hour % step}-23/${step} * * *`;
};

const limits: readonly (readonly [number, number])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
];

/** The values that a field of a schedule names; null when it names none, or in a way that is not known. */
const valuesOf = (field: string, [low, high]: readonly [number, number]): ReadonlySet<number> | null => {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const found = /^(?:(\*)|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
    if (!found || (found[4] !== undefined && found[2] !== undefined && found[3] === undefined)) return null;
    const [from, to] = found[1] ? [low, high] : [Number(found[2]), Number(found[3] ?? found[2])];
    const step = Number(found[4] ?? 1);
    if (from < low || to > high || from > to || step < 1) return null;
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return values;
};

/** What is wrong with a user's schedule; null: nothing. */
export const cronProblem = (cron: string): string | null => {
  const fields = cron.split(' ');
  if (fields.length !== limits.length) return 'has not five fields';
  const values = fields.map((field, at) => valuesOf(field, limits[at] ?? [0, 0]));
  if (values.some((one) => one === null)) return 'has a field that Splunk does not read';
  return (values[0]?.size ?? 0) > mostPerHour ? `runs more than ${mostPerHour} times in an hour` : null;
};

const epoch = 621_355_968_000_000_000n;

const seconds = (ticks: bigint, up: boolean): bigint => {
  const whole = ticks / ticksPerSecond;
  return up && ticks % ticksPerSecond !== 0n ? whole + 1n : whole;
};

/** As Splunk writes a moment; `null` before 1970. */
const momentText = (moment: Moment, isStart: boolean): string | null => {
  if (moment.kind === 'now') return 'now';
  if (moment.kind === 'at') return moment.ticks < epoch ? null : String(seconds(moment.ticks - epoch, !isStart));
  const back = moment.ticks >= 0n;
  const amount = seconds(back ? moment.ticks : -moment.ticks, back === isStart);
  return amount === 0n ? 'now' : `${back ? '-' : '+'}${amount}s`;
};

/** The furthest moment that the query names by the clock, in seconds before it runs. */
const furthest = (query: Query): number => {
  let most = 0;
  visitPipeline(query.pipeline, {
    expr: (node) => {
      const [span] = node.kind === 'call' && node.fn === 'ago' ? node.args : [];
      if (span?.kind === 'literal' && typeof span.value === 'bigint') most = Math.max(most, Number(seconds(span.value, true)));
    },
  });
  return most;
};

export interface Dispatch {
  readonly earliest: string;
  readonly latest: string;
}

/** The range that a run looks at: the query's own, which stands in the search as well; else the rule's, and never less than the query asks about. */
export const dispatchOf = ({ query, schedule }: PackRule): Dispatch => {
  const window = timeWindow(query);
  const own = window?.lower ? momentText(window.lower.at, true) : null;
  return {
    earliest: own ?? `-${Math.max(schedule.period, furthest(query))}s`,
    latest: (window?.upper && momentText(window.upper.at, false)) ?? 'now',
  };
};
