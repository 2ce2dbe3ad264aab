// A text and a format in; seconds since 1970 out, or null when the text does not fit.
import { refuse } from './refusal.ts';
import type { Asked } from './settings.ts';
import { dayNames, directive, monthNames, unfolded } from './strftime.ts';
import { instantOf, type Parts, type Zone } from './zone.ts';

/** What the directives have read so far. */
interface Read {
  readonly parts: Partial<Parts>;
  readonly fraction: number;
  readonly afternoon: boolean | null;
  readonly offset: number | null;
  readonly epoch: number | null;
  readonly yearDay: number | null;
}

interface Reader {
  readonly form: RegExp;
  /** Null when the text has the form and no meaning. */
  read(text: string, so: Read): Read | null;
}

const digits = (most: number): RegExp => new RegExp(`^ ?\\d{1,${most}}`);
const part = (name: keyof Parts, most: number, low: number, high: number): Reader => ({
  form: digits(most),
  read: (text, so) => {
    const value = Number(text);
    return value >= low && value <= high ? { ...so, parts: { ...so.parts, [name]: value } } : null;
  },
});

const nameIn = (names: readonly string[], text: string): number =>
  names.findIndex((name) => name.toLowerCase() === text.toLowerCase() || name.slice(0, 3).toLowerCase() === text.toLowerCase());

const monthName: Reader = {
  form: /^[A-Za-z]+/,
  read: (text, so) => {
    const at = nameIn(monthNames, text);
    return at === -1 ? null : { ...so, parts: { ...so.parts, month: at + 1 } };
  },
};
const dayName: Reader = { form: /^[A-Za-z]+/, read: (text, so) => (nameIn(dayNames, text) === -1 ? null : so) };
/** May be left out with its point. */
const fraction: Reader = { form: /^\d{0,9}/, read: (text, so) => ({ ...so, fraction: text === '' ? 0 : Number(`0.${text}`) }) };

const offset: Reader = {
  form: /^(?:Z|[+-]\d\d:?\d\d)/i,
  read: (text, so) => {
    if (/^z$/i.test(text)) return { ...so, offset: 0 };
    const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
    return { ...so, offset: (text.startsWith('-') ? -60 : 60) * minutes };
  },
};

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['Y', part('year', 4, 0, 9999)],
  [
    'y',
    { form: digits(2), read: (text, so) => ({ ...so, parts: { ...so.parts, year: Number(text) + (Number(text) < 69 ? 2000 : 1900) } }) },
  ],
  ['m', part('month', 2, 1, 12)],
  ['d', part('day', 2, 1, 31)],
  ['e', part('day', 2, 1, 31)],
  ['H', part('hour', 2, 0, 23)],
  ['k', part('hour', 2, 0, 23)],
  ['I', part('hour', 2, 1, 12)],
  ['l', part('hour', 2, 1, 12)],
  ['M', part('minute', 2, 0, 59)],
  ['S', part('second', 2, 0, 60)],
  ['p', { form: /^[ap]m/i, read: (text, so) => ({ ...so, afternoon: /^p/i.test(text) }) }],
  ['j', { form: digits(3), read: (text, so) => ({ ...so, yearDay: Number(text) }) }],
  ['B', monthName],
  ['b', monthName],
  ['h', monthName],
  ['A', dayName],
  ['a', dayName],
  ['s', { form: /^-?\d+(?:\.\d+)?/, read: (text, so) => ({ ...so, epoch: Number(text) }) }],
  ...['N', 'Q', '3N', '6N', '9N', '3Q', '6Q', '9Q'].map((name): [string, Reader] => [name, fraction]),
  ['z', offset],
  ['Ez', offset],
  [':z', offset],
  ['Z', { form: /^(?:UTC|GMT|Z)\b/i, read: (_, so) => ({ ...so, offset: 0 }) }],
  ['%', { form: /^%/, read: (_, so) => so }],
  ['n', { form: /^\s*/, read: (_, so) => so }],
  ['t', { form: /^\s*/, read: (_, so) => so }],
]);

/** A format cut into directives (with their `%`) and single characters. */
const piecesOf = (format: string): readonly string[] => unfolded(format).match(new RegExp(`${directive.source}|[\\s\\S]`, 'g')) ?? [];

/** What is left of the text behind a piece; null when the piece does not fit. */
const take = (piece: string, next: string | undefined, rest: string, so: Read): readonly [rest: string, so: Read] | null => {
  if (!piece.startsWith('%') || piece.length === 1) {
    if (/\s/.test(piece)) return [rest.replace(/^\s+/, ''), so];
    // a fraction of a second may be missing with its point
    if (piece === '.' && /^%[369]?[NQ]$/.test(next ?? '') && !rest.startsWith('.')) return [rest, so];
    return rest.startsWith(piece) ? [rest.slice(piece.length), so] : null;
  }
  const reader = readers.get(piece.slice(1)) ?? refuse(`strptime with ${piece}`);
  const found = reader.form.exec(rest)?.[0];
  if (found === undefined) {
    if (piece === '%Z' && /^[A-Za-z]/.test(rest)) return refuse('strptime of a zone abbreviation other than UTC and GMT');
    return null;
  }
  const read = reader.read(found.trim(), so);
  return read && [rest.slice(found.length), read];
};

const hourOf = ({ parts: { hour = 0 }, afternoon }: Read): number => (afternoon === null ? hour : (hour % 12) + (afternoon ? 12 : 0));

const secondsOf = (so: Read, zone: Zone): number | null => {
  if (so.epoch !== null) return so.epoch;
  const { year, month = 1, day, minute = 0, second = 0 } = so.parts;
  if (day === undefined && so.yearDay === null) return year === undefined ? refuse('strptime without a day') : null;
  if (year === undefined) return refuse('strptime without a year');
  const date = so.yearDay === null ? { month, day: day ?? 1 } : { month: 1, day: so.yearDay };
  const parts = { year, ...date, hour: hourOf(so), minute, second };
  if (so.yearDay === null && date.day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return null;
  const utc = { name: '', offset: () => 0, abbreviation: () => '' };
  return (so.offset === null ? instantOf(zone, parts) : instantOf(utc, parts) - so.offset) + so.fraction;
};

export const strptime = (text: string, format: string, zone: Zone, asked: Asked): number | null => {
  const pieces = piecesOf(format);
  let rest = text;
  let so: Read = { parts: {}, fraction: 0, afternoon: null, offset: null, epoch: null, yearDay: null };
  for (const [at, piece] of pieces.entries()) {
    const taken = take(piece, pieces[at + 1], rest, so);
    if (taken === null) return null;
    [rest, so] = taken;
  }
  if (rest.trim() !== '' && !asked.is('strptimeLeavesRest')) return null;
  return secondsOf(so, zone);
};
