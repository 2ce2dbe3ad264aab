// The values of a field over rows in; what a function of stats makes of them out (Search Reference, Aggregate functions, Event order functions, Multivalue stats).
import type { AggregateName } from '../ast.ts';
import type { Context } from './functions/shapes.ts';
import { refuse } from './refusal.ts';
import { compareText, type Field, isMulti, multi, num, numberOf, textsOf, toNumber } from './value.ts';

/** One row's value, and when it happened (null without `_time`). */
export interface Sample {
  readonly field: Field | null;
  readonly time: number | null;
}

export interface AggregateCall {
  readonly fn: AggregateName;
  readonly percent: number | null;
  /** Any value that is no number leaves the result NULL. */
  readonly allnum: boolean;
}

/** list() keeps so many values. */
const mostListed = 100;
/** perc() and estdc() are exact up to so many distinct values. */
const mostExact = 1000;

/** What functions read: every value, those that are numbers, the rows that have one. */
interface Samples {
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
  readonly present: readonly { readonly field: Field; readonly time: number | null }[];
  readonly percent: number;
  readonly context: Context;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const mean = (numbers: readonly number[]): number => sum(numbers) / numbers.length;
const squares = (numbers: readonly number[]): number => {
  const middle = mean(numbers);
  return sum(numbers.map((number) => (number - middle) ** 2));
};

/** A result over numbers; NULL when there are fewer than `least`. */
const overNumbers =
  (compute: (numbers: readonly number[]) => number, least = 1) =>
  ({ numbers }: Samples): Field | null =>
    numbers.length < least ? null : num(compute(numbers));

const sorted = (numbers: readonly number[]): readonly number[] => [...numbers].sort((a, b) => a - b);

const interpolated = (numbers: readonly number[], percent: number): number => {
  const ranked = sorted(numbers);
  const rank = ((ranked.length - 1) * percent) / 100;
  const [low = 0, high = low] = [ranked[Math.floor(rank)], ranked[Math.ceil(rank)]];
  return low + (high - low) * (rank - Math.floor(rank));
};
const nearest = (numbers: readonly number[], percent: number): number =>
  sorted(numbers)[Math.max(Math.ceil((numbers.length * percent) / 100) - 1, 0)] ?? 0;

const percentile = ({ numbers, percent, context }: Samples): Field | null => {
  if (numbers.length === 0) return null;
  if (new Set(numbers).size > mostExact) return refuse(`perc of more than ${mostExact} distinct values`);
  const [between, at] = [interpolated(numbers, percent), nearest(numbers, percent)];
  return num(between === at || context.asked.is('percentileInterpolates') ? between : at);
};

const median = ({ numbers, context }: Samples): Field | null => {
  if (numbers.length === 0) return null;
  const [middle, higher] = [interpolated(numbers, 50), sorted(numbers)[Math.floor(numbers.length / 2)] ?? 0];
  return num(middle === higher || !context.asked.is('medianTakesHigher') ? middle : higher);
};

/** Numbers come before texts. */
const before = (a: string, b: string): number => {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== null && y !== null) return x - y;
  if (x !== null) return -1;
  return y === null ? compareText(a, b) : 1;
};
const extreme =
  (sign: number) =>
  ({ texts }: Samples): Field | null =>
    texts.reduce<string | null>((best, text) => (best === null || sign * before(text, best) > 0 ? text : best), null);

const mode = ({ texts }: Samples): Field | null => {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const most = Math.max(...counts.values());
  const best = [...counts].filter(([, count]) => count === most);
  if (best.length > 1) return refuse('mode where several values are the most frequent');
  return best[0]?.[0] ?? null;
};

const picked = (field: Field | undefined, { asked }: Context): Field | null => {
  if (field === undefined) return null;
  return !isMulti(field) || asked.is('pickedMultivalueStaysWhole') ? field : (field[0] ?? null);
};

type Present = Samples['present'][number];
/** The row of the smallest or greatest time; among those of one time by the order of arrival. */
const atEdge = ({ present, context }: Samples, sign: number): Present | null => {
  const [first] = present;
  if (!first) return null;
  const times = present.map(({ time }) => time ?? refuse('earliest or latest over events without _time'));
  const edge = times.reduce((best, time) => (sign * (time - best) > 0 ? time : best));
  const candidates = present.filter((_, at) => times[at] === edge);
  const [one = first, other = first] = sign > 0 ? [candidates[0], candidates.at(-1)] : [candidates.at(-1), candidates[0]];
  const isSure = candidates.length < 2 || textsOf(one.field).join('\n') === textsOf(other.field).join('\n');
  return isSure || context.asked.is('latestTakesFirstArrival') ? one : other;
};
const timeAt = (samples: Samples, sign: number): Field | null => {
  const time = atEdge(samples, sign)?.time;
  return time === undefined || time === null ? null : num(time);
};

/** What the value grew by in each second, from the earliest to the latest. */
const rate = (samples: Samples): Field | null => {
  const [first, last] = [atEdge(samples, -1), atEdge(samples, 1)];
  const [from, to] = [toNumber(first?.field ?? null), toNumber(last?.field ?? null)];
  const passed = (last?.time ?? 0) - (first?.time ?? 0);
  return from === null || to === null || passed === 0 ? null : num((to - from) / passed);
};

const distinct = ({ texts }: Samples): number => new Set(texts).size;
const estimated = (samples: Samples, fn: string): number =>
  distinct(samples) > mostExact ? refuse(`${fn} of more than ${mostExact} distinct values`) : distinct(samples);

const functions = {
  count: ({ texts }) => num(texts.length),
  dc: (samples) => num(distinct(samples)),
  estdc: (samples) => num(estimated(samples, 'estdc')),
  estdc_error: (samples) => num(estimated(samples, 'estdc_error') * 0),
  values: ({ texts }) => multi([...new Set(texts)].sort(compareText)),
  list: ({ texts }) => multi(texts.slice(0, mostListed)),
  avg: overNumbers(mean),
  mean: overNumbers(mean),
  sum: overNumbers(sum),
  sumsq: overNumbers((numbers) => sum(numbers.map((number) => number ** 2))),
  stdev: overNumbers((numbers) => Math.sqrt(squares(numbers) / (numbers.length - 1)), 2),
  stdevp: overNumbers((numbers) => Math.sqrt(squares(numbers) / numbers.length)),
  var: overNumbers((numbers) => squares(numbers) / (numbers.length - 1), 2),
  varp: overNumbers((numbers) => squares(numbers) / numbers.length),
  range: overNumbers((numbers) => Math.max(...numbers) - Math.min(...numbers)),
  min: extreme(-1),
  max: extreme(1),
  median,
  mode,
  perc: percentile,
  exactperc: ({ numbers, percent }) => (numbers.length === 0 ? null : num(interpolated(numbers, percent))),
  upperperc: percentile,
  first: ({ present, context }) => picked(present[0]?.field, context),
  last: ({ present, context }) => picked(present.at(-1)?.field, context),
  earliest: (samples) => picked(atEdge(samples, -1)?.field, samples.context),
  latest: (samples) => picked(atEdge(samples, 1)?.field, samples.context),
  earliest_time: (samples) => timeAt(samples, -1),
  latest_time: (samples) => timeAt(samples, 1),
  per_day: () => refuse('per_day'),
  per_hour: () => refuse('per_hour'),
  per_minute: () => refuse('per_minute'),
  per_second: () => refuse('per_second'),
  rate,
} satisfies Readonly<Record<AggregateName, (samples: Samples) => Field | null>>;

/** Functions that read numbers; for them texts that are none count as missing. */
const numeric: ReadonlySet<AggregateName> = new Set([
  'avg',
  'mean',
  'sum',
  'sumsq',
  'stdev',
  'stdevp',
  'var',
  'varp',
  'range',
  'median',
  'perc',
  'exactperc',
  'upperperc',
]);

export const aggregated = ({ fn, percent, allnum }: AggregateCall, samples: readonly Sample[], context: Context): Field | null => {
  const present = samples.flatMap(({ field, time }) => (field === null ? [] : [{ field, time }]));
  const texts = present.flatMap(({ field }) => textsOf(field));
  const all = texts.map(numberOf);
  if (allnum && numeric.has(fn) && all.includes(null)) return null;
  const compute: (samples: Samples) => Field | null = functions[fn];
  return compute({ texts, numbers: all.filter((number) => number !== null), present, percent: percent ?? 50, context });
};
