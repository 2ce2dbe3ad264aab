// What the evaluator needs of a PCRE engine; and what it does with matches: find, replace with `\N`.

export interface Group {
  /** UTF-16 offsets; -1 when the group took no part. */
  readonly start: number;
  readonly end: number;
}

/** Groups by number; the whole match is group 0. */
export type Match = readonly Group[];

export interface Pattern {
  /** From `start` on; null when there is none. @throws Error when the engine gives up (limits) */
  match(subject: string, start: number): Match | null;
  /** Group numbers by name, in the order of numbers. */
  readonly names: readonly (readonly [name: string, group: number])[];
}

export interface RegexEngine {
  readonly version: string;
  /** @throws Error with the engine's message when the pattern is none */
  compile(pattern: string): Pattern;
}

export const groupText = (subject: string, group: Group | undefined): string | null =>
  group === undefined || group.start < 0 ? null : subject.slice(group.start, group.end);

/** The next place to look at: an empty match moves on by one character. */
const after = (subject: string, { start, end }: Group): number => {
  if (end > start) return end;
  const point = subject.codePointAt(end);
  return end + (point !== undefined && point > 0xffff ? 2 : 1);
};

/** All matches that do not overlap, at most `limit` of them. */
export const matchesOf = (pattern: Pattern, subject: string, limit = Number.POSITIVE_INFINITY): readonly Match[] => {
  const found: Match[] = [];
  let at = 0;
  while (at <= subject.length && found.length < limit) {
    const match = pattern.match(subject, at);
    const whole = match?.[0];
    if (!match || !whole) break;
    found.push(match);
    at = after(subject, whole);
  }
  return found;
};

/** `\0` to `\9` of a replacement are groups; any other backslash stands for the character behind it. */
const expanded = (replacement: string, subject: string, match: Match): string =>
  replacement.replace(/\\(\d)|\\([\s\S])/g, (_, digit: string | undefined, other: string | undefined) =>
    digit === undefined ? (other ?? '') : (groupText(subject, match[Number(digit)]) ?? ''),
  );

/** `chosen` says by its number, from 1, whether a match is replaced. */
export const replaced = (pattern: Pattern, subject: string, replacement: string, chosen: (nth: number) => boolean): string => {
  let out = '';
  let from = 0;
  for (const [index, match] of matchesOf(pattern, subject).entries()) {
    const whole = match[0];
    if (!whole || !chosen(index + 1)) continue;
    out += subject.slice(from, whole.start) + expanded(replacement, subject, match);
    from = whole.end;
  }
  return out + subject.slice(from);
};
