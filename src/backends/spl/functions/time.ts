// Functions over datetimes and timespans: epoch seconds and seconds, by arithmetic wherever UTC matters.
import { binary, call, type Eval, number, text } from '../ast.ts';
import { asNumber, type Lowering, refused, type Value } from '../context.ts';
import { arg, type Call, constantInt, constantText, type FunctionRow, native, needsConstant, no, numberArg } from './row.ts';

const day = 86400;
const week = 7 * day;
/** The first Sunday after the epoch, which was a Thursday. */
const firstSunday = 3 * day;
/** Seconds from 0001-01-01, where KQL's bins start. */
const originOffset = 62_135_596_800;

const time = (e: Eval, nullable: boolean): Value => ({ eval: e, rep: 'time', nullable });

/** Text, dynamic and number arguments read as a datetime of UTC; epoch seconds stay. */
export const timeArg = (e: Call, index: number, l: Lowering): Value => {
  const value = l.value(arg(e, index));
  if (value.rep !== 'text' && value.rep !== 'json') return value;
  l.context.findings.assume('RMMC3817', arg(e, index).span, { what: 'this text' });
  return time(parsedIso(value.eval), true);
};

/** ISO 8601 text in UTC as epoch seconds: the whole seconds by strptime with an explicit offset, then the fraction. */
export const parsedIso = (source: Eval): Eval => {
  const whole = call('strptime', binary('.', call('substr', source, number(1), number(19)), text('+0000')), text('%Y-%m-%dT%H:%M:%S%z'));
  const fraction = call(
    'tonumber',
    binary('.', text('0'), call('replace', source, { kind: 'regex', pattern: '^[^.]*(\\.\\d+)?Z?$' }, text('\\1'))),
  );
  return binary('+', whole, call('coalesce', fraction, number(0)));
};

const floorTo = (value: Eval, step: number, offset = 0): Eval => {
  const shifted = offset === 0 ? value : binary('-', value, number(offset));
  const floored = binary('*', call('floor', binary('/', shifted, number(step))), number(step));
  return offset === 0 ? floored : binary('+', floored, number(offset));
};

const startOf = (step: number, offset: number) =>
  native((e, l) => {
    const value = timeArg(e, 0, l);
    const base = floorTo(value.eval, step, offset);
    if (e.args.length < 2) return time(base, value.nullable);
    const periods = constantInt(e, 1);
    return periods === null ? needsConstant(e, l, 'an offset') : time(binary('+', base, number(BigInt(step) * periods)), value.nullable);
  });

const calendarStart = (unit: 'mon' | 'y') =>
  native((e, l) => {
    const value = timeArg(e, 0, l);
    const periods = e.args.length < 2 ? 0n : constantInt(e, 1);
    if (periods === null) return needsConstant(e, l, 'an offset');
    l.context.findings.assume('RMMC3804', e.span, { what: `\`${e.fn}()\`` });
    const shift = periods === 0n ? '' : `${periods < 0n ? '' : '+'}${periods}${unit}`;
    return time(call('relative_time', value.eval, text(`@${unit}${shift}`)), value.nullable);
  });

const calendarPart = (format: string, value: Value, what: string, e: Call, l: Lowering): Value => {
  l.context.findings.assume('RMMC3804', e.span, { what });
  return asNumber(call('tonumber', call('strftime', value.eval, text(format))), value.nullable);
};

const calendar = (format: string) => native((e, l) => calendarPart(format, timeArg(e, 0, l), `\`${e.fn}()\``, e, l));

const clock = (value: Value, step: number, modulus: number): Value =>
  asNumber(
    binary('%', step === 1 ? call('floor', value.eval) : call('floor', binary('/', value.eval, number(step))), number(modulus)),
    value.nullable,
  );

const part = (e: Call, l: Lowering): Value => {
  const name = constantText(e, 0)?.toLowerCase();
  const value = timeArg(e, 1, l);
  if (name === 'second') return clock(value, 1, 60);
  if (name === 'minute') return clock(value, 60, 60);
  if (name === 'hour') return clock(value, 3600, 24);
  const format = new Map([
    ['day', '%d'],
    ['month', '%m'],
    ['year', '%Y'],
    ['dayofyear', '%j'],
  ]).get(name ?? '');
  if (format === undefined) return refused(l, e.span, `the part \`${name}\` of a datetime`, 'no function of eval gives it exactly');
  return calendarPart(format, value, `the ${name} of a datetime`, e, l);
};

const steps = new Map([
  ['second', 1],
  ['minute', 60],
  ['hour', 3600],
  ['day', day],
  ['week', week],
]);

/** Months since year 0. */
const months = (value: Eval): Eval =>
  binary(
    '+',
    binary('*', call('tonumber', call('strftime', value, text('%Y'))), number(12)),
    call('tonumber', call('strftime', value, text('%m'))),
  );

const difference = (e: Call, l: Lowering): Value => {
  const name = constantText(e, 0)?.toLowerCase() ?? '';
  const [a, b] = [timeArg(e, 1, l), timeArg(e, 2, l)];
  const nullable = a.nullable || b.nullable;
  const step = steps.get(name);
  if (step !== undefined) {
    // Boundaries crossed, not units elapsed; weeks turn on Sundays.
    const count = (v: Value): Eval =>
      call('floor', binary('/', name === 'week' ? binary('-', v.eval, number(firstSunday)) : v.eval, number(step)));
    return asNumber(binary('-', count(a), count(b)), nullable);
  }
  if (name !== 'month' && name !== 'year')
    return refused(l, e.span, `a difference in units of \`${name}\``, 'epoch seconds do not carry that precision or calendar');
  l.context.findings.assume('RMMC3804', e.span, { what: `a difference in ${name}s` });
  const year = (v: Value): Eval => call('tonumber', call('strftime', v.eval, text('%Y')));
  return asNumber(name === 'month' ? binary('-', months(a.eval), months(b.eval)) : binary('-', year(a), year(b)), nullable);
};

const shifted = (e: Call, l: Lowering): Value => {
  const name = constantText(e, 0)?.toLowerCase() ?? '';
  const value = timeArg(e, 2, l);
  const amount = numberArg(e, 1, l);
  const step = steps.get(name);
  if (step !== undefined) return time(binary('+', value.eval, binary('*', amount.eval, number(step))), value.nullable || amount.nullable);
  const count = constantInt(e, 1);
  if ((name !== 'month' && name !== 'year') || count === null)
    return refused(l, e.span, `adding units of \`${name}\``, 'only constant numbers of months and years are known to relative_time()');
  l.context.findings.assume('RMMC3804', e.span, { what: '`datetime_add()`' });
  return time(call('relative_time', value.eval, text(`${count < 0n ? '' : '+'}${count}${name === 'month' ? 'mon' : 'y'}`)), value.nullable);
};

const formatLetters = new Map([
  ['yyyy', '%Y'],
  ['yy', '%y'],
  ['MM', '%m'],
  ['dd', '%d'],
  ['HH', '%H'],
  ['hh', '%I'],
  ['mm', '%M'],
  ['ss', '%S'],
  ['fff', '%3N'],
  ['ffffff', '%6N'],
  ['tt', '%p'],
]);

/** `yyyy-MM-dd HH:mm` as `%Y-%m-%d %H:%M`; null when a part has no counterpart. */
export const timeFormat = (format: string): string | null => {
  const parts = format.match(/([A-Za-z])\1*|[^A-Za-z]+/g) ?? [];
  const shown = parts.map((piece) =>
    /^[A-Za-z]/.test(piece) ? formatLetters.get(piece) : /^[-/: .,_[\]]+$/.test(piece) ? piece : undefined,
  );
  return shown.some((piece) => piece === undefined) ? null : shown.join('');
};

const formatted = (e: Call, l: Lowering): Value => {
  const value = timeArg(e, 0, l);
  const format = constantText(e, 1);
  const shown = format === null ? null : timeFormat(format);
  if (shown === null) return refused(l, e.span, 'this datetime format', 'a part of it has no counterpart in strftime()');
  l.context.findings.assume('RMMC3804', e.span, { what: '`format_datetime()`' });
  return { eval: call('coalesce', call('strftime', value.eval, text(shown)), text('')), rep: 'text', nullable: false };
};

/** Downwards to a multiple of `size`; datetimes count from 0001-01-01. */
export const binned = (e: Call, l: Lowering): Value => {
  const value = numberArg(e, 0, l);
  const size = arg(e, 1);
  if (size.kind !== 'literal' || (typeof size.value !== 'bigint' && typeof size.value !== 'number'))
    return needsConstant(e, l, 'a bin size');
  if (size.value <= 0) return refused(l, e.span, 'a bin of size 0 or less', 'KQL makes null of it');
  const step = l.value(size).eval;
  const whole = typeof size.value === 'bigint';
  if (value.rep !== 'time' || (typeof size.value === 'bigint' && 864_000_000_000n % size.value === 0n)) {
    const floored = binary('*', call('floor', binary('/', value.eval, step)), step);
    return { ...value, eval: whole ? floored : call('exact', floored) };
  }
  const floored = binary('*', call('floor', binary('/', binary('+', value.eval, number(originOffset)), step)), step);
  return { ...value, eval: binary('-', floored, number(originOffset)) };
};

const binnedAt = (e: Call, l: Lowering): Value => {
  const [value, size, anchor] = [numberArg(e, 0, l), numberArg(e, 1, l), numberArg(e, 2, l)];
  const count = call('floor', binary('/', binary('-', value.eval, anchor.eval), size.eval));
  return {
    ...value,
    eval: binary('+', binary('*', count, size.eval), anchor.eval),
    nullable: value.nullable || size.nullable || anchor.nullable,
  };
};

const ticksMissing = 'epoch seconds in Splunk do not reach the last 100 ns of a period';
const unix = (perSecond: number) =>
  native((e, l) => {
    const value = numberArg(e, 0, l);
    return time(perSecond === 1 ? value.eval : call('exact', binary('/', value.eval, number(perSecond))), value.nullable);
  });

export const timeFunctions = {
  now: native((e, l) => (e.args.length === 0 ? time(call('now'), false) : time(binary('+', call('now'), l.value(arg(e, 0)).eval), false))),
  ago: native((e, l) => time(binary('-', call('now'), l.value(arg(e, 0)).eval), false)),
  ingestion_time: native(() => time({ kind: 'field', name: '_indextime' }, true)),
  startofday: startOf(day, 0),
  startofweek: startOf(week, firstSunday),
  startofmonth: calendarStart('mon'),
  startofyear: calendarStart('y'),
  endofday: no(ticksMissing),
  endofweek: no(ticksMissing),
  endofmonth: no(ticksMissing),
  endofyear: no(ticksMissing),
  hourofday: native((e, l) => clock(timeArg(e, 0, l), 3600, 24)),
  dayofweek: native((e, l) => {
    const value = timeArg(e, 0, l);
    const days = binary('%', binary('+', call('floor', binary('/', value.eval, number(day))), number(4)), number(7));
    return { eval: binary('*', days, number(day)), rep: 'span', nullable: value.nullable };
  }),
  dayofmonth: calendar('%d'),
  dayofyear: calendar('%j'),
  monthofyear: calendar('%m'),
  week_of_year: no('the week number of strftime() is not the ISO week'),
  getyear: calendar('%Y'),
  datetime_part: native(part),
  datetime_diff: native(difference),
  datetime_add: native(shifted),
  make_datetime: no('eval cannot build a datetime of UTC from parts; a constant one is folded before'),
  make_timespan: native((e, l) => {
    const sizes = e.args.length === 4 ? [day, 3600, 60, 1] : e.args.length === 3 ? [3600, 60, 1] : [3600, 60];
    const parts = e.args.slice(0, 4).map((_, index) => numberArg(e, index, l));
    const products = parts.map((value, index) => binary('*', value.eval, number(sizes[index] ?? 1)));
    return { eval: products.reduce((a, b) => binary('+', a, b)), rep: 'span', nullable: parts.some((value) => value.nullable) };
  }),
  format_datetime: native(formatted),
  format_timespan: no('tostring(x, "duration") knows one format only'),
  datetime_local_to_utc: no('eval cannot convert between named time zones'),
  datetime_utc_to_local: no('eval cannot convert between named time zones'),
  unixtime_seconds_todatetime: unix(1),
  unixtime_milliseconds_todatetime: unix(1000),
  unixtime_microseconds_todatetime: unix(1_000_000),
  unixtime_nanoseconds_todatetime: unix(1_000_000_000),
  bin: native(binned),
  bin_at: native(binnedAt),
} satisfies Record<string, FunctionRow>;
