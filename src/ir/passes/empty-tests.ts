// Tests for empty and null by type: a string is never null, other types are never empty.
// before: (isempty Name) (isnotempty Count) (isnull Name)
// after:  (text equals Name "") (isnotnull Count) false
import type { Expr, ExprOf } from '../expr.ts';
import { asText, boolLiteral, textLiteral } from '../literals.ts';
import type { Query } from '../pipeline.ts';
import { rewriteQuery } from '../traverse.ts';

const isText = (expr: Expr): boolean => expr.type === 'string' || expr.type === 'unknown' || expr.type === 'dynamic';

const equalsEmpty = (node: ExprOf<'call'>, subject: Expr): Expr => ({
  kind: 'text',
  span: node.span,
  type: 'bool',
  test: 'equals',
  caseless: false,
  subject: asText(subject),
  patterns: [textLiteral('', node.span)],
  require: 'any',
});

const canonical = (expr: Expr): Expr => {
  if (expr.kind !== 'call') return expr;
  const [subject] = expr.args;
  if (!subject) return expr;
  if (expr.fn === 'isempty') return isText(subject) ? equalsEmpty(expr, subject) : { ...expr, fn: 'isnull' };
  if (expr.fn === 'isnotempty')
    return isText(subject)
      ? { kind: 'not', span: expr.span, type: 'bool', operand: equalsEmpty(expr, subject) }
      : { ...expr, fn: 'isnotnull' };
  if (subject.type !== 'string') return expr;
  if (expr.fn === 'isnull' || expr.fn === 'isnotnull') return boolLiteral(expr.fn === 'isnotnull', expr.span);
  return expr;
};

export const emptyTests = (query: Query): Query => rewriteQuery(query, { expr: canonical });
