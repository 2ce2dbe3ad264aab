// `evaluate pivot(…)`: rows in, rows out, by KQL's evaluator and by that of Splunk's documented rules; columns from the data are told apart by their names there.
import { describe, expect, it } from 'vitest';
import { answers } from './answers.ts';
import { spl } from './spl.ts';

const data = `datatable(K: string, J: string, V: string, N: long) [
  "a", "x", "Open", 1, "a", "x", "Open", 2, "a", "y", "Shut it", 3, "b", "", "Shut it", 4, "", "y", "*|\\\\", 5, "\\"q\\"", "x", "Open", long(null)]`;

describe('the same rows as KQL', () => {
  const cases: readonly (readonly [name: string, kql: string, rows: readonly string[]])[] = [
    [
      'counts by one key',
      `${data} | evaluate pivot(V, count(), K) | sort by K asc`,
      [' | 1 | 0 | 0', '"q" | 0 | 1 | 0', 'a | 0 | 2 | 1', 'b | 0 | 0 | 1'],
    ],
    [
      'the keys that are left',
      `${data} | project K, V | evaluate pivot(V)`,
      [' | 1 | 0 | 0', '"q" | 0 | 1 | 0', 'a | 0 | 2 | 1', 'b | 0 | 0 | 1'],
    ],
    [
      'several keys',
      `${data} | evaluate pivot(V, count(), K, J)`,
      [' | y | 1 | 0 | 0', '"q" | x | 0 | 1 | 0', 'a | x | 0 | 2 | 0', 'a | y | 0 | 0 | 1', 'b |  | 0 | 0 | 1'],
    ],
    ['a sum', `${data} | evaluate pivot(V, sum(N), K)`, [' | 5 | 0 | 0', '"q" | 0 | 0 | 0', 'a | 0 | 3 | 3', 'b | 0 | 0 | 4']],
    [
      'a greatest value: nothing where there is no row',
      `${data} | evaluate pivot(V, max(N), J)`,
      [' | - | - | 4', 'x | - | 2 | -', 'y | 5 | - | 3'],
    ],
    ['distinct values', `${data} | evaluate pivot(V, dcount(J), K)`, [' | 1 | 0 | 0', '"q" | 0 | 1 | 0', 'a | 0 | 1 | 1', 'b | 0 | 0 | 1']],
    [
      'numbers as names, a number as the key',
      `${data} | project N, M = N * 2 | where isnotnull(N) | evaluate pivot(M, count(), N)`,
      ['1 | 0 | 1 | 0 | 0 | 0', '2 | 0 | 0 | 1 | 0 | 0', '3 | 0 | 0 | 0 | 1 | 0', '4 | 0 | 0 | 0 | 0 | 1', '5 | 1 | 0 | 0 | 0 | 0'],
    ],
    [
      'columns that the rule lists',
      `${data} | project K, V | evaluate pivot(V): (K: string, Open: long, Never: long)`,
      [' | 0 | -', '"q" | 1 | -', 'a | 2 | -', 'b | 0 | -'],
    ],
    [
      'a condition on a column of the data',
      `${data} | evaluate pivot(V, count(), K) | where Open > 0 | project K, Open`,
      ['"q" | 1', 'a | 2'],
    ],
    ['no rows', `${data} | where N > 9 | evaluate pivot(V, count(), K)`, []],
  ];
  for (const [name, kql, rows] of cases) it(name, () => expect(answers(kql)).toEqual({ kql: rows, spl: rows }));
});

it('as text', () => {
  expect(spl('T | evaluate pivot(A, count(), B) | sort by B asc')).toMatchInlineSnapshot(`
    "index=*
    | fillnull value="" A B
    | stats count as rmmc_cell by B A
    | xyseries B A rmmc_cell
    | fillnull value=0
    | sort 0 +str(B)
    "
  `);
  expect(spl('T | evaluate pivot(A, sum(N), B, F)')).toMatchInlineSnapshot(`
    "index=*
    | fillnull value="" A B
    | eval F=case(match(F, "(?i)^(?:true|1)\\\\z"), "true", match(F, "(?i)^(?:false|0)\\\\z"), "false"), N=tonumber(N), F=coalesce(F, "")
    | stats sum(N) as rmmc_cell by B F A
    | eval rmmc_cell=coalesce(rmmc_cell, 0), rmmc_row=mv_to_json_array(mvappend(B, F))
    | xyseries rmmc_row A rmmc_cell
    | fillnull value=0
    | eval rmmc_row=json_array_to_mv(rmmc_row), B=mvindex(rmmc_row, 0), F=mvindex(rmmc_row, 1)
    | fields - rmmc_row
    "
  `);
});

it('what is not said', () => {
  expect(spl('T | evaluate pivot(A, make_set(B), N)')).toMatchInlineSnapshot(
    `"RMMC3810: Splunk SPL cannot say \`pivot()\` with \`make_set()\`: what an empty cell holds is not known"`,
  );
  expect(spl('T | evaluate pivot(R, count(), N)')).toMatchInlineSnapshot(
    `"RMMC3810: Splunk SPL cannot say \`pivot()\` of a column of type real: its values may be written in another way as names of columns"`,
  );
  expect(spl('T | project A | evaluate pivot(A)')).toMatchInlineSnapshot(
    `"RMMC3810: Splunk SPL cannot say this form of \`pivot()\`: xyseries needs at least one column beside the pivoted one, and all of them have to be known"`,
  );
  expect(spl('T | evaluate pivot(A, count(), B) | summarize count()')).toMatchInlineSnapshot(
    `"RMMC3810: Splunk SPL cannot say what stands behind \`pivot()\`: the columns of its result are not known"`,
  );
  expect(spl('T | join kind=inner (T | evaluate pivot(A, count(), B)) on B')).toMatchInlineSnapshot(
    `"RMMC3810: Splunk SPL cannot say a plugin inside another query: the columns of its result are not known"`,
  );
  expect(spl('T | evaluate bag_unpack(D)')).toMatchInlineSnapshot(
    `"RMMC3810: Splunk SPL cannot say \`evaluate bag_unpack()\`: the plugin or stored function exists in KQL only"`,
  );
});
