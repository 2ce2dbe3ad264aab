// Values and names in; ES|QL tokens out. One function per context.

/** What a `"""` literal can hold as it is: no line end, no three quotes, no quote at its end. */
const fitsRaw = (text: string): boolean => !/[\r\n]|"""|"$/.test(text);

const escapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['"', '\\"'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/**
 * A string literal: raw when that saves a backslash, escaped otherwise. Every other character stands for itself.
 * @example quoteString('C:\\x') // """C:\x"""
 */
export const quoteString = (text: string): string =>
  /["\\]/.test(text) && fitsRaw(text) ? `"""${text}"""` : `"${text.replace(/[\\"\n\r\t]/g, (c) => escapes.get(c) ?? c)}"`;

/** A text that UTF-8 cannot carry (half of a surrogate pair). */
export const isBrokenText = (text: string): boolean => /\p{Surrogate}/u.test(text);

/** The text as a LIKE pattern that fits only itself. */
export const escapeLike = (text: string): string => text.replace(/[\\*?]/g, '\\$&');

/** Words that the grammar keeps for itself inside expressions. */
const keywords: ReadonlySet<string> = new Set(
  'and as asc by desc false first in is last like metadata not null nulls on or rlike true where with'.split(' '),
);

const plainSegment = /^(?:[A-Za-z][A-Za-z0-9_]*|[_@][A-Za-z0-9_]+)$/;

/** A field or column name: bare when every dotted part is an identifier, in backticks otherwise. */
export const quoteName = (name: string): string =>
  name.split('.').every((part) => plainSegment.test(part) && !keywords.has(part.toLowerCase()))
    ? name
    : `\`${name.replaceAll('`', '``')}\``;

/** An index name or pattern, in quotes when it has more than the usual characters. */
export const quoteIndex = (name: string): string => (/^[A-Za-z0-9_.*:-]+$/.test(name) ? name : `"${name.replace(/[\\"]/g, '\\$&')}"`);
