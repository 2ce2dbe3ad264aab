// Numbers: expected values from their reference pages (learn.microsoft.com/kusto/query/<name>-function) unless a test says otherwise.
import { describe, expect, test } from 'vitest';
import { refusalOf, rowsOf } from '../run.ts';

const printOf = (expression: string): string => rowsOf(`print x = ${expression}`)[1] ?? '';

const table = (examples: readonly (readonly [string, string])[]): void => {
  test.each(examples)('%s is %s', (expression, expected) => {
    expect(printOf(expression)).toBe(expected);
  });
};

describe('bins', () => {
  table([
    ['bin(4.5, 1)', '4.0'],
    ['bin(time(16d), 7d)', '14.00:00:00'],
    ['bin(datetime(1970-05-11 13:45:07), 1d)', '1970-05-11T00:00:00.0000000Z'],
    ['bin(-5, 3)', '-6'],
    ['bin(5, -1)', 'null'],
    ['bin(long(null), 3)', 'null'],
    ['bin(decimal(4.7), decimal(0.5))', '4.5'],
    ['bin_at(6.5, 2.5, 7)', '4.5'],
    ['bin_at(datetime(2017-05-15 10:20), 1d, datetime(1970-01-01 12:00))', '2017-05-14T12:00:00.0000000Z'],
    ['bin_at(time(1h), 1d, 12h)', '-12:00:00'],
  ]);
});

describe('rounding', () => {
  table([
    ['round(2.98765, 3)', '2.988'],
    ['round(2.15, 1)', '2.2'],
    ['round(2.15)', '2.0'],
    ['round(-50.55, -2)', '-100.0'],
    ['round(21.5, -1)', '20.0'],
    // Not said by the page: half a unit goes away from zero, as in C.
    ['round(2.5)', '3.0'],
    ['round(-2.5)', '-3.0'],
    ['ceiling(-1.1)', '-1.0'],
    ['ceiling(0)', '0'],
    ['ceiling(0.9)', '1.0'],
  ]);
});

describe('functions', () => {
  table([
    ['abs(-5)', '5'],
    ['abs(-1h)', '01:00:00'],
    ['sign(-42)', '-1.0'],
    ['sqrt(-1)', 'null'],
    ['pow(2, 3)', '8.0'],
    ['log(-1)', 'null'],
    ['log2(8)', '3.0'],
    ['log10(1000)', '3.0'],
    ['asin(2)', 'null'],
    ['isnan(0.0 / 0.0)', 'true'],
    ['isinf(1.0 / 0.0)', 'true'],
    ['isfinite(1.0 / 0.0)', 'false'],
  ]);
});

describe('greatest and least', () => {
  table([
    ['max_of(10, 1, -3, 17)', '17'],
    ['min_of(10, 1, -3, 17)', '-3'],
    ['max_of(int(null), 2)', '2'],
    ['min_of(int(null), int(null))', 'null'],
    ['max_of(datetime(2024-12-15), datetime(2024-12-14))', '2024-12-15T00:00:00.0000000Z'],
  ]);
});

describe('bits', () => {
  table([
    ['binary_and(12, 10)', '8'],
    ['binary_or(5, 3)', '7'],
    ['binary_xor(1, 2)', '3'],
    ['binary_not(100)', '-101'],
    ['binary_shift_left(1, 2)', '4'],
    ['binary_shift_left(1, 66)', '4'],
    ['binary_shift_left(1, -1)', 'null'],
    ['binary_shift_right(1, 2)', '0'],
  ]);
});

test('a column without a known type is refused', () => {
  const tables = { T: { columns: 'A', rows: [['1']], declared: false } };
  expect(refusalOf('T | project x = abs(A)', { tables })).toMatchInlineSnapshot(
    `"RMMC7001 \`abs()\` of a column of unknown type is not evaluated"`,
  );
});
