// Two tokens that follow each other in; what stands between them out: nothing, a blank or a break, and the comments that were there.
import type { IToken } from 'chevrotain';
import type { AstComment } from '../frontend/ast/ast.ts';
import { blankLine, concat, type Doc, hard, nothing, space, tail, text } from './doc.ts';

/** The comments of a text by the token that they stand before. */
export interface Gaps {
  readonly source: string;
  readonly comments: ReadonlyMap<IToken | null, readonly AstComment[]>;
  readonly before: ReadonlyMap<IToken, IToken | null>;
}

/** Both lists are in the order of the text; comments behind the last token stand under null. */
export const gapsOf = (source: string, tokens: readonly IToken[], comments: readonly AstComment[]): Gaps => {
  const found = new Map<IToken | null, AstComment[]>();
  const before = new Map<IToken, IToken | null>();
  let next = 0;
  tokens.forEach((token, i) => {
    before.set(token, tokens[i - 1] ?? null);
    const own: AstComment[] = [];
    for (let comment = comments[next]; comment && comment.span.start < token.startOffset; comment = comments[next]) {
      own.push(comment);
      next += 1;
    }
    if (own.length > 0) found.set(token, own);
  });
  if (next < comments.length) found.set(null, comments.slice(next));
  return { source, comments: found, before };
};

const endOf = (token: IToken): number => token.startOffset + token.image.length;
const breaksIn = (gap: string): number => gap.split('\n').length - 1;

/** Each comment on its line, one that stood behind a token still there. An empty line stays one. */
export const commentsDoc = (gaps: Gaps, last: IToken | null, comments: readonly AstComment[]): Doc => {
  let at = last === null ? 0 : endOf(last);
  const parts = comments.map((comment, i): Doc => {
    const breaks = breaksIn(gaps.source.slice(at, comment.span.start));
    at = comment.span.end;
    const written = tail(comment.text.trimEnd());
    if (last === null && i === 0) return written;
    if (breaks === 0 && i === 0) return concat(space, written);
    return concat(breaks > 1 ? blankLine : hard, written);
  });
  return concat(...parts);
};

const afterComments = (gaps: Gaps, comments: readonly AstComment[], next: IToken): Doc => {
  const end = comments.at(-1)?.span.end ?? next.startOffset;
  return breaksIn(gaps.source.slice(end, next.startOffset)) > 1 ? blankLine : hard;
};

/** `wanted`, or the comments that stand before a token and a break after them. */
export const gap = (gaps: Gaps, next: IToken, wanted: Doc): Doc => {
  const comments = gaps.comments.get(next);
  if (!comments) return wanted;
  return concat(commentsDoc(gaps, gaps.before.get(next) ?? null, comments), afterComments(gaps, comments, next));
};

/** The comments before a closing bracket are one level deeper than it. */
export const closingGap = (gaps: Gaps, next: IToken, wanted: Doc): Doc => {
  const comments = gaps.comments.get(next);
  if (!comments) return wanted;
  const inner = commentsDoc(gaps, gaps.before.get(next) ?? null, comments);
  return concat({ kind: 'indent', inner, breaks: true }, hard);
};

/** Whether an empty line stands before a token (before its comments, if it has any). */
export const hasBlankBefore = (gaps: Gaps, next: IToken): boolean => {
  const last = gaps.before.get(next);
  const until = gaps.comments.get(next)?.[0]?.span.start ?? next.startOffset;
  return last != null && breaksIn(gaps.source.slice(endOf(last), until)) > 1;
};

const closers: ReadonlySet<string> = new Set([',', ';', ')', ']', '.', ':']);
const openers: ReadonlySet<string> = new Set(['(', '[', '.']);

/** A blank between two tokens that stand side by side, or none. */
export const sideBySide = (last: IToken, next: IToken): Doc =>
  closers.has(next.image) || openers.has(last.image) || (last.image === ':' && last.tokenType.name === 'Colon') ? nothing : space;

export const tokenDoc = (token: IToken): Doc => text(token.image);
