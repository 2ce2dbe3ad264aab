// What the lexer makes of a text: one construct per test, token type and text.
import { describe, expect, it } from 'vitest';
import { tokenize } from '../../src/frontend/lexer/lexer.ts';

const lex = (text: string): string =>
  tokenize(text)
    .tokens.map((t) => `${t.tokenType.name}:${t.image}`)
    .join(' ');
const faults = (text: string): readonly string[] =>
  tokenize(text).diagnostics.map((d) => `${d.code} ${text.slice(d.span.start, d.span.end)}`);

describe('words', () => {
  it.each([
    ['project-away a-b', 'KwProjectAway:project-away Identifier:a PlusMinus:- Identifier:b'],
    ['a !in~ in !has has_any', 'Identifier:a ListOperator:!in~ KwIn:in StringOperator:!has ListOperator:has_any'],
    ['matches regex matchesregex', 'MatchesRegex:matches regex Identifier:matchesregex'],
    ['365Days _x $left x1', 'Identifier:365Days Identifier:_x Identifier:$left Identifier:x1'],
    ['hint.strategy hint.other', 'HintName:hint.strategy Identifier:hint Dot:. Identifier:other'],
    ['Where WHERE where', 'Identifier:Where Identifier:WHERE KwWhere:where'],
    ['true True TRUE tRUE', 'BoolWord:true BoolWord:True BoolWord:TRUE Identifier:tRUE'],
    ['Device* *_CL', 'Identifier:Device Star:* Star:* Identifier:_CL'],
  ])('%s', (text, tokens) => expect(lex(text)).toBe(tokens));

  it('leaves a keyword a name where one is declared', () =>
    expect(lex('contains = 1, by: string, in range, in (1)')).toBe(
      'Identifier:contains Equals:= LongNumber:1 Comma:, Identifier:by Colon:: Identifier:string Comma:, InRange:in KwRange:range Comma:, KwIn:in LParen:( LongNumber:1 RParen:)',
    ));

  it('takes `dynamic` and `typeof` as keywords only before a parenthesis', () =>
    expect(lex('dynamic(1) typeof(x) typeof')).toBe(
      'Dynamic:dynamic LParen:( LongNumber:1 RParen:) TypeOf:typeof LParen:( Identifier:x RParen:) Identifier:typeof',
    ));
});

describe('numbers', () => {
  it.each([
    ['1 0x1F 1.5 1e3 1. 1.5e-3', 'LongNumber:1 LongNumber:0x1F RealNumber:1.5 RealNumber:1e3 RealNumber:1. RealNumber:1.5e-3'],
    [
      '1d 1.5h 10min 5seconds 100ms 1tick',
      'TimespanNumber:1d TimespanNumber:1.5h TimespanNumber:10min TimespanNumber:5seconds TimespanNumber:100ms TimespanNumber:1tick',
    ],
    ['1..5', 'LongNumber:1 DotDot:.. LongNumber:5'],
    ['1w 1week', 'Identifier:1w Identifier:1week'],
    [
      'datetime(2024-01-01 10:00) int(5) time (1)',
      'Goo:datetime(2024-01-01 10:00) Goo:int(5) Identifier:time LParen:( LongNumber:1 RParen:)',
    ],
    ['74be27de-1e4e-49d9-b579-fe0b331d3642', 'RawGuid:74be27de-1e4e-49d9-b579-fe0b331d3642'],
  ])('%s', (text, tokens) => expect(lex(text)).toBe(tokens));
});

describe('texts', () => {
  it.each([
    [String.raw`"a\"b" 'c\\'`, String.raw`PlainString:"a\"b" PlainString:'c\\'`],
    [String.raw`@"C:\x" @'it''s'`, String.raw`VerbatimString:@"C:\x" VerbatimString:@'it''s'`],
    [String.raw`h"s" H@'\t'`, String.raw`PlainString:h"s" VerbatimString:H@'\t'`],
    ['```a\n"b```', 'MultiLineString:```a\n"b```'],
    ['~~~a~~~', 'MultiLineString:~~~a~~~'],
  ])('%s', (text, tokens) => expect(lex(text)).toBe(tokens));
});

describe('white space and comments', () => {
  it('skips what Microsoft skips: tabs, CRLF, NBSP, BOM, zero width space', () =>
    expect(lex('\ufeffT\t|\r\n\u00a0count\u200b')).toBe('Identifier:T Pipe:| KwCount:count'));

  it('keeps comments with their place, and `//` inside a text is none', () =>
    expect(tokenize('T // one\n| where a == "//" // two').comments).toEqual([
      { text: '// one', span: { start: 2, end: 8 } },
      { text: '// two', span: { start: 27, end: 33 } },
    ]));

  it('reads a directive line before the query as a comment', () =>
    expect(tokenize('#connect x\nT').comments).toEqual([{ text: '#connect x', span: { start: 0, end: 10 } }]));
});

describe('faults', () => {
  it.each([
    ['T | where a == "abc\n', ['RMMC1103 "abc']],
    [String.raw`a == "x\W"`, [String.raw`RMMC1104 \W`]],
    ['print datetime(2024\n)', ['RMMC1105 datetime(2024']],
    ['a ? b', ['RMMC1101 ?']],
    ['T\n#x', ['RMMC1101 #']],
    ['\u0001 \u0002 \u0003 \u0004 \u0005', ['RMMC1101 \u0001', 'RMMC1101 \u0002', 'RMMC1101 \u0003', 'RMMC1102 \u0004']],
  ])('%j', (text, found) => expect(faults(text)).toEqual(found));
});
