// Constant rows in, ES|QL out.
import { expect, test } from 'vitest';
import { emitEsql } from '../../support/esql.ts';

test('one column', () => {
  expect(emitEsql('datatable(Value: int)[3, 1, 3]')).toMatchInlineSnapshot(`
    "ROW Value = [3, 1, 3]
    | MV_EXPAND Value
    "
  `);
});

test('several columns, with nulls and a sign that stands in a value', () => {
  const kql =
    'datatable(k: long, s: string, t: datetime, b: bool)[0, "a|b", datetime(2020-01-01), true, long(null), "", datetime(null), bool(null)]';
  expect(emitEsql(kql)).toMatchInlineSnapshot(`
    "ROW rmmc_row = ["0¦a|b¦2020-01-01T00:00:00.000Z¦true", "¦¦¦"]
    | MV_EXPAND rmmc_row
    | DISSECT rmmc_row "%{k}¦%{s}¦%{t}¦%{b}"
    | EVAL k = TO_LONG(CASE(k != "", k)), t = TO_DATETIME(CASE(t != "", t)), b = TO_BOOLEAN(CASE(b != "", b))
    | DROP rmmc_row
    "
  `);
});

test('names that DISSECT cannot write', () => {
  expect(emitEsql('datatable([\'my col\']: string, rmmc_row: string)["a", "b", "c", ""]')).toMatchInlineSnapshot(`
    "ROW rmmc_row = ["a|b", "c|"]
    | MV_EXPAND rmmc_row
    | DISSECT rmmc_row "%{rmmc_cell}|%{rmmc_row_}"
    | DROP rmmc_row
    | EVAL \`my col\` = rmmc_cell, rmmc_row = rmmc_row_
    | KEEP \`my col\`, rmmc_row
    "
  `);
});

test('arrays', () => {
  expect(emitEsql('datatable(a: dynamic)[dynamic(["x"]), dynamic(["y", "z"])]')).toMatchInlineSnapshot(`
    "// RMMC3001 refused: Elastic ES|QL has no way to say this table of constant rows: its cells have to be constant texts, numbers, times and booleans
    // RMMC3701 assumption: the result is taken to have at most 10,000 rows: Elastic returns no more and does not say so
    "
  `);
});

test('no rows', () => {
  expect(emitEsql('datatable(a: string)[]')).toMatchInlineSnapshot(`
    "// RMMC3001 refused: Elastic ES|QL has no way to say a table without rows: ROW makes one row
    // RMMC3701 assumption: the result is taken to have at most 10,000 rows: Elastic returns no more and does not say so
    "
  `);
});
