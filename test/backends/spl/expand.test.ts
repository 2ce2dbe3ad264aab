// `mv-expand`: rows in, rows out, by KQL's evaluator and by that of Splunk's documented rules.
import { describe, expect, it } from 'vitest';
import { answers } from './answers.ts';
import { named, spl } from './spl.ts';

const over = (literal: string): string => `datatable(Id:long, D:dynamic)[1, dynamic(${literal}), 2, dynamic(["end"])]`;

describe('the same rows as KQL', () => {
  const cases: readonly (readonly [name: string, kql: string, rows: readonly string[]])[] = [
    ['elements', `${over('["a","b","a"]')} | mv-expand D`, ['1 | a', '1 | a', '1 | b', '2 | end']],
    ['a null is one row', `${over('null')} | mv-expand D`, ['1 | -', '2 | end']],
    ['no elements are no row', `${over('[]')} | mv-expand D`, ['2 | end']],
    ['an empty bag is no row', `${over('{}')} | mv-expand D`, ['2 | end']],
    ['a single value', `${over('"a"')} | mv-expand D`, ['1 | a', '2 | end']],
    ['a text that only begins as an array', `${over('"[a"')} | mv-expand D`, ['1 | [a', '2 | end']],
    ['a null among the elements', `${over('["a",null]')} | mv-expand D`, ['1 | -', '1 | a', '2 | end']],
    [
      'quotes, stars and backslashes',
      `${over('["a\\"b","*","c:\\\\d|e",""]')} | mv-expand D`,
      ['1 | ', '1 | *', '1 | a"b', '1 | c:\\d|e', '2 | end'],
    ],
    [
      'objects keep their parts',
      `${over('[{"p":5},{"p":"x","q":[1]}]')} | mv-expand D | project Id, x=tostring(D.p), y=tostring(D.q[0])`,
      ['1 | 5 | ', '1 | x | 1', '2 |  | '],
    ],
    ['a bag is spread into bags', `${over('{"x":"y","z":5}')} | mv-expand D`, ['1 | {"x":"y"}', '1 | {"z":5}', '2 | end']],
    [
      'a bag is spread into pairs',
      `${over('{"x":"y","z":5}')} | mv-expand bagexpansion=array D`,
      ['1 | ["x","y"]', '1 | ["z",5]', '2 | end'],
    ],
    ['columns in step', 'print a=dynamic([1,2,3]), b=dynamic(["x"]) | mv-expand a, b', ['1 | x', '2 | -', '3 | -']],
    ['an index', 'print a=dynamic(["x","y"]) | mv-expand with_itemindex=i a | project i, a', ['0 | x', '1 | y']],
    ['a limit', 'print a=dynamic(["x","y","z"]) | mv-expand a limit 2', ['x', 'y']],
    ['to typeof(string)', 'print a=dynamic([1,null,"x"]) | mv-expand a to typeof(string)', ['', '1', 'x']],
    ['to typeof(long): no text is a number', 'print a=dynamic([1,null,"2"]) | mv-expand a to typeof(long)', ['-', '-', '1']],
    ['pieces of a text', 'print t="a b" | extend p=split(t, " ") | mv-expand p | project p', ['a', 'b']],
    [
      'a list of a group',
      'datatable(k:string, v:string)["x","a","x","b","y","c"] | summarize v=make_set(v) by k | mv-expand v',
      ['x | a', 'x | b', 'y | c'],
    ],
    ['another name beside the array', 'print a=dynamic(["x","y"]) | mv-expand b=a | project b, array_length(a)', ['x | 2', 'y | 2']],
    [
      'a copy of the array stays whole',
      'print a=dynamic(["x","y"]) | extend c=a | mv-expand a | project a, array_length(c)',
      ['x | 2', 'y | 2'],
    ],
  ];
  for (const [name, kql, rows] of cases) it(name, () => expect(answers(kql)).toEqual({ kql: rows, spl: rows }));
});

describe('as text', () => {
  it('what is assumed is named, and conditions on other columns stand in front', () => {
    expect(named('T | mv-expand D | where A == "x" and D.k == "v" | project A, D', 'null')).toMatchInlineSnapshot(`
      "RMMC3801 assumption: the column D is read as JSON text, from its own field or from the event in \`_raw\`: events are taken to be JSON and to write it as KQL shows it (order of keys, blanks)
      RMMC3850 assumption: mv-expand uses mvexpand, which is complete as long as its rows fit the memory that limits.conf grants (max_mem_usage_mb)
      RMMC3851 assumption: the text \`null\` as an element of D is taken to be a missing value: Splunk writes both in the same way
      index=* earliest=-86400s latest=now A="x"
      | where A == "x"
      | eval A=coalesce(nullif(A, "null"), ""), D=nullif(coalesce(D, json_extract(_raw, "D")), "null"), rmmc_keys=json_array_to_mv(json_keys(D)), D=case(isnull(D), "null", match(D, "^\\\\s*[\\\\[{]") AND json_valid(D), coalesce(json_array_to_mv(D), mvmap(rmmc_keys, json_object(rmmc_keys, json_extract_exact(D, rmmc_keys)))), true(), D)
      | where isnotnull(D)
      | mvexpand D
      | eval D=nullif(D, "null")
      | where coalesce(json_extract(D, "k"), "") == "v"
      | table A D
      "
    `);
  });
  it('several columns go by their places', () => {
    expect(spl('T | mv-expand x=split(A, ","), y=split(B, ",") | project x, y')).toMatchInlineSnapshot(`
      "index=*
      | fillnull value="" A B
      | eval x=split(A, ","), y=split(B, ","), rmmc_at=mvrange(0, max(coalesce(mvcount(x), 0), coalesce(mvcount(y), 0)), 1)
      | where isnotnull(rmmc_at)
      | mvexpand rmmc_at
      | eval x=mvindex(x, rmmc_at), y=mvindex(y, rmmc_at)
      | table x y
      "
    `);
  });
  it('a type that eval does not have', () => {
    expect(spl('T | mv-expand D to typeof(guid)')).toMatchInlineSnapshot(
      `"RMMC3810: Splunk SPL cannot say \`to typeof(guid)\`: eval has no such type"`,
    );
  });
});
