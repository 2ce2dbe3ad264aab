// `make_set` and `make_list` of arrays, and what tells dynamic values apart: rows in, rows out, by KQL's evaluator and by that of Splunk's documented rules. Values of a set come in their order as texts.
import { describe, expect, it } from 'vitest';
import { answers } from './answers.ts';
import { spl } from './spl.ts';

const mixed = 'datatable(x: dynamic) [dynamic(["a"]), dynamic([]), dynamic(null), dynamic("b"), dynamic(["c", "a"])]';
const groups = 'datatable(g: string, s: string) ["x", "a", "x", "b", "y", "c"]';

describe('the same rows as KQL', () => {
  const cases: readonly (readonly [name: string, kql: string, rows: readonly string[]])[] = [
    ['elements of arrays, no nulls', `${mixed} | summarize L = make_list(x)`, ['["a","b","c","a"]']],
    ['each once', `${mixed} | summarize S = make_set(x)`, ['["a","b","c"]']],
    ['the first of them', `${mixed} | summarize L = make_list(x, 3)`, ['["a","b","c"]']],
    ['on a condition', `${mixed} | summarize L = make_list_if(x, tostring(x) != "b")`, ['["a","c","a"]']],
    ['sets of sets', `${groups} | summarize s = make_set(s) by g | summarize S = make_set(s)`, ['["a","b","c"]']],
    ['lists of lists', `${groups} | summarize s = make_list(s) by g | summarize L = make_list(s)`, ['["a","b","c"]']],
    ['distinct values: a null is none', `${mixed} | summarize N = dcount(x), M = dcount(tostring(x))`, ['4 | 5']],
    [
      'the row with the greatest bool',
      'datatable(x: bool, n: long) [true, 1, false, 2, true, 3] | summarize arg_max(x, n), m = max(n) by g = n % 2',
      ['0 | false | 2 | 2', '1 | true | 1 | 3'],
    ],
    [
      'several rows of a group in one',
      `datatable(g: string, t: long, s: string, n: long) ["x", 1, "a", 10, "x", 2, "", long(null), "x", 3, "c", 30, "y", 5, "d", 50]
        | summarize c = count(), last = arg_max(t, s, n), first = arg_min(t, s), most = arg_max(n, s) by g`,
      ['x | 3 | 3 | c | 30 | 1 | a | 30 | c', 'y | 1 | 5 | d | 50 | 5 | d | 50 | d'],
    ],
    [
      'a picked row keeps its nulls',
      `datatable(g: string, t: long, n: long) ["x", 1, 10, "x", 2, long(null), "x", 3, 30]
        | where t < 3 | summarize last = arg_max(t, n), first = arg_min(t, n) by g`,
      ['x | 2 | - | 1 | 10'],
    ],
    ['pieces of texts', 'datatable(s: string) ["a,b", "b"] | summarize S = make_set(split(s, ","))', ['["a","b"]']],
  ];
  for (const [name, kql, rows] of cases) it(name, () => expect(answers(kql)).toEqual({ kql: rows, spl: rows }));
});

it('as text', () => {
  expect(spl('T | summarize s = make_set(A) by B | summarize S = make_set(s)')).toMatchInlineSnapshot(`
    "index=*
    | fillnull value="" B A
    | stats values(A) as s by B
    | stats values(s) as S
    | table S
    "
  `);
  expect(spl('T | summarize S = make_set(D.x) by B')).toMatchInlineSnapshot(`
    "index=*
    | fillnull value="" B
    | eval D=coalesce(D, json_extract(_raw, "D")), arg_S=if(match(coalesce(json_extract(D, "x"), 'D.x'), "^\\\\s*\\\\["), json_array_to_mv(coalesce(json_extract(D, "x"), 'D.x')), coalesce(json_extract(D, "x"), 'D.x'))
    | stats values(arg_S) as S by B
    | table B S
    "
  `);
});

it('a bool among numbers', () => {
  expect(spl('T | where F in (1, 2)')).toMatchInlineSnapshot(
    `"RMMC3810: Splunk SPL cannot say membership of a bool among numbers: bools are texts there"`,
  );
});
