// A text and a place in it: blanks, comments, quotes and words, from which every reader of this folder is made.
import type { Span } from '../diagnostics/span.ts';
import type { Macro, Search } from './ast.ts';

/** What is wrong with the text, and where. */
export class SplSyntaxError extends Error {
  readonly span: Span;

  constructor(message: string, span: Span) {
    super(message);
    this.name = 'SplSyntaxError';
    this.span = span;
  }
}

/** `at` moves; `subsearch` reads a `[…]` (given here because commands hold searches and searches hold commands). */
export interface Cursor {
  readonly text: string;
  at: number;
  readonly subsearch: (c: Cursor) => Search;
}

export const fail = (message: string, span: Span): never => {
  throw new SplSyntaxError(message, span);
};

/** Fails at the cursor, saying what was found there. */
export const expected = (c: Cursor, what: string): never => {
  skipBlank(c);
  const found = /^(?:[\w.]+|[\s\S])?/u.exec(c.text.slice(c.at))?.[0] ?? '';
  return fail(`${what} expected, found ${found === '' ? 'the end of the search' : `'${found}'`}`, {
    start: c.at,
    end: c.at + found.length,
  });
};

/** From `start` to the cursor, without the blanks and comments before it that a look ahead skipped. */
export const spanFrom = (c: Cursor, start: number): Span => {
  let end = c.at;
  for (;;) {
    if (end > start && /\s/.test(c.text[end - 1] ?? '')) end -= 1;
    else if (end - 6 >= start && c.text.startsWith('```', end - 3)) end = c.text.lastIndexOf('```', end - 6);
    else return { start, end: Math.max(start, end) };
  }
};

/** Blanks and comments (three backticks on either side). */
export const skipBlank = (c: Cursor): void => {
  for (;;) {
    while (/\s/.test(c.text[c.at] ?? '')) c.at += 1;
    if (!c.text.startsWith('```', c.at)) return;
    const end = c.text.indexOf('```', c.at + 3);
    if (end < 0) fail('The comment has no closing ```', { start: c.at, end: c.text.length });
    c.at = end + 3;
  }
};

/** Skips blanks; true at the end of the text, at a pipe and at the `]` of a subsearch. */
export const atEnd = (c: Cursor): boolean => {
  skipBlank(c);
  return c.at >= c.text.length || c.text[c.at] === '|' || c.text[c.at] === ']';
};

/** Skips blanks; the match of a sticky expression at the cursor, without moving over it. */
export const look = (c: Cursor, sticky: RegExp): RegExpExecArray | null => {
  skipBlank(c);
  sticky.lastIndex = c.at;
  return sticky.exec(c.text);
};

/** Like `look`, and moves behind the match. */
export const take = (c: Cursor, sticky: RegExp): RegExpExecArray | null => {
  const found = look(c, sticky);
  if (found) c.at += found[0].length;
  return found;
};

export const takeText = (c: Cursor, text: string): boolean => {
  skipBlank(c);
  if (!c.text.startsWith(text, c.at)) return false;
  c.at += text.length;
  return true;
};

export const need = (c: Cursor, text: string): void => {
  if (!takeText(c, text)) expected(c, `'${text}'`);
};

/** The text that a quoted text stands for: `\"` and `\\` are unescaped, unknown sequences such as `\d` stay. */
export const unescaped = (raw: string): string => raw.replace(/\\(["\\])/g, '$1');

export interface Piece {
  readonly text: string;
  /** Without the quotes, escapes kept. */
  readonly raw: string;
  readonly quote: '"' | "'" | '';
  readonly span: Span;
}

/** `"…"` or `'…'` at the cursor, or null. */
export const takeQuoted = (c: Cursor): Piece | null => {
  skipBlank(c);
  const quote = c.text[c.at];
  if (quote !== '"' && quote !== "'") return null;
  const start = c.at;
  const found = take(c, quote === '"' ? /"((?:[^"\\]|\\[\s\S])*)"/y : /'((?:[^'\\]|\\[\s\S])*)'/y);
  if (!found) return fail(`The text has no closing ${quote}`, { start, end: c.text.length });
  const raw = found[1] ?? '';
  return { text: quote === '"' ? unescaped(raw) : raw.replace(/\\(['\\])/g, '$1'), raw, quote, span: spanFrom(c, start) };
};

/** A quoted text or a run of characters that end an argument nowhere: the words of all commands but `search` and the expressions. */
export const takeWord = (c: Cursor): Piece | null => {
  const quoted = takeQuoted(c);
  if (quoted) return quoted;
  const start = c.at;
  const found = take(c, /[^\s|,"'()[\]=`][^\s|,"()[\]=`]*/y);
  return found && { text: unescaped(found[0]), raw: found[0], quote: '', span: spanFrom(c, start) };
};

/** An unquoted word in any case. */
export const takeKeyword = (c: Cursor, word: string): boolean => take(c, new RegExp(`${word}(?![^\\s|,"'()[\\]=\`])`, 'iy')) !== null;

const macroArguments = (text: string): readonly string[] =>
  [...text.matchAll(/(?:"(?:[^"\\]|\\[\s\S])*"|[^,])+/g)].map(([part]) => {
    const word = part.trim();
    return /^"[\s\S]*"$/.test(word) ? unescaped(word.slice(1, -1)) : word;
  });

/** `` `name(a, b)` `` at the cursor, or null. */
export const takeMacro = (c: Cursor): Macro | null => {
  skipBlank(c);
  if (c.text[c.at] !== '`') return null;
  const start = c.at;
  const found = take(c, /`\s*([\w.:-]+)\s*(?:\(([^`]*)\))?\s*`/y);
  if (!found) return fail('The macro has no name or no closing backtick', { start, end: c.text.length });
  return { kind: 'macro', name: found[1] ?? '', args: found[2] === undefined ? [] : macroArguments(found[2]), span: spanFrom(c, start) };
};

/** The texts of a search's own `|`-free part up to its end, quotes, comments and brackets kept whole. */
export const takeRest = (c: Cursor): string => {
  skipBlank(c);
  const start = c.at;
  let depth = 0;
  while (c.at < c.text.length) {
    skipBlank(c);
    const char = c.text[c.at];
    if (depth === 0 && (char === '|' || char === ']')) break;
    if (char === '"') takeQuoted(c);
    else {
      depth += char === '[' ? 1 : char === ']' ? -1 : 0;
      c.at += 1;
    }
  }
  if (depth > 0) fail("The subsearch has no closing ']'", { start, end: c.text.length });
  return c.text.slice(start, c.at).trim();
};
