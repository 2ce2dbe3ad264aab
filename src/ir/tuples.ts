// Functions that give several columns at once: name in, the columns out (measured with Microsoft's binder).
import type { ScalarType } from './types.ts';

interface TupleRow {
  /** Least and greatest number of arguments. */
  readonly arity: readonly [number, number];
  /** What follows the function's and the argument's name in the default column names, with the types. */
  readonly outputs: readonly (readonly [suffix: string, type: ScalarType])[];
}

const dynamics = (...names: readonly string[]): TupleRow['outputs'] => names.map((name) => [name, 'dynamic']);

const lineFit = (prefix: string): TupleRow['outputs'] => [
  [`${prefix}rsquare`, 'real'],
  [`${prefix}slope`, 'real'],
  [`${prefix}interception`, 'real'],
  [`${prefix}variance`, 'real'],
  [`${prefix}rvariance`, 'real'],
];

export const tupleFns = {
  series_decompose_anomalies: { arity: [1, 7], outputs: dynamics('ad_flag', 'ad_score', 'baseline') },
  series_decompose: { arity: [1, 5], outputs: dynamics('baseline', 'seasonal', 'trend', 'residual') },
  series_decompose_forecast: { arity: [2, 5], outputs: dynamics('baseline', 'seasonal', 'trend', 'residual') },
  /** Periods in bins; scores 0-1, best first. Arguments: least and greatest period, number of periods. */
  series_periods_detect: { arity: [4, 4], outputs: dynamics('periods', 'scores') },
  series_periods_validate: { arity: [2, 17], outputs: dynamics('periods', 'scores') },
  /** Fourier transform of a complex series (real part, imaginary part), and back. */
  series_fft: { arity: [1, 2], outputs: dynamics('real', 'imag') },
  series_ifft: { arity: [1, 2], outputs: dynamics('real', 'imag') },
  /** Least squares over the positions 0, 1, 2 …. */
  series_fit_line: {
    arity: [1, 1],
    outputs: [
      ['rsquare', 'real'],
      ['slope', 'real'],
      ['variance', 'real'],
      ['rvariance', 'real'],
      ['interception', 'real'],
      ['line_fit', 'dynamic'],
    ],
  },
  /** Second argument: the x values; third: the degree (2). Coefficients start with that of the highest power. */
  series_fit_poly: {
    arity: [1, 3],
    outputs: [
      ['rsquare', 'real'],
      ['coefficients', 'dynamic'],
      ['variance', 'real'],
      ['rvariance', 'real'],
      ['poly_fit', 'dynamic'],
    ],
  },
  series_fit_2lines: {
    arity: [1, 1],
    outputs: [
      ['rsquare', 'real'],
      ['split_idx', 'long'],
      ['variance', 'real'],
      ['rvariance', 'real'],
      ['line_fit', 'dynamic'],
      ...lineFit('right_'),
      ...lineFit('left_'),
    ],
  },
  series_stats: {
    arity: [1, 2],
    outputs: [
      ['min', 'real'],
      ['min_idx', 'long'],
      ['max', 'real'],
      ['max_idx', 'long'],
      ['avg', 'real'],
      ['stdev', 'real'],
      ['variance', 'real'],
    ],
  },
} as const satisfies Record<string, TupleRow>;

/** Sort several arrays by the first; one column for each. Of one array they are scalar functions. */
export const sortFns = ['array_sort_asc', 'array_sort_desc'] as const;

type FixedTupleFn = keyof typeof tupleFns;
type SortFn = (typeof sortFns)[number];
export type TupleFn = FixedTupleFn | SortFn;

export const isSortFn = (name: string): name is SortFn => (sortFns as readonly string[]).includes(name);
/** A function that always gives several columns. */
export const isTupleFn = (name: string): name is FixedTupleFn => Object.hasOwn(tupleFns, name);
export const tupleRow = (fn: FixedTupleFn): TupleRow => tupleFns[fn];
