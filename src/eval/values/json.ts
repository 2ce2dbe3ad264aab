// JSON as Kusto's dynamic values: text in, value out (integers are bigint, bags keep their order); and back.
import { isoOfTicks, textOfTimespan } from '../../ir/time.ts';
import type { DynamicValue } from '../../ir/types.ts';
import { textOfReal } from './number-text.ts';

const longMin = -(2n ** 63n);
const longMax = 2n ** 63n - 1n;

const notJson = new Error('not JSON');

interface Cursor {
  readonly text: string;
  at: number;
}

const codes = {
  quote: 34,
  comma: 44,
  minus: 45,
  point: 46,
  zero: 48,
  nine: 57,
  colon: 58,
  open: 91,
  backslash: 92,
  close: 93,
  begin: 123,
  end: 125,
} as const;

const isBlank = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;
const isDigit = (code: number): boolean => code >= codes.zero && code <= codes.nine;

/** The code of the next character that is no blank. */
const peek = (cursor: Cursor): number => {
  let code = cursor.text.charCodeAt(cursor.at);
  while (isBlank(code)) {
    cursor.at += 1;
    code = cursor.text.charCodeAt(cursor.at);
  }
  return code;
};

const escapedString = (quoted: string): string => {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw notJson;
  }
};

const readString = (cursor: Cursor): string => {
  const { text } = cursor;
  const start = cursor.at;
  let escaped = false;
  for (let i = start + 1; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === codes.quote) {
      cursor.at = i + 1;
      return escaped ? escapedString(text.slice(start, i + 1)) : text.slice(start + 1, i);
    }
    if (code < 32) throw notJson;
    if (code === codes.backslash) {
      escaped = true;
      i += 1;
    }
  }
  throw notJson;
};

const skipDigits = (text: string, from: number): number => {
  let i = from;
  while (isDigit(text.charCodeAt(i))) i += 1;
  if (i === from) throw notJson;
  return i;
};

const isExponent = (code: number): boolean => code === 101 || code === 69;

const readNumber = (cursor: Cursor): DynamicValue => {
  const { text, at: start } = cursor;
  const first = text.charCodeAt(start) === codes.minus ? start + 1 : start;
  let end = skipDigits(text, first);
  if (text.charCodeAt(first) === codes.zero && end > first + 1) throw notJson;
  const whole = end;
  if (text.charCodeAt(end) === codes.point) end = skipDigits(text, end + 1);
  if (isExponent(text.charCodeAt(end))) {
    const sign = text.charCodeAt(end + 1);
    end = skipDigits(text, sign === 43 || sign === codes.minus ? end + 2 : end + 1);
  }
  cursor.at = end;
  const digits = text.slice(start, end);
  if (end !== whole) return Number(digits);
  if (end - start < 16) return BigInt(Number(digits));
  const long = BigInt(digits);
  return long >= longMin && long <= longMax ? long : Number(digits);
};

const readArray = (cursor: Cursor): DynamicValue => {
  const items: DynamicValue[] = [];
  cursor.at += 1;
  if (peek(cursor) === codes.close) {
    cursor.at += 1;
    return items;
  }
  for (;;) {
    items.push(readValue(cursor));
    const mark = peek(cursor);
    cursor.at += 1;
    if (mark === codes.close) return items;
    if (mark !== codes.comma) throw notJson;
  }
};

const readBag = (cursor: Cursor): DynamicValue => {
  const bag = new Map<string, DynamicValue>();
  cursor.at += 1;
  if (peek(cursor) === codes.end) {
    cursor.at += 1;
    return bag;
  }
  for (;;) {
    if (peek(cursor) !== codes.quote) throw notJson;
    const key = readString(cursor);
    if (peek(cursor) !== codes.colon) throw notJson;
    cursor.at += 1;
    bag.set(key, readValue(cursor));
    const mark = peek(cursor);
    cursor.at += 1;
    if (mark === codes.end) return bag;
    if (mark !== codes.comma) throw notJson;
  }
};

const words: readonly (readonly [string, DynamicValue])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

const readWord = (cursor: Cursor): DynamicValue => {
  const found = words.find(([word]) => cursor.text.startsWith(word, cursor.at));
  if (!found) throw notJson;
  cursor.at += found[0].length;
  return found[1];
};

const readValue = (cursor: Cursor): DynamicValue => {
  const code = peek(cursor);
  if (code === codes.quote) return readString(cursor);
  if (code === codes.begin) return readBag(cursor);
  if (code === codes.open) return readArray(cursor);
  return code === codes.minus || isDigit(code) ? readNumber(cursor) : readWord(cursor);
};

const readText = (text: string): DynamicValue | undefined => {
  const cursor: Cursor = { text, at: 0 };
  try {
    const value = readValue(cursor);
    return Number.isNaN(peek(cursor)) ? value : undefined;
  } catch (error) {
    if (error === notJson || error instanceof RangeError) return undefined;
    throw error;
  }
};

let last: { readonly text: string; readonly value: DynamicValue | undefined } = { text: '', value: undefined };

/**
 * The value of a JSON text; undefined when the text is not JSON. Of a key that stands twice in a bag the last counts.
 * A query asks for several keys of one text in a row, so the last text is remembered.
 */
export const parseJson = (text: string): DynamicValue | undefined => {
  if (text !== last.text) last = { text, value: readText(text) };
  return last.value;
};

/** A value that `JSON.parse` made, as a dynamic value. */
export const dynamicOfPlain = (plain: unknown): DynamicValue => {
  if (plain === null || plain === undefined) return null;
  if (typeof plain === 'number') return Number.isSafeInteger(plain) ? BigInt(plain) : plain;
  if (typeof plain === 'string' || typeof plain === 'boolean' || typeof plain === 'bigint') return plain;
  if (Array.isArray(plain)) return plain.map(dynamicOfPlain);
  return new Map(Object.entries(plain).map(([key, value]) => [key, dynamicOfPlain(value)]));
};

export const isBag = (value: unknown): value is ReadonlyMap<string, DynamicValue> => value instanceof Map;

export const isTicks = (value: DynamicValue): value is { readonly ticks: bigint; readonly type: 'datetime' | 'timespan' } =>
  typeof value === 'object' && value !== null && 'ticks' in value;

const hidden = /[\u007f-\u009f\u2028\u2029]/g;

const quote = (text: string): string => JSON.stringify(text).replace(hidden, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** JSON without blanks, as Kusto prints a dynamic value. */
export const jsonOf = (value: DynamicValue): string => {
  if (value === null) return 'null';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return Number.isFinite(value) ? textOfReal(value) : quote(textOfReal(value));
  if (typeof value !== 'object') return String(value);
  if (isBag(value)) return `{${[...value].map(([key, inner]) => `${quote(key)}:${jsonOf(inner)}`).join(',')}}`;
  if (isTicks(value)) return quote(value.type === 'datetime' ? isoOfTicks(value.ticks) : textOfTimespan(value.ticks));
  return `[${value.map(jsonOf).join(',')}]`;
};
