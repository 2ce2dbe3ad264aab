// An instant and the steps of a time modifier in; the instant they lead to out (Search Reference, "Time modifiers"): moves and snaps in the user's zone.
import type { TimeModifier, TimeStep, TimeUnit } from '../time-modifier.ts';
import { daysInMonth, instantOf, type Parts, partsOf, weekdayOf, type Zone } from './zone.ts';

/** Units of a fixed length, in seconds. */
const lengths: Readonly<Partial<Record<TimeUnit, number>>> = { us: 1e-6, ms: 1e-3, cs: 1e-2, ds: 1e-1, s: 1, m: 60, h: 3600 };
const days: Readonly<Partial<Record<TimeUnit, number>>> = { d: 1, w: 7 };
const months: Readonly<Partial<Record<TimeUnit, number>>> = { mon: 1, q: 3, y: 12 };

const fractionOf = (seconds: number): number => seconds - Math.floor(seconds);

/** A day that the month does not have becomes its last one. */
const monthsOn = (parts: Parts, count: number): Parts => {
  const index = parts.year * 12 + (parts.month - 1) + count;
  const [year, month] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
  return { ...parts, year, month, day: Math.min(parts.day, daysInMonth(year, month)) };
};

/** Days and longer units follow the calendar of the zone. */
export const moved = (zone: Zone, seconds: number, amount: number, unit: TimeUnit): number => {
  const length = lengths[unit];
  if (length !== undefined) return length < 1 ? Number((seconds + amount * length).toFixed(6)) : seconds + amount * length;
  const parts = partsOf(zone, seconds);
  const day = days[unit];
  const there = day === undefined ? monthsOn(parts, amount * (months[unit] ?? 0)) : { ...parts, day: parts.day + amount * day };
  return instantOf(zone, there) + fractionOf(seconds);
};

/** By the offset of the moment itself, so that an hour that comes twice stays the one it was. */
const floored = (zone: Zone, seconds: number, length: number): number => {
  const offset = zone.offset(seconds);
  return Math.floor((seconds + offset) / length) * length - offset;
};

/** Down to the start of the unit. */
export const snapped = (zone: Zone, seconds: number, unit: TimeUnit, weekday: number | null): number => {
  const length = lengths[unit];
  const parts = partsOf(zone, seconds);
  if (length !== undefined && length <= 1) return Number((Math.floor(seconds / length + 1e-9) * length).toFixed(6));
  if (length !== undefined) return floored(zone, seconds, length);
  const midnight = { ...parts, hour: 0, minute: 0, second: 0 };
  if (unit === 'd') return instantOf(zone, midnight);
  if (unit === 'w') return instantOf(zone, { ...midnight, day: parts.day - ((weekdayOf(parts) - (weekday ?? 0) + 7) % 7) });
  if (unit === 'mon') return instantOf(zone, { ...midnight, day: 1 });
  if (unit === 'q') return instantOf(zone, { ...midnight, day: 1, month: parts.month - ((parts.month - 1) % 3) });
  return instantOf(zone, { ...midnight, day: 1, month: 1 });
};

const stepped = (zone: Zone, seconds: number, step: TimeStep): number =>
  step.kind === 'move' ? moved(zone, seconds, step.amount, step.unit) : snapped(zone, seconds, step.unit, step.weekday);

/** The instant of a modifier, seen from `base`. */
export const instantAfter = (zone: Zone, base: number, modifier: TimeModifier): number => {
  if (modifier.kind === 'now') return base;
  if (modifier.kind === 'epoch') return modifier.seconds;
  if (modifier.kind === 'relative') return modifier.steps.reduce((at, step) => stepped(zone, at, step), base);
  const [month, day, year, hour, minute, second] = modifier.parts;
  return instantOf(zone, { year, month, day, hour, minute, second });
};
