// The text of a query in; the places where it can be changed out: patterns, quoted texts, calls with their arguments.

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly to: string;
}

/** Edits of one kind. */
export interface Fault {
  readonly kind: string;
  readonly edits: (text: string) => readonly Edit[];
}

/** Each match becomes each of the texts. */
export const swap = (kind: string, pattern: RegExp, ...to: readonly string[]): Fault => ({
  kind,
  edits: (text) =>
    [...text.matchAll(pattern)].flatMap(({ index, 0: found }) => to.map((one) => ({ start: index, end: index + found.length, to: one }))),
});

/** Each match becomes what is made of it and its groups; null for a match that cannot be changed. */
export const rewrite = (kind: string, pattern: RegExp, to: (found: string, groups: readonly string[]) => string | null): Fault => ({
  kind,
  edits: (text) =>
    [...text.matchAll(pattern)].flatMap((found) => {
      const made = to(found[0], found.slice(1));
      return made === null ? [] : [{ start: found.index, end: found.index + found[0].length, to: made }];
    }),
});

const openings = /^(?:"""|```|@"|@'|"|')/;

interface Inside {
  readonly start: number;
  readonly text: string;
}

const insidesOf = (text: string, quoted: RegExp): readonly Inside[] =>
  [...text.matchAll(quoted)].map(({ index, 0: found }) => {
    const open = openings.exec(found)?.[0] ?? '';
    const close = open.replace('@', '').length;
    return { start: index + open.length, text: found.slice(open.length, found.length - close) };
  });

/** First, middle and last place. */
const spread = (places: readonly number[]): readonly number[] => [
  ...new Set([places[0], places[places.length >> 1], places.at(-1)].flatMap((place) => place ?? [])),
];

const placesOf = (text: string, pattern: RegExp): readonly number[] => [...text.matchAll(pattern)].map(({ index }) => index);

const inTexts = (kind: string, quoted: RegExp, change: (text: string) => readonly Edit[]): Fault => ({
  kind,
  edits: (text) =>
    insidesOf(text, quoted).flatMap((inside) =>
      change(inside.text).map(({ start, end, to }) => ({ start: inside.start + start, end: inside.start + end, to })),
    ),
});

const nextTo = (letter: string): string => {
  const next = String.fromCharCode(letter.charCodeAt(0) + 1);
  return /[a-z0-9]/i.test(next) ? next : String.fromCharCode(letter.charCodeAt(0) - 1);
};

const otherCase = (letter: string): string => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase());

/** A letter that is another, in other case, or not there; not one that an escape or a class is made of. */
export const textFaults = (quoted: RegExp): readonly Fault[] => {
  const places = (text: string, pattern: RegExp): readonly number[] => spread(placesOf(text, pattern));
  const change = (kind: string, pattern: RegExp, to: (letter: string) => string): Fault =>
    inTexts(kind, quoted, (text) =>
      places(text, pattern)
        .slice(kind === 'letter case' ? -1 : 0)
        .map((start) => ({ start, end: start + 1, to: to(text[start] ?? '') })),
    );
  return [
    change('letter', /(?<![\\-])[0-9A-Za-z](?!-[9zZ])/g, nextTo),
    change('letter case', /(?<![\\-])[A-Za-z](?!-[zZ])/g, otherCase),
    change('letter dropped', /(?<![\\-])[0-9A-Za-z](?!-[9zZ])/g, () => ''),
  ];
};

/** Where a call ends, and where its arguments stand; quoted texts are passed over. */
const argumentsAt = (text: string, open: number, quoted: RegExp) => {
  const args: [number, number][] = [];
  const texts = new RegExp(quoted.source, 'y');
  let depth = 0;
  let from = open + 1;
  for (let at = open; at < text.length; at++) {
    texts.lastIndex = at;
    const skipped = texts.exec(text);
    if (skipped) at += skipped[0].length - 1;
    else if (text[at] === '(') depth++;
    else if (text[at] === ')') depth--;
    if (skipped) continue;
    if (depth === 0 || (depth === 1 && text[at] === ',')) {
      args.push([from, at]);
      from = at + 1;
    }
    if (depth === 0) return { args, end: at + 1 };
  }
  return null;
};

interface Call {
  readonly start: number;
  readonly end: number;
  readonly args: readonly (readonly [number, number])[];
}

const callsOf = (text: string, names: RegExp, quoted: RegExp): readonly Call[] =>
  [...text.matchAll(names)].flatMap(({ index, 0: name }) => {
    const found = argumentsAt(text, index + name.length - 1, quoted);
    return found ? [{ start: index, end: found.end, args: found.args }] : [];
  });

/** `F(x, …)` becomes `x`. `names`: up to the parenthesis. */
export const unwrapped = (kind: string, names: RegExp, quoted: RegExp): Fault => ({
  kind,
  edits: (text) =>
    callsOf(text, names, quoted).flatMap(({ start, end, args: [first] }) =>
      first ? [{ start, end, to: text.slice(...first).trim() }] : [],
    ),
});

/** Of several arguments one is dropped, or `many` beside each other. */
export const withoutArgument = (kind: string, names: RegExp, quoted: RegExp, many = 1): Fault => ({
  kind,
  edits: (text) =>
    callsOf(text, names, quoted).flatMap(({ args }) => {
      if (args.length <= many) return [];
      return args.flatMap(([start], i) => {
        const last = args[i + many - 1];
        if (i % many > 0 || !last) return [];
        const next = args[i + many];
        if (next) return [{ start, end: next[0], to: text[start] === ' ' ? ' ' : '' }];
        return [{ start: start - 1, end: last[1], to: '' }];
      });
    }),
});

const isWhole = (text: string, quoted: RegExp): boolean => {
  const bare = text.replace(quoted, '');
  return (bare.match(/\(/g)?.length ?? 0) === (bare.match(/\)/g)?.length ?? 0);
};

/** What matches goes away where its parentheses are its own. */
export const dropped = (kind: string, pattern: RegExp, quoted: RegExp): Fault =>
  rewrite(kind, pattern, (found) => (isWhole(found, quoted) ? '' : null));

/** Operands of one level of parentheses: where each starts and ends, and where the word before it starts. */
interface Level {
  readonly starts: number[];
  readonly ends: number[];
  readonly words: number[];
}

/** The chains of `AND` and `OR` in a text; each pair of parentheses is a level of its own, each line, step and argument begins anew. */
const chainsOf = (text: string, quoted: RegExp): readonly Level[] => {
  const token = new RegExp(`(?:${quoted.source})|[()\\n,|]|(?<=\\s)(?:where|AND|OR)(?=\\s)`, 'g');
  const done: Level[] = [];
  const begun = (start: number): Level => ({ starts: [start], ends: [], words: [] });
  let open: Level[] = [begun(0)];
  const close = (end: number): void => {
    const level = open.pop();
    level?.ends.push(end);
    if (level && level.words.length > 0) done.push(level);
  };
  for (const { 0: word, index } of text.matchAll(token)) {
    const end = index + word.length;
    const level = open.at(-1);
    if (word === '(') open.push(begun(end));
    else if (word === ')') close(index);
    else if (word === 'where') open = [begun(end + 1)];
    else if (word === 'AND' || word === 'OR') {
      level?.ends.push(index - 1);
      level?.words.push(index);
      level?.starts.push(end + 1);
    } else if (word === '\n' || word === ',' || word === '|') {
      close(index);
      open.push(begun(end));
    }
  }
  close(text.length);
  return done;
};

/** One operand of `AND` or `OR` goes, with the word beside it. */
export const withoutOperand = (kind: string, quoted: RegExp): Fault => ({
  kind,
  edits: (text) =>
    chainsOf(text, quoted).flatMap(({ starts, ends, words }) =>
      starts.flatMap((start, i): readonly Edit[] => {
        const [word, end, next] = [words[i - 1], ends[i], starts[1]];
        if (end === undefined || next === undefined) return [];
        return [i === 0 ? { start, end: next, to: '' } : { start: (word ?? start) - 1, end, to: '' }];
      }),
    ),
});

/** Of the assignments of a step, from `names` to the end of its line, one goes. */
export const withoutAssignment = (kind: string, names: RegExp, quoted: RegExp): Fault => ({
  kind,
  edits: (text) =>
    [...text.matchAll(names)].flatMap(({ index, 0: name }) => {
      const from = index + name.length;
      const line = text.slice(from, (text.indexOf('\n', from) + text.length + 1) % (text.length + 1));
      const inside = `(${line})`;
      const found = argumentsAt(inside, 0, quoted);
      const args = (found?.args ?? []).map(([start, end]) => [from + start - 1, from + end - 1] as const);
      return args.flatMap(([start, end], i): readonly Edit[] => {
        if (args.length < 2) return [];
        const next = args[i + 1];
        return [next ? { start, end: next[0], to: i === 0 ? '' : ' ' } : { start: start - 1, end, to: '' }];
      });
    }),
});
