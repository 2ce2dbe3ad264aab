// `hitters` (`top-hitters`): the most frequent values, or those with the greatest sums. Counted exactly; Kusto may estimate, and of ties takes any.
import type { StepOf } from '../../ir/pipeline.ts';
import { argOf } from '../compile-expr.ts';
import type { Env } from '../scope.ts';
import type { Operator, Relation, Value } from '../value.ts';
import { convert, toReal } from '../values/convert.ts';
import { compareValues, keyOf } from '../values/order.ts';
import { whole } from './sinks.ts';

interface Group {
  readonly value: Value;
  count: bigint;
  sum: number;
}

export const hitters = (n: StepOf<'hitters'>, env: Env): Operator =>
  whole(({ columns, rows }): Relation => {
    const scope = { columns, env, cursor: null };
    const of = argOf(n.of.expr, scope);
    const by = n.by && argOf(n.by, scope);
    const groups = new Map<string, Group>();
    for (const row of rows) {
      const value = of.get(row);
      const key = keyOf(value, of.type);
      const group = groups.get(key) ?? { value, count: 0n, sum: 0 };
      group.count += 1n;
      group.sum += by ? (toReal(by.get(row), by.type) ?? 0) : 0;
      groups.set(key, group);
    }
    const totals = [...groups.values()].map(({ value, count, sum }): readonly [Value, Value] => [
      value,
      by ? convert(sum, 'real', n.total.type) : count,
    ]);
    totals.sort(([, a], [, b]) => compareValues(b, a));
    return { columns: [{ name: n.of.name, type: of.type }, n.total], rows: totals.slice(0, Number(n.count)) };
  });
