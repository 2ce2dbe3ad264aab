// Aggregate functions: expected values from their reference pages (learn.microsoft.com/kusto/query/<name>-aggregation-function) unless a test says otherwise.
import { describe, expect, test } from 'vitest';
import { refusalOf, rowsOf } from './run.ts';

const over = (data: string, measure: string): string => rowsOf(`${data} | summarize x = ${measure}`)[1] ?? '';

const longs = 'datatable(n: long)[5, long(null), 3, 5, 1]';
const empty = 'datatable(n: long, r: real, s: string, t: timespan, d: dynamic)[]';

describe('nulls do not count', () => {
  test.each([
    ['count()', '5'],
    ['countif(n > 2)', '3'],
    ['dcount(n)', '3'],
    ['count_distinct(n)', '3'],
    ['sum(n)', '14'],
    ['sumif(n, n > 4)', '10'],
    ['avg(n)', '3.5'],
    ['min(n)', '1'],
    ['max(n)', '5'],
    ['maxif(n, n < 5)', '3'],
    ['make_set(n)', '[5,3,1]'],
    ['make_set(n, 2)', '[5,3]'],
    ['make_list(n)', '[5,3,5,1]'],
    ['make_list_if(n, n < 5)', '[3,1]'],
    ['make_list_with_nulls(n)', '[5,null,3,5,1]'],
    ['percentile(n, 50)', '3'],
    ['percentile(n, 0)', '1'],
    ['percentiles_array(n, 25, 75, 100)', '[1,5,5]'],
  ])('%s is %s', (measure, expected) => {
    expect(over(longs, measure)).toBe(expected);
  });
});

// The table of defaults on the page of `summarize`, and its example: `avg` over nothing is NaN.
describe('over no rows', () => {
  test.each([
    ['count()', '0'],
    ['dcount(n)', '0'],
    ['sum(n)', '0'],
    ['sum(r)', '0.0'],
    ['avg(n)', 'NaN'],
    ['avg(t)', 'null'],
    ['min(n)', 'null'],
    ['max(s)', '""'],
    ['stdev(n)', '0.0'],
    ['variance(n)', '0.0'],
    ['percentile(n, 50)', 'null'],
    ['make_set(n)', '[]'],
    ['make_list(n)', '[]'],
    ['make_bag(d)', '[]'],
    ['buildschema(d)', 'null'],
    ['take_any(s)', '""'],
  ])('%s is %s', (measure, expected) => {
    expect(over(empty, measure)).toBe(expected);
  });
});

describe('other types', () => {
  test.each([
    ['datatable(t: timespan)[1d, 3d, 2d]', 'avg(t)', '2.00:00:00'],
    ['datatable(t: timespan)[1d, 3d]', 'sum(t)', '4.00:00:00'],
    ['datatable(t: datetime)[datetime(2024-01-02), datetime(2024-01-01)]', 'min(t)', '2024-01-01T00:00:00.0000000Z'],
    ['datatable(s: string)["b", "", "B"]', 'min(s)', '""'],
    ['datatable(s: string)["b", "", "B"]', 'dcount(s)', '3'],
    ['datatable(s: string)["b", "", "b"]', 'make_set(s)', '["b",""]'],
    ['datatable(d: decimal)[0.1, 0.2]', 'sum(d)', '0.3'],
    ['datatable(d: decimal)[1, 1, 2]', 'avg(d)', '1.333333333333333333333333333333333'],
    [
      `datatable(a: dynamic)[dynamic(['A1','A2','A3']), dynamic(['A2','C1']), dynamic(['C2','A3'])]`,
      'make_set(a)',
      '["A1","A2","A3","C1","C2"]',
    ],
    ['datatable(a: dynamic)[dynamic({"a": 1}), dynamic([1]), dynamic({"a": 2, "b": 3})]', 'make_bag(a)', '{"a":1,"b":3}'],
    ['datatable(n: long)[0xFFFFFFFF, 0xFFFFF00F, 0xCFFFFFFD, 0xFAFEFFFF]', 'tohex(binary_all_and(n))', '"cafef00d"'],
    ['datatable(n: long)[0x44404440, 0x1E1E1E1E, 0x90ABBA09, 0x000B105A]', 'tohex(binary_all_xor(n))', '"cafef00d"'],
    ['range x from 1 to 5 step 1 | project n = x', 'variancep(n)', '2.0'],
    ['range x from 1 to 100 step 1 | project n = x', 'varianceif(n, n % 2 == 0)', '850.0'],
    ['datatable(w: long, n: long)[8, 10, 6, 20, 3, 30, 1, 40]', 'percentilew(n, w, 75)', '20'],
    ['datatable(w: long, n: long)[8, 10, 6, 20, 3, 30, 1, 40]', 'percentilew(n, w, 99.9)', '40'],
  ])('%s | %s is %s', (data, measure, expected) => {
    expect(over(data, measure)).toBe(expected);
  });
});

test('the schema of dynamic values', () => {
  const values = `datatable(v: dynamic)[dynamic({"x":1, "y":3.5}), dynamic({"x":"somevalue", "z":[1, 2, 3]}), dynamic({"y":{"w":"zzz"}, "t":["aa", "bb"], "z":["foo"]})]`;
  expect(over(values, 'buildschema(v)')).toBe(
    '{"x":["long","string"],"y":["double",{"w":"string"}],"z":{"`indexer`":["long","string"]},"t":{"`indexer`":"string"}}',
  );
});

describe('the row of an extreme', () => {
  test('a null key stands only where there is no other', () => {
    const fruits = `datatable(Fruit: string, Color: string, Version: int)["Apple", "Red", 1, "Apple", "Green", int(null), "Banana", "Yellow", int(null), "Banana", "Green", int(null)]`;
    expect(rowsOf(`${fruits} | summarize arg_min(Version, *) by Fruit`).slice(1)).toEqual([
      '"Apple" | 1 | "Red"',
      '"Banana" | null | "Yellow"',
    ]);
  });
});

test('groups: null and the empty string are groups, in the order of their first rows', () => {
  const data = 'datatable(a: string, b: long)["x", 1, "", long(null), "x", 1, "X", 1, "", long(null)]';
  expect(rowsOf(`${data} | summarize count() by a, b`).slice(1)).toEqual(['"x" | 1 | 2', '"" | null | 2', '"X" | 1 | 1']);
});

describe('refused', () => {
  test.each([
    ['hll(n)', 'RMMC7001 the aggregate `hll()` is not evaluated'],
    ['variancepif(n, n > 1)', 'RMMC7001 `variancep()` with a condition is not evaluated'],
  ])('%s', (measure, message) => {
    expect(refusalOf(`${longs} | summarize ${measure}`)).toBe(message);
  });
  test('a sum beyond 64 bits', () => {
    expect(refusalOf('datatable(n: long)[9223372036854775807, 1] | summarize sum(n)')).toBe(
      'RMMC7001 `sum()` beyond 64 bits is not evaluated',
    );
  });
});
