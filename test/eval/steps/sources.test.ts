// Where rows come from: unions, sets of tables, watchlists, files; and how many rows are asked for. After the pages union-operator, externaldata-operator.
import { describe, expect, test } from 'vitest';
import { frontEnd } from '../../../src/compile.ts';
import { feed, prepare } from '../../../src/eval/evaluate.ts';
import { collector } from '../../../src/eval/steps/sinks.ts';
import type { Row } from '../../../src/eval/value.ts';
import { readUnits } from '../../../src/units.ts';
import { refusalOf, rowsOf } from '../run.ts';

describe('union', () => {
  const a = '(datatable(x:long, y:string) [1,"a"])';
  const b = '(datatable(x:long, z:real) [2,0.5])';

  test('outer has every column of any branch, inner the common ones', () => {
    expect(rowsOf(`union ${a}, ${b}`)).toEqual(['x:long y:string z:real', '1 | "a" | null', '2 | "" | 0.5']);
    expect(rowsOf(`union kind=inner ${a}, ${b}`)).toEqual(['x:long', '1', '2']);
  });

  test('columns of one name and several types stand apart', () => {
    expect(rowsOf('union (datatable(x:long) [1]), (datatable(x:string) ["s"])')).toEqual([
      'x_long:long x_string:string',
      '1 | ""',
      'null | "s"',
    ]);
  });

  test('columns that only the data knows come behind', () => {
    expect(rowsOf(`union ${a}, (datatable(d:dynamic) [dynamic({"p":7})] | evaluate bag_unpack(d))`)).toEqual([
      'x:long y:string p:long',
      '1 | "a" | null',
      'null | "" | 7',
    ]);
  });

  const tables = { DevA: { columns: 'Id:long Name', rows: [[1, 'a']] }, Other: { columns: 'Id:long', rows: [[9]] } };

  test('withsource names the tables', () => {
    expect(rowsOf('union withsource=T DevA, Other | project T, Id', { tables })).toEqual(['T:string Id:long', '"DevA" | 1', '"Other" | 9']);
  });

  test('a pattern stands for all tables that fit; types of one name stand apart', () => {
    const device = {
      DeviceInfo: { columns: 'Id:long Name', rows: [[1, 'a']] },
      DeviceImageLoadEvents: { columns: 'Id:string Name', rows: [['s', 'b']] },
    };
    expect(rowsOf('union withsource=T DeviceI* | project T, Id_long, Id_string, Name', { tables: device })).toEqual([
      'T:string Id_long:long Id_string:string Name:string',
      '"DeviceInfo" | 1 | "" | "a"',
      '"DeviceImageLoadEvents" | null | "s" | "b"',
    ]);
  });
});

test('a watchlist is the table under its alias', () => {
  const tables = { vips: { columns: 'SearchKey Owner', rows: [['ann', 'x']], declared: false } };
  expect(rowsOf("_GetWatchlist('vips') | project SearchKey, Owner", { tables })).toEqual(['SearchKey:string Owner:string', '"ann" | "x"']);
  expect(rowsOf("datatable(u:string) ['ann', 'bob'] | where u in ((_GetWatchlist('vips') | project SearchKey))", { tables })).toEqual([
    'u:string',
    '"ann"',
  ]);
  expect(refusalOf("_GetWatchlist('none')", { tables })).toBe('RMMC7003 there is no data for table `none`');
});

test('a file is the table under its address; nothing is fetched', () => {
  const query = "externaldata(ip:string, n:long)['https://x.test/a.csv', 'https://x.test/b.csv'] | where n > 1";
  const tables = {
    'https://x.test/a.csv': {
      columns: 'ip n:long',
      rows: [
        ['1.1.1.1', 1],
        ['2.2.2.2', 2],
      ],
    },
    'https://x.test/b.csv': { columns: 'ip n:long', rows: [['3.3.3.3', 3]] },
  };
  expect(rowsOf(query, { tables })).toEqual(['ip:string n:long', '"2.2.2.2" | 2', '"3.3.3.3" | 3']);
  expect(refusalOf(query)).toBe('RMMC7003 there is no data for table `https://x.test/a.csv`');
});

/** How many of a million rows a query takes. */
const taken = (kql: string): number => {
  const [unit] = readUnits(kql, { file: 'test.kql', format: 'kql' }).units;
  const columns = [
    { name: 'x', type: 'dynamic' as const },
    { name: 's', type: 'string' as const },
  ];
  const { bound } = unit ? frontEnd(unit, { tables: new Map([['T', { columns, timeColumn: null }]]) }) : { bound: null };
  if (!bound) throw new Error('not bound');
  const [leaf] = prepare(bound, { now: 0n, table: () => ({ columns, rows: [] }) }, collector()).leaves;
  let count = 0;
  const rows = function* (): Generator<Row> {
    for (; count < 1_000_000; count += 1) yield [[1n, 2n], 'v=1'];
  };
  leaf?.into.open(columns);
  if (leaf) feed(leaf.into, rows());
  return count;
};

describe('limit stops the feeding', () => {
  test.each([
    ['T | take 3', 3],
    ['T | mv-expand x | take 3', 2],
    ['T | mv-apply y=x on (take 1) | take 3', 3],
    ['T | extend k=1 | join kind=inner (print k=1) on k | take 3', 3],
    ['T | sample 3', 3],
    ['T | parse s with "v=" y | take 3', 3],
  ])('%s', (kql, rows) => {
    expect(taken(kql)).toBe(rows);
  });
});
