// `join` and `lookup`: rows and columns of every kind, after the pages join-operator (and one page per kind) and lookup-operator.
import { expect, test } from 'vitest';
import { refusalOf, rowsOf } from '../run.ts';

const left = 'datatable(Key:string, Value1:long) ["a",1, "b",2, "b",3, "c",4]';
const right = 'datatable(Key:string, Value2:long) ["b",10, "c",20, "c",30, "d",40]';
const joined = (kind: string): readonly string[] => rowsOf(`${left} | join ${kind} (${right}) on Key`);

test('innerunique is the default: one row on the left per key', () => {
  expect(joined('')).toEqual([
    'Key:string Value1:long Key1:string Value2:long',
    '"b" | 2 | "b" | 10',
    '"c" | 4 | "c" | 20',
    '"c" | 4 | "c" | 30',
  ]);
});

test('inner', () => {
  expect(joined('kind=inner')).toEqual([
    'Key:string Value1:long Key1:string Value2:long',
    '"b" | 2 | "b" | 10',
    '"b" | 3 | "b" | 10',
    '"c" | 4 | "c" | 20',
    '"c" | 4 | "c" | 30',
  ]);
});

test('leftouter: blanks on the right, the empty text for strings', () => {
  expect(joined('kind=leftouter')).toEqual([
    'Key:string Value1:long Key1:string Value2:long',
    '"a" | 1 | "" | null',
    '"b" | 2 | "b" | 10',
    '"b" | 3 | "b" | 10',
    '"c" | 4 | "c" | 20',
    '"c" | 4 | "c" | 30',
  ]);
});

test('rightouter', () => {
  expect(joined('kind=rightouter')).toEqual([
    'Key:string Value1:long Key1:string Value2:long',
    '"b" | 2 | "b" | 10',
    '"b" | 3 | "b" | 10',
    '"c" | 4 | "c" | 20',
    '"c" | 4 | "c" | 30',
    '"" | null | "d" | 40',
  ]);
});

test('fullouter', () => {
  expect(joined('kind=fullouter')).toEqual([
    'Key:string Value1:long Key1:string Value2:long',
    '"a" | 1 | "" | null',
    '"b" | 2 | "b" | 10',
    '"b" | 3 | "b" | 10',
    '"c" | 4 | "c" | 20',
    '"c" | 4 | "c" | 30',
    '"" | null | "d" | 40',
  ]);
});

test('leftsemi and leftanti keep the left side', () => {
  expect(joined('kind=leftsemi')).toEqual(['Key:string Value1:long', '"b" | 2', '"b" | 3', '"c" | 4']);
  expect(joined('kind=leftanti')).toEqual(['Key:string Value1:long', '"a" | 1']);
});

test('rightsemi and rightanti keep the right side, each row once', () => {
  expect(joined('kind=rightsemi')).toEqual(['Key:string Value2:long', '"b" | 10', '"c" | 20', '"c" | 30']);
  expect(joined('kind=rightanti')).toEqual(['Key:string Value2:long', '"d" | 40']);
});

test('a null key fits nothing, an empty text fits an empty text', () => {
  const nulls = 'datatable(K:long) [1, long(null)]';
  expect(rowsOf(`${nulls} | join kind=inner (${nulls}) on K`)).toEqual(['K:long K1:long', '1 | 1']);
  expect(rowsOf(`${nulls} | join kind=leftanti (${nulls}) on K`)).toEqual(['K:long', 'null']);
  const texts = 'datatable(K:string) ["", "a"]';
  expect(rowsOf(`${texts} | join kind=inner (${texts}) on K`)).toEqual(['K:string K1:string', '"" | ""', '"a" | "a"']);
});

test('several keys: all must fit', () => {
  const a = 'datatable(A:string, B:long) ["x",1, "x",2]';
  const b = 'datatable(C:string, D:long) ["x",2, "y",1]';
  expect(rowsOf(`${a} | join kind=inner (${b}) on $left.A == $right.C, $left.B == $right.D`)).toEqual([
    'A:string B:long C:string D:long',
    '"x" | 2 | "x" | 2',
  ]);
});

test('keys are compared with ==: case counts', () => {
  expect(rowsOf('datatable(K:string) ["a"] | join kind=inner (datatable(K:string) ["A"]) on K')).toEqual(['K:string K1:string']);
});

test('a dynamic key is an error', () => {
  expect(refusalOf('datatable(K:dynamic) [1] | join kind=inner (datatable(K:dynamic) [1]) on K')).toBe(
    'RMMC7002 the query fails while it runs: a join key is dynamic; cast it explicitly',
  );
});

test('lookup: leftouter, the keys once', () => {
  expect(rowsOf(`${left} | lookup (${right}) on Key`)).toEqual([
    'Key:string Value1:long Value2:long',
    '"a" | 1 | null',
    '"b" | 2 | 10',
    '"b" | 3 | 10',
    '"c" | 4 | 20',
    '"c" | 4 | 30',
  ]);
  expect(rowsOf(`${left} | lookup kind=inner (${right}) on Key | count`)).toEqual(['Count:long', '4']);
});

test('columns that only the data knows keep their place on both sides', () => {
  const bags = 'datatable(K:long, d:dynamic) [1, dynamic({"A":1})] | evaluate bag_unpack(d)';
  expect(rowsOf(`${bags} | join kind=inner (${bags}) on K`)).toEqual(['K:long A:long K1:long A1:long', '1 | 1 | 1 | 1']);
});
