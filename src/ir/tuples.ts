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
  series_periods_detect: { arity: [4, 4], outputs: dynamics('periods', 'scores') },
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

export type TupleFn = keyof typeof tupleFns;
export const isTupleFn = (name: string): name is TupleFn => Object.hasOwn(tupleFns, name);
export const tupleRow = (fn: TupleFn): TupleRow => tupleFns[fn];
