// A string test with a literal in, the Sigma line that says it of a field out, one function for each way in which a field holds a column's value.
import { match, P } from 'ts-pattern';
import type { TextTest } from '../../ir/expr.ts';
import type { SigmaModifier } from './ast.ts';
import { escapeRegex, escapeText, foldAscii, foldsBeyondAscii } from './quote.ts';

/** Everything but a regular expression. */
export type LiteralTest = Exclude<TextTest, 'regex'>;

/** `anchored`: the pattern ends in `$` behind literal text, which some engines let match before a final newline. */
export interface Line {
  readonly modifiers: readonly SigmaModifier[];
  readonly value: string;
  readonly anchored: boolean;
}

const hasLetter = (text: string): boolean => /\p{L}/u.test(text);

const plainLine = (modifiers: readonly SigmaModifier[], text: string, caseless: boolean): Line => ({
  modifiers: caseless || !hasLetter(text) ? modifiers : [...modifiers, 'cased'],
  value: escapeText(text),
  anchored: false,
});

/** A regular expression around the needle; letters outside ASCII must not fold, so that the needle is spelt out in both cases instead of `i`. */
const regexLine = (before: string, needle: string, after: string, caseless: boolean, anchored = false): Line => {
  if (caseless && foldsBeyondAscii(needle)) return { modifiers: ['re'], value: before + foldAscii(needle) + after, anchored };
  return { modifiers: caseless && hasLetter(needle) ? ['re', 'i'] : ['re'], value: before + escapeRegex(needle) + after, anchored };
};

const alphanumeric = /^[0-9A-Za-z]$/;
const startsTerm = (needle: string): boolean => alphanumeric.test(needle.charAt(0));
const endsTerm = (needle: string): boolean => alphanumeric.test(needle.charAt(needle.length - 1));

/** Which sides of a needle must not touch another letter or digit. */
export const guardsOf = (
  test: 'term' | 'termPrefix' | 'termSuffix',
  needle: string,
): { readonly left: boolean; readonly right: boolean } => ({
  left: test !== 'termSuffix' && startsTerm(needle),
  right: test !== 'termPrefix' && endsTerm(needle),
});

const leftGuard = '(^|[^0-9A-Za-z])';
const rightGuard = '([^0-9A-Za-z]|$)';

const wholeModifiers = { equals: [], contains: ['contains'], startsWith: ['startswith'], endsWith: ['endswith'] } as const;

/** The field holds the column's value as it is. */
export const wholeLine = (test: LiteralTest, needle: string, caseless: boolean): Line =>
  match(test)
    .returnType<Line>()
    .with(P.union('equals', 'contains', 'startsWith', 'endsWith'), (t) => {
      if (!caseless || !foldsBeyondAscii(needle)) return plainLine(wholeModifiers[t], needle, caseless);
      const before = t === 'equals' || t === 'startsWith' ? '^' : '';
      const after = t === 'equals' || t === 'endsWith' ? '$' : '';
      return regexLine(before, needle, after, true, after !== '');
    })
    .with(P.union('term', 'termPrefix', 'termSuffix'), (t) => {
      const { left, right } = guardsOf(t, needle);
      if (!left && !right) return wholeLine('contains', needle, caseless);
      return regexLine(left ? leftGuard : '', needle, right ? rightGuard : '', caseless);
    })
    .exhaustive();

/** The column's value is what stands behind the field's last backslash. The needle has no backslash and is not empty. */
export const lastPartLine = (test: LiteralTest, needle: string, caseless: boolean): Line =>
  match(test)
    .returnType<Line>()
    .with('equals', () =>
      caseless && foldsBeyondAscii(needle)
        ? regexLine('(^|\\\\)', needle, '$', true, true)
        : plainLine(['endswith'], `\\${needle}`, caseless),
    )
    .with('endsWith', () => wholeLine('endsWith', needle, caseless))
    .with('contains', () => regexLine('', needle, '[^\\\\]*$', caseless))
    .with('startsWith', () => regexLine('(^|\\\\)', needle, '[^\\\\]*$', caseless))
    .with(P.union('term', 'termPrefix', 'termSuffix'), (t) => {
      const { left, right } = guardsOf(t, needle);
      return regexLine(left ? leftGuard : '', needle, right ? '([^0-9A-Za-z\\\\][^\\\\]*)?$' : '[^\\\\]*$', caseless);
    })
    .exhaustive();

const hives: readonly (readonly [string, string])[] = [
  ['HKEY_LOCAL_MACHINE', 'HKLM'],
  ['HKEY_CURRENT_USER', 'HKCU'],
  ['HKEY_USERS', 'HKU'],
  ['HKEY_CLASSES_ROOT', 'HKCR'],
];

/**
 * The needle as it stands in a field that abbreviates the hive of a registry path; null when the needle could touch only a part of the hive's name,
 * long or short, so that no single text says the same.
 */
export const abbreviateHive = (needle: string): string | null => {
  const cut = needle.indexOf('\\');
  const head = (cut < 0 ? needle : needle.slice(0, cut)).toUpperCase();
  const rest = cut < 0 ? '' : needle.slice(cut);
  if (head === '') return needle;
  const exact = hives.find(([long]) => long === head);
  if (exact) return exact[1] + rest;
  const touches = (name: string): boolean => (cut < 0 ? name.includes(head) : name.endsWith(head));
  return hives.some(([long, short]) => touches(long) || touches(short)) ? null : needle;
};
