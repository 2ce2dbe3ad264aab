// Pipelines of KQL in; ES|QL out: columns, order, limits, sources.
import { describe, expect, test } from 'vitest';
import { esql } from './table.ts';

describe('columns', () => {
  test('T | project S, N', () => {
    expect(esql('T | project S, N')).toMatchInlineSnapshot(`
      "| EVAL S = COALESCE(f.S, ""), N = f.N
      | KEEP S, N, _id, _index, _version"
    `);
  });
  test('T | project S2 = S, N', () => {
    expect(esql('T | project S2 = S, N')).toMatchInlineSnapshot(`
      "| EVAL S2 = COALESCE(f.S, ""), N = f.N
      | KEEP S2, N, _id, _index, _version"
    `);
  });
  test('T | extend S = strcat(S, "!"), X = S', () => {
    expect(esql('T | extend S = strcat(S, "!"), X = S')).toMatchInlineSnapshot(`
      "| EVAL S = CONCAT(COALESCE(f.S, ""), "!")
      | EVAL X = COALESCE(f.S, "")"
    `);
  });
  test('T | extend A = S, B = S2 | extend A = B, B = A | project A, B', () => {
    expect(esql('T | extend A = S, B = S2 | extend A = B, B = A | project A, B')).toMatchInlineSnapshot(`
      "| EVAL A = COALESCE(f.S2, ""), B = COALESCE(f.S, "")
      | KEEP A, B, _id, _index, _version"
    `);
  });
  test('T | project-away S', () => {
    expect(esql('T | project-away S')).toMatchInlineSnapshot(`""`);
  });
  test('T | project-rename Z = S | where Z == "a"', () => {
    expect(esql('T | project-rename Z = S | where Z == "a"')).toMatchInlineSnapshot(`
      "| WHERE f.S == "a"
      | EVAL Z = COALESCE(f.S, "")"
    `);
  });
  test('T | extend `odd name` = N | project `odd name`', () => {
    expect(esql('T | extend `odd name` = N | project `odd name`')).toMatchInlineSnapshot(`
      "// RMMC1101 error: \`\`\` is no character of KQL here
      // RMMC1101 error: \`\`\` is no character of KQL here
      // RMMC1101 error: \`\`\` is no character of KQL here
      // RMMC1101 error: \`\`\` is no character of KQL here"
    `);
  });
  test('T | project-rename Q = N | project Q', () => {
    expect(esql('T | project-rename Q = N | project Q')).toMatchInlineSnapshot(`
      "| EVAL Q = f.N
      | KEEP Q, _id, _index, _version"
    `);
  });
  test('T | project-rename Q = N, W = D | where Q > 3 and W > ago(1d)', () => {
    expect(esql('T | project-rename Q = N, W = D | where Q > 3 and W > ago(1d)')).toMatchInlineSnapshot(`
      "| WHERE f.N > 3
          AND f.D > NOW() - 1 day
      | EVAL Q = f.N, W = f.D"
    `);
  });
  test('T | extend A = strcat(S, "1"), B = strcat(S2, "2"), A_new = N + 1 | extend A = strcat(B, "x"), B = strcat(A, "y") | project A, B, A_new', () => {
    expect(
      esql(
        'T | extend A = strcat(S, "1"), B = strcat(S2, "2"), A_new = N + 1 | extend A = strcat(B, "x"), B = strcat(A, "y") | project A, B, A_new',
      ),
    ).toMatchInlineSnapshot(`
      "| EVAL A = CONCAT(COALESCE(f.S, ""), "1"), B = CONCAT(COALESCE(f.S2, ""), "2"), A_new = f.N + 1
      | EVAL A_new_ = CONCAT(B, "x"), B = CONCAT(A, "y")
      | RENAME A_new_ AS A
      | KEEP A, B, A_new, _id, _index, _version"
    `);
  });
  test('T | extend D2 = D - Timestamp | project D2', () => {
    expect(esql('T | extend D2 = D - Timestamp | project D2')).toMatchInlineSnapshot(`
      "// RMMC3712 assumption: D2 is a timespan; it comes back as a number of milliseconds
      | EVAL D2 = TO_LONG(f.D) - TO_LONG(f.Timestamp)
      | KEEP D2, _id, _index, _version"
    `);
  });
});

describe('rows', () => {
  test('T | top 3 by N desc', () => {
    expect(esql('T | top 3 by N desc')).toMatchInlineSnapshot(`
      "| SORT f.N DESC NULLS LAST
      | LIMIT 3"
    `);
  });
  test('T | sort by S asc, N desc | project S', () => {
    expect(esql('T | sort by S asc, N desc | project S')).toMatchInlineSnapshot(`
      "| SORT COALESCE(f.S, "") ASC NULLS FIRST, f.N DESC NULLS LAST
      | EVAL S = COALESCE(f.S, "")
      | KEEP S, _id, _index, _version"
    `);
  });
  test('T | take 5', () => {
    expect(esql('T | take 5')).toMatchInlineSnapshot(`"| LIMIT 5"`);
  });
  test('T | take 50000', () => {
    expect(esql('T | take 50000')).toMatchInlineSnapshot(`"| LIMIT 50000"`);
  });
  test('T | where N > 1 | where S == "a" | take 10 | where N < 9', () => {
    expect(esql('T | where N > 1 | where S == "a" | take 10 | where N < 9')).toMatchInlineSnapshot(`
      "| WHERE f.N > 1
          AND f.S == "a"
      | LIMIT 10
      | WHERE f.N < 9"
    `);
  });
  test('T | where false', () => {
    expect(esql('T | where false')).toMatchInlineSnapshot(`"| WHERE false"`);
  });
  test('T', () => {
    expect(esql('T')).toMatchInlineSnapshot(`""`);
  });
  test('print a = 1, b = "x"', () => {
    expect(esql('print a = 1, b = "x"')).toMatchInlineSnapshot(`"ROW a = 1, b = "x""`);
  });
  test('T | distinct S, N', () => {
    expect(esql('T | distinct S, N')).toMatchInlineSnapshot(`
      "| EVAL S = COALESCE(f.S, ""), N = f.N
      | STATS BY S, N"
    `);
  });
  test('T | count', () => {
    expect(esql('T | count')).toMatchInlineSnapshot(`"| STATS Count = COUNT(*)"`);
  });
});
