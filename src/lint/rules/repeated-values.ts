// RMMC6013: lists of values in; those that hold a value more than once, out.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Lint, LintInput } from '../rule.ts';
import { quoted } from '../tests.ts';
import { pipelinesOf, visitInside } from '../walk.ts';

const repeated = (texts: readonly string[], fold: (text: string) => string): readonly string[] => {
  const seen = new Set<string>();
  return texts.filter((text) => {
    const key = fold(text);
    const again = seen.has(key);
    seen.add(key);
    return again;
  });
};

const valuesOf = (expr: Expr): readonly string[] => {
  if (expr.kind !== 'text' && expr.kind !== 'member') return [];
  const items = expr.kind === 'text' ? expr.patterns : expr.values;
  return items.flatMap((item) =>
    item.kind === 'literal' && item.value !== null && typeof item.value !== 'object' ? [String(item.value)] : [],
  );
};

const find = ({ queries }: LintInput): readonly Diagnostic[] => {
  const found = new Map<string, Diagnostic>();
  const look = (expr: Expr): void => {
    const caseless = expr.kind === 'text' && expr.caseless;
    const values = [...new Set(repeated(valuesOf(expr), caseless ? (text) => text.toLowerCase() : (text) => text))];
    const note = caseless && repeated(valuesOf(expr), (text) => text).length === 0 ? ', but for the case of letters' : '';
    const shown = quoted(values);
    if (values.length > 0 && !found.has(shown)) found.set(shown, report('RMMC6013', expr.span, { values: shown, note }));
  };
  for (const { source, steps } of pipelinesOf(queries.map((one) => one.bound)))
    for (const part of [source, ...steps]) visitInside(part, { expr: look });
  return [...found.values()];
};

export const repeatedValues: Lint = {
  title: 'a value twice in a list',
  why: 'The list was put together by hand, and the second one may stand in the place of the value that was meant.',
  find,
};
