// A test of a value below a flattened field in; a condition that asks the index for it by QSTR out. ES|QL has no column for such a value: its index has.
import type { Span } from '../../../diagnostics/span.ts';
import { isPlain } from '../array-test.ts';
import { and, call, type Es, not, str } from '../ast.ts';
import type { Place } from '../context.ts';
import { longestNeedle, type TextTestOf } from '../lower-text.ts';
import { anyNeedle, longestPattern } from '../regex/lucene-needles.ts';
import { luceneRegex } from '../regex/lucene-regex.ts';
import type { Asked, Value } from '../value.ts';
import { readsJson } from '../versions.ts';
import { readsRuntime } from './runtime-fields.ts';

/** Signs that the index takes for something else in a name, even behind a backslash. */
const isNameable = (key: string): boolean => /^[^*?\u0000-\u001f]+$/.test(key);

const escapedName = (name: string): string => name.replace(/[^\p{L}\p{N}_.]/gu, (sign) => `\\${sign}`);

/** A value in quotes stands for itself. */
const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

const anyOf = (texts: readonly string[]): string => {
  const all = texts.map(quoted);
  return all.length === 1 ? (all[0] ?? '') : `(${all.join(' OR ')})`;
};

const ask = (query: string): Es => call('QSTR', str(query));

/** The name of the value in the index; null for an element of an array, which has none of its own. */
const nameOf = ({ field, stored: keys }: Asked): string | null =>
  keys.length > 0 && keys.every((key) => isNameable(key) && !/^\d+$/.test(key)) ? escapedName([field, ...keys].join('.')) : null;

const namesOf = ({ column, keys, field }: Asked): { readonly path: string; readonly field: string } => ({
  path: [column, ...keys].join('.'),
  field,
});

/** Null: not here, where the rows are no longer those of the index, or not at all. */
const nameHere = (place: Place, asked: Asked): string | null => (place.asks ? nameOf(asked) : null);

const tell = (place: Place, asked: Asked, span: Span): void => place.context.findings.assume('RMMC3780', span, namesOf(asked));

const named = (place: Place, v: Value, span: Span): string | null => {
  const asked = v.bag?.asked;
  const name = asked ? nameHere(place, asked) : null;
  if (asked && name !== null) tell(place, asked, span);
  return name;
};

/** The JSON text of an array or an object, which the index does not keep. */
const isJson = (needle: string): boolean => /^\s*[[{]/.test(needle);

const hasCase = (needle: string): boolean => needle.toLowerCase() !== needle.toUpperCase();

/** A pattern as the query string takes it. */
const asPattern = (regex: string): string => `/${regex.replaceAll('/', '\\/')}/`;

/** `TaskName`: keys are written like that, and the index knows their values only. */
const looksLikeKey = (needle: string): boolean => /^[A-Za-z]?[a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+$/.test(needle);

/** What the JSON text of a whole column has to hold, asked of the single values in it; null: not that way. */
const asksFor = (name: string, t: TextTestOf): readonly string[] | null => {
  if (t.test !== 'contains' && t.test !== 'term' && t.test !== 'termPrefix' && t.test !== 'termSuffix') return null;
  const { test, caseless } = t;
  if (t.needles.some(looksLikeKey)) return null;
  if (t.needles.every((needle) => isPlain(needle) && needle.length <= longestNeedle))
    return (t.require === 'any' ? [t.needles] : t.needles.map((needle) => [needle])).map((needles) =>
      anyNeedle(test, caseless, needles)
        .map((pattern) => `${name}:${asPattern(pattern)}`)
        .join(' OR '),
    );
  const [needle = '', ...more] = t.needles;
  const whole = test === 'contains' && more.length === 0 ? /^"([^"\\]+)"$/.exec(needle)?.[1] : undefined;
  return whole === undefined || (caseless && hasCase(whole)) ? null : [`${name}:${quoted(whole)}`];
};

const blanks: ReadonlySet<string> = new Set(['', '[]', '{}']);

/** A test of the whole column's text. */
const askedWhole = (place: Place, { column, field }: Asked, t: TextTestOf, want: boolean): Es | null => {
  const name = escapedName(field);
  if (t.test === 'equals' && t.needles.every((needle) => blanks.has(needle))) {
    if (t.needles.some((needle) => needle !== '')) place.context.findings.assume('RMMC3759', t.span, { column, field });
    return want ? not(ask(`${name}:*`)) : ask(`${name}:*`);
  }
  const queries = asksFor(name, t);
  if (!queries) return null;
  place.context.findings.assume('RMMC3781', t.span, { column, field });
  const found = and(...queries.map(ask));
  return want ? found : not(found);
};

/** A text that a value begins with, as the query string takes it. */
const prefix = (text: string): string => `${text.replace(/[^\p{L}\p{N}_]/gu, (sign) => `\\${sign}`)}*`;

/** What the index can say of one value by its key: null where it cannot. */
const askedOne = (name: string, t: TextTestOf, want: boolean): Es | null => {
  if (t.require !== 'any' || (t.caseless && t.needles.some(hasCase))) return null;
  const said = (query: string): Es => (want ? ask(query) : not(ask(query)));
  if (t.test === 'startsWith' && !t.needles.includes('')) return said(t.needles.map((text) => `${name}:${prefix(text)}`).join(' OR '));
  if (t.test !== 'equals' || t.needles.some(isJson)) return null;
  if (!t.needles.includes('')) return said(`${name}:${anyOf(t.needles)}`);
  const other = ask(`${name}:* AND NOT ${name}:${anyOf(t.needles)}`);
  return want ? not(other) : other;
};

/** It stands in single values, and not in the JSON text of an array or an object alone. */
const isLookedFor = (text: string): boolean => /^[^"\u0000-\u001f]+$/.test(text) && !isJson(text) && text.length <= longestNeedle;

/** Patterns of which each has to fit a value; null: there are none. */
const patternsFor = (t: TextTestOf): readonly (readonly string[])[] | null => {
  const { test, caseless, needles } = t;
  const together = t.require === 'any' ? [needles] : needles.map((needle) => [needle]);
  if (test !== 'regex') return needles.every(isLookedFor) ? together.map((some) => anyNeedle(test, caseless, some)) : null;
  const all = needles.map(luceneRegex);
  const patterns = all.flatMap((one) =>
    one.ok && !one.empty && one.pattern !== null && one.pattern.length <= longestPattern ? [one.pattern] : [],
  );
  if (patterns.length < all.length) return null;
  return t.require === 'any' ? [patterns] : patterns.map((one) => [one]);
};

/** The test of any value below the field, where one event too many does no harm; null elsewhere. */
const askedAnywhere = (place: Place, asked: Asked, t: TextTestOf, want: boolean): Es | null => {
  const isHarmless = place.asks && want && place.position === 'kept' && !readsJson(place.context) && !readsRuntime(place.context);
  const patterns = isHarmless ? patternsFor(t) : null;
  if (!patterns) return null;
  place.context.findings.inexact('RMMC3795', t.span, namesOf(asked), 'over', place.position);
  tell(place, asked, t.span);
  const name = escapedName(asked.field);
  return and(...patterns.map((some) => ask(some.map((pattern) => `${name}:${asPattern(pattern)}`).join(' OR '))));
};

/** True exactly where the text of the value passes the test, or does not, or, as a declared widening, where any value beside it does; null: the index cannot say that. */
export const askedText = (place: Place, v: Value, t: TextTestOf, want: boolean): Es | null => {
  const { asked } = v.bag ?? {};
  if (!asked) return null;
  if (asked.keys.length === 0) return askedWhole(place, asked, t, want);
  const name = nameHere(place, asked);
  const one = name === null ? null : askedOne(name, t, want);
  if (!one) return askedAnywhere(place, asked, t, want);
  tell(place, asked, t.span);
  return one;
};

/** The same for one that is compared with a whole number or a boolean; null (a value that is missing) equals none of them. */
export const askedValue = (place: Place, v: Value, text: string, span: Span, want: boolean): Es | null => {
  const name = named(place, v, span);
  if (name === null) return null;
  return want ? ask(`${name}:${quoted(text)}`) : not(ask(`${name}:${quoted(text)}`));
};

/** There is a value. */
export const askedThere = (place: Place, v: Value, span: Span, want: boolean): Es | null => {
  const name = named(place, v, span);
  if (name === null) return null;
  return want ? ask(`${name}:*`) : not(ask(`${name}:*`));
};
