// What stands behind a backslash, inside and outside of a class: one character, a class of characters, or nothing that this reads.
import type { ClassItem } from './ast.ts';
import { type Cursor, eatMatch, fail, leave, nextCode } from './cursor.ts';

const controls = new Map([
  ['a', 7],
  ['f', 12],
  ['t', 9],
  ['n', 10],
  ['r', 13],
  ['v', 11],
]);

const hex = (c: Cursor, start: number, digits: string): number => {
  const code = Number.parseInt(digits, 16);
  return code > 0x10ffff ? fail(start, 'a character code is greater than 10FFFF', 'write a code of Unicode', c.at - start) : code;
};

const octal = (c: Cursor): number | undefined => {
  const found = eatMatch(c, /0[0-7]{0,2}|[1-7][0-7]{1,2}/y);
  return found ? Number.parseInt(found[0], 8) : undefined;
};

const isPunctuation = (code: number): boolean => code < 0x80 && !/[0-9A-Za-z]/.test(String.fromCharCode(code));

const exists = (property: string): boolean => {
  try {
    return new RegExp(`\\p{${property}}`, 'u').test('') || true;
  } catch {
    return false;
  }
};

/** `read`: RE2's names (categories in short, scripts in full). `other`: names of Unicode that one engine knows. */
const kindOfProperty = (name: string): 'read' | 'other' | 'none' => {
  if (name === 'Any' || (/^[A-Z][a-z]?$/.test(name) && exists(`gc=${name}`))) return 'read';
  if (/^[A-Z][a-z]+(?:_[A-Z][a-z]+)*$/.test(name) && exists(`sc=${name}`)) return name.length > 4 || name === 'Yi' ? 'read' : 'other';
  const capital = name.toLowerCase().replace(/(?:^|_)[a-z]/g, (letter) => letter.toUpperCase());
  return /^[\w -]+!?[=:][\w -]+$/.test(name) || [name, capital].some((one) => exists(one) || exists(`sc=${one}`)) ? 'other' : 'none';
};

/** The character class of `\d`, `\pL`, `\p{Greek}` … when one stands here (behind the backslash). */
export const eatClassEscape = (c: Cursor): ClassItem | undefined => {
  const start = c.at - 1;
  const perl = eatMatch(c, /[dDwWsS]/y)?.[0];
  if (perl) {
    const name = perl.toLowerCase();
    return { kind: 'perl', name: name === 'd' ? 'd' : name === 'w' ? 'w' : 's', negated: perl !== name };
  }
  const property = eatMatch(c, /([pP])(?:([A-Za-z])|\{(\^?)([^{}]+)\})/y);
  if (!property) return undefined;
  const [all, letter, short, caret, long] = property;
  const name = short ?? long ?? '';
  const kind = kindOfProperty(name);
  if (kind === 'none')
    return fail(start, `Unicode has no class \`${name}\``, 'name a category (`\\p{Lu}`) or a script (`\\p{Greek}`)', all.length + 1);
  if (kind === 'other') return leave(start, `the Unicode class \`${name}\` is not known to all KQL engines`);
  return { kind: 'property', name, negated: (letter === 'P') !== (caret === '^') };
};

/** The code of an escaped character (behind the backslash). */
export const eatCharEscape = (c: Cursor): number => {
  const start = c.at - 1;
  const code =
    eatMatch(c, /x(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))/y) ??
    eatMatch(c, /(?:[uU]\{([0-9A-Fa-f]+)\}|u([0-9A-Fa-f]{4}))/y) ??
    eatMatch(c, /U([0-9A-Fa-f]{8})/y);
  if (code) return hex(c, start, code[1] ?? code[2] ?? '');
  const digits = octal(c);
  if (digits !== undefined) return digits;
  const next = nextCode(c);
  const control = controls.get(String.fromCodePoint(next));
  if (control !== undefined) return control;
  if (next === 0x3c || next === 0x3e) return leave(start, '`\\<` and `\\>` are literals in one KQL engine and word boundaries in another');
  if (isPunctuation(next)) return next;
  if (next >= 0x31 && next <= 0x39)
    return fail(start, 'back-references do not exist in KQL', 'take the parts with extract(…) and compare them', c.at - start);
  const character = String.fromCodePoint(next);
  if ((character === 'b' || character === 'B') && /\{/y.test(c.text.slice(c.at)))
    return leave(start, '`\\b{…}` is not known to all KQL engines');
  return fail(
    start,
    `the escape \`\\${character}\` does not exist in KQL`,
    'write `\\\\` for a backslash, and letters without one',
    c.at - start,
  );
};
