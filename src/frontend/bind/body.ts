// Operators that run a query over rows that they hand in (`mv-apply`, `partition`, `fork`, `facet`): AST and rows in, the body and the step out.
import { type Pipeline, startsGiven } from '../../ir/pipeline.ts';
import type { AstExpr, AstOperator } from '../ast/ast.ts';
import { hintsOf } from './parameters.ts';
import { resultName } from './result-names.ts';
import { type Binder, type Bound, define, newBlock, type Rows, type Scope, unknownRows, withStep } from './scope.ts';

type Of<K extends AstOperator['kind']> = Extract<AstOperator, { kind: K }>;

/** A body in parentheses over the rows that it is given; null when it is of another form (reported). */
export const bindBody = (b: Binder, ast: AstExpr, rows: Rows, scope: Scope, operator: string): Bound | null => {
  if (ast.kind === 'pipe' && ast.source === null) {
    const given: Bound = { pipeline: { source: { kind: 'given', span: ast.span, frame: rows.frame }, steps: [] }, rows };
    const body = b.steps(ast.operators, given, scope);
    if (startsGiven(body.pipeline) || body.rows.broken) return body;
  }
  b.report('RMMC2012', ast.span, { what: `\`${operator}\` with a query of its own` });
  return null;
};

/** A query in braces, run for each value of the column, which it may name. */
const bindOwn = (b: Binder, ast: Of<'partition'>, bound: Bound, scope: Scope): Bound => {
  const by = b.expr(ast.by, { lets: scope.lets, rows: bound.rows });
  const name = resultName(ast.by) ?? '';
  const lets = define(newBlock(scope.lets), name, { kind: 'scalar', expr: by, size: 1 });
  return b.tabular(ast.body, { lets, rows: null });
};

export const bindPartition = (b: Binder, ast: Of<'partition'>, bound: Bound, scope: Scope): Bound => {
  if (ast.scope) b.report('RMMC2012', ast.scope.span, { what: '`partition` with a scope' });
  const by = b.expr(ast.by, { lets: scope.lets, rows: bound.rows });
  if (by.type === 'dynamic') b.report('RMMC2016', ast.by.span, { operator: 'partition' });
  const body = ast.own ? bindOwn(b, ast, bound, scope) : bindBody(b, ast.body, bound.rows, scope, 'partition');
  if (!body) return { ...bound, rows: unknownRows };
  const hints = hintsOf(ast.parameters);
  const next = withStep(bound, { kind: 'partition', span: ast.span, by, own: ast.own, body: body.pipeline, hints });
  return { ...next, rows: body.rows };
};

export const bindFork = (b: Binder, ast: Of<'fork'>, bound: Bound, scope: Scope): Bound => {
  const branches = ast.branches.map(({ name, body }) => ({
    name: name?.text ?? null,
    body: bindBody(b, body, bound.rows, scope, 'fork')?.pipeline ?? bound.pipeline,
  }));
  return withStep(bound, { kind: 'split', span: ast.span, branches });
};

/** `facet by A with (…)` is `fork (…) (summarize count_A = count() by A)`. */
export const bindFacet = (b: Binder, ast: Of<'facet'>, bound: Bound, scope: Scope): Bound => {
  const inner: Scope = { lets: scope.lets, rows: bound.rows };
  const counts = ast.by.map((key): Pipeline => {
    const { span } = key;
    const expr = b.expr(key, inner);
    if (expr.type === 'dynamic') b.report('RMMC2016', span, { operator: 'facet' });
    const name = resultName(key) ?? '';
    return {
      source: { kind: 'given', span, frame: bound.rows.frame },
      steps: [
        {
          kind: 'aggregate',
          span,
          by: [{ name, expr, span }],
          measures: [{ kind: 'fold', span, name: `count_${name}`, agg: 'count', args: [], where: null, type: 'long' }],
        },
      ],
    };
  });
  const first = ast.body && bindBody(b, ast.body, bound.rows, scope, 'facet');
  const bodies = first ? [first.pipeline, ...counts] : counts;
  return withStep(bound, { kind: 'split', span: ast.span, branches: bodies.map((body) => ({ name: null, body })) });
};
