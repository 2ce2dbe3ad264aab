// Conditions of KQL in; ES|QL out: comparisons, lists, logic and null.
import { describe, expect, test } from 'vitest';
import { where } from './table.ts';

describe('numbers', () => {
  test('N == 5', () => {
    expect(where('N == 5')).toMatchInlineSnapshot(`"| WHERE f.N == 5"`);
  });
  test('N != 5', () => {
    expect(where('N != 5')).toMatchInlineSnapshot(`"| WHERE f.N IS NULL OR f.N != 5"`);
  });
  test('N > 5', () => {
    expect(where('N > 5')).toMatchInlineSnapshot(`"| WHERE f.N > 5"`);
  });
  test('not(N > 5)', () => {
    expect(where('not(N > 5)')).toMatchInlineSnapshot(`"| WHERE f.N <= 5"`);
  });
  test('N in (1, 2)', () => {
    expect(where('N in (1, 2)')).toMatchInlineSnapshot(`"| WHERE f.N IN (1, 2)"`);
  });
  test('N !in (1, 2)', () => {
    expect(where('N !in (1, 2)')).toMatchInlineSnapshot(`"| WHERE f.N IS NULL OR f.N NOT IN (1, 2)"`);
  });
  test('N == N2', () => {
    expect(where('N == N2')).toMatchInlineSnapshot(`"| WHERE f.N == f.N2"`);
  });
  test('N != N2', () => {
    expect(where('N != N2')).toMatchInlineSnapshot(
      `"| WHERE f.N != f.N2 OR f.N IS NULL AND f.N2 IS NOT NULL OR f.N IS NOT NULL AND f.N2 IS NULL"`,
    );
  });
  test('isnull(N)', () => {
    expect(where('isnull(N)')).toMatchInlineSnapshot(`"| WHERE f.N IS NULL"`);
  });
  test('isnotnull(N)', () => {
    expect(where('isnotnull(N)')).toMatchInlineSnapshot(`"| WHERE f.N IS NOT NULL"`);
  });
  test('N between (1 .. 5)', () => {
    expect(where('N between (1 .. 5)')).toMatchInlineSnapshot(`
      "| WHERE f.N >= 1
          AND f.N <= 5"
    `);
  });
  test('N !between (1 .. 5)', () => {
    expect(where('N !between (1 .. 5)')).toMatchInlineSnapshot(`"| WHERE f.N < 1 OR f.N > 5"`);
  });
  test('R > 1.5', () => {
    expect(where('R > 1.5')).toMatchInlineSnapshot(`"| WHERE f.R > 1.5"`);
  });
  test('not(R > 1.5)', () => {
    expect(where('not(R > 1.5)')).toMatchInlineSnapshot(`"| WHERE NOT f.R > 1.5"`);
  });
});

describe('logic', () => {
  test('N == 1 and S == "a" or N2 == 2', () => {
    expect(where('N == 1 and S == "a" or N2 == 2')).toMatchInlineSnapshot(`"| WHERE f.N == 1 AND f.S == "a" OR f.N2 == 2"`);
  });
  test('(N == 1 or N == 2) and not(S == "a" and N == 3)', () => {
    expect(where('(N == 1 or N == 2) and not(S == "a" and N == 3)')).toMatchInlineSnapshot(`
      "| WHERE (f.N == 1 OR f.N == 2)
          AND (f.S IS NULL OR f.S != "a" OR f.N IS NULL OR f.N != 3)"
    `);
  });
  test('B', () => {
    expect(where('B')).toMatchInlineSnapshot(`"| WHERE f.B"`);
  });
  test('not(B)', () => {
    expect(where('not(B)')).toMatchInlineSnapshot(`"| WHERE NOT f.B"`);
  });
  test('B == true', () => {
    expect(where('B == true')).toMatchInlineSnapshot(`"| WHERE f.B == true"`);
  });
  test('iff(N > 1, S, S2) == "x"', () => {
    expect(where('iff(N > 1, S, S2) == "x"')).toMatchInlineSnapshot(
      `"| WHERE CASE(f.N > 1, COALESCE(f.S, ""), COALESCE(f.S2, "")) == "x""`,
    );
  });
  test('S < "b"', () => {
    expect(where('S < "b"')).toMatchInlineSnapshot(`"// RMMC2005 error: the operator \`<\` does not take string and string"`);
  });
});

describe('time', () => {
  test('Timestamp > ago(1d)', () => {
    expect(where('Timestamp > ago(1d)')).toMatchInlineSnapshot(`"| WHERE f.Timestamp > NOW() - 1 day"`);
  });
  test('Timestamp between (now(-5d) .. now())', () => {
    expect(where('Timestamp between (now(-5d) .. now())')).toMatchInlineSnapshot(`
      "| WHERE f.Timestamp >= NOW() - 5 days
          AND f.Timestamp <= NOW()"
    `);
  });
  test('Timestamp >= datetime(2024-05-01) and S == "a"', () => {
    expect(where('Timestamp >= datetime(2024-05-01) and S == "a"')).toMatchInlineSnapshot(`
      "| WHERE f.Timestamp >= "2024-05-01T00:00:00.000Z"
      | WHERE f.S == "a""
    `);
  });
  test('D < ago(90m)', () => {
    expect(where('D < ago(90m)')).toMatchInlineSnapshot(`"| WHERE f.D < NOW() - 90 minutes"`);
  });
  test('D > datetime(2024-05-01T10:00:00.1234567Z)', () => {
    expect(where('D > datetime(2024-05-01T10:00:00.1234567Z)')).toMatchInlineSnapshot(`
      "// RMMC3716 assumption: dates in the index count milliseconds; the finer part of this time is cut off
      | WHERE f.D > "2024-05-01T10:00:00.123Z""
    `);
  });
  test('D - Timestamp > 1h', () => {
    expect(where('D - Timestamp > 1h')).toMatchInlineSnapshot(`"| WHERE TO_LONG(f.D) - TO_LONG(f.Timestamp) > 3600000"`);
  });
});

test('booleans have no order in the engine', () => {
  expect(where('B < true')).toMatchInlineSnapshot(
    `"// RMMC3001 refused: Elastic ES|QL has no way to say an order of booleans: the engine compares them for equality only"`,
  );
});
