// Aggregate functions of the IR by their canonical KQL names. The `if` forms (`countif`, `sumif`, `dcountif`, `make_set_if` …) are the plain function
// with a `where`. `arg_max`, `arg_min` and `take_any` are `pick` measures (pipeline.ts), not folds.
import type { ScalarType } from './types.ts';

export interface AggregateRow {
  readonly arity: readonly [number, number];
  readonly returns: ScalarType | 'same';
  /** The prefix of KQL's default column name: `dcount_X`, `count_`, `set_X`. */
  readonly prefix: string;
}

const a = (prefix: string, returns: AggregateRow['returns'], least: number, most: number = least): AggregateRow => ({
  arity: [least, most],
  returns,
  prefix,
});

export const aggFns = {
  /** Rows. */
  count: a('count_', 'long', 0),
  /** Distinct values, estimated; null is not counted, the empty string is. Second argument: accuracy 0-4. */
  dcount: a('dcount_', 'long', 1, 2),
  /** Distinct values, exact. */
  count_distinct: a('count_distinct_', 'long', 1, 64),
  /** 0 over nothing; nulls skipped. */
  sum: a('sum_', 'same', 1),
  /** Null over nothing; nulls skipped. */
  avg: a('avg_', 'real', 1),
  min: a('min_', 'same', 1),
  max: a('max_', 'same', 1),
  /** Distinct values in no order; null skipped, the empty string kept. Second argument: most elements. `[]` over nothing. */
  make_set: a('set_', 'dynamic', 1, 2),
  make_list: a('list_', 'dynamic', 1, 2),
  make_list_with_nulls: a('list_', 'dynamic', 1),
  make_bag: a('bag_', 'dynamic', 1, 2),
  percentile: a('percentile_', 'same', 2),
  percentilew: a('percentile_', 'same', 3),
  percentiles_array: a('percentiles_', 'dynamic', 2, 64),
  /** Sample (n-1). */
  stdev: a('stdev_', 'real', 1),
  stdevp: a('stdevp_', 'real', 1),
  variance: a('variance_', 'real', 1),
  variancep: a('variancep_', 'real', 1),
  buildschema: a('schema_', 'dynamic', 1),
  hll: a('hll_', 'dynamic', 1, 2),
  hll_merge: a('hll_merge_', 'dynamic', 1),
  tdigest: a('tdigest_', 'dynamic', 1, 2),
  tdigest_merge: a('tdigest_merge_', 'dynamic', 1),
  binary_all_and: a('binary_all_and_', 'long', 1),
  binary_all_or: a('binary_all_or_', 'long', 1),
  binary_all_xor: a('binary_all_xor_', 'long', 1),
} as const satisfies Record<string, AggregateRow>;

/** Aggregates that only KQL itself says: the other targets refuse all of them by one rule (`wide` in backends/shared/support.ts). */
export const wideAggs = {
  /** Sample (n-1); rows where either is null are skipped. */
  covariance: a('covariance_', 'real', 2),
  covariancep: a('covariancep_', 'real', 2),
  /** Value, weight, percentages as an array of numbers or one by one. */
  percentilesw_array: a('percentiles_', 'dynamic', 3, 64),
  /** Any value, not null where there is one. In an aggregation without `where` it is a `pick` instead. */
  take_any: a('', 'same', 1),
  /** Undocumented: any value. */
  passthrough: a('', 'same', 1),
} as const satisfies Record<string, AggregateRow>;

/** An aggregate that each backend answers for itself. */
export type CoreAgg = keyof typeof aggFns;
export type WideAgg = keyof typeof wideAggs;
export type AggFn = CoreAgg | WideAgg;

export const isWideAgg = (agg: AggFn): agg is WideAgg => Object.hasOwn(wideAggs, agg);
export const aggRow = (agg: AggFn): AggregateRow => (isWideAgg(agg) ? wideAggs[agg] : aggFns[agg]);
