// Pushes `not` to the leaves, with KQL's three-valued logic. `not` of an order comparison is its opposite except on reals, where NaN is neither.
// before: (not (and (text equals A "x") (gt B 5) (eq C 1)))
// after:  (or (not (text equals A "x")) (le B 5) (ne C 1))
import { match, P } from 'ts-pattern';
import type { CompareOp, Expr, ExprOf } from '../expr.ts';
import { boolLiteral } from '../literals.ts';
import type { Query } from '../pipeline.ts';
import { rewriteQuery } from '../traverse.ts';

const opposite = { eq: 'ne', ne: 'eq', lt: 'ge', le: 'gt', gt: 'le', ge: 'lt' } as const satisfies Record<CompareOp, CompareOp>;

const negatedCompare = (n: ExprOf<'compare'>): Expr => {
  const isEquality = n.op === 'eq' || n.op === 'ne';
  const real = n.left.type === 'real' || n.right.type === 'real';
  return real && !isEquality ? not(n) : { ...n, op: opposite[n.op] };
};

const not = (operand: Expr): Expr => ({ kind: 'not', span: operand.span, type: 'bool', operand });

const negatedCall = (n: ExprOf<'call'>): Expr => {
  if (n.fn === 'isnull' || n.fn === 'isnotnull') return { ...n, fn: n.fn === 'isnull' ? 'isnotnull' : 'isnull' };
  return not(n);
};

/** The negation of an expression in normal form. Operands of `and` and `or` keep their own spans: each is a clause of its own. */
const negated = (expr: Expr): Expr =>
  match(expr)
    .returnType<Expr>()
    .with({ kind: 'not' }, (n) => n.operand)
    .with({ kind: 'and' }, (n) => ({ ...n, kind: 'or', operands: n.operands.map(negated) }))
    .with({ kind: 'or' }, (n) => ({ ...n, kind: 'and', operands: n.operands.map(negated) }))
    .with({ kind: 'compare' }, negatedCompare)
    .with({ kind: 'call' }, negatedCall)
    .with({ kind: 'literal' }, (n) => (n.value === null ? n : boolLiteral(n.value === false, n.span)))
    .with({ kind: 'memberQuery' }, { kind: 'member' }, { kind: 'text' }, { kind: 'textQuery' }, not)
    .with({ kind: P.union('column', 'path', 'case', 'scalarQuery', 'arith', 'negate') }, not)
    .exhaustive();

const rule = (expr: Expr): Expr => {
  if (expr.kind !== 'not') return expr;
  const result = negated(expr.operand);
  return result.kind === 'and' || result.kind === 'or' ? result : { ...result, span: expr.span };
};

export const negationNormalForm = (query: Query): Query => rewriteQuery(query, { expr: rule });
