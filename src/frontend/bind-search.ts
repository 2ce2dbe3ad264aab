// `search`: AST and rows in; a filter over the tables that are searched, with the name of the table in front, out.
import type { AstExpr, AstOperator } from './ast.ts';
import { bindCondition } from './bind-expr.ts';
import { bindSearched } from './bind-union.ts';
import { type Binder, type Bound, type Scope, unknownBound, withStep } from './scope.ts';

type SearchNode = Extract<AstOperator, { kind: 'search' }>;

/** A text that stands alone is looked for in every column: `* has "text"`. */
const asTest = (b: Binder, ast: AstExpr): AstExpr => {
  if (ast.kind === 'paren') return { ...ast, inner: asTest(b, ast.inner) };
  if (ast.kind === 'binary' && (ast.op === 'and' || ast.op === 'or'))
    return { ...ast, left: asTest(b, ast.left), right: asTest(b, ast.right) };
  if (ast.kind === 'call' && ast.name.text === 'not')
    return { ...ast, args: ast.args.map((arg) => ({ ...arg, expr: asTest(b, arg.expr) })) };
  if (ast.kind === 'wildcard' && ast.pattern === '*') return { kind: 'literal', span: ast.span, type: 'bool', value: true };
  if (ast.kind !== 'literal' || ast.type !== 'string') return ast;
  if (ast.value.includes('*')) b.report('RMMC2012', ast.span, { what: 'a text with `*` in `search`' });
  const { span } = ast;
  return { kind: 'binary', span, opSpan: span, op: 'has', left: { kind: 'wildcard', span, pattern: '*' }, right: ast };
};

/** Rows that come from steps have no table's name; it must not be looked at. */
const hasNamedRows = (b: Binder, before: Bound | null): boolean =>
  before === null || !b.usedNames.has('$table') || (before.pipeline.source.kind === 'table' && before.pipeline.steps.length === 0);

export const bindSearch = (b: Binder, ast: SearchNode, before: Bound | null, scope: Scope): Bound => {
  const plain = ast.parameters.every((p) => p.name === 'kind' && p.value.kind === 'name' && p.value.ident.text !== 'case_sensitive');
  if (!plain || !hasNamedRows(b, before))
    b.report('RMMC2010', ast.span, { operator: plain ? 'search (with `$table`)' : 'search kind=case_sensitive' });
  if (!before && ast.in.length === 0) {
    b.report('RMMC2010', ast.span, { operator: 'search (in all tables)' });
    return unknownBound(ast.span);
  }
  const rows = bindSearched(b, ast.in, before, ast.span, scope);
  const inner: Scope = { lets: scope.lets, rows: rows.rows };
  const condition = bindCondition(b, asTest(b, ast.predicate), inner, '`search`', false);
  return withStep(rows, { kind: 'filter', span: ast.span, condition });
};
