// Operators behind a pipe: AST and rows in, the pipeline with one more step out. What the IR cannot say yet is refused by name.
import { match, P } from 'ts-pattern';
import { foldExpr } from '../ir/fold.ts';
import type { SortKey } from '../ir/pipeline.ts';
import type { AstExpr, AstOperator, AstOrdered } from './ast.ts';
import { bindSummarize } from './bind-aggregates.ts';
import {
  bindDistinct,
  bindExtend,
  bindProject,
  bindProjectAway,
  bindProjectKeep,
  bindProjectRename,
  bindProjectReorder,
} from './bind-columns.ts';
import { bindCondition } from './bind-expr.ts';
import { bindUnion } from './bind-union.ts';
import { presentText } from './present.ts';
import { type Binder, type Bound, lookup, type Scope, unknownRows, withStep } from './scope.ts';

type Of<K extends AstOperator['kind']> = Extract<AstOperator, { kind: K }>;

const bindSortKey = (b: Binder, key: AstOrdered, bound: Bound, scope: Scope, operator: string): SortKey => {
  const expr = b.expr(key.expr, { lets: scope.lets, rows: bound.rows });
  if (expr.type === 'dynamic') b.report('RMMC2016', key.span, { operator });
  const order = key.order ?? 'desc';
  return { expr, order, nulls: key.nulls ?? (order === 'asc' ? 'first' : 'last'), span: key.span };
};

/** The constant of `take` and `top`; negative counts and other values are an error. */
const bindCount = (b: Binder, ast: AstExpr, scope: Scope, operator: string): bigint => {
  const expr = foldExpr(b.expr(ast, { lets: scope.lets, rows: null }));
  if (expr.kind === 'literal' && typeof expr.value === 'bigint' && (expr.type === 'long' || expr.type === 'int') && expr.value >= 0n)
    return expr.value;
  if (expr.type !== 'unknown') b.report('RMMC2009', ast.span, { what: `the number of rows of \`${operator}\` (a whole number)` });
  return 0n;
};

const bindTop = (b: Binder, ast: Of<'top'>, bound: Bound, scope: Scope): Bound => {
  const count = bindCount(b, ast.count, scope, 'top');
  const sorted = withStep(bound, { kind: 'sort', span: ast.span, keys: [bindSortKey(b, ast.by, bound, scope, 'top')] });
  return withStep(sorted, { kind: 'limit', span: ast.span, count });
};

const bindCountOperator = (ast: Of<'count'>, bound: Bound): Bound =>
  withStep(bound, {
    kind: 'aggregate',
    span: ast.span,
    by: [],
    measures: [{ kind: 'fold', span: ast.span, name: ast.as?.text ?? 'Count', agg: 'count', args: [], where: null, type: 'long' }],
  });

const bindSerialize = (b: Binder, ast: Of<'serialize'>, bound: Bound, scope: Scope): Bound =>
  ast.columns.length > 0
    ? bindExtend(b, ast.columns, ast.span, bound, scope)
    : withStep(bound, { kind: 'present', span: ast.span, text: 'serialize' });

/** `invoke f(x)` is `f(<rows so far>, x)`, for functions that the query defines. */
const bindInvoke = (b: Binder, ast: Of<'invoke'>, bound: Bound, scope: Scope): Bound => {
  const { call } = ast;
  const fn = call.kind === 'call' ? lookup(scope.lets, call.name.text) : undefined;
  if (call.kind === 'call' && fn?.kind === 'function') return b.callTabular(fn, call, { lets: scope.lets, rows: bound.rows }, bound);
  b.report('RMMC2010', ast.span, { operator: call.kind === 'call' ? `invoke ${call.name.text}` : 'invoke' });
  return { ...bound, rows: unknownRows };
};

/** Names and types below a refused operator are still checked, as far as they stand on their own. */
const bindInnerQueries = (b: Binder, ast: AstOperator, scope: Scope): void => {
  if (ast.kind === 'join' || ast.kind === 'lookup') b.tabular(ast.right, { lets: scope.lets, rows: null });
};

const refuse = (b: Binder, ast: AstOperator, operator: string, bound: Bound, scope: Scope): Bound => {
  b.report('RMMC2010', ast.span, { operator });
  bindInnerQueries(b, ast, scope);
  return { ...bound, rows: unknownRows };
};

/** The pipeline with the operator. */
export const bindStep = (b: Binder, ast: AstOperator, bound: Bound, scope: Scope): Bound =>
  match(ast)
    .returnType<Bound>()
    .with({ kind: 'where' }, (n) =>
      withStep(bound, {
        kind: 'filter',
        span: n.span,
        condition: bindCondition(b, n.predicate, { lets: scope.lets, rows: bound.rows }, '`where`', false),
      }),
    )
    .with({ kind: 'extend' }, (n) => bindExtend(b, n.columns, n.span, bound, scope))
    .with({ kind: 'project' }, (n) => bindProject(b, n, bound, scope))
    .with({ kind: 'project-away' }, (n) => bindProjectAway(b, n, bound))
    .with({ kind: 'project-keep' }, (n) => bindProjectKeep(b, n, bound))
    .with({ kind: 'project-rename' }, (n) => bindProjectRename(b, n, bound))
    .with({ kind: 'project-reorder' }, (n) => bindProjectReorder(b, n, bound))
    .with({ kind: 'summarize' }, (n) => bindSummarize(b, n, bound, scope))
    .with({ kind: 'distinct' }, (n) => bindDistinct(b, n, bound, scope))
    .with({ kind: 'sort' }, (n) =>
      withStep(bound, { kind: 'sort', span: n.span, keys: n.keys.map((key) => bindSortKey(b, key, bound, scope, 'sort')) }),
    )
    .with({ kind: 'top' }, (n) => bindTop(b, n, bound, scope))
    .with({ kind: 'take' }, (n) => withStep(bound, { kind: 'limit', span: n.span, count: bindCount(b, n.count, scope, 'take') }))
    .with({ kind: 'count' }, (n) => bindCountOperator(n, bound))
    .with({ kind: 'union' }, (n) => bindUnion(b, n, bound, scope))
    .with({ kind: 'serialize' }, (n) => bindSerialize(b, n, bound, scope))
    .with({ kind: P.union('as', 'render') }, (n) => withStep(bound, { kind: 'present', span: n.span, text: presentText(n) }))
    .with({ kind: 'invoke' }, (n) => bindInvoke(b, n, bound, scope))
    .with({ kind: 'broken' }, () => {
      b.fail();
      return { ...bound, rows: unknownRows };
    })
    .with({ kind: 'parse' }, (n) => refuse(b, n, n.where ? 'parse-where' : 'parse', bound, scope))
    .with({ kind: 'print' }, (n) => refuse(b, n, 'print (behind a pipe)', bound, scope))
    .otherwise((n) => refuse(b, n, n.kind, bound, scope));
