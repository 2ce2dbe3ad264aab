// Reading a time out of a text that was written from a time: what the text leaves off is cut from the time, and no text is needed.
// before: (todatetime (format_datetime Timestamp "MM/dd/yyyy HH:mm")) (todatetime (tostring Timestamp))
// after:  (bin Timestamp 00:01:00)                                    Timestamp
// Only forms that KQL reads back as it wrote them: a year, a month and a day in one of two orders, and a time of day in 24 hours.
import type { Expr, ExprOf } from '../expr.ts';
import type { Query } from '../pipeline.ts';
import { rewriteQuery } from '../traverse.ts';
import { ticksPerMilli } from '../types.ts';

const second = 1000n * ticksPerMilli;
const day = 86_400n * second;

/** The finest part that a format writes, in ticks; null for a format that is not read back. */
const finest = (format: string): bigint | null => {
  const found = /^(?:yyyy-MM-dd|MM\/dd\/yyyy)(?: HH:mm(:ss(?:\.(f{1,7}))?)?)?$/.exec(format);
  if (!found) return null;
  const [, seconds, fraction] = found;
  if (!/H/.test(format)) return day;
  if (seconds === undefined) return 60n * second;
  return fraction === undefined ? second : 10n ** BigInt(7 - fraction.length);
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
