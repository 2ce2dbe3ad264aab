// `make-series`, `top-nested`, `partition`, `sample`, functions of several columns: after the pages of the same names.
import { describe, expect, test } from 'vitest';
import { refusalOf, rowsOf } from '../run.ts';

describe('make-series', () => {
  const data = 'datatable(k:string, t:long) ["a",1, "a",5, "b",2, "a",9, "a",12]';

  test('bins from the start, the end is not among them, gaps are 0', () => {
    expect(rowsOf(`${data} | make-series n=count() on t from 0 to 10 step 4`)).toEqual(['n:dynamic t:dynamic', '[2,1,1] | [0,4,8]']);
  });

  test('an end between two bins keeps the bin before it', () => {
    expect(rowsOf(`${data} | make-series n=count() on t from 0 to 9 step 4`)).toEqual(['n:dynamic t:dynamic', '[2,1,0] | [0,4,8]']);
    expect(rowsOf(`${data} | make-series n=count() on t from 0 to 8 step 4`)).toEqual(['n:dynamic t:dynamic', '[2,1] | [0,4]']);
  });

  test('keys, a default, one row per key', () => {
    expect(rowsOf(`${data} | make-series n=count() default=-1 on t from 0 to 12 step 4 by k`)).toEqual([
      'k:string n:dynamic t:dynamic',
      '"a" | [1,1,1] | [0,4,8]',
      '"b" | [1,-1,-1] | [0,4,8]',
    ]);
  });

  test('datetimes', () => {
    expect(
      rowsOf(
        'datatable(t:datetime) [datetime(2017-01-01T03:00), datetime(2017-01-03)] | make-series n=count() on t from datetime(2017-01-01) to datetime(2017-01-04) step 1d',
      ),
    ).toEqual([
      'n:dynamic t:dynamic',
      '[1,0,1] | ["2017-01-01T00:00:00.0000000Z","2017-01-02T00:00:00.0000000Z","2017-01-03T00:00:00.0000000Z"]',
    ]);
  });

  test('no rows give no row, and with kind=nonempty one of defaults', () => {
    const over = (kind: string): readonly string[] =>
      rowsOf(`${data} | where k == "z" | make-series ${kind} n=count() default=7 on t from 0 to 8 step 4`);
    expect(over('')).toEqual(['n:dynamic t:dynamic']);
    expect(over('kind=nonempty')).toEqual(['n:dynamic t:dynamic', '[7,7] | [0,4]']);
  });

  test('more than 2^20 values are an error', () => {
    expect(refusalOf(`${data} | make-series n=count() on t from 0 to 2000000 step 1`)).toBe(
      'RMMC7002 the query fails while it runs: `make-series` generates at most 1048576 values, here are 2000000',
    );
  });
});

describe('top-nested', () => {
  const data = 'datatable(s:string, t:string) ["x","p", "x","p", "x","q", "y","p", "y","r", "z","r"]';

  test('the top of each level within the level before', () => {
    expect(rowsOf(`${data} | top-nested 2 of s by count(), top-nested 1 of t by n=count()`)).toEqual([
      's:string aggregated_s:long t:string n:long',
      '"x" | 3 | "p" | 2',
      '"y" | 2 | "p" | 1',
    ]);
  });

  test('asc takes the least; without a number all values are taken', () => {
    expect(rowsOf(`${data} | top-nested 1 of s by count() asc, top-nested of t by count()`)).toEqual([
      's:string aggregated_s:long t:string aggregated_t:long',
      '"z" | 1 | "r" | 1',
    ]);
  });

  test('others stand for the rest; levels without them are blank there', () => {
    expect(rowsOf(`${data} | top-nested 1 of s with others="rest" by count(), top-nested 1 of t by count()`)).toEqual([
      's:string aggregated_s:long t:string aggregated_t:long',
      '"x" | 3 | "p" | 2',
      '"rest" | 3 | "" | null',
    ]);
    expect(rowsOf(`${data} | top-nested 1 of s by count(), top-nested 1 of t with others="rest" by count()`)).toEqual([
      's:string aggregated_s:long t:string aggregated_t:long',
      '"x" | 3 | "p" | 2',
      '"x" | 3 | "rest" | 1',
      '"" | null | "rest" | 3',
    ]);
  });
});

describe('partition', () => {
  const data = 'datatable(k:string, v:long) ["a",1, "b",5, "a",3, "b",4]';

  test('the body runs for the rows of each value', () => {
    expect(rowsOf(`${data} | partition by k (top 1 by v)`)).toEqual(['k:string v:long', '"a" | 3', '"b" | 5']);
  });

  test('the legacy strategy takes 64 values', () => {
    const many = 'range x from 1 to 65 step 1';
    expect(refusalOf(`${many} | partition by x (take 1)`)).toBe(
      'RMMC7002 the query fails while it runs: `partition` without `hint.strategy` takes at most 64 values, here are 65',
    );
    expect(rowsOf(`${many} | partition hint.strategy=native by x (take 1) | count`)).toEqual(['Count:long', '65']);
  });
});

test('sample takes rows, sample-distinct takes values', () => {
  const data = 'datatable(k:string) ["a", "a", "b", "c"]';
  expect(rowsOf(`${data} | sample 2 | count`)).toEqual(['Count:long', '2']);
  expect(rowsOf(`${data} | sample-distinct 2 of k`)).toEqual(['k:string', '"a"', '"b"']);
});

test('series_stats gives its columns; other such functions are refused by name', () => {
  expect(
    rowsOf('print x=dynamic([1,2,3]) | extend (lo, at) = series_stats(x) | project lo, at, series_stats_x_max, series_stats_x_stdev'),
  ).toEqual(['lo:real at:long series_stats_x_max:real series_stats_x_stdev:real', '1.0 | 0 | 3.0 | 1.0']);
  expect(refusalOf('print x=dynamic([1,2,3]) | extend (p, s) = series_periods_detect(x, 0.0, 50.0, 2)')).toBe(
    'RMMC7001 the function `series_periods_detect()` is not evaluated',
  );
});
