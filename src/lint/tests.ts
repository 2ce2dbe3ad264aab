// A query in normal form in; its tests of text, each with the column that it is about and the operator as it is written, out.
import type { Span } from '../diagnostics/span.ts';
import type { Expr, ExprOf } from '../ir/expr.ts';
import type { Query } from '../ir/pipeline.ts';
import { type Origin, type Origins, visitWithOrigins } from './columns.ts';
import type { Comparison, SyntaxIndex } from './syntax.ts';

export interface Test {
  readonly node: ExprOf<'text'>;
  /** Under a `not`, or written with a `!`. */
  readonly negated: boolean;
  /** The column of a table that is tested; null for anything computed. */
  readonly origin: Origin | null;
  /** The texts that are looked for; null when one of them is known only when the query runs. */
  readonly needles: readonly string[] | null;
  /** As written; null when it was inlined, or is said by a function. */
  readonly written: Comparison | null;
}

const needlesOf = (node: ExprOf<'text'>): readonly string[] | null => {
  const texts = node.patterns.map((pattern) => (pattern.kind === 'literal' && typeof pattern.value === 'string' ? pattern.value : null));
  return texts.every((text) => text !== null) ? texts : null;
};

const keyOf = ({ node, needles }: Test): string =>
  `${node.span.start}:${node.span.end} ${node.test} ${node.caseless} ${needles?.join('\n')}`;

/** Each test once, also where a `let` that holds it is used twice. */
export const testsIn = (queries: readonly Query[], syntax: SyntaxIndex): readonly Test[] => {
  const found = new Map<string, Test>();
  const look = (expr: Expr, origins: Origins, negated: boolean): void => {
    if (expr.kind !== 'text') return;
    const origin = expr.subject.kind === 'column' ? (origins.get(expr.subject.name) ?? null) : null;
    const test: Test = { node: expr, negated, origin, needles: needlesOf(expr), written: syntax.comparison(expr.span) ?? null };
    const key = keyOf(test);
    if (!found.has(key)) found.set(key, test);
  };
  for (const { pipeline } of queries) visitWithOrigins(pipeline, look);
  return [...found.values()];
};

/** The operator as written, with its place. */
export const operatorOf = (test: Test): { readonly text: string; readonly span: Span } | null =>
  test.written ? { text: test.written.op, span: test.written.opSpan } : null;

/** The operator that says the same and ignores case, by the operator that does not. */
export const caselessOperators: ReadonlyMap<string, string> = new Map([
  ['==', '=~'],
  ['!=', '!~'],
  ['in', 'in~'],
  ['!in', '!in~'],
  ...['has', 'hasprefix', 'hassuffix', 'contains', 'startswith', 'endswith'].flatMap((word): [string, string][] => [
    [`${word}_cs`, word],
    [`!${word}_cs`, `!${word}`],
  ]),
]);

/** The first few of some texts, in quotes, for messages. */
export const quoted = (texts: readonly string[]): string => {
  const shown = texts.slice(0, 3).map((text) => JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text));
  return texts.length > 3 ? `${shown.join(', ')} …` : shown.join(', ');
};
