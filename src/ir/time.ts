// Points in time and spans as 100 ns ticks: ISO text in, ticks out, and back. Proleptic Gregorian, UTC.
import { ticksPerDay, ticksPerMilli, ticksPerSecond, unixEpochTicks } from './types.ts';

const isoForm = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,7}))?)?)?(Z)?$/;

/** `2024-01-01`, `2024-01-01 10:00`, `2024-01-01T10:00:00.1234567Z`: ticks since 0001-01-01; null for any other text (KQL reads more, but not all of it safely). */
export const ticksOfIso = (text: string): bigint | null => {
  const found = isoForm.exec(text.trim());
  if (!found) return null;
  const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0', fraction = ''] = found;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour), Number(minute), Number(second));
  const exists = Number(year) > 0 && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  if (!exists || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  return BigInt(date.getTime()) * ticksPerMilli + unixEpochTicks + BigInt(fraction.padEnd(7, '0') || 0);
};

/** `2024-01-01T10:00:00.0000000Z`, always with seven digits. */
export const isoOfTicks = (ticks: bigint): string => {
  const since = ticks - unixEpochTicks;
  const part = ((since % ticksPerSecond) + ticksPerSecond) % ticksPerSecond;
  const whole = new Date(Number((since - part) / ticksPerMilli));
  return `${whole.toISOString().slice(0, 19)}.${String(part).padStart(7, '0')}Z`;
};

/** `[-][d.]hh:mm:ss[.fffffff]`, as KQL prints a timespan. */
export const textOfTimespan = (ticks: bigint): string => {
  const size = ticks < 0n ? -ticks : ticks;
  const fraction = size % ticksPerSecond;
  const seconds = size / ticksPerSecond;
  const two = (n: bigint): string => String(n).padStart(2, '0');
  const days = seconds / 86_400n;
  const clock = `${two((seconds / 3600n) % 24n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
  return `${ticks < 0n ? '-' : ''}${days > 0n ? `${days}.` : ''}${clock}${fraction > 0n ? `.${String(fraction).padStart(7, '0')}` : ''}`;
};

const timeUnits: readonly (readonly [string, bigint])[] = [
  ['d', ticksPerDay],
  ['h', ticksPerSecond * 3600n],
  ['m', ticksPerSecond * 60n],
  ['s', ticksPerSecond],
  ['ms', ticksPerSecond / 1000n],
  ['microsecond', ticksPerSecond / 1_000_000n],
];

/** Ticks in the largest unit that holds them exactly: `5d`, `90m`, `7tick`. */
export const shortTimespan = (ticks: bigint): string => {
  if (ticks === 0n) return '0s';
  const unit = timeUnits.find(([, size]) => ticks % size === 0n);
  return unit ? `${ticks / unit[1]}${unit[0]}` : `${ticks}tick`;
};

/** Ticks since year 1 as `2024-05-01` or `2024-05-01T10:00:00.5Z`. */
export const shortDatetime = (ticks: bigint): string => {
  const fraction = ((ticks % ticksPerSecond) + ticksPerSecond) % ticksPerSecond;
  const iso = new Date(Number((ticks - fraction - unixEpochTicks) / 10_000n)).toISOString().slice(0, 19);
  if (fraction === 0n) return iso.endsWith('T00:00:00') ? iso.slice(0, 10) : `${iso}Z`;
  return `${iso}.${fraction.toString().padStart(7, '0').replace(/0+$/, '')}Z`;
};
