// RMMC6012: comparisons in; those of a column with itself, out.
import { type Diagnostic, report } from '../../diagnostics/diagnostic.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Lint, LintInput } from '../rule.ts';
import { pipelinesOf, visitInside } from '../walk.ts';

const nameOf = (expr: Expr | undefined): string | null => (expr?.kind === 'column' ? expr.name : null);

const comparedWithItself = (expr: Expr): string | null => {
  if (expr.kind === 'compare') return nameOf(expr.left) === nameOf(expr.right) ? nameOf(expr.left) : null;
  if (expr.kind !== 'text') return null;
  const subject = nameOf(expr.subject);
  return expr.patterns.some((pattern) => nameOf(pattern) === subject) ? subject : null;
};

const find = ({ queries }: LintInput): readonly Diagnostic[] => {
  const found: Diagnostic[] = [];
  const look = (expr: Expr): void => {
    const column = comparedWithItself(expr);
    if (column) found.push(report('RMMC6012', expr.span, { column }));
  };
  for (const { source, steps } of pipelinesOf(queries.map((one) => one.normal)))
    for (const part of [source, ...steps]) visitInside(part, { expr: look });
  return found;
};

export const selfComparison: Lint = {
  title: 'a column compared with itself',
  why: 'The comparison is the same for every row; another column was meant, most often one of the other side of a join.',
  find,
};
