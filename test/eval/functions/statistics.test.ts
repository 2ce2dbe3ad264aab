// Gamma, beta, error functions and Welch's test: answers of their reference pages (learn.microsoft.com/kusto/query/<name>-function).
import { describe, expect, test } from 'vitest';
import { refusalOf, rowsOf } from '../run.ts';

const printOf = (expression: string): string => rowsOf(`print x = ${expression}`)[1] ?? '';

const table = (examples: readonly (readonly [string, string])[]): void => {
  test.each(examples)('%s is %s', (expression, expected) => {
    expect(printOf(expression)).toBe(expected);
  });
};

describe('gamma', () => {
  table([
    ['gamma(5)', '24.0'],
    ['loggamma(5)', '3.1780538303479458'],
    // gamma(1/2) is the root of pi
    ['round(gamma(0.5) * gamma(0.5) / pi(), 14)', '1.0'],
    ['round(loggamma(100), 10)', '359.1342053696'],
    ['gamma(real(null))', 'null'],
  ]);
  test('at 0 it has no value', () => {
    expect(refusalOf('print gamma(0)')).toBe('RMMC7001 `gamma()` of 0 is not evaluated');
  });
});

describe('beta', () => {
  table([
    ['round(beta_cdf(0.9, 10.0, 20.0), 15)', '0.999999999999959'],
    ['beta_cdf(1.5, 10.0, 20.0)', 'NaN'],
    ['beta_cdf(double(-10), 10.0, 20.0)', 'NaN'],
    ['beta_cdf(0.1, double(-1.0), 20.0)', 'NaN'],
    ['beta_cdf(0.1, 10001, 20)', 'NaN'],
    ['round(beta_inv(0.1, 10.0, 20.0), 14)', '0.22641502238875'],
    ['beta_inv(1.5, 10.0, 20.0)', 'null'],
    ['beta_inv(0.1, double(-1.0), 20.0)', 'NaN'],
    ['round(beta_pdf(0.5, 10.0, 20.0), 14)', '0.74617601931095'],
    ['beta_pdf(1.5, 10.0, 20.0)', 'NaN'],
    ['beta_pdf(0.1, double(-1.0), 20.0)', 'NaN'],
  ]);
});

describe('error functions', () => {
  table([
    ['round(erf(-3), 14)', '-0.999977909503'],
    ['round(erf(-2), 14)', '-0.99532226501895'],
    ['erf(1)', '0.842700792949715'],
    ['erf(0)', '0.0'],
    ['round(erfc(-1), 14)', '1.84270079294972'],
    ['erfc(0)', '1.0'],
    ['round(erfc(1), 14)', '0.15729920705029'],
    ['round(erfc(3) * 100000, 9)', '2.2090497'],
  ]);
});

test('the p-value of the samples on the page of `welch_test`', () => {
  expect(
    rowsOf(`datatable(a: real, b: real)[27.5, 27.1, 21.0, 22.0, 19.0, 20.8, 23.6, 23.4, 17.0, 23.4, 17.9, 23.5, 16.9, 25.8, 20.1, 22.0,
      21.9, 24.8, 22.6, 20.2, 23.1, 21.9, 19.6, 22.1, 19.0, 22.9, 21.7, 20.5, 21.4, 24.4]
      | summarize m1 = avg(a), v1 = variance(a), c1 = count(), m2 = avg(b), v2 = variance(b), c2 = count()
      | project p = round(welch_test(m1, v1, c1, m2, v2, c2), 3)`),
  ).toEqual(['p:real', '0.021']);
});
