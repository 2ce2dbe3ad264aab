// `parse` and `parse-where`: rows in, rows out, by KQL's evaluator and by that of Splunk's documented rules.
import { describe, expect, it } from 'vitest';
import { answers } from './answers.ts';
import { named, spl } from './spl.ts';

const texts = 'datatable(t:string)["id=5, name=Bob;", "x id=77, name=;", "name=Eve", "", "id=-3, name=a\\nb; id=4, name=c;"]';

describe('the same rows as KQL', () => {
  const cases: readonly (readonly [name: string, kql: string, rows: readonly string[]])[] = [
    ['texts between texts', `${texts} | parse t with * "name=" n ";" * | project n`, ['', '', '', 'Bob', 'a\nb']],
    ['the start is the start', `${texts} | parse t with "id=" i "," * | project i`, ['', '', '', '-3', '5']],
    ['the last column takes the rest', `${texts} | parse t with * "name=" n | project n`, ['', ';', 'Bob;', 'Eve', 'a\nb; id=4, name=c;']],
    ['numbers', `${texts} | parse t with * "id=" i:long "," * | project i`, ['-', '-', '-3', '5', '77']],
    [
      'rows that do not fit are dropped',
      `${texts} | parse-where t with * "id=" i:long ", name=" n ";" * | project i, n`,
      ['-3 | a\nb', '5 | Bob', '77 | '],
    ],
    ['a column that is read and written', 'datatable(t:string)["a:b", "c"] | parse t with * ":" t', ['', 'b']],
    [
      'a second parse empties what does not fit',
      'datatable(t:string)["a:b", "a;b"] | parse t with x ":" * | parse t with x ";" * | project t, x',
      ['a:b | ', 'a;b | a'],
    ],
    ['quotes, stars and backslashes', 'print t=@"C:\\a\\*""q""|x" | parse t with * @"\\a\\" s @"""q""|" r | project s, r', ['* | x']],
    ['nobody looks at the parts of parse-where', `${texts} | parse-where t with * "id=" i "," * | count`, ['3']],
    ['regular expressions', `print t="user: Bob (x)" | parse kind=regex t with @"user:\\s+" u @"\\s\\(" * | project u`, ['Bob']],
    [
      'regular expressions with flags',
      `print t="USER Bob /add" | parse kind=regex flags=iU t with * "user " u " " * "/ad" * | project u`,
      ['Bob'],
    ],
  ];
  for (const [name, kql, rows] of cases) it(name, () => expect(answers(kql)).toEqual({ kql: rows, spl: rows }));
});

describe('as text', () => {
  it('columns that nobody looks at have no group', () => {
    expect(named('T | parse A with * "a=" x ",b=" y ",c=" z | where y == "1" | project A', 'null')).toMatchInlineSnapshot(`
      "index=* earliest=-86400s latest=now
      | eval A=coalesce(nullif(A, "null"), ""), y=""
      | rex field=A "(?s)a=.*?,b=(?<y>.*?),c=.*"
      | where match(y, "^1\\\\z")
      | table A
      "
    `);
  });
  it('a backslash and a quote need no escape of the command', () => {
    expect(spl(String.raw`T | parse A with * @"\""x=" x @"\" * | project x`)).toMatchInlineSnapshot(`
      "index=*
      | fillnull value="" A
      | eval x=""
      | rex field=A "(?s)\\x{5C}\\x{22}x=(?<x>.*?)\\x{5C}"
      | table x
      "
    `);
  });
  it('names that Perl does not take', () => {
    expect(spl('T | parse A with * "a=" ["my part"] ";" * | project ["my part"]')).toMatchInlineSnapshot(`
      "index=*
      | fillnull value="" A
      | eval rmmc_part_1=""
      | rex field=A "(?s)a=(?<rmmc_part_1>.*?);"
      | rename rmmc_part_1 as "my part"
      | table "my part"
      "
    `);
  });
  it('types whose conversion a pattern cannot say', () => {
    expect(spl('T | parse A with * "a=" x:datetime ";" * | project x')).toMatchInlineSnapshot(
      `"RMMC3810: Splunk SPL cannot say \`parse\` of x as datetime: rex takes texts, and which of them KQL converts cannot be said in its pattern"`,
    );
  });
});
