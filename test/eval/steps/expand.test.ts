// `mv-expand` and `mv-apply`, after the pages mv-expand-operator and mv-apply-operator.
import { describe, expect, test } from 'vitest';
import { refusalOf, rowsOf } from '../run.ts';

describe('mv-expand', () => {
  test('one row per element; null gives one row, an empty array or bag none, a single value itself', () => {
    expect(
      rowsOf(
        'datatable(I:long, X:dynamic) [1,dynamic([7,"a"]), 2,dynamic([]), 3,dynamic(null), 4,dynamic({}), 5,dynamic("s")] | mv-expand X',
      ),
    ).toEqual(['I:long X:dynamic', '1 | 7', '1 | "a"', '3 | null', '5 | "s"']);
  });

  test('arrays in step, the shorter filled with null', () => {
    expect(rowsOf('print a=dynamic([1,2,3]), b=dynamic(["x"]) | mv-expand a, b')).toEqual([
      'a:dynamic b:dynamic',
      '1 | "x"',
      '2 | null',
      '3 | null',
    ]);
  });

  test('a bag gives bags of one property, or with kind=array keys with values', () => {
    expect(rowsOf('print b=dynamic({"p":1,"q":"x"}) | mv-expand b')).toEqual(['b:dynamic', '{"p":1}', '{"q":"x"}']);
    expect(rowsOf('print b=dynamic({"p":1,"q":"x"}) | mv-expand kind=array b')).toEqual(['b:dynamic', '["p",1]', '["q","x"]']);
  });

  test('with_itemindex counts from 0 within each row', () => {
    expect(rowsOf('datatable(x:dynamic) [dynamic(["a","b"]), dynamic(["c"])] | mv-expand with_itemindex=i x')).toEqual([
      'x:dynamic i:long',
      '"a" | 0',
      '"b" | 1',
      '"c" | 0',
    ]);
  });

  test('limit holds for each row', () => {
    expect(rowsOf('datatable(x:dynamic) [dynamic([1,2,3]), dynamic([4])] | mv-expand x limit 2')).toEqual(['x:dynamic', '1', '2', '4']);
  });

  test('typeof casts, it parses nothing', () => {
    expect(rowsOf('print x=dynamic([1, "2", "c", null, 3.0]) | mv-expand x to typeof(long)')).toEqual([
      'x:long',
      '1',
      'null',
      'null',
      'null',
      '3',
    ]);
    expect(rowsOf('print x=dynamic([1, "a", null, {"k":1}]) | mv-expand x to typeof(string)')).toEqual([
      'x:string',
      '"1"',
      '"a"',
      '""',
      '"{\\"k\\":1}"',
    ]);
  });

  test('what the reference leaves open is refused', () => {
    expect(refusalOf('print x=dynamic([1.5]) | mv-expand x to typeof(long)')).toBe(
      'RMMC7001 `to typeof(long)` of an element of type real (whether it is cast or null is not known) is not evaluated',
    );
  });

  test('a new name leaves the array beside', () => {
    expect(rowsOf('print x=dynamic([1,2]) | mv-expand y=x')).toEqual(['x:dynamic y:dynamic', '[1,2] | 1', '[1,2] | 2']);
  });

  test('order and other columns stay', () => {
    expect(rowsOf('datatable(a:long, x:dynamic) [2,dynamic([1]), 1,dynamic([2,3])] | sort by a asc | mv-expand x | project a, x')).toEqual([
      'a:long x:dynamic',
      '1 | 2',
      '1 | 3',
      '2 | 1',
    ]);
  });
});

describe('mv-apply', () => {
  const data = 'datatable(index:int, Arr:dynamic) [0,dynamic([5,1,3]), 1,dynamic([4,10,8,7]), 2,dynamic([])]';

  test('the body sees the rows of one row; columns that it does not make stand beside', () => {
    expect(rowsOf(`${data} | mv-apply e=Arr to typeof(long) on (top 1 by e)`)).toEqual([
      'index:int Arr:dynamic e:long',
      '0 | [5,1,3] | 5',
      '1 | [4,10,8,7] | 10',
    ]);
  });

  test('a count over no elements still gives its row', () => {
    expect(rowsOf(`${data} | mv-apply Arr on (count)`)).toEqual(['index:int Count:long', '0 | 3', '1 | 4', '2 | 0']);
  });

  test('with_itemindex is a column of the body', () => {
    expect(rowsOf(`${data} | mv-apply with_itemindex=i v=Arr to typeof(long) on (where i >= 2 | project v, i)`)).toEqual([
      'index:int Arr:dynamic v:long i:long',
      '0 | [5,1,3] | 3 | 2',
      '1 | [4,10,8,7] | 8 | 2',
      '1 | [4,10,8,7] | 7 | 3',
    ]);
  });

  test('rows that the body drops are gone', () => {
    expect(rowsOf(`${data} | mv-apply e=Arr to typeof(long) on (where e > 8 | project-away Arr)`)).toEqual([
      'index:int Arr:dynamic e:long',
      '1 | [4,10,8,7] | 10',
    ]);
  });
});
