// `format_datetime` and `format_timespan`: a pattern of letters such as `yyyy-MM-dd [HH:mm:ss.fff]`.
import { ticksPerDay, ticksPerSecond } from '../../ir/types.ts';
import { unsupported } from '../refusal.ts';
import type { Arg, Call, Fn } from '../scope.ts';
import type { Row } from '../value.ts';
import { dayOf } from '../values/calendar.ts';
import { textOf } from '../values/text.ts';
import { datetime, timespan } from './shapes.ts';

/** Writes one run of letters. */
type Piece = (ticks: bigint) => string;

const hour = 3600n * ticksPerSecond;
const minute = 60n * ticksPerSecond;

const padded = (value: bigint | number, width: number): string => String(value).padStart(width, '0');

const fraction = (ticks: bigint, digits: number): string => padded(ticks % ticksPerSecond, 7).slice(0, digits);

/** `f…` keeps zeros, `F…` drops those at the end. */
const fractions = (width: number): readonly [string, Piece][] => [
  ['f'.repeat(width), (ticks) => fraction(ticks, width)],
  ['F'.repeat(width), (ticks) => fraction(ticks, width).replace(/0+$/, '')],
];

const clock = (letter: string, read: (ticks: bigint) => bigint): readonly [string, Piece][] => [
  [letter, (ticks) => String(read(ticks))],
  [letter.repeat(2), (ticks) => padded(read(ticks), 2)],
];

const shared: readonly (readonly [string, Piece])[] = [
  ...[1, 2, 3, 4, 5, 6, 7].flatMap(fractions),
  ...clock('H', (ticks) => (ticks % ticksPerDay) / hour),
  ...clock('m', (ticks) => (ticks % hour) / minute),
  ...clock('s', (ticks) => (ticks % minute) / ticksPerSecond),
];

const halfDay = (ticks: bigint): bigint => (ticks % ticksPerDay) / hour;

const datetimePieces: ReadonlyMap<string, Piece> = new Map<string, Piece>([
  ...shared,
  ...clock('h', (ticks) => ((halfDay(ticks) + 11n) % 12n) + 1n),
  ...clock('d', (ticks) => BigInt(dayOf(ticks).day)),
  ...clock('M', (ticks) => BigInt(dayOf(ticks).month)),
  ...clock('y', (ticks) => BigInt(dayOf(ticks).year % 100)),
  ['yyyy', (ticks) => padded(dayOf(ticks).year, 4)],
  ['tt', (ticks) => (halfDay(ticks) < 12n ? 'AM' : 'PM')],
]);

/** `h` is what `H` is: the page's own example has it. */
const timespanPieces: ReadonlyMap<string, Piece> = new Map<string, Piece>([
  ...shared,
  ...clock('h', (ticks) => (ticks % ticksPerDay) / hour),
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((width): [string, Piece] => ['d'.repeat(width), (ticks) => padded(ticks / ticksPerDay, width)]),
]);

/** The delimiters that both pages list. */
const delimiters = ' /-:,._[]';

/** A run of one letter, or one other character. */
const tokens = /([A-Za-z])\1*|[^A-Za-z]/gu;

const compile = (call: Call, pattern: string, pieces: ReadonlyMap<string, Piece>): Piece => {
  const made = (pattern.match(tokens) ?? []).map((token): Piece => {
    const piece = pieces.get(token);
    if (piece) return piece;
    return delimiters.includes(token) ? () => token : unsupported(`\`${token}\` in the format of \`${call.name}()\``, call.span);
  });
  return (ticks) => made.map((piece) => piece(ticks)).join('');
};

const formatter =
  (read: (arg: Arg) => (row: Row) => bigint | null, pieces: ReadonlyMap<string, Piece>): Fn =>
  (call) => {
    const [value, format] = call.args;
    if (!value || !format) return unsupported(`\`${call.name}()\` without a format`, call.span);
    const ticksOf = read(value);
    const ready = new Map<string, Piece>();
    const pieceFor = (pattern: string): Piece => {
      const piece = ready.get(pattern) ?? compile(call, pattern, pieces);
      ready.set(pattern, piece);
      return piece;
    };
    const always = format.fixed === undefined ? null : pieceFor(textOf(format.fixed, format.type));
    return (row) => {
      const ticks = ticksOf(row);
      if (ticks === null) return '';
      if (ticks < 0n) return unsupported(`a negative timespan in \`${call.name}()\``, call.span);
      return (always ?? pieceFor(textOf(format.get(row), format.type)))(ticks);
    };
  };

export const formatFunctions = {
  format_datetime: formatter(datetime, datetimePieces),
  format_timespan: formatter(timespan, timespanPieces),
} as const satisfies Readonly<Record<string, Fn>>;
