// Regular expressions: the dialect of https://learn.microsoft.com/kusto/query/regex on an engine of linear time.
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/eval/refusal.ts';
import { matchesIn, regexOf } from '../../src/eval/regex.ts';
import { rowsOf } from './run.ts';

const span = { start: 0, end: 0 };

const codeOf = (run: () => unknown): string => {
  try {
    return String(run());
  } catch (error) {
    if (error instanceof Refusal) return error.diagnostic.code;
    throw error;
  }
};

const matches = (text: string, pattern: string): string =>
  rowsOf(`print x = ${JSON.stringify(text)} matches regex @"${pattern.replaceAll('"', '""')}"`)[1] ?? '';

describe('matches regex', () => {
  test.each([
    ['abc', 'b', 'true'],
    ['ABC', 'b', 'false'],
    ['ABC', '(?i)b', 'true'],
    ['a\nb', 'a.b', 'false'],
    ['a\nb', '(?s)a.b', 'true'],
    ['a\n', 'a$', 'false'],
    ['٣', '^\\d$', 'true'],
    ['٣', '^[^\\D]$', 'true'],
    ['3', '^\\D$', 'false'],
    ['é', '^\\w$', 'true'],
    ['é', '^[\\w.]$', 'true'],
    ['é', '^[\\W]$', 'false'],
    ['–', '^[\\W]$', 'true'],
    ['\u00a0', '^\\s$', 'true'],
    ['\u000b', '^\\s$', 'true'],
    ['\u00a0', '^[^\\S]$', 'true'],
    ['run nc', '\\bnc\\b', 'true'],
    ['rsync x', '\\bnc\\b', 'false'],
    ['a – nc', '\\bnc\\b', 'true'],
    ['[', '^[[:punct:]]$', 'true'],
    ['A', '^\\u{41}\\x41?$', 'true'],
    ['AB', '^\\u0041\\x{42}$', 'true'],
    [']', '^[]]$', 'true'],
    ['α', '^\\p{Greek}$', 'true'],
  ])('%j matches regex %s is %s', (text, pattern, expected) => {
    expect(matches(text, pattern)).toBe(expected);
  });

  test('a match starts where the last has ended; none is empty right behind another', () => {
    expect(Array.from(matchesIn(regexOf('a*', span), 'aab'), (match) => `${match.start()}-${match.end()}`)).toEqual(['0-2', '3-3']);
  });

  test.each([
    ['a', '[a-z&&[^b]]'],
    ['a', '[a--b]'],
    ['a', '(?x) a'],
    ['a', '\\b{start}a'],
    ['é', '\\be'],
    ['a', 'a{1001}'],
    ['a', '\\p{Script=Greek}'],
  ])('on %j the pattern %s is refused', (text, pattern) => {
    expect(codeOf(() => regexOf(pattern, span).test(text))).toBe('RMMC7001');
  });

  test.each(['a(', 'a)', '[a', '*a', '(?=a)'])('the pattern %s ends the evaluation', (pattern) => {
    expect(codeOf(() => regexOf(pattern, span))).toBe('RMMC7002');
  });

  test('nested repetition takes linear time', () => {
    const long = `strcat(strrep("a", 1000), strrep("a", 1000), "c")`;
    expect(rowsOf(`print x = ${long} matches regex "(a*)*b", y = ${long} matches regex "(a|aa)+$"`)[1]).toBe('false | false');
  }, 2000);
});
