// `summarize`: AST and rows in; an aggregate step out, with the columns that KQL would make. Expressions over aggregates become a step behind it.
import type { Span } from '../../diagnostics/span.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Measure, Named, StepOf } from '../../ir/pipeline.ts';
import type { AstExpr, AstNamed, AstOperator } from '../ast/ast.ts';
import { aggregateForm, isAggregateName } from '../vocabulary/aggregate-names.ts';
import { type ColumnNames, columnNames } from './column-names.ts';
import { bindFold, bindPercentiles } from './folds.ts';
import { bindHiddenPick, bindPick, isPickName } from './picks.ts';
import { resultName } from './result-names.ts';
import { type Binder, type Bound, type CallNode, columnIn, poison, type Scope, withStep } from './scope.ts';
import { tupleCall, tupleColumns } from './tuples.ts';

type SummarizeNode = Extract<AstOperator, { kind: 'summarize' }>;

const bare = (ast: AstExpr): AstExpr => (ast.kind === 'paren' ? bare(ast.inner) : ast);

/** What a `summarize` is made of while it is bound. */
interface Work {
  readonly b: Binder;
  readonly scope: Scope;
  readonly names: ColumnNames;
  readonly by: readonly Named[];
  readonly measures: Measure[];
  /** Names of the result columns in order, or expressions over hidden measures. */
  readonly outputs: Named[];
  /** Functions that give several columns of hidden measures. */
  readonly tuples: StepOf<'tuple'>[];
  /** The rows before the aggregation. */
  readonly bound: Bound;
  hidden: number;
}

const referTo = (name: string, type: Expr['type'], span: Span): Expr => ({ kind: 'column', span, name, type, declared: true });

const bindKey = (b: Binder, key: AstNamed, scope: Scope, names: ColumnNames): Named => {
  const expr = b.expr(key.expr, scope);
  if (expr.type === 'dynamic') b.report('RMMC2016', key.span, { operator: 'summarize … by' });
  return {
    name: names.declare(key.names[0]?.text ?? null, resultName(key.expr), bare(key.expr).kind === 'name', key.span),
    expr,
    span: key.span,
  };
};

const addMeasures = (work: Work, measures: readonly Measure[]): void => {
  for (const measure of measures) {
    work.measures.push(measure);
    const columns = measure.kind === 'fold' ? [{ name: measure.name, type: measure.type }] : pickColumns(measure);
    for (const { name, type } of columns) work.outputs.push({ name, span: measure.span, expr: referTo(name, type, measure.span) });
  }
};

const pickColumns = (measure: Measure & { kind: 'pick' }): readonly { name: string; type: Expr['type'] }[] => [
  ...(measure.key && measure.key.name !== '' ? [{ name: measure.key.name, type: measure.key.expr.type }] : []),
  ...measure.outputs.map((output) => ({ name: output.name, type: output.expr.type })),
];

/** No column in sight and no name in the text is called so. */
const hiddenName = (work: Work): string => {
  const { b, scope } = work;
  do work.hidden += 1;
  while (b.usedNames.has(`_agg${work.hidden}`) || (scope.rows && columnIn(scope.rows.frame, `_agg${work.hidden}`)));
  return `_agg${work.hidden}`;
};

/** An aggregate inside an expression: it gets a column of its own that no name of the query can meet. */
const bindHidden = (work: Work, call: CallNode): Expr => {
  const pick = bindHiddenPick(work.b, call, work.scope, () => hiddenName(work));
  const [output] = pick?.outputs ?? [];
  if (pick && output) {
    work.measures.push(pick);
    return referTo(output.name, output.expr.type, call.span);
  }
  if (isPickName(call.name.text) || !aggregateForm(call.name.text)) {
    work.b.report('RMMC2012', call.span, { what: `\`${call.name.text}\` inside an expression` });
    return poison(call.span);
  }
  const fold = bindFold(work.b, call, work.scope, hiddenName(work));
  work.measures.push(fold);
  return referTo(fold.name, fold.type, call.span);
};

const bindOverAggregates = (work: Work, measure: AstNamed): void => {
  const { b, scope, names } = work;
  if (bare(measure.expr).kind === 'name') {
    b.report('RMMC2019', measure.span, { found: 'a column' });
    return;
  }
  const inner: Scope = { lets: scope.lets, rows: null, aggregate: (call) => bindHidden(work, call) };
  const tuple = tupleCall(measure);
  if (tuple) {
    const made = tupleColumns(b, tuple, work.bound, inner, names);
    work.tuples.push(made.step);
    work.outputs.push(...made.columns);
    return;
  }
  const expr = b.expr(measure.expr, inner);
  work.outputs.push({
    name: names.declare(measure.names[0]?.text ?? null, resultName(measure.expr), false, measure.span),
    span: measure.span,
    expr,
  });
};

const bindMeasure = (work: Work, measure: AstNamed): void => {
  const { b, scope, names, by } = work;
  const call = bare(measure.expr);
  if (call.kind !== 'call' || !isAggregateName(call.name.text)) bindOverAggregates(work, measure);
  else if (call.name.text === 'percentiles' || call.name.text === 'percentilesw')
    addMeasures(work, bindPercentiles(b, call, scope, measure, names));
  else if (isPickName(call.name.text)) addMeasures(work, [bindPick(b, call, scope, measure, names, by)]);
  else {
    const name = names.declare(measure.names[0]?.text ?? null, resultName(call), false, measure.span);
    addMeasures(work, [{ ...bindFold(b, call, scope, name), span: measure.span }]);
  }
};

/** The pipeline with the aggregation. */
export const bindSummarize = (b: Binder, ast: SummarizeNode, bound: Bound, scope: Scope): Bound => {
  if (ast.bin) b.report('RMMC2012', ast.bin.span, { what: '`bin =` in `summarize`' });
  const inner: Scope = { lets: scope.lets, rows: bound.rows };
  const names = columnNames(b, []);
  const by = ast.by.map((key) => bindKey(b, key, inner, names));
  const work: Work = { b, scope: inner, names, by, measures: [], outputs: [], tuples: [], bound, hidden: 0 };
  for (const measure of ast.measures) bindMeasure(work, measure);
  const aggregated = withStep(bound, { kind: 'aggregate', span: ast.span, by, measures: work.measures });
  const plain = work.hidden === 0 && work.tuples.length === 0 && work.outputs.every((output) => output.expr.kind === 'column');
  if (plain) return aggregated;
  const keys = by.map((key): Named => ({ name: key.name, span: key.span, expr: referTo(key.name, key.expr.type, key.span) }));
  return withStep(work.tuples.reduce(withStep, aggregated), { kind: 'project', span: ast.span, columns: [...keys, ...work.outputs] });
};
