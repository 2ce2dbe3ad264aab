// Tests of strings: `has`, `contains`, `==`, `in`, `matches regex` …; never null. Case folds ASCII letters only.
import { match } from 'ts-pattern';
import type { Span } from '../diagnostics/span.ts';
import type { ExprOf, TextTest } from '../ir/expr.ts';
import type { DynamicValue, ScalarType } from '../ir/types.ts';
import { unsupported } from './refusal.ts';
import { regexOf } from './regex.ts';
import type { Arg } from './scope.ts';
import type { Getter, Relation, Row, Value } from './value.ts';
import { toDynamic } from './values/convert.ts';
import { isBag } from './values/json.ts';
import { foldCase, textOf } from './values/text.ts';

const isWord = (code: number): boolean => (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

/** Whether `needle` stands in `text` as a term: guarded on the sides that are asked for and where its own edge is alphanumeric. */
export const hasTerm = (text: string, needle: string, before: boolean, after: boolean): boolean => {
  if (needle === '') return true;
  const guardBefore = before && isWord(needle.charCodeAt(0));
  const guardAfter = after && isWord(needle.charCodeAt(needle.length - 1));
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
    const end = at + needle.length;
    if (!(guardBefore && at > 0 && isWord(text.charCodeAt(at - 1))) && !(guardAfter && end < text.length && isWord(text.charCodeAt(end)))) {
      return true;
    }
  }
  return false;
};

type Test = (text: string, needle: string) => boolean;

const plainTests: Readonly<Record<Exclude<TextTest, 'regex'>, Test>> = {
  equals: (text, needle) => text === needle,
  contains: (text, needle) => text.includes(needle),
  startsWith: (text, needle) => text.startsWith(needle),
  endsWith: (text, needle) => text.endsWith(needle),
  term: (text, needle) => hasTerm(text, needle, true, true),
  termPrefix: (text, needle) => hasTerm(text, needle, true, false),
  termSuffix: (text, needle) => hasTerm(text, needle, false, true),
};

const leavesOf = (value: DynamicValue): readonly DynamicValue[] =>
  Array.isArray(value) ? (value as readonly DynamicValue[]).flatMap(leavesOf) : [value];

/** The needles in a value: of a dynamic array every element, of arrays in it theirs, nulls left out; else the value's own text. */
export const needlesIn = (value: Value, type: ScalarType, span: Span): readonly string[] => {
  if (type !== 'dynamic') return [textOf(value, type)];
  const inner = toDynamic(value, type);
  if (isBag(inner)) return unsupported('a bag as a list of texts', span);
  if (!Array.isArray(inner)) return [textOf(inner, type)];
  return leavesOf(inner).flatMap((element) => (element === null ? [] : [textOf(element, type)]));
};

type Shape = Pick<ExprOf<'text'>, 'test' | 'caseless' | 'require' | 'span'>;

/** More needles than these are looked for one by one. */
const mostInOneSearch = 24;

const guards: Readonly<Record<Exclude<TextTest, 'regex' | 'equals'>, readonly [string, string]>> = {
  contains: ['', ''],
  startsWith: ['^', ''],
  endsWith: ['', '$'],
  term: ['(?<![0-9A-Za-z])', '(?![0-9A-Za-z])'],
  termPrefix: ['(?<![0-9A-Za-z])', ''],
  termSuffix: ['', '(?![0-9A-Za-z])'],
};

const isPlain = (needle: string): boolean => /^[\x00-\x7f]*$/.test(needle);

/** A needle as a pattern; its letters fold by themselves where the `i` flag would fold too much. */
const patternOf = (test: Exclude<TextTest, 'regex' | 'equals'>, needle: string, spellOut: boolean): string => {
  const [before, after] = guards[test];
  const escaped = needle.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const body = spellOut ? escaped.replace(/[A-Za-z]/g, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`) : escaped;
  const isTerm = test === 'term' || test === 'termPrefix' || test === 'termSuffix';
  const left = isTerm && !isWord(needle.charCodeAt(0)) ? '' : before;
  const right = isTerm && !isWord(needle.charCodeAt(needle.length - 1)) ? '' : after;
  return needle === '' ? '' : `${left}${body}${right}`;
};

/**
 * Caseless needles as one search that need not fold the text. Without the `u` flag `i` never makes a letter beyond ASCII equal to one of ASCII, so that
 * it folds exactly as KQL does where all needles are ASCII.
 */
const searchFor = (test: Exclude<TextTest, 'regex' | 'equals'>, needles: readonly string[]): ((text: string) => boolean) => {
  const plain = needles.every(isPlain);
  const pattern = new RegExp(needles.map((needle) => patternOf(test, needle, !plain)).join('|'), plain ? 'i' : '');
  return (text) => pattern.test(text);
};

const caselessTest = (n: Shape, needles: readonly string[]): ((text: string) => boolean) => {
  const { test } = n;
  if (test === 'regex' || needles.length === 0) return () => n.require === 'all';
  if (test === 'equals') {
    const [set, lengths] = [new Set(needles.map(foldCase)), new Set(needles.map(({ length }) => length))];
    if (n.require === 'any') return (text) => lengths.has(text.length) && set.has(foldCase(text));
    return (text) => set.size === 1 && set.has(foldCase(text));
  }
  if (n.require === 'any' && needles.length <= mostInOneSearch) return searchFor(test, needles);
  if (n.require === 'all') {
    const searches = needles.map((needle) => searchFor(test, [needle]));
    return (text) => searches.every((search) => search(text));
  }
  const [folded, plain] = [needles.map(foldCase), plainTests[test]];
  return (text) => ((low) => folded.some((needle) => plain(low, needle)))(foldCase(text));
};

const againstFixed = (n: Shape, subject: (row: Row) => string, needles: readonly string[]): Getter => {
  if (n.test === 'regex') {
    const regexes = needles.map((needle) => regexOf(needle, n.span));
    return (row) => ((text) => regexes.some((regex) => regex.test(text)))(subject(row));
  }
  if (n.caseless) {
    const test = caselessTest(n, needles);
    return (row) => test(subject(row));
  }
  const test = plainTests[n.test];
  if (n.test === 'equals' && n.require === 'any') {
    const set = new Set(needles);
    return (row) => set.has(subject(row));
  }
  return n.require === 'any'
    ? (row) => ((text) => needles.some((needle) => test(text, needle)))(subject(row))
    : (row) => ((text) => needles.every((needle) => test(text, needle)))(subject(row));
};

const againstRow = (n: Shape, subject: (row: Row) => string, patterns: readonly Arg[]): Getter => {
  const test: Test = match(n.test)
    .returnType<Test>()
    .with('regex', () => (text, pattern) => regexOf(pattern, n.span).test(text))
    .with('equals', 'contains', 'startsWith', 'endsWith', 'term', 'termPrefix', 'termSuffix', (plain) => plainTests[plain])
    .exhaustive();
  const fold = n.caseless ? foldCase : (text: string): string => text;
  return (row) => {
    const text = fold(subject(row));
    const needles = patterns.flatMap((pattern) => needlesIn(pattern.get(row), pattern.type, n.span));
    return n.require === 'any' ? needles.some((needle) => test(text, fold(needle))) : needles.every((needle) => test(text, fold(needle)));
  };
};

const subjectText =
  ({ get, type }: Arg): ((row: Row) => string) =>
  (row) => {
    const value = get(row);
    return typeof value === 'string' ? value : textOf(value, type);
  };

export const textTest = (n: Shape, subject: Arg, patterns: readonly Arg[]): Getter => {
  const fixed = patterns.flatMap((pattern) => (pattern.fixed === undefined ? [] : [needlesIn(pattern.fixed, pattern.type, n.span)]));
  return fixed.length === patterns.length
    ? againstFixed(n, subjectText(subject), fixed.flat())
    : againstRow(n, subjectText(subject), patterns);
};

export const textTestOfQuery = (n: ExprOf<'textQuery'>, subject: Arg, { columns, rows }: Relation): Getter => {
  const type = columns[0]?.type ?? 'string';
  if (type === 'datetime' || type === 'timespan') return unsupported(`a test of a text among values of type ${type}`, n.span);
  return againstFixed(
    n,
    subjectText(subject),
    rows.flatMap((row) => needlesIn(row[0] ?? null, type, n.span)),
  );
};
