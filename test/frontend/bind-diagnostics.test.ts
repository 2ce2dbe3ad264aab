// What the binder reports: code, message, the text it points at, and the next step.
import { describe, expect, test } from 'vitest';
import { problems } from '../support/binding.ts';

describe('names', () => {
  test('a column that the schema lacks', () => {
    expect(problems('DeviceNetworkEvents | where AccountUpn == "x" | where AccountUpn != "y"')).toMatchInlineSnapshot(
      `"RMMC2001 warning: column \`AccountUpn\` is not in the schema of DeviceNetworkEvents [AccountUpn] (did you mean \`InitiatingProcessAccountUpn\`?)"`,
    );
  });
  test('the time column of the other environment', () => {
    expect(problems('SecurityEvent | where Timestamp > ago(1d)')).toBe(
      'RMMC2001 warning: column `Timestamp` is not in the schema of SecurityEvent [Timestamp] (did you mean `TimeGenerated`?)',
    );
  });
  test('a column in another case', () => {
    expect(problems('DeviceProcessEvents | where Filename == "x"')).toMatchInlineSnapshot(
      `"RMMC2022 warning: column \`Filename\` is not in the schema of DeviceProcessEvents; it is read as \`FileName\` [Filename] (write \`FileName\`: column names are case-sensitive)"`,
    );
  });
  test('a column behind project', () => {
    expect(problems('T | project A | where B == 1')).toMatchInlineSnapshot(
      `"RMMC2002 error: \`B\` is not a column or \`let\` at this point of the query [B] (an earlier step fixed the columns (project, summarize, distinct …); keep the column there)"`,
    );
  });
  test('a column behind summarize', () => {
    expect(problems('T | summarize count() by A | where Coun_ > 1')).toMatchInlineSnapshot(
      `"RMMC2002 error: \`Coun_\` is not a column or \`let\` at this point of the query [Coun_] (did you mean \`count_\`?)"`,
    );
  });
  test('a table', () => {
    expect(problems('DeviceProcesEvents | where FileName == "x"')).toMatchInlineSnapshot(
      `"RMMC2003 warning: table \`DeviceProcesEvents\` is in no known schema; its columns are taken as written, as text [DeviceProcesEvents] (did you mean \`DeviceProcessEvents\`?)"`,
    );
  });
  test('a function', () => {
    expect(problems('T | where strlenn(A) > 1')).toMatchInlineSnapshot(
      `"RMMC2004 error: there is no function \`strlenn\` [strlenn] (did you mean \`strlen\`?)"`,
    );
  });
  test('an aggregate outside of summarize', () => {
    expect(problems('T | where count() > 1')).toMatchInlineSnapshot(
      `"RMMC2020 error: the aggregate function \`count\` stands outside of \`summarize\` [count] (compute it with \`summarize\`, and test its result in a later \`where\`)"`,
    );
  });
  test('a query where a value is needed', () => {
    expect(problems('let q = U; T | where A == q')).toMatchInlineSnapshot(
      `"RMMC2013 error: \`q\` is a query, a value is needed here [q] (take one value from it with toscalar(…))"`,
    );
  });
  test('a value where a query is needed', () => {
    expect(problems('let q = 1; q | count')).toMatchInlineSnapshot(
      `"RMMC2013 error: \`q\` is a value, a query is needed here [q] (name a table or a \`let\` that holds a query)"`,
    );
  });
  test('a let is not seen before its definition', () => {
    expect(problems('let a = b; let b = 1; print a')).toMatchInlineSnapshot(`
      "RMMC2003 warning: table \`b\` is in no known schema; its columns are taken as written, as text [b] (add the table with its columns to the schema in rmmc.yaml)
      RMMC2013 error: \`a\` is a query, a value is needed here [a] (take one value from it with toscalar(…))"
    `);
  });
  test('a function does not see itself', () => {
    expect(problems('let f = (x:long) { f(x) }; print f(1)')).toMatchInlineSnapshot(
      `"RMMC2004 error: there is no function \`f\` [f] (define it with \`let\`, or write out what it does)"`,
    );
  });
  test('the same name twice', () => {
    expect(problems('T | project x = A, x = B')).toMatchInlineSnapshot(
      `"RMMC2008 error: two columns of this step are called \`x\` [x = B] (give one of them another name)"`,
    );
  });
  test('rename onto a column that exists', () => {
    expect(problems('T | project-rename A = B')).toMatchInlineSnapshot(
      `"RMMC2008 error: two columns of this step are called \`A\` [A] (give one of them another name)"`,
    );
  });
  test('project-away of an unknown column', () => {
    expect(problems('T | project-away Q')).toMatchInlineSnapshot(
      `"RMMC2001 warning: column \`Q\` is not in the schema of T [Q] (check the spelling, or add the column to the schema in rmmc.yaml)"`,
    );
  });
  test('a column beside aggregates', () => {
    expect(problems('T | summarize A, count()')).toMatchInlineSnapshot(
      `"RMMC2019 error: a column stands where an aggregate function is needed [A] (aggregate it (count(), make_set(…), take_any(…)), or move it behind \`by\`)"`,
    );
  });
});

describe('types', () => {
  test('has with a number', () => {
    expect(problems('T | where A has 5')).toMatchInlineSnapshot(
      `"RMMC2005 error: the operator \`has\` does not take string and long [A has 5] (convert one side (tostring, tolong, todatetime …))"`,
    );
  });
  test('has on a number', () => {
    expect(problems('T | where B has "5"')).toMatchInlineSnapshot(
      `"RMMC2005 error: the operator \`has\` does not take long and string [B has "5"] (convert one side (tostring, tolong, todatetime …))"`,
    );
  });
  test('a time against text', () => {
    expect(problems('T | where Timestamp > "2024-01-01"')).toMatchInlineSnapshot(
      `"RMMC2005 error: the operator \`>\` does not take datetime and string [Timestamp > "2024-01-01"] (convert one side (tostring, tolong, todatetime …))"`,
    );
  });
  test('order of strings', () => {
    expect(problems('T | where A > "x"')).toMatchInlineSnapshot(
      `"RMMC2005 error: the operator \`>\` does not take string and string [A > "x"] (convert one side (tostring, tolong, todatetime …))"`,
    );
  });
  test('a condition that is no truth value', () => {
    expect(problems('T | where A')).toMatchInlineSnapshot(
      `"RMMC2007 error: \`where\` needs bool, found string [A] (write an expression of type bool)"`,
    );
  });
  test('a dynamic condition', () => {
    expect(problems('T | where D.x')).toMatchInlineSnapshot(
      `"RMMC2007 error: \`where\` needs bool, found dynamic [D.x] (write an expression of type bool)"`,
    );
  });
  test('not of a string', () => {
    expect(problems('T | where not(A)')).toMatchInlineSnapshot(
      `"RMMC2007 error: \`not\` needs bool, found string [A] (write an expression of type bool)"`,
    );
  });
  test('a wrong argument', () => {
    expect(problems('T | where strlen(B) > 1')).toMatchInlineSnapshot(
      `"RMMC2006 error: \`strlen\` does not take (long) [strlen(B)] (it takes (stringOrDynamic))"`,
    );
  });
  test('too few arguments', () => {
    expect(problems('T | extend x = substring(A)')).toMatchInlineSnapshot(
      `"RMMC2006 error: \`substring\` does not take (string) [substring(A)] (it takes (scalar, integer, integer?))"`,
    );
  });
  test('a sum of strings', () => {
    expect(problems('T | summarize sum(A)')).toMatchInlineSnapshot(
      `"RMMC2006 error: \`sum\` does not take (string) [sum(A)] (it takes (a first argument of type int, long, real, decimal, timespan, datetime))"`,
    );
  });
  test('group by dynamic', () => {
    expect(problems('T | summarize count() by D.x')).toMatchInlineSnapshot(
      `"RMMC2016 error: \`summarize … by\` does not take a dynamic value [D.x] (convert it with tostring(…))"`,
    );
  });
  test('sort by dynamic', () => {
    expect(problems('T | sort by D')).toMatchInlineSnapshot(
      `"RMMC2016 error: \`sort\` does not take a dynamic value [D] (convert it with tostring(…))"`,
    );
  });
  test('arithmetic of strings', () => {
    expect(problems('T | extend x = A + "y"')).toMatchInlineSnapshot(
      `"RMMC2005 error: the operator \`+\` does not take string and string [A + "y"] (convert one side (tostring, tolong, todatetime …))"`,
    );
  });
  test('text compared with a number', () => {
    expect(problems('T | where A == 5')).toMatchInlineSnapshot(
      `"RMMC2015 warning: string is compared with long; both are compared as text [A == 5] (write the constant in the type of the column)"`,
    );
  });
  test('a path of text is read as JSON', () => {
    expect(problems('T | where A.x == "y"')).toMatchInlineSnapshot(
      `"RMMC2021 warning: column \`A\` is text in the schema; its parts are read as JSON [A] (write parse_json(A), or declare the column as dynamic in rmmc.yaml)"`,
    );
  });
  test('take of a column', () => {
    expect(problems('T | take A')).toMatchInlineSnapshot(
      `"RMMC2002 error: \`A\` is not a column or \`let\` at this point of the query [A] (an earlier step fixed the columns (project, summarize, distinct …); keep the column there)"`,
    );
  });
  test('an argument of a function of the query', () => {
    expect(problems('let f = (x:long) { x }; print f("a")')).toMatchInlineSnapshot(
      `"RMMC2007 error: the parameter \`x\` of \`f\` needs long, found string ["a"] (write an expression of type long)"`,
    );
  });
});

describe('not translated', () => {
  test('an operator, and the rest is still checked', () => {
    expect(problems('T | reduce by A | join (U | where Q == 1) on A | where strlenn(A) > 1')).toMatchInlineSnapshot(`
      "RMMC2001 warning: column \`Q\` is not in the schema of U [Q] (check the spelling, or add the column to the schema in rmmc.yaml)
      RMMC2002 error: \`A\` is not a column or \`let\` at this point of the query [A] (an earlier step fixed the columns (project, summarize, distinct …); keep the column there)
      RMMC2004 error: there is no function \`strlenn\` [strlenn] (did you mean \`strlen\`?)"
    `);
  });
  test('several operators', () => {
    expect(problems('T | print a = 1 | evaluate preview(1) | find A == "x"')).toMatchInlineSnapshot(`
      "RMMC2010 error: the operator \`print (behind a pipe)\` is not translated yet [print a = 1] (rewrite the query without it, or keep running this rule in KQL)
      RMMC2012 error: a plugin that gives two results is not translated yet [evaluate preview(1)] (rewrite the query without it, or keep running this rule in KQL)
      RMMC2010 error: the operator \`find (behind a pipe)\` is not translated yet [find A == "x"] (rewrite the query without it, or keep running this rule in KQL)"
    `);
  });
  test('an operator behind several results, or behind none', () => {
    expect(problems('T | fork (count) (take 1) | take 1')).toMatchInlineSnapshot(
      `"RMMC2012 error: an operator behind one that gives several results (\`fork\`, \`facet\`) is not translated yet [take 1] (rewrite the query without it, or keep running this rule in KQL)"`,
    );
    expect(problems('T | consume | count')).toMatchInlineSnapshot(
      `"RMMC2012 error: an operator behind \`consume\` is not translated yet [count] (rewrite the query without it, or keep running this rule in KQL)"`,
    );
  });
  test('invoke of an enrichment', () => {
    expect(problems('T | invoke AssignedIPAddresses("d")')).toMatchInlineSnapshot(
      `"RMMC2010 error: the operator \`invoke AssignedIPAddresses\` is not translated yet [invoke AssignedIPAddresses("d")] (rewrite the query without it, or keep running this rule in KQL)"`,
    );
  });
  test('a function', () => {
    expect(problems('T | extend x = bin_auto(B)')).toMatchInlineSnapshot(
      `"RMMC2011 error: the function \`bin_auto\` is not translated yet [bin_auto] (rewrite the expression without it, or keep running this rule in KQL)"`,
    );
  });
  test('a set of tables', () => {
    expect(problems('union Zzz* | count')).toMatchInlineSnapshot(
      `"RMMC2003 warning: table \`Zzz*\` is in no known schema; its columns are taken as written, as text [Zzz*] (add the table with its columns to the schema in rmmc.yaml)"`,
    );
  });
  test('a view among all tables', () => {
    expect(problems('let Tv = view () { T }; union T*, U | count')).toMatchInlineSnapshot(
      `"RMMC2012 error: the view \`Tv\` among the tables \`T*\` is not translated yet [T*] (rewrite the query without it, or keep running this rule in KQL)"`,
    );
  });
  test('another database', () => {
    expect(problems('database("x").T | count')).toMatchInlineSnapshot(`""`);
    expect(problems('cluster("c").database("x").T | count')).toMatchInlineSnapshot(
      `"RMMC2003 warning: table \`T\` is in no known schema; its columns are taken as written, as text [cluster("c").database("x").T] (add the table with its columns to the schema in rmmc.yaml)"`,
    );
    expect(problems('database("x").f(1) | count')).toMatchInlineSnapshot(
      `"RMMC2011 error: the function \`f\` is not translated yet [f] (rewrite the expression without it, or keep running this rule in KQL)"`,
    );
  });
  test('an unused let does not count', () => {
    expect(problems('let x = T | find A == "x"; T | count')).toMatchInlineSnapshot(`""`);
  });
  test('a used one does', () => {
    expect(problems('let x = T | find A == "x"; x | count')).toMatchInlineSnapshot(
      `"RMMC2010 error: the operator \`find (behind a pipe)\` is not translated yet [find A == "x"] (rewrite the query without it, or keep running this rule in KQL)"`,
    );
  });
  test('a query parameter with and without a default', () => {
    expect(problems('declare query_parameters(x:string = "a", y:long); T | where A == x')).toMatchInlineSnapshot(`
      "RMMC2023 warning: the query parameter \`x\` is not handed in: its default stands for it [x:string = "a"] (write a \`let\` with the value that the rule is to run with)
      RMMC2012 error: the query parameter \`y\`, which has no default, is not translated yet [y:long] (rewrite the query without it, or keep running this rule in KQL)"
    `);
  });
  test('names in scan', () => {
    expect(problems('T | scan declare (x:long) with (step s: true => y = s.x + s.z;)')).toMatchInlineSnapshot(`
      "RMMC2002 error: \`y\` is not a column or \`let\` at this point of the query [y] (an earlier step fixed the columns (project, summarize, distinct …); keep the column there)
      RMMC2002 error: \`s.z\` is not a column or \`let\` at this point of the query [z] (an earlier step fixed the columns (project, summarize, distinct …); keep the column there)"
    `);
  });
  test('all columns of an unknown table', () => {
    expect(problems('Foo_CL | distinct *')).toMatchInlineSnapshot(`
      "RMMC2003 warning: table \`Foo_CL\` is in no known schema; its columns are taken as written, as text [Foo_CL] (add the table with its columns to the schema in rmmc.yaml)
      RMMC2012 error: \`distinct *\` over rows whose columns are not known is not translated yet [distinct *] (rewrite the query without it, or keep running this rule in KQL)"
    `);
  });
  test('like', () => {
    expect(problems('T | where A like "x"')).toMatchInlineSnapshot(
      `"RMMC2012 error: the operator \`like\` is not translated yet [like] (rewrite the query without it, or keep running this rule in KQL)"`,
    );
  });
});

describe('whole queries', () => {
  test('no query', () => {
    expect(problems('let x = 1')).toMatchInlineSnapshot(
      `"RMMC2017 error: the text holds no query [let x = 1] (end it with an expression such as \`Table | where …\`)"`,
    );
  });
  test('two queries', () => {
    expect(problems('T | count; U | count')).toMatchInlineSnapshot(
      `"RMMC2018 error: the text holds a second query [U | count] (put each query into a file or rule of its own)"`,
    );
  });
  test('`where name = condition` names the condition', () => {
    expect(problems('T | where isAudit = true | where n = A has "x" and F')).toMatchInlineSnapshot(`
      "RMMC2025 warning: \`=\` compares nothing: \`isAudit\` is read as a name for the condition behind it, as Microsoft's parser has it, and that condition alone decides [=] (write \`==\` to compare)
      RMMC2025 warning: \`=\` compares nothing: \`n\` is read as a name for the condition behind it, as Microsoft's parser has it, and that condition alone decides [=] (write \`==\` to compare)"
    `);
    expect(problems('T | where n = strlen(A)')).toMatchInlineSnapshot(
      `"RMMC1107 error: found \`=\` in a condition, expected \`==\` [=] (write \`==\` to compare)"`,
    );
  });
  test('a query that grows without end', () => {
    expect(
      problems(
        'let a = U; let a0 = union a, a; let a1 = union a0, a0; let a2 = union a1, a1; let a3 = union a2, a2; let a4 = union a3, a3; let a5 = union a4, a4; let a6 = union a5, a5; let a7 = union a6, a6; let a8 = union a7, a7; let a9 = union a8, a8; let a10 = union a9, a9; let a11 = union a10, a10; let a12 = union a11, a11; let a13 = union a12, a12; let a14 = union a13, a13; let a15 = union a14, a14; let a16 = union a15, a15; let a17 = union a16, a16; let a18 = union a17, a17; let a19 = union a18, a18; a19',
      ),
    ).toMatchInlineSnapshot(
      `"RMMC2014 error: the query grows beyond 200000 nodes when its \`let\`s and functions are written out [a13] (use fewer nested \`let\` queries or functions)"`,
    );
  });
});

test('blanks that the Sentinel portal fills in', () => {
  const query = "let start = todatetime('{{StartTimeISO}}');\nT | where When between ((start - 7d) .. todatetime('{{ EndTimeISO }}'))";
  expect(problems(query)).toMatchInlineSnapshot(`
    "RMMC2024 warning: \`{{StartTimeISO}}\` is a blank that the Sentinel portal fills in from its time picker; \`ago(1d)\` stands for it, as the portal has it at first [todatetime('{{StartTimeISO}}')] (write the time that the rule is to look at, for example \`ago(7d)\`)
    RMMC2001 warning: column \`When\` is not in the schema of T [When] (check the spelling, or add the column to the schema in rmmc.yaml)
    RMMC2024 warning: \`{{EndTimeISO}}\` is a blank that the Sentinel portal fills in from its time picker; \`now()\` stands for it, as the portal has it at first [todatetime('{{ EndTimeISO }}')] (write the time that the rule is to look at, for example \`ago(7d)\`)"
  `);
  expect(problems("T | where When > todatetime('{{Other}}')")).toMatchInlineSnapshot(
    `"RMMC2001 warning: column \`When\` is not in the schema of T [When] (check the spelling, or add the column to the schema in rmmc.yaml)"`,
  );
});
