// KQL text in, tokens with their keyword decided, comments and lexical diagnostics out.
import { createToken, type IToken, Lexer, type TokenType } from 'chevrotain';
import type { Span } from '../../diagnostics/span.ts';
import {
  commandWords,
  freeKeywords,
  listOperators,
  namedKeywords,
  strictKeywords,
  stringOperators,
  timespanUnits,
  unreadOperators,
} from './words.ts';

const abstract = (name: string, categories: TokenType[] = []): TokenType => createToken({ name, pattern: Lexer.NA, categories });

/** Any word, operators and reserved ones too. */
export const AnyWord = abstract('AnyWord');
/** Any word that may name a thing where an expression may stand. */
export const NameWord = abstract('NameWord', [AnyWord]);
/** A keyword that may be a name only where one is declared, or in a pattern such as `by*`. */
export const NamedWord = abstract('NamedWord', [AnyWord]);
export const Identifier = abstract('Identifier', [NameWord]);
/** Literals of one token other than strings. */
export const Literal = abstract('Literal');
export const Sign = abstract('Sign');
/** An infix operator with an operand on its right side. */
export const BinaryOperator = abstract('BinaryOperator');
/** `in`, `has_any` …: a list on the right side. */
export const ListOperator = abstract('ListOperator', [AnyWord]);
export const StringOperator = abstract('StringOperator', [BinaryOperator, AnyWord]);
/** A query operator of KQL that this compiler does not read. */
export const UnreadOperator = abstract('UnreadOperator', [AnyWord]);
export const CommandWord = abstract('CommandWord', [AnyWord]);
export const StringLiteral = abstract('StringLiteral');
/** `in` before `range`, as in `make-series`. */
export const InRange = abstract('InRange');
export const TypeOf = abstract('TypeOf');
export const Dynamic = abstract('Dynamic');

const skipped = (name: string, pattern: RegExp): TokenType => createToken({ name, pattern, group: Lexer.SKIPPED });
const token = (name: string, pattern: RegExp | string, categories: TokenType[] = []): TokenType =>
  createToken({ name, pattern, categories });

const escapeSequence = String.raw`\\(?:[\\'"abfnrtv]|u[\da-fA-F]{4}|U[\da-fA-F]{8}|x[\da-fA-F]{2}|[0-7])`;
const noNewLine = String.raw`\r\n`;
const word = '[A-Za-z0-9_]';
const longestFirst = (words: readonly string[]): string =>
  [...words]
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .map((w) => w.replace(/[!~-]/g, String.raw`\$&`))
    .join('|');

const hyphenated = [...freeKeywords, ...namedKeywords, ...strictKeywords, ...unreadOperators, ...commandWords].filter((w) =>
  w.includes('-'),
);
const banged = ['!between', ...Object.keys(stringOperators), ...listOperators].filter(
  (w) => /^!\w/.test(w) || (w.endsWith('~') && /\w/.test(w)),
);
const hints = [
  'concurrency',
  'distribution',
  'materialized',
  'num_partitions',
  'progressive_top',
  'remote',
  'shufflekey',
  'spread',
  'strategy',
];
const gooTypes = ['long', 'int64', 'int', 'int32', 'real', 'double', 'decimal', 'bool', 'datetime', 'date', 'time', 'timespan', 'guid'];

const WhiteSpace = skipped('WhiteSpace', /[\t\n\f\r \u00a0\u1680\u180e\u2000-\u200b\u202f\u205f\u3000\ufeff]+/);
const Comment = createToken({ name: 'Comment', pattern: /\/\/[^\r\n\u2028\u2029]*/, group: 'comments' });
/** `#connect …` and the like: a line for the client, before the query only. */
export const Directive = createToken({ name: 'Directive', pattern: /#[^\r\n\u2028\u2029]*/, group: 'directives' });

const MultiLineString = token('MultiLineString', /[hH]?@?(?:```[\s\S]*?```|~~~[\s\S]*?~~~)/, [StringLiteral]);
const VerbatimString = token('VerbatimString', new RegExp(`[hH]?@(?:"(?:[^"${noNewLine}]|"")*"|'(?:[^'${noNewLine}]|'')*')`), [
  StringLiteral,
]);
const PlainString = token(
  'PlainString',
  new RegExp(String.raw`[hH]?(?:"(?:[^"\\${noNewLine}]|${escapeSequence})*"|'(?:[^'\\${noNewLine}]|${escapeSequence})*')`),
  [StringLiteral],
);
/** Runs to the next quote that no backslash precedes, or to the end of the line. */
export const BadString = token(
  'BadString',
  new RegExp(
    String.raw`[hH]?(?:@?(?:"(?:[^"\\${noNewLine}]|\\[^${noNewLine}])*["\\]?|'(?:[^'\\${noNewLine}]|\\[^${noNewLine}])*['\\]?)|@?(?:\`\`\`|~~~)[\s\S]*)`,
  ),
  [StringLiteral],
);

export const Goo = token('Goo', new RegExp(String.raw`(?:${longestFirst(gooTypes)})\([^)${noNewLine}\u2028\u2029]*\)?`), [Literal]);
const RawGuid = token('RawGuid', /[\da-fA-F]{8}(?:-[\da-fA-F]{4}){3}-[\da-fA-F]{12}/, [Literal]);
const RealNumber = token('RealNumber', new RegExp(String.raw`\d+(?:\.(?!\.(?!\.))\d*(?:[eE][+-]?\d+)?|[eE][+-]?\d+)(?!${word})`), [
  Literal,
]);
const TimespanNumber = token(
  'TimespanNumber',
  new RegExp(String.raw`\d+(?:\.\d+)?(?:${longestFirst([...timespanUnits.keys()])})(?!${word})`),
  [Literal],
);
export const LongNumber = token('LongNumber', new RegExp(String.raw`(?:0[xX][\da-fA-F]+|\d+)(?!${word})`), [Literal]);
const BoolWord = abstract('BoolWord', [Literal]);

export const HintName = token(
  'HintName',
  new RegExp(String.raw`hint\.(?:(?:${hints.join('|')})(?!${word})|pass_filters(?:_column)?(?=\s*=(?![=~])))`),
  [AnyWord],
);
const MatchesRegex = token('MatchesRegex', new RegExp(`matches regex(?!${word})`), [StringOperator]);
const HyphenatedWord = token('HyphenatedWord', new RegExp(`(?:${longestFirst(hyphenated)})(?!${word})`));
const BangWord = token(
  'BangWord',
  new RegExp(
    `(?:${longestFirst(banged.filter((w) => w.endsWith('~')))})|(?:${longestFirst(banged.filter((w) => !w.endsWith('~')))})(?!${word})`,
  ),
);
const Word = token('Word', /[A-Za-z_$][A-Za-z0-9_]*|\d+[A-Za-z_][A-Za-z0-9_]*/);

export const LParen = token('LParen', '(');
export const RParen = token('RParen', ')');
export const LBracket = token('LBracket', '[');
export const RBracket = token('RBracket', ']');
export const LBrace = token('LBrace', '{');
export const RBrace = token('RBrace', '}');
export const Pipe = token('Pipe', '|');
export const DotDot = token('DotDot', '..');
export const Dot = token('Dot', '.');
export const Comma = token('Comma', ',');
export const Semicolon = token('Semicolon', ';');
export const FatArrow = token('FatArrow', '=>');
export const At = token('At', '@');
export const Colon = token('Colon', ':', [BinaryOperator]);
export const Equals = token('Equals', '=');
export const Star = token('Star', '*', [BinaryOperator]);
const Equality = token('Equality', /==|!=|<>/, [BinaryOperator]);
const TildeOperator = token('TildeOperator', /=~|!~/, [StringOperator]);
export const Relational = token('Relational', /<=|>=|<(?!\|)|>/, [BinaryOperator]);
export const PlusMinus = token('PlusMinus', /[+-]/, [BinaryOperator, Sign]);
const SlashPercent = token('SlashPercent', /[/%]/, [BinaryOperator]);

/** What the lexer looks for, in this order. */
export const patterns: readonly TokenType[] = [
  WhiteSpace,
  Comment,
  Directive,
  MultiLineString,
  VerbatimString,
  PlainString,
  BadString,
  Goo,
  RawGuid,
  RealNumber,
  TimespanNumber,
  LongNumber,
  HintName,
  MatchesRegex,
  HyphenatedWord,
  BangWord,
  Word,
  LParen,
  RParen,
  LBracket,
  RBracket,
  LBrace,
  RBrace,
  Pipe,
  DotDot,
  Dot,
  Comma,
  Semicolon,
  Equality,
  TildeOperator,
  FatArrow,
  Equals,
  Relational,
  PlusMinus,
  SlashPercent,
  Star,
  At,
  Colon,
];

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const tokenName = (keyword: string): string => `Kw${keyword.replace('!', 'not-').split(/[-_ ]/).filter(Boolean).map(upperFirst).join('')}`;

const keywordType = (keyword: string): TokenType => {
  if (keyword in stringOperators) return abstract(tokenName(keyword), /^\w/.test(keyword) ? [StringOperator, NamedWord] : [StringOperator]);
  if (freeKeywords.includes(keyword)) return abstract(tokenName(keyword), [NameWord]);
  if (namedKeywords.includes(keyword)) return abstract(tokenName(keyword), [NamedWord]);
  return abstract(tokenName(keyword), keyword === 'and' || keyword === 'or' ? [BinaryOperator, AnyWord] : [AnyWord]);
};

const keywords = new Map<string, TokenType>([
  ...[...freeKeywords, ...namedKeywords, ...strictKeywords].map((w) => [w, keywordType(w)] as const),
  ...Object.keys(stringOperators)
    .filter((w) => /^!?\w+$/.test(w) && w !== 'has' && w !== 'contains')
    .map((w) => [w, StringOperator] as const),
  ...listOperators.filter((w) => w !== 'in').map((w) => [w, ListOperator] as const),
  ...unreadOperators.map((w) => [w, UnreadOperator] as const),
  ...commandWords.map((w) => [w, CommandWord] as const),
  ['in', abstract('KwIn', [ListOperator, NamedWord])],
  ...['true', 'True', 'TRUE', 'false', 'False', 'FALSE'].map((w) => [w, BoolWord] as const),
]);

/** The token type of a keyword of the grammar. */
export const keyword = (spelling: string): TokenType => {
  const type = keywords.get(spelling);
  if (type === undefined) throw new Error(`no keyword ${spelling}`);
  return type;
};

/** The spelling of each keyword by the name of its token type. */
export const keywordSpellings: ReadonlyMap<string, string> = new Map([...keywords].map(([spelling, type]) => [type.name, spelling]));

const declarable = new Set(namedKeywords.map(keyword));
const inKeyword = keyword('in');

/** All token types, for the parser. */
export const vocabulary: readonly TokenType[] = [
  ...new Set([
    ...patterns.filter((t) => t !== WhiteSpace && t !== Comment && t !== Directive),
    AnyWord,
    NameWord,
    NamedWord,
    Identifier,
    Literal,
    Sign,
    BinaryOperator,
    ListOperator,
    StringOperator,
    UnreadOperator,
    CommandWord,
    StringLiteral,
    InRange,
    TypeOf,
    Dynamic,
    BoolWord,
    ...keywords.values(),
  ]),
];

export const spanOf = (t: IToken): Span => ({ start: t.startOffset, end: t.startOffset + t.image.length });

/** Behind these words a call of a function stands, whatever its name. */
const beforeCalls: ReadonlySet<string> = new Set(['evaluate', 'invoke', 'in', '.']);

const expectsName = ([first, second]: readonly (IToken | undefined)[]): boolean =>
  beforeCalls.has(second?.image ?? '') || (first?.image === 'partition' && second?.image === 'by');

/** Which keyword, if any, a word is where it stands. Names stay names: `project contains = 1`, `T | extend typeof = 2`. */
const typeInContext = (t: IToken, next: IToken | undefined, before: readonly (IToken | undefined)[]): TokenType => {
  const type = keywords.get(t.image);
  if (type === undefined) {
    if (next?.tokenType !== LParen) return Identifier;
    if (t.image === 'dynamic') return Dynamic;
    return t.image === 'typeof' && !expectsName(before) ? TypeOf : Identifier;
  }
  if (declarable.has(type) && (next?.tokenType === Equals || next?.tokenType === Colon)) return Identifier;
  return type === inKeyword && next?.image === 'range' ? InRange : type;
};

const touch = (a: IToken | undefined, b: IToken | undefined): boolean =>
  a !== undefined && b !== undefined && a.startOffset + a.image.length === b.startOffset;

/** `project-awayX` is no `project` of `-awayX`. */
const isBrokenHyphen = (tokens: readonly IToken[], at: number): boolean => {
  const [first, minus, rest] = tokens.slice(at, at + 3);
  if (first === undefined || minus?.image !== '-' || rest === undefined || !touch(first, minus) || !touch(minus, rest)) return false;
  const joined = `${first.image}-${rest.image}`;
  return hyphenated.some((w) => w.startsWith(`${first.image}-`) && joined.startsWith(w));
};

/** Decides the keyword of every word and sets the end of every token, in place. */
export const classify = (tokens: readonly IToken[]): void => {
  for (let i = 0; i < tokens.length; i++) {
    const t = tokens[i];
    if (t === undefined) continue;
    t.endOffset = t.startOffset + t.image.length - 1;
    if (t.tokenType !== Word && t.tokenType !== HyphenatedWord && t.tokenType !== BangWord) continue;
    const type = isBrokenHyphen(tokens, i) ? Identifier : typeInContext(t, tokens[i + 1], [tokens[i - 2], tokens[i - 1]]);
    t.tokenType = type;
    t.tokenTypeIdx = type.tokenTypeIdx ?? t.tokenTypeIdx;
  }
};
