// The parts of the lowering of expressions, tied together.
import type { Command } from './ast.ts';
import type { Context, Lowering, Place, Scope } from './context.ts';
import { lowerTest, testValue } from './lower-test.ts';
import { lowerParts, lowerValue } from './lower-value.ts';
import { type State, scopeOf } from './state.ts';

const lowering: Lowering = { value: lowerValue, parts: lowerParts, test: lowerTest, truth: testValue };

/** A place among columns. */
export const placeIn = (context: Context, scope: Scope, position: Place['position']): Place => ({ lowering, context, scope, position });

/** What may stand between FROM and QSTR. */
const isAskable = ({ kind }: Command): boolean => kind === 'from' || kind === 'where' || kind === 'sort';

/** A place in a query written so far. */
export const placeOf = (context: Context, state: State, position: Place['position']): Place => ({
  ...placeIn(context, scopeOf(state), position),
  asks: state.commands.length > 0 && state.commands.every(isAskable),
});
