// JSON as Kusto's dynamic values: text in, value out (integers are bigint, bags keep their order); and back.
import { isoOfTicks, textOfTimespan } from '../../ir/time.ts';
import type { DynamicValue } from '../../ir/types.ts';
import { textOfReal } from './number-text.ts';

const longMin = -(2n ** 63n);
const longMax = 2n ** 63n - 1n;
const token = /[\s]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null))/y;

class NotJson extends Error {}

interface Reader {
  next(): string;
  peek(): string;
}

const readerOf = (text: string): Reader & { atEnd(): boolean } => {
  let at = 0;
  let ahead: string | null = null;
  const scan = (): string => {
    token.lastIndex = at;
    const found = token.exec(text);
    if (!found) throw new NotJson();
    at = token.lastIndex;
    return found[0].trim();
  };
  return {
    next: () => {
      const now = ahead ?? scan();
      ahead = null;
      return now;
    },
    peek: () => {
      ahead ??= scan();
      return ahead;
    },
    atEnd: () => ahead === null && text.slice(at).trim() === '',
  };
};

const numberOf = (text: string): DynamicValue => {
  if (/[.eE]/.test(text)) return Number(text);
  const whole = BigInt(text);
  return whole >= longMin && whole <= longMax ? whole : Number(text);
};

const readArray = (reader: Reader): DynamicValue => {
  const items: DynamicValue[] = [];
  if (reader.peek() === ']') return reader.next() && items;
  for (;;) {
    items.push(readValue(reader));
    const mark = reader.next();
    if (mark === ']') return items;
    if (mark !== ',') throw new NotJson();
  }
};

const readBag = (reader: Reader): DynamicValue => {
  const bag = new Map<string, DynamicValue>();
  if (reader.peek() === '}') return reader.next() && bag;
  for (;;) {
    const key = reader.next();
    if (!key.startsWith('"') || reader.next() !== ':') throw new NotJson();
    bag.set(stringOf(key), readValue(reader));
    const mark = reader.next();
    if (mark === '}') return bag;
    if (mark !== ',') throw new NotJson();
  }
};

const stringOf = (quoted: string): string => {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw new NotJson();
  }
};

const readValue = (reader: Reader): DynamicValue => {
  const text = reader.next();
  if (text === '[') return readArray(reader);
  if (text === '{') return readBag(reader);
  if (text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  if (text.startsWith('"')) return stringOf(text);
  if (/^[-\d]/.test(text)) return numberOf(text);
  throw new NotJson();
};

/** The value of a JSON text; undefined when the text is not JSON. */
export const parseJson = (text: string): DynamicValue | undefined => {
  const reader = readerOf(text);
  try {
    const value = readValue(reader);
    return reader.atEnd() ? value : undefined;
  } catch (error) {
    if (error instanceof NotJson || error instanceof RangeError) return undefined;
    throw error;
  }
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
