// Calls that commands in front of their step answer: a call in, the binding of its answer out.
import type { Expr } from '../../../ir/expr.ts';
import type { ScalarFn } from '../../../ir/functions.ts';
import type { Step } from '../../../ir/pipeline.ts';
import { childrenOf } from '../../../ir/traverse.ts';
import { type Binding, bound, type Lowering, type Value } from '../context.ts';
import { exprsIn } from '../demand.ts';
import type { Call } from './row.ts';

/** Fields that no column is: those that hold the answers, and those that help to find them. */
export const isHelper = (name: string): boolean =>
  /^rmmc_(?:(?:base64|decoded|searched|finds|value|term|row|run|number|sum)(?:_\d+)?|(?:previous|next)_\w+)$/.test(name);

/** The arguments of a call, wherever the call stands: trees are rebuilt when they are walked, so that the call itself is no key. */
export const callKey = (e: Call): string =>
  JSON.stringify(e.args, (key, value: unknown) => (key === 'span' ? undefined : typeof value === 'bigint' ? String(value) : value));

/** The last answer to the same call. */
export const answerOf = (e: Call, hits: ReadonlyMap<Expr, Binding>): Binding | null => {
  const key = callKey(e);
  return [...hits].findLast(([one]) => one.kind === 'call' && one.fn === e.fn && callKey(one) === key)?.[1] ?? null;
};

/** The value of a call that commands have answered. */
export const answered = (e: Call, { hits }: Lowering): Value | null => {
  const found = answerOf(e, hits);
  return found && bound(found);
};

/** The calls of a function, those in queries inside the expression not among them. */
export const callsIn = (expr: Expr, fn: ScalarFn): readonly Call[] => [
  ...(expr.kind === 'call' && expr.fn === fn ? [expr] : []),
  ...childrenOf(expr).flatMap((child) => callsIn(child, fn)),
];

/** The expressions of a step that are computed: of columns those that are looked at later. */
export const computedIn = (step: Step, needed: ReadonlySet<string>): readonly Expr[] =>
  step.kind === 'extend' || step.kind === 'project'
    ? step.columns.filter((column) => needed.has(column.name)).map((column) => column.expr)
    : exprsIn(step);

/** The calls of a function that a step computes, of equal ones the first. */
export const distinctCalls = (step: Step, needed: ReadonlySet<string>, fn: ScalarFn): readonly Call[] => {
  const byKey = new Map<string, Call>();
  for (const one of computedIn(step, needed).flatMap((expr) => callsIn(expr, fn))) {
    const key = callKey(one);
    if (!byKey.has(key)) byKey.set(key, one);
  }
  return [...byKey.values()];
};
