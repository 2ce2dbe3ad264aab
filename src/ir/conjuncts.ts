// A condition of a filter in, its conjuncts out; and back.
import type { Span } from '../diagnostics/span.ts';
import type { Expr } from './expr.ts';
import type { StepOf } from './pipeline.ts';

/** In normal form an `and` is flat. */
export const conjuncts = (condition: Expr): readonly Expr[] => (condition.kind === 'and' ? condition.operands : [condition]);

/** `and` or `or` of what is given, in normal form: of one it is that one; undefined: of nothing. */
export const junction = (kind: 'and' | 'or', operands: readonly Expr[], span: Span): Expr | undefined =>
  operands.length > 1 ? { kind, span, type: 'bool', operands } : operands[0];

/** A filter like `like` with these conjuncts; none of them: no filter. */
export const filterOf = (operands: readonly Expr[], like: StepOf<'filter'>): readonly StepOf<'filter'>[] => {
  const condition = junction('and', operands, like.span);
  return condition ? [{ ...like, condition }] : [];
};
