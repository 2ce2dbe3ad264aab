// The text of one literal token in, its value out; null when KQL does not know the spelling. Dates and spans are exact in ticks of 100 ns.
import { timespanUnits } from './words.ts';

const ticksPerSecond = 10_000_000n;
const ticksPerDay = 86_400n * ticksPerSecond;

const escapes = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
  ['"', '"'],
  ["'", "'"],
]);

const escapeForm = /\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|x([\da-fA-F]{2})|([0-3][0-7]{2}|[0-7]{1,2})|(.))/g;

const withoutEscapes = (body: string): string =>
  body.replace(escapeForm, (all, u4, u8, x2, octal, plain) => {
    const hex = u4 ?? u8 ?? x2;
    if (hex !== undefined) return codePoint(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    return escapes.get(plain) ?? all;
  });

/** Half of a surrogate pair is a code unit of its own; beyond Unicode there is nothing. */
const codePoint = (code: number): string => (code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code));

/** The pieces of a string token, each with the length of what it stands for: `"a\\tb"` is `"` (0), `a` (1), `\\t` (1), `b` (1), `"` (0). */
export const piecesOfString = (image: string): readonly { readonly written: number; readonly length: number }[] => {
  const start = /^[hH]?(@?)(```|~~~|["'])/.exec(image);
  const [open = '', verbatim = '', quote = ''] = start ?? [];
  const body = image.slice(open.length, image.length - quote.length);
  const unit = quote.length > 1 ? /[\s\S]/g : verbatim ? /""|''|[\s\S]/g : new RegExp(`${escapeForm.source}|[\\s\\S]`, 'g');
  const pieces = (body.match(unit) ?? []).map((written) => ({
    written: written.length,
    length: written.length > 1 ? decodeString(verbatim + quote + written + quote).length : 1,
  }));
  return [{ written: open.length, length: 0 }, ...pieces, { written: quote.length, length: 0 }];
};

/** The value of a string token: `"a\tb"`, `@"C:\x"`, `h'…'`, `` ```…``` ``. A broken token (already reported) gives what it holds. */
export const decodeString = (image: string): string => {
  const start = /^[hH]?(@?)(```|~~~|["'])/.exec(image);
  if (start === null) return image;
  const quote = start[2] ?? '"';
  const closed = image.length >= start[0].length + quote.length && image.endsWith(quote);
  const body = image.slice(start[0].length, closed ? -quote.length : undefined);
  if (quote.length > 1) return body;
  if (start[1] === '@') return body.replaceAll(quote + quote, quote);
  return body.includes('\\') ? withoutEscapes(body) : body;
};

/** No integer of KQL has more characters; it takes long to read a million digits. */
const longestInteger = 40;

const limits = { int: 2n ** 31n, long: 2n ** 63n } as const;

/** A whole number, decimal or hexadecimal, within the range of its type. */
export const decodeInteger = (text: string, type: 'int' | 'long'): bigint | null => {
  const match = /^([+-]?)\s*(0[xX][\da-fA-F]+|\d+)$/.exec(text.trim());
  if (match === null) return null;
  const digits = (match[2] ?? '0').replace(/^0+(?=\d)/, '');
  if (digits.length > longestInteger) return null;
  const size = BigInt(digits);
  const isHex = /^0[xX]/.test(digits);
  const wrapped = isHex ? BigInt.asIntN(type === 'int' ? 32 : 64, size) : size;
  const value = match[1] === '-' ? -wrapped : wrapped;
  const limit = limits[type];
  return value >= -limit && (value < limit || isHex) && (!isHex || size < 2n * limit) ? value : null;
};

const specialReals = new Map([
  ['nan', Number.NaN],
  ['+inf', Number.POSITIVE_INFINITY],
  ['inf', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
  ['infinity', Number.POSITIVE_INFINITY],
  ['-infinity', Number.NEGATIVE_INFINITY],
]);

/** `1.5`, `1e3`, `nan`, `+inf`. */
export const decodeReal = (text: string): number | null => {
  const trimmed = text.trim();
  const special = specialReals.get(trimmed.toLowerCase());
  if (special !== undefined) return special;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(trimmed) ? Number(trimmed) : null;
};

/** A decimal in digits, as written (a decimal has up to 34 of them; JavaScript has no such number). */
export const decodeDecimal = (text: string): string | null => {
  const trimmed = text.trim();
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(trimmed) ? trimmed : null;
};

/** `true`, `FALSE`, `1`, `0`. */
export const decodeBool = (text: string): boolean | null => {
  const word = text.trim().toLowerCase();
  if (word === 'true' || word === '1') return true;
  return word === 'false' || word === '0' ? false : null;
};

/** The 36-character form in lower case; braces and the form without hyphens are understood. */
export const decodeGuid = (text: string): string | null => {
  const inner = text
    .trim()
    .replace(/^["'{(]+|["'})]+$/g, '')
    .toLowerCase();
  const digits = inner.replaceAll('-', '');
  const shaped = /^[\da-f]{32}$/.test(inner) || /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(inner);
  return shaped ? digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : null;
};

/** Ticks of a decimal number of units, exactly; what is below a tick is cut off. */
const scaled = (number: string, ticksPerUnit: number): bigint => {
  const [written = '0', decimals = ''] = number.split('.');
  const whole = written.replace(/^0+(?=\d)/, '').slice(0, longestInteger);
  const fraction = decimals.slice(0, longestInteger);
  const hundredths = BigInt(Math.round(ticksPerUnit * 100));
  const digits = BigInt(whole + fraction);
  return (digits * hundredths) / 10n ** BigInt(fraction.length) / 100n;
};

const clock = /^(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/;

const decodeClock = (text: string): bigint | null => {
  const match = clock.exec(text);
  if (match === null) return null;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const whole = ((BigInt(days) * 24n + BigInt(hours)) * 60n + BigInt(minutes)) * 60n + BigInt(seconds);
  return whole * ticksPerSecond + BigInt(fraction.padEnd(7, '0'));
};

const spanLimit = 2n ** 63n;

/** `1d`, `1.5h`, `-2min`, `1.02:03:04.5`; a bare number counts days, as in `timespan(2)`. */
export const decodeTimespan = (text: string): bigint | null => {
  const trimmed = text
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();
  const negative = trimmed.startsWith('-');
  const body = trimmed.replace(/^[+-]\s*/, '');
  const units = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/.exec(body);
  const perUnit = units === null ? undefined : timespanUnits.get(units[2] === '' ? 'd' : (units[2] ?? ''));
  const ticks = units !== null && perUnit !== undefined ? scaled(units[1] ?? '0', perUnit) : decodeClock(body);
  if (ticks === null || ticks >= spanLimit) return null;
  return negative ? -ticks : ticks;
};

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const daysIn = (year: number, month: number): number =>
  [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;

/** Days from 0001-01-01. */
const dayNumber = (year: number, month: number, day: number): number => {
  const before = year - 1;
  let days = before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) + day - 1;
  for (let m = 1; m < month; m++) days += daysIn(year, m);
  return days;
};

interface DateParts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
}

const dateTicks = ({ year, month, day }: DateParts): bigint | null => {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (y < 1 || y > 9999 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m)) return null;
  return BigInt(dayNumber(y, m, d)) * ticksPerDay;
};

const timeOfDay = /^(\d{1,2})(?::(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?)?\s*([ap]m)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?$/i;

const offsetTicks = (zone: string): bigint => {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (match === null) return 0n;
  const minutes = BigInt(match[2] ?? '0') * 60n + BigInt(match[3] ?? '0');
  return (match[1] === '-' ? -minutes : minutes) * 60n * ticksPerSecond;
};

const timeTicks = (text: string): bigint | null => {
  const match = timeOfDay.exec(text);
  if (match === null) return null;
  const [, hours = '0', minutes, seconds = '0', fraction = '', half = '', zone = ''] = match;
  if (minutes === undefined && half === '') return null;
  const hour = half === '' ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  if (hour > 23 || Number(minutes ?? '0') > 59 || Number(seconds) > 59 || (half !== '' && (Number(hours) < 1 || Number(hours) > 12)))
    return null;
  const whole = (BigInt(hour) * 60n + BigInt(minutes ?? '0')) * 60n + BigInt(seconds);
  return whole * ticksPerSecond + BigInt(fraction.padEnd(7, '0')) - offsetTicks(zone);
};

const monthNumber = (name: string): string => String(months.indexOf(name.slice(0, 3).toLowerCase()) + 1);
const fullYear = (year: string): string => (year.length > 2 ? year : String(Number(year) + (Number(year) < 50 ? 2000 : 1900)));

/** The forms of a date, each with the way to its parts. What follows the date is the time of day. */
const dateForms: readonly { readonly pattern: RegExp; readonly parts: (m: readonly string[]) => DateParts }[] = [
  { pattern: /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?=$|[T\s])/i, parts: ([, year = '', month = '', day = '']) => ({ year, month, day }) },
  { pattern: /^(\d{4})(\d{2})(\d{2})(?=$|[T\s])/i, parts: ([, year = '', month = '', day = '']) => ({ year, month, day }) },
  { pattern: /^(\d{4})-(\d{1,2})$/, parts: ([, year = '', month = '']) => ({ year, month, day: '1' }) },
  { pattern: /^(\d{4})$/, parts: ([, year = '']) => ({ year, month: '1', day: '1' }) },
  { pattern: /^(\d{1,2})[-/](\d{1,2})[-/](\d{4})(?=$|\s)/, parts: ([, month = '', day = '', year = '']) => ({ year, month, day }) },
  {
    pattern:
      /^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?(\d{1,2})[\s-]+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\s-]+(\d{2}|\d{4})(?=$|\s)/i,
    parts: ([, day = '', month = '', year = '']) => ({ year: fullYear(year), month: monthNumber(month), day }),
  },
];

const lastTick = 3_155_378_976_000_000_000n;

/** Ticks since 0001-01-01T00:00:00Z of an ISO 8601, American (month first) or RFC 822/850 date, or of `year, month, day`; a date without a zone is UTC. */
export const decodeDatetime = (text: string): bigint | null => {
  const unquoted = text
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();
  const trimmed = unquoted
    .replace(/^(\d+) ?- ?(\d+) ?- ?(\d+)/, '$1-$2-$3')
    .replace(/^(\d{4})\s*,\s*(\d{1,2})\s*,\s*(\d{1,2})$/, '$1-$2-$3');
  for (const { pattern, parts } of dateForms) {
    const match = pattern.exec(trimmed);
    if (match === null) continue;
    const date = dateTicks(parts(match));
    const rest = trimmed.slice(match[0].length).replace(/^T/i, '').trim();
    const time = rest === '' ? 0n : timeTicks(rest);
    if (date === null || time === null) return null;
    const ticks = date + time;
    return ticks >= 0n && ticks < lastTick ? ticks : null;
  }
  return null;
};
