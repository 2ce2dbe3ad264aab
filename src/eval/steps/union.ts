// `union`: one entrance per branch; rows take the columns of all branches (or of those that all have), in order.
import type { Source } from '../../ir/pipeline.ts';
import type { Column } from '../../ir/types.ts';
import type { Row, Sink, Value } from '../value.ts';
import { convert } from '../values/convert.ts';

type Union = Extract<Source, { kind: 'union' }>;

const blank = (column: Column): Value => (column.type === 'string' || column.type === 'unknown' ? '' : null);

/** The columns of the union: those the binder found, then what only the data has. */
const unite = (n: Union, branches: readonly (readonly Column[])[]): readonly Column[] => {
  const names = new Set(n.frame.columns.map(({ name }) => name));
  const extra = n.mode === 'outer' ? branches.flat().filter(({ name }) => !names.has(name) && names.add(name)) : [];
  return [...n.frame.columns, ...extra];
};

const nameOfBranch = (n: Union, i: number): string => {
  const source = n.branches[i]?.source;
  return source?.kind === 'table' ? source.name : `union_arg${i}`;
};

/** Fits a row of a branch into the columns of the union. */
const fitting = (n: Union, i: number, from: readonly Column[], to: readonly Column[]): ((row: Row) => Row) => {
  const slots = to.map((column) => from.findIndex(({ name }) => name === column.name));
  return (row) =>
    to.map((column, at) => {
      if (column.name === n.tag) return nameOfBranch(n, i);
      const slot = slots[at] ?? -1;
      return slot < 0 ? blank(column) : convert(row[slot] ?? null, from[slot]?.type ?? column.type, column.type);
    });
};

/** Rows wait until the columns of every branch are known. */
export const unionOf = (n: Union, down: Sink): readonly Sink[] => {
  const columns: (readonly Column[] | undefined)[] = n.branches.map(() => undefined);
  const waiting: (readonly [number, Row])[] = [];
  let fits: readonly ((row: Row) => Row)[] | null = null;
  let ended = 0;
  const emit = (i: number, row: Row): void => {
    if (fits === null) waiting.push([i, row]);
    else down.push(fits[i]?.(row) ?? row);
  };
  const openWhenKnown = (): void => {
    const known = columns.flatMap((one) => (one ? [one] : []));
    if (known.length < columns.length) return;
    const united = unite(n, known);
    fits = known.map((from, i) => fitting(n, i, from, united));
    down.open(united);
    for (const [i, row] of waiting.splice(0)) emit(i, row);
  };
  return n.branches.map((_, i) => ({
    open: (given) => {
      columns[i] = given;
      openWhenKnown();
    },
    push: (row) => emit(i, row),
    end: () => {
      ended += 1;
      if (ended === n.branches.length) down.end();
    },
    full: () => fits !== null && down.full(),
  }));
};
