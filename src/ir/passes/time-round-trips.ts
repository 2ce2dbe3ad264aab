// Reading a time out of a text that was written from a time: what the text leaves off is cut from the time, and no text is needed.
// before: (todatetime (format_datetime Timestamp "MM/dd/yyyy HH:mm")) (todatetime (tostring Timestamp))
// after:  (bin Timestamp 00:01:00)                                    Timestamp
// Only forms that KQL reads back as it wrote them: a year, a month and a day in one of two orders, and a time of day in 24 hours.
import type { Expr, ExprOf } from '../expr.ts';
import type { Query } from '../pipeline.ts';
import { rewriteQuery } from '../traverse.ts';
import { ticksPerDay, ticksPerSecond } from '../types.ts';

/** The finest part that a format writes, in ticks; null for a format that is not read back. */
const finest = (format: string): bigint | null => {
  const found = /^(?:yyyy-MM-dd|MM\/dd\/yyyy)( HH:mm(:ss(?:\.(f{1,7}))?)?)?$/.exec(format);
  if (!found) return null;
  const [, hours, seconds, fraction] = found;
  if (hours === undefined) return ticksPerDay;
  if (seconds === undefined) return 60n * ticksPerSecond;
  return fraction === undefined ? ticksPerSecond : 10n ** BigInt(7 - fraction.length);
};

const isTime = (expr: Expr | undefined): expr is Expr => expr?.type === 'datetime';

const cut = (time: Expr, ticks: bigint, { span }: Expr): Expr =>
  ticks === 1n
    ? { ...time, span }
    : { kind: 'call', span, type: 'datetime', fn: 'bin', args: [time, { kind: 'literal', span, type: 'timespan', value: ticks }] };

const unwritten = (node: ExprOf<'call'>): Expr => {
  const [text] = node.args;
  if (text?.kind !== 'call') return node;
  const [time, format] = text.args;
  if (!isTime(time)) return node;
  if (text.fn === 'tostring') return { ...time, span: node.span };
  if (text.fn !== 'format_datetime' || format?.kind !== 'literal' || typeof format.value !== 'string') return node;
  const ticks = finest(format.value);
  return ticks === null ? node : cut(time, ticks, node);
};

export const timeRoundTrips = (query: Query): Query =>
  rewriteQuery(query, { expr: (expr) => (expr.kind === 'call' && expr.fn === 'todatetime' ? unwritten(expr) : expr) });
