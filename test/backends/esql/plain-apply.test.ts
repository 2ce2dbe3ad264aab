// KQL with `mv-apply` in, ES|QL out: a body that looks at one element at a time is an expansion, any other is refused.
import { expect, test } from 'vitest';
import { emitEsql } from '../../support/esql.ts';

const events = 'DeviceProcessEvents | project FileName, L = split(ProcessCommandLine, " ")';

test('the body filters and computes', () => {
  const kql = `${events} | mv-apply x = L to typeof(string) on (where x has "sql" | extend y = strlen(x) | project x, y) | project FileName, x, y`;
  expect(emitEsql(kql)).toMatchInlineSnapshot(`
    "// RMMC3701 assumption: the result is taken to have at most 10,000 rows: Elastic returns no more and does not say so
    FROM logs-m365_defender.event-* METADATA _id, _index, _version
    | WHERE m365_defender.event.category == "AdvancedHunting-DeviceProcessEvents"
    | EVAL L = SPLIT(COALESCE(process.command_line, ""), " ")
    | EVAL x = L
    | MV_EXPAND x
    | WHERE x RLIKE "(.*[^0-9A-Za-z])?[Ss][Qq][Ll]([^0-9A-Za-z].*)?"
    | EVAL y = LENGTH(COALESCE(x, ""))
    | EVAL FileName = COALESCE(process.name, ""), x = COALESCE(x, "")
    | KEEP FileName, x, y, _id, _index, _version
    | LIMIT 10000
    "
  `);
});

test('a column of the body is gone behind its project', () => {
  const kql = `${events} | mv-apply x = L to typeof(string) on (extend y = strcat(x, "!") | where y != "!" | project y) | project-away L`;
  expect(emitEsql(kql)).toMatchInlineSnapshot(`
    "// RMMC3701 assumption: the result is taken to have at most 10,000 rows: Elastic returns no more and does not say so
    FROM logs-m365_defender.event-* METADATA _id, _index, _version
    | WHERE m365_defender.event.category == "AdvancedHunting-DeviceProcessEvents"
    | EVAL L = SPLIT(COALESCE(process.command_line, ""), " ")
    | EVAL x = L
    | MV_EXPAND x
    | EVAL y = CONCAT(COALESCE(x, ""), "!")
    | WHERE y != "!"
    | EVAL FileName = COALESCE(process.name, "")
    | KEEP FileName, y, _id, _index, _version
    | LIMIT 10000
    "
  `);
});

test('the body writes over a column of the row', () => {
  const kql = `${events} | mv-apply x = L to typeof(string) on (extend FileName = x | project FileName)`;
  expect(emitEsql(kql)).toMatchInlineSnapshot(`
    "// RMMC3001 refused: Elastic ES|QL has no way to say the source given: it has no query over part of the rows
    // RMMC3001 refused: Elastic ES|QL has no way to say the step apply: it has no query over the elements of one array
    "
  `);
});

test('the body aggregates', () => {
  expect(emitEsql(`${events} | mv-apply x = L to typeof(string) on (summarize n = count())`)).toMatchInlineSnapshot(`
    "// RMMC3001 refused: Elastic ES|QL has no way to say the source given: it has no query over part of the rows
    // RMMC3001 refused: Elastic ES|QL has no way to say the step apply: it has no query over the elements of one array
    "
  `);
});
