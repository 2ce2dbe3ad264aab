// Comparisons, arithmetic, logic: expected values from the pages on null values, numerical operators, and datetime and timespan arithmetic unless a test says otherwise.
import { describe, expect, test } from 'vitest';
import { rowsOf } from './run.ts';

const table = (examples: readonly (readonly [string, string])[]): void => {
  test.each(examples)('%s is %s', (expression, expected) => {
    expect(
      rowsOf(
        `datatable(none: long, big: long, nan: real, d: dynamic)[long(null), 9007199254740993, real(nan), dynamic("5")] | project x = ${expression}`,
      )[1],
    ).toBe(expected);
  });
};

describe('nulls', () => {
  table([
    ['none == 5', 'false'],
    ['none != 5', 'true'],
    ['none == long(null)', 'null'],
    ['none != long(null)', 'null'],
    ['none > 5', 'null'],
    ['not(none > 5)', 'null'],
    ['none in (1, 2)', 'false'],
    ['none !in (1, 2)', 'true'],
    ['none > 5 or isnull(none)', 'true'],
    ['none > 5 and 1 == 2', 'false'],
    ['none + 10', 'null'],
    ['iff(none > 5, 1, 2)', '2'],
  ]);
});

describe('numbers', () => {
  table([
    ['14 % 12', '2'],
    ['-14 % 12', '10'],
    ['14 % -12', '2'],
    ['-14 % -12', '10'],
    ['-7 / 2', '-3'],
    ['1 / 2.0', '0.5'],
    // IEEE 754; not on a page.
    ['nan > 5', 'false'],
    ['not(nan > 5)', 'true'],
    ['nan == nan', 'false'],
    ['nan != nan', 'true'],
    ['big == 9007199254740992', 'false'],
    ['big in (9007199254740993)', 'true'],
    ['decimal(1) / decimal(3)', '0.3333333333333333333333333333333333'],
    ['9223372036854775807 + 1', '-9223372036854775808'],
    ['1 == true', 'true'],
    ['d == 5', 'true'],
    ['3 in (dynamic([1, 3]))', 'true'],
  ]);
});

describe('times', () => {
  table([
    ['datetime(1997-06-25) - datetime(1910-06-11)', '31791.00:00:00'],
    ['datetime(1910-06-11) + 1d', '1910-06-12T00:00:00.0000000Z'],
    ['1d / 5h', '4.8'],
    ['1.5 * 1h', '01:30:00'],
    ['1h / 2', '00:30:00'],
    ['1h % 7m', '00:04:00'],
    ['datetime(9999-12-31) + 2d', 'null'],
    ['datetime(2024-01-01) < datetime(2024-01-02)', 'true'],
  ]);
});
