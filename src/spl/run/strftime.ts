// Seconds since 1970 and a format in; text out, by the directives of Splunk's "Date and time format variables".
import { refuse } from './refusal.ts';
import type { Asked } from './settings.ts';
import { doubleText } from './value.ts';
import { dayOfYear, type Parts, partsOf, weekdayOf, type Zone } from './zone.ts';

export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
export const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** A moment in its zone: what a directive writes from. */
interface Moment {
  readonly seconds: number;
  /** Digits behind the decimal point, as many as the double has. */
  readonly fraction: string;
  readonly parts: Parts;
  readonly zone: Zone;
}

const two = (value: number): string => String(value).padStart(2, '0');
const blank = (value: number): string => String(value).padStart(2, ' ');
const hour12 = ({ hour }: Parts): number => hour % 12 || 12;

const offsetText = ({ zone, seconds }: Moment, colon: string): string => {
  const offset = zone.offset(seconds);
  const minutes = Math.floor(Math.abs(offset) / 60);
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${colon}${two(minutes % 60)}`;
};

/** ISO 8601's week: Monday first, week 1 has the year's first Thursday. */
const isoWeek = (parts: Parts): { readonly year: number; readonly week: number } => {
  const weekday = weekdayOf(parts) || 7;
  const thursday = new Date(Date.UTC(parts.year, parts.month - 1, parts.day + 4 - weekday));
  const start = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return { year: thursday.getUTCFullYear(), week: Math.floor((thursday.getTime() - start) / 604_800_000) + 1 };
};

/** Weeks that begin on a weekday: days before the first one are week 0. */
const weekFrom = (parts: Parts, first: number): number => Math.floor((dayOfYear(parts) + 6 - ((weekdayOf(parts) - first + 7) % 7)) / 7);

const digits = ({ fraction }: Moment, count: number): string => fraction.padEnd(count, '0').slice(0, count);

const directives: ReadonlyMap<string, (moment: Moment) => string> = new Map<string, (moment: Moment) => string>([
  ['Y', ({ parts }) => String(parts.year)],
  ['y', ({ parts }) => two(parts.year % 100)],
  ['C', ({ parts }) => two(Math.floor(parts.year / 100))],
  ['m', ({ parts }) => two(parts.month)],
  ['d', ({ parts }) => two(parts.day)],
  ['e', ({ parts }) => blank(parts.day)],
  ['H', ({ parts }) => two(parts.hour)],
  ['k', ({ parts }) => blank(parts.hour)],
  ['I', ({ parts }) => two(hour12(parts))],
  ['l', ({ parts }) => blank(hour12(parts))],
  ['M', ({ parts }) => two(parts.minute)],
  ['S', ({ parts }) => two(parts.second)],
  ['p', ({ parts }) => (parts.hour < 12 ? 'AM' : 'PM')],
  ['j', ({ parts }) => String(dayOfYear(parts)).padStart(3, '0')],
  ['B', ({ parts }) => monthNames[parts.month - 1] ?? ''],
  ['b', ({ parts }) => (monthNames[parts.month - 1] ?? '').slice(0, 3)],
  ['h', ({ parts }) => (monthNames[parts.month - 1] ?? '').slice(0, 3)],
  ['A', ({ parts }) => dayNames[weekdayOf(parts)] ?? ''],
  ['a', ({ parts }) => (dayNames[weekdayOf(parts)] ?? '').slice(0, 3)],
  ['w', ({ parts }) => String(weekdayOf(parts))],
  ['u', ({ parts }) => String(weekdayOf(parts) || 7)],
  ['V', ({ parts }) => two(isoWeek(parts).week)],
  ['G', ({ parts }) => String(isoWeek(parts).year)],
  ['U', ({ parts }) => two(weekFrom(parts, 0))],
  ['W', ({ parts }) => two(weekFrom(parts, 1))],
  ['s', ({ seconds }) => String(Math.floor(seconds))],
  ['Q', (moment) => digits(moment, 3)],
  ['3Q', (moment) => digits(moment, 3)],
  ['6Q', (moment) => digits(moment, 6)],
  ['9Q', (moment) => digits(moment, 9)],
  ['N', (moment) => digits(moment, 9)],
  ['3N', (moment) => digits(moment, 3)],
  ['6N', (moment) => digits(moment, 6)],
  ['9N', (moment) => digits(moment, 9)],
  ['Z', ({ zone, seconds }) => zone.abbreviation(seconds)],
  ['z', (moment) => offsetText(moment, '')],
  ['Ez', (moment) => offsetText(moment, '')],
  [':z', (moment) => offsetText(moment, ':')],
  ['%', () => '%'],
  ['n', () => '\n'],
  ['t', () => '\t'],
]);

/** Directives that stand for others. */
const long: ReadonlyMap<string, string> = new Map([
  ['F', '%Y-%m-%d'],
  ['T', '%H:%M:%S'],
  ['R', '%H:%M'],
  ['D', '%m/%d/%y'],
  ['c', '%a %b %e %H:%M:%S %Y'],
  ['+', '%a %b %e %H:%M:%S %Z %Y'],
  ['x', '%m/%d/%y'],
  ['X', '%H:%M:%S'],
]);

export const directive = /%([1-9]?[A-Za-z%+]|E[a-z]|:z)/g;
export const unfolded = (format: string): string => format.replace(directive, (whole, name: string) => long.get(name) ?? whole);

/** Digits of a double behind its point, without its noise: nine at most. */
const fractionOf = (seconds: number): string => {
  const text = doubleText(Math.abs(seconds));
  const plain = /e/.test(text) ? seconds.toFixed(9) : text;
  const found = plain.split('.')[1] ?? '';
  if (seconds >= 0 || found === '') return found;
  return String(10 ** found.length - Number(found)).padStart(found.length, '0');
};

/** The fewest digits of a second's fraction that a format shows; null when it shows none. */
const shownDigits = (format: string): number | null => {
  const counts = [...format.matchAll(/%([369])?([NQ])/g)].map(([, width, letter]) => (width ? Number(width) : letter === 'N' ? 9 : 3));
  return counts.length > 0 ? Math.min(...counts) : null;
};

export const strftime = (seconds: number, format: string, zone: Zone, asked: Asked): string => {
  const plain = unfolded(format);
  const width = shownDigits(plain);
  const exact = fractionOf(seconds);
  const isCut =
    width === null || exact.length <= width || exact[width] === undefined || exact[width] < '5' || asked.is('strftimeCutsFraction');
  const at = isCut ? seconds : Number(seconds.toFixed(width));
  const moment: Moment = { seconds: at, fraction: isCut ? exact : fractionOf(at), parts: partsOf(zone, at), zone };
  return plain.replace(directive, (whole, name: string) => directives.get(name)?.(moment) ?? refuse(`strftime with ${whole}`));
};
