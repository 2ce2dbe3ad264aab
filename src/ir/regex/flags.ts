// The flags of a group (`?i-s:`) in; which are on behind them, out.
import { type Cursor, eatMatch, fail, leave } from './cursor.ts';

/** `i` caseless, `m` line anchors, `s` dot fits newlines, `U` swaps lazy and greedy, `x` blanks are layout. */
export interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly U: boolean;
  readonly x: boolean;
}

export const noFlags: Flags = { i: false, m: false, s: false, U: false, x: false };

const withLetter = (flags: Flags, letter: string, on: boolean, at: number): Flags => {
  if (letter === 'i' || letter === 'm' || letter === 's' || letter === 'U' || letter === 'x') return { ...flags, [letter]: on };
  if (letter === 'u') return leave(at, 'the flag `u` is not known to all KQL engines');
  if (letter === 'R') return leave(at, 'the flag `R` is recursion elsewhere and not known to all KQL engines');
  return fail(at, `the flag \`${letter}\` does not exist in KQL`, 'the flags are i, m, s, U and x');
};

/** The flags behind `(`, with how they end: `:` begins the body of a group, `)` sets them for the rest. Undefined when something else stands there. */
export const eatFlags = (c: Cursor, flags: Flags): { flags: Flags; end: string } | undefined => {
  const start = c.at;
  const found = eatMatch(c, /\?([A-Za-z]*)(?:-([A-Za-z]+))?([:)])/y);
  if (!found) return undefined;
  const [, on = '', off = '', end = ''] = found;
  const first = start + 1;
  const set = [...on].reduce((now, letter, i) => withLetter(now, letter, true, first + i), flags);
  return { flags: [...off].reduce((now, letter, i) => withLetter(now, letter, false, first + on.length + 1 + i), set), end };
};
