// String tests in Sigma: modifiers, escapes, word edges, case.
import { describe, expect, test } from 'vitest';
import { detectionOf, selectionOf, sigma } from './sigma.ts';

const start = '(^|[^0-9A-Za-z])';
const end = '([^0-9A-Za-z]|$)';

describe('a field that holds the value as it is', () => {
  test.each([
    ['ProcessCommandLine =~ "a b"', { CommandLine: 'a b' }],
    ['ProcessCommandLine == "a"', { 'CommandLine|cased': 'a' }],
    ['ProcessCommandLine == "10"', { CommandLine: '10' }],
    ['ProcessCommandLine in~ ("a", "b")', { CommandLine: ['a', 'b'] }],
    ['ProcessCommandLine in ("a", "b")', { 'CommandLine|cased': ['a', 'b'] }],
    ['ProcessCommandLine contains "a"', { 'CommandLine|contains': 'a' }],
    ['ProcessCommandLine contains_cs "a"', { 'CommandLine|contains|cased': 'a' }],
    ['ProcessCommandLine startswith "a"', { 'CommandLine|startswith': 'a' }],
    ['ProcessCommandLine endswith_cs "a"', { 'CommandLine|endswith|cased': 'a' }],
    ['ProcessCommandLine contains "a" and ProcessCommandLine contains "b"', { 'CommandLine|contains|all': ['a', 'b'] }],
    ['ProcessCommandLine contains "a" or ProcessCommandLine contains "b"', { 'CommandLine|contains': ['a', 'b'] }],
    ['ProcessCommandLine has "a"', { 'CommandLine|re|i': `${start}a${end}` }],
    ['ProcessCommandLine has_cs "a"', { 'CommandLine|re': `${start}a${end}` }],
    ['ProcessCommandLine has "12"', { 'CommandLine|re': `${start}12${end}` }],
    ['ProcessCommandLine has "-enc "', { 'CommandLine|contains': '-enc ' }],
    ['ProcessCommandLine has "c++ (x)"', { 'CommandLine|re|i': `${start}c\\+\\+ \\(x\\)` }],
    ['ProcessCommandLine hasprefix "a"', { 'CommandLine|re|i': `${start}a` }],
    ['ProcessCommandLine hassuffix "a"', { 'CommandLine|re|i': `a${end}` }],
    ['ProcessCommandLine has_any ("a", "b")', { 'CommandLine|re|i': [`${start}a${end}`, `${start}b${end}`] }],
  ])('%s', (condition, selection) => {
    expect(selectionOf(condition)).toEqual(selection);
  });

  test('checkers of Sigma take `all` beside `re` for a mistake: each pattern has a selection of its own', () => {
    expect(detectionOf('ProcessCommandLine has_all ("a", "b")')).toEqual({
      selection: { 'CommandLine|re|i': `${start}a${end}` },
      selection_command_line: { 'CommandLine|re|i': `${start}b${end}` },
      condition: 'selection and selection_command_line',
    });
  });

  test.each([
    ['"*"', '\\*'],
    ['"a?b"', 'a\\?b'],
    ['@"C:\\Windows"', 'C:\\Windows'],
    ['@"C:\\Windows\\"', 'C:\\Windows\\\\'],
    ['@"\\\\host\\share"', '\\\\\\\\host\\share'],
    ['@"a\\*"', 'a\\\\\\*'],
    ['@"a\\\\?"', 'a\\\\\\\\\\?'],
    ['"a\\nb"', 'a\nb'],
    ['"true"', 'true'],
    ['"2024-01-01"', '2024-01-01'],
    ['"{a: 1} # b"', '{a: 1} # b'],
  ])('contains %s', (literal, value) => {
    expect(selectionOf(`ProcessCommandLine contains ${literal}`)).toEqual({ 'CommandLine|contains': value });
  });

  test('letters outside ASCII are spelt out, so that they do not fold', () => {
    expect(selectionOf('ProcessVersionInfoCompanyName =~ "Jürgen"')).toEqual({ 'Company|re': '^[Jj]ü[Rr][Gg][Ee][Nn]$' });
    expect(selectionOf('ProcessVersionInfoCompanyName contains "Ü"')).toEqual({ 'Company|re': 'Ü' });
    expect(sigma('DeviceProcessEvents | where ProcessVersionInfoCompanyName has "OÜ"').findings).toEqual([
      'RMMC3101 assumption',
      'RMMC3601 assumption',
    ]);
  });

  test('the profile may widen a term test, but not where that loses events', () => {
    const profile = { match: 'contains' as const };
    expect(selectionOf('ProcessCommandLine has "a"', { profile })).toEqual({ 'CommandLine|contains': 'a' });
    expect(sigma('DeviceProcessEvents | where ProcessCommandLine has "a"', { profile }).findings).toEqual([
      'RMMC3615 widening',
      'RMMC3601 assumption',
    ]);
    expect(sigma('DeviceProcessEvents | where FolderPath has "b" and ProcessCommandLine !has "a"', { profile }).findings).toEqual([
      'RMMC3102 assumption',
      'RMMC3615 widening',
      'RMMC3624 assumption',
      'RMMC3601 assumption',
    ]);
  });
});

describe('a field that holds a path, of which the column is the last part', () => {
  test.each([
    ['FileName =~ "a.exe"', { 'Image|endswith': '\\a.exe' }],
    ['FileName == "a.exe"', { 'Image|endswith|cased': '\\a.exe' }],
    ['FileName in~ ("a.exe", "b.exe")', { 'Image|endswith': ['\\a.exe', '\\b.exe'] }],
    ['FileName endswith ".exe"', { 'Image|endswith': '.exe' }],
    ['FileName startswith "a"', { 'Image|re|i': '(^|\\\\)a[^\\\\]*$' }],
    ['FileName contains "a"', { 'Image|re|i': 'a[^\\\\]*$' }],
    ['FileName has "a"', { 'Image|re|i': `${start}a([^0-9A-Za-z\\\\][^\\\\]*)?$` }],
    ['isempty(FileName)', [{ Image: '' }, { Image: null }]],
    ['AccountName =~ "bob"', { 'User|endswith': '\\bob' }],
  ])('%s', (condition, selection) => {
    expect(selectionOf(condition)).toEqual(selection);
  });

  test.each(['FileName contains @"a\\b"', 'FileName matches regex "a"'])('%s is refused', (condition) => {
    expect(sigma(`DeviceProcessEvents | where ${condition}`).findings).toContain('RMMC3616 refused');
  });
});

describe('registry paths', () => {
  const registry = (condition: string) => sigma(`DeviceRegistryEvents | where ${condition}`);

  test('the hive is abbreviated, and the widening by the value name is named', () => {
    expect(registry('RegistryKey startswith @"HKEY_LOCAL_MACHINE\\Software"').findings).toEqual([
      'RMMC3104 assumption',
      'RMMC3622 widening',
      'RMMC3601 assumption',
    ]);
    expect(registry('RegistryKey startswith @"HKEY_LOCAL_MACHINE\\Software"').text).toContain(
      "TargetObject|startswith: 'HKLM\\Software'\n",
    );
  });

  test.each([
    'RegistryKey =~ @"HKEY_LOCAL_MACHINE\\Software"',
    'RegistryKey contains "LOCAL"',
    'RegistryKey contains "HKLM"',
    'RegistryKey !contains @"\\Run"',
  ])('%s is refused', (condition) => {
    expect(registry(condition).text).toBe(null);
  });
});

describe('regular expressions', () => {
  test.each([
    ['"a.c"', { 'CommandLine|re': 'a.c' }],
    ['"(?i)a\\\\d+"', { 'CommandLine|re|i': 'a[0-9]+' }],
    ['"(?:ab)+?c"', { 'CommandLine|re': '(ab)+c' }],
    ['"(?i:a)B"', { 'CommandLine|re': '([Aa])B' }],
    ['"\\\\bnc\\\\b"', { 'CommandLine|re': '(^|[^0-9A-Za-z_])nc([^0-9A-Za-z_]|$)' }],
    ['"[^\\\\w.-]"', { 'CommandLine|re': '[^0-9A-Za-z_.\\-]' }],
    ['"(?s)a.b"', { 'CommandLine|re': 'a(.|\\n)b' }],
    ['"^a?$"', [{ 'CommandLine|re': '^a?$' }, { CommandLine: null }]],
  ])('%s', (pattern, selection) => {
    expect(selectionOf(`ProcessCommandLine matches regex ${pattern}`)).toEqual(selection);
  });

  test.each(['"a\\\\bb"', '"\\\\p{L}"', '"(?m)^a"'])('%s is refused', (pattern) => {
    expect(sigma(`DeviceProcessEvents | where ProcessCommandLine matches regex ${pattern}`).findings).toContain('RMMC3617 refused');
  });
});
