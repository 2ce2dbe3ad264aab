// Conditions behind a join in; what they say of its sides out.
import type { Expr } from '../../../ir/expr.ts';
import type { KeyPair } from './legs.ts';

/** Null: the condition is anything else than that two columns are equal. */
export const equalColumns = (expr: Expr): KeyPair | null => {
  const { span } = expr;
  if (expr.kind === 'compare' && expr.op === 'eq' && expr.left.kind === 'column' && expr.right.kind === 'column')
    return { left: expr.left, right: expr.right, span };
  if (expr.kind !== 'text' || expr.test !== 'equals' || expr.caseless || expr.subject.kind !== 'column') return null;
  const [only, ...more] = expr.patterns;
  return only?.kind === 'column' && more.length === 0 ? { left: expr.subject, right: only, span } : null;
};

const isColumn = (expr: Expr, name: string): boolean => expr.kind === 'column' && expr.name === name;

const isFilled = (expr: Expr): boolean => expr.kind === 'literal' && typeof expr.value === 'string' && expr.value !== '';

/** Whether no row passes in which the column is null, or empty. */
export const dropsBlank = (expr: Expr, name: string): boolean => {
  if (expr.kind === 'text')
    return expr.test !== 'regex' && isColumn(expr.subject, name) && expr.patterns.length > 0 && expr.patterns.every(isFilled);
  if (expr.kind === 'not') {
    const { operand } = expr;
    const isEmpty = operand.kind === 'text' && operand.test === 'equals' && operand.patterns.length === 1;
    return isEmpty && isColumn(operand.subject, name) && operand.patterns.every((one) => one.kind === 'literal' && one.value === '');
  }
  if (expr.kind !== 'compare' || expr.op === 'ne') return false;
  return [expr.left, expr.right].some((side) => isColumn(side, name) && side.type !== 'string' && side.type !== 'unknown');
};
