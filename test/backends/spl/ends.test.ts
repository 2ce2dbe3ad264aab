// Ends of periods, bytes of texts, places of texts, addresses: rows in, rows out, by KQL's evaluator and by that of Splunk's documented rules.
import { describe, expect, it } from 'vitest';
import { answers } from './answers.ts';
import { named, spl } from './spl.ts';

const times = `datatable(When: datetime, Id: long) [datetime(2024-02-29 23:59:59), 1, datetime(2024-03-01), 2, datetime(2024-12-31 23:59:59.999999), 3,
  datetime(2025-01-01), 4, datetime(null), 5, datetime(2024-03-02 23:59:59.5), 6]`;
const texts = `datatable(S: string) ["", "abc", "é", "€x", "a\\nb", "\\ud83d\\ude00", "c:\\\\users\\\\me\\\\x", "users"]`;
const addresses = `datatable(A: string) ["169.1.2.3", "168.1.2.3", "", "x", "169.0.0.0"]`;

describe('the same rows as KQL', () => {
  const cases: readonly (readonly [name: string, kql: string, rows: readonly string[]])[] = [
    ['up to the end of a day', `${times} | where When <= endofday(datetime(2024-02-29)) | project Id`, ['1']],
    ['behind the end of a year', `${times} | where When > endofyear(datetime(2024-05-05)) | project Id`, ['4']],
    [
      'between, with an offset',
      `${times} | where When between (datetime(2024-03-01) .. endofmonth(datetime(2024-02-01), 1)) | project Id`,
      ['2', '6'],
    ],
    ['the other way round', `${times} | where endofweek(datetime(2024-02-28)) >= When | project Id`, ['1', '2', '6']],
    ['a column', `${times} | where When <= endofmonth(When) | project Id`, ['1', '2', '3', '4', '6']],
    [
      'the week of the end of a year',
      `${times} | where startofweek(endofyear(When)) == datetime(2024-12-29) | project Id`,
      ['1', '2', '3', '6'],
    ],
    ['bytes', `${texts} | project n = string_size(S)`, ['0', '13', '2', '3', '3', '4', '4', '5']],
    ['a place from the third letter on', `${texts} | project n = indexof(S, "\\\\", 3)`, ['-1', '-1', '-1', '-1', '-1', '-1', '-1', '8']],
    ['a place beyond the text', `${texts} | project n = indexof(S, "x", 20)`, ['-1', '-1', '-1', '-1', '-1', '-1', '-1', '-1']],
    ['an address in a range', `${addresses} | where ipv4_is_match(A, "169.0.0.0/8") | project A`, ['169.0.0.0', '169.1.2.3']],
    ['an address outside', `${addresses} | where not(ipv4_is_match(A, "169.0.0.0/8")) | project A`, ['168.1.2.3']],
    ['one address', `${addresses} | where ipv4_is_match(A, "169.1.2.3") | project A`, ['169.1.2.3']],
  ];
  for (const [name, kql, rows] of cases) it(name, () => expect(answers(kql)).toEqual({ kql: rows, spl: rows }));
});

it('as text', () => {
  expect(spl('T | where When <= endofday(Timestamp) | project A')).toMatchInlineSnapshot(`
    "index=*
    | fillnull value="" A
    | eval When=strptime(substr(When, 1, 19) . "+0000", "%Y-%m-%dT%H:%M:%S%z") + coalesce(tonumber("0" . replace(When, "^[^.]*(\\\\.\\\\d+)?Z?$", "\\\\1")), 0)
    | where When < ((floor(_time / 86400) * 86400) + 86400)
    | table A
    "
  `);
  expect(spl('T | project x = string_size(A), y = indexof(A, "/", 8)')).toMatchInlineSnapshot(`
    "index=*
    | fillnull value="" A
    | eval x=len(replace(replace(replace(A, "[\\\\x{10000}-\\\\x{10FFFF}]", "____"), "[\\\\x{800}-\\\\x{FFFF}]", "___"), "[\\\\x{80}-\\\\x{7FF}]", "__")), y=if(match(substr(A, 9), "/"), len(mvindex(split(substr(A, 9), "/"), 0)) + 8, -1)
    | table x y
    "
  `);
  expect(named('T | where ipv4_is_match(A, "10.1.2.3/8") | project B')).toMatchInlineSnapshot(`
    "RMMC3859 assumption: the addresses are taken to have no prefix of their own (\`10.1.2.3/16\`): KQL compares by the shorter one, cidrmatch() knows addresses only
    index=* earliest=-86400s latest=now
    | fillnull value="" B A
    | where match(A, "^(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\\\.(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}\\\\z") AND cidrmatch("10.0.0.0/8", A)
    | table B
    "
  `);
});

it('an end that counts by itself stays refused', () => {
  expect(spl('T | project x = endofday(When)')).toMatchInlineSnapshot(
    `"RMMC3001: Splunk SPL has no way to say \`endofday()\`: epoch seconds in Splunk do not reach the last 100 ns of a period"`,
  );
  expect(spl('T | where When >= endofday(Timestamp)')).toMatchInlineSnapshot(
    `"RMMC3001: Splunk SPL has no way to say \`endofday()\`: epoch seconds in Splunk do not reach the last 100 ns of a period"`,
  );
});
