// `make-series`: AST and rows in; the pipeline with arrays over bins out.
import type { Span } from '../../diagnostics/span.ts';
import type { Expr } from '../../ir/expr.ts';
import { foldExpr } from '../../ir/fold.ts';
import type { Named, SeriesMeasure } from '../../ir/pipeline.ts';
import type { AstExpr, AstNamed, AstOperator } from '../ast/ast.ts';
import { aggregateForm } from '../vocabulary/aggregate-names.ts';
import { type ColumnNames, columnNames } from './column-names.ts';
import { bindFold } from './folds.ts';
import { parameter } from './parameters.ts';
import { resultName } from './result-names.ts';
import { type Binder, type Bound, type Scope, unknownRows, withStep } from './scope.ts';

type SeriesNode = Extract<AstOperator, { kind: 'make-series' }>;

const bare = (ast: AstExpr): AstExpr => (ast.kind === 'paren' ? bare(ast.inner) : ast);

const bindNamed = (b: Binder, item: AstNamed, scope: Scope, names: ColumnNames): Named => ({
  name: names.declare(item.names[0]?.text ?? null, resultName(item.expr), bare(item.expr).kind === 'name', item.span),
  expr: b.expr(item.expr, scope),
  span: item.span,
});

/** A constant stands in every bin that has rows, as its own maximum does. */
const constantMeasure = (value: Expr, name: string, span: Span): SeriesMeasure['measure'] => ({
  kind: 'fold',
  span,
  name,
  agg: 'max',
  args: [value],
  where: null,
  type: value.type,
});

const bindMeasure = (b: Binder, ast: SeriesNode['measures'][number], scope: Scope, names: ColumnNames): SeriesMeasure | null => {
  const call = bare(ast.column.expr);
  const otherwise = ast.defaultValue && b.expr(ast.defaultValue, { lets: scope.lets, rows: null });
  if (call.kind !== 'call' || !aggregateForm(call.name.text)) {
    const value = foldExpr(b.expr(call, scope));
    if (value.kind === 'literal' && value.type !== 'dynamic') {
      const name = names.declare(ast.column.names[0]?.text ?? null, null, false, ast.column.span);
      return { measure: constantMeasure(value, name, ast.column.span), otherwise };
    }
    b.report('RMMC2012', ast.column.span, { what: 'a series of anything but one aggregate function' });
    return null;
  }
  const name = names.declare(ast.column.names[0]?.text ?? null, resultName(call), false, ast.column.span);
  const measure = { ...bindFold(b, call, scope, name), span: ast.column.span };
  return { measure, otherwise };
};

/** The bounds as written: `from … to … step …`, or `in range(from, to, step)`. */
const boundsOf = (ast: SeriesNode): readonly [AstExpr | null, AstExpr | null, AstExpr | null] => {
  const [from = null, to = null, step = null] = ast.range ?? [ast.from, ast.to, ast.step];
  return [from, to, step];
};

export const bindSeries = (b: Binder, ast: SeriesNode, bound: Bound, scope: Scope): Bound => {
  const inner: Scope = { lets: scope.lets, rows: bound.rows };
  const names = columnNames(b, []);
  const by = ast.by.map((key) => bindNamed(b, key, inner, names));
  const measures = ast.measures.map((measure) => bindMeasure(b, measure, inner, names));
  const on = bindNamed(b, ast.on, inner, names);
  const [from, to, step] = boundsOf(ast).map((part): Expr | null => part && b.expr(part, { lets: scope.lets, rows: null }));
  const complete = measures.filter((measure) => measure !== null);
  if (!step) b.report('RMMC2012', ast.span, { what: '`make-series` without `step`' });
  if (!step || complete.length < measures.length) return { ...bound, rows: unknownRows };
  const nonempty = parameter(ast.parameters, 'kind') === 'nonempty';
  const ends = ast.range ? 'at' : 'before';
  return withStep(bound, {
    kind: 'series',
    span: ast.span,
    measures: complete,
    on,
    from: from ?? null,
    to: to ?? null,
    step,
    ends,
    nonempty,
    by,
  });
};
