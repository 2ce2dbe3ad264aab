// What describes a series: statistics, the line of least squares, the seasonal part. Each function by its KQL name; a call in, how to compute it for a row out.
import type { DynamicValue } from '../../ir/types.ts';
import { unsupported } from '../refusal.ts';
import type { Call, Fn } from '../scope.ts';
import { ofSeries, reals, type Series } from './series-shapes.ts';
import { bool, whole } from './shapes.ts';

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const meanOf = (values: readonly number[]): number => sumOf(values) / values.length;

/** Of a sample (n-1), by Welford's way, which gives the digits that the page shows. */
const varianceOf = (values: readonly number[]): number => {
  let [mean, squares] = [0, 0];
  for (const [i, value] of values.entries()) {
    const distance = value - mean;
    mean += distance / (i + 1);
    squares += distance * (value - mean);
  }
  return squares / (values.length - 1);
};

const atLeast = (values: readonly number[], { name, span }: Call): void => {
  if (values.length < 2) unsupported(`\`${name}()\` of fewer than two numbers`, span);
};

/** What Kusto calls non-finite makes null, unless the second argument says to ignore it. */
const stats: Fn = (call) => {
  const ignores = call.args[1] ? bool(call.args[1]) : () => false;
  const { name, span } = call;
  return ofSeries((elements, _call, row) => {
    const values = reals(elements);
    if (!values?.every(Number.isFinite)) {
      return ignores(row) === true ? unsupported(`\`${name}()\` that ignores elements`, span) : null;
    }
    atLeast(values, call);
    const [mean, least, most] = [meanOf(values), values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
    const variance = varianceOf(values);
    return new Map<string, DynamicValue>([
      ['min', least],
      ['min_idx', BigInt(values.indexOf(least))],
      ['max', most],
      ['max_idx', BigInt(values.indexOf(most))],
      ['avg', mean],
      ['stdev', Math.sqrt(variance)],
      ['variance', variance],
      ['sum', sumOf(values)],
      ['len', BigInt(values.length)],
    ]);
  })(call);
};

const numbersOf = (elements: Series, { name, span }: Call): readonly number[] =>
  reals(elements) ?? unsupported(`\`${name}()\` of an array that holds more than numbers`, span);

/** The first element stands at 1 for `interception` (the page's example shows it). */
const fitLine = ofSeries((elements, call) => {
  const values = numbersOf(elements, call);
  atLeast(values, call);
  const [middle, mean] = [(values.length + 1) / 2, meanOf(values)];
  const spread = sumOf(values.map((_, i) => (i + 1 - middle) ** 2));
  const slope = sumOf(values.map((value, i) => (i + 1 - middle) * (value - mean))) / spread;
  const interception = mean - slope * middle;
  const line = values.map((_, i) => slope * (i + 1) + interception);
  const [variance, residual] = [varianceOf(values), varianceOf(values.map((value, i) => value - (line[i] ?? 0)))];
  if (variance === 0) return unsupported('`series_fit_line_dynamic()` of a series without variance', call.span);
  return new Map<string, DynamicValue>([
    ['rsquare', 1 - residual / variance],
    ['slope', slope],
    ['variance', variance],
    ['rvariance', residual],
    ['interception', interception],
    ['line_fit', line],
  ]);
});

const medianOf = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[half]];
  return (low + high) / 2;
};

/** The median of all values at the same place of a period; zeros for a period that is none. To detect the period (-1) is not documented. */
const seasonal: Fn = (call) => {
  const { args, span } = call;
  const detects = (): never => unsupported('`series_seasonal()` without a period', span);
  const period = args[1] ? whole(args[1]) : detects();
  return ofSeries((elements, _call, row) => {
    const bins = period(row);
    if (bins === null || bins === -1n) return detects();
    const values = numbersOf(elements, call);
    if (bins <= 0n) return values.map(() => 0);
    const size = Number(bins);
    const places = Array.from({ length: Math.min(size, values.length) }, (_, place) =>
      medianOf(values.filter((_value, i) => i % size === place)),
    );
    return values.map((_, i) => places[i % size] ?? 0);
  })(call);
};

export const seriesStatisticsFunctions = {
  series_stats_dynamic: stats,
  series_fit_line_dynamic: fitLine,
  series_seasonal: seasonal,
} as const satisfies Readonly<Record<string, Fn>>;
