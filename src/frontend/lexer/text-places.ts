// A string literal and a piece of its value in; where that piece is written, out. Escapes, verbatim quotes and adjacent strings are seen through.
import type { IToken } from 'chevrotain';
import type { Span } from '../../diagnostics/span.ts';
import type { LiteralNode } from '../ast/ast.ts';
import { piecesOfString } from './literals.ts';

/** Beside the tree: only a message asks for it. */
const written = new WeakMap<LiteralNode, readonly IToken[]>();

/** Takes note of the tokens that a string literal is made of. */
export const rememberTokens = (literal: LiteralNode, tokens: readonly IToken[]): void => {
  written.set(literal, tokens);
};

/** Where each UTF-16 unit of the value is written, and how far. */
const unitsOf = (tokens: readonly IToken[]): readonly Span[] =>
  tokens.flatMap((token) => {
    let start = token.startOffset;
    return piecesOfString(token.image).flatMap((piece) => {
      const span = { start, end: start + piece.written };
      start = span.end;
      return Array.from({ length: piece.length }, () => span);
    });
  });

/** The span of `length` UTF-16 units of the value from `at`; the whole literal where nothing is known of its spelling. */
export const placeInText = (literal: LiteralNode, at: number, length: number): Span => {
  const units = unitsOf(written.get(literal) ?? []);
  const first = units[Math.min(at, units.length - 1)];
  const last = units[Math.min(at + Math.max(1, length), units.length) - 1];
  return first && last ? { start: first.start, end: Math.max(first.end, last.end) } : literal.span;
};
