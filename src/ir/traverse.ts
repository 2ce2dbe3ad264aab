// The only recursion over the IR. A rule sees one node, already rebuilt below it, and never walks by itself.
import { match, P } from 'ts-pattern';
import type { Expr } from './expr.ts';
import type { GraphOperator, Measure, Named, Pipeline, PluginArg, Query, SearchTest, Source, Step, StepOf } from './pipeline.ts';

/** Rewrites of one level: what a rule may change. */
export interface Rules {
  readonly expr?: (expr: Expr) => Expr;
  readonly step?: (step: Step) => Step;
  readonly pipeline?: (pipeline: Pipeline) => Pipeline;
}

const named = (column: Named, rules: Rules): Named => ({ ...column, expr: rewriteExpr(column.expr, rules) });

/** The same expression with `f` applied to its direct children, subqueries by `q`; without `q` they stay. */
export const mapExprChildren = (expr: Expr, f: (e: Expr) => Expr, q: (p: Pipeline) => Pipeline = same): Expr =>
  // Leaves first: rules with thousands of literals exist, and matching is the cost of a pass.
  expr.kind === 'literal' || expr.kind === 'column' ? expr : mapInner(expr, f, q);

const mapInner = (expr: Exclude<Expr, { kind: 'literal' | 'column' }>, f: (e: Expr) => Expr, q: (p: Pipeline) => Pipeline): Expr =>
  match(expr)
    .returnType<Expr>()
    .with({ kind: 'call' }, (n) => ({ ...n, args: n.args.map(f) }))
    .with({ kind: 'text' }, (n) => ({ ...n, subject: f(n.subject), patterns: n.patterns.map(f) }))
    .with({ kind: 'textQuery' }, (n) => ({ ...n, subject: f(n.subject), query: q(n.query) }))
    .with({ kind: 'compare' }, (n) => ({ ...n, left: f(n.left), right: f(n.right) }))
    .with({ kind: 'member' }, (n) => ({ ...n, subject: f(n.subject), values: n.values.map(f) }))
    .with({ kind: 'memberQuery' }, (n) => ({ ...n, subject: f(n.subject), query: q(n.query) }))
    .with({ kind: P.union('not', 'negate') }, (n) => ({ ...n, operand: f(n.operand) }))
    .with({ kind: P.union('and', 'or') }, (n) => ({ ...n, operands: n.operands.map(f) }))
    .with({ kind: 'arith' }, (n) => ({ ...n, left: f(n.left), right: f(n.right) }))
    .with({ kind: 'case' }, (n) => ({
      ...n,
      arms: n.arms.map((arm) => ({ when: f(arm.when), then: f(arm.then) })),
      otherwise: f(n.otherwise),
    }))
    .with({ kind: 'path' }, (n) => ({ ...n, base: f(n.base), key: f(n.key) }))
    .with({ kind: 'scalarQuery' }, (n) => ({ ...n, query: q(n.query) }))
    .exhaustive();

/** The direct children of an expression; a query inside it is none. */
export const childrenOf = (expr: Expr): readonly Expr[] => {
  const found: Expr[] = [];
  mapExprChildren(expr, (child) => {
    found.push(child);
    return child;
  });
  return found;
};

/** Whether an expression reads a column of its row; those of a query inside it do not count. */
export const hasColumn = (expr: Expr): boolean => expr.kind === 'column' || childrenOf(expr).some(hasColumn);

/** The columns that an expression reads; a subquery's own columns are not among them. */
export const columnsRead = (expr: Expr): readonly string[] => [
  ...(expr.kind === 'column' ? [expr.name] : []),
  ...childrenOf(expr).flatMap(columnsRead),
];

/** The expressions that a measure computes over the rows. */
export const exprsOfMeasure = (measure: Measure): readonly Expr[] =>
  measure.kind === 'fold'
    ? [...measure.args, ...(measure.where ? [measure.where] : [])]
    : [...(measure.key ? [measure.key.expr] : []), ...measure.outputs.map((output) => output.expr)];

const same = <T>(x: T): T => x;

export const rewriteExpr = (expr: Expr, rules: Rules): Expr =>
  (rules.expr ?? same)(
    mapExprChildren(
      expr,
      (child) => rewriteExpr(child, rules),
      (query) => rewritePipeline(query, rules),
    ),
  );

type Fold = Extract<Measure, { kind: 'fold' }>;

const rewriteFold = (fold: Fold, rules: Rules): Fold => ({
  ...fold,
  args: fold.args.map((arg) => rewriteExpr(arg, rules)),
  where: fold.where && rewriteExpr(fold.where, rules),
});

const rewriteMeasure = (measure: Measure, rules: Rules): Measure =>
  measure.kind === 'fold'
    ? rewriteFold(measure, rules)
    : { ...measure, key: measure.key && named(measure.key, rules), outputs: measure.outputs.map((output) => named(output, rules)) };

const rewriteArg = (arg: PluginArg, rules: Rules): PluginArg =>
  match(arg)
    .returnType<PluginArg>()
    .with({ kind: 'value' }, (a) => ({ ...a, value: rewriteExpr(a.value, rules) }))
    .with({ kind: 'measure' }, (a) => ({ ...a, measure: rewriteFold(a.measure, rules) }))
    .with({ kind: 'rows' }, (a) => ({ ...a, query: rewritePipeline(a.query, rules) }))
    .with({ kind: 'schema' }, (a) => a)
    .exhaustive();

const rewriteSeries = (n: StepOf<'series'>, rules: Rules): StepOf<'series'> => ({
  ...n,
  measures: n.measures.map(({ measure, otherwise }) => ({
    measure: rewriteFold(measure, rules),
    otherwise: otherwise && rewriteExpr(otherwise, rules),
  })),
  on: named(n.on, rules),
  from: n.from && rewriteExpr(n.from, rules),
  to: n.to && rewriteExpr(n.to, rules),
  step: rewriteExpr(n.step, rules),
  by: n.by.map((key) => named(key, rules)),
});

const rewriteNest = (n: StepOf<'nest'>, rules: Rules): StepOf<'nest'> => ({
  ...n,
  levels: n.levels.map((level) => ({
    ...level,
    of: named(level.of, rules),
    others: level.others && rewriteExpr(level.others, rules),
    by: rewriteFold(level.by, rules),
  })),
});

const rewriteJoin = (n: StepOf<'join'>, rules: Rules): StepOf<'join'> => ({
  ...n,
  right: rewritePipeline(n.right, rules),
  on: n.on.map((pair) => ({ ...pair, left: rewriteExpr(pair.left, rules), right: rewriteExpr(pair.right, rules) })),
});

const rewriteScan = (n: StepOf<'scan'>, rules: Rules): StepOf<'scan'> => ({
  ...n,
  partition: n.partition.map((expr) => rewriteExpr(expr, rules)),
  keys: n.keys.map((key) => ({ ...key, expr: rewriteExpr(key.expr, rules) })),
  declared: n.declared.map((one) => ({ ...one, otherwise: one.otherwise && rewriteExpr(one.otherwise, rules) })),
  stages: n.stages.map((stage) => ({
    ...stage,
    condition: rewriteExpr(stage.condition, rules),
    sets: stage.sets.map((set) => named(set, rules)),
  })),
});

const rewriteGraphOperator = (n: GraphOperator, rules: Rules): GraphOperator =>
  n.kind === 'match'
    ? { ...n, condition: n.condition && rewriteExpr(n.condition, rules), columns: n.columns.map((column) => named(column, rules)) }
    : n;

const rewriteGraph = (n: StepOf<'graph'>, rules: Rules): StepOf<'graph'> => ({
  ...n,
  source: rewriteExpr(n.source, rules),
  target: rewriteExpr(n.target, rules),
  nodes: n.nodes.map((nodes) => ({ ...nodes, query: rewritePipeline(nodes.query, rules), id: rewriteExpr(nodes.id, rules) })),
  partition: n.partition && rewriteExpr(n.partition, rules),
  operators: n.operators.map((operator) => rewriteGraphOperator(operator, rules)),
});

/** The same step with its expressions rewritten. */
export const mapStepExprs = (step: Step, rules: Rules): Step =>
  match(step)
    .returnType<Step>()
    .with({ kind: 'filter' }, (n) => ({ ...n, condition: rewriteExpr(n.condition, rules) }))
    .with({ kind: P.union('extend', 'project') }, (n) => ({ ...n, columns: n.columns.map((column) => named(column, rules)) }))
    .with({ kind: 'aggregate' }, (n) => ({
      ...n,
      by: n.by.map((key) => named(key, rules)),
      measures: n.measures.map((measure) => rewriteMeasure(measure, rules)),
    }))
    .with({ kind: 'sort' }, (n) => ({ ...n, keys: n.keys.map((key) => ({ ...key, expr: rewriteExpr(key.expr, rules) })) }))
    .with({ kind: 'join' }, (n) => rewriteJoin(n, rules))
    .with({ kind: 'expand' }, (n) => ({ ...n, columns: n.columns.map((c) => ({ ...c, expr: rewriteExpr(c.expr, rules) })) }))
    .with({ kind: 'apply' }, (n) => ({
      ...n,
      columns: n.columns.map((c) => ({ ...c, expr: rewriteExpr(c.expr, rules) })),
      body: rewritePipeline(n.body, rules),
    }))
    .with({ kind: P.union('capture', 'pairs') }, (n) => ({ ...n, subject: rewriteExpr(n.subject, rules) }))
    .with({ kind: 'tuple' }, (n) => ({ ...n, args: n.args.map((arg) => rewriteExpr(arg, rules)) }))
    .with({ kind: 'series' }, (n) => rewriteSeries(n, rules))
    .with({ kind: 'plugin' }, (n) => ({ ...n, args: n.args.map((arg) => rewriteArg(arg, rules)) }))
    .with({ kind: 'nest' }, (n) => rewriteNest(n, rules))
    .with({ kind: 'sample' }, (n) => ({ ...n, of: n.of && named(n.of, rules) }))
    .with({ kind: 'partition' }, (n) => ({ ...n, by: rewriteExpr(n.by, rules), body: rewritePipeline(n.body, rules) }))
    .with({ kind: 'scan' }, (n) => rewriteScan(n, rules))
    .with({ kind: 'similar' }, (n) => ({
      ...n,
      subject: rewriteExpr(n.subject, rules),
      threshold: n.threshold && rewriteExpr(n.threshold, rules),
      separators: n.separators && rewriteExpr(n.separators, rules),
    }))
    .with({ kind: 'hitters' }, (n) => ({ ...n, of: named(n.of, rules), by: n.by && rewriteExpr(n.by, rules) }))
    .with({ kind: 'split' }, (n) => ({ ...n, branches: n.branches.map((one) => ({ ...one, body: rewritePipeline(one.body, rules) })) }))
    .with({ kind: 'graph' }, (n) => rewriteGraph(n, rules))
    .with({ kind: P.union('drop', 'rename', 'reorder', 'limit', 'present', 'describe', 'discard') }, (n) => n)
    .exhaustive();

const rewriteTest = (test: SearchTest, rules: Rules): SearchTest =>
  match(test)
    .returnType<SearchTest>()
    .with({ kind: P.union('every', 'some') }, (n) => ({ ...n, tests: n.tests.map((one) => rewriteTest(one, rules)) }))
    .with({ kind: 'fails' }, (n) => ({ ...n, test: rewriteTest(n.test, rules) }))
    .with({ kind: 'anywhere' }, (n) => ({ ...n, patterns: n.patterns.map((pattern) => rewriteExpr(pattern, rules)) }))
    .with({ kind: 'holds' }, (n) => ({ ...n, condition: rewriteExpr(n.condition, rules) }))
    .exhaustive();

const rewriteSource = (source: Source, rules: Rules): Source =>
  match(source)
    .returnType<Source>()
    .with({ kind: P.union('table', 'tables', 'remote', 'given') }, (n) => n)
    .with({ kind: P.union('search', 'find') }, (n) => ({
      ...n,
      among: n.among?.map((query) => rewritePipeline(query, rules)) ?? null,
      condition: rewriteTest(n.condition, rules),
    }))
    .with({ kind: 'range' }, (n) => ({
      ...n,
      from: rewriteExpr(n.from, rules),
      to: rewriteExpr(n.to, rules),
      step: rewriteExpr(n.step, rules),
    }))
    .with({ kind: 'external' }, (n) => ({
      ...n,
      urls: n.urls.map((url) => rewriteExpr(url, rules)),
      properties: n.properties.map((property) => ({ ...property, value: rewriteExpr(property.value, rules) })),
    }))
    .with({ kind: 'stored' }, (n) => ({ ...n, args: n.args.map((arg) => rewriteExpr(arg, rules)) }))
    .with({ kind: 'union' }, (n) => ({ ...n, branches: n.branches.map((branch) => rewritePipeline(branch, rules)) }))
    .with({ kind: 'rows' }, (n) => ({ ...n, rows: n.rows.map((row) => row.map((cell) => rewriteExpr(cell, rules))) }))
    .exhaustive();

export const rewritePipeline = (pipeline: Pipeline, rules: Rules): Pipeline =>
  (rules.pipeline ?? same)({
    source: rewriteSource(pipeline.source, rules),
    steps: pipeline.steps.map((step) => (rules.step ?? same)(mapStepExprs(step, rules))),
  });

export const rewriteQuery = (query: Query, rules: Rules): Query => ({ ...query, pipeline: rewritePipeline(query.pipeline, rules) });

/** Visits every expression (parents after children), step and pipeline below a pipeline. */
export const visitPipeline = (
  pipeline: Pipeline,
  visit: { expr?: (e: Expr) => void; step?: (s: Step) => void; source?: (s: Source) => void },
): void => {
  const rules: Rules = {
    expr: (expr) => {
      visit.expr?.(expr);
      return expr;
    },
    step: (step) => {
      visit.step?.(step);
      return step;
    },
    pipeline: (inner) => {
      visit.source?.(inner.source);
      return inner;
    },
  };
  rewritePipeline(pipeline, rules);
};

/** The names of the tables that a pipeline reads, each once, in order of appearance. */
export const tablesRead = (pipeline: Pipeline): readonly string[] => {
  const names = new Set<string>();
  visitPipeline(pipeline, {
    source: (source) => {
      if (source.kind === 'table') names.add(source.name);
    },
  });
  return [...names];
};

/** Visits every expression below and including `expr`. */
export const visitExpr = (expr: Expr, visit: (e: Expr) => void): void => {
  rewriteExpr(expr, {
    expr: (e) => {
      visit(e);
      return e;
    },
  });
};
