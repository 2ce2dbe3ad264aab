// Columns put over those of a row: a name that exists keeps its place and takes the new type, others follow.
import type { Column } from '../../ir/types.ts';
import type { Row, Value } from '../value.ts';

export interface Overlay {
  readonly columns: readonly Column[];
  /** The row with the values of the added columns, in their order. */
  readonly put: (row: Row, values: readonly Value[]) => Row;
}

export const overlay = (columns: readonly Column[], added: readonly Column[]): Overlay => {
  const made = [...columns];
  const slots = added.map((column) => {
    const slot = made.findIndex(({ name }) => name === column.name);
    if (slot < 0) return made.push(column) - 1;
    made[slot] = column;
    return slot;
  });
  return {
    columns: made,
    put: (row, values) => {
      const next = [...row];
      for (const [i, value] of values.entries()) next[slots[i] ?? i] = value;
      return next;
    },
  };
};
