// RMMC6002-6008: tests of text.
import { describe, expect, test } from 'vitest';
import { codesOf, diagnosticsOf, fixed, marks, where } from './linting.ts';

const helpOf = (text: string): readonly (string | null)[] => diagnosticsOf(text).map((one) => one.help);

describe('contains', () => {
  test.each([
    'ProcessCommandLine contains "abc"', // a short word is a piece of a longer one
    'ProcessCommandLine contains "4d5a9000"', // so is hexadecimal
    'ProcessCommandLine contains "ünï-co"',
    'ProcessCommandLine contains "--"',
    'ProcessCommandLine has "mimikatz"',
    'ActionType contains "Amsi"', // `AmsiScriptDetection`
    'ProcessCommandLine contains strcat(FileName, " /c")',
  ])('nothing on %s', (condition) => expect(codesOf(where(condition))).toEqual([]));

  test('negated and case-sensitive forms', () => {
    expect(helpOf(where('ProcessCommandLine !contains "mimikatz"'))).toEqual([
      'write `!has`, unless "mimikatz" may also stand inside a longer word: `!has` does not match it there',
    ]);
    expect(marks(where('FolderPath contains_cs "System32"'))).toBe(
      'RMMC6002 [FolderPath contains_cs "System32"]\nRMMC6006 [FolderPath contains_cs "System32"]',
    );
  });

  test('a text of several words on any column', () => {
    expect(codesOf(where('ActionType contains "Amsi script"'))).toEqual(['RMMC6002']);
  });

  test('the fix takes the place of the operator', () => {
    expect(fixed(where('FolderPath !contains @"\\Temp\\"'))).toBe(where('FolderPath !has @"\\Temp\\"'));
  });
});

describe('regular expressions', () => {
  test.each([
    ['foo bar', 'contains_cs "foo bar"'],
    ['(?i)foo', 'contains "foo"'],
    ['^foo', 'startswith_cs "foo"'],
    ['foo$', 'endswith_cs "foo"'],
    ['(?i)^foo\\.exe$', '=~ "foo.exe"'],
    ['a\\\\b', 'contains_cs @"a\\b"'],
    ['a\\$', 'contains_cs "a$"'],
    ['a"b', 'contains_cs @"a""b"'],
  ])('%s is %s', (pattern, better) => {
    const text = where(`AdditionalFields matches regex @'${pattern}'`, 'DeviceEvents');
    expect(helpOf(text)).toEqual([`write \`${better}\``]);
    expect(codesOf(fixed(text)).filter((code) => code === 'RMMC6004')).toEqual([]);
  });

  test.each(['fo+', '\\bfoo\\b', '\\d', 'a|b', '[ab]', '(?s)foo', 'a.b', '^', 'ſ'])('%s is left alone', (pattern) => {
    expect(codesOf(where(`ProcessCommandLine matches regex @'${pattern}'`))).toEqual([]);
  });

  test.each([
    ['.*a+.*', '"a+"'],
    ['(?i).*a+', '"(?i)a+"'],
    ['a+.*?', '"a+"'],
  ])('%s is %s', (pattern, better) => {
    expect(helpOf(where(`ProcessCommandLine matches regex @'${pattern}'`))).toEqual([`write ${better}`]);
  });

  test.each(['^.*a+', 'a+\\.*', 'a+.*b', '.*a+|b', '.*'])('%s is left alone', (pattern) => {
    expect(codesOf(where(`ProcessCommandLine matches regex @'${pattern}'`))).toEqual([]);
  });
});

describe('case', () => {
  test.each([
    ['FileName == "a.exe"', '='],
    ['FileName != "a.exe"', '!~'],
    ['FileName in ("a.exe", "b.exe")', 'in~'],
    ['FileName !in ("a.exe")', '!in~'],
    ['ProcessCommandLine has_cs "whoami"', 'has'],
    ['FolderPath endswith_cs "a.exe"', 'endswith'],
    ['AccountName == "admin"', '=~'],
    ['"a.exe" == FileName', '=~'],
  ])('%s', (condition) => {
    const text = where(condition);
    expect(codesOf(text)).toEqual(['RMMC6006']);
    expect(codesOf(fixed(text))).toEqual([]);
  });

  test.each([
    'FileName =~ "a.exe"',
    'ActionType == "ProcessCreated"',
    'FileName == ""',
    'ProcessCommandLine == "-1"',
    'SHA256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"',
    'FileName == InitiatingProcessFileName',
  ])('nothing on %s', (condition) => expect(codesOf(where(condition))).toEqual([]));

  test('a computed column is no column of the table', () => {
    expect(codesOf(where('true | extend FileName = tolower(FileName) | where FileName == "a.exe"').replace('where true | ', ''))).toEqual(
      [],
    );
  });

  test('a column keeps its meaning through project, rename and join', () => {
    const text = where(
      'isnotempty(FileName) | project-rename Name = FileName | join kind=inner (DeviceInfo | where Timestamp > ago(1d)) on DeviceId',
    );
    expect(marks(`${text} | where Name == "a.exe"`)).toBe('RMMC6006 [Name == "a.exe"]');
  });

  test('a list in a let is reported where it is used', () => {
    expect(marks(`let Names = dynamic(["a.exe"]);\n${where('FileName in (Names)')}`)).toBe('RMMC6006 [FileName in (Names)]');
  });
});

describe('what a column never holds', () => {
  const never = (condition: string, table?: string): string =>
    diagnosticsOf(where(condition, table))
      .filter((one) => one.code === 'RMMC6007')
      .map((one) => one.message)
      .join('\n');

  test.each([
    ['FileName endswith @"\\cmd.exe"', 'FileName never matches "\\\\cmd.exe": the column holds the name of the file without its folder'],
    ['FileName =~ "*.exe"', 'FileName never matches "*.exe": `*` is no wildcard in KQL, and no such name holds one'],
    [
      'FolderPath startswith @"C:\\\\Windows\\\\Temp"',
      'FolderPath never matches "C:\\\\\\\\Windows\\\\\\\\Temp": it holds two backslashes one behind the other, and such names hold one',
    ],
    ['SHA1 == "d41d8cd98f00b204e9800998ecf8427e"', 'SHA1 never matches "d41d8cd98f00b204e9800998ecf8427e": it is a MD5'],
    ['MD5 == "D41D8CD98F00B204E9800998ECF8427E"', 'MD5 never matches "D41D8CD98F00B204E9800998ECF8427E": hashes are kept in lower case'],
    ['tolower(FileName) == "CMD.exe"', 'tolower(FileName) never matches "CMD.exe": `tolower()` leaves no upper-case letter'],
  ])('%s', (condition, message) => expect(never(condition)).toBe(message));

  test('registry hives and address ranges', () => {
    expect(never('RegistryKey startswith @"HKLM\\SOFTWARE"', 'DeviceRegistryEvents')).toBe(
      'RegistryKey never matches "HKLM\\\\SOFTWARE": Defender writes hives in full',
    );
    expect(never('RemoteIP == "10.0.0.0/8"', 'DeviceNetworkEvents')).toBe('RemoteIP never matches "10.0.0.0/8": a range is no address');
  });

  test.each([
    'ProcessCommandLine has "*.exe"',
    'FolderPath startswith @"\\\\server\\share"',
    'FileName =~ "cmd.exe"',
    'MD5 =~ "D41D8CD98F00B204E9800998ECF8427E"',
    'InitiatingProcessParentFileName endswith @"\\cmd.exe"',
    'tolower(FileName) has "CMD"',
  ])('nothing on %s', (condition) => expect(never(condition)).toBe(''));
});

test('tolower() before an operator that ignores case, and before one that does not', () => {
  expect(helpOf(where('tolower(FileName) has "cmd"'))).toEqual(['leave it out: `has` ignores case by itself']);
  expect(helpOf(where('tolower(FileName) in ("cmd.exe")'))).toEqual(['leave it out and write `in~`']);
  expect(codesOf(where('tolower(FileName) == InitiatingProcessFileName'))).toEqual([]);
});
