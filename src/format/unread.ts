// A query with operators that the grammar does not read in; the same with a short operator in the place of each, and the way back, out.
import type { IToken } from 'chevrotain';
import type { Span } from '../diagnostics/span.ts';
import { matchBrackets } from '../frontend/lexer/brackets.ts';
import { tokenize } from '../frontend/lexer/lexer.ts';
import { spanOf } from '../frontend/lexer/tokens.ts';
import type { ParsedCst } from '../frontend/parse.ts';

/** Undefined when something else is wrong with the query. */
export interface Readable {
  readonly source: string;
  /** Puts the operators back as they were written. */
  readonly restore: (laidOut: string) => string;
}

/** The tokens of a step from `first`, up to the `|`, `;` or bracket that ends it. */
const stepFrom = (tokens: readonly IToken[], depth: Int32Array, first: number): readonly IToken[] => {
  const base = depth[first] ?? 0;
  const ends = (token: IToken, i: number): boolean =>
    (depth[i] ?? 0) < base || (depth[i] === base && (token.image === '|' || token.image === ';'));
  const next = tokens.findIndex((token, i) => i > first && ends(token, i));
  return tokens.slice(first, next < 0 ? undefined : next);
};

/** The text of a step without blanks at the ends of its lines. */
const written = (source: string, step: readonly IToken[]): string =>
  step
    .map((token, i) => {
      const before = step[i - 1];
      return before ? source.slice(spanOf(before).end, token.startOffset).replace(/[ \t]+(?=\n)/g, '') + token.image : token.image;
    })
    .join('');

/** A name that the query does not hold. */
const freeName = (source: string): string => {
  let name = 'unread';
  while (source.includes(name)) name += '_';
  return name;
};

/** `T | make-graph a --> b | take 1` is read as `T | as unread0 | take 1`. */
export const readable = (source: string, { diagnostics }: ParsedCst): Readable | undefined => {
  if (diagnostics.some((d) => d.code !== 'RMMC1122')) return undefined;
  const { tokens } = tokenize(source);
  const { depth } = matchBrackets(tokens);
  const name = freeName(source);
  const steps: { readonly text: string; readonly span: Span; readonly standIn: string }[] = [];
  for (const { span } of diagnostics) {
    const step = stepFrom(
      tokens,
      depth,
      tokens.findIndex((token) => token.startOffset === span.start),
    );
    const last = step.at(-1);
    if (last && span.start >= (steps.at(-1)?.span.end ?? 0))
      steps.push({ text: written(source, step), span: { start: span.start, end: spanOf(last).end }, standIn: `as ${name}${steps.length}` });
  }
  const replaced = steps.reduceRight((text, { span, standIn }) => text.slice(0, span.start) + standIn + text.slice(span.end), source);
  const restore = (laidOut: string): string => steps.reduceRight((text, step) => text.replace(step.standIn, () => step.text), laidOut);
  return { source: replaced, restore };
};
