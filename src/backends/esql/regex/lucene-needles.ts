// Literal texts in; patterns of the engine's `LIKE` and `RLIKE` (Lucene's language, always the whole value) out.
import type { TextTest } from '../../../ir/expr.ts';

/** Characters that mean something in Lucene's regular expressions with all its options on. */
const reserved = /[.?+*|{}[\]()"\\#@&<>~^$]/g;

export const escapeLucene = (text: string): string => text.replace(reserved, '\\$&');

const isLetter = (c: string): boolean => /^[A-Za-z]$/.test(c);

/** The text with each ASCII letter in both cases: `[Nn][Cc]`. */
export const foldLucene = (text: string): string =>
  [...text].map((c) => (isLetter(c) ? `[${c.toUpperCase()}${c.toLowerCase()}]` : escapeLucene(c))).join('');

const needle = (text: string, caseless: boolean): string => (caseless ? foldLucene(text) : escapeLucene(text));

const isTermCharacter = (c: string): boolean => /^[0-9A-Za-z]$/.test(c);

const guardBefore = '(.*[^0-9A-Za-z])?';
const guardAfter = '([^0-9A-Za-z].*)?';

interface Ends {
  readonly before: string;
  readonly after: string;
}

/** What may stand around a needle. A term test guards a side only where the needle's own edge is alphanumeric. */
const endsOf = (test: Exclude<TextTest, 'regex'>, text: string): Ends => {
  const guardsLeft = test === 'term' || test === 'termPrefix';
  const guardsRight = test === 'term' || test === 'termSuffix';
  const freeLeft = test === 'equals' || test === 'startsWith' ? '' : '.*';
  const freeRight = test === 'equals' || test === 'endsWith' ? '' : '.*';
  const characters = [...text];
  return {
    before: guardsLeft && isTermCharacter(characters.at(0) ?? '') ? guardBefore : freeLeft,
    after: guardsRight && isTermCharacter(characters.at(-1) ?? '') ? guardAfter : freeRight,
  };
};

/** The default of `index.max_regex_length`: a shard refuses a longer pattern. */
export const longestPattern = 1000;

const batches = (ends: Ends, needles: readonly string[]): readonly (readonly string[])[] => {
  const room = longestPattern - ends.before.length - ends.after.length - '()'.length;
  const out: string[][] = [];
  let size = room;
  for (const text of needles) {
    const more = text.length + '|'.length;
    if (size + more > room) {
      out.push([]);
      size = 0;
    }
    out.at(-1)?.push(text);
    size += more;
  }
  return out;
};

/** Patterns of which one fits exactly the values that pass the test for any of the needles (none of them empty). */
export const anyNeedle = (test: Exclude<TextTest, 'regex'>, caseless: boolean, needles: readonly string[]): readonly string[] => {
  const groups = new Map<string, { readonly ends: Ends; readonly needles: string[] }>();
  for (const text of needles) {
    const ends = endsOf(test, text);
    const key = `${ends.before} ${ends.after}`;
    const group = groups.get(key) ?? { ends, needles: [] };
    groups.set(key, group);
    group.needles.push(text);
  }
  return [...groups.values()].flatMap((group) =>
    batches(
      group.ends,
      group.needles.map((text) => needle(text, caseless)),
    ).map((batch) => `${group.ends.before}${batch.length > 1 ? `(${batch.join('|')})` : batch[0]}${group.ends.after}`),
  );
};
