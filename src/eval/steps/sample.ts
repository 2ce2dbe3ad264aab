// `sample`, `sample-distinct`: any rows, any values of a column; the first ones are taken.
import type { StepOf } from '../../ir/pipeline.ts';
import { argOf } from '../compile-expr.ts';
import type { Env } from '../scope.ts';
import type { Operator } from '../value.ts';
import { keyOf } from '../values/order.ts';
import { perRow } from './sinks.ts';

export const sample = (n: StepOf<'sample'>, env: Env): Operator =>
  perRow((columns) => {
    let left = n.count;
    const seen = new Set<string>();
    const of = n.of && { name: n.of.name, ...argOf(n.of.expr, { columns, env, cursor: null }) };
    return {
      columns: of ? [{ name: of.name, type: of.type }] : columns,
      take: (row, emit) => {
        const value = of?.get(row) ?? null;
        if (left <= 0n || (of && seen.size === seen.add(keyOf(value, of.type)).size)) return;
        left -= 1n;
        emit(of ? [value] : row);
      },
      done: () => left <= 0n,
    };
  });
