// `==`, `!=`, `<` …: AST in; string equality becomes a text test, other types a comparison.
import type { CompareOp, Expr, Literal } from '../../ir/expr.ts';
import { asText, boolLiteral, convertText } from '../../ir/literals.ts';
import { isNumeric } from '../../ir/types.ts';
import type { AstExpr, ComparisonOp } from '../ast/ast.ts';
import { anyColumn } from './any-column.ts';
import { type Binder, poison, type Scope } from './scope.ts';
import { canOrder } from './types.ts';

type BinaryNode = Extract<AstExpr, { kind: 'binary' }>;

const compareOps: Readonly<Record<ComparisonOp, CompareOp>> = { '==': 'eq', '!=': 'ne', '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge' };

/** `subject == pattern` for strings; the constant is the pattern. */
const textEquals = (ast: BinaryNode, left: Expr, right: Expr, negated: boolean): Expr => {
  const [subject, pattern] = left.kind === 'literal' && right.kind !== 'literal' ? [right, left] : [left, right];
  const test: Expr = {
    kind: 'text',
    span: ast.span,
    type: 'bool',
    test: 'equals',
    caseless: false,
    subject: asText(subject),
    patterns: [asText(pattern)],
    require: 'any',
  };
  return negated ? { kind: 'not', span: ast.span, type: 'bool', operand: test } : test;
};

const isTextual = (expr: Expr): boolean => expr.type === 'string';

/** A string constant beside a value of another type, read as that type when it plainly is one: `EventID == "4688"`. */
const adapt = (expr: Expr, other: Expr): Literal | null => {
  if (expr.kind !== 'literal') return null;
  if (expr.type === 'string' && typeof expr.value === 'string') return convertText(expr.value, other.type, expr.span);
  if (other.type === 'bool' && (expr.value === 0n || expr.value === 1n)) return boolLiteral(expr.value === 1n, expr.span);
  return null;
};

const compare = (ast: BinaryNode, op: CompareOp, left: Expr, right: Expr): Expr => ({
  kind: 'compare',
  span: ast.span,
  type: 'bool',
  op,
  left,
  right,
});

const isLoose = (expr: Expr): boolean => expr.type === 'dynamic' || expr.type === 'unknown';

const sameClass = (a: Expr, b: Expr): boolean => a.type === b.type || isLoose(a) || isLoose(b) || (isNumeric(a.type) && isNumeric(b.type));

const equality = (b: Binder, ast: BinaryNode, op: 'eq' | 'ne', left: Expr, right: Expr): Expr => {
  const negated = op === 'ne';
  if (isTextual(left) || isTextual(right)) {
    const plain = [left, right].every((side) => isTextual(side) || isLoose(side));
    if (plain) return textEquals(ast, left, right, negated);
    const [newLeft, newRight] = [adapt(left, right), adapt(right, left)];
    if (newLeft) return compare(ast, op, newLeft, right);
    if (newRight) return compare(ast, op, left, newRight);
    b.report('RMMC2015', ast.span, { left: left.type, right: right.type });
    return textEquals(ast, left, right, negated);
  }
  if (left.type === 'unknown' && right.type === 'unknown') return textEquals(ast, left, right, negated);
  if (sameClass(left, right)) return compare(ast, op, left, right);
  const [newLeft, newRight] = [adapt(left, right), adapt(right, left)];
  if (newLeft) return compare(ast, op, newLeft, right);
  if (newRight) return compare(ast, op, left, newRight);
  b.report('RMMC2005', ast.span, { operator: ast.op, types: `${left.type} and ${right.type}` });
  return { ...poison(ast.span), type: 'bool' };
};

/** The IR of a comparison. */
export const bindComparison = (b: Binder, ast: BinaryNode, op: ComparisonOp, scope: Scope): Expr => {
  const name = compareOps[op];
  if (ast.left.kind === 'wildcard' && (name === 'eq' || name === 'ne')) {
    const right = b.expr(ast.right, scope);
    return anyColumn(b, ast.span, scope, (column) => textEquals(ast, column, right, name === 'ne'));
  }
  const left = b.expr(ast.left, scope);
  const right = b.expr(ast.right, scope);
  if (name === 'eq' || name === 'ne') return equality(b, ast, name, left, right);
  if (canOrder(left.type, right.type)) return compare(ast, name, left, right);
  b.report('RMMC2005', ast.span, { operator: ast.op, types: `${left.type} and ${right.type}` });
  return { ...poison(ast.span), type: 'bool' };
};
