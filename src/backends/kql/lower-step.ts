// A pipeline of the normal IR in, KQL stages out.
import { match, P } from 'ts-pattern';
import type { Expr } from '../../ir/expr.ts';
import { frameOf } from '../../ir/frame.ts';
import type { Pipeline, Step, StepOf } from '../../ir/pipeline.ts';
import { visitExpr } from '../../ir/traverse.ts';
import { wideSteps } from '../../ir/wide-steps.ts';
import type { Findings } from '../shared/findings.ts';
import type { KqlExpr, KqlQuery, KqlStage } from './ast.ts';
import { lowerExpr } from './lower-expr.ts';
import { isPlain, type LowerE, lowerMeasure, named, sortKey } from './lower-measure.ts';
import { lowerSource } from './lower-source.ts';
import { lowerWide } from './lower-wide.ts';

export const lowerPipeline = (pipeline: Pipeline, findings: Findings): KqlQuery => {
  const q = (inner: Pipeline): KqlQuery => lowerPipeline(inner, findings);
  const e = (expr: Expr): KqlExpr => lowerExpr(expr, q);
  const start = lowerSource(pipeline.source, q, e);
  return {
    source: isNothing(pipeline) ? { kind: 'given' } : start.source,
    stages: [...start.stages, ...columnOrder(pipeline), ...lowerSteps(pipeline.steps, { findings, e, q })],
  };
};

/** No rows, for a plugin that begins the query. */
const isNothing = ({ source, steps }: Pipeline): boolean =>
  source.kind === 'rows' && source.columns.length === 0 && steps[0]?.kind === 'plugin';

/**
 * KQL keeps the columns of a union that clash in type (`X_long`, `X_string`) next to each other; when they come from branches that were renamed,
 * their order must be said. Not where a later step chooses its own columns.
 */
const columnOrder = ({ source, steps }: Pipeline): readonly KqlStage[] => {
  if (
    source.kind !== 'union' ||
    source.branches.some((branch) => branch.source.kind === 'tables') ||
    steps.some((step) => step.kind === 'project' || step.kind === 'aggregate')
  )
    return [];
  const names = source.frame.columns.map((column) => column.name);
  const natural = [
    ...(source.tag === null ? [] : [source.tag]),
    ...source.branches.flatMap((branch) => frameOf(branch).columns.map((column) => column.name)),
  ];
  const known = [...new Set(natural)].filter((name) => names.includes(name));
  return known.join('\n') === names.join('\n') ? [] : [{ kind: 'project-reorder', names }];
};

/** What lowers the parts of a step. */
interface Parts {
  readonly findings: Findings;
  readonly e: LowerE;
  readonly q: (pipeline: Pipeline) => KqlQuery;
}

const lowerSteps = (steps: readonly Step[], parts: Parts): readonly KqlStage[] => {
  const stages: KqlStage[] = [];
  for (let i = 0; i < steps.length; i++) {
    const [step, next] = [steps[i], steps[i + 1]];
    const [key] = step?.kind === 'sort' ? step.keys : [];
    if (step?.kind === 'sort' && key && step.keys.length === 1 && next?.kind === 'limit') {
      stages.push({ kind: 'top', count: next.count, key: sortKey(key, parts.e) });
      i += 1;
    } else if (step) stages.push(...lowerStep(step, parts));
  }
  return stages;
};

const lowerStep = (step: Step, { findings, e, q }: Parts): readonly KqlStage[] =>
  match(step)
    .returnType<readonly KqlStage[]>()
    .with({ kind: 'filter' }, (n) => lowerFilter(n.condition, e))
    .with({ kind: P.union('extend', 'project') }, (n) => [{ kind: n.kind, columns: n.columns.map((c) => named(c, e)) }])
    .with({ kind: 'drop' }, (n) => [{ kind: 'project-away', names: n.names }])
    .with({ kind: 'rename' }, (n) => [{ kind: 'project-rename', pairs: n.pairs }])
    .with({ kind: 'reorder' }, (n) => [{ kind: 'project-reorder', names: n.names }])
    .with({ kind: 'aggregate' }, (n) => [lowerAggregate(n, findings, e)])
    .with({ kind: 'sort' }, (n) => [{ kind: 'sort', keys: n.keys.map((k) => sortKey(k, e)) }])
    .with({ kind: 'limit' }, (n) => [{ kind: 'take', count: n.count }])
    .with({ kind: 'present' }, (n) => [{ kind: 'present', text: n.text }])
    .with({ kind: P.union(...wideSteps) }, (n) => [lowerWide(n, { findings, e, q })])
    .exhaustive();

/** Columns of a query inside the expression count, too. */
const namesColumn = (expr: Expr): boolean => {
  let found = false;
  visitExpr(expr, (inner) => {
    found ||= inner.kind === 'column';
  });
  return found;
};

/** A datetime column against something that no column takes part in. */
const isTimeBound = (expr: Expr): boolean =>
  expr.kind === 'compare' && expr.left.kind === 'column' && expr.left.type === 'datetime' && !namesColumn(expr.right);

/** Time bounds that lead a conjunction get a `where` of their own. */
const lowerFilter = (condition: Expr, e: LowerE): readonly KqlStage[] => {
  if (condition.kind !== 'and') return [{ kind: 'where', condition: e(condition) }];
  const rest = condition.operands.findIndex((operand) => !isTimeBound(operand));
  if (rest <= 0) return [{ kind: 'where', condition: e(condition) }];
  const part = (operands: readonly Expr[]): KqlStage => {
    const [only] = operands;
    return { kind: 'where', condition: operands.length === 1 && only ? e(only) : e({ ...condition, operands }) };
  };
  return [part(condition.operands.slice(0, rest)), part(condition.operands.slice(rest))];
};

const lowerAggregate = (n: StepOf<'aggregate'>, findings: Findings, e: LowerE): KqlStage => {
  const [only] = n.measures;
  if (n.measures.length === 0 && n.by.every(isPlain)) return { kind: 'distinct', names: n.by.map((key) => key.name) };
  const isCount =
    n.by.length === 0 && n.measures.length === 1 && only?.kind === 'fold' && only.agg === 'count' && only.name === 'Count' && !only.where;
  if (isCount) return { kind: 'count' };
  return {
    kind: 'summarize',
    measures: n.measures.map((measure) => lowerMeasure(measure, findings, e)),
    by: n.by.map((key) => named(key, e)),
  };
};
