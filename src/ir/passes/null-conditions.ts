// In a filter null counts as false, so that what is null or false there is false, and what is true or null is `isnotnull`.
// before: (filter (and (case (isnull A) null true) B))
// after:  (filter (and (isnotnull A) B))
import type { Expr, ExprOf } from '../expr.ts';
import { foldNode } from '../fold.ts';
import { boolLiteral } from '../literals.ts';
import type { Query } from '../pipeline.ts';
import { rewriteQuery } from '../traverse.ts';

/** What an equality with a null literal folds to: null for a null, else always the same. */
const nullOrElse = (expr: Expr): { readonly isNull: ExprOf<'call'>; readonly otherwise: boolean } | null => {
  if (expr.kind !== 'case' || expr.arms.length !== 1 || expr.otherwise.kind !== 'literal') return null;
  const [arm] = expr.arms;
  const { value } = expr.otherwise;
  if (arm?.when.kind !== 'call' || arm.when.fn !== 'isnull' || arm.then.kind !== 'literal' || arm.then.value !== null) return null;
  return typeof value === 'boolean' ? { isNull: arm.when, otherwise: value } : null;
};

const truth = (expr: Expr): Expr => {
  if (expr.kind === 'and' || expr.kind === 'or') {
    const operands = expr.operands.map(truth);
    return operands.every((operand, i) => operand === expr.operands[i]) ? expr : foldNode({ ...expr, operands });
  }
  const found = nullOrElse(expr.kind === 'not' ? expr.operand : expr);
  if (!found) return expr;
  return found.otherwise === (expr.kind !== 'not') ? { ...found.isNull, fn: 'isnotnull', span: expr.span } : boolLiteral(false, expr.span);
};

export const nullConditions = (query: Query): Query =>
  rewriteQuery(query, { step: (step) => (step.kind === 'filter' ? { ...step, condition: truth(step.condition) } : step) });
