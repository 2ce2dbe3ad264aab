// Days, months and years of a point in time: ticks of 100 ns since 0001-01-01 in, calendar numbers out; and back. Proleptic Gregorian, UTC.
import { ticksPerDay, ticksPerMilli, unixEpochTicks } from '../../ir/types.ts';
import { maxDatetime } from './time.ts';

/** The quotient rounded down; `by` is positive. */
export const floorDiv = (value: bigint, by: bigint): bigint => (value >= 0n ? value / by : -((by - 1n - value) / by));

/** What is left above the multiple of `by` below `value`: never negative. */
export const floorMod = (value: bigint, by: bigint): bigint => value - floorDiv(value, by) * by;

/** Null beyond 0001-01-01 .. 9999-12-31T23:59:59.9999999. */
export const withinDatetime = (ticks: bigint): bigint | null => (ticks < 0n || ticks > maxDatetime ? null : ticks);

/** `month` from 1, `dayOfWeek` 0 is Sunday, `dayOfYear` from 1, `time`: ticks since midnight. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly dayOfWeek: number;
  readonly dayOfYear: number;
  readonly time: bigint;
}

/** Ticks at the start of a month; months beyond 1..12 run into other years. */
export const monthStart = (year: number, month: number): bigint => {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, 1);
  return BigInt(date.getTime()) * ticksPerMilli + unixEpochTicks;
};

export const dayOf = (ticks: bigint): Day => {
  const days = floorDiv(ticks, ticksPerDay);
  const date = new Date(Number((days * ticksPerDay - unixEpochTicks) / ticksPerMilli));
  const year = date.getUTCFullYear();
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    dayOfWeek: date.getUTCDay(),
    dayOfYear: Number(days - monthStart(year, 1) / ticksPerDay) + 1,
    time: ticks - days * ticksPerDay,
  };
};

/** Weeks start on Sunday; 0001-01-01 was a Monday. */
export const sundaysBefore = (ticks: bigint): bigint => floorDiv(ticks + ticksPerDay, 7n * ticksPerDay);

/** The number of the week by ISO 8601: weeks start on Monday, the first has the first Thursday of the year. */
export const isoWeek = (ticks: bigint): number => {
  const { dayOfWeek } = dayOf(ticks);
  const thursday = ticks + BigInt(3 - ((dayOfWeek + 6) % 7)) * ticksPerDay;
  return Math.floor((dayOf(thursday).dayOfYear - 1) / 7) + 1;
};

/** The same day and time some months later; a day that the month lacks becomes its last. Null beyond the calendar. */
export const addMonths = (ticks: bigint, months: number): bigint | null => {
  const { year, month, day, time } = dayOf(ticks);
  const target = year * 12 + (month - 1) + months;
  if (!Number.isSafeInteger(target) || Math.abs(target) > 200_000) return null;
  const [first, next] = [monthStart(0, target + 1), monthStart(0, target + 2)];
  const last = Number((next - first) / ticksPerDay);
  return withinDatetime(first + BigInt(Math.min(day, last) - 1) * ticksPerDay + time);
};
