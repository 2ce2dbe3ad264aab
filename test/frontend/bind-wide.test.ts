// Operators that bring in other rows or columns of their own: the columns behind each are those of Microsoft's binder.
import { describe, expect, test } from 'vitest';
import { bind } from '../../src/frontend/bind/bind.ts';
import { parse } from '../../src/frontend/parse.ts';
import type { Schema } from '../../src/frontend/schema/schema.ts';
import { normalize } from '../../src/ir/normalize.ts';
import type { ScalarType } from '../../src/ir/types.ts';
import { verify, verifyNormal } from '../../src/ir/verify.ts';

const table = (text: string): { columns: readonly { name: string; type: ScalarType }[]; timeColumn: null } => ({
  columns: text.split(' ').map((entry) => {
    const [name = '', type = ''] = entry.split(':');
    return { name, type: type as ScalarType };
  }),
  timeColumn: null,
});

const tables = new Map([
  ['L', table('K:string B:long D:dynamic T:datetime E:dynamic S:string')],
  ['R', table('K:string B:string F:real K1:long')],
]);

/** These two tables and no other. */
const schema: Schema = {
  table: (name) => {
    const found = tables.get(name);
    return found && { name, ...found, extra: [] };
  },
  tables: () => [...tables.keys()],
  names: () => tables.keys(),
  withTables: () => schema,
};

const columns = (text: string): string => {
  const { query, diagnostics } = bind(parse(text).ast, schema);
  if (!query) return diagnostics.map((d) => `${d.code} ${d.message}`).join('; ');
  expect([...verify(query), ...verifyNormal(normalize(query))]).toEqual([]);
  return query.frame.columns.map((column) => `${column.name}:${column.type}`).join(' ');
};

const own = 'K:string B:long D:dynamic T:datetime E:dynamic S:string';
const all = '$table:string K:string B_long:long B_string:string D:dynamic T:datetime E:dynamic S:string F:real K1:long';

describe('columns', () => {
  test.each([
    ['L | join R on K', `${own} K2:string B1:string F:real K1:long`],
    ['L | project K1 = K, K, B | join R on K', 'K1:string K:string B:long K2:string B1:string F:real K11:long'],
    ['L | join kind=leftsemi R on $left.S == $right.K', own],
    ['L | join kind=rightanti R on K', 'K:string B:string F:real K1:long'],
    ['L | lookup R on K, $left.S == $right.B', `${own} F:real K1:long`],
    ['L | mv-expand D to typeof(string)', 'K:string B:long D:string T:datetime E:dynamic S:string'],
    ['L | mv-expand with_itemindex=K X = D.a', `${own} X:dynamic K1:long`],
    ['L | mv-expand B = D', 'K:string B:dynamic D:dynamic T:datetime E:dynamic S:string'],
    ['L | mv-apply D on (take 1)', 'K:string B:long T:datetime E:dynamic S:string D:dynamic'],
    ['L | mv-apply X = D on (extend K = 1, Q = 2)', 'K:long B:long D:dynamic T:datetime E:dynamic S:string X:dynamic Q:long'],
    ['L | mv-apply X = D on (summarize make_bag(X) by K)', `${own} bag_X:dynamic`],
    ['L | parse S with * "a=" a:long "b=" b " " *', `${own} a:long b:string`],
    ['L | parse-kv S as (a:string, b:long) with (kv_delimiter="=")', `${own} a:string b:long`],
    ['L | evaluate bag_unpack(D)', 'K:string B:long T:datetime E:dynamic S:string'],
    ['L | evaluate bag_unpack(D) : (*, K:long)', 'B:long T:datetime E:dynamic S:string K:long'],
    ['L | evaluate pivot(K, sum(B))', 'D:dynamic T:datetime E:dynamic S:string'],
    ['L | evaluate pivot(K, count(), S)', 'S:string'],
    ['L | evaluate ipv4_lookup(R, K, B, K)', `${own} B1:string F:real K1:long`],
    ['L | make-series n = count(), avg(B) on T step 1h by K', 'K:string n:dynamic avg_B:dynamic T:dynamic'],
    [
      'L | extend (a, B) = series_decompose_anomalies(D)',
      'K:string B:dynamic D:dynamic T:datetime E:dynamic S:string a:dynamic series_decompose_anomalies_D_baseline:dynamic',
    ],
    ['L | extend a = 1, (b, c) = series_fft(D), d = 2', `${own} a:long b:dynamic c:dynamic d:long`],
    ['L | extend array_sort_asc(D, E)', `${own} D_sorted:dynamic E_sorted:dynamic`],
    ['L | extend x = array_sort_asc(D)', `${own} x:dynamic`],
    [
      'L | project S, series_fft(D), series_fft(D)',
      'S:string series_fft_D_real:dynamic series_fft_D_imag:dynamic series_fft_D_real1:dynamic series_fft_D_imag1:dynamic',
    ],
    ['L | extend series_fft_D_real = 1 | project series_fft(D)', 'series_fft_D_real:dynamic series_fft_D_imag:dynamic'],
    ['L | summarize (a, b) = series_fft(make_list(B)), n = count() by K', 'K:string a:dynamic b:dynamic n:long'],
    ['print 1, series_fft(dynamic([1])), 2', 'print_0:long series_fft__real:dynamic series_fft__imag:dynamic print_2:long'],
    ['L | summarize strcat(take_any(S), "x"), take_anyif(K, B > 1), count(B)', 'Column1:string K:string count_B:long'],
    ['L | invoke SeenBy()', `${own} SeenBy:dynamic`],
    ['L | top-nested 3 of K by c = count(), top-nested 2 of S by max(B)', 'K:string c:long S:string aggregated_S:long'],
    ['L | partition by K (summarize count() by S)', 'S:string count_:long'],
    ['L | sample-distinct 5 of K', 'K:string'],
    ['L | getschema', 'ColumnName:string ColumnOrdinal:long DataType:string ColumnType:string'],
    ['L | search "x"', `$table:string ${own}`],
    ['search "x"', all],
    ['search kind=case_sensitive in (L*, R) "x*" and not("y")', all],
    ['search in (database("db").*) K : "a"', all],
    ['L | where B > 1 | search "x" | project-away $table', own],
    ['find in (L, R) where K == "a"', 'source_:string K:string B:dynamic pack_:dynamic'],
    ['find in (L, R) where K == "a" and F > 1', 'source_:string K:string B:dynamic F:real pack_:dynamic'],
    ['find in (L, R) where F > 1', 'source_:string K:string B:string F:real K1:long'],
    ['find withsource=W in (L, R) where K == "a" project K, T', 'W:string K:string T:datetime'],
    ['find in (L, R) where "x" project K, B:string, pack(*)', 'source_:string K:string B:string pack_:dynamic'],
    ['find K1 == 5', 'source_:string K:string B:string F:real K1:long'],
    ['range x from int(1) to int(9) step int(2)', 'x:int'],
    ['range x from int(1) to 9 step 1', 'x:long'],
    ['range x from 1 to 9 step 0.5', 'x:real'],
    ['range x from ago(1d) to now() step 1h', 'x:datetime'],
    ['range x from 1h to 2h step 1m', 'x:timespan'],
    ['range x from toscalar(L | count) to 10 step 1', 'x:long'],
    ['database("db").L', own],
    ['union database("db").L, R | project B_long, B_string', 'B_long:long B_string:string'],
    ['L | scan with_match_id=m declare (x:long = 0) with (step s: true => x = B + s.x;)', `${own} x:long m:long`],
    ['L | reduce by K with threshold=0.1', 'Pattern:string Count:long Representative:string'],
    ['L | reduce kind=source by K', `${own} Pattern:string Count:long Representative:string`],
    ['L | top-hitters 3 of K', 'K:string approximate_count_K:long'],
    ['L | top-hitters 3 of K by B', 'K:string approximate_sum_B:long'],
    ['L | partition by K { R | where B == K }', 'K:string B:string F:real K1:long'],
    ['L | partition by K (where B > 1 | union R)', all.slice('$table:string '.length)],
    ['L | mv-apply D on (union R)', 'K:string B:long T:datetime E:dynamic S:string B_long:long B_string:string D:dynamic F:real K1:long'],
    ['L | project-by-names dynamic(["T", "Zed"]), "K*"', 'T:datetime K:string'],
    ['L | serialize rn = row_number(), K = 1', `${own} rn:long K1:long`],
    ['L | project K | assert-schema (K:string)', 'K:string'],
    ['declare query_parameters(x:string = "a"); L | where K == x', own],
    ['externaldata(a:string)["https://x"] with (format=txt)', 'a:string'],
    ['externaldata(a:string, b:long)["https://x"]', 'a:string b:long'],
    ['_GetWatchlist("x")', 'SearchKey:string _DTItemId:string LastUpdatedTimeUTC:datetime WatchlistItem:dynamic'],
  ])('%s', (text, expected) => {
    expect(columns(text)).toBe(expected);
  });
});

// Microsoft's binder puts a second column of the same name beside the first, or one that the service does not give (`match_id`).
describe('columns as the service gives them', () => {
  test.each([
    ['L | parse S with * "a" D', 'K:string B:long D:string T:datetime E:dynamic S:string'],
    ['L | parse-kv S as (B:string) with (kv_delimiter="=")', 'K:string B:string D:dynamic T:datetime E:dynamic S:string'],
    ['L | scan with (step s: true;)', own],
    ['L | fork (count) (take 1)', ''],
    ['L | facet by K', ''],
    ['L | consume', ''],
  ])('%s', (text, expected) => {
    expect(columns(text)).toBe(expected);
  });
});

describe('refused', () => {
  test.each([
    ['L | join kind=cross R on K', 'RMMC2012 `join kind=cross` is not translated yet'],
    [
      'L | join R on $left.K != $right.K',
      'RMMC2012 a join condition that is not `$left.a == $right.b` or a common column is not translated yet',
    ],
    ['L | parse S with a "," a', 'RMMC2008 two columns of this step are called `a`'],
    [
      'L | extend K = 1, series_decompose(D), B = 2',
      'RMMC2012 `extend` of several results of one expression beside a column that replaces another is not translated yet',
    ],
    ['L | extend series_fft(S)', 'RMMC2006 `series_fft` does not take (string)'],
    ['L | where series_stats(D) > 1', 'RMMC2012 `series_stats`, which gives several values, in place of one is not translated yet'],
    ['L | evaluate pivot(K, S)', 'RMMC2006 `pivot` does not take (other arguments)'],
    ['L | evaluate rows_near(B > 1)', 'RMMC2006 `rows_near` does not take (1 arguments)'],
    ['L | evaluate preview(5)', 'RMMC2012 a plugin that gives two results is not translated yet'],
    ['L | evaluate autoclusters()', 'RMMC2004 there is no function `autoclusters`'],
    ['evaluate narrow()', 'RMMC2012 `evaluate narrow` without rows before it is not translated yet'],
    ['L | mv-expand B', 'RMMC2007 `mv-expand` needs dynamic, found long'],
    ['range x from 1 to 10 step 0', 'RMMC2007 `range` needs bounds and a step that go together, found the step 0'],
    ['range x from "a" to 10 step 1', 'RMMC2007 `range` needs bounds and a step that go together, found string, long and long'],
    ['union withsource=K L, R', 'RMMC2008 two columns of this step are called `K`'],
    ['find in (L, R) where K == "a" project K, K', 'RMMC2008 two columns of this step are called `K`'],
    ['L | find where K == "a"', 'RMMC2010 the operator `find (behind a pipe)` is not translated yet'],
    ['L | top-hitters 3 of tolower(K)', 'RMMC2007 `top-hitters` needs a column, found an expression'],
    ['L | reduce by B', 'RMMC2007 `reduce` needs string, found long'],
    ['L | facet by D', 'RMMC2016 `facet` does not take a dynamic value'],
    ['L | project-by-names "Zed"', 'RMMC2012 `project-by-names` of no column that the rows have is not translated yet'],
    ['print a = 1 | assert-schema (b:long)', 'RMMC2007 `assert-schema` needs the columns b:long, found a:long'],
    ['L | scan with (step s: true; step s: true;)', 'RMMC2012 `scan` with two steps called `s` is not translated yet'],
    ['L | scan with (step B: true;)', 'RMMC2012 a step of `scan` that is called like the column `B` is not translated yet'],
    ['L | scan with_match_id=K with (step s: true;)', 'RMMC2008 two columns of this step are called `K`'],
    [
      'L | join kind=inner R on K | fork (count) | count',
      'RMMC2012 an operator behind one that gives several results (`fork`, `facet`) is not translated yet',
    ],
  ])('%s', (text, expected) => {
    expect(columns(text)).toBe(expected);
  });
});
