// Operators that bring in other rows or columns of their own: the columns behind each are those of Microsoft's binder.
import { describe, expect, test } from 'vitest';
import { bind } from '../../src/frontend/bind.ts';
import { parse } from '../../src/frontend/parse.ts';
import { builtinSchema } from '../../src/frontend/schema/schema.ts';
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

const schema = builtinSchema().withTables(
  new Map([
    ['L', table('K:string B:long D:dynamic T:datetime E:dynamic S:string')],
    ['R', table('K:string B:string F:real K1:long')],
  ]),
);

const columns = (text: string): string => {
  const { query, diagnostics } = bind(parse(text).ast, schema);
  if (!query) return diagnostics.map((d) => `${d.code} ${d.message}`).join('; ');
  expect([...verify(query), ...verifyNormal(normalize(query))]).toEqual([]);
  return query.frame.columns.map((column) => `${column.name}:${column.type}`).join(' ');
};

const own = 'K:string B:long D:dynamic T:datetime E:dynamic S:string';

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
    ['L | invoke SeenBy()', `${own} SeenBy:dynamic`],
    ['L | top-nested 3 of K by c = count(), top-nested 2 of S by max(B)', 'K:string c:long S:string aggregated_S:long'],
    ['L | partition by K (summarize count() by S)', 'S:string count_:long'],
    ['L | sample-distinct 5 of K', 'K:string'],
    ['L | getschema', 'ColumnName:string ColumnOrdinal:long DataType:string ColumnType:string'],
    ['L | search "x"', `$table:string ${own}`],
    ['externaldata(a:string, b:long)["https://x"]', 'a:string b:long'],
    ['_GetWatchlist("x")', 'SearchKey:string _DTItemId:string LastUpdatedTimeUTC:datetime WatchlistItem:dynamic'],
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
    ['L | parse S with * "a" D', 'RMMC2012 reading the column `D` of type dynamic anew as string is not translated yet'],
    ['L | parse S with a "," a', 'RMMC2008 two columns of this step are called `a`'],
    [
      'L | extend a = 1, (b, c) = series_decompose(D)',
      'RMMC2012 `extend` of several columns, one of which is several results of one expression is not translated yet',
    ],
    ['L | mv-expand B', 'RMMC2007 `mv-expand` needs dynamic, found long'],
    ['L | evaluate python(typeof(*), "x")', 'RMMC2010 the operator `evaluate python` is not translated yet'],
    ['search "x"', 'RMMC2010 the operator `search (in all tables)` is not translated yet'],
    ['L | mv-apply D on (union R)', 'RMMC2012 `mv-apply` with a union inside is not translated yet'],
  ])('%s', (text, expected) => {
    expect(columns(text)).toBe(expected);
  });
});
