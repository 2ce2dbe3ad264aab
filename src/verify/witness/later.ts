// A pipeline and events in; the clauses behind its leading part of which the result over all events does not hang, out.

import type { Span } from '../../diagnostics/span.ts';
import { evaluate, type World } from '../../eval/evaluate.ts';
import { tried } from '../../eval/refusal.ts';
import { keyOf } from '../../eval/values/order.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Pipeline, Step, StepOf } from '../../ir/pipeline.ts';
import type { Undecided } from '../witness.ts';

type Filter = StepOf<'filter'>;

const without = <T>(list: readonly T[], index: number): readonly T[] => list.filter((_, i) => i !== index);

interface Variant {
  readonly span: Span;
  readonly expr: Expr;
}

const mostVariants = 60;

/** The expression with each of its parts left out. */
const variantsOf = (expr: Expr): readonly Variant[] => {
  if (expr.kind === 'not') return variantsOf(expr.operand).map(({ span, expr: operand }) => ({ span, expr: { ...expr, operand } }));
  if (expr.kind === 'and' || expr.kind === 'or')
    return expr.operands.flatMap((operand, at) => [
      { span: operand.span, expr: { ...expr, operands: without(expr.operands, at) } },
      ...variantsOf(operand).map((one) => ({
        span: one.span,
        expr: { ...expr, operands: expr.operands.map((other, i) => (i === at ? one.expr : other)) },
      })),
    ]);
  if (expr.kind === 'text' && expr.patterns.length > 1)
    return expr.patterns.map(({ span }, at) => ({ span, expr: { ...expr, patterns: without(expr.patterns, at) } }));
  if (expr.kind === 'member' && expr.values.length > 1)
    return expr.values.map(({ span }, at) => ({ span, expr: { ...expr, values: without(expr.values, at) } }));
  return [];
};

const filtersIn = ({ source, steps }: Pipeline): readonly Filter[] => [
  ...(source.kind === 'union' ? source.branches.flatMap(filtersIn) : []),
  ...steps.flatMap((step) => {
    if (step.kind === 'filter') return [step];
    return step.kind === 'apply' || step.kind === 'partition' ? filtersIn(step.body) : [];
  }),
];

const replacedStep = (step: Step, from: Filter, to: Expr): Step => {
  if (step === from) return { ...from, condition: to };
  return step.kind === 'apply' || step.kind === 'partition' ? { ...step, body: replaced(step.body, from, to) } : step;
};

const replaced = ({ source, steps }: Pipeline, from: Filter, to: Expr): Pipeline => ({
  source: source.kind === 'union' ? { ...source, branches: source.branches.map((branch) => replaced(branch, from, to)) } : source,
  steps: steps.map((step) => replacedStep(step, from, to)),
});

/** The rows as one text; null when there is no result. */
const resultOf = (pipeline: Pipeline, world: World): string | null =>
  tried<string | null>(
    () => {
      const { columns, rows } = evaluate({ pipeline, frame: { columns: [], open: false } }, world);
      return rows
        .map((row) => row.map((cell, i) => keyOf(cell, columns[i]?.type ?? 'dynamic')).join('|'))
        .sort()
        .join('\n');
    },
    () => null,
  );

/** `covered`: the steps that single events decide. */
export const undecidedLater = (pipeline: Pipeline, covered: ReadonlySet<Step>, world: World): readonly Undecided[] => {
  const later = filtersIn(pipeline).filter((step) => !covered.has(step));
  if (later.length === 0) return [];
  const whole = resultOf(pipeline, world);
  return later.flatMap((step) => {
    const always: Expr = { kind: 'literal', span: step.span, type: 'bool', value: true };
    const variants = [{ span: step.condition.span, expr: always }, ...variantsOf(step.condition)];
    return variants.flatMap(({ span, expr }, i): readonly Undecided[] => {
      if (whole === null) return [{ span, reason: 'the evaluator gives no result for the query over these events' }];
      if (i >= mostVariants) return [{ span, reason: 'one of too many parts of a condition behind an aggregation' }];
      return resultOf(replaced(pipeline, step, expr), world) === whole
        ? [{ span, reason: 'it stands behind an aggregation, a limit or the like, and the result is the same without it' }]
        : [];
    });
  });
};
