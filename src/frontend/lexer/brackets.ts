// Tokens in, which brackets match out, and how deep they nest. Told before parsing, as the parser recurses into brackets.
import type { IToken } from 'chevrotain';
import { LBrace, LBracket, LParen, RBrace, RBracket, RParen, Semicolon } from './tokens.ts';

/** Measured on a default stack: the parser stands 200 levels of every kind of bracket, and has failed at 300 nested groups. */
export const nestingLimit = 150;

export interface Brackets {
  /** For each token, how many closed brackets stand around it. An opener and its closer count as outside. */
  readonly depth: Int32Array;
  /** Indexes of openers that nothing closes, and of closers that close nothing. */
  readonly unclosed: readonly number[];
  readonly stray: readonly number[];
  /** The index of the token where nesting goes over the limit, or null. */
  readonly tooDeep: number | null;
}

const closers = new Map([
  [LParen, RParen],
  [LBracket, RBracket],
  [LBrace, RBrace],
]);
const closing = new Set([RParen, RBracket, RBrace]);

interface Matching {
  readonly closeOf: Map<number, number>;
  readonly unclosed: number[];
  readonly stray: number[];
  tooDeep: number | null;
}

/** A `;` ends every group but `{…}` and the steps of `scan`. */
const endsGroups = (tokens: readonly IToken[], stack: readonly number[], at: number): boolean => {
  const next = tokens[at + 1];
  return next?.image !== 'step' && next?.tokenType !== RParen && stack.every((i) => tokens[i]?.tokenType !== LBrace);
};

const match = (tokens: readonly IToken[]): Matching => {
  const found: Matching = { closeOf: new Map(), unclosed: [], stray: [], tooDeep: null };
  let stack: number[] = [];
  tokens.forEach((t, i) => {
    if (closers.has(t.tokenType)) {
      stack.push(i);
      if (stack.length > nestingLimit) found.tooDeep ??= i;
    } else if (closing.has(t.tokenType)) close(tokens, found, stack, t, i);
    else if (t.tokenType === Semicolon && stack.length > 0 && endsGroups(tokens, stack, i)) {
      found.unclosed.push(...stack);
      stack = [];
    }
  });
  found.unclosed.push(...stack);
  return found;
};

/** Closes the innermost bracket of the same kind; openers inside it stay open. */
const close = (tokens: readonly IToken[], found: Matching, stack: number[], t: IToken, at: number): void => {
  for (let s = stack.length - 1; s >= 0; s--) {
    const opener = stack[s];
    if (opener === undefined || closers.get(tokens[opener]?.tokenType ?? RParen) !== t.tokenType) continue;
    found.unclosed.push(...stack.splice(s + 1));
    stack.pop();
    found.closeOf.set(opener, at);
    return;
  }
  found.stray.push(at);
};

/** Matches the brackets of a token list. */
export const matchBrackets = (tokens: readonly IToken[]): Brackets => {
  const { closeOf, unclosed, stray, tooDeep } = match(tokens);
  const depth = new Int32Array(tokens.length);
  const ends: number[] = [];
  for (let i = 0; i < tokens.length; i++) {
    if (ends[ends.length - 1] === i) ends.pop();
    depth[i] = ends.length;
    const end = closeOf.get(i);
    if (end !== undefined) ends.push(end);
  }
  return { depth, unclosed: unclosed.sort((a, b) => a - b), stray, tooDeep };
};
