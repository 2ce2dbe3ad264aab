// A read position in a pattern, with the errors that the parser raises and catches itself.
import type { RegexFault } from './ast.ts';

export interface Cursor {
  readonly text: string;
  at: number;
}

/** Thrown inside the regex parser only; `parseRegex` turns it into a result. */
export class RegexError extends Error {
  readonly fault: RegexFault;
  constructor(fault: RegexFault) {
    super(fault.why);
    this.fault = fault;
  }
}

/** For what no engine of KQL takes. `length` counts UTF-16 units from `at`. */
export const fail = (at: number, why: string, next: string, length = 1): never => {
  throw new RegexError({ ok: false, at, length, why, next, settled: true });
};

/** For what engines of KQL read differently, or one of them alone. */
export const leave = (at: number, why: string): never => {
  throw new RegexError({ ok: false, at, length: 1, why, next: 'write the pattern without it', settled: false });
};

export const atEnd = (c: Cursor): boolean => c.at >= c.text.length;

export const looksAt = (c: Cursor, text: string): boolean => c.text.startsWith(text, c.at);

/** Steps over `text` when it stands here. */
export const eat = (c: Cursor, text: string): boolean => {
  if (!looksAt(c, text)) return false;
  c.at += text.length;
  return true;
};

/** The text that the sticky `pattern` matches here, stepped over; undefined when it does not. */
export const eatMatch = (c: Cursor, pattern: RegExp): RegExpExecArray | undefined => {
  pattern.lastIndex = c.at;
  const found = pattern.exec(c.text);
  if (!found) return undefined;
  c.at = pattern.lastIndex;
  return found;
};

/** The next code point, stepped over. */
export const nextCode = (c: Cursor): number => {
  const code = c.text.codePointAt(c.at);
  if (code === undefined) return fail(c.at - 1, 'nothing follows the backslash at its end', 'write `\\\\` for a backslash');
  c.at += code > 0xffff ? 2 : 1;
  return code;
};
