// Texts changed and taken apart, by regular expressions and by plain texts. Each function by its KQL name; a call in, how to compute it for a row out.
import type { Matcher } from 're2js';
import type { Span } from '../../diagnostics/span.ts';
import type { DynamicValue } from '../../ir/types.ts';
import { failed, unsupported } from '../refusal.ts';
import { matchesIn, type Regex, regexOf } from '../regex.ts';
import type { Call, Fn } from '../scope.ts';
import { pointsBefore } from '../values/code-points.ts';
import { orEmpty } from './or-empty.ts';
import { array, dynamic, strict, text, whole } from './shapes.ts';
import { rangeOf } from './text-search.ts';

/** The text without the matches that stand at its start, at its end, or both. */
const trimming =
  (atStart: boolean, atEnd: boolean): Fn =>
  ({ span, ...call }) =>
    strict([text, text], (pattern, source) => {
      regexOf(pattern, span);
      let rest = source;
      if (atStart) {
        const head = regexOf(`^(?:${pattern})+`, span).matcher(rest);
        if (head.find()) rest = rest.slice(head.end());
      }
      if (!atEnd) return rest;
      const tail = regexOf(`(?:${pattern})+$`, span).matcher(rest);
      return tail.find() ? rest.slice(0, tail.start()) : rest;
    })({ span, ...call });

type Rewrite = readonly (string | number)[];

const rewriteForm = /\\(\d|\\)|[^\\]+|\\/gs;
const rewrites = new Map<string, Rewrite>();

/** `\0` to `\9` as numbers of groups, the rest as text. */
const rewriteOf = (rewrite: string, regex: Regex, span: Span): Rewrite => {
  const known = rewrites.get(rewrite);
  const parts =
    known ??
    [...rewrite.matchAll(rewriteForm)].map(([whole, mark]) => {
      if (mark === undefined && whole === '\\') return unsupported(`the rewrite \`${rewrite}\` of \`replace_regex()\``, span);
      return mark === undefined ? whole : mark === '\\' ? '\\' : Number(mark);
    });
  if (!known && rewrites.size < 10_000) rewrites.set(rewrite, parts);
  const beyond = parts.find((part) => typeof part === 'number' && part > regex.groups);
  if (beyond !== undefined) return failed(`the rewrite \`${rewrite}\` names group ${beyond} of ${regex.groups}`, span);
  return parts;
};

const groupOf = (match: Matcher, group: number): string => match.group(group) ?? '';

const replaceRegex: Fn = ({ span, ...call }) =>
  strict([text, text, text], (source, pattern, rewrite) => {
    const regex = regexOf(pattern, span);
    const parts = rewriteOf(rewrite, regex, span);
    let replaced = '';
    let from = 0;
    for (const match of matchesIn(regex, source)) {
      replaced += source.slice(from, match.start());
      for (const part of parts) replaced += typeof part === 'number' ? groupOf(match, part) : part;
      from = match.end();
    }
    return replaced + source.slice(from);
  })({ span, ...call });

/** A piece of text that is done with is not looked at again. */
interface Piece {
  readonly text: string;
  readonly done: boolean;
}

const replacedIn = (text: string, lookup: string, rewrite: DynamicValue): readonly Piece[] =>
  text.split(lookup).flatMap((rest, i) => {
    const before: readonly Piece[] = i === 0 ? [] : [{ text: typeof rewrite === 'string' ? rewrite : lookup, done: true }];
    return [...before, { text: rest, done: false }];
  });

/** Lookup after lookup, each in what is left between the matches of the ones before; one whose rewrite is no text stays as it is. */
const replaceStrings = strict([text, array, array], (source, lookups, replacements) => {
  let pieces: readonly Piece[] = [{ text: source, done: false }];
  for (const [i, lookup] of lookups.entries()) {
    if (typeof lookup !== 'string' || lookup === '') continue;
    pieces = pieces.flatMap((piece) => (piece.done ? [piece] : replacedIn(piece.text, lookup, replacements[i] ?? null)));
  }
  return pieces.map((piece) => piece.text).join('');
});

/** A shorter list of replacements goes on with its last character; an empty one removes. */
const translate = strict([text, text, text], (search, replacements, source) => {
  const to = [...replacements];
  const table = new Map([...search].map((from, i) => [from, to[i] ?? to.at(-1) ?? ''] as const).reverse());
  let translated = '';
  for (const character of source) translated += table.get(character) ?? character;
  return translated;
});

/** A capture of the first match; `''` where there is none. */
const extract: Fn = (call) =>
  strict([text, whole, text], (pattern, group, source) => {
    const regex = regexOf(pattern, call.span);
    if (group < 0n) return unsupported('`extract()` of a negative group', call.span);
    const matcher = group > regex.groups ? null : regex.matcher(source);
    return matcher?.find() ? groupOf(matcher, Number(group)) : '';
  })(call);

const chosenGroups = (regex: Regex, chosen: readonly DynamicValue[] | null, { span }: Call): readonly number[] => {
  if (regex.groups < 1 || regex.groups > 16)
    return failed(`a regular expression of \`extract_all()\` needs 1 to 16 groups, not ${regex.groups}`, span);
  if (chosen === null) return Array.from({ length: regex.groups }, (_, i) => i + 1);
  return chosen.map((group) => {
    const index = typeof group === 'string' ? regex.names.get(group) : Number(group);
    const exists = index !== undefined && Number.isInteger(index) && index >= 1 && index <= regex.groups;
    return exists ? index : failed(`the regular expression has no group \`${String(group)}\``, span);
  });
};

/** All captures of all matches: an array, of arrays when more than one group is asked for. */
const extractAll: Fn = (call) => {
  const compute = (pattern: string, chosen: readonly DynamicValue[] | null, source: string): DynamicValue => {
    const regex = regexOf(pattern, call.span);
    const groups = chosenGroups(regex, chosen, call);
    const found: DynamicValue[] = [];
    for (const match of matchesIn(regex, source)) {
      const captures = groups.map((group) => groupOf(match, group));
      found.push(captures.length === 1 ? (captures[0] ?? '') : captures);
    }
    return found.length > 0 ? found : null;
  };
  return call.args.length === 2
    ? strict([text, text], (pattern, source) => compute(pattern, null, source))(call)
    : strict([text, dynamic, text], (pattern, chosen, source) =>
        compute(pattern, Array.isArray(chosen) ? (chosen as readonly DynamicValue[]) : [chosen], source),
      )(call);
};

const nthMatch = (regex: Regex, source: string, occurrence: number): number => {
  let left = occurrence;
  for (const match of matchesIn(regex, source)) {
    left -= 1;
    if (left === 0) return match.start();
  }
  return -1;
};

/** The page's own example has null for a start below 0. Whether a later occurrence must lie within the length is not settled. */
const indexOfRegex: Fn = (call) =>
  strict([text, text, whole, whole, whole], (source, pattern, start = 0n, length = -1n, occurrence = 1n) => {
    const range = start < 0n ? null : rangeOf(source, Number(start), length, occurrence, call);
    if (range === null) return null;
    const regex = regexOf(pattern, call.span);
    const found = nthMatch(regex, source.slice(range.from, range.to), range.occurrence);
    if (range.occurrence > 1 && found !== nthMatch(regex, source.slice(range.from), range.occurrence)) {
      return unsupported('`indexof_regex()` of a later occurrence within a length', call.span);
    }
    return found < 0 ? -1n : BigInt(pointsBefore(source, range.from + found));
  })(call);

export const regexFunctions = {
  trim: trimming(true, true),
  trim_start: trimming(true, false),
  trim_end: trimming(false, true),
  replace_regex: replaceRegex,
  replace_string: strict([text, text, text], (source, lookup, rewrite) =>
    lookup === '' ? source : source.replaceAll(lookup, () => rewrite),
  ),
  replace_strings: orEmpty(replaceStrings),
  translate,
  extract: orEmpty(extract),
  extract_all: extractAll,
  indexof_regex: indexOfRegex,
} as const satisfies Readonly<Record<string, Fn>>;
