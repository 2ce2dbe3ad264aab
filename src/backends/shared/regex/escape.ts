// What stands behind a backslash, inside and outside of a class: one character, a class of characters, or nothing that this reads.
import type { ClassItem } from './ast.ts';
import { type Cursor, eatMatch, fail, nextCode } from './cursor.ts';

const controls = new Map([
  ['a', 7],
  ['f', 12],
  ['t', 9],
  ['n', 10],
  ['r', 13],
  ['v', 11],
]);

const hex = (c: Cursor, found: RegExpExecArray): number => {
  const code = Number.parseInt(found[1] ?? found[2] ?? '', 16);
  return code > 0x10ffff ? fail(c.at, 'a character code is greater than 10FFFF') : code;
};

const octal = (c: Cursor): number | undefined => {
  const found = eatMatch(c, /0[0-7]{0,2}|[1-7][0-7]{1,2}/y);
  return found ? Number.parseInt(found[0], 8) : undefined;
};

const isPunctuation = (code: number): boolean => code < 0x80 && !/[0-9A-Za-z]/.test(String.fromCharCode(code));

/** The character class of `\d`, `\pL`, `\p{Greek}` … when one stands here (behind the backslash). */
export const eatClassEscape = (c: Cursor): ClassItem | undefined => {
  const perl = eatMatch(c, /[dDwWsS]/y)?.[0];
  if (perl) {
    const name = perl.toLowerCase();
    return { kind: 'perl', name: name === 'd' ? 'd' : name === 'w' ? 'w' : 's', negated: perl !== name };
  }
  const property = eatMatch(c, /([pP])(?:([A-Z])|\{(\^?)([A-Za-z_&]+)\})/y);
  if (!property) return undefined;
  const [, letter, short, caret, long] = property;
  return { kind: 'property', name: short ?? long ?? '', negated: (letter === 'P') !== (caret === '^') };
};

/** The code of an escaped character (behind the backslash). */
export const eatCharEscape = (c: Cursor): number => {
  const start = c.at;
  const code =
    eatMatch(c, /x(?:\{([0-9A-Fa-f]{1,8})\}|([0-9A-Fa-f]{2}))/y) ?? eatMatch(c, /[uU](?:\{([0-9A-Fa-f]{1,8})\}|([0-9A-Fa-f]{4}))/y);
  if (code) return hex(c, code);
  const digits = octal(c);
  if (digits !== undefined) return digits;
  const next = nextCode(c);
  const control = controls.get(String.fromCodePoint(next));
  if (control !== undefined) return control;
  if (next === 0x3c || next === 0x3e)
    return fail(start - 1, '`\\<` and `\\>` are literals in one KQL engine and word boundaries in another');
  if (isPunctuation(next) || next >= 0x80) return next;
  if (next >= 0x31 && next <= 0x39) return fail(start - 1, 'back-references do not exist in KQL');
  return fail(start - 1, `the escape \`\\${String.fromCodePoint(next)}\` does not exist in KQL`);
};
