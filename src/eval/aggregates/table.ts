// All aggregate functions of the IR. A function without an answer does not compile.
import type { AggFn } from '../../ir/aggregates.ts';
import { unsupported } from '../refusal.ts';
import type { Aggregate } from './accumulator.ts';

const missing: Aggregate = ({ name, span }) => unsupported(`the aggregate \`${name}()\``, span);

const count: Aggregate = () => () => {
  let rows = 0;
  return {
    add: () => {
      rows += 1;
    },
    result: () => BigInt(rows),
  };
};

export const aggregates: Readonly<Record<AggFn, Aggregate>> = {
  count,
  dcount: missing,
  count_distinct: missing,
  sum: missing,
  avg: missing,
  min: missing,
  max: missing,
  make_set: missing,
  make_list: missing,
  make_list_with_nulls: missing,
  make_bag: missing,
  percentile: missing,
  percentilew: missing,
  percentiles_array: missing,
  stdev: missing,
  stdevp: missing,
  variance: missing,
  variancep: missing,
  buildschema: missing,
  hll: missing,
  hll_merge: missing,
  tdigest: missing,
  tdigest_merge: missing,
  binary_all_and: missing,
  binary_all_or: missing,
  binary_all_xor: missing,
  covariance: missing,
  covariancep: missing,
  percentilesw_array: missing,
  take_any: missing,
  passthrough: missing,
};
