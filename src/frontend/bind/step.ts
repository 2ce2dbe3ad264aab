// Operators behind a pipe: AST and rows in, the pipeline with one more step out. What the IR cannot say yet is refused by name.
import { match, P } from 'ts-pattern';
import type { Expr } from '../../ir/expr.ts';
import type { AstNamed, AstOperator } from '../ast/ast.ts';
import { bindSummarize } from './aggregates.ts';
import { bindFacet, bindFork, bindPartition } from './body.ts';
import {
  bindDistinct,
  bindExtend,
  bindProject,
  bindProjectAway,
  bindProjectKeep,
  bindProjectRename,
  bindProjectReorder,
} from './columns.ts';
import { bindApply, bindExpand } from './expand.ts';
import { bindCondition } from './expr.ts';
import { bindGraphReading, bindMakeGraph, openGraph, readsGraph } from './graph.ts';
import { bindJoin } from './join.ts';
import { bindCount } from './parameters.ts';
import { bindParse, bindParseKv } from './parse.ts';
import { bindEvaluate, bindInvoke } from './plugin.ts';
import { presentText } from './present.ts';
import { bindAssertSchema, bindProjectByNames, bindReduce, bindTopHitters } from './rare.ts';
import { bindScan } from './scan.ts';
import { type Binder, type Bound, columnIn, poison, type Scope, unknownRows, withStep } from './scope.ts';
import { bindSearch } from './search.ts';
import { bindSeries } from './series.ts';
import { bindSortKey } from './sort.ts';
import { bindSampleDistinct, bindTopNested } from './top.ts';
import { bindUnion } from './union.ts';

type Of<K extends AstOperator['kind']> = Extract<AstOperator, { kind: K }>;

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

/** `where name = condition`: Microsoft's parser takes a name for the condition. A value of another type is a comparison gone wrong. */
const bindPredicate = (b: Binder, { predicate, label }: Of<'where'>, scope: Scope): Expr => {
  if (label === null) return bindCondition(b, predicate, scope, '`where`', false);
  const condition = b.expr(predicate, scope);
  if (condition.type !== 'bool') {
    b.report('RMMC1107', label.equals, { left: 'a condition' });
    return { ...poison(predicate.span), type: 'bool' };
  }
  b.report('RMMC2025', label.equals, { name: label.name.text });
  return condition;
};

/** Unlike `extend`, it does not replace a column: a name that is taken gets a number. */
const numbered = (column: AstNamed, bound: Bound): AstNamed => {
  const [name] = column.names;
  if (!name || column.names.length > 1 || columnIn(bound.rows.frame, name.text) === undefined) return column;
  let n = 1;
  while (columnIn(bound.rows.frame, `${name.text}${n}`)) n += 1;
  return { ...column, names: [{ ...name, text: `${name.text}${n}` }] };
};

/** `serialize a = f()` fixes the order of the rows and adds a column. */
const bindSerialize = (b: Binder, ast: Of<'serialize'>, bound: Bound, scope: Scope): Bound => {
  const fixed = withStep(bound, { kind: 'present', span: ast.span, text: 'serialize' });
  if (ast.columns.length === 0) return fixed;
  const columns = ast.columns.map((column) => numbered(column, bound));
  return bindExtend(b, columns, ast.span, fixed, scope);
};

const refuse = (b: Binder, ast: AstOperator, operator: string, bound: Bound): Bound => {
  b.report('RMMC2010', ast.span, { operator });
  return { ...bound, rows: unknownRows };
};

/** The pipeline with the operator. Behind one that ends it (`fork`, `consume`) nothing can stand. */
export const bindStep = (b: Binder, ast: AstOperator, bound: Bound, scope: Scope): Bound => {
  const last = bound.pipeline.steps.at(-1)?.kind;
  if (last === 'split') b.report('RMMC2012', ast.span, { what: 'an operator behind one that gives several results (`fork`, `facet`)' });
  if (last === 'discard') b.report('RMMC2012', ast.span, { what: 'an operator behind `consume`' });
  if (openGraph(bound.pipeline) && !bound.rows.broken && !readsGraph(ast)) return refuse(b, ast, `${ast.kind} (on a graph)`, bound);
  return bindOperator(b, ast, bound, scope);
};

const bindOperator = (b: Binder, ast: AstOperator, bound: Bound, scope: Scope): Bound =>
  match(ast)
    .returnType<Bound>()
    .with({ kind: 'where' }, (n) =>
      withStep(bound, { kind: 'filter', span: n.span, condition: bindPredicate(b, n, { lets: scope.lets, rows: bound.rows }) }),
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
    .with({ kind: P.union('as', 'render', 'execute-and-cache') }, (n) =>
      withStep(bound, { kind: 'present', span: n.span, text: presentText(n) }),
    )
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
    .with({ kind: 'scan' }, (n) => bindScan(b, n, bound, scope))
    .with({ kind: 'fork' }, (n) => bindFork(b, n, bound, scope))
    .with({ kind: 'facet' }, (n) => bindFacet(b, n, bound, scope))
    .with({ kind: 'reduce' }, (n) => bindReduce(b, n, bound, scope))
    .with({ kind: 'top-hitters' }, (n) => bindTopHitters(b, n, bound, scope))
    .with({ kind: 'project-by-names' }, (n) => bindProjectByNames(b, n, bound, scope))
    .with({ kind: 'assert-schema' }, (n) => bindAssertSchema(b, n, bound))
    .with({ kind: 'make-graph' }, (n) => bindMakeGraph(b, n, bound, scope))
    .with({ kind: P.union('graph-match', 'graph-to-table', 'graph-mark-components') }, (n) => bindGraphReading(b, n, bound, scope))
    .with({ kind: 'consume' }, (n) => withStep(bound, { kind: 'discard', span: n.span }))
    .with({ kind: P.union('print', 'range', 'find') }, (n) => refuse(b, n, `${n.kind} (behind a pipe)`, bound))
    .exhaustive();
