// A piece of a query that does not parse in; what an author of other languages, or in a hurry, has written there, as a diagnostic.
import { tokenMatcher } from 'chevrotain';
import { report } from '../../diagnostics/diagnostic.ts';
import * as t from '../lexer/tokens.ts';
import { type Case, endsValue, foundHere, isPipe, isWord, type Spot, spanHere, startsValue } from './spot.ts';

/** Signs of other languages, spelled by tokens that touch each other. */
const foreignSigns: readonly (readonly [sign: string, meant: string])[] = [
  ['===', '=='],
  ['!==', '!='],
  ['=>', '>='],
  ['=<', '<='],
  [':=', '='],
  ['--', '//'],
  ['/*', '//'],
  ['|>', '|'],
];

/** The tokens from an index on that touch each other, as one text of at least `length` characters, if there are so many. */
const touchingText = (s: Spot, from: number, length: number): string => {
  let text = s.tokens[from]?.image ?? '';
  for (let at = from + 1; text.length < length; at++) {
    const [last, next] = [s.tokens[at - 1], s.tokens[at]];
    if (last === undefined || next === undefined || t.spanOf(last).end !== next.startOffset) break;
    text += next.image;
  }
  return text;
};

/** `a === 1`, `a => 1`, `-- comment` */
export const foreignSign: Case = (s) => {
  const here = s.found?.startOffset;
  if (here === undefined) return null;
  for (const [sign, meant] of foreignSigns) {
    for (const from of [s.index, s.index - 1]) {
      const start = from < s.from ? undefined : s.tokens[from]?.startOffset;
      if (start === undefined || start + sign.length <= here || !touchingText(s, from, sign.length).startsWith(sign)) continue;
      return report('RMMC1128', { start, end: start + sign.length }, { word: sign, meant });
    }
  }
  return null;
};

/** `a is null`, `a IS NOT NULL` */
export const nullTest: Case = (s) => {
  if (s.found?.image.toLowerCase() !== 'is') return null;
  const words = s.tokens.slice(s.index, s.index + 3);
  const isNot = words[1]?.image.toLowerCase() === 'not';
  const last = words[isNot ? 2 : 1];
  if (last?.image.toLowerCase() !== 'null') return null;
  const span = { start: s.found.startOffset, end: t.spanOf(last).end };
  return report('RMMC1128', span, { word: isNot ? 'is not null' : 'is null', meant: isNot ? 'isnotnull(…)' : 'isnull(…)' });
};

/** `not a == 1` */
export const bareNot: Case = (s) => {
  const word = s.previous;
  if (word?.image.toLowerCase() !== 'not' || s.found === undefined || !startsValue(s.found) || s.found.tokenType === t.LParen) return null;
  return report('RMMC1128', t.spanOf(word), { word: word.image, meant: 'not(…)' });
};

/** `SELECT a FROM T` */
export const sqlSelect: Case = (s) => {
  const first = s.tokens[s.from];
  if (first?.image.toLowerCase() !== 'select' || s.index === s.from || s.tokens.slice(s.from, s.index).some(isPipe)) return null;
  return report('RMMC1123', t.spanOf(first), { word: first.image, meant: 'T | where … | project …' });
};

/** Operators that take a list of columns. */
const listing = new Set([
  'extend',
  'project',
  'project-rename',
  'project-away',
  'project-keep',
  'project-reorder',
  'summarize',
  'distinct',
  'print',
]);

/** `project a b`, `summarize n = count() m = max(x)`: a comma is missing, unless prose follows on a line of its own. */
export const missingComma: Case = (s) => {
  if (!s.leftOver || s.found === undefined || s.previous === undefined || !isWord(s.found) || !endsValue(s.previous)) return null;
  if (!listing.has(s.tokens[s.from]?.image ?? '')) return null;
  const names = s.tokens[s.index + 1]?.tokenType === t.Equals;
  const last = s.index + 1 >= s.to || s.tokens[s.index + 1]?.tokenType === t.Comma || s.tokens[s.index + 1]?.tokenType === t.LParen;
  if (!names && !last) return null;
  return report('RMMC1100', t.spanOf(s.found), {
    found: foundHere(s),
    expected: '`,`, `|` or `;`',
    help: 'put a comma between two columns',
  });
};

/** `[1, 2]` and `{"x": 1}` as values. */
export const bareJson: Case = (s) => {
  const isArray = s.rule === 'index' && s.found?.tokenType === t.Comma;
  const isObject = s.previous?.tokenType === t.LBrace && s.found !== undefined && tokenMatcher(s.found, t.StringLiteral);
  if (!isArray && !isObject) return null;
  return report('RMMC1100', spanHere(s), {
    found: foundHere(s),
    expected: s.expected,
    help: 'write `dynamic([…])` for an array, `dynamic({…})` for an object',
  });
};
