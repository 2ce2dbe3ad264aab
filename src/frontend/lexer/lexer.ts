// KQL text in, classified tokens and comments out, with diagnostics for what is no token: stray characters, open quotes, bad escapes.
import { type ILexingError, type IToken, Lexer } from 'chevrotain';
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import type { AstComment } from '../ast/ast.ts';
import { BadString, classify, Goo, patterns, spanOf } from './tokens.ts';

export interface Lexed {
  readonly tokens: IToken[];
  readonly comments: readonly AstComment[];
  readonly diagnostics: readonly Diagnostic[];
}

/** More stray characters than this and the text is no query; the rest is not reported. */
const strayLimit = 3;

let lexer: Lexer | undefined;

const theLexer = (): Lexer => {
  lexer ??= new Lexer([...patterns], { positionTracking: 'onlyOffset', skipValidations: true, ensureOptimizations: false });
  return lexer;
};

const printable = (text: string): string => {
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0);
  return /[\p{C}\p{Z}]/u.test(first) ? `U+${(first.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}` : first;
};

const hintFor = (text: string): { hint?: string } => {
  if (text.startsWith('&')) return { hint: 'write `and`' };
  if (text.startsWith('!')) return { hint: 'write `not(…)`, `!=` or `!has`' };
  if (/^[“”„‘’«»]/.test(text)) return { hint: 'use straight quotes: "…"' };
  if (/^[–—−]/.test(text)) return { hint: 'use the plain minus sign' };
  return text.startsWith('`') ? { hint: "put names in brackets: ['name']" } : {};
};

/** More than this, though each has a hint, and the rest is not reported. */
const hintedLimit = 20;

const strayAt = (text: string, e: ILexingError): { readonly hint?: string } =>
  hintFor(text.slice(e.offset, e.offset + Math.max(1, e.length)));

/** How many of them are worth a report: few, or more when they are known for what was meant. */
const worthReporting = (text: string, errors: readonly ILexingError[]): number => {
  const first = errors.slice(0, hintedLimit);
  const unknown = first.flatMap((e, i) => (strayAt(text, e).hint === undefined ? [i] : []));
  return unknown[strayLimit] ?? first.length;
};

const stray = (text: string, errors: readonly ILexingError[]): Diagnostic[] => {
  const count = worthReporting(text, errors);
  const shown = errors.slice(0, count).map((e) => {
    const span = { start: e.offset, end: e.offset + Math.max(1, e.length) };
    return report('RMMC1101', span, { character: printable(text.slice(span.start, span.end)), ...strayAt(text, e) });
  });
  const next = errors[count];
  if (next !== undefined) {
    shown.push(report('RMMC1102', { start: next.offset, end: next.offset + 1 }, { count: errors.length - count }));
  }
  return shown;
};

/** The offset in a string token where an escape stands that KQL does not know, or null. */
const badEscape = (image: string): number | null => {
  const escapes = /\\(?:[\\'"abfnrtv]|u[\da-fA-F]{4}|U[\da-fA-F]{8}|x[\da-fA-F]{2}|[0-7]{1,3}|(.))/g;
  for (const match of image.matchAll(escapes)) if (match[1] !== undefined) return match.index;
  return null;
};

const isClosed = (image: string, quote: string): boolean => {
  const body = image.slice(image.indexOf(quote) + quote.length);
  const open = quote.length === 1 ? body.replace(/\\./g, '') : body;
  return open.endsWith(quote);
};

/** On its line, an earlier string ends in an escaped quote: `"C:\temp\"`, so that this one opens where it should close. */
const escapedQuoteBefore = (tokens: readonly IToken[], index: number, text: string): IToken | null => {
  const at = tokens[index]?.startOffset ?? 0;
  for (let i = index; i >= 0; i--) {
    const t = tokens[i];
    if (t === undefined || text.slice(t.startOffset, at).includes('\n')) return null;
    if (/\\["']/.test(t.image)) return t;
  }
  return null;
};

const badString = (tokens: readonly IToken[], index: number, t: IToken, text: string): Diagnostic => {
  const quote = /```|~~~|["']/.exec(t.image)?.[0] ?? '"';
  const bad = badEscape(t.image);
  if (isClosed(t.image, quote) && bad !== null) {
    const start = t.startOffset + bad;
    return report('RMMC1104', { start, end: start + 2 }, { escape: t.image.slice(bad, bad + 2), quote });
  }
  const culprit = escapedQuoteBefore(tokens, index, text);
  return report('RMMC1103', spanOf(t), { quote, escaped: culprit !== null });
};

/** Reads a text. Never throws; what is no token is reported and left out. */
export const tokenize = (text: string): Lexed => {
  const result = theLexer().tokenize(text);
  const { tokens, errors, groups } = result;
  classify(tokens);
  const diagnostics = stray(text, errors);
  const firstToken = tokens[0]?.startOffset ?? text.length;
  for (const directive of groups.directives ?? []) {
    if (directive.startOffset > firstToken)
      diagnostics.push(
        report(
          'RMMC1101',
          { start: directive.startOffset, end: directive.startOffset + 1 },
          { character: '#', hint: 'comments begin with `//`' },
        ),
      );
  }
  if (diagnostics.some((d) => d.code === 'RMMC1102')) return { tokens, comments: [], diagnostics };
  tokens.forEach((t, i) => {
    if (t.tokenType === BadString) diagnostics.push(badString(tokens, i, t, text));
    else if (t.tokenType === Goo && !t.image.endsWith(')')) {
      diagnostics.push(report('RMMC1105', spanOf(t), { literal: t.image.slice(0, t.image.indexOf('(')) }));
    }
  });
  const lines = [...(groups.directives ?? []), ...(groups.comments ?? [])];
  const comments = lines.map((c: IToken) => ({ text: c.image, span: spanOf(c) }));
  return { tokens, comments, diagnostics };
};
