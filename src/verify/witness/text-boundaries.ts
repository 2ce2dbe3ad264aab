// A needle in; texts around it where translations go wrong out, each with what it is. Whether a text fits is the evaluator's to say.
import type { TextTest } from '../../ir/expr.ts';

export interface Boundary {
  readonly text: string;
  readonly what: string;
  /** 1: of every needle. 2: of one needle of each test. 3: where there is room. */
  readonly rank: 1 | 2 | 3;
  /** Each needle of a list needs it: targets write letter case, guards and escapes needle by needle. */
  readonly each?: true;
}

const upper = (text: string): string => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
const lower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
const mixed = (text: string): string => [...text].map((letter, i) => (i % 2 === 0 ? upper(letter) : lower(letter))).join('');

const boundary = (rank: Boundary['rank'], what: string, text: string): Boundary => ({ text, what, rank });
const forEach = (rank: Boundary['rank'], what: string, text: string): Boundary => ({ text, what, rank, each: true });

/** Letters beyond ASCII whose upper or lower case is a letter of ASCII. */
const lookalikes: readonly (readonly [RegExp, string, string])[] = [
  [/k/i, '\u212a', 'the Kelvin sign for k'],
  [/i/i, 'ı', 'a dotless ı for i'],
  [/i/i, 'İ', 'a dotted İ for i'],
  [/ss|s/i, 'ß', 'ß for s'],
  [/s/i, 'ſ', 'a long ſ for s'],
];

/** Characters that mean something in the languages of the targets. */
const specials = ['*', '?', '%', '_', '\\', '"', "'", '|', '$', '.', '/', '`', '{{x}}', '$' + '{x}'];

const cases = (needle: string): readonly Boundary[] => [
  forEach(1, 'in upper case', upper(needle)),
  boundary(2, 'in lower case', lower(needle)),
  boundary(2, 'in mixed case', mixed(needle)),
  ...lookalikes.flatMap(([letter, foreign, what]) =>
    letter.test(needle) ? [boundary(2, `with ${what}`, needle.replace(letter, foreign))] : [],
  ),
];

/** Of a test for a word each side has a guard of its own. */
const guarded: ReadonlySet<TextTest> = new Set<TextTest>(['term', 'termPrefix', 'termSuffix']);

const edges = (needle: string, test: TextTest): readonly Boundary[] => [
  boundary(1, 'inside a longer word', `x${needle}era`),
  boundary(1, 'between other words', `alpha ${needle} omega`),
  forEach(guarded.has(test) ? 1 : 2, 'with a letter behind', `${needle}x`),
  forEach(guarded.has(test) ? 1 : 2, 'with a letter in front', `x${needle}`),
  forEach(guarded.has(test) ? 1 : 2, 'with a dash in front and an underscore behind', `x-${needle}_x`),
  boundary(guarded.has(test) ? 1 : 2, 'with an underscore in front and a dash behind', `x_${needle}-x`),
  boundary(2, 'with a digit behind', `${needle}0`),
  boundary(2, 'with a digit in front', `0${needle}`),
  boundary(2, 'with a capital behind', `${needle}X`),
  boundary(2, 'with a capital in front', `X${needle}`),
  boundary(3, 'with a nine behind', `${needle}9`),
  boundary(3, 'with an underscore and a letter behind', `${needle}_x`),
  boundary(3, 'with an underscore and a letter in front', `x_${needle}`),
  boundary(2, 'as the beginning of a longer name', `${needle}.com.evil`),
  boundary(2, 'as the end of a longer name', `evil.${needle}`),
  boundary(2, 'with a letter beyond ASCII behind', `${needle}é`),
  boundary(2, 'with a letter beyond ASCII in front', `é${needle}`),
  boundary(2, 'at the start of a text', `${needle} omega`),
  boundary(2, 'at the end of a text', `alpha ${needle}`),
  boundary(3, 'twice', `${needle} ${needle}`),
  boundary(3, 'inside a word, then by itself', `x${needle}x ${needle}`),
  boundary(3, 'in a path', `C:\\dir\\${needle}\\x`),
  boundary(3, 'between quotes', `"${needle}"`),
  boundary(3, 'between apostrophes', `'${needle}'`),
  boundary(3, 'with a dash on both sides', `-${needle}-`),
];

const around = (needle: string): readonly Boundary[] => [
  boundary(2, 'with a blank in front', ` ${needle}`),
  boundary(2, 'with a blank behind', `${needle} `),
  boundary(2, 'with a newline behind', `${needle}\n`),
  boundary(2, 'on the second line', `alpha\n${needle}`),
  boundary(3, 'with a tab behind', `${needle}\t`),
];

const cut = (needle: string): readonly Boundary[] =>
  [...needle].length < 2
    ? []
    : [
        forEach(1, 'without its last character', [...needle].slice(0, -1).join('')),
        forEach(2, 'without its first character', [...needle].slice(1).join('')),
      ];

/** Where the needle has a character that may be a wildcard or an escape, something else stands there. */
const wild = (needle: string): readonly Boundary[] => {
  const special = /[^A-Za-z0-9 ]/.exec(needle);
  const inside = special
    ? ['q', 'qq', ''].map((other) =>
        boundary(other === 'q' ? 1 : 2, `with \`${other}\` for \`${special[0]}\``, needle.replace(special[0], other)),
      )
    : [];
  const letter = /[A-Za-z0-9]/.exec(needle.slice(1));
  const at = letter ? letter.index + 1 : -1;
  const instead = specials.map((one, i) =>
    boundary(i < 2 ? 2 : 3, `with \`${one}\` for a character`, at < 0 ? one : needle.slice(0, at) + one + needle.slice(at + 1)),
  );
  const beside = specials.map((one, i) => boundary(i === 4 || i === 5 ? 2 : 3, `with \`${one}\` behind`, `${needle}${one}`));
  const masked = needle.includes('\\') ? [boundary(2, 'with each backslash doubled', needle.replaceAll('\\', '\\\\'))] : [];
  const blanks = needle.includes(' ') ? [boundary(2, 'with two blanks for one', needle.replace(' ', '  '))] : [];
  return [...inside, ...masked, ...blanks, ...instead, ...beside];
};

const elsewhere = (needle: string): readonly Boundary[] => [
  boundary(1, 'no text at all', ''),
  boundary(2, 'blanks only', '  '),
  boundary(2, 'in words of a text, apart', [...needle].join(' ')),
  boundary(3, 'another word', 'unrelated'),
];

/** By their worth; each text once, none the needle itself. For a pattern `needle` is a text that it fits. */
export const textBoundaries = (needle: string, test: TextTest): readonly Boundary[] => {
  const seen = new Set([needle]);
  const all = [...cut(needle), ...cases(needle), ...edges(needle, test), ...elsewhere(needle), ...around(needle), ...wild(needle)];
  const worth = test === 'regex' ? all.filter(({ rank }) => rank < 3) : all;
  return worth.filter(({ text }) => seen.size < seen.add(text).size).sort((a, b) => a.rank - b.rank);
};
