// Filters that follow each other become one; a filter that is always true goes, one that is never true says `false`.
// before: (filter A) (filter (and B C)) (filter true)
// after:  (filter (and A B C))
// A filter that looks at other rows (`prev`) sees those that the filters before it have left, and is not merged with them.
import { cover } from '../../diagnostics/span.ts';
import { conjuncts } from '../conjuncts.ts';
import type { Expr } from '../expr.ts';
import { boolLiteral } from '../literals.ts';
import type { Pipeline, Query, Step, StepOf } from '../pipeline.ts';
import { rewriteQuery } from '../traverse.ts';
import { looksAround } from '../windows.ts';

const isNever = (expr: Expr): boolean => expr.kind === 'literal' && expr.value !== true;

const merged = (filters: readonly StepOf<'filter'>[]): readonly Step[] => {
  const [first] = filters;
  if (!first) return [];
  const span = filters.map((filter) => filter.span).reduce(cover);
  const operands = filters.flatMap((filter) => conjuncts(filter.condition)).filter((e) => !(e.kind === 'literal' && e.value === true));
  const never = operands.find(isNever);
  if (never) return [{ kind: 'filter', span, condition: boolLiteral(false, never.span) }];
  const [only] = operands;
  if (!only) return [];
  if (operands.length === 1) return [{ kind: 'filter', span, condition: only }];
  return [{ kind: 'filter', span, condition: { kind: 'and', span: operands.map((e) => e.span).reduce(cover), type: 'bool', operands } }];
};

const rule = (pipeline: Pipeline): Pipeline => {
  const steps: Step[] = [];
  let run: StepOf<'filter'>[] = [];
  for (const step of pipeline.steps) {
    if (step.kind === 'filter') {
      if (looksAround(step.condition)) steps.push(...merged(run.splice(0)));
      run.push(step);
      continue;
    }
    steps.push(...merged(run), step);
    run = [];
  }
  return { ...pipeline, steps: [...steps, ...merged(run)] };
};

export const mergeFilters = (query: Query): Query => rewriteQuery(query, { pipeline: rule });
