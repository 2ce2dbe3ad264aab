// Patterns that no engine of KQL takes: what is reported, and which piece of the query it points at.
import { describe, expect, it } from 'vitest';
import { bind } from '../../src/frontend/bind/bind.ts';
import { parse } from '../../src/frontend/parse.ts';
import { builtinSchema } from '../../src/frontend/schema/schema.ts';

const told = (text: string): readonly string[] => {
  const parsed = parse(text);
  const { diagnostics } = bind(parsed.ast, builtinSchema());
  return [...parsed.diagnostics, ...diagnostics].map(({ code, span, message }) => `${code} ${text.slice(span.start, span.end)} ${message}`);
};

const fault = (piece: string, why: string): string => `RMMC2030 ${piece} the regular expression is not valid: ${why}`;

describe('a fault points at its place', () => {
  it.each([
    ['plain', 'FileName matches regex "a(?=b)"', '(?=', 'look-ahead does not exist in KQL'],
    ['behind escapes', String.raw`FileName matches regex "\\t\\u0041\\\\b(?!c)"`, '(?!', 'negative look-ahead does not exist in KQL'],
    ['behind doubled quotes', 'FileName matches regex @"""a""(b"', '(', 'a group is not closed'],
    ['in the second string', 'FileName matches regex "ab" @"c**"', '*', 'a repeat follows a repeat'],
    ['in many lines', 'FileName matches regex ```a\n[b```', '[', 'a class is not closed'],
    ['an escape of two', String.raw`FileName matches regex "C:\\Users"`, String.raw`\\U`, 'the escape `\\U` does not exist in KQL'],
    ['computed', 'FileName matches regex strcat("a", "(b")', 'strcat("a", "(b")', 'a group is not closed'],
    ['extract', 'extract("a)", 0, FileName) == ""', ')', 'a parenthesis is closed that was never opened'],
    ['extract with a type', 'extract("(a", 1, FileName, typeof(long)) == 1', '(', 'a group is not closed'],
    ['extract_all', String.raw`isnull(extract_all(@"(a)\1", FileName))`, String.raw`\1`, 'back-references do not exist in KQL'],
    ['replace_regex', 'replace_regex(FileName, "*", "") == ""', '*', 'nothing stands before a repeat'],
    ['replace', 'replace("+", "", FileName) == ""', '+', 'nothing stands before a repeat'],
    ['indexof_regex', 'indexof_regex(FileName, "(?>a)") == 0', '(?>', 'atomic groups do not exist in KQL'],
    ['trim', 'trim("[", FileName) == ""', '[', 'a class is not closed'],
    ['countof', 'countof(FileName, "(", "regex") == 0', '(', 'a group is not closed'],
  ])('%s', (_, condition, piece, why) => {
    expect(told(`DeviceProcessEvents | where ${condition}`)).toEqual([fault(piece, why)]);
  });

  it('in a let', () => {
    expect(told('let p = "a(?<=b)"; DeviceProcessEvents | where FileName matches regex p')).toEqual([
      fault('(?<=', 'look-behind does not exist in KQL'),
    ]);
  });

  it('in a function', () => {
    expect(told('let f = (p:string) { DeviceProcessEvents | where FileName matches regex p }; f("(")')).toEqual([
      fault('(', 'a group is not closed'),
    ]);
  });

  it('in parse', () => {
    expect(told('DeviceProcessEvents | parse kind=regex FileName with "a" b "c("')).toEqual([fault('"c("', 'a group is not closed')]);
  });
});

describe('silent', () => {
  it.each([
    ['what engines read differently', '| where FileName matches regex "[[a]]"'],
    ['a plain search', '| where countof(FileName, "(") == 0 and FileName has "("'],
    ['a group around a column', '| parse kind=regex FileName with "a(" b ")c"'],
    ['simple parse', '| parse FileName with "a(" b'],
    ['a pattern that comes from data', '| where FileName matches regex FolderPath'],
  ])('%s', (_, steps) => {
    expect(told(`DeviceProcessEvents ${steps}`)).toEqual([]);
  });
});
