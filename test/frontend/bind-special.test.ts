// Functions of rows or columns, and sugar: what the binder makes of them.
import { expect, test } from 'vitest';
import { condition, ir, problems } from '../support/binding.ts';

test('around is a range', () => {
  expect(condition('around(B, 10, 3)')).toMatchInlineSnapshot(`"(filter (and (ge B (sub 10 3)) (le B (add 10 3))))"`);
  expect(problems('T | where around(Timestamp, 1, 2)')).toMatchInlineSnapshot(
    `"RMMC2006 error: \`around\` does not take (datetime, long, long) [around(Timestamp, 1, 2)] (it takes (numbers, or times and a timespan))"`,
  );
});

test('the names of known columns are a constant', () => {
  expect(ir('let U = datatable(a:string, b:int)[]; print x = column_names_of(U)')).toMatchInlineSnapshot(
    `"(rows (columns x:dynamic) (row dynamic(["a" "b"])))"`,
  );
});

test('the names of a table of the schema are asked of the table', () => {
  expect(ir('print x = column_names_of(T)')).toMatchInlineSnapshot(
    `"(rows (columns x:dynamic) (row (scalarQuery (query (table T) (describe) (aggregate (by) (= Names (make_list ColumnName)))))))"`,
  );
});

test('iscolumnexists', () => {
  expect(ir('T | project A | extend x = iscolumnexists("A"), y = iscolumnexists("B")')).toMatchInlineSnapshot(`
    "(table T)
    (project A)
    (extend (= x true) (= y false))"
  `);
  expect(condition('iscolumnexists("New")')).toMatchInlineSnapshot(`"(filter (iscolumnexists "New"))"`);
});

test('a star stands for all columns', () => {
  expect(ir('T | project A, B | extend x = pack_array(*)')).toMatchInlineSnapshot(`
    "(table T)
    (project A B)
    (extend (= x (pack_array A B)))"
  `);
  expect(problems('Unknown | extend x = pack_array(*)')).toMatchInlineSnapshot(`
    "RMMC2003 warning: table \`Unknown\` is in no known schema; its columns are taken as written, as text [Unknown] (add the table with its columns to the schema in rmmc.yaml)
    RMMC2012 error: \`pack_array(*)\` of rows whose columns are not known is not translated yet [*] (rewrite the query without it, or keep running this rule in KQL)"
  `);
  expect(problems('T | extend x = strcat(*)')).toMatchInlineSnapshot(
    `"RMMC2013 error: \`*\` is not a value, a value is needed here [*] (take one value from it with toscalar(…))"`,
  );
});
