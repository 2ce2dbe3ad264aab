// Where a piece of a query does not parse: the tokens around, what stands there and what was expected. Shared by the cases that explain it.
import { type IToken, tokenMatcher } from 'chevrotain';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Span } from '../../diagnostics/span.ts';
import type { Brackets } from '../lexer/brackets.ts';
import * as t from '../lexer/tokens.ts';

/** The piece (`to` exclusive) and what surrounds it. */
export interface Place {
  readonly tokens: readonly IToken[];
  readonly from: number;
  readonly to: number;
  readonly brackets: Brackets;
  /** Where the text ends. */
  readonly end: number;
}

/** A place with the error in it. `found` is undefined when the piece ends too early. */
export interface Spot extends Place {
  readonly index: number;
  readonly found: IToken | undefined;
  readonly previous: IToken | undefined;
  readonly rule: string;
  readonly expected: string;
  /** The grammar had read the piece to its end, and more stood there. */
  readonly leftOver: boolean;
}

export const quote = (text: string): string => `\`${text.length > 40 ? `${text.slice(0, 37)}…` : text}\``;
export const isPipe = (token: IToken | undefined): boolean => token?.tokenType === t.Pipe;
export const isWord = (token: IToken | undefined): boolean =>
  token !== undefined && /^!?\w/.test(token.image) && !tokenMatcher(token, t.Literal);

export const isInfix = (token: IToken | undefined): boolean =>
  token !== undefined &&
  (tokenMatcher(token, t.BinaryOperator) || tokenMatcher(token, t.ListOperator) || ['between', '!between'].includes(token.image));

export const closers = new Set([t.RParen, t.RBracket, t.RBrace, t.Pipe, t.Semicolon]);
export const endsHere = (spot: Spot): boolean => spot.found === undefined || closers.has(spot.found.tokenType);

export const spanHere = (spot: Spot): Span => {
  if (spot.found !== undefined) return t.spanOf(spot.found);
  const before = spot.tokens[spot.index - 1];
  const start = before === undefined ? 0 : t.spanOf(before).end;
  return { start, end: start };
};

export const foundHere = (spot: Spot): string => {
  const token = spot.found ?? spot.tokens[spot.to];
  return token === undefined ? 'the end of the query' : quote(token.image);
};

export type Case = (spot: Spot) => Diagnostic | null;

/** Whether a value may end with this token. */
export const endsValue = (token: IToken): boolean =>
  tokenMatcher(token, t.NameWord) ||
  tokenMatcher(token, t.Literal) ||
  tokenMatcher(token, t.StringLiteral) ||
  token.tokenType === t.RParen ||
  token.tokenType === t.RBracket ||
  token.tokenType === t.Star;

export const startsValue = (token: IToken): boolean =>
  tokenMatcher(token, t.NameWord) || tokenMatcher(token, t.Literal) || tokenMatcher(token, t.StringLiteral) || token.tokenType === t.LParen;
