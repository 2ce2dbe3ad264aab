// Aggregates that only KQL says: answers of their reference pages (learn.microsoft.com/kusto/query/<name>-aggregation-function).
import { describe, expect, test } from 'vitest';
import { refusalOf, rowsOf } from '../run.ts';

const points = 'datatable(x: real, y: real)[1.0, 14.0, 2.0, 10.0, 3.0, 17.0, 4.0, 20.0, 5.0, 50.0]';
const numbers = 'range x from 1 to 100 step 1 | extend y = iff(x % 2 == 0, x * 2, x * 3)';

describe('covariance', () => {
  test('of a sample and of all', () => {
    expect(rowsOf(`${points} | summarize s = covariance(x, y), p = covariancep(x, y)`)[1]).toBe('20.5 | 16.4');
  });
  test('with a condition', () => {
    expect(rowsOf(`${numbers} | summarize s = covarianceif(x, y, x % 3 == 0), p = round(covariancepif(x, y, x % 3 == 0), 11)`)[1]).toBe(
      '2142.0 | 2077.09090909091',
    );
  });
  test('a null on one side leaves the row out', () => {
    expect(rowsOf('datatable(x: real, y: real)[1.0, 1.0, real(null), 7.0, 3.0, 3.0] | summarize covariance(x, y)')[1]).toBe('2.0');
  });
  test('of one row', () => {
    expect(refusalOf('print x = 1.0 | summarize covariance(x, x)')).toBe('RMMC7001 `covariance()` of too few rows is not evaluated');
  });
});

describe('percentilesw_array', () => {
  const latency = 'datatable(ReqCount: long, LatencyBucket: long)[8, 10, 6, 20, 3, 30, 1, 40]';
  test.each(['50, 75, 99.9', 'dynamic([50, 75, 99.9])'])('of %s', (percentages) => {
    expect(rowsOf(`${latency} | summarize p = percentilesw_array(LatencyBucket, ReqCount, ${percentages})`)[1]).toBe('[20,20,40]');
  });
});

test('take_anyif takes a value of the rows for which the condition holds', () => {
  expect(rowsOf(`${numbers} | summarize a = take_anyif(x, x == 7), b = take_anyif(tostring(x), x > 100)`)[1]).toBe('7 | ""');
});

test('sketches are values of a format of their own', () => {
  expect(refusalOf('print x = 1 | summarize h = hll(x)')).toBe('RMMC7001 the aggregate `hll()` is not evaluated');
});
