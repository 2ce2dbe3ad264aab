// A piece of a query that does not parse in, one diagnostic in KQL's words out: what was found, what was expected, and the next step.
// The cases are tried in order; the last one always answers.
import { type IRecognitionException, tokenMatcher } from 'chevrotain';
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import { nearest } from '../../diagnostics/nearest.ts';
import * as t from '../lexer/tokens.ts';
import { foreignWords, infixWords, operatorNames } from '../lexer/words.ts';
import { expectedAt } from './expected.ts';
import { bareJson, bareNot, foreignSign, missingComma, nullTest, sqlSelect } from './foreign.ts';
import {
  type Case,
  endsHere,
  endsValue,
  foundHere,
  isInfix,
  isPipe,
  isWord,
  type Place,
  type Spot,
  spanHere,
  startsValue,
} from './spot.ts';

const operators = new Set(operatorNames);

/** `| where …` with nothing before the pipe. */
const leadingPipe: Case = (s) => {
  const pipe = s.tokens[s.to];
  if (s.from !== s.to || !isPipe(pipe) || pipe === undefined || isPipe(s.tokens[s.to - 1])) return null;
  return report('RMMC1120', t.spanOf(pipe), s.tokens[s.from - 1]?.tokenType === t.Semicolon ? { ended: true } : {});
};

/** `.show tables` */
const command: Case = (s) =>
  s.index === 0 && s.found?.tokenType === t.Dot ? report('RMMC1135', t.spanOf(s.found), { command: `.${s.tokens[1]?.image ?? ''}` }) : null;

/** `||`: two pipes that touch, the second one at an index. */
const isDoublePipe = (s: Spot, second: number): boolean => {
  const [one, two] = [s.tokens[second - 1], s.tokens[second]];
  return isPipe(one) && isPipe(two) && one?.startOffset === (two?.startOffset ?? 0) - 1;
};

const doublePipe = (s: Spot, second: number): Diagnostic => {
  const pipe = s.tokens[second];
  if (pipe !== undefined && operators.has(s.tokens[second + 1]?.image ?? '')) return report('RMMC1121', t.spanOf(pipe), {});
  const start = s.tokens[second - 1]?.startOffset ?? 0;
  return report('RMMC1128', { start, end: start + 2 }, { word: '||', meant: 'or' });
};

/** Two pipes in a row, or one at the end. */
const emptyOperator: Case = (s) => {
  const pipe = s.tokens[s.from - 1];
  if (s.from === s.to && isDoublePipe(s, s.to)) return doublePipe(s, s.to);
  return s.from === s.to && isPipe(pipe) && pipe !== undefined ? report('RMMC1121', t.spanOf(pipe), {}) : null;
};

/** A word that KQL knows and this compiler does not read. */
const unreadOperator: Case = (s) =>
  s.found?.tokenType === t.UnreadOperator ? report('RMMC1122', t.spanOf(s.found), { operator: s.found.image }) : null;

/** Whether a condition follows: `Sha1 in (…)`, `x.y == 1`, `isempty(z)`. */
const looksLikeCondition = (s: Spot): boolean => {
  const ahead = s.tokens.slice(s.index + 1, s.to);
  const next = ahead[0];
  if (next === undefined) return false;
  return (
    isInfix(next) ||
    next.tokenType === t.Equals ||
    ((next.tokenType === t.LParen || next.tokenType === t.Dot || next.tokenType === t.LBracket) && ahead.length > 1)
  );
};

/** `project away x`, `mv expand x`: the hyphen is missing. */
const unhyphenated = (s: Spot): string | undefined => {
  const joined = `${s.tokens[s.from]?.image ?? ''}-${s.tokens[s.from + 1]?.image ?? ''}`;
  return operators.has(joined) ? joined : undefined;
};

const missingHyphen: Case = (s) => {
  const [first, second, meant] = [s.tokens[s.from], s.tokens[s.from + 1], unhyphenated(s)];
  if (meant === undefined || first === undefined || second === undefined) return null;
  const span = { start: first.startOffset, end: t.spanOf(second).end };
  return report('RMMC1123', span, { word: `${first.image} ${second.image}`, meant });
};

/** No operator behind a pipe: misspelt, or `where` is missing. */
const unknownOperator: Case = (s) => {
  const before = s.tokens[s.index - 1];
  if (s.found === undefined || !isPipe(before) || !['operator', 'operators'].includes(s.rule)) return null;
  if (isDoublePipe(s, s.index - 1)) return doublePipe(s, s.index - 1);
  const word = s.found.image;
  const meant = foreignWords.get(word.toLowerCase()) ?? (isWord(s.found) ? nearest(word, operatorNames) : undefined);
  const condition = isWord(s.found) && looksLikeCondition(s) && !isCloseCall(word, meant);
  return report('RMMC1123', t.spanOf(s.found), { word, ...(condition ? { condition } : meant === undefined ? {} : { meant }) });
};

/** `wher x == 1` is a misspelling though `x == 1` follows; `Sha1 in (…)` is a condition though `scan` is not far. */
const isCloseCall = (word: string, meant: string | undefined): boolean =>
  meant !== undefined && word.length > 2 && word.charAt(0).toLowerCase() === meant.charAt(0);

/** `T where x`: an operator without its pipe. */
const missingPipe: Case = (s) => {
  const { found, previous } = s;
  if (found === undefined || previous === undefined || isPipe(previous) || !operators.has(found.image) || endsValue(previous) === false)
    return null;
  if (followsPlainLet(s) || tokenMatcher(found, t.BinaryOperator) || tokenMatcher(found, t.ListOperator)) return null;
  return report('RMMC1124', t.spanOf(found), { operator: found.image });
};

/** `let x = 5` and then a query: a `;` is missing, not a pipe. */
const followsPlainLet = (s: Spot): boolean =>
  s.tokens[s.from]?.tokenType === t.keyword('let') && s.tokens.slice(s.from, s.index).every((x) => !isPipe(x));

/** `("a", )` */
const trailingComma: Case = (s) =>
  s.previous?.tokenType === t.Comma && endsHere(s) ? report('RMMC1125', t.spanOf(s.previous), { closing: foundHere(s) }) : null;

/** `("a",, "b")` */
const doubleComma: Case = (s) => {
  const isComma = s.found?.tokenType === t.Comma;
  return isComma && (s.previous?.tokenType === t.Comma || s.previous?.tokenType === t.LParen || s.previous?.tokenType === t.LBracket)
    ? report('RMMC1126', spanHere(s), {})
    : null;
};

/** `has_all has_any`, `== ==` */
const twoOperators: Case = (s) => {
  if (s.previous === undefined || s.found === undefined || !isInfix(s.previous) || !isInfix(s.found)) return null;
  const span = { start: s.previous.startOffset, end: t.spanOf(s.found).end };
  return report('RMMC1127', span, { first: s.previous.image, second: s.found.image });
};

/** `x = 1` where the `=` cannot name anything. */
const singleEquals: Case = (s) => {
  if (s.found?.tokenType !== t.Equals || s.previous?.tokenType === t.keyword('let')) return null;
  return report('RMMC1107', t.spanOf(s.found), { left: 'a condition' });
};

/** `has"x`-like words between two values: `startwith`, `not in`, `&&`. */
const misspeltInfix: Case = (s) => {
  const { found, previous } = s;
  if (found === undefined || previous === undefined || !endsValue(previous) || isInfix(found)) return null;
  const next = s.tokens[s.index + 1];
  if (found.image.toLowerCase() === 'not' && next !== undefined && s.index + 1 < s.to && isWord(next)) {
    return report(
      'RMMC1128',
      { start: found.startOffset, end: t.spanOf(next).end },
      { word: `not ${next.image}`, meant: `!${next.image.toLowerCase()}` },
    );
  }
  const isDirection = ['asc', 'desc'].includes(foreignWords.get(found.image) ?? '');
  if (!isWord(found) || (!isDirection && (next === undefined || s.index + 1 >= s.to))) return null;
  const isKeyword = !tokenMatcher(found, t.NameWord) && !foreignWords.has(found.image);
  const meant =
    foreignWords.get(found.image) ?? (isKeyword || found.tokenType !== t.Identifier ? undefined : nearest(found.image, infixWords));
  return meant === undefined ? null : report('RMMC1128', t.spanOf(found), { word: found.image, meant });
};

/** A bracket in this piece that nothing closes, or a closer too many. */
const endsUnclosed: Case = (s) => (s.found === undefined || isPipe(s.found) ? unclosed(s) : null);

const unclosed: Case = (s) => {
  const opener = s.brackets.unclosed.find((i) => i >= s.from && i < s.to);
  const token = opener === undefined ? undefined : s.tokens[opener];
  if (token === undefined || (opener ?? 0) > s.index) return null;
  return report('RMMC1129', t.spanOf(token), { opener: token.image });
};

const strayCloser: Case = (s) => {
  const closer = s.brackets.stray.find((i) => i >= s.from && i < s.to);
  const token = closer === undefined ? undefined : s.tokens[closer];
  return token === undefined || closer !== s.index ? null : report('RMMC1130', t.spanOf(token), { closer: token.image });
};

/** `in "x"`: the list has no parentheses. */
const bareList: Case = (s) => {
  const before = s.previous;
  const takesList = before !== undefined && (tokenMatcher(before, t.ListOperator) || ['between', '!between'].includes(before.image));
  return takesList && before !== undefined ? report('RMMC1131', spanHere(s), { operator: before.image, found: foundHere(s) }) : null;
};

/** Prose, or a second query, after the end of this one. */
const afterTheEnd: Case = (s) =>
  s.leftOver && s.found !== undefined && isWord(s.found)
    ? report('RMMC1118', t.spanOf(s.found), { found: s.found.image, after: 'the query' })
    : null;

/** `a == 1 b == 2` */
const missingInfix: Case = (s) => {
  if (s.expected !== '`)`' || s.found === undefined || s.previous === undefined || !endsValue(s.previous) || !startsValue(s.found))
    return null;
  const expected = s.rule === 'paren' ? 'an operator such as `and`, or `)`' : 'an operator, `,` or `)`';
  return report('RMMC1100', t.spanOf(s.found), {
    found: foundHere(s),
    expected,
    help: `put an operator between the two values, or close the list`,
  });
};

const otherwise = (s: Spot): Diagnostic => {
  const help = s.expected.startsWith('`') ? `put ${s.expected} before ${foundHere(s)}` : `write ${s.expected} here`;
  return report('RMMC1100', spanHere(s), { found: foundHere(s), expected: s.expected, help });
};

const cases: readonly Case[] = [
  leadingPipe,
  command,
  emptyOperator,
  unreadOperator,
  missingHyphen,
  endsUnclosed,
  trailingComma,
  doubleComma,
  foreignSign,
  twoOperators,
  strayCloser,
  unknownOperator,
  nullTest,
  bareNot,
  sqlSelect,
  missingComma,
  misspeltInfix,
  bareJson,
  unclosed,
  singleEquals,
  missingPipe,
  bareList,
  missingInfix,
  afterTheEnd,
];

const spotOf = (place: Place, error: IRecognitionException): Spot => {
  const offset = error.token.startOffset;
  const at = Number.isNaN(offset) ? -1 : place.tokens.findIndex((x, i) => i >= place.from && x.startOffset === offset);
  const index = at < 0 ? place.to : at;
  const rule = error.context.ruleStack[error.context.ruleStack.length - 1] ?? '';
  return {
    ...place,
    index,
    found: index < place.to ? place.tokens[index] : undefined,
    previous: index > place.from ? place.tokens[index - 1] : undefined,
    rule,
    expected: expectedAt(error, rule),
    leftOver: error.name === 'NotAllInputParsedException' || rule === 'functionBody',
  };
};

/** Says what is wrong with a piece. */
export const explain = (place: Place, error: IRecognitionException): Diagnostic => {
  const spot = spotOf(place, error);
  for (const one of cases) {
    const diagnostic = one(spot);
    if (diagnostic !== null) return diagnostic;
  }
  return otherwise(spot);
};
