// Points in time and spans taken apart, put together and shifted by a named period.
import { ticksPerDay, ticksPerSecond, unixEpochTicks } from '../../ir/types.ts';
import { failed } from '../refusal.ts';
import type { Call, Fn } from '../scope.ts';
import { addMonths, dayOf, floorDiv, isoWeek, sundaysBefore, withinDatetime } from '../values/calendar.ts';
import { ticksOfParts } from '../values/time.ts';
import { datetime, real, strict, text, timespan, whole } from './shapes.ts';

const hour = 3600n * ticksPerSecond;
const minute = 60n * ticksPerSecond;
const milli = 10_000n;
const micro = 10n;

/** One ticks unit of `datetime_diff`, `datetime_add`: a period that has always the same length. */
const lengths: ReadonlyMap<string, bigint> = new Map([
  ['week', 7n * ticksPerDay],
  ['day', ticksPerDay],
  ['hour', hour],
  ['minute', minute],
  ['second', ticksPerSecond],
  ['millisecond', milli],
  ['microsecond', micro],
]);

const months: ReadonlyMap<string, number> = new Map([
  ['year', 12],
  ['quarter', 3],
  ['month', 1],
]);

const unknownPart = ({ name, span }: Call, given: string): never => failed(`\`${name}()\` knows no part of time called \`${given}\``, span);

const parts: ReadonlyMap<string, (ticks: bigint) => number | bigint> = new Map<string, (ticks: bigint) => number | bigint>([
  ['year', (ticks) => dayOf(ticks).year],
  ['quarter', (ticks) => Math.floor((dayOf(ticks).month + 2) / 3)],
  ['month', (ticks) => dayOf(ticks).month],
  ['week_of_year', isoWeek],
  ['day', (ticks) => dayOf(ticks).day],
  ['dayofyear', (ticks) => dayOf(ticks).dayOfYear],
  ['hour', (ticks) => (ticks % ticksPerDay) / hour],
  ['minute', (ticks) => (ticks % hour) / minute],
  ['second', (ticks) => (ticks % minute) / ticksPerSecond],
  ['millisecond', (ticks) => (ticks % ticksPerSecond) / milli],
  ['microsecond', (ticks) => (ticks % ticksPerSecond) / micro],
  ['nanosecond', (ticks) => (ticks % ticksPerSecond) * 100n],
]);

const datetimePart: Fn = (call) =>
  strict([text, datetime], (name, ticks) => BigInt((parts.get(name.toLowerCase()) ?? unknownPart(call, name))(ticks)))(call);

/** How many borders of a period lie before: the difference of two such numbers is what `datetime_diff` counts. */
const bordersBefore = (call: Call, name: string, ticks: bigint): bigint => {
  const low = name.toLowerCase();
  const inMonths = months.get(low);
  if (inMonths !== undefined) {
    const { year, month } = dayOf(ticks);
    return BigInt(Math.floor((year * 12 + month - 1) / inMonths));
  }
  if (low === 'week') return sundaysBefore(ticks);
  if (low === 'nanosecond') return ticks * 100n;
  return floorDiv(ticks, lengths.get(low) ?? unknownPart(call, name));
};

const datetimeDiff: Fn = (call) =>
  strict([text, datetime, datetime], (name, a, b) => bordersBefore(call, name, a) - bordersBefore(call, name, b))(call);

const datetimeAdd: Fn = (call) =>
  strict([text, whole, datetime], (name, amount, ticks) => {
    const low = name.toLowerCase();
    const inMonths = months.get(low);
    if (inMonths !== undefined) return addMonths(ticks, inMonths * Number(amount));
    if (low === 'nanosecond') return withinDatetime(ticks + amount / 100n);
    return withinDatetime(ticks + amount * (lengths.get(low) ?? unknownPart(call, name)));
  })(call);

/** Ticks of 0 to 59.9999999 seconds. */
const secondTicks = (seconds: number): bigint | null => {
  const ticks = Math.round(seconds * 1e7);
  return seconds >= 0 && ticks < 600_000_000 ? BigInt(ticks) : null;
};

const makeDatetime: Fn = (call) =>
  call.args.length === 1
    ? strict([datetime], (ticks) => ticks)(call)
    : strict([whole, whole, whole, whole, whole, real], (year, month, day, hours = 0n, minutes = 0n, seconds = 0) => {
        const start = ticksOfParts([Number(year), Number(month), Number(day), Number(hours), Number(minutes), 0]);
        const rest = secondTicks(seconds);
        return start === null || rest === null ? null : start + rest;
      })(call);

const spanOf = (days: bigint, hours: bigint, minutes: bigint, seconds: number): bigint | null => {
  const rest = secondTicks(seconds);
  const isClock = hours >= 0n && hours < 24n && minutes >= 0n && minutes < 60n;
  return rest === null || !isClock ? null : days * ticksPerDay + hours * hour + minutes * minute + rest;
};

const makeTimespan: Fn = (call) => {
  if (call.args.length === 1) return strict([timespan], (span) => span)(call);
  if (call.args.length === 4) return strict([whole, whole, whole, real], spanOf)(call);
  return strict([whole, whole, real], (hours, minutes, seconds = 0) => spanOf(0n, hours, minutes, seconds))(call);
};

/** A number of units since 1970; `unit` in ticks as a fraction. A number that is not whole keeps its fraction. */
const fromUnix = (ticks: bigint, units: bigint): Fn => {
  const exact = strict([whole], (count) => withinDatetime(unixEpochTicks + (count * ticks) / units));
  const rounded = strict([real], (count) => {
    if (!Number.isFinite(count)) return null;
    const integer = Math.floor(count);
    const fraction = Math.round((count - integer) * (Number(ticks) / Number(units)));
    return withinDatetime(unixEpochTicks + (BigInt(integer) * ticks) / units + BigInt(fraction));
  });
  return (call) => (call.args[0]?.type === 'int' || call.args[0]?.type === 'long' ? exact(call) : rounded(call));
};

export const partFunctions = {
  datetime_part: datetimePart,
  datetime_diff: datetimeDiff,
  datetime_add: datetimeAdd,
  make_datetime: makeDatetime,
  make_timespan: makeTimespan,
  unixtime_seconds_todatetime: fromUnix(ticksPerSecond, 1n),
  unixtime_milliseconds_todatetime: fromUnix(milli, 1n),
  unixtime_microseconds_todatetime: fromUnix(micro, 1n),
  unixtime_nanoseconds_todatetime: fromUnix(1n, 100n),
} as const satisfies Readonly<Record<string, Fn>>;
