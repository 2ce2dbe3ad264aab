// `prev`, `next`, `row_number`, `row_cumsum`: rows in, rows out, by KQL's evaluator and by that of Splunk's documented rules.
import { describe, expect, it } from 'vitest';
import { answers } from './answers.ts';
import { spl } from './spl.ts';

const data = `datatable(N: long, K: string, V: long, S: string) [
  1, "a", 5, "x", 2, "a", long(null), "", 3, "b", 7, "y", 4, "b", 0, "\\"*\\\\", 5, "a", 1, "x"] | sort by N asc`;

describe('the same rows as KQL', () => {
  const cases: readonly (readonly [name: string, kql: string, rows: readonly string[]])[] = [
    [
      'the row before: texts are empty where there is none, other values null',
      `${data} | extend P = prev(S), Q = prev(V) | project N, P, Q`,
      ['1 |  | -', '2 | x | 5', '3 |  | -', '4 | y | 7', '5 | "*\\ | 0'],
    ],
    [
      'the row behind',
      `${data} | extend P = next(S), Q = next(V) | project N, P, Q`,
      ['1 |  | -', '2 | y | 7', '3 | "*\\ | 0', '4 | x | 1', '5 |  | -'],
    ],
    [
      'the default stands only where there is no row',
      `${data} | extend Q = prev(V, 1, 99) | project N, Q`,
      ['1 | 99', '2 | 5', '3 | -', '4 | 7', '5 | 0'],
    ],
    [
      'two rows away',
      `${data} | extend Q = prev(V, 2, 99), P = next(S, 2) | project N, Q, P`,
      ['1 | 99 | y', '2 | 99 | "*\\', '3 | 5 | x', '4 | - | ', '5 | 7 | '],
    ],
    ['of a computed value', `${data} | extend P = prev(strcat(K, S)) | project N, P`, ['1 | ', '2 | ax', '3 | a', '4 | by', '5 | b"*\\']],
    ['in a condition', `${data} | where K == prev(K) and next(K) != "b" | project N`, ['4']],
    ['behind a condition other rows are neighbours', `${data} | where K == "a" | where prev(S) == "" | project N`, ['1', '5']],
    [
      'the new value of a column is another column',
      `${data} | extend V = N * 10 | extend P = prev(V) | project N, P`,
      ['1 | -', '2 | 10', '3 | 20', '4 | 30', '5 | 40'],
    ],
    [
      'the same question again, after a condition',
      `${data} | extend P = prev(N) | where N != 3 | extend Q = prev(N) | project N, P, Q`,
      ['1 | - | -', '2 | 1 | 1', '4 | 3 | 2', '5 | 4 | 4'],
    ],
    [
      'numbers of rows',
      `${data} | extend R = row_number(), F = row_number(10) | project N, R, F`,
      ['1 | 1 | 10', '2 | 2 | 11', '3 | 3 | 12', '4 | 4 | 13', '5 | 5 | 14'],
    ],
    ['that begin again', `${data} | extend R = row_number(1, K != prev(K)) | project N, R`, ['1 | 1', '2 | 2', '3 | 1', '4 | 2', '5 | 1']],
    [
      'sums',
      `${data} | extend C = row_cumsum(N), D = row_cumsum(N, prev(K) != K) | project N, C, D`,
      ['1 | 1 | 1', '2 | 3 | 3', '3 | 6 | 3', '4 | 10 | 7', '5 | 15 | 5'],
    ],
    ['no rows', `${data} | where N > 9 | extend P = prev(S) | project N, P`, []],
  ];
  for (const [name, kql, rows] of cases) it(name, () => expect(answers(kql)).toEqual({ kql: rows, spl: rows }));
});

it('as text', () => {
  expect(spl('T | sort by A asc | where prev(A) == A and next(B) != B | project A, B')).toMatchInlineSnapshot(`
    "index=*
    | fillnull value="" A B
    | sort 0 +str(A)
    | streamstats current=f window=1 last(A) as rmmc_previous_A
    | eval rmmc_previous_A=coalesce(rmmc_previous_A, "")
    | reverse
    | streamstats current=f window=1 last(B) as rmmc_next_B
    | reverse
    | eval rmmc_next_B=coalesce(rmmc_next_B, "")
    | where ("_" . rmmc_previous_A) == ("_" . A) AND ("_" . rmmc_next_B) != ("_" . B)
    | table A B
    "
  `);
});

it('rows without an order, a row far away, a sum of texts', () => {
  expect(spl('T | extend P = prev(A)')).toMatchInlineSnapshot(
    `"RMMC3810: Splunk SPL cannot say this \`prev()\`: streamstats needs rows that a \`sort\` before it has put in order, a constant offset of at most 10, and a term that is a number"`,
  );
  expect(spl('T | sort by A asc | summarize count() by A | extend P = prev(A)')).toMatchInlineSnapshot(
    `"RMMC3810: Splunk SPL cannot say this \`prev()\`: streamstats needs rows that a \`sort\` before it has put in order, a constant offset of at most 10, and a term that is a number"`,
  );
  expect(spl('T | sort by A asc | extend P = prev(A, 11)')).toMatchInlineSnapshot(
    `"RMMC3810: Splunk SPL cannot say this \`prev()\`: streamstats needs rows that a \`sort\` before it has put in order, a constant offset of at most 10, and a term that is a number"`,
  );
});
