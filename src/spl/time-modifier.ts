// The text of a time modifier in (`-1d@d+3h`, `now`, an epoch, `11/20/2026:10:05:00`), its steps out; null when it is none.

export type TimeUnit = 'us' | 'ms' | 'cs' | 'ds' | 's' | 'm' | 'h' | 'd' | 'w' | 'mon' | 'q' | 'y';

/** Taken from left to right: move by a signed amount, or go down to the start of a unit (a `weekday` of 0 is Sunday). */
export type TimeStep =
  | { readonly kind: 'move'; readonly amount: number; readonly unit: TimeUnit }
  | { readonly kind: 'snap'; readonly unit: TimeUnit; readonly weekday: number | null };

export type TimeModifier =
  | { readonly kind: 'now' }
  /** Seconds since 1970; as a lower bound 0 is the earliest event. */
  | { readonly kind: 'epoch'; readonly seconds: number }
  | { readonly kind: 'relative'; readonly steps: readonly TimeStep[] }
  /** `%m/%d/%Y:%H:%M:%S` in the user's zone, as its numbers. */
  | {
      readonly kind: 'absolute';
      readonly parts: readonly [month: number, day: number, year: number, hour: number, minute: number, second: number];
    };

const spellings: Readonly<Record<TimeUnit, readonly string[]>> = {
  us: ['us'],
  ms: ['ms'],
  cs: ['cs'],
  ds: ['ds'],
  s: ['s', 'sec', 'secs', 'second', 'seconds'],
  m: ['m', 'min', 'mins', 'minute', 'minutes'],
  h: ['h', 'hr', 'hrs', 'hour', 'hours'],
  d: ['d', 'day', 'days'],
  w: ['w', 'week', 'weeks'],
  mon: ['mon', 'month', 'months'],
  q: ['q', 'qtr', 'qtrs', 'quarter', 'quarters'],
  y: ['y', 'yr', 'yrs', 'year', 'years'],
};
const units = new Map(Object.entries(spellings).flatMap(([unit, words]) => words.map((word) => [word, unit as TimeUnit] as const)));

/** The unit that a word names, in any case. */
export const timeUnitOf = (word: string): TimeUnit | undefined => units.get(word.toLowerCase());

const snapOf = (word: string): TimeStep | undefined => {
  const day = /^w(?:eek)?([0-7])$/i.exec(word)?.[1];
  if (day !== undefined) return { kind: 'snap', unit: 'w', weekday: Number(day) % 7 };
  const unit = timeUnitOf(word);
  return unit && { kind: 'snap', unit, weekday: unit === 'w' ? 0 : null };
};

const stepsOf = (text: string): readonly TimeStep[] | null => {
  const steps: TimeStep[] = [];
  const part = /@([a-z]+[0-7]?)|([+-])([0-9]*)([a-z]+)/iy;
  while (part.lastIndex < text.length) {
    const [, snap, sign, amount, word = ''] = part.exec(text) ?? [];
    const unit = timeUnitOf(word);
    const step =
      snap !== undefined ? snapOf(snap) : unit && { kind: 'move' as const, amount: (sign === '-' ? -1 : 1) * Number(amount || 1), unit };
    if (!step) return null;
    steps.push(step);
  }
  return steps.length > 0 ? steps : null;
};

const absoluteOf = (text: string): TimeModifier | null => {
  const found = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?::(\d{1,2}):(\d{1,2}):(\d{1,2}))?$/.exec(text);
  if (!found) return null;
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = found.slice(1).map((digits) => Number(digits ?? 0));
  return { kind: 'absolute', parts: [month, day, year, hour, minute, second] };
};

/** Splunk's time modifiers (Search Reference, "Time modifiers"): moves and snaps in any order, so that `@d-2h` and `-2h@d` differ. */
export const parseTimeModifier = (text: string): TimeModifier | null => {
  if (/^now(?:\(\))?$/i.test(text)) return { kind: 'now' };
  if (/^\d+(?:\.\d+)?$/.test(text)) return { kind: 'epoch', seconds: Number(text) };
  const relative = text.replace(/^now(?=[-+@])/i, '');
  const steps = stepsOf(relative);
  return steps ? { kind: 'relative', steps } : absoluteOf(text);
};
