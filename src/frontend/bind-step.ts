// Operators behind a pipe: AST and rows in, the pipeline with one more step out. What the IR cannot say yet is refused by name.
import { match, P } from 'ts-pattern';
import type { SortKey } from '../ir/pipeline.ts';
import type { AstOperator, AstOrdered } from './ast.ts';
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
import { bindApply, bindExpand, bindPartition } from './bind-expand.ts';
import { bindCondition } from './bind-expr.ts';
import { bindJoin } from './bind-join.ts';
import { bindParse, bindParseKv } from './bind-parse.ts';
import { bindEvaluate, bindInvoke } from './bind-plugin.ts';
import { bindSearch } from './bind-search.ts';
import { bindSeries } from './bind-series.ts';
import { bindSampleDistinct, bindTopNested } from './bind-top.ts';
import { bindUnion } from './bind-union.ts';
import { bindCount } from './parameters.ts';
import { presentText } from './present.ts';
import { type Binder, type Bound, type Scope, unknownRows, withStep } from './scope.ts';

type Of<K extends AstOperator['kind']> = Extract<AstOperator, { kind: K }>;

const bindSortKey = (b: Binder, key: AstOrdered, bound: Bound, scope: Scope, operator: string): SortKey => {
  const expr = b.expr(key.expr, { lets: scope.lets, rows: bound.rows });
  if (expr.type === 'dynamic') b.report('RMMC2016', key.span, { operator });
  const order = key.order ?? 'desc';
  return { expr, order, nulls: key.nulls ?? (order === 'asc' ? 'first' : 'last'), span: key.span };
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

const refuse = (b: Binder, ast: AstOperator, operator: string, bound: Bound): Bound => {
  b.report('RMMC2010', ast.span, { operator });
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
    .with({ kind: P.union('join', 'lookup') }, (n) => bindJoin(b, n, bound, scope))
    .with({ kind: 'mv-expand' }, (n) => bindExpand(b, n, bound, scope))
    .with({ kind: 'mv-apply' }, (n) => bindApply(b, n, bound, scope))
    .with({ kind: 'partition' }, (n) => bindPartition(b, n, bound, scope))
    .with({ kind: 'parse' }, (n) => bindParse(b, n, bound, scope))
    .with({ kind: 'parse-kv' }, (n) => bindParseKv(b, n, bound, scope))
    .with({ kind: 'make-series' }, (n) => bindSeries(b, n, bound, scope))
    .with({ kind: 'evaluate' }, (n) => bindEvaluate(b, n, bound, scope))
    .with({ kind: 'search' }, (n) => bindSearch(b, n, bound, scope))
    .with({ kind: 'top-nested' }, (n) => bindTopNested(b, n, bound, scope))
    .with({ kind: 'sample' }, (n) =>
      withStep(bound, { kind: 'sample', span: n.span, count: bindCount(b, n.count, scope, 'sample'), of: null }),
    )
    .with({ kind: 'sample-distinct' }, (n) => bindSampleDistinct(b, n, bound, scope))
    .with({ kind: 'getschema' }, (n) => withStep(bound, { kind: 'describe', span: n.span }))
    .with({ kind: 'print' }, (n) => refuse(b, n, 'print (behind a pipe)', bound))
    .otherwise((n) => refuse(b, n, n.kind, bound));
