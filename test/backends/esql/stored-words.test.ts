// A test for part of a value that the integration stores as another word in; the condition out.
import { expect, test } from 'vitest';
import { emitEsql } from '../../support/esql.ts';

const tested = (kql: string): string =>
  emitEsql(`${kql} | project DeviceId`)
    .split('\n')
    .filter((line) => /event\.action|refused/.test(line))
    .join('\n');

test('words that say the same as the value are tested as they are', () => {
  expect(tested('DeviceProcessEvents | where ActionType !contains "aggregated"')).toMatchInlineSnapshot(
    `"| WHERE event.action IS NULL OR TO_LOWER(event.action) NOT LIKE "*aggregated*""`,
  );
});
test('a word that hides the value is listed', () => {
  expect(tested('DeviceFileEvents | where ActionType startswith "File"')).toMatchInlineSnapshot(
    `"| WHERE TO_LOWER(event.action) LIKE "file*" OR event.action IN ("creation", "modification", "rename", "deletion")"`,
  );
  expect(tested('DeviceProcessEvents | where ActionType !has "ProcessCreated"')).toMatchInlineSnapshot(`
    "| WHERE event.action IS NULL
        OR NOT (event.action RLIKE "(.*[^0-9A-Za-z])?[Pp][Rr][Oo][Cc][Ee][Ss][Ss][Cc][Rr][Ee][Aa][Tt][Ee][Dd]([^0-9A-Za-z].*)?" OR event.action == "start")"
  `);
});
test('a word that only looks like the value is left out', () => {
  expect(tested('DeviceFileEvents | where ActionType startswith "creat"')).toMatchInlineSnapshot(`
    "| WHERE TO_LOWER(event.action) LIKE "creat*"
        AND event.action != "creation""
  `);
  expect(tested('DeviceFileEvents | where not(ActionType startswith "creat")')).toMatchInlineSnapshot(
    `"| WHERE event.action IS NULL OR NOT (TO_LOWER(event.action) LIKE "creat*" AND event.action != "creation")"`,
  );
});
test('blanks and unknown words are not looked into', () => {
  expect(tested('DeviceFileEvents | where ActionType contains "File Created"')).toMatchInlineSnapshot(
    `"// RMMC3001 refused: Elastic ES|QL has no way to say this test of ActionType: the integration rewrites its values in event.action, so that only whole values can be compared"`,
  );
  expect(tested('DeviceFileEvents | where ActionType matches regex "^File"')).toMatchInlineSnapshot(
    `"// RMMC3001 refused: Elastic ES|QL has no way to say this test of ActionType: the integration rewrites its values in event.action, so that only whole values can be compared"`,
  );
});
