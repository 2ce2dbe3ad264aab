// Literal text in, a Sigma string or a regular expression out that means exactly that text.

/**
 * A Sigma string. `*` and `?` are wildcards and get a backslash. One backslash stands for itself; it is doubled where something that it could
 * escape follows (a wildcard, another backslash) and at the end, where a modifier may add a wildcard.
 */
export const escapeText = (text: string): string =>
  text.replace(/(\\*)([*?]|$)|\\{2,}/g, (found, slashes: string | undefined, special: string | undefined) => {
    if (slashes === undefined) return found + found;
    return slashes + slashes + (special ? `\\${special}` : '');
  });

/** Characters that mean something in a regular expression. */
const special = /[\\^$.|?*+()[\]{}]/;
const spelt = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

const hex = (c: string): string => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`;

/** One character (code point) of a regular expression. */
export const regexChar = (c: string): string => {
  if (special.test(c)) return `\\${c}`;
  const short = spelt.get(c);
  if (short) return short;
  return /[\u0000-\u001f\u007f]/.test(c) ? hex(c) : c;
};

/** One character inside `[…]`. */
export const classChar = (c: string): string =>
  /[\\\]^[-]/.test(c) ? `\\${c}` : (spelt.get(c) ?? (/[\u0000-\u001f\u007f]/.test(c) ? hex(c) : c));

export const escapeRegex = (text: string): string => [...text].map(regexChar).join('');

const isLetter = (c: string): boolean => /[A-Za-z]/.test(c);

/** A regular expression that folds ASCII letters only: `ab` is `[Aa][Bb]`. */
export const foldAscii = (text: string): string =>
  [...text].map((c) => (isLetter(c) ? `[${c.toUpperCase()}${c.toLowerCase()}]` : regexChar(c))).join('');

/** True when the text has letters outside ASCII that differ in case: some engines fold them too, KQL does not. */
export const foldsBeyondAscii = (text: string): boolean =>
  [...text].some((c) => c.charCodeAt(0) > 127 && (c.toLowerCase() !== c || c.toUpperCase() !== c));
