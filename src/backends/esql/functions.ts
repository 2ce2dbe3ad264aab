// A scalar function call in; its ES|QL out. Every function of the IR has a row in one of the tables: what emits it, or why it is refused.
import type { ExprOf } from '../../ir/expr.ts';
import type { CoreFn } from '../../ir/functions.ts';
import { isWideFn } from '../../ir/wide-functions.ts';
import type { Place, Use } from './context.ts';
import { type Answer, callOf } from './functions/call.ts';
import { convertFunctions } from './functions/convert.ts';
import { dynamicFunctions } from './functions/dynamic.ts';
import { numberFunctions } from './functions/number.ts';
import { textFunctions } from './functions/text.ts';
import { timeFunctions } from './functions/time.ts';
import { refused, type Value } from './value.ts';

export const functions = {
  ...timeFunctions,
  ...convertFunctions,
  ...textFunctions,
  ...numberFunctions,
  ...dynamicFunctions,
} satisfies Readonly<Record<CoreFn, Answer>>;

export const callFunction = (place: Place, node: ExprOf<'call'>, use: Use): Value => {
  if (isWideFn(node.fn)) return refused;
  const answer: Answer = functions[node.fn];
  return typeof answer === 'string' ? refused : answer(callOf(place, node, use));
};
