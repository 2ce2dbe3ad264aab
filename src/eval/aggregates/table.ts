// All aggregate functions of the IR. A function without an answer does not compile.
import type { AggFn } from '../../ir/aggregates.ts';
import { unsupported } from '../refusal.ts';
import type { Aggregate } from './accumulator.ts';
import { distinctCount, makeBag, makeList, makeListWithNulls, makeSet } from './collections.ts';
import { covariance, covariancep } from './covariance.ts';
import { max, min } from './extremes.ts';
import { percentile, percentilesArray, percentileswArray, percentilew } from './percentiles.ts';
import { anyValue } from './pick.ts';
import { buildschema } from './schema.ts';
import { avg, binaryAllAnd, binaryAllOr, binaryAllXor, stdev, stdevp, sum, variance, variancep } from './sums.ts';

/** Not computed. Sketches (hll, tdigest) are values of Kusto's own format. */
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
  dcount: distinctCount,
  count_distinct: distinctCount,
  sum,
  avg,
  min,
  max,
  make_set: makeSet,
  make_list: makeList,
  make_list_with_nulls: makeListWithNulls,
  make_bag: makeBag,
  percentile,
  percentilew,
  percentiles_array: percentilesArray,
  stdev,
  stdevp,
  variance,
  variancep,
  buildschema,
  hll: missing,
  hll_merge: missing,
  tdigest: missing,
  tdigest_merge: missing,
  binary_all_and: binaryAllAnd,
  binary_all_or: binaryAllOr,
  binary_all_xor: binaryAllXor,
  covariance,
  covariancep,
  percentilesw_array: percentileswArray,
  take_any: anyValue,
  passthrough: missing,
};
