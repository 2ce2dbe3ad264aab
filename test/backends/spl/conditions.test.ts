// One condition per test: what the base search says of it, and what is left for where.
import { describe, expect, it } from 'vitest';
import { base, where } from './spl.ts';

/** [condition, base search, where]; an empty text: nothing. */
const cases: readonly (readonly [string, string, string])[] = [
  ['A == "x"', 'A="x"', 'A == "x"'],
  ['A =~ "x"', 'A="x"', ''],
  ['A != "x"', 'index=*', 'A != "x"'],
  ['A in~ ("a","b")', 'A IN ("a", "b")', ''],
  ['A in ("a","b")', 'A IN ("a", "b")', 'in(A, "a", "b")'],
  ['A !in~ ("a","b")', 'NOT A IN ("a", "b")', ''],
  ['A has "ab"', 'A="*ab*"', 'match(A, "(?i)(?<![0-9A-Za-z])ab(?![0-9A-Za-z])")'],
  ['A has "-ab"', 'A="*-ab*"', 'match(A, "(?i)-ab(?![0-9A-Za-z])")'],
  ['A hasprefix "ab"', 'A="*ab*"', 'match(A, "(?i)(?<![0-9A-Za-z])ab")'],
  [
    'A has_any ("ab", "-c")',
    'A IN ("*ab*", "*-c*")',
    'match(A, "(?i)(?<![0-9A-Za-z])ab(?![0-9A-Za-z])") OR match(A, "(?i)-c(?![0-9A-Za-z])")',
  ],
  ['A !has "ab"', 'index=*', 'NOT match(A, "(?i)(?<![0-9A-Za-z])ab(?![0-9A-Za-z])")'],
  ['A !contains "ab"', 'NOT A="*ab*"', ''],
  ['A contains "*"', 'index=*', 'match(A, "\\\\*")'],
  ['A contains "a | where b"', 'A="*a | where b*"', ''],
  ['A contains "  ab"', 'A="*ab*"', 'match(A, "(?i)  ab")'],
  ['A endswith ".exe"', 'A="*.exe"', ''],
  ['A endswith_cs ".exe"', 'A="*.exe"', 'match(A, "\\\\.exe\\\\z")'],
  ['A == "10"', 'A="10"', 'match(A, "^10\\\\z")'],
  ['A == ""', 'index=*', 'A == ""'],
  ['isnotempty(A)', 'A=*', 'A != ""'],
  ['A =~ "krämer"', 'A="*mer*"', 'match(A, "^[Kk][Rr]ä[Mm][Ee][Rr]\\\\z")'],
  ['A contains "a`b"', 'index=*', 'match(A, "(?i)a\\\\x{60}b")'],
  ['A contains @"C:\\Temp\\"', 'A="*C:\\\\Temp\\\\*"', ''],
  ['A matches regex @"(?i)foo\\d+$"', 'A="*foo*"', 'match(A, "(?i)foo\\\\d+\\\\z")'],
  ['tolower(A) == "x"', 'A="x"', 'lower(A) == "x"'],
  ['N != 5', 'NOT N="5"', ''],
  ['N != R', 'index=*', '(isnull(N) AND isnotnull(R)) OR (isnull(R) AND isnotnull(N)) OR N != R'],
  ['N in (1,2)', 'N IN ("1", "2")', ''],
  ['not(N > 5)', 'index=*', 'N <= 5'],
  ['F', 'F IN ("true", "1")', ''],
  ['not(F)', 'F IN ("false", "0")', ''],
  ['A == B', 'index=*', '("_" . A) == ("_" . B)'],
  ['A == "x" and B == "y" or A == "z"', '((A="x" B="y") OR A="z")', '(A == "x" AND B == "y") OR A == "z"'],
  ['D.a.b == "x"', 'index=*', 'coalesce(json_extract(D, "a.b"), \'D.a.b\', "") == "x"'],
  [
    'not(ipv4_is_in_range(A, "10.1.2.3/16"))',
    'index=*',
    'match(A, "^(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\\\.(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}\\\\z") AND NOT cidrmatch("10.1.0.0/16", A)',
  ],
];

describe('conditions', () => {
  it.each(cases)('%s', (condition, expectedBase, expectedWhere) => {
    expect([base(condition), where(condition)]).toEqual([expectedBase, expectedWhere]);
  });
});

/** Bounds on the event time: the modifiers, and a where only where they are not exact. */
const bounds: readonly (readonly [string, string, string])[] = [
  ['Timestamp >= datetime(2024-05-01)', 'earliest=1714521600', ''],
  ['Timestamp > datetime(2024-05-01)', 'earliest=1714521600', '_time > 1714521600'],
  ['Timestamp < datetime(2024-05-02)', 'latest=1714608000', ''],
  ['Timestamp <= datetime(2024-05-02)', 'latest=1714608001', '_time <= 1714608000'],
  ['Timestamp > ago(1d)', 'earliest=-86400s', ''],
  ['Timestamp between (ago(5d) .. now())', 'earliest=-432000s latest=+1s', ''],
  ['Timestamp > ago(1500ms)', 'earliest=-2s', '_time > (now() - 1.5)'],
  ['Timestamp < ago(-1h)', 'latest=+3600s', ''],
];

describe('time windows', () => {
  it.each(bounds)('%s', (condition, expectedBase, expectedWhere) => {
    expect([base(condition), where(condition)]).toEqual([expectedBase, expectedWhere]);
  });
});
