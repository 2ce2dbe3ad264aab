// Local times: IANA names of time zones, whose offsets come from the data that the JavaScript engine has.
import { ticksPerDay, ticksPerMilli, unixEpochTicks } from '../../ir/types.ts';
import { failed, unsupported } from '../refusal.ts';
import type { Call, Fn } from '../scope.ts';
import { withinDatetime } from '../values/calendar.ts';
import { ticksOfParts } from '../values/time.ts';
import { datetime, strict, text } from './shapes.ts';

/** Ticks that a zone is ahead of UTC at a point in UTC. */
type Zone = (ticks: bigint) => bigint;

const zones = new Map<string, Zone>();

const clockOf = (zone: string, { span }: Call): Intl.DateTimeFormat => {
  try {
    if (!/^[A-Za-z]/.test(zone)) throw new RangeError(zone);
    return new Intl.DateTimeFormat('en-US-u-ca-iso8601', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    if (error instanceof RangeError) return failed(`\`${zone}\` is no name of a time zone`, span);
    throw error;
  }
};

const zoneOf = (name: string, call: Call): Zone => {
  const known = zones.get(name);
  if (known) return known;
  const clock = clockOf(name, call);
  const zone: Zone = (ticks) => {
    const whole = ticks - (ticks % 10_000_000n);
    const parts = new Map(
      clock.formatToParts(Number((whole - unixEpochTicks) / ticksPerMilli)).map(({ type, value }) => [type, Number(value)]),
    );
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    const local = ticksOfParts([part('year'), part('month'), part('day'), part('hour'), part('minute'), part('second')]);
    return local === null ? 0n : local - whole;
  };
  zones.set(name, zone);
  return zone;
};

const toLocal: Fn = (call) => strict([datetime, text], (ticks, name) => withinDatetime(ticks + zoneOf(name, call)(ticks)))(call);

/** Where the clock is turned, a local time stands for two points or for none: what Kusto takes then is not documented. */
const toUtc: Fn = (call) =>
  strict([datetime, text], (local, name) => {
    const zone = zoneOf(name, call);
    const candidates = new Set([local - zone(local - ticksPerDay), local - zone(local + ticksPerDay)]);
    const [first, second] = [...candidates].filter((utc) => utc + zone(utc) === local);
    return first === undefined || second !== undefined
      ? unsupported(`a local time of \`${name}\` at which the clock is turned`, call.span)
      : withinDatetime(first);
  })(call);

export const zoneFunctions = {
  datetime_local_to_utc: toUtc,
  datetime_utc_to_local: toLocal,
} as const satisfies Readonly<Record<string, Fn>>;
