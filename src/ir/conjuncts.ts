// A condition of a filter in, its conjuncts out; and back.
import type { Expr } from './expr.ts';
import type { StepOf } from './pipeline.ts';

/** In normal form an `and` is flat. */
export const conjuncts = (condition: Expr): readonly Expr[] => (condition.kind === 'and' ? condition.operands : [condition]);

/** A filter like `like` with these conjuncts; none of them: no filter. */
export const filterOf = (operands: readonly Expr[], like: StepOf<'filter'>): readonly StepOf<'filter'>[] => {
  const [only] = operands;
  if (!only) return [];
  return [{ ...like, condition: operands.length === 1 ? only : { kind: 'and', span: like.span, type: 'bool', operands } }];
};
