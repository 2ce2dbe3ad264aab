// `rows_near(condition, rows [, rows after])`: the rows so near to one for which the condition holds.
import { argOf } from '../../compile-expr.ts';
import { unsupported } from '../../refusal.ts';
import type { Env } from '../../scope.ts';
import type { Relation } from '../../value.ts';
import { constantOf, type Plugin } from './arguments.ts';

const countOf = (n: Plugin, at: number, env: Env): number => {
  const value = constantOf(n.args[at], env)?.fixed;
  return typeof value === 'bigint' && value >= 0n
    ? Number(value)
    : unsupported('`rows_near()` with a number of rows that is not constant', n.span);
};

export const rowsNear = (n: Plugin, { columns, rows }: Relation, env: Env): Relation => {
  const before = countOf(n, 1, env);
  const after = n.args.length > 2 ? countOf(n, 2, env) : before;
  const [first] = n.args;
  if (first?.kind !== 'value') return unsupported('`rows_near()` without a condition', n.span);
  const { get } = argOf(first.value, { columns, env, cursor: null });
  const found = rows.flatMap((row, at) => (get(row) === true ? [at] : []));
  return { columns, rows: rows.filter((_, at) => found.some((hit) => at >= hit - before && at <= hit + after)) };
};
