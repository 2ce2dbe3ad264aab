// `evaluate`: the plugins whose results the reference settles, after their pages.
import { describe, expect, test } from 'vitest';
import { refusalOf, rowsOf } from '../run.ts';

describe('bag_unpack', () => {
  const bags =
    'datatable(n:long, d:dynamic) [1,dynamic({"Name":"John","Age":20}), 2,dynamic({"Name":"Dave","Height":1.5}), 3,dynamic(null)]';

  test('one column for each property, in the order of the names, typed by their values', () => {
    expect(rowsOf(`${bags} | evaluate bag_unpack(d)`)).toEqual([
      'n:long Age:long Height:real Name:string',
      '1 | 20 | null | "John"',
      '2 | null | 1.5 | "Dave"',
      '3 | null | null | ""',
    ]);
  });

  test('values of several types make a dynamic column', () => {
    expect(rowsOf('datatable(d:dynamic) [dynamic({"a":1}), dynamic({"a":"x"})] | evaluate bag_unpack(d)')).toEqual([
      'a:dynamic',
      '1',
      '"x"',
    ]);
  });

  test('a prefix, properties left out', () => {
    expect(rowsOf(`${bags} | where n == 1 | evaluate bag_unpack(d, "p_")`)).toEqual(['n:long p_Age:long p_Name:string', '1 | 20 | "John"']);
    expect(rowsOf(`${bags} | where n == 1 | evaluate bag_unpack(d, ignoredProperties=dynamic(["Age"]))`)).toEqual([
      'n:long Name:string',
      '1 | "John"',
    ]);
  });

  test('a column that is there already', () => {
    const clash = 'datatable(Name:string, d:dynamic) ["old",dynamic({"Name":"John","Age":20})]';
    expect(refusalOf(`${clash} | evaluate bag_unpack(d)`)).toBe(
      'RMMC7002 the query fails while it runs: `bag_unpack()` finds a property for column `Name`, which is there already',
    );
    expect(rowsOf(`${clash} | evaluate bag_unpack(d, columnsConflict="replace_source")`)).toEqual(['Age:long Name:string', '20 | "John"']);
    expect(rowsOf(`${clash} | evaluate bag_unpack(d, columnsConflict="keep_source")`)).toEqual(['Age:long Name:string', '20 | "old"']);
  });

  test('a declared schema', () => {
    expect(rowsOf(`${bags} | evaluate bag_unpack(d) : (*, Name:string, Age:long)`)).toEqual([
      'n:long Name:string Age:long',
      '1 | "John" | 20',
      '2 | "Dave" | null',
      '3 | "" | null',
    ]);
  });

  test('its columns keep their types behind it: sorted as numbers, counted by their values', () => {
    const ages = 'datatable(d:dynamic) [dynamic({"Age":9}), dynamic({"Age":10}), dynamic({"Age":9})] | evaluate bag_unpack(d)';
    expect(rowsOf(`${ages} | sort by Age asc`)).toEqual(['Age:long', '9', '9', '10']);
    expect(rowsOf(`${ages} | where Age > 9 | project Years = Age`)).toEqual(['Years:long', '10']);
    expect(rowsOf(`${ages} | summarize count() by Age`)).toEqual(['Age:long count_:long', '9 | 2', '10 | 1']);
    expect(rowsOf(`${ages} | project-away Age | count`)).toEqual(['Count:long', '3']);
  });
});

describe('pivot', () => {
  const data = 'datatable(k:string, v:string, n:long) ["x","b",1, "x","a",2, "y","b",4, "x","b",8]';

  test('a column for each value, a row for each of the other columns', () => {
    expect(rowsOf(`${data} | project k, v | evaluate pivot(v)`)).toEqual(['k:string a:long b:long', '"x" | 1 | 2', '"y" | 0 | 1']);
  });

  test('listed keys', () => {
    expect(rowsOf(`${data} | evaluate pivot(v, count(), k)`)).toEqual(['k:string a:long b:long', '"x" | 1 | 2', '"y" | 0 | 1']);
  });
});

test('narrow: one row for each cell', () => {
  expect(rowsOf('datatable(a:long, b:string) [1,"x", 2,"y"] | evaluate narrow()')).toEqual([
    'Row:long Column:string Value:string',
    '0 | "a" | "1"',
    '0 | "b" | "x"',
    '1 | "a" | "2"',
    '1 | "b" | "y"',
  ]);
});

describe('ipv4_lookup, ipv6_lookup', () => {
  const nets = 'datatable(net:string, who:string) ["10.0.0.0/8","a", "2.20.183.0/24","b", "no network","c"]';
  const ips = 'datatable(ip:string) ["2.20.183.12", "192.0.2.1", "10.9.8.7"]';

  test('rows beside the network that holds their address', () => {
    expect(rowsOf(`let N = ${nets}; ${ips} | evaluate ipv4_lookup(N, ip, net)`)).toEqual([
      'ip:string net:string who:string',
      '"2.20.183.12" | "2.20.183.0/24" | "b"',
      '"10.9.8.7" | "10.0.0.0/8" | "a"',
    ]);
  });

  test('return_unmatched', () => {
    expect(rowsOf(`let N = ${nets}; ${ips} | evaluate ipv4_lookup(N, ip, net, return_unmatched = true)`)).toEqual([
      'ip:string net:string who:string',
      '"2.20.183.12" | "2.20.183.0/24" | "b"',
      '"192.0.2.1" | "" | ""',
      '"10.9.8.7" | "10.0.0.0/8" | "a"',
    ]);
  });

  test('further keys must be the same and are not repeated', () => {
    const query = 'datatable(ip:string, who:string) ["10.1.1.1","a", "10.1.1.1","z"] | evaluate ipv4_lookup(N, ip, net, who)';
    expect(rowsOf(`let N = ${nets}; ${query}`)).toEqual(['ip:string who:string net:string', '"10.1.1.1" | "a" | "10.0.0.0/8"']);
  });

  test('IPv6', () => {
    const query = 'datatable(ip:string) ["2001:db8::1", "::ffff:10.1.1.1"] | evaluate ipv6_lookup(N, ip, net)';
    expect(rowsOf(`let N = datatable(net:string) ["2001:db8::/32", "10.0.0.0/8"]; ${query}`)).toEqual([
      'ip:string net:string',
      '"2001:db8::1" | "2001:db8::/32"',
      '"::ffff:10.1.1.1" | "10.0.0.0/8"',
    ]);
  });
});

test('plugins that find patterns are refused by name', () => {
  expect(refusalOf('datatable(a:long) [1] | evaluate autocluster()')).toBe('RMMC7001 `evaluate autocluster()` is not evaluated');
});
