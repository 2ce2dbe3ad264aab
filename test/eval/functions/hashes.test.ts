// Hashes: expected values from their reference pages (learn.microsoft.com/kusto/query/<name>-function).
import { expect, test } from 'vitest';
import { xxhash64 } from '../../../src/eval/values/xxhash64.ts';
import { refusalOf, rowsOf } from '../run.ts';

test.each([
  ['hash("World")', '1846988464401551951'],
  ['hash("World", 100)', '51'],
  ['hash_xxhash64(datetime("2015-01-01"))', '1380966698541616202'],
  ['hash_md5("World")', '"f5a7924e621e84c9280a9a27e1bcb7f6"'],
  ['hash_md5(datetime(2020-01-01))', '"786c530672d1f8db31fee25ea8a9390b"'],
  ['hash_sha1(datetime(2020-01-01))', '"e903e533f4d636b4fc0dcf3cf81e7b7f330de776"'],
  ['hash_sha256("World")', '"78ae647dc5544d227130a0682a51e30bc7777fbb6d8a8f17007463a3ecd1d524"'],
])('%s is %s', (expression, expected) => {
  expect(rowsOf(`print x = ${expression}`)[1]).toBe(expected);
});

// The reference implementation's sanity check of its own test buffer, seed 0 (xxHash, cli/xsum_sanity_check.c).
test('XXH64 of long inputs', () => {
  const bytes = new Uint8Array(222);
  let seed = 2654435761n;
  for (const [i] of bytes.entries()) {
    bytes[i] = Number(BigInt.asUintN(64, seed) >> 56n);
    seed = BigInt.asUintN(64, seed * 11400714785074694797n);
  }
  expect([0, 1, 4, 14, 222].map((length) => xxhash64(bytes.subarray(0, length)).toString(16))).toEqual([
    'ef46db3751d8e999',
    'e934a84adb052768',
    '9136a0dca57457ee',
    '8282dcc4994e35c8',
    'b641ae8cb691c174',
  ]);
});

test('values whose bytes are not documented are refused', () => {
  expect(refusalOf('print hash(1.5)')).toMatchInlineSnapshot(`"RMMC7001 \`hash()\` of a real is not evaluated"`);
});

test('random values come from the world', () => {
  expect(rowsOf('print a = rand(), b = rand(10), c = new_guid()')).toEqual([
    'a:real b:real c:guid',
    '0.5 | 5.0 | 88888888-8888-4888-a888-888888888888',
  ]);
});
