// Functions of time: KQL's meaning in, ES|QL out. Everything is UTC; a timespan is a number of milliseconds.

import { type BinaryOp, binary, call, type Es, field, num, str, type Unit } from '../ast.ts';
import { period } from '../periods.ts';
import { asLong, type Value, value } from '../value.ts';
import type { Answer, Call, Emit } from './call.ts';
import { formatTimespan } from './format-timespan.ts';

const dayMs = 86_400_000n;
/** Milliseconds from 0001-01-01, where KQL's bins start, to 1970-01-01. */
const epochMs = 62_135_596_800_000n;

const periodOf = (amount: bigint, unit: Unit): Es => ({ kind: 'period', amount, unit });
const trunc = (amount: bigint, unit: Unit, date: Es): Es => call('DATE_TRUNC', periodOf(amount, unit), date);

const moved = (date: Es, amount: bigint, unit: Unit): Es => {
  if (amount === 0n) return date;
  return binary(amount < 0n ? '-' : '+', date, periodOf(amount < 0n ? -amount : amount, unit));
};

/** Weeks start on Monday in the engine, on Sunday in KQL. */
const sunday = (date: Es): Es => binary('-', trunc(1n, 'week', binary('+', date, periodOf(1n, 'day'))), periodOf(1n, 'day'));

const startOf = (unit: Unit, date: Es): Es => (unit === 'week' ? sunday(date) : trunc(1n, unit, date));

const start =
  (unit: Unit): Emit =>
  (c) => {
    const offset = c.count > 1 ? c.literalInteger(1) : 0n;
    if (offset === undefined) return c.refuse('a period takes a literal number only');
    const date = c.arg(0);
    return value(moved(startOf(unit, date.es), offset, unit), 'date', date.nullable);
  };

/** One tick before the next period; the engine has no time between the last millisecond and that. */
const end =
  (unit: Unit): Emit =>
  (c) => {
    const offset = c.count > 1 ? c.literalInteger(1) : 0n;
    if (offset === undefined) return c.refuse('a period takes a literal number only');
    c.place.context.findings.assume('RMMC3716', c.node.span, {});
    const date = c.arg(0);
    return value(binary('-', moved(startOf(unit, date.es), offset + 1n, unit), periodOf(1n, 'millisecond')), 'date', date.nullable);
  };

const extracted = (part: string, date: Value): Value => value(call('DATE_EXTRACT', str(part), date.es), 'long', date.nullable);
const extract =
  (part: string): Emit =>
  (c) =>
    extracted(part, c.arg(0));

const parts: ReadonlyMap<string, string> = new Map([
  ['year', 'YEAR'],
  ['month', 'MONTH_OF_YEAR'],
  ['day', 'DAY_OF_MONTH'],
  ['dayofyear', 'DAY_OF_YEAR'],
  ['hour', 'HOUR_OF_DAY'],
  ['minute', 'MINUTE_OF_HOUR'],
  ['second', 'SECOND_OF_MINUTE'],
  ['millisecond', 'MILLI_OF_SECOND'],
]);

const units: ReadonlyMap<string, Unit> = new Map([
  ['year', 'year'],
  ['month', 'month'],
  ['week', 'week'],
  ['day', 'day'],
  ['hour', 'hour'],
  ['minute', 'minute'],
  ['second', 'second'],
  ['millisecond', 'millisecond'],
]);

/** Boundaries crossed; the engine counts whole units, and in 32 bits. */
const difference: Emit = (c) => {
  const unit = units.get((c.literalText(0) ?? '').toLowerCase());
  if (!unit) return c.refuse('this part of a date is not known to both');
  const [later, earlier] = [c.arg(1), c.arg(2)];
  const nullable = later.nullable || earlier.nullable;
  if (unit !== 'second' && unit !== 'millisecond')
    return value(call('TO_LONG', call('DATE_DIFF', str(unit), startOf(unit, earlier.es), startOf(unit, later.es))), 'long', nullable);
  const ms = (v: Value): Es => call('TO_LONG', unit === 'second' ? trunc(1n, 'second', v.es) : v.es);
  const between = binary('-', ms(later), ms(earlier));
  return value(unit === 'second' ? binary('/', between, num(1000)) : between, 'long', nullable);
};

const letters: ReadonlyMap<string, string> = new Map(
  'yyyy:yyyy yy:yy MM:MM M:M dd:dd d:d HH:HH H:H hh:hh h:h mm:mm m:m ss:ss s:s fff:SSS ff:SS f:S tt:a'.split(' ').map((pair) => {
    const [from = '', to = ''] = pair.split(':');
    return [from, to];
  }),
);

/** .NET's format letters as Java's; null for one that the engine's milliseconds cannot fill. */
const formatOf = (format: string): string | null => {
  const out: string[] = [];
  for (const [token] of format.matchAll(/([A-Za-z])\1*|[^A-Za-z]+/g)) {
    const letter = /^[A-Za-z]/.test(token);
    const to = letter ? letters.get(token) : token;
    if (to === undefined || /['{}#[\]]/.test(token)) return null;
    out.push(to);
  }
  return out.join('');
};

const formatted: Emit = (c) => {
  const format = c.literalText(1);
  const to = format === undefined ? null : formatOf(format);
  if (to === null) return c.refuse('only literal formats of whole milliseconds have a counterpart');
  const date = c.arg(0);
  return value(call('DATE_FORMAT', str(to), date.es), 'keyword', date.nullable);
};

const shiftedBy = (date: Value, ms: Value, op: '+' | '-'): Value =>
  value(call('TO_DATETIME', binary(op, call('TO_LONG', date.es), ms.es)), 'date', date.nullable || ms.nullable);

const fromNow =
  (op: '+' | '-'): Emit =>
  (c) => {
    const now = value(call('NOW'), 'date', false);
    if (c.count === 0) return now;
    const ticks = c.literalInteger(0);
    if (ticks === undefined) return shiftedBy(now, c.arg(0), op);
    const by = period(ticks);
    if (!by) return ticks === 0n ? now : shiftedBy(now, c.arg(0), op);
    const forward: BinaryOp = (op === '+') === !by.negative ? '+' : '-';
    return value(binary(forward, now.es, by.es), 'date', false);
  };

const fromUnix =
  (op: '*' | '/', factor: bigint): Emit =>
  (c) => {
    const n = c.arg(0);
    if (n.type !== 'integer' && n.type !== 'long') return c.refuse('only whole numbers are converted exactly');
    const long = asLong(n);
    // a division of whole numbers cuts towards zero, KQL's ticks go down
    const whole = op === '/' ? binary('-', long, remainder(long, num(factor), false)) : long;
    return value(call('TO_DATETIME', factor === 1n ? long : binary(op, whole, num(factor))), 'date', n.nullable);
  };

/** The remainder from the start of a bin, never negative. */
const remainder = (x: Es, size: Es, positive: boolean): Es =>
  positive ? binary('%', x, size) : binary('%', binary('+', binary('%', x, size), size), size);

const binDate = (c: Call, date: Value): Value => {
  const ticks = c.literalInteger(1);
  if (ticks === undefined || ticks <= 0n) return c.refuse('the size of a bin must be a literal timespan');
  // a date of the index is a whole number of milliseconds, and of what these are made of
  if (10_000n % ticks === 0n) return date;
  const whole = period(ticks);
  if (!whole) return c.refuse('dates count milliseconds');
  const ms = ticks / 10_000n;
  if (ms === 7n * dayMs) return value(trunc(1n, 'week', date.es), 'date', date.nullable);
  if (dayMs % ms === 0n) return value(call('DATE_TRUNC', whole.es, date.es), 'date', date.nullable);
  const long = call('TO_LONG', date.es);
  return value(call('TO_DATETIME', binary('-', long, remainder(binary('+', long, num(epochMs)), num(ms), true))), 'date', date.nullable);
};

const bin: Emit = (c) => {
  const x = c.arg(0);
  if (x.type === 'date') return binDate(c, x);
  const size = c.arg(1);
  const literal = c.expr(1);
  if (literal?.kind !== 'literal' || !(Number(literal.value) > 0)) return c.refuse('the size of a bin must be a positive literal');
  if (x.type === 'double' || size.type === 'double')
    return value(binary('*', call('FLOOR', binary('/', x.es, size.es)), size.es), 'double', x.nullable);
  return value(binary('-', x.es, remainder(x.es, size.es, false)), x.type, x.nullable);
};

const binAt: Emit = (c) => {
  const [x, size, from] = [c.arg(0), c.arg(1), c.arg(2)];
  const ticks = c.literalInteger(1);
  if (x.type !== 'date' || from.type !== 'date' || ticks === undefined || ticks <= 0n)
    return c.refuse('only dates in literal steps are said');
  const long = call('TO_LONG', x.es);
  const offset = binary('-', long, call('TO_LONG', from.es));
  return value(call('TO_DATETIME', binary('-', long, remainder(offset, size.es, false))), 'date', x.nullable || from.nullable);
};

const add: Emit = (c) => {
  const unit = units.get((c.literalText(0) ?? '').toLowerCase());
  const amount = c.literalInteger(1);
  if (!unit || amount === undefined) return c.refuse('a period takes a literal number and a known unit only');
  const date = c.arg(2);
  return value(moved(date.es, amount, unit), 'date', date.nullable);
};

const zones = 'its functions know UTC only';
const spans = 'timespans are not kept as text';

export const timeFunctions = {
  now: fromNow('+'),
  ago: fromNow('-'),
  ingestion_time: (c) => {
    c.place.context.findings.assume('RMMC3755', c.node.span, {});
    return value(field('event.ingested'), 'date', true);
  },
  startofday: start('day'),
  startofweek: start('week'),
  startofmonth: start('month'),
  startofyear: start('year'),
  endofday: end('day'),
  endofweek: end('week'),
  endofmonth: end('month'),
  endofyear: end('year'),
  hourofday: extract('HOUR_OF_DAY'),
  dayofweek: (c) => {
    const day = extracted('DAY_OF_WEEK', c.arg(0));
    return value(binary('*', binary('%', day.es, num(7)), num(dayMs)), 'span', day.nullable);
  },
  dayofmonth: extract('DAY_OF_MONTH'),
  dayofyear: extract('DAY_OF_YEAR'),
  monthofyear: extract('MONTH_OF_YEAR'),
  week_of_year: 'it extracts no ISO week number',
  getyear: extract('YEAR'),
  datetime_part: (c) => {
    const part = parts.get((c.literalText(0) ?? '').toLowerCase());
    return part ? extracted(part, c.arg(1)) : c.refuse('this part of a date is not known to both');
  },
  datetime_diff: difference,
  datetime_add: add,
  make_datetime: 'it makes dates from text only',
  make_timespan: spans,
  format_datetime: formatted,
  format_timespan: formatTimespan,
  datetime_local_to_utc: zones,
  datetime_utc_to_local: zones,
  unixtime_seconds_todatetime: fromUnix('*', 1000n),
  unixtime_milliseconds_todatetime: fromUnix('*', 1n),
  unixtime_microseconds_todatetime: fromUnix('/', 1000n),
  unixtime_nanoseconds_todatetime: fromUnix('/', 1_000_000n),
  bin,
  bin_at: binAt,
} satisfies Readonly<Record<string, Answer>>;
