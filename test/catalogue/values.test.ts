// What one value of LOLRMM becomes: hosts, file names, signers, slugs; and which value makes another one needless.
import { expect, test } from 'vitest';
import { hostCovers, readHost, urlPattern, wordOf } from '../../scripts/catalogue/hosts.ts';
import { globCovers, withoutCovered } from '../../scripts/catalogue/pattern.ts';
import { readOriginal, readProgram } from '../../scripts/catalogue/programs.ts';
import { readSigner, signerCovers } from '../../scripts/catalogue/signers.ts';
import { slugOf, slugsOf } from '../../scripts/catalogue/slug.ts';

const told = (read: { value: string } | { code: string }): string => ('value' in read ? read.value : `(${read.code})`);

test('hosts: lower case, without a leading wildcard', () => {
  const raws = [
    '*.GoToMyPC.com',
    'api.example.com.',
    'px-*.getscreen.me',
    'user_managed',
    '<on-prem server>',
    '10.1.2.3',
    'localhost',
    'a b.com',
    '-a.com',
  ];
  expect(raws.map((raw) => told(readHost(raw)))).toEqual([
    'gotomypc.com',
    'api.example.com',
    'px-*.getscreen.me',
    '(placeholder)',
    '(placeholder)',
    '(address)',
    '(malformed)',
    '(malformed)',
    '(malformed)',
  ]);
});

test('a host covers itself and what is below it; a wildcard stays inside its label', () => {
  const pairs = [
    ['a.com', 'a.com'],
    ['a.com', 'x.a.com'],
    ['a.com', 'xa.com'],
    ['x.a.com', 'a.com'],
    ['px-*.a.com', 'px-1.a.com'],
    ['px-*.a.com', 'px-1.b.a.com'],
  ] as const;
  expect(pairs.map(([wide, narrow]) => hostCovers(wide, narrow))).toEqual([true, true, false, false, true, false]);
});

test('the words of a host are the whole terms at its end', () => {
  const hosts = ['anydesk.com', 'px-*.getscreen.me', 'agents*-cloud.acronis.com', 'auth*x.aeroadmin.com', 'a.*.b.com'];
  expect(hosts.map(wordOf)).toEqual(['anydesk.com', 'getscreen.me', 'cloud.acronis.com', 'aeroadmin.com', 'b.com']);
});

test('the pattern of hosts', () => {
  expect(urlPattern(['a-b.com', 'px-*.c.me'])).toBe(
    String.raw`(?i)^([a-z][a-z0-9+.-]*://)?([^/?#]*[.@])?(a-b\.com|px-[^./:?#@]*\.c\.me)\.?(:[0-9]*)?([/?#].*)?$`,
  );
});

test('file names of programs are the last part of a path', () => {
  const raws = [
    'C:\\Program Files\\X\\A b.exe',
    '*\\\\x\\\\y.EXE',
    'C:\\X\\*',
    'setup*.exe',
    '*.exe',
    '*tool.exe',
    'a*b*c.exe',
    '/usr/bin/x.exe',
    'C:\\<random>.exe',
    'x.msi',
    'wec_[a-Z]*.exe',
  ];
  expect(raws.map((raw) => told(readProgram(raw)))).toEqual([
    'A b.exe',
    'y.EXE',
    '(folder)',
    'setup*.exe',
    '(too-wide)',
    '(too-wide)',
    '(malformed)',
    '(unix-path)',
    '(placeholder)',
    '(no-program)',
    '(malformed)',
  ]);
});

test('original names belong to programs', () => {
  expect([readOriginal('A.dll', 'A.exe'), readOriginal('A.dll', 'A.dll'), readOriginal('A?', 'A.exe')].map(told)).toEqual([
    'A.dll',
    '(no-program)',
    '(malformed)',
  ]);
});

test('signers are whole names', () => {
  expect([' A  B Ltd ', 'ConnectWise\\', ''].map((raw) => told(readSigner(raw)))).toEqual(['A B Ltd', '(malformed)', '(malformed)']);
  const pairs = [
    ['Tanium', 'Tanium Inc.'],
    ['NetSupport Ltd', 'NETSUPPORT LTD.'],
    ['Level', 'Levels Inc'],
    ['Ünal', 'xÜnal'],
  ] as const;
  expect(pairs.map(([wide, narrow]) => signerCovers(wide, narrow))).toEqual([true, true, false, false]);
});

test('of values that cover each other one stays', () => {
  expect(withoutCovered(['b*.exe', 'a.exe', 'A.EXE', 'bc.exe'], globCovers)).toEqual({
    kept: ['A.EXE', 'b*.exe'],
    dropped: [
      { value: 'a.exe', by: 'A.EXE' },
      { value: 'bc.exe', by: 'b*.exe' },
    ],
  });
});

test('slugs hold a-z, 0-9 and hyphens', () => {
  expect(["i'm_intouch.yaml", 'beyondtrust_(bomgar).yaml', 'ÄÖ.x.yml'].map(slugOf)).toEqual(['im-intouch', 'beyondtrust-bomgar', 'ao-x']);
});

test('two files do not share a slug', () => {
  expect(() => slugsOf(['a_b.yaml', 'a-b.yaml'])).toThrow("a-b.yaml needs a slug of its own: 'a-b' is that of a_b.yaml");
});
