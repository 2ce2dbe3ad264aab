// Steps that look at one row in; what the columns that they made are over those of the table out.
import type { Expr } from './expr.ts';
import type { Named, Step } from './pipeline.ts';
import { holdsSubquery } from './subqueries.ts';
import { mapExprChildren } from './traverse.ts';

/** Columns that steps made, as the columns of the table say them; null: they do not. */
export type Made = ReadonlyMap<string, Expr | null>;

/** The expression over the columns of the table; null where it is over others. */
export const overTable = (expr: Expr, made: Made): Expr | null => {
  if (expr.kind === 'column') return made.has(expr.name) ? (made.get(expr.name) ?? null) : expr;
  let isKnown = true;
  const over = mapExprChildren(expr, (child) => {
    const one = overTable(child, made);
    if (!one) isKnown = false;
    return one ?? child;
  });
  return isKnown ? over : null;
};

const named = (columns: readonly Named[], made: Made): readonly (readonly [string, Expr | null])[] =>
  columns.map(({ name, expr }) => [name, holdsSubquery(expr) ? null : overTable(expr, made)] as const);

/** What steps that look at one row make of the columns; null behind any other step. */
export const madeBy = (step: Step, made: Made): Made | null => {
  if (step.kind === 'extend') return new Map([...made, ...named(step.columns, made)]);
  if (step.kind === 'filter' || step.kind === 'sort' || step.kind === 'reorder' || step.kind === 'present' || step.kind === 'drop')
    return made;
  if (step.kind === 'project') return new Map(named(step.columns, made));
  return null;
};
