// `top-nested` and `sample-distinct`: AST and rows in, the pipeline with the step out.
import type { Named, NestLevel } from '../../ir/pipeline.ts';
import type { AstExpr, AstOperator, AstTopNestedLevel } from '../ast/ast.ts';
import { aggregateForm } from '../vocabulary/aggregate-names.ts';
import { type ColumnNames, columnNames } from './column-names.ts';
import { bindFold } from './folds.ts';
import { bindCount } from './parameters.ts';
import { resultName } from './result-names.ts';
import { type Binder, type Bound, type Scope, unknownRows, withStep } from './scope.ts';

type Of<K extends AstOperator['kind']> = Extract<AstOperator, { kind: K }>;

const bare = (ast: AstExpr): AstExpr => (ast.kind === 'paren' ? bare(ast.inner) : ast);

const bindLevel = (b: Binder, ast: AstTopNestedLevel, scope: Scope, names: ColumnNames): NestLevel | null => {
  const of: Named = {
    name: names.declare(ast.of.names[0]?.text ?? null, resultName(ast.of.expr), bare(ast.of.expr).kind === 'name', ast.of.span),
    expr: b.expr(ast.of.expr, scope),
    span: ast.of.span,
  };
  const call = bare(ast.by.expr);
  if (call.kind !== 'call' || !aggregateForm(call.name.text)) {
    b.report('RMMC2012', ast.by.span, { what: '`top-nested` by anything but one aggregate function' });
    return null;
  }
  const name = names.declare(ast.by.names[0]?.text ?? null, `aggregated_${of.name}`, false, ast.by.span);
  return {
    count: ast.count && bindCount(b, ast.count, scope, 'top-nested'),
    of,
    others: ast.others && b.expr(ast.others, { lets: scope.lets, rows: null }),
    by: { ...bindFold(b, call, scope, name), span: ast.by.span },
    order: ast.order ?? 'desc',
  };
};

export const bindTopNested = (b: Binder, ast: Of<'top-nested'>, bound: Bound, scope: Scope): Bound => {
  const names = columnNames(b, []);
  const levels = ast.levels.map((level) => bindLevel(b, level, { lets: scope.lets, rows: bound.rows }, names));
  const complete = levels.filter((level) => level !== null);
  if (complete.length < levels.length) return { ...bound, rows: unknownRows };
  return withStep(bound, { kind: 'nest', span: ast.span, levels: complete });
};

export const bindSampleDistinct = (b: Binder, ast: Of<'sample-distinct'>, bound: Bound, scope: Scope): Bound => {
  const count = bindCount(b, ast.count, scope, 'sample-distinct');
  const of = bare(ast.of);
  const expr = b.expr(of, { lets: scope.lets, rows: bound.rows });
  if (of.kind !== 'name') b.report('RMMC2007', of.span, { found: 'an expression', expected: 'a column', where: '`sample-distinct`' });
  const name = expr.kind === 'column' ? expr.name : '';
  return withStep(bound, { kind: 'sample', span: ast.span, count, of: { name, expr, span: of.span } });
};
