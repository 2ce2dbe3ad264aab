// Calls that commands in front of their step answer: a call in, the binding of its answer out.
import type { Expr } from '../../ir/expr.ts';
import type { Binding } from './context.ts';
import type { Call } from './function-row.ts';

/** The arguments of a call, wherever the call stands: trees are rebuilt when they are walked, so that the call itself is no key. */
export const callKey = (e: Call): string =>
  JSON.stringify(e.args, (key, value: unknown) => (key === 'span' ? undefined : typeof value === 'bigint' ? String(value) : value));

/** The last answer to the same call. */
export const answerOf = (e: Call, hits: ReadonlyMap<Expr, Binding>): Binding | null => {
  const key = callKey(e);
  return [...hits].findLast(([one]) => one.kind === 'call' && one.fn === e.fn && callKey(one) === key)?.[1] ?? null;
};
