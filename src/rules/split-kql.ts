// KQL text in; the queries that it holds out. A blank line inside a query is legal KQL, so a blank line alone never parts two queries: it does
// when (1) no bracket or string is open there, (2) neither side shows that the query goes on, and (3) the whole text is not one query by
// itself but each part is. A text that parses is parted where a `;` stands between whole queries. When that does not work out for every part,
// the text stays whole, and the parser reports what is wrong with it.
import type { Span } from '../diagnostics/span.ts';
import type { ReadOptions } from './unit.ts';

const maxChunks = 2000;
const maxParts = 400;
const maxGroup = 12;

/** Walks strings, comments and brackets; gives the runs of blank lines at bracket depth 0 outside of any string. */
const blankRuns = (text: string): readonly Span[] => {
  const token =
    /```[\s\S]*?```|~~~[\s\S]*?~~~|@"(?:[^"]|"")*"|@'(?:[^']|'')*'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|[([{]|[)\]}]|\n(?:[ \t\r]*\n)+/g;
  const found: Span[] = [];
  let depth = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [what] = match;
    if ('([{'.includes(what)) depth += 1;
    else if (')]}'.includes(what)) depth = Math.max(0, depth - 1);
    else if (what.startsWith('\n') && depth === 0) found.push({ start: match.index, end: match.index + what.length });
  }
  return found;
};

const withoutComments = (text: string): string => text.replace(/^[ \t]*\/\/[^\n]*$/gm, '').trim();

/** The text before goes on: it ends in `;` (a `let` of the next query), an operator, a comma or a word that wants an operand. */
const goesOn = (before: string): boolean => {
  const text = before
    .slice(-300)
    .replace(/\/\/[^\n]*$/, '')
    .trimEnd();
  return /[;|,=<>+\-*/%:~([{]$/.test(text) || /\b(?:and|or|not|in|by|on|has|contains|where|union|let|with|to|of|between|kind)$/i.test(text);
};

/** The text behind continues a query. */
const continues = (after: string): boolean => /^(?:[|;,)\]}=<>+*/%.!~-]|(?:and|or|by|on|in|has|contains|between)\b)/i.test(after);

/** Runs of text between blank lines; comments alone belong to what follows. */
const chunks = (text: string): readonly Span[] => {
  const runs = blankRuns(text);
  if (runs.length > maxChunks) return [];
  const found: Span[] = [];
  let start = 0;
  for (const run of [...runs, { start: text.length, end: text.length }]) {
    if (withoutComments(text.slice(start, run.start)) === '' && run.end < text.length) continue;
    found.push({ start, end: run.start });
    start = run.end;
  }
  return found;
};

/** Candidates: chunks joined where a query plainly goes on. */
const candidates = (text: string): readonly Span[] => {
  const parts: Span[] = [];
  for (const chunk of chunks(text)) {
    const last = parts.at(-1);
    const own = withoutComments(text.slice(chunk.start, chunk.end));
    const joined =
      last && (own === '' || continues(own) || goesOn(withoutComments(text.slice(Math.max(last.start, last.end - 2000), last.end))));
    if (joined) parts[parts.length - 1] = { start: last.start, end: chunk.end };
    else parts.push(chunk);
  }
  return parts;
};

/** Joins neighbours until each group is a whole query; null when some text is left that is none. */
const groups = (text: string, parts: readonly Span[], isQuery: (text: string) => boolean): readonly Span[] | null => {
  const found: Span[] = [];
  let at = 0;
  while (at < parts.length) {
    const start = parts[at]?.start ?? 0;
    const ends = parts.slice(at, at + maxGroup).map((part) => part.end);
    const size = ends.findIndex((end) => isQuery(text.slice(start, end)));
    if (size < 0) return null;
    found.push({ start, end: ends[size] ?? start });
    at += size + 1;
  }
  return found;
};

const trimmed = (text: string, span: Span): Span => {
  const inner = text.slice(span.start, span.end);
  const start = span.start + (inner.length - inner.trimStart().length);
  return { start, end: Math.max(start, span.end - (inner.length - inner.trimEnd().length)) };
};

/** A `;` ends something else than a declaration, or looks like that: most texts need not be parsed to tell. */
const mayHoldSeveral = (text: string): boolean =>
  withoutComments(text)
    .split(';')
    .slice(0, -1)
    .some((part) => part.trim() !== '' && !/^(?:let|declare|set|alias|restrict)\b/.test(part.trim()));

/** Past the next `;`, and the comment that follows it in its line. */
const behindSemicolon = (text: string, from: number): number => {
  const at = from + (/^(?:\s|\/\/[^\n]*)*;/.exec(text.slice(from))?.[0].length ?? 0);
  return at + (/^[ \t]*(?:\/\/[^\n]*)?(?:\n|$)/.exec(text.slice(at))?.[0].length ?? 0);
};

/** Queries that stand behind each other with `;` between them, in a text that parses as a whole. */
const atSemicolons = (text: string, ends: readonly number[]): readonly Span[] =>
  [...ends, text.length].map((end, at) => {
    const before = ends[at - 1];
    return trimmed(text, { start: before === undefined ? 0 : behindSemicolon(text, before), end });
  });

/** What the parser tells about a text; nothing is parted without it. */
export type QueryTeller = Pick<ReadOptions, 'isQuery' | 'queryEnds'>;

/** Spans of the queries in `text`, in order; one span when it is one query, or when it cannot be told. */
export const splitKql = (text: string, { isQuery, queryEnds }: QueryTeller): readonly Span[] => {
  const whole: readonly Span[] = [{ start: 0, end: text.length }];
  if (!isQuery) return whole;
  const ends = mayHoldSeveral(text) ? (queryEnds?.(text) ?? []) : [];
  if (ends.length > 0) return atSemicolons(text, ends);
  const parts = candidates(text);
  if (parts.length < 2 || parts.length > maxParts || isQuery(text)) return whole;
  return groups(text, parts, isQuery)?.map((span) => trimmed(text, span)) ?? whole;
};
