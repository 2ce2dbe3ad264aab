// Tables whose events lie in one source type.
import { expect, test } from 'vitest';
import { spl } from './spl.ts';

test('the security log is SecurityEvent', () => {
  expect(spl('union (SecurityEvent | project Computer), (WindowsEvent | project Computer)')).toMatchInlineSnapshot(`
    "index=* sourcetype="XmlWinEventLog" (source="XmlWinEventLog:Security" OR NOT source="XmlWinEventLog:Security")
    | fillnull value="" Computer
    | table Computer
    "
  `);
  expect(spl('WindowsEvent | project Computer')).toMatchInlineSnapshot(`
    "index=* sourcetype="XmlWinEventLog"
    | fillnull value="" Computer
    | table Computer
    "
  `);
});

test('a place that the profile names stays', () => {
  const profile = { tables: { WindowsEvent: { constraint: { field: 'source', value: 'forwarded' } } } };
  expect(spl('union (SecurityEvent | project Computer), (WindowsEvent | project Computer)', profile)).toMatchInlineSnapshot(`
    "index=* sourcetype="XmlWinEventLog" (source="XmlWinEventLog:Security" OR source="forwarded")
    | eval Computer=coalesce(nullif(Computer, "null"), "")
    | table Computer
    "
  `);
});

test('two tables that nothing tells apart', () => {
  expect(spl('union (Event | project Computer), (WindowsEvent | project Computer)')).toMatchInlineSnapshot(
    `"RMMC3810: Splunk SPL cannot say WindowsEvent beside Event: Splunk keeps the events of both in one source type, and nothing tells them apart; rmmc.yaml can name a test for each (profiles.<name>.spl.tables)"`,
  );
});
