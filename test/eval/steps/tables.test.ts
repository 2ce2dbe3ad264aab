// Operators over many tables and over sequences: `range`, `search`, `find`, `scan`, `top-hitters`, `partition` with a query of its own. After their pages.
import { describe, expect, test } from 'vitest';
import { refusalOf, rowsOf } from '../run.ts';

describe('range', () => {
  test('the end is among the values when it is hit', () => {
    expect(rowsOf('range x from 1 to 7 step 3')).toEqual(['x:long', '1', '4', '7']);
    expect(rowsOf('range x from 1 to 6 step 3')).toEqual(['x:long', '1', '4']);
  });

  test('downwards, of timespans, none', () => {
    expect(rowsOf('range x from 3 to 1 step -1')).toEqual(['x:long', '3', '2', '1']);
    expect(rowsOf('range x from 1 to 3 step -1')).toEqual(['x:long']);
    expect(rowsOf('range x from 1h to 3h step 1h')).toEqual(['x:timespan', '01:00:00', '02:00:00', '03:00:00']);
  });

  test('values are made as they are asked for', () => {
    expect(rowsOf('range x from 1 to 1000000000000 step 1 | take 2')).toEqual(['x:long', '1', '2']);
  });
});

const tables = {
  DeviceInfo: {
    columns: 'Name Port:long',
    rows: [
      ['alpha', 22],
      ['beta', 80],
    ],
  },
  DeviceEvents: {
    columns: 'Name Note',
    rows: [
      ['gamma', 'alpha was here'],
      ['delta', ''],
    ],
  },
};

describe('search', () => {
  test('a term anywhere', () => {
    expect(rowsOf('search in (DeviceInfo, DeviceEvents) "alpha"', { tables })).toEqual([
      '$table:string Name:string Port:long Note:string',
      '"DeviceInfo" | "alpha" | 22 | ""',
      '"DeviceEvents" | "gamma" | null | "alpha was here"',
    ]);
  });

  test('a condition over columns; rows whose table lacks them do not pass', () => {
    expect(rowsOf('search in (DeviceInfo, DeviceEvents) Port > 50', { tables })).toEqual([
      '$table:string Name:string Port:long Note:string',
      '"DeviceInfo" | "beta" | 80 | ""',
    ]);
  });
});

describe('find', () => {
  test('chosen columns with the name of the table; tables without the named columns are left out', () => {
    expect(rowsOf('find in (DeviceInfo, DeviceEvents) where Port > 1 project Name, Port', { tables })).toEqual([
      'source_:string Name:string Port:long',
      '"DeviceInfo" | "alpha" | 22',
      '"DeviceInfo" | "beta" | 80',
    ]);
  });

  test('the other columns in a bag', () => {
    expect(rowsOf('find in (DeviceInfo, DeviceEvents) where Name == "gamma" project Name, pack(*)', { tables })).toEqual([
      'source_:string Name:string pack_:dynamic',
      '"DeviceEvents" | "gamma" | {"Note":"alpha was here"}',
    ]);
  });
});

describe('scan', () => {
  test('a sum that goes on', () => {
    expect(rowsOf('range x from 1 to 4 step 1 | scan declare (sum:long=0) with (step s: true => sum = x + s.sum;)')).toEqual([
      'x:long sum:long',
      '1 | 1',
      '2 | 3',
      '3 | 6',
      '4 | 10',
    ]);
  });

  const events = (rows: string): string => `datatable(Ts:timespan, Event:string) [${rows}] | sort by Ts asc`;

  test('events between a start and a stop', () => {
    const rows = '0m,"A", 1m,"Start", 2m,"B", 3m,"D", 4m,"Stop", 6m,"C", 8m,"Start", 11m,"E", 12m,"Stop"';
    const steps = [
      'step s1: Event == "Start";',
      'step s2: Event != "Start" and Event != "Stop" and Ts - s1.Ts <= 5m;',
      'step s3: Event == "Stop" and Ts - s1.Ts <= 5m;',
    ].join(' ');
    expect(rowsOf(`${events(rows)} | scan with_match_id=m_id with (${steps})`)).toEqual([
      'Ts:timespan Event:string m_id:long',
      '00:01:00 | "Start" | 0',
      '00:02:00 | "B" | 0',
      '00:03:00 | "D" | 0',
      '00:04:00 | "Stop" | 0',
      '00:08:00 | "Start" | 1',
      '00:11:00 | "E" | 1',
      '00:12:00 | "Stop" | 1',
    ]);
  });

  test('sessions', () => {
    const rows = '0m,"A", 3m,"D", 32m,"B", 41m,"E", 75m,"A"';
    const steps = 'step inS: true => start = iff(isnull(inS.start), Ts, inS.start); step endS output=none: Ts - inS.start > 30m;';
    expect(rowsOf(`${events(rows)} | scan with_match_id=id declare (start:timespan) with (${steps})`)).toEqual([
      'Ts:timespan Event:string start:timespan id:long',
      '00:00:00 | "A" | 00:00:00 | 0',
      '00:03:00 | "D" | 00:00:00 | 0',
      '00:32:00 | "B" | 00:32:00 | 1',
      '00:41:00 | "E" | 00:32:00 | 1',
      '01:15:00 | "A" | 01:15:00 | 2',
    ]);
  });

  test('what the reference leaves open is refused', () => {
    expect(refusalOf('range x from 1 to 4 step 1 | scan with (step s output=last: true;)')).toBe(
      'RMMC7001 `output=last` in `scan` is not evaluated',
    );
  });
});

test('top-hitters', () => {
  const data = 'datatable(k:string, n:long) ["a",1, "b",9, "a",2, "c",1]';
  expect(rowsOf(`${data} | top-hitters 1 of k`)).toEqual(['k:string approximate_count_k:long', '"a" | 2']);
  expect(rowsOf(`${data} | top-hitters 2 of k by n`)).toEqual(['k:string approximate_sum_n:long', '"b" | 9', '"a" | 3']);
});

test('partition with a query of its own: the name of the column stands for each value', () => {
  const query = 'let T = datatable(y:long) [1, 2, 2]; range x from 1 to 2 step 1 | partition by x { T | where y == x }';
  expect(rowsOf(query)).toEqual(['y:long', '1', '2', '2']);
});

test('reduce and fork are refused by name', () => {
  expect(refusalOf('datatable(s:string) ["a"] | reduce by s')).toBe('RMMC7001 `reduce` (its grouping is not documented) is not evaluated');
  expect(refusalOf('datatable(s:string) ["a"] | fork (take 1) (count)')).toBe(
    'RMMC7001 `fork` or `facet`, which give several results, is not evaluated',
  );
});
