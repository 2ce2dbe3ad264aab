// A time zone by its IANA name in; seconds since 1970 as calendar parts and back out.

/** `month` from 1, `weekday` from Sunday = 0. */
export interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

export interface Zone {
  readonly name: string;
  /** Seconds east of UTC at an instant. */
  offset(seconds: number): number;
  /** `CEST`, `UTC`. */
  abbreviation(seconds: number): string;
}

const daySeconds = 86_400;

/** Days since 1970 of a day; a month or day beyond its range runs on. */
const secondsOf = ({ year, month, day, hour, minute, second }: Parts): number => {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.floor(date.getTime() / 1000) + hour * 3600 + minute * 60 + second;
};

const partsOfUtc = (seconds: number): Parts => {
  const date = new Date(Math.floor(seconds) * 1000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
};

const utc: Zone = { name: 'UTC', offset: () => 0, abbreviation: () => 'UTC' };

/** @throws RangeError when there is no such zone */
export const zoneOf = (name: string): Zone => {
  if (/^(?:utc|gmt|etc\/utc)$/i.test(name)) return utc;
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const short = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'short' });
  const offset = (seconds: number): number => {
    const whole = Math.floor(seconds);
    const found = new Map(clock.formatToParts(whole * 1000).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => found.get(type) ?? 0;
    const local = { year: part('year'), month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute') };
    return secondsOf({ ...local, second: part('second') }) - whole;
  };
  return {
    name,
    offset,
    abbreviation: (seconds) => short.formatToParts(seconds * 1000).find(({ type }) => type === 'timeZoneName')?.value ?? name,
  };
};

export const partsOf = (zone: Zone, seconds: number): Parts => partsOfUtc(Math.floor(seconds) + zone.offset(seconds));

/** The instant of a wall clock; parts beyond their range run on. An hour that the zone skips counts from before the gap. */
export const instantOf = (zone: Zone, parts: Parts): number => {
  const local = secondsOf(parts);
  const first = local - zone.offset(local);
  const second = local - zone.offset(first);
  return zone.offset(second) === local - second ? second : first;
};

/** Sunday is 0. */
export const weekdayOf = (parts: Parts): number => {
  const days = Math.floor(secondsOf({ ...parts, hour: 0, minute: 0, second: 0 }) / daySeconds);
  return (((days + 4) % 7) + 7) % 7;
};

/** From 1. */
export const dayOfYear = (parts: Parts): number => {
  const midnight = { ...parts, hour: 0, minute: 0, second: 0 };
  return (secondsOf(midnight) - secondsOf({ ...midnight, month: 1, day: 1 })) / daySeconds + 1;
};

/** Days in a month of a year. */
export const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
