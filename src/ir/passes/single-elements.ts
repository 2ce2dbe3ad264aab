// Spreading one element of an array of texts, which is no array itself: a column of its value.
// before: (extend (= P (split Line ","))) (expand (= Id (path P 0)) (= Url string (path P 1)))
// after:  (extend (= P (split Line ","))) (extend (= Id (path P 0)) (= Url (tostring (path P 1))))
import type { Expr } from '../expr.ts';
import { type Made, madeBy, overTable } from '../made-columns.ts';
import type { Named, Pipeline, Query, Step, StepOf } from '../pipeline.ts';
import { rewriteQuery } from '../traverse.ts';

/** A place in what `split()` gives. */
const isText = (expr: Expr): boolean =>
  expr.kind === 'path' &&
  expr.key.kind === 'literal' &&
  typeof expr.key.value === 'bigint' &&
  expr.base.kind === 'call' &&
  expr.base.fn === 'split';

const isSingle = (step: StepOf<'expand'>, made: Made): boolean =>
  step.index === null &&
  (step.limit === null || step.limit > 0n) &&
  step.columns.every(({ expr, type }) => {
    const over = type === 'dynamic' || type === 'string' ? overTable(expr, made) : null;
    return over !== null && isText(over);
  });

const columnsOf = (step: StepOf<'expand'>): readonly Named[] =>
  step.columns.map(({ name, span, expr, type }) => ({
    name,
    span,
    expr: type === 'string' ? { kind: 'call', span, type: 'string', fn: 'tostring', args: [expr] } : expr,
  }));

const unspread = (pipeline: Pipeline): Pipeline => {
  if (!pipeline.steps.some((step) => step.kind === 'expand')) return pipeline;
  let made: Made | null = new Map();
  const steps = pipeline.steps.map((step): Step => {
    const now: Made | null = made;
    const one: Step =
      now && step.kind === 'expand' && isSingle(step, now) ? { kind: 'extend', span: step.span, columns: columnsOf(step) } : step;
    made = now && madeBy(one, now);
    return one;
  });
  return { ...pipeline, steps };
};

export const singleElements = (query: Query): Query => rewriteQuery(query, { pipeline: unspread });
