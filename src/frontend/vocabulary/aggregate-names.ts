// Names of aggregate functions as KQL writes them in; what they are in the IR out.
import { type AggFn, aggFns, aggRow, wideAggs } from '../../ir/aggregates.ts';
import type { ScalarType } from '../../ir/types.ts';

/** `condition`: the position of the argument that is a condition, null when there is none. `cap`: the limit that the deprecated form implies. */
export interface AggregateForm {
  readonly agg: AggFn;
  readonly prefix: string;
  readonly condition: 0 | 1 | 2 | null;
  readonly cap: bigint | null;
}

const plain = (agg: AggFn, prefix: string = aggRow(agg).prefix): AggregateForm => ({ agg, prefix, condition: null, cap: null });
const conditional = (agg: AggFn, prefix: string, condition: 0 | 1 | 2 = 1): AggregateForm => ({ agg, prefix, condition, cap: null });

const forms: ReadonlyMap<string, AggregateForm> = new Map<string, AggregateForm>([
  ...[...Object.keys(aggFns), ...Object.keys(wideAggs)].map((name): [string, AggregateForm] => [name, plain(name as AggFn)]),
  ['any', plain('take_any', 'any_')],
  ['cnt', plain('count', 'cnt_')],
  ['merge_tdigest', plain('tdigest_merge', 'merge_tdigests_')],
  ['tdigest_merge', plain('tdigest_merge', 'merge_tdigests_')],
  ['binary_all_and', plain('binary_all_and', '')],
  ['binary_all_or', plain('binary_all_or', '')],
  ['binary_all_xor', plain('binary_all_xor', '')],
  ['makeset', { ...plain('make_set'), cap: 128n }],
  ['makelist', { ...plain('make_list'), cap: 128n }],
  ['countif', conditional('count', 'countif_', 0)],
  ['dcountif', conditional('dcount', 'dcountif_')],
  ['count_distinctif', conditional('count_distinct', 'count_distinctif_')],
  ['sumif', conditional('sum', 'sumif_')],
  ['avgif', conditional('avg', 'avgif_')],
  ['minif', conditional('min', 'minif_')],
  ['maxif', conditional('max', 'maxif_')],
  ['stdevif', conditional('stdev', 'stdevif_')],
  ['varianceif', conditional('variance', 'varianceif_')],
  ['variancepif', conditional('variancep', 'variancepif_')],
  ['covarianceif', conditional('covariance', 'covarianceif_', 2)],
  ['covariancepif', conditional('covariancep', 'covariancepif_', 2)],
  ['hll_if', conditional('hll', 'hll_if_')],
  ['take_anyif', conditional('take_any', '')],
  ['anyif', conditional('take_any', 'anyif_')],
  ['make_dictionary', plain('make_bag', 'dictionary_')],
  ['make_set_if', conditional('make_set', 'set_')],
  ['make_list_if', conditional('make_list', 'list_')],
  ['make_bag_if', conditional('make_bag', 'bag_')],
]);

/** Aggregates that are no folds: they pick rows, or make several columns. */
const others = new Set(['arg_max', 'arg_min', 'argmax', 'argmin', 'percentiles', 'percentilesw']);

export const aggregateForm = (name: string): AggregateForm | undefined => forms.get(name);
export const isAggregateName = (name: string): boolean => forms.has(name) || others.has(name);

/** Aggregates that take numbers, times and timespans. */
const sums: ReadonlySet<AggFn> = new Set([
  'sum',
  'avg',
  'stdev',
  'stdevp',
  'variance',
  'variancep',
  'covariance',
  'covariancep',
  'tdigest',
  'binary_all_and',
  'binary_all_or',
  'binary_all_xor',
]);

const summable: readonly ScalarType[] = ['int', 'long', 'real', 'decimal', 'timespan', 'datetime'];
const orderable: readonly ScalarType[] = [...summable, 'string', 'bool', 'guid'];

/** What the first argument may be; null: anything. */
export const acceptedBy = (agg: AggFn): readonly ScalarType[] | null => {
  if (sums.has(agg)) return summable;
  if (agg === 'min' || agg === 'max') return orderable;
  return agg === 'make_bag' || agg === 'buildschema' ? ['dynamic'] : null;
};

/** The result type, by the type of the first argument. */
export const resultOf = (agg: AggFn, first: ScalarType): ScalarType => {
  if (agg === 'sum') return first === 'int' ? 'long' : first;
  if (agg === 'percentile' || agg === 'percentilew') return first === 'int' ? 'long' : first === 'decimal' ? 'real' : first;
  if (agg === 'avg') return ['decimal', 'timespan', 'datetime'].includes(first) ? first : 'real';
  if (agg.startsWith('binary_all_')) return first;
  const { returns } = aggRow(agg);
  return returns === 'same' ? first : returns;
};
