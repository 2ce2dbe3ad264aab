// Series: queries and answers of the reference pages (learn.microsoft.com/kusto/query/series-<name>-function) unless a test says otherwise.
import { describe, expect, test } from 'vitest';
import { refusalOf, rowsOf } from '../run.ts';

const printOf = (expression: string): string => rowsOf(`print x = ${expression}`)[1] ?? '';
const reasonOf = (expression: string): string => refusalOf(`print x = ${expression}`);

const table = (examples: readonly (readonly [string, string])[]): void => {
  test.each(examples)('%s is %s', (expression, expected) => {
    expect(printOf(expression)).toBe(expected);
  });
};

const refused = (examples: readonly (readonly [string, string])[]): void => {
  test.each(examples)('%s is refused', (expression, what) => {
    expect(reasonOf(expression)).toBe(`RMMC7001 ${what} is not evaluated`);
  });
};

describe('two series, element by element', () => {
  table([
    ['series_add(dynamic([1,2,4]), dynamic([4,2,1]))', '[5,4,5]'],
    ['series_add(dynamic([3,6,12]), dynamic([12,6,3]))', '[15,12,15]'],
    ['series_subtract(dynamic([1,2,4]), dynamic([4,2,1]))', '[-3,0,3]'],
    ['series_multiply(dynamic([3,6,12]), dynamic([12,6,3]))', '[36,36,36]'],
    ['series_divide(dynamic([2,4,8]), dynamic([8,4,2]))', '[0.25,1.0,4.0]'],
    ['series_pow(dynamic([1, 2, 3, 4]), dynamic([1, 2, 3, 0.5]))', '[1.0,4.0,27.0,2.0]'],
    ['series_equals(dynamic([1,2,4]), dynamic([4,2,1]))', '[false,true,false]'],
    ['series_not_equals(dynamic([1,2,4]), dynamic([4,2,1]))', '[true,false,true]'],
    ['series_greater(dynamic([1,2,4]), dynamic([4,2,1]))', '[false,false,true]'],
    ['series_greater_equals(dynamic([1,2,4]), dynamic([4,2,1]))', '[false,true,true]'],
    ['series_less(dynamic([1,2,4]), dynamic([4,2,1]))', '[true,false,false]'],
    ['series_less_equals(dynamic([1,2,4]), dynamic([4,2,1]))', '[true,true,false]'],
  ]);
});

describe('what the pages say under "Returns"', () => {
  table([
    // a non-numeric element, and one that the other series lacks
    ['series_add(dynamic([1,"b",3]), dynamic([1,2]))', '[2,null,null]'],
    ['series_less(dynamic([1,null]), dynamic([2,2,2]))', '[true,null,null]'],
    ['series_abs(dynamic([-1,"b",null]))', '[1,null,null]'],
    // division as of doubles
    ['series_divide(dynamic([2,0]), dynamic([0,0]))', '["Infinity","NaN"]'],
    ['series_add(dynamic({"a":1}), dynamic([1]))', 'null'],
  ]);
});

describe('one series, element by element', () => {
  table([
    ['series_abs(dynamic([-6.5,0,8.2]))', '[6.5,0,8.2]'],
    ['series_sign(dynamic([-6, 0, 8]))', '[-1,0,1]'],
    ['series_floor(dynamic([-1.5,1,2.5]))', '[-2.0,1.0,2.0]'],
    ['series_ceiling(dynamic([-1.5,1,2.5]))', '[-1.0,1.0,3.0]'],
    ['series_exp(dynamic([1,2,3]))', '[2.718281828459045,7.38905609893065,20.085536923187668]'],
    ['series_log(dynamic([1,2]))', '[0.0,0.6931471805599453]'],
    ['series_acos(dynamic([-1,0,1]))', '[3.141592653589793,1.5707963267948966,0.0]'],
    ['series_asin(dynamic([-1,0,1]))', '[-1.5707963267948966,0.0,1.5707963267948966]'],
    ['series_atan(dynamic([-1,0,1]))', '[-0.7853981633974483,0.0,0.7853981633974483]'],
    ['series_cos(dynamic([-1,0,1]))', '[0.5403023058681398,1.0,0.5403023058681398]'],
    ['series_tan(dynamic([-1,0,1]))', '[-1.5574077246549023,0.0,1.5574077246549023]'],
  ]);
});

describe('one number of a series', () => {
  table([
    ['series_sum(dynamic([1,2,3,4]))', '10.0'],
    ['series_product(dynamic([1,2,3,4]))', '24.0'],
    ['series_magnitude(dynamic([1,2,3,4]))', '5.477225575051661'],
    ['series_dot_product(dynamic([3,6,12]), dynamic([12,6,3]))', '108.0'],
    ['series_dot_product(dynamic([3,6,12]), 3)', '63.0'],
    ['series_dot_product(dynamic([3,6,12,7]), dynamic([12,6,3]))', '108.0'],
    ['series_dot_product(dynamic([3,"b",6,12]), dynamic([12,5,6,3]))', '108.0'],
    ['series_dot_product(dynamic([]), dynamic([12,6,3]))', 'null'],
    ['round(series_cosine_similarity(dynamic([0.1,0.2,0.1,0.2]), dynamic([0.11,0.2,0.11,0.21])), 12)', '0.999353438255'],
    ['round(series_cosine_similarity(dynamic([0.1,0.2,0.1,0.2]), dynamic([1,2,3,4])), 12)', '0.923760430703'],
    ['round(series_cosine_similarity(dynamic([0.1,0.2,0.1,0.2]), dynamic([1,2,3,4]), 0.1, 1.0), 12)', '16.0'],
    ['series_pearson_correlation(dynamic([1,2,3,4,5]), dynamic([2,4,6,8,10]))', '1.0'],
    ['series_pearson_correlation(dynamic([1,2,3]), dynamic([2,4]))', 'null'],
    ['series_pearson_correlation(dynamic([1,2,null]), dynamic([2,4,6]))', 'null'],
  ]);
});

describe('missing values', () => {
  const gaps = 'dynamic([null, null, 36, 41, null, null, 16, 61, 33, null, null])';
  const reals = 'dynamic([null, 111.0, null, 36.0, 41.0, null, null, 16.0, 61.0, 33.0, null, null])';
  const wholes = 'dynamic([null, 111, null, 36, 41, null, null, 16, 61, 33, null, null])';
  table([
    [`series_fill_forward(${gaps})`, '[null,null,36,41,41,41,16,61,33,33,33]'],
    ['series_fill_backward(dynamic([111, null, 36, 41, null, null, 16, 61, 33, null, null]))', '[111,36,36,41,16,16,16,61,33,null,null]'],
    ['series_fill_const(dynamic([111, null, 36, 41, 23, null, 16]), 0.0)', '[111,0.0,36,41,23,0.0,16]'],
    ['series_fill_const(dynamic([111, null, 36, 41, 23, null, 16]), -1)', '[111,-1,36,41,23,-1,16]'],
    ['series_fill_forward(dynamic([-1, 5, -1]), -1)', '[-1,5,5]'],
    // the page rounds 32.667 and 24.333
    [`series_fill_linear(${reals})`, '[111.0,111.0,73.5,36.0,41.0,32.66666666666667,24.333333333333336,16.0,61.0,33.0,33.0,33.0]'],
    [`series_fill_linear(${wholes})`, '[111,111,73,36,41,32,24,16,61,33,33,33]'],
    [`series_fill_linear(${wholes}, double(null), false)`, '[null,111,73,36,41,32,24,16,61,33,null,null]'],
    ['series_fill_linear(dynamic([null,null,null,null]))', '[0.0,0.0,0.0,0.0]'],
    ['series_fill_linear(dynamic([null,null]), double(null), true, 3.14159)', '[3.14159,3.14159]'],
    ['series_fill_linear(dynamic([null,null]), double(null), true, double(null))', '[null,null]'],
  ]);
});

describe('filters', () => {
  table([
    // the page's cumulative sum
    ['series_iir(dynamic([1.0,2.0,3.0,4.0]), dynamic([1]), dynamic([1,-1]))', '[1.0,3.0,6.0,10.0]'],
    ['series_iir(dynamic([0,1,2,3,4]), dynamic([1]), dynamic([1,-1]))[4]', '10.0'],
    // the page's moving average, and centered: "the peak stays in its original location"
    ['series_fir(dynamic([0,0,0,0,10,20,10,0,0,0,0]), dynamic([1,1,1,1]))', '[0.0,0.0,0.0,0.0,2.5,7.5,10.0,10.0,7.5,2.5,0.0]'],
    ['series_fir(dynamic([0,0,0,0,10,0,0,0,0]), dynamic([1,1,1,1,1]), true, true)', '[0.0,0.0,2.0,2.0,2.0,2.0,2.0,0.0,0.0]'],
    // the difference to the value before
    ['series_fir(dynamic([0,0,2,2,3]), dynamic([1,-1]), false, false)', '[0.0,0.0,2.0,0.0,1.0]'],
    ['series_fir(dynamic([0,0,2,2,3]), dynamic([1,-1]), true)', 'null'],
  ]);
});

test('the statistics of a series', () => {
  expect(printOf('series_stats_dynamic(dynamic([23, 46, 23, 87, 4, 8, 3, 75, 2, 56, 13, 75, 32, 16, 29]))')).toBe(
    '{"min":2.0,"min_idx":8,"max":87.0,"max_idx":3,"avg":32.8,"stdev":28.50363385354827,"variance":812.4571428571429,"sum":492.0,"len":15}',
  );
  expect(printOf('series_stats_dynamic(dynamic([1, null, 3]))')).toBe('null');
});

test('the line of least squares: the page cuts 0.9829, 2.7307, 98.6287, 1.6864, -1.6666 and 31.1025', () => {
  const [, row] = rowsOf(`print fit = series_fit_line_dynamic(dynamic([2, 5, 6, 8, 11, 15, 17, 18, 25, 26, 30, 30]))
    | project round(todouble(fit.rsquare), 4), round(todouble(fit.slope), 4), round(todouble(fit.variance), 4),
        round(todouble(fit.rvariance), 4), round(todouble(fit.interception), 4), round(todouble(fit.line_fit[11]), 4)`);
  expect(row).toBe('0.9829 | 2.7308 | 98.6288 | 1.6865 | -1.6667 | 31.1026');
});

describe('the seasonal part of a given period', () => {
  table([
    ['series_seasonal(dynamic([1, 3, 5, 1, 3, 5, 2, 4, 6]), 3)', '[1.0,3.0,5.0,1.0,3.0,5.0,1.0,3.0,5.0]'],
    ['series_seasonal(dynamic([1, 3, 5, 2, 4, 6, 1, 3, 5, 2, 4, 6]), 3)', '[1.5,3.5,5.5,1.5,3.5,5.5,1.5,3.5,5.5,1.5,3.5,5.5]'],
    ['series_seasonal(dynamic([1, 3, 5]), -7)', '[0.0,0.0,0.0]'],
  ]);
});

describe('what no page settles', () => {
  refused([
    ['series_add(dynamic([1, 2.5]), dynamic([1, 1]))', '`series_add()` of a series of integers and reals'],
    ['series_add(dynamic([9223372036854775807]), dynamic([1]))', '`series_add()` beyond 64 bits'],
    ['series_sign(dynamic([1.5]))', '`series_sign()` of reals'],
    ['series_floor(dynamic([1, 2]))', '`series_floor()` of integers'],
    ['series_log(dynamic([0]))', '`series_log()` of 0'],
    ['series_asin(dynamic([2]))', '`series_asin()` of 2'],
    ['series_sum(dynamic([1, null]))', '`series_sum()` of an array that holds more than numbers'],
    ['series_sum(dynamic([]))', '`series_sum()` of an array that holds nothing'],
    ['series_cosine_similarity(dynamic([0]), dynamic([1]))', '`series_cosine_similarity()` with a magnitude of zero or null'],
    ['series_pearson_correlation(dynamic([1, 1]), dynamic([1, 2]))', '`series_pearson_correlation()` of a series without variance'],
    ['series_fill_linear(dynamic([-1, null, -2]))', '`series_fill_linear()` of negative integers'],
    ['series_fill_forward(dynamic([1, null]), 1)', '`series_fill_forward()` of nulls that are not the sign for missing'],
    ['series_fill_const(dynamic([1, "b"]), 1)', '`series_fill_const()` of an array that holds more than numbers'],
    ['series_fir(dynamic([5, 5]), dynamic([1, 1]))', '`series_fir()` of a series that is not 0 at its ends'],
    ['series_fir(dynamic([0, 0]), dynamic([1, 1]), true, true)', '`series_fir()` centered, with an even number of coefficients'],
    ['series_iir(dynamic([5, 5]), dynamic([1]), dynamic([0]))', '`series_iir()` whose first denominator is 0'],
    ['series_stats_dynamic(dynamic([1, null]), true)', '`series_stats_dynamic()` that ignores elements'],
    ['series_stats_dynamic(dynamic([1]))', '`series_stats_dynamic()` of fewer than two numbers'],
    ['series_fit_line_dynamic(dynamic([1, 1]))', '`series_fit_line_dynamic()` of a series without variance'],
    ['series_seasonal(dynamic([1, 2]))', '`series_seasonal()` without a period'],
    ['series_outliers(dynamic([1, 2]))', 'the function `series_outliers()`'],
  ]);
});
