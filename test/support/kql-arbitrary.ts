// Random KQL for differential tests: queries from the productions, and edits of given queries by tokens and characters. All from one seed.
import fc from 'fast-check';
import { tokenize } from '../../src/frontend/lexer/lexer.ts';
import { productions } from './kql-productions.ts';

/** Numbers from 0 up to, not including, a limit. */
export type Dice = (limit: number) => number;

/** Mulberry32: the same numbers for the same seed. */
export const dice = (seed: number): Dice => {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
};

const pick = <T>(roll: Dice, from: readonly T[]): T => {
  const found = from[roll(from.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
};

/** Beyond this depth, each name of a production gives its first alternative. */
const deepest = 7;

const derive = (roll: Dice, name: string, depth: number): string => {
  const alternatives = productions[name];
  const first = alternatives?.[0];
  if (alternatives === undefined || first === undefined) throw new Error(`no production ${name}`);
  const chosen = depth > deepest ? first : pick(roll, alternatives);
  return chosen.replace(/<([a-zA-Z]+)([?,]?)>/g, (_, inner: string, many: string) => {
    if (many === '?' && roll(3) > 0) return '';
    const count = many === ',' && depth <= deepest ? 1 + Math.max(0, roll(5) - 2) : 1;
    return Array.from({ length: count }, () => derive(roll, inner, depth + 1)).join(', ');
  });
};

const blanks = ['\n', '\t', '  ', ' // a "comment" | where (\n', '\u00a0', '\r\n', '\n//\n', '\f'];

/** Some blanks become others, or comments; some vanish next to punctuation. */
const respaced = (roll: Dice, text: string): string =>
  roll(3) > 0
    ? text
    : text.replace(/ /g, (blank, at: number) => {
        if (roll(6) > 0) return blank;
        return roll(3) === 0 && /[^\w]/.test(`${text[at - 1]}${text[at + 1]}`) ? '' : pick(roll, blanks);
      });

/** A query from the productions: mostly well-formed, some of it with words and operators where they may not stand. */
export const randomQuery = (roll: Dice): string => respaced(roll, derive(roll, 'query', roll(4)));

const seeds = fc.noShrink(fc.nat(2 ** 31 - 1));
export const grammarQuery: fc.Arbitrary<string> = seeds.map((seed) => randomQuery(dice(seed)));

/** A text in pieces of one token each, with what stands before it. */
const piecesOf = (text: string): string[] => {
  const pieces: string[] = [];
  let from = 0;
  for (const t of tokenize(text).tokens) {
    const end = t.startOffset + t.image.length;
    pieces.push(text.slice(from, end));
    from = end;
  }
  return [...pieces, text.slice(from)];
};

const strays = [
  '|',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  ';',
  '=',
  '==',
  '.',
  '..',
  ':',
  '-',
  '*',
  '=>',
  '@',
  '"',
  "'",
  '/',
  '//',
  '\\',
  '`',
  '!',
  '&',
  '~',
  '?',
  '#',
  '$',
  '%',
  '<|',
  '\n',
  '1.',
  '\u201c',
  '\u00e9',
];

export const randomToken = (roll: Dice): string => {
  const kind = roll(4);
  if (kind === 0) return pick(roll, strays);
  return derive(roll, kind === 1 ? 'keyword' : kind === 2 ? 'infix' : 'literal', deepest);
};

type Edit = (roll: Dice, pieces: string[], at: number) => void;

const edits: readonly Edit[] = [
  (_, pieces, at) => pieces.splice(at, 1),
  (_, pieces, at) => pieces.splice(at, 0, ` ${pieces[at]} `),
  (_, pieces, at) => pieces.splice(at, 2, ` ${pieces[at + 1] ?? ''} `, pieces[at] ?? ''),
  (roll, pieces, at) => pieces.splice(at, 0, ` ${randomToken(roll)} `),
  (roll, pieces, at) => pieces.splice(at, 1, ` ${randomToken(roll)} `),
  (roll, pieces, at) => pieces.splice(at, 0, pick(roll, pieces)),
  (roll, pieces, at) => {
    if (roll(4) === 0) pieces.splice(at);
  },
  (roll, pieces, at) => {
    const piece = pieces[at] ?? '';
    const where = roll(piece.length + 1);
    pieces[at] = piece.slice(0, where) + pick(roll, roll(2) === 0 ? strays : [...'aA0_ .-"\'']) + piece.slice(where + roll(2));
  },
];

/** The text with one to three edits: tokens deleted, doubled, swapped, put in or replaced, characters changed, the end cut off. */
export const edited = (roll: Dice, text: string): string => {
  const pieces = piecesOf(text);
  for (let left = 1 + roll(3); left > 0 && pieces.length > 0; left--) pick(roll, edits)(roll, pieces, roll(pieces.length));
  return pieces.join('');
};

export const editedQuery: fc.Arbitrary<string> = seeds.map((seed) => {
  const roll = dice(seed);
  return edited(roll, randomQuery(roll));
});

export const mutated = (queries: readonly string[]): fc.Arbitrary<string> =>
  seeds.map((seed) => {
    const roll = dice(seed);
    return edited(roll, pick(roll, queries));
  });

/** The text with as many tokens left out as can be while it still fails. */
export const shrunk = (text: string, fails: (shorter: string) => boolean): string => {
  let best = text;
  for (let size = 32; size >= 1; size = size >> 1) {
    for (let at = 0; at < piecesOf(best).length; ) {
      const shorter = piecesOf(best).toSpliced(at, size).join('');
      if (shorter !== best && fails(shorter)) best = shorter;
      else at += size;
    }
  }
  return best;
};
