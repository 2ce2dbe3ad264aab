// Points in time: the clock, the borders of days, weeks, months and years, and what a point consists of.
import { ticksPerDay } from '../../ir/types.ts';
import { unsupported } from '../refusal.ts';
import type { Fn } from '../scope.ts';
import { dayOf, floorDiv, isoWeek, monthStart, sundaysBefore, withinDatetime } from '../values/calendar.ts';
import { datetime, strict, timespan, whole } from './shapes.ts';
import { formatFunctions } from './time-format.ts';
import { partFunctions } from './time-parts.ts';
import { zoneFunctions } from './time-zones.ts';

/** Where the period starts that lies `offset` periods from the one around `ticks`. */
type Border = (ticks: bigint, offset: bigint) => bigint;

const week = 7n * ticksPerDay;

const day: Border = (ticks, offset) => (floorDiv(ticks, ticksPerDay) + offset) * ticksPerDay;
const sunday: Border = (ticks, offset) => (sundaysBefore(ticks) + offset) * week - ticksPerDay;
const month: Border = (ticks, offset) => {
  const at = dayOf(ticks);
  return monthStart(at.year, at.month + Number(offset));
};
const year: Border = (ticks, offset) => monthStart(dayOf(ticks).year + Number(offset), 1);

/** No calendar has so many periods. */
const isFar = (offset: bigint): boolean => offset > 4_000_000n || offset < -4_000_000n;

const startOf = (border: Border): Fn =>
  strict([datetime, whole], (ticks, offset = 0n) => (isFar(offset) ? null : withinDatetime(border(ticks, offset))));

const endOf = (border: Border): Fn =>
  strict([datetime, whole], (ticks, offset = 0n) => (isFar(offset) ? null : withinDatetime(border(ticks, offset + 1n) - 1n)));

const now: Fn = ({ args, scope: { env } }) => {
  const [offset] = args;
  const shift = offset && timespan(offset);
  return (row) => {
    const by = shift ? shift(row) : 0n;
    return by === null ? null : withinDatetime(env.now + by);
  };
};

const ago: Fn = (call) => strict([timespan], (span) => withinDatetime(call.scope.env.now - span))(call);

const part = (read: (ticks: bigint) => number): Fn => strict([datetime], (ticks) => BigInt(read(ticks)));

export const timeFunctions = {
  now,
  ago,
  ingestion_time: ({ span }) => unsupported('`ingestion_time()`: the rows do not say when they were ingested', span),
  startofday: startOf(day),
  startofweek: startOf(sunday),
  startofmonth: startOf(month),
  startofyear: startOf(year),
  endofday: endOf(day),
  endofweek: endOf(sunday),
  endofmonth: endOf(month),
  endofyear: endOf(year),
  hourofday: strict([datetime], (ticks) => (ticks % ticksPerDay) / (ticksPerDay / 24n)),
  dayofweek: strict([datetime], (ticks) => BigInt(dayOf(ticks).dayOfWeek) * ticksPerDay),
  dayofmonth: part((ticks) => dayOf(ticks).day),
  dayofyear: part((ticks) => dayOf(ticks).dayOfYear),
  monthofyear: part((ticks) => dayOf(ticks).month),
  week_of_year: part(isoWeek),
  getyear: part((ticks) => dayOf(ticks).year),
  ...partFunctions,
  ...formatFunctions,
  ...zoneFunctions,
} as const satisfies Readonly<Record<string, Fn>>;
