// Points in time and spans as text: what `todatetime()`, `totimespan()` and data files hold in, ticks of 100 ns out.
import { ticksPerDay, ticksPerMilli, ticksPerSecond, unixEpochTicks } from '../../ir/types.ts';

/** Hours and minutes, with seconds and their fraction. */
const clock = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?`;
const zone = String.raw`\s*(?:[Zz]|GMT|UTC|([+-])(\d{2}):?(\d{2}))?`;
const isoForm = new RegExp(String.raw`^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|\s+)${clock})?${zone}$`);
/** The month stands first. */
const americanForm = new RegExp(String.raw`^(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?:\s+${clock}\s*([AaPp][Mm])?)?${zone}$`);
const monthNames = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
/** RFC 822 and RFC 850: `Sat, 8 Nov 14 15:05:02 GMT`, `Saturday, 08-Nov-14 15:05`. */
const namedForm = new RegExp(
  String.raw`^(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,\s*)?(\d{1,2})([ -])(${monthNames.join('|')})\2(\d{4}|\d{2})\s+${clock}${zone}$`,
  'i',
);

export const minDatetime = 0n;
export const maxDatetime = 3_155_378_975_999_999_999n;

/** Ticks of a calendar point in UTC; null when there is no such day or time. `fraction`: digits behind the second's point. */
export const ticksOfParts = (parts: readonly [number, number, number, number, number, number], fraction = ''): bigint | null => {
  const [year, month, day, hour, minute, second] = parts;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const exists = year > 0 && year < 10_000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!exists || hour > 23 || minute > 59 || second > 59) return null;
  return BigInt(date.getTime()) * ticksPerMilli + unixEpochTicks + BigInt(fraction.slice(0, 7).padEnd(7, '0') || 0);
};

const shifted = (ticks: bigint | null, sign: string | undefined, hours: string | undefined, minutes: string | undefined): bigint | null => {
  if (ticks === null || sign === undefined) return ticks;
  const shift = (BigInt(hours ?? 0) * 60n + BigInt(minutes ?? 0)) * 60n * ticksPerSecond;
  return sign === '+' ? ticks - shift : ticks + shift;
};

const fromIso = (found: RegExpExecArray): bigint | null => {
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', sign, hours, minutes] = found;
  const ticks = ticksOfParts([Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second)], fraction);
  return shifted(ticks, sign, hours, minutes);
};

const fromAmerican = (found: RegExpExecArray): bigint | null => {
  const [, month, , day, year, hour = '0', minute = '0', second = '0', fraction = '', half, sign, hours, minutes] = found;
  const isHalf = half !== undefined;
  if (isHalf && (Number(hour) < 1 || Number(hour) > 12)) return null;
  const hourOfDay = isHalf ? (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hour);
  const ticks = ticksOfParts([Number(year), Number(month), Number(day), hourOfDay, Number(minute), Number(second)], fraction);
  return shifted(ticks, sign, hours, minutes);
};

/** Two digits of a year from 69 on are 19.., as in C's `strptime`. */
const fullYear = (digits: string): number => {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year < 69 ? 2000 + year : 1900 + year;
};

const fromNamed = (found: RegExpExecArray): bigint | null => {
  const [, day, , name = '', year = '', hour, minute, second = '0', fraction = '', sign, hours, minutes] = found;
  const month = monthNames.indexOf(name.toLowerCase()) + 1;
  const ticks = ticksOfParts([fullYear(year), month, Number(day), Number(hour), Number(minute), Number(second)], fraction);
  return shifted(ticks, sign, hours, minutes);
};

/** The number of two digits at `at`; NaN where there are none. */
const twoDigits = (text: string, at: number): number => {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
};

const isPunctuated = (text: string): boolean =>
  text.charCodeAt(4) === 45 &&
  text.charCodeAt(7) === 45 &&
  text.charCodeAt(10) === 84 &&
  text.charCodeAt(13) === 58 &&
  text.charCodeAt(16) === 58 &&
  text.charCodeAt(text.length - 1) === 90;

let lastDay = { key: 0, ticks: 0n };

/** Events come day by day: the last is remembered. */
const startOfDay = (year: number, month: number, day: number): bigint => {
  const key = (year * 100 + month) * 100 + day;
  if (key !== lastDay.key) lastDay = { key, ticks: BigInt(Date.UTC(year, month - 1, day)) * ticksPerMilli + unixEpochTicks };
  return lastDay.ticks;
};

/** Ticks of the fraction between the seconds and the last letter, digits beyond the seventh left out; -1 where it is none. */
const fractionOf = (text: string): number => {
  const end = text.length - 1;
  if (end === 19) return 0;
  if (text.charCodeAt(19) !== 46 || end === 20) return -1;
  let ticks = 0;
  let unit = 1e6;
  for (let i = 20; i < end; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    if (unit >= 1) ticks += digit * unit;
    unit /= 10;
  }
  return ticks;
};

/** A fixed-width `2026-01-02T03:04:05[.fff]Z`, by far the most frequent form in data; undefined for every other. Days beyond the 28th take the long way. */
const fastIso = (text: string): bigint | undefined => {
  if (text.length < 20 || !isPunctuated(text)) return undefined;
  const century = twoDigits(text, 0);
  const year = twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  const exists = century > 0 && year >= 0 && month > 0 && month <= 12 && day > 0 && day <= 28;
  if (!exists || !(hour <= 23 && minute <= 59 && second <= 59)) return undefined;
  const ticks = fractionOf(text);
  if (ticks < 0) return undefined;
  return startOfDay(century * 100 + year, month, day) + BigInt(((hour * 60 + minute) * 60 + second) * 1e7 + ticks);
};

/** Ticks since 0001-01-01 of a text in a form that the page of the type lists, or `month/day/year`; null for every other. UTC unless the text names an offset. */
export const datetimeOfText = (text: string): bigint | null => {
  const fast = fastIso(text);
  if (fast !== undefined) return fast;
  const trimmed = text.trim();
  const iso = isoForm.exec(trimmed);
  if (iso) return fromIso(iso);
  const american = americanForm.exec(trimmed);
  if (american) return fromAmerican(american);
  const named = namedForm.exec(trimmed);
  if (named) return fromNamed(named);
  return /^\d{4}$/.test(trimmed) ? ticksOfParts([Number(trimmed), 1, 1, 0, 0, 0]) : null;
};

/** A text that is no point in time for `datetimeOfText` but could be one in a form that no page lists: `15/01/2024 12:35`, `Nov 8, 2014`. */
export const mayBeDatetime = (text: string): boolean => {
  const trimmed = text.trim();
  if (isoForm.test(trimmed) || namedForm.test(trimmed)) return false;
  if (/^\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:[T\s]|$)/.test(trimmed) || /^\d{8}(?:\d{6}|T\d+Z?)?$/.test(trimmed)) return true;
  return new RegExp(`\\b(?:${monthNames.join('|')})`, 'i').test(trimmed) && /\d/.test(trimmed) && trimmed.length < 40;
};

const spanForm = /^(-)?(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/;
const unitForm =
  /^([+-]?\d+(?:\.\d+)?)\s*(d|days?|h|hr|hrs|hours?|m|min|mins?|minutes?|s|sec|secs|seconds?|ms|millis?|milliseconds?|micros?|microseconds?|ticks?)$/i;

const unitTicks = (unit: string): bigint => {
  const low = unit.toLowerCase();
  if (low.startsWith('d')) return ticksPerDay;
  if (low.startsWith('h')) return 3600n * ticksPerSecond;
  if (low.startsWith('ms') || low.startsWith('milli')) return ticksPerMilli;
  if (low.startsWith('micro')) return 10n;
  if (low.startsWith('m')) return 60n * ticksPerSecond;
  return low.startsWith('t') ? 1n : ticksPerSecond;
};

/** Ticks of a text such as `1.02:03:04.5`, `-00:10:00`, `3d`, or of a bare number of days; null when it is no timespan. */
export const timespanOfText = (text: string): bigint | null => {
  const trimmed = text.trim();
  const found = spanForm.exec(trimmed);
  if (found) {
    const [, sign, days = '0', hours, minutes, seconds = '0', fraction = ''] = found;
    if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
    const whole = ((BigInt(days) * 24n + BigInt(hours ?? 0)) * 60n + BigInt(minutes ?? 0)) * 60n + BigInt(seconds);
    const ticks = whole * ticksPerSecond + BigInt(fraction.padEnd(7, '0'));
    return sign ? -ticks : ticks;
  }
  const unit = unitForm.exec(trimmed);
  if (unit) return BigInt(Math.round(Number(unit[1]) * Number(unitTicks(unit[2] ?? 's'))));
  return /^[+-]?\d+$/.test(trimmed) ? BigInt(trimmed) * ticksPerDay : null;
};
