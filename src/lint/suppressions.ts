// The comments of a query in; which diagnostics they turn off where, and what is wrong with them, out.
//
//   // rmmc-disable-next-line RMMC6002: the tool renames itself
//   | where FileName contains "adm" // rmmc-disable-line RMMC6002
//   // rmmc-disable RMMC6001, RMMC6043: somewhere in the query, for all of it
import { codes } from '../diagnostics/codes.ts';
import { type Diagnostic, report } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { isCode, isSettable } from '../diagnostics/settable.ts';
import type { Span } from '../diagnostics/span.ts';
import type { AstComment } from '../frontend/ast/ast.ts';

type Reach = { readonly kind: 'query' } | { readonly kind: 'line'; readonly line: number };

interface Suppression {
  readonly code: string;
  readonly span: Span;
  readonly reach: Reach;
}

export interface Suppressed {
  readonly kept: readonly Diagnostic[];
  /** On the comments: RMMC6090, RMMC6091. */
  readonly remarks: readonly Diagnostic[];
}

const form = /^\/\/+\s*rmmc-disable(-next-line|-line)?(?![\w-])\s*([^:]*)/;

const lineStarts = (text: string): readonly number[] => [0, ...[...text.matchAll(/\n/g)].map((found) => found.index + 1)];

const lineOf = (starts: readonly number[], offset: number): number => starts.findLastIndex((start) => start <= offset);

/** The next line that holds more than a comment. */
const nextCode = (lines: readonly string[], from: number): number => {
  let line = from + 1;
  while (line < lines.length && /^\s*(?:\/\/.*)?$/.test(lines[line] ?? '')) line += 1;
  return line;
};

const problemOf = (word: string): { readonly found: string; readonly suggestion?: string } | null => {
  if (!isCode(word)) {
    const suggestion = nearest(word, Object.keys(codes));
    return { found: `\`${word}\` is not a diagnostic code`, ...(suggestion ? { suggestion } : {}) };
  }
  if (!isSettable(word)) return { found: `${word} is an error, or says what a target cannot do` };
  return word.startsWith('RMMC10') ? { found: `${word} is about the file: turn it off in rmmc.yaml` } : null;
};

const read = (comments: readonly AstComment[], text: string): { suppressions: readonly Suppression[]; wrong: readonly Diagnostic[] } => {
  const suppressions: Suppression[] = [];
  const wrong: Diagnostic[] = [];
  const [starts, lines] = [lineStarts(text), text.split('\n')];
  for (const { text: comment, span } of comments) {
    const found = form.exec(comment);
    if (!found) continue;
    const line = lineOf(starts, span.start);
    const reach: Reach =
      found[1] === undefined ? { kind: 'query' } : { kind: 'line', line: found[1] === '-line' ? line : nextCode(lines, line) };
    const words = (found[2] ?? '').split(/[\s,]+/).filter(Boolean);
    if (words.length === 0) wrong.push(report('RMMC6091', span, { found: 'it names no code' }));
    for (const word of words.map((one) => one.toUpperCase())) {
      const problem = problemOf(word);
      if (problem) wrong.push(report('RMMC6091', span, problem));
      else suppressions.push({ code: word, span, reach });
    }
  }
  return { suppressions, wrong };
};

/** Takes out what the comments of the query turn off. */
export const suppress = (diagnostics: readonly Diagnostic[], comments: readonly AstComment[], text: string): Suppressed => {
  const { suppressions, wrong } = read(comments, text);
  if (suppressions.length === 0) return { kept: diagnostics, remarks: wrong };
  const starts = lineStarts(text);
  const used = new Set<Suppression>();
  const kept = diagnostics.filter((diagnostic) => {
    const line = lineOf(starts, diagnostic.span.start);
    const fitting = suppressions.filter(({ code, reach }) => code === diagnostic.code && (reach.kind === 'query' || reach.line === line));
    for (const one of fitting) used.add(one);
    return fitting.length === 0;
  });
  const unused = suppressions
    .filter((one) => !used.has(one))
    .map(({ code, span, reach }) => report('RMMC6090', span, { code, where: reach.kind === 'query' ? 'for this query' : 'for that line' }));
  return { kept, remarks: [...wrong, ...unused] };
};
