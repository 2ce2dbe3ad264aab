// `mv-expand` and `mv-apply`: AST and rows in; the pipeline with the step, and the body over what it is given, out.
import type { Expr } from '../../ir/expr.ts';
import { frameGiven } from '../../ir/frame.ts';
import type { Spread, StepOf } from '../../ir/pipeline.ts';
import type { AstExpandColumn, AstOperator } from '../ast/ast.ts';
import { bindBody } from './body.ts';
import { columnNames } from './column-names.ts';
import { bindCount, parameter } from './parameters.ts';
import { resultName } from './result-names.ts';
import { type Binder, type Bound, columnIn, type Scope, unknownRows, withStep } from './scope.ts';

type Of<K extends AstOperator['kind']> = Extract<AstOperator, { kind: K }>;

/** An array; a text column of a table is read as JSON, as where its parts are taken. */
const asArray = (b: Binder, expr: Expr): Expr => {
  if (expr.type === 'dynamic' || expr.type === 'unknown') return expr;
  if (expr.kind === 'column' && expr.type === 'string') {
    b.report('RMMC2021', expr.span, { name: expr.name });
    return { kind: 'call', span: expr.span, type: 'dynamic', fn: 'parse_json', args: [expr] };
  }
  b.report('RMMC2007', expr.span, { found: expr.type, expected: 'dynamic', where: '`mv-expand`' });
  return expr;
};

const bindSpreads = (b: Binder, columns: readonly AstExpandColumn[], bound: Bound, scope: Scope): readonly Spread[] => {
  const inner: Scope = { lets: scope.lets, rows: bound.rows };
  const names = columnNames(b, []);
  return columns.map((column): Spread => {
    const expr = asArray(b, b.expr(column.expr, inner));
    const derived = resultName(column.expr) ?? b.nextUnnamed((name) => columnIn(bound.rows.frame, name) !== undefined);
    const name = names.declare(column.name?.text ?? null, derived, column.expr.kind === 'name', column.span);
    return { name, expr, type: column.type ?? (expr.type === 'unknown' ? 'unknown' : 'dynamic'), span: column.span };
  });
};

const spreadingOf = (
  b: Binder,
  ast: Of<'mv-expand'> | Of<'mv-apply'>,
  bound: Bound,
  scope: Scope,
): Pick<StepOf<'expand'>, 'columns' | 'index' | 'limit' | 'style'> => ({
  columns: bindSpreads(b, ast.columns, bound, scope),
  index: parameter(ast.parameters, 'with_itemindex'),
  limit: ast.limit && bindCount(b, ast.limit, scope, ast.kind),
  style: parameter(ast.parameters, 'bagexpansion', 'kind') === 'array' ? 'array' : 'bag',
});

export const bindExpand = (b: Binder, ast: Of<'mv-expand'>, bound: Bound, scope: Scope): Bound =>
  withStep(bound, { kind: 'expand', span: ast.span, ...spreadingOf(b, ast, bound, scope) });

export const bindApply = (b: Binder, ast: Of<'mv-apply'>, bound: Bound, scope: Scope): Bound => {
  if (ast.idColumn) b.report('RMMC2012', ast.idColumn.span, { what: '`id` in `mv-apply`' });
  const spreading = spreadingOf(b, ast, bound, scope);
  const frame = frameGiven(bound.rows.frame, spreading);
  const body = bindBody(b, ast.body, { ...bound.rows, frame }, scope, 'mv-apply');
  if (!body) return { ...bound, rows: unknownRows };
  const next = withStep(bound, { kind: 'apply', span: ast.span, ...spreading, body: body.pipeline });
  return body.rows.broken ? { ...next, rows: unknownRows } : next;
};
