// Expressions: a scope in, the two ways to lower an expression out. The recursion runs through `Lowering`, so that no file imports in a ring.
import type { Expr } from '../../ir/expr.ts';
import type { TargetContext } from '../shared/backend.ts';
import type { Lowering, Scope } from './context.ts';
import { lowerCondition } from './lower-condition.ts';
import { lowerValue } from './lower-value.ts';

export const lowering = (context: TargetContext, scope: Scope, hits: ReadonlyMap<Expr, string> = new Map(), raw = false): Lowering => {
  const l: Lowering = {
    context,
    scope,
    hits,
    raw,
    value: (expr) => lowerValue(expr, l),
    condition: (expr, wanted) => lowerCondition(expr, wanted, l),
  };
  return l;
};
