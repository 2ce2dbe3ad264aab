// The condition of the search command: NOT binds tightest, then OR, then AND; a blank between two terms is AND.
import type { Span } from '../diagnostics/span.ts';
import { cover } from '../diagnostics/span.ts';
import type { CompareOp, SearchTerm, SearchValue, TimeBound } from './ast.ts';
import { atEnd, type Cursor, expected, fail, look, need, skipBlank, spanFrom, take, takeMacro, takeQuoted, takeText } from './cursor.ts';
import { parseTimeModifier } from './time-modifier.ts';

const flat = (kind: 'and' | 'or', operands: readonly SearchTerm[]): SearchTerm => {
  const [first, ...rest] = operands as readonly [SearchTerm, ...SearchTerm[]];
  return rest.length === 0 ? first : { kind, operands, span: rest.reduce((span: Span, one) => cover(span, one.span), first.span) };
};

const keyword = (word: string): RegExp => new RegExp(`${word}(?![^\\s|"()[\\]\`])`, 'y');
const [and, or, not, xor, reserved] = ['AND', 'OR', 'NOT', 'XOR', '(?:AND|OR|NOT|XOR)'].map(keyword) as [
  RegExp,
  RegExp,
  RegExp,
  RegExp,
  RegExp,
];

/** The whole condition, up to the end of the command or the closing parenthesis. */
export const readTerms = (c: Cursor): SearchTerm => {
  const operands = [readOr(c)];
  while (!atEnd(c) && c.text[c.at] !== ')') {
    take(c, and);
    operands.push(readOr(c));
  }
  return flat('and', operands);
};

const readOr = (c: Cursor): SearchTerm => {
  const operands = [readNot(c)];
  while (take(c, or)) operands.push(readNot(c));
  if (look(c, xor)) expected(c, 'A term (the search command has no XOR)');
  return flat('or', operands);
};

const readNot = (c: Cursor): SearchTerm => {
  skipBlank(c);
  const start = c.at;
  if (!take(c, not)) return readPrimary(c);
  const operand = readNot(c);
  return { kind: 'not', operand, span: spanFrom(c, start) };
};

const readPrimary = (c: Cursor): SearchTerm => {
  skipBlank(c);
  const start = c.at;
  if (takeText(c, '(')) {
    const inner = readTerms(c);
    need(c, ')');
    return { ...inner, span: spanFrom(c, start) };
  }
  if (c.text[c.at] === '[') {
    const search = c.subsearch(c);
    return { kind: 'subsearch', search, span: spanFrom(c, start) };
  }
  return takeMacro(c) ?? readComparison(c);
};

/** `\"`, `\\` and `\|` are unescaped; unknown sequences stay. */
const unescaped = (raw: string): string => raw.replace(/\\(["\\|])/g, '$1');

const octet = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const subnet = new RegExp(`^(?:${octet}(?:\\.${octet}){3}/(?:3[0-2]|[12]?\\d)|(?=[^/]*:)[0-9a-f:.]+/(?:12[0-8]|1[01]\\d|\\d?\\d))$`, 'i');

const literal = (text: string, quoted: boolean, directive: SearchValue['directive'], span: Span): SearchValue => ({
  text,
  quoted,
  directive,
  cidr: subnet.test(text),
  span,
});

/** The inside of `CASE(…)` and `TERM(…)`: taken as it is, one pair of quotes off. */
const takeDirective = (c: Cursor): SearchValue | null => {
  const start = c.at;
  const found = take(c, /(CASE|TERM)\(\s*(?:"((?:[^"\\]|\\[\s\S])*)"|([^)"]*?))\s*\)/y);
  if (!found) return look(c, /(?:CASE|TERM)\(/y) && expected(c, 'One term in parentheses');
  const text = unescaped(found[2] ?? found[3] ?? '');
  if (text === '') fail(`${found[1]}() holds no term`, spanFrom(c, start));
  return literal(text, found[2] !== undefined, found[1] === 'CASE' ? 'case' : 'term', spanFrom(c, start));
};

const bare = /(?:\\[\s\S]|!(?!=)|[^\s|"()[\]`=<>!\\,])+/y;
const bareInList = /(?:\\[\s\S]|[^\s|"()[\]`=<>\\,])+/y;

/** A literal: quoted, a directive, or a word; null when none is next. */
const takeValue = (c: Cursor, word: RegExp): SearchValue | null => {
  skipBlank(c);
  const start = c.at;
  if (c.text[c.at] === '"') {
    const quoted = takeQuoted(c);
    return quoted && literal(unescaped(quoted.raw), true, 'none', quoted.span);
  }
  const directive = takeDirective(c);
  if (directive) return directive;
  const found = take(c, word);
  return found && literal(unescaped(found[0]), false, 'none', spanFrom(c, start));
};

const needValue = (c: Cursor, word: RegExp, what: string): SearchValue => {
  if (look(c, reserved)) expected(c, `${what} (an operator's word as a value stands in quotes)`);
  return takeValue(c, word) ?? expected(c, look(c, /,/y) ? `${what} (text with a comma stands in quotes)` : what);
};

const readIn = (c: Cursor): readonly SearchValue[] => {
  need(c, '(');
  const values: SearchValue[] = [];
  do values.push(needValue(c, bareInList, 'A value'));
  while (takeText(c, ',') || !look(c, /\)/y));
  need(c, ')');
  return values;
};

const timeBounds: ReadonlySet<string> = new Set<TimeBound>(['earliest', 'latest', '_index_earliest', '_index_latest']);

/** Old spellings of time bounds, which read like fields and are none. */
const oldTimes =
  /^(?:(?:start|end)time(?:u)?|timeformat|(?:start|end)?(?:days|hours|minutes|months)ago|startdaysago|enddaysago|searchtimespan(?:days|hours|minutes|months))$/;

const readTime = (name: TimeBound, value: SearchValue, span: Span): SearchTerm => {
  const time = parseTimeModifier(value.text);
  return time ? { kind: 'time', name, value: time, span } : fail(`'${value.text}' is no time modifier`, value.span);
};

/** A field's comparison, an IN list, or a term of its own. */
const readComparison = (c: Cursor): SearchTerm => {
  const start = c.at;
  const left = needValue(c, bare, 'A term');
  const isName = left.directive === 'none';
  const list = isName ? take(c, /IN(?=\s*\()/y) : null;
  const symbol = list ? null : take(c, /!=|<=|>=|=|<|>/y);
  if (!list && !symbol) return { kind: 'term', value: left, span: left.span };
  const field = left.text;
  if (!isName || field.includes('*')) fail(`'${field}' cannot be a field's name here`, left.span);
  if (!left.quoted && field.includes("'")) fail('Single quotes do not quote in the search command', left.span);
  if (list) return { kind: 'in', field, values: readIn(c), span: spanFrom(c, start) };
  const op = symbol?.[0] as CompareOp;
  const value = needValue(c, bare, 'A value');
  if (look(c, /[=<>]|!=/y)) expected(c, 'The end of a comparison (a value with an operator in it stands in quotes)');
  const span = spanFrom(c, start);
  if (op === '=' && timeBounds.has(field)) return readTime(field as TimeBound, value, span);
  if (oldTimes.test(field)) fail(`The time modifier '${field}' is not read here; 'earliest' and 'latest' say the same`, left.span);
  return { kind: 'compare', field, op, value, span };
};
