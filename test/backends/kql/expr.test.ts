// Conditions and computed values: which operator is chosen, which sugar is put back, where parentheses stand.
import { describe, expect, test } from 'vitest';
import { stages } from './kql.ts';

describe('string tests', () => {
  test.each([
    ['FileName == "a"', 'FileName == "a"'],
    ['FileName =~ "a"', 'FileName =~ "a"'],
    ['FileName != "a"', 'FileName != "a"'],
    ['not(FileName =~ "a")', 'FileName !~ "a"'],
    ['FileName in ("a", "b")', 'FileName in ("a", "b")'],
    ['not(FileName in~ ("a", "b"))', 'FileName !in~ ("a", "b")'],
    ['FileName has_any ("a", "b")', 'FileName has_any ("a", "b")'],
    ['not(FileName has_any ("a", "b"))', 'not(FileName has_any ("a", "b"))'],
    ['FileName has_all ("a", "b")', 'FileName has_all ("a", "b")'],
    ['not(FileName has "a")', 'FileName !has "a"'],
    ['FileName has_cs "a"', 'FileName has_cs "a"'],
    ['FileName hasprefix "a"', 'FileName hasprefix "a"'],
    ['not(FileName hassuffix_cs "a")', 'FileName !hassuffix_cs "a"'],
    ['FileName notcontains "a"', 'FileName !contains "a"'],
    ['FileName startswith_cs "a"', 'FileName startswith_cs "a"'],
    ['FileName !endswith "a"', 'FileName !endswith "a"'],
    ['FileName matches regex @"^a\\d$"', 'FileName matches regex @"^a\\d$"'],
    ['not(FileName matches regex "a")', 'not(FileName matches regex "a")'],
    ['FileName == ""', 'isempty(FileName)'],
    ['isnotempty(FileName)', 'isnotempty(FileName)'],
    ['FileName != ""', 'isnotempty(FileName)'],
  ])('%s', (source, printed) => {
    expect(stages(`where ${source}`)).toBe(`| where ${printed}`);
  });
});

describe('other tests', () => {
  test.each([
    ['ProcessId != 5', 'ProcessId != 5'],
    ['not(ProcessId > 5)', 'ProcessId <= 5'],
    ['ProcessId in (1, 2)', 'ProcessId in (1, 2)'],
    ['ProcessId !in (1, 2)', 'ProcessId !in (1, 2)'],
    ['isempty(ProcessId)', 'isnull(ProcessId)'],
    ['not(isnull(ProcessId))', 'isnotnull(ProcessId)'],
    ['ProcessId between (1 .. 5)', 'ProcessId between (1 .. 5)'],
    ['ProcessId >= 1 and ProcessId <= 5', 'ProcessId between (1 .. 5)'],
    ['ProcessId <= 5 and ProcessId >= 1', 'ProcessId <= 5 and ProcessId >= 1'],
    ['ProcessId !between (1 .. 5)', 'ProcessId < 1 or ProcessId > 5'],
    ['(ProcessId + 1) * 2 == 4', '(ProcessId + 1) * 2 == 4'],
    ['ProcessId - (2 - FileSize) == 4', 'ProcessId - (2 - FileSize) == 4'],
    ['FileName has "a" and (FileName has "b" or FileName has "c")', 'FileName has "a" and (FileName has "b" or FileName has "c")'],
    ['FileName has "a" or FileName has "b" and FileName has "c"', 'FileName has "a" or (FileName has "b" and FileName has "c")'],
    ['strcmp(FileName, FolderPath) > 0', 'strcmp(FileName, FolderPath) > 0'],
  ])('%s', (source, printed) => {
    expect(stages(`where ${source}`)).toBe(`| where ${printed}`);
  });
});

describe('values', () => {
  test.each([
    ['iif(ProcessId > 1, "a", "b")', 'iff(ProcessId > 1, "a", "b")'],
    ['case(ProcessId > 1, "a", ProcessId > 2, "b", "c")', 'case(ProcessId > 1, "a", ProcessId > 2, "b", "c")'],
    ['todynamic(AdditionalFields).a["b c"][0]', 'parse_json(AdditionalFields).a["b c"][0]'],
    ['toscalar(DeviceInfo | count)', 'toscalar(DeviceInfo | count)'],
    ['extract("a(b)", 1, FileName)', 'extract("a(b)", 1, FileName)'],
  ])('%s', (source, printed) => {
    expect(stages(`project x = ${source}`)).toBe(`| project x = ${printed}`);
  });

  test('a subquery that does not fit on its line is broken at its operators', () => {
    expect(
      stages(
        'where SHA1 in ((DeviceFileCertificateInfo | where Signer has "Some Very Long Signer Name Incorporated" | distinct SHA1)) and FileName has "a"',
      ),
    ).toMatchInlineSnapshot(`
      "| where SHA1 in (
              DeviceFileCertificateInfo
              | where Signer has "Some Very Long Signer Name Incorporated"
              | distinct SHA1
          )
          and FileName has "a""
    `);
  });
});
