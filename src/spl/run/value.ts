// What a field or an expression of SPL can hold: text, number or several texts; NULL, and booleans that no field can hold. JSON in, printed cells out.

/** How many digits of a number count: products take the fewest significant ones, sums under `sigfig` the fewest decimals. Infinity for whole numbers. */
export interface Precision {
  readonly significant: number;
  readonly decimals: number;
}

export interface Num {
  readonly kind: 'number';
  readonly value: number;
  /** How it is written when that is not the shortest form of the double. */
  readonly text: string | null;
  readonly precision: Precision;
}

/** A multivalue: two texts or more in a field, any count in an expression. */
export type Multi = readonly string[];
/** What a field holds; a field without a value is not there. */
export type Field = string | Num | Multi;
/** What an expression gives. */
export type Value = Field | boolean | null;
export type Row = ReadonlyMap<string, Field>;

export const exactly: Precision = { significant: Number.POSITIVE_INFINITY, decimals: Number.POSITIVE_INFINITY };
export const num = (value: number): Num => ({ kind: 'number', value, text: null, precision: exactly });
/** A number with its text: `1534143600.000000`. */
export const written = (value: number, text: string): Num => ({ kind: 'number', value, text, precision: exactly });

export const isMulti = (value: Value): value is Multi => Array.isArray(value);
export const isNum = (value: Value): value is Num => typeof value === 'object' && value !== null && 'kind' in value;

/** Shortest text that reads back as the double: up to 17 digits (Search Reference, eval, "precision"). */
export const doubleText = (value: number): string => {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Object.is(value, -0) ? '0' : String(value);
};

export const numText = (value: Num): string => value.text ?? doubleText(value.value);

const numeric = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const special = new Map([
  ['nan', Number.NaN],
  ['inf', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
]);

/** The number that a text looks like; blanks around it make it none (Conversion functions, tonumber). */
export const numberOf = (text: string): number | null => (numeric.test(text) ? Number(text) : (special.get(text.toLowerCase()) ?? null));

/** A number, or a text that looks like one. Of several values there is no one number. */
export const toNumber = (value: Value): number | null => {
  if (isNum(value)) return value.value;
  return typeof value === 'string' ? numberOf(value) : null;
};

/** Texts of a value: none for NULL. */
export const textsOf = (value: Field | null): readonly string[] => {
  if (value === null) return [];
  if (isMulti(value)) return value;
  return [isNum(value) ? numText(value) : value];
};

/** One text; several are joined by line feeds, as a search shows them. */
export const textOf = (value: Field): string => textsOf(value).join('\n');

/** Several texts as a value: one stands for itself, none is NULL. */
export const multi = (texts: readonly string[]): Field | null => {
  const [first] = texts;
  if (first === undefined) return null;
  return texts.length === 1 ? first : texts;
};

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON value as a field; null is none. */
export const fieldOf = (json: Json): Field | null => {
  if (json === null) return null;
  if (typeof json === 'string') return json;
  if (typeof json === 'number') return num(json);
  if (typeof json === 'boolean') return String(json);
  if (Array.isArray(json)) return multi(json.map((one: Json) => (typeof one === 'string' ? one : JSON.stringify(one))));
  return JSON.stringify(json);
};

/** A field as a search shows it: a text, or a list of texts. */
export const shownField = (field: Field | undefined): string | readonly string[] | null => {
  if (field === undefined) return null;
  return isMulti(field) ? field : textOf(field);
};

/** By code point: UTF-16 puts characters beyond the basic plane before U+E000. */
export const compareText = (a: string, b: string): number => {
  if (a === b) return 0;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  if (at === a.length || at === b.length) return a.length - b.length;
  // the pair of units that they share the first half of is one character
  if (at > 0 && /[\ud800-\udbff]/.test(a[at - 1] ?? '')) at -= 1;
  return (a.codePointAt(at) ?? 0) - (b.codePointAt(at) ?? 0);
};
