// What KQL leaves open: rows in another order where no step promises one, and a bound on the rows that joins and expansions make.
import { expect, test } from 'vitest';
import { refusalOf, rowsOf } from './run.ts';

const reorder = <T>(rows: readonly T[]): readonly T[] => [...rows].reverse();
const two = 'datatable(K:string, V:long) ["a",1, "a",2]';

test.each([
  [two, ['"a" | 2', '"a" | 1']],
  [`union (${two} | where V == 1), (${two} | where V == 2)`, ['"a" | 2', '"a" | 1']],
  [`${two} | join kind=innerunique (print K = "a") on K | project K, V`, ['"a" | 2']],
  [`${two} | extend T = 1 | summarize arg_max(T, V) by K | project K, V`, ['"a" | 2']],
  [`${two} | summarize by V`, ['1', '2']],
  ['print A = dynamic([1, 2]) | mv-expand A to typeof(long)', ['2', '1']],
  ['print A = dynamic([1, 2]) | mv-apply A to typeof(long) on (where A > 0)', ['2', '1']],
])('%s comes in the other order', (kql, wanted) => {
  expect(rowsOf(kql, { reorder }).slice(1)).toEqual(wanted);
});

test.each([
  [`${two} | sort by V asc`, ['"a" | 1', '"a" | 2']],
  ['print A = dynamic([1, 2]) | mv-apply A to typeof(long) on (summarize L = make_list(A)) | project L', ['[1,2]']],
])('%s keeps its order', (kql, wanted) => {
  expect(rowsOf(kql, { reorder }).slice(1)).toEqual(wanted);
});

const pairs = `${two} | join kind=inner (${two}) on K | count`;

test('a query that makes as many rows as it may', () => {
  expect(rowsOf(pairs, { mostRows: 4 }).slice(1)).toEqual(['4']);
});

test.each([pairs, 'print A = dynamic([1, 2, 3, 4]) | mv-expand A'])('%s makes too many rows', (kql) => {
  expect(refusalOf(kql, { mostRows: 3 })).toBe('RMMC7007 here the query makes more than 3 rows of those that it is given');
});
