// A pattern that is trimmed off the ends of a text in; how to say "any number of finds in a row" without a search that grows exponentially out.
import { match, P } from 'ts-pattern';
import type { Regex } from '../../ir/regex/ast.ts';

/** The length of every find; null when finds differ in length. */
const widthOf = (regex: Regex): number | null =>
  match(regex)
    .returnType<number | null>()
    .with({ kind: P.union('char', 'class', 'any') }, () => 1)
    .with({ kind: 'assert' }, () => 0)
    .with({ kind: 'group' }, (n) => widthOf(n.body))
    .with({ kind: 'repeat' }, (n) => {
      const width = widthOf(n.body);
      return width === null || n.least !== n.most ? null : width * n.least;
    })
    .with({ kind: 'sequence' }, (n) => {
      const widths = n.parts.map(widthOf).filter((width) => width !== null);
      return widths.length < n.parts.length ? null : widths.reduce((sum, width) => sum + width, 0);
    })
    .with({ kind: 'choice' }, (n) => {
      const [first = null, ...rest] = n.branches.map(widthOf);
      return rest.every((width) => width === first) ? first : null;
    })
    .exhaustive();

/** `P+` is `P` when P is itself a repeat without end. */
const bareRepeat = (regex: Regex): Regex | null => {
  if (regex.kind === 'group') return bareRepeat(regex.body);
  return regex.kind === 'repeat' && regex.most === null ? { ...regex, lazy: false } : null;
};

/**
 * `once`: `regex` alone says it. `atomic`: a group that never gives a find back, which is the same where all finds have one length.
 * `open`: `(?:P)+`, over which an engine that searches back may give up.
 */
export interface Repeated {
  readonly regex: Regex;
  readonly form: 'once' | 'atomic' | 'open';
}

export const repeated = (regex: Regex): Repeated => {
  const bare = bareRepeat(regex);
  if (bare) return { regex: bare, form: 'once' };
  return { regex, form: widthOf(regex) === null ? 'open' : 'atomic' };
};

/** `pattern`: the printed `regex` of the same answer. */
export const repeatedText = (form: Repeated['form'], pattern: string): string =>
  form === 'once' ? `(?:${pattern})` : form === 'atomic' ? `(?>(?:${pattern})+)` : `(?:${pattern})+`;
