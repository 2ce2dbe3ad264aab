// Conversions and tests of null: expected values from their reference pages (learn.microsoft.com/kusto/query/<name>-function) unless a test says otherwise.
import { describe, expect, test } from 'vitest';
import { refusalOf, rowsOf } from '../run.ts';

const printOf = (expression: string): string => rowsOf(`print x = ${expression}`)[1] ?? '';

const table = (examples: readonly (readonly [string, string])[]): void => {
  test.each(examples)('%s is %s', (expression, expected) => {
    expect(printOf(expression)).toBe(expected);
  });
};

describe('null and empty', () => {
  table([
    ['isempty("")', 'true'],
    ['isempty("x")', 'false'],
    ['isempty(int(null))', 'true'],
    ['isempty(dynamic([]))', 'false'],
    ['isnotempty(dynamic(null))', 'false'],
    ['isnull("")', 'false'],
    ['isnotnull(int(null))', 'false'],
    ['coalesce(tolong("not a number"), tolong("42"), 33)', '42'],
    ['coalesce("", "b")', '"b"'],
    ['coalesce(int(null), int(null))', 'null'],
  ]);
});

describe('numbers', () => {
  table([
    ['toint("123")', '123'],
    ['toint(2.3)', '2'],
    ['toint(" 0xFF ")', '255'],
    ['toint("4294967296")', 'null'],
    ['tolong("")', 'null'],
    ['toreal("123.4")', '123.4'],
    ['todecimal("123.45678")', '123.45678'],
    ['tobool("TRUE")', 'true'],
    ['tobool("perhaps")', 'null'],
    ['tohex(-256)', '"ffffffffffffff00"'],
    ['tohex(toint(-256), 8)', '"ffffff00"'],
    ['tohex(256, 8)', '"00000100"'],
    ['tohex(256, 2)', '"100"'],
  ]);
});

describe('times (page of the datetime type)', () => {
  table([
    ['todatetime("2015-12-31 23:59:59.9")', '2015-12-31T23:59:59.9000000Z'],
    ['todatetime("2014-05-25T08:20:03.123456Z")', '2014-05-25T08:20:03.1234560Z'],
    ['todatetime("Sat, 8 Nov 14 15:05:02 GMT")', '2014-11-08T15:05:02.0000000Z'],
    ['todatetime("Saturday, 08-Nov-14 15:05")', '2014-11-08T15:05:00.0000000Z'],
    ['todatetime("2014-11-08T15:05:25 GMT")', '2014-11-08T15:05:25.0000000Z'],
    ['todatetime("12-02-2022") == datetime("12-02-2022")', 'true'],
    ['todatetime("2014-02-30T00:00:00Z")', 'null'],
    ['todatetime("never")', 'null'],
    ['totimespan("0.00:01:00")', '00:01:00'],
    ['totimespan("-1.02:03:04.5")', '-1.02:03:04.5000000'],
  ]);
  test('a form that no page lists is refused', () => {
    expect(refusalOf('print todatetime("15/01/2024 12:35:35")')).toMatchInlineSnapshot(
      `"RMMC7001 \`todatetime()\` of \`15/01/2024 12:35:35\`, a form that no page lists is not evaluated"`,
    );
  });
  test('a number as a time is refused', () => {
    expect(refusalOf('print todatetime(5)')).toMatchInlineSnapshot(`"RMMC7001 \`todatetime()\` of a long is not evaluated"`);
  });
});

describe('names of types', () => {
  table([
    ['gettype("a")', '"string"'],
    ['gettype(1 == 1)', '"bool"'],
    ['gettype(1s)', '"timespan"'],
    ['gettype(dynamic(1))', '"int"'],
    ['gettype(dynamic({"abc": 1}))', '"dictionary"'],
    ['gettype(dynamic([1, 2, 3]))', '"array"'],
    ['gettype(dynamic(null))', '"null"'],
  ]);
});
