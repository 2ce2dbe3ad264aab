// Tests of texts and constants, shifts, bits: answers of their reference pages (learn.microsoft.com/kusto/query) unless a test says otherwise.
import { describe, expect, test } from 'vitest';
import { refusalOf, rowsOf } from '../run.ts';

const printOf = (expression: string): string => rowsOf(`print x = ${expression}`)[1] ?? '';

const table = (examples: readonly (readonly [string, string])[]): void => {
  test.each(examples)('%s is %s', (expression, expected) => {
    expect(printOf(expression)).toBe(expected);
  });
};

describe('shifts', () => {
  table([
    // array-shift-left-function, array-shift-right-function
    ['array_shift_left(dynamic([1,2,3,4,5]), 2)', '[3,4,5,null,null]'],
    ['array_shift_left(dynamic([1,2,3,4,5]), 2, -1)', '[3,4,5,-1,-1]'],
    ['array_shift_left(dynamic([1,2,3,4,5]), -2, -1)', '[-1,-1,1,2,3]'],
    ['array_shift_right(dynamic([1,2,3,4,5]), 2, -1)', '[-1,-1,1,2,3]'],
    ['array_shift_right(dynamic([1,2,3,4,5]), -2, -1)', '[3,4,5,-1,-1]'],
    ['array_shift_left(dynamic(["a","b"]), 1)', '["b",""]'],
    ['array_shift_left(dynamic([1,2]), 7)', '[null,null]'],
  ]);
  test('texts among others, without a value to fill with', () => {
    expect(refusalOf('print array_shift_left(dynamic(["a",1]), 1)')).toBe(
      'RMMC7001 `array_shift_left()` of texts and others without a value to fill with is not evaluated',
    );
  });
});

describe('texts', () => {
  table([
    // isascii, isutf8
    ['isascii("some string")', 'true'],
    ['isascii("s\u00f6me string")', 'false'],
    ['isutf8("some string")', 'true'],
    // regex-quote-function
    ["regex_quote('(so$me.Te^xt)')", String.raw`"\\(so\\$me\\.Te\\^xt\\)"`],
  ]);
  test('a sign that not all engines escape', () => {
    expect(refusalOf("print regex_quote('a-b')")).toBe('RMMC7001 `regex_quote()` of a sign that not all engines escape is not evaluated');
  });
});

describe('bits', () => {
  table([
    // bitset-count-ones-function; -1 has 64 ones
    ['bitset_count_ones(42)', '3'],
    ['bitset_count_ones(-1)', '64'],
  ]);
});

test('the size of a long and a text of ten characters (estimate-data-size-function)', () => {
  expect(rowsOf("range x from 1 to 10 step 1 | extend Text = '1234567890' | summarize Total = sum(estimate_data_size(*))")).toEqual([
    'Total:long',
    '180',
  ]);
});

// assert-function
describe('assert', () => {
  const query = (
    len: string,
  ): string => `let check = (len: long, s: string) { assert(len > 0, "Length must be greater than zero") and s has "4567" };
    datatable(input: string)['123', '4567'] | where check(${len}, input)`;
  test('a condition that holds', () => {
    expect(rowsOf(query('3'))).toEqual(['input:string', '"4567"']);
  });
  test('one that does not', () => {
    expect(refusalOf(query('long(-1)'))).toBe(
      "RMMC7002 the query fails while it runs: `assert()` has failed with the message 'Length must be greater than zero'",
    );
  });
});

test('a column that the data has, and one that it lacks', () => {
  const tables = { T: { columns: 'A:string', rows: [['a']], declared: false } };
  expect(rowsOf('T | project x = iscolumnexists("A"), A', { tables })[1]).toBe('true | "a"');
  expect(refusalOf('T | where iscolumnexists("B")', { tables })).toBe(
    'RMMC7001 `iscolumnexists()` on rows whose columns are not known is not evaluated',
  );
});
