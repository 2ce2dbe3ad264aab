// The JSON reader against `JSON.parse`, and what JSON leaves open.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonOf, parseJson } from '../../../src/eval/values/json.ts';
import type { DynamicValue } from '../../../src/ir/types.ts';

/** A dynamic value as `JSON.parse` has it. */
const plain = (value: DynamicValue): unknown => {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return (value as readonly DynamicValue[]).map(plain);
  return value instanceof Map ? Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)])) : value;
};

const oracle = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const read = (text: string): unknown => {
  const value = parseJson(text);
  return value === undefined ? undefined : plain(value);
};

describe('the reader', () => {
  test('reads what JSON.parse writes', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.stringify(read(text))).toBe(JSON.stringify(oracle(text)));
      }),
    );
  });

  test('agrees with JSON.parse on damaged text', () => {
    const damaged = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', '"', '\\', ',', ':', '{', '}', '[', ']', '0', '-', '.', 'e', ' ', '\n', '\u0000', 'true'),
      )
      .map(([text, at, piece]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + piece + text.slice(place + 1);
      });
    fc.assert(
      fc.property(damaged, (text) => {
        expect(JSON.stringify(read(text))).toBe(JSON.stringify(oracle(text)));
      }),
      { numRuns: 2000 },
    );
  });

  test('what it reads it prints as JSON again', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value = parseJson(text);
        expect(value === undefined ? undefined : oracle(jsonOf(value))).toEqual(oracle(JSON.stringify(oracle(text))));
      }),
    );
  });

  test.each([
    ['1', 1n],
    ['1.0', 1],
    ['-0', 0n],
    ['1e2', 100],
    ['9007199254740993', 9007199254740993n],
    ['-9223372036854775808', -9223372036854775808n],
    ['9223372036854775808', 2 ** 63],
    ['01', undefined],
    ['+1', undefined],
    ['.5', undefined],
    ['NaN', undefined],
    ['"a\nb"', undefined],
    ['', undefined],
  ])('%s', (text, expected) => {
    expect(parseJson(text)).toBe(expected);
  });

  test('nesting without end is no JSON', () => {
    expect(parseJson('['.repeat(1_000_000))).toBe(undefined);
  });
});
