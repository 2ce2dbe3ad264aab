// A query text in; the same tokens and comments in the house layout out, or why the text stays as it is.
import type { IToken } from 'chevrotain';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { tokenize } from '../frontend/lexer/lexer.ts';
import { type ParsedCst, parseCst } from '../frontend/parse.ts';
import { concat, render } from './doc.ts';
import { commentsDoc, gap, gapsOf } from './gaps.ts';
import { queryDoc } from './layout.ts';
import { firstToken } from './nodes.ts';
import { readable } from './unread.ts';

export interface FormatOptions {
  /** Columns that a line should stay within. */
  readonly width?: number;
}

export type Formatted = { readonly text: string } | { readonly diagnostics: readonly Diagnostic[] };

const spellings = (tokens: readonly IToken[]): string => tokens.map((token) => token.image).join('\n');

/** Whether two texts have the same tokens and the same comments. */
export const sameContent = (a: string, b: string): boolean => {
  const [left, right] = [tokenize(a), tokenize(b)];
  const comments = (lexed: typeof left): string =>
    [...lexed.comments]
      .sort((x, y) => x.span.start - y.span.start)
      .map((comment) => comment.text.trimEnd())
      .join('\n');
  return spellings(left.tokens) === spellings(right.tokens) && comments(left) === comments(right);
};

const laidOut = (source: string, { cst, tokens, comments }: ParsedCst, width: number): string => {
  const gaps = gapsOf(source, tokens, comments);
  const last = tokens.at(-1) ?? null;
  const rest = commentsDoc(gaps, last, gaps.comments.get(null) ?? []);
  if (!cst) return source;
  const start = gap(gaps, firstToken(cst), concat());
  return render(concat(start, queryDoc(gaps, cst), rest), width, 4);
};

/** A query whose only fault is operators that the grammar does not read: the others are laid out around them. */
const aroundUnread = (source: string, parsed: ParsedCst, width: number): string | undefined => {
  const known = readable(source, parsed);
  const again = known && parseCst(known.source);
  return known && again && again.diagnostics.length === 0 ? known.restore(laidOut(known.source, again, width)) : undefined;
};

/**
 * Lays a query out: one operator per line, long conditions broken at `and` and `or`, comments where they were. The text ends without a line break.
 * A text without a statement (comments alone) stays as it is.
 * @example formatQuery('T|where a==1') // { text: 'T\n| where a == 1' }
 */
export const formatQuery = (source: string, options: FormatOptions = {}): Formatted => {
  const parsed = parseCst(source);
  if (parsed.diagnostics.length === 0 && parsed.cst === null) return { text: source };
  const width = options.width ?? 100;
  const text = parsed.diagnostics.length > 0 ? aroundUnread(source, parsed, width) : laidOut(source, parsed, width);
  if (text === undefined) return { diagnostics: parsed.diagnostics };
  return { text: sameContent(source, text) ? text : source };
};
