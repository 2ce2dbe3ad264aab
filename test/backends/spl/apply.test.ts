// `mv-apply`: rows in, rows out, by KQL's evaluator and by that of Splunk's documented rules.
import { describe, expect, it } from 'vitest';
import { answers } from './answers.ts';
import { spl } from './spl.ts';

const rows =
  'datatable(Id:long, D:dynamic)[1, dynamic([{"n":"a","v":1},{"n":"b","v":2},{"n":"a","v":3}]), 2, dynamic([{"n":"c"}]), 3, dynamic([]), 4, dynamic(null)]';

describe('the same rows as KQL', () => {
  const cases: readonly (readonly [name: string, kql: string, rows: readonly string[]])[] = [
    ['elements that fit', `${rows} | mv-apply x=D on (where x.n == "a" | extend v=tostring(x.v)) | project Id, v`, ['1 | 1', '1 | 3']],
    [
      'all elements, a null too',
      `${rows} | mv-apply x=D on (extend n=tostring(x.n)) | project Id, n`,
      ['1 | a', '1 | a', '1 | b', '2 | c', '4 | '],
    ],
    ['the column itself', `${rows} | mv-apply D on (where D.n == "b") | project Id, v=tostring(D.v)`, ['1 | 2']],
    [
      'what the body does not name stays beside',
      `${rows} | mv-apply x=D on (where x.n == "c" | project y=tostring(x.n)) | project Id, y`,
      ['2 | c'],
    ],
    [
      'one in another',
      'print D=dynamic([{"m":["x","y"]},{"m":["z"]}]) | mv-apply a=D on (mv-apply b=a.m on (where b != "y")) | project tostring(b)',
      ['x', 'z'],
    ],
    [
      'texts',
      'print t="a,b,c" | mv-apply p=split(t, ",") to typeof(string) on (where p != "b") | project t, p',
      ['a,b,c | a', 'a,b,c | c'],
    ],
    ['with an index', 'print D=dynamic(["x","y"]) | mv-apply with_itemindex=i D on (where i == 1) | project tostring(D)', ['y']],
  ];
  for (const [name, kql, wanted] of cases) it(name, () => expect(answers(kql)).toEqual({ kql: wanted, spl: wanted }));
});

describe('as text', () => {
  it('whole rows lose the column that the body drops', () => {
    expect(spl('T | mv-apply x=D on (where x.n == "a" | project v=tostring(x.v))')).toMatchInlineSnapshot(`
      "index=*
      | eval D=coalesce(D, json_extract(_raw, "D")), rmmc_keys=json_array_to_mv(json_keys(D)), x=case(isnull(D), "null", match(D, "^\\\\s*[\\\\[{]") AND json_valid(D), coalesce(json_array_to_mv(D), mvmap(rmmc_keys, json_object(rmmc_keys, json_extract_exact(D, rmmc_keys)))), true(), D)
      | where isnotnull(x)
      | mvexpand x
      | eval x=nullif(x, "null")
      | fields - rmmc_keys
      | where coalesce(json_extract(x, "n"), "") == "a"
      | eval v=coalesce(json_extract(x, "v"), "")
      | fields - x
      | eval Timestamp=strftime(_time, "%Y-%m-%dT%H:%M:%S.%6N%z")
      "
    `);
  });
  it('a body over the elements of one row', () => {
    expect(spl('T | mv-apply x=D on (summarize count())')).toMatchInlineSnapshot(
      `"RMMC3810: Splunk SPL cannot say this body of \`mv-apply\`: only steps that look at one element at a time (where, extend, project, mv-expand …) mean the same over the elements of all rows"`,
    );
  });
  it('a column that the body replaces and drops', () => {
    expect(spl('T | mv-apply x=D on (extend A="1" | project x) | project A')).toMatchInlineSnapshot(
      `
      "index=*
      | fillnull value="" A
      | eval D=coalesce(D, json_extract(_raw, "D")), rmmc_keys=json_array_to_mv(json_keys(D)), x=case(isnull(D), "null", match(D, "^\\\\s*[\\\\[{]") AND json_valid(D), coalesce(json_array_to_mv(D), mvmap(rmmc_keys, json_object(rmmc_keys, json_extract_exact(D, rmmc_keys)))), true(), D)
      | where isnotnull(x)
      | mvexpand x
      | eval x=nullif(x, "null")
      | table A
      "
    `,
    );
  });
});
