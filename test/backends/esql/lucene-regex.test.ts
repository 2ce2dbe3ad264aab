// KQL regular expressions in; Lucene patterns out. JavaScript reads both languages: the KQL one is searched for, the Lucene one must fit the whole text.
import { describe, expect, test } from 'vitest';
import { luceneRegex } from '../../../src/backends/esql/regex/lucene-regex.ts';

const texts = [
  '',
  'a',
  'b',
  'ab',
  'abc',
  'xabcx',
  'A',
  'aB',
  ' a ',
  'a b',
  'foo',
  'foo bar',
  'foobar',
  'foo_bar',
  '-foo-',
  'Foo',
  'a\nb',
  '\n',
  'foo\n',
  '\nfoo',
  'nc -e',
  'rsync',
  '1.2.3.4',
  '12',
  'x12y',
  'a.c',
  'a|c',
  'a"c',
  'a@c',
  'a#c',
  'a&c',
  'a<1-9>c',
  'a~c',
  '\\',
  'C:\\x',
  '/x',
  '^',
  '$',
  'a$b',
  '(a)',
  '[a]',
  '{1}',
  '_',
  'é',
  'É',
  'K',
  's',
  'ſ',
];

const sources = [
  'a',
  '^a',
  'a$',
  '^a$',
  '^$',
  '',
  'a*',
  'a+b?',
  '(a|b)c',
  '^a|b$',
  '(^|[^a-z])foo',
  '(^| )foo( |$)',
  String.raw`\bfoo\b`,
  String.raw`\b(nc|rsync)\b`,
  String.raw`\Bb`,
  String.raw`foo\b.`,
  String.raw`\d+\.\d+`,
  String.raw`[\w.]+c`,
  String.raw`\W`,
  String.raw`\S+ \S+`,
  '(?i)FOO',
  '(?i)k',
  '(?i)S',
  '(?i)é',
  '[^a]',
  '[^a-z]+$',
  'a.c',
  '(?s)a.b',
  'a{2,3}',
  '(ab){1}',
  'a.*?b',
  'a[|"@#&<~]c',
  String.raw`\\`,
  String.raw`C:\\x`,
  '/',
  String.raw`\^`,
  String.raw`a\$b`,
  String.raw`\(a\)`,
  String.raw`\[a\]`,
  String.raw`\{1\}`,
  '(?m)^foo$',
  '(?m)^b',
  String.raw`(?:x|\ba)b?`,
  String.raw`\b.`,
  String.raw`.\b-`,
  '(foo|bar)?_',
  'x*',
  '(a?)(b?)$',
  String.raw`^\s*foo`,
  '<1-9>',
  'a&c',
];

const lineEnd = (source: string): string => (source.startsWith('(?') ? source.replace(/^\(\?([a-z])\)/, '') : source);
const flags = (source: string): string => /^\(\?([a-z])\)/.exec(source)?.[1] ?? '';

describe('luceneRegex', () => {
  test.each(sources.map((source) => [source]))('%s', (source) => {
    const found = luceneRegex(source);
    if (!found.ok) throw new Error(found.why);
    const kql = new RegExp(lineEnd(source), `${flags(source)}u`);
    const whole = found.pattern === null ? null : new RegExp(`^(?:${found.pattern})$`, 's');
    const pick = (fits: (text: string) => boolean): readonly string[] => texts.filter(fits);
    expect(pick((text) => whole?.test(text) === true)).toEqual(pick((text) => kql.test(text)));
    expect(found.empty).toBe(kql.test(''));
  });

  test.each([
    ['a$^', 'an anchor stands on the wrong side'],
    ['a?^b', 'an anchor stands in the middle'],
    [String.raw`(\ba)*`, 'an anchor or a word boundary is repeated'],
    [String.raw`\p{L}`, String.raw`Unicode classes such as \p{L} do not exist in Lucene`],
    ['(?=a)', 'the pattern is not valid: look-ahead does not exist in KQL'],
    ['a{301}', 'a repeat count is greater than 300'],
  ])('%s has no form', (source, why) => {
    const found = luceneRegex(source);
    expect(found.ok ? found.pattern : found.why).toBe(why);
  });
});
