// Expressions: a scope in, the two ways to lower an expression out. The recursion runs through `Lowering`, so that no file imports in a ring.
import type { TargetContext } from '../shared/backend.ts';
import type { Lowering, Scope } from './context.ts';
import { lowerCondition } from './lower-condition.ts';
import { lowerValue } from './lower-value.ts';

export const lowering = (context: TargetContext, scope: Scope, hits: Lowering['hits'] = new Map(), raw = false): Lowering => {
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
