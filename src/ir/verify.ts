// A query in, what breaks the rules of the IR out (an empty list when nothing does). For tests: `verifyNormal` also checks the normal form.
import { match, P } from 'ts-pattern';
import type { Expr, ExprKind } from './expr.ts';
import { frameAfter, frameGiven, frameOf, frameOfSource, nodeFrame } from './frame.ts';
import {
  fixesColumns,
  type Measure,
  type Named,
  type Pipeline,
  type Query,
  type SearchTest,
  type Source,
  type Step,
  type StepOf,
} from './pipeline.ts';
import { mapExprChildren, rewriteQuery } from './traverse.ts';
import type { Frame } from './types.ts';
import { wideSteps } from './wide-steps.ts';

/** What an expression may refer to. `soft`: columns that no schema declares may be used. */
interface Sight {
  readonly names: ReadonlySet<string>;
  readonly soft: boolean;
  /** Names that queries inside see, too. */
  readonly outer: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();

const sightOf = (frame: Frame, soft: boolean, outer = none): Sight => ({
  names: new Set([...frame.columns.map((column) => column.name), ...outer]),
  soft: soft || frame.open,
  outer,
});

const exprsOfMeasure = (measure: Measure): readonly Expr[] =>
  measure.kind === 'fold'
    ? [...measure.args, ...(measure.where ? [measure.where] : [])]
    : [...(measure.key ? [measure.key.expr] : []), ...measure.outputs.map((output) => output.expr)];

const exprsOfStep = (step: Step): readonly Expr[] =>
  match(step)
    .returnType<readonly Expr[]>()
    .with({ kind: 'filter' }, (n) => [n.condition])
    .with({ kind: P.union('extend', 'project') }, (n) => n.columns.map((column: Named) => column.expr))
    .with({ kind: 'aggregate' }, (n) => [...n.by.map((key) => key.expr), ...n.measures.flatMap(exprsOfMeasure)])
    .with({ kind: 'sort' }, (n) => n.keys.map((key) => key.expr))
    .with({ kind: 'join' }, (n) => n.on.map((pair) => pair.left))
    .with({ kind: P.union('expand', 'apply') }, (n) => n.columns.map((column) => column.expr))
    .with({ kind: P.union('capture', 'pairs') }, (n) => [n.subject])
    .with({ kind: 'tuple' }, (n) => n.args)
    .with({ kind: 'series' }, (n) => [n.on.expr, ...n.by.map((key) => key.expr), ...n.measures.flatMap((m) => exprsOfMeasure(m.measure))])
    .with({ kind: 'plugin' }, (n) => n.args.flatMap((arg) => (arg.kind === 'measure' ? exprsOfMeasure(arg.measure) : [])))
    .with({ kind: 'nest' }, (n) => n.levels.flatMap(({ of, by }) => [of.expr, ...exprsOfMeasure(by)]))
    .with({ kind: 'sample' }, (n) => (n.of ? [n.of.expr] : []))
    .with({ kind: 'partition' }, (n) => [n.by])
    .with({ kind: 'scan' }, (n) => [...n.partition, ...n.keys.map((key) => key.expr)])
    .with({ kind: 'similar' }, (n) => [n.subject])
    .with({ kind: 'hitters' }, (n) => [n.of.expr, ...(n.by ? [n.by] : [])])
    .with({ kind: 'graph' }, (n) => [n.source, n.target, ...(n.partition ? [n.partition] : [])])
    .with({ kind: P.union('drop', 'rename', 'reorder', 'limit', 'present', 'describe', 'split', 'discard') }, () => [])
    .exhaustive();

const namesOfStep = (step: Step): readonly string[] =>
  match(step)
    .returnType<readonly string[]>()
    .with({ kind: P.union('drop', 'reorder') }, (n) => n.names)
    .with({ kind: 'rename' }, (n) => n.pairs.map((pair) => pair.from))
    .with({ kind: P.union('filter', 'extend', 'project', 'aggregate', 'sort', 'limit', 'present', ...wideSteps) }, () => [])
    .exhaustive();

const resolves = (name: string, declared: boolean, sight: Sight): boolean => (sight.names.has(name) ? declared : !declared && sight.soft);

const isSoft = (pipeline: Pipeline): boolean =>
  match(pipeline.source)
    .with({ kind: P.union('table', 'tables', 'remote', 'search', 'find', 'given') }, () => true)
    .with({ kind: 'union' }, (n) => n.branches.some((branch) => isSoft(branch) && !branch.steps.some(fixesColumns)))
    .with({ kind: P.union('rows', 'external', 'stored', 'range') }, () => false)
    .exhaustive();

const innerQueries = (step: Step): readonly Pipeline[] => {
  if (step.kind === 'join') return [step.right];
  if (step.kind === 'apply' || (step.kind === 'partition' && !step.own)) return [step.body];
  if (step.kind === 'graph') return step.nodes.map(({ query }) => query);
  if (step.kind === 'split') return step.branches.map((branch) => branch.body);
  return step.kind === 'plugin' ? step.args.flatMap((arg) => (arg.kind === 'rows' ? [arg.query] : [])) : [];
};

const verifyJoin = (step: StepOf<'join'>, problems: string[]): void => {
  const right = sightOf(frameOf(step.right), true);
  for (const pair of step.on) ownNames(pair.right, right, problems);
};

const columnNames = (exprs: readonly Expr[]): readonly string[] => exprs.flatMap((expr) => (expr.kind === 'column' ? [expr.name] : []));

/** The conditions of a scan see the rows, the declared columns, and the states by the names of their stages. */
const verifyScan = (step: StepOf<'scan'>, sight: Sight, problems: string[]): void => {
  const stages = step.stages.map((stage) => stage.name);
  const own = { ...sight, names: new Set([...sight.names, ...step.declared.map((one) => one.column.name), ...stages]) };
  for (const stage of step.stages)
    for (const expr of [stage.condition, ...stage.sets.map((set) => set.expr)]) ownNames(expr, own, problems);
};

/** A pattern sees the names of its parts, and `map` and its like the properties of nodes or edges. */
const verifyGraph = (step: StepOf<'graph'>, sight: Sight, problems: string[]): void => {
  const frames = step.nodes.map(({ query }) => frameOf(query));
  const nodes = sightOf(nodeFrame(step, frames), true);
  for (const { query, id } of step.nodes) ownNames(id, sightOf(frameOf(query), true), problems);
  for (const operator of step.operators) {
    if (operator.kind !== 'match') continue;
    const parts = operator.patterns.flat().flatMap(({ name }) => (name === null ? [] : [name]));
    const own = { ...sight, names: new Set([...sight.names, ...nodes.names, ...parts]) };
    for (const expr of [...(operator.condition ? [operator.condition] : []), ...operator.columns.map((column) => column.expr)])
      ownNames(expr, own, problems);
  }
};

const conditionsOf = (test: SearchTest): readonly Expr[] =>
  match(test)
    .returnType<readonly Expr[]>()
    .with({ kind: P.union('every', 'some') }, (n) => n.tests.flatMap(conditionsOf))
    .with({ kind: 'fails' }, (n) => conditionsOf(n.test))
    .with({ kind: 'anywhere' }, (n) => n.patterns)
    .with({ kind: 'holds' }, (n) => [n.condition])
    .exhaustive();

const verifySource = (source: Source, outer: ReadonlySet<string>, problems: string[]): void => {
  const noColumns: Sight = { names: outer, soft: false, outer };
  if (source.kind === 'union') for (const branch of source.branches) verifyNames(branch, problems, outer);
  if (source.kind === 'rows') for (const cell of source.rows.flat()) ownNames(cell, noColumns, problems);
  if (source.kind === 'range') for (const bound of [source.from, source.to, source.step]) ownNames(bound, noColumns, problems);
  if (source.kind !== 'search' && source.kind !== 'find') return;
  for (const query of source.among ?? []) verifyNames(query, problems, outer);
  const sight = sightOf(source.kind === 'find' ? source.sees : source.frame, true, outer);
  for (const condition of conditionsOf(source.condition)) ownNames(condition, sight, problems);
};

/** What `apply` hands to its body is what the body says that it is given. */
const verifyGiven = (step: StepOf<'apply'>, frame: Frame, problems: string[]): void => {
  const { source } = step.body;
  if (source.kind === 'given' && columnsText(source.frame) !== columnsText(frameGiven(frame, step)))
    problems.push('the body of apply is given other columns than its source says');
};

const verifyNames = (pipeline: Pipeline, problems: string[], outer = none): void => {
  const { source } = pipeline;
  verifySource(source, outer, problems);
  let frame = frameOfSource(source);
  let soft = isSoft(pipeline);
  for (const step of pipeline.steps) {
    const sight = sightOf(frame, soft, outer);
    for (const expr of exprsOfStep(step)) ownNames(expr, sight, problems);
    for (const name of namesOfStep(step))
      if (!sight.names.has(name) && !frame.open) problems.push(`step ${step.kind}: ${name} is not in the frame`);
    for (const query of innerQueries(step)) verifyNames(query, problems, outer);
    if (step.kind === 'partition' && step.own) verifyNames(step.body, problems, new Set([...outer, ...columnNames([step.by])]));
    if (step.kind === 'join') verifyJoin(step, problems);
    if (step.kind === 'apply') verifyGiven(step, frame, problems);
    if (step.kind === 'graph') verifyGraph(step, sight, problems);
    if (step.kind === 'scan') verifyScan(step, sight, problems);
    frame = frameAfter(frame, step);
    soft = fixesColumns(step) ? false : soft || (step.kind === 'join' && isSoft(step.right));
  }
};

/** Columns in an expression; queries inside it see their own columns. */
const ownNames = (expr: Expr, sight: Sight, problems: string[]): void => {
  if (expr.kind === 'column' && !resolves(expr.name, expr.declared, sight))
    problems.push(`column ${expr.name} (declared: ${expr.declared}) does not resolve`);
  mapExprChildren(
    expr,
    (child) => {
      ownNames(child, sight, problems);
      return child;
    },
    (query) => {
      verifyNames(query, problems, sight.outer);
      return query;
    },
  );
};

const negatable: readonly ExprKind[] = ['text', 'textQuery', 'member', 'memberQuery', 'call', 'column', 'path', 'case', 'scalarQuery'];

const isBoolean = (expr: Expr): boolean => expr.kind === 'literal' && typeof expr.value === 'boolean';

const normalProblems = (node: Expr): readonly string[] =>
  match(node)
    .returnType<readonly string[]>()
    .with({ kind: P.union('and', 'or') }, (n) => [
      ...(n.operands.length < 2 ? [`${n.kind} with ${n.operands.length} operands`] : []),
      ...(n.operands.some((operand) => operand.kind === n.kind) ? [`${n.kind} in ${n.kind}`] : []),
      ...(n.operands.some(isBoolean) ? [`a constant in ${n.kind}`] : []),
    ])
    .with({ kind: 'not' }, ({ operand }) => {
      const onReal = operand.kind === 'compare' && (operand.left.type === 'real' || operand.right.type === 'real');
      return negatable.includes(operand.kind) || onReal ? [] : [`not over ${operand.kind}`];
    })
    .with({ kind: 'call' }, (n) => {
      const ofString = (n.fn === 'isnull' || n.fn === 'isnotnull') && n.args[0]?.type === 'string';
      return n.fn === 'isempty' || n.fn === 'isnotempty' || ofString ? [`${n.fn} is not in normal form`] : [];
    })
    .with({ kind: 'text' }, (n) => [
      ...([n.subject, ...n.patterns].some((e) => e.type !== 'string' && e.type !== 'unknown')
        ? ['a text test of a value that is no string']
        : []),
      ...(n.test === 'regex' && n.caseless ? ['a caseless regex'] : []),
      ...(n.patterns.length === 0 ? ['a text test without patterns'] : []),
    ])
    .with({ kind: 'compare' }, (n) =>
      (n.op === 'eq' || n.op === 'ne') && n.left.type === 'string' && n.right.type === 'string'
        ? ['strings compared without a text test']
        : [],
    )
    .with(
      { kind: P.union('literal', 'column', 'textQuery', 'member', 'memberQuery', 'arith', 'negate', 'case', 'path', 'scalarQuery') },
      () => [],
    )
    .exhaustive();

const normalStepProblems = (steps: readonly Step[]): readonly string[] =>
  steps.flatMap((step, i) => [
    ...(step.kind === 'filter' && steps[i + 1]?.kind === 'filter' ? ['two filters in a row'] : []),
    ...(step.kind === 'filter' && step.condition.kind === 'literal' && step.condition.value !== false
      ? ['a filter that is always true']
      : []),
  ]);

const columnsText = (frame: Frame): string => frame.columns.map((column) => `${column.name}:${column.type}`).join(' ');

/** Columns resolve, and the query's frame is that of its pipeline. */
export const verify = (query: Query): readonly string[] => {
  const problems: string[] = [];
  verifyNames(query.pipeline, problems);
  if (columnsText(frameOf(query.pipeline)) !== columnsText(query.frame))
    problems.push('the frame of the query is not that of its pipeline');
  return problems;
};

/** The same and the rules of the normal form. */
export const verifyNormal = (query: Query): readonly string[] => {
  const problems = [...verify(query)];
  const pipelines: Pipeline[] = [];
  rewriteQuery(query, {
    expr: (expr) => {
      problems.push(...normalProblems(expr));
      return expr;
    },
    pipeline: (pipeline) => {
      pipelines.push(pipeline);
      return pipeline;
    },
  });
  return [...problems, ...pipelines.flatMap((pipeline) => normalStepProblems(pipeline.steps))];
};
