// Points in time and spans as text: what `todatetime()`, `totimespan()` and data files hold in, ticks of 100 ns out.
import { ticksPerDay, ticksPerSecond, unixEpochTicks } from '../../ir/types.ts';

const ticksPerMilli = 10_000n;
const isoForm =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?\s*(?:([Zz])|([+-])(\d{2}):?(\d{2}))?$/;
const slashForm =
  /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?\s*([AaPp][Mm])?)?\s*(?:([Zz])|([+-])(\d{2}):?(\d{2}))?$/;
const namedMonth = /[A-Za-z]{3}/;

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
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', , sign, hours, minutes] = found;
  const ticks = ticksOfParts([Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second)], fraction);
  return shifted(ticks, sign, hours, minutes);
};

const fromSlashes = (found: RegExpExecArray): bigint | null => {
  const [, month, day, year, hour = '0', minute = '0', second = '0', fraction = '', half, , sign, hours, minutes] = found;
  const clock = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  const ticks = ticksOfParts([Number(year), Number(month), Number(day), clock, Number(minute), Number(second)], fraction);
  return shifted(ticks, sign, hours, minutes);
};

/** A fixed-width `2026-01-02T03:04:05[.fff]Z`, by far the most frequent form in data; undefined for every other. */
const fastIso = (text: string): bigint | undefined => {
  if (text.length < 20 || text.charCodeAt(10) !== 84 || text.charCodeAt(text.length - 1) !== 90) return undefined;
  const whole = Date.parse(`${text.slice(0, 19)}Z`);
  if (Number.isNaN(whole)) return undefined;
  if (text.length === 20) return BigInt(whole) * ticksPerMilli + unixEpochTicks;
  const fraction = text.slice(20, -1);
  if (text.charCodeAt(19) !== 46 || !/^\d+$/.test(fraction)) return undefined;
  return BigInt(whole) * ticksPerMilli + unixEpochTicks + BigInt(Number(fraction.slice(0, 7).padEnd(7, '0')));
};

/** Ticks since 0001-01-01 of a text; null when it is no point in time. UTC unless the text names an offset. */
export const datetimeOfText = (text: string): bigint | null => {
  const fast = fastIso(text);
  if (fast !== undefined) return fast;
  const trimmed = text.trim();
  const iso = isoForm.exec(trimmed);
  if (iso) return fromIso(iso);
  const slashes = slashForm.exec(trimmed);
  if (slashes) return fromSlashes(slashes);
  if (/^\d{4}$/.test(trimmed)) return ticksOfParts([Number(trimmed), 1, 1, 0, 0, 0]);
  if (!namedMonth.test(trimmed)) return null;
  const zoned = /(?:[Zz]|GMT|UTC|[+-]\d{2}:?\d{2})$/.test(trimmed) ? trimmed : `${trimmed} UTC`;
  const millis = Date.parse(zoned);
  return Number.isNaN(millis) ? null : BigInt(millis) * ticksPerMilli + unixEpochTicks;
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
