// The only recursion over the IR. A rule sees one node, already rebuilt below it, and never walks by itself.
import { match, P } from 'ts-pattern';
import type { Expr } from './expr.ts';
import type { Measure, Named, Pipeline, Query, Source, Step } from './pipeline.ts';

/** Rewrites of one level: what a rule may change. */
export interface Rules {
  readonly expr?: (expr: Expr) => Expr;
  readonly step?: (step: Step) => Step;
  readonly pipeline?: (pipeline: Pipeline) => Pipeline;
}

const named = (column: Named, rules: Rules): Named => ({ ...column, expr: rewriteExpr(column.expr, rules) });

/** The same expression with `f` applied to its direct children, subqueries by `q`. */
export const mapExprChildren = (expr: Expr, f: (e: Expr) => Expr, q: (p: Pipeline) => Pipeline): Expr =>
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

const same = <T>(x: T): T => x;

export const rewriteExpr = (expr: Expr, rules: Rules): Expr =>
  (rules.expr ?? same)(
    mapExprChildren(
      expr,
      (child) => rewriteExpr(child, rules),
      (query) => rewritePipeline(query, rules),
    ),
  );

const rewriteMeasure = (measure: Measure, rules: Rules): Measure =>
  measure.kind === 'fold'
    ? { ...measure, args: measure.args.map((arg) => rewriteExpr(arg, rules)), where: measure.where && rewriteExpr(measure.where, rules) }
    : { ...measure, key: measure.key && named(measure.key, rules), outputs: measure.outputs.map((output) => named(output, rules)) };

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
    .with({ kind: P.union('drop', 'rename', 'reorder', 'limit', 'present') }, (n) => n)
    .exhaustive();

const rewriteSource = (source: Source, rules: Rules): Source =>
  match(source)
    .returnType<Source>()
    .with({ kind: 'table' }, (n) => n)
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

/** Visits every expression below and including `expr`. */
export const visitExpr = (expr: Expr, visit: (e: Expr) => void): void => {
  rewriteExpr(expr, {
    expr: (e) => {
      visit(e);
      return e;
    },
  });
};
