// KQL text, names of functions and what to write instead of their calls in; the text with those calls rewritten, inner ones first, out.
import { tokenize } from '../../src/frontend/lexer/lexer.ts';

/** Where the parenthesis that opens at a token closes. */
const closingOf = (images: readonly string[], open: number): number => {
  let depth = 0;
  for (let at = open; at < images.length; at++) {
    if (images[at] === '(') depth++;
    if (images[at] === ')') depth--;
    if (depth === 0) return at;
  }
  return images.length;
};

/** `write` gets the call and what stands in its parentheses. */
export const mapCalls = (query: string, names: readonly string[], write: (call: string, argument: string) => string): string => {
  const { tokens } = tokenize(query);
  const images = tokens.map(({ image }) => image);
  const wanted = new Set(names);
  const startOf = (at: number): number => tokens[at]?.startOffset ?? query.length;
  const written = (from: number, to: number, start: number): string => {
    let text = '';
    let done = start;
    for (let at = from; at < to; at++) {
      const name = images[at] ?? '';
      if (!wanted.has(name) || images[at + 1] !== '(') continue;
      const close = closingOf(images, at + 1);
      const argument = written(at + 2, close, startOf(at + 1) + 1);
      text += query.slice(done, startOf(at)) + write(`${name}(${argument})`, argument);
      done = startOf(close) + 1;
      at = close;
    }
    return text + query.slice(done, startOf(to));
  };
  return written(0, tokens.length, 0);
};
