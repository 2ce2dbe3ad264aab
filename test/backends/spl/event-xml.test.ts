// The data of Windows events that KQL keeps as XML: its parts are fields in Splunk, whose XML has other quotes.
import { expect, test } from 'vitest';
import { spl } from './spl.ts';

test('parts by name', () => {
  expect(
    spl(
      `SecurityEvent | where EventID == 4769 | parse EventData with * 'TicketEncryptionType">' T "<" * | where T == "0x17" | project Computer, T`,
    ),
  ).toMatchInlineSnapshot(`
    "index=* sourcetype="XmlWinEventLog" source="XmlWinEventLog:Security" EventCode="4769"
    | rename EventData_Xml as EventData
    | fillnull value="" Computer EventData
    | eval T=coalesce(TicketEncryptionType, "")
    | where match(T, "^0x17\\\\z")
    | table Computer T
    "
  `);
  expect(
    spl(`Event | where EventID == 1 | where extract('Name="Image">(.*?)<', 1, EventData) endswith "a.exe" | project Computer`),
  ).toMatchInlineSnapshot(`
    "index=* sourcetype="XmlWinEventLog" EventCode="1"
    | rename EventData_Xml as EventData
    | fillnull value="" Computer EventData
    | where match(coalesce(Image, ""), "(?i)a\\\\.exe\\\\z")
    | table Computer
    "
  `);
});

test('quotes and elements of the XML are not those of Splunk', () => {
  for (const test of [
    `where EventData has 'Name="X"'`,
    `extend A = extract('X">(.*)</Data>', 1, EventData) | where A == "b"`,
    `where EventData matches regex 'X">a'`,
    `parse EventData with * 'X">' A "b" * | where A == "b"`,
  ])
    expect(spl(`SecurityEvent | ${test} | project Computer`), test).toMatch(/RMMC3810: Splunk SPL cannot say a text that has the markup/);
  expect(spl('SecurityEvent | where EventData contains "AllowedToDelegateTo" | project Computer')).not.toMatch(/RMMC3810/);
});

test('a part of the name of another field', () => {
  expect(spl('WindowsEvent | where EventData.Name has "a" | project Computer')).toMatch(
    /RMMC3810: Splunk SPL cannot say the part Name of EventData/,
  );
});
