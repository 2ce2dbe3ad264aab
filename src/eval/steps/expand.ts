// `expand` (`mv-expand`): each row becomes one row per element, in order.
import { withNumbered } from '../../ir/frame.ts';
import type { StepOf } from '../../ir/pipeline.ts';
import type { Column } from '../../ir/types.ts';
import type { Env } from '../scope.ts';
import type { Operator } from '../value.ts';
import { overlay } from './overlay.ts';
import { perRow } from './sinks.ts';
import { spread } from './spread.ts';

/** `columns` with the index behind them, where one is asked for. */
export const withIndex = (columns: readonly Column[], index: string | null): readonly Column[] =>
  index === null ? columns : withNumbered(columns, [{ name: index, type: 'long' }]);

export const expand = (n: StepOf<'expand'>, env: Env): Operator =>
  perRow((columns) => {
    const parts = spread(n, { columns, env, cursor: null });
    const { columns: made, put } = overlay(columns, parts.columns);
    return {
      columns: withIndex(made, n.index),
      take: (row, emit) => {
        for (const [at, cells] of parts.rowsOf(row).entries()) {
          const next = put(row, cells);
          env.made(n.span);
          emit(n.index === null ? next : [...next, BigInt(at)]);
        }
      },
    };
  });
