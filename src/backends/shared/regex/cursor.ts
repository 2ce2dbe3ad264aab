// A read position in a pattern, with the errors that the parser raises and catches itself.

export interface Cursor {
  readonly text: string;
  at: number;
}

/** Thrown inside the regex parser only; `parseRegex` turns it into a result. */
export class RegexError extends Error {
  readonly at: number;
  constructor(at: number, why: string) {
    super(why);
    this.at = at;
  }
}

export const fail = (at: number, why: string): never => {
  throw new RegexError(at, why);
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
  if (code === undefined) return fail(c.at, 'it ends too early');
  c.at += code > 0xffff ? 2 : 1;
  return code;
};
