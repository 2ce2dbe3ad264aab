// `union`: one entrance per branch; rows take the columns of all branches (or of those that all have), in order.
import type { Pipeline, Source } from '../../ir/pipeline.ts';
import type { Column } from '../../ir/types.ts';
import { unsupported } from '../refusal.ts';
import type { Row, Sink } from '../value.ts';
import { blankOf } from '../values/blank.ts';
import { convert } from '../values/convert.ts';

type Union = Extract<Source, { kind: 'union' }>;

const typedKey = ({ name, type }: Column): string => JSON.stringify([name, type]);

/** `name_type` for columns that branches hold with different types, where the binder could not see the branches (`union Device*`). */
const renamedByType = (branches: readonly (readonly Column[])[]): ReadonlyMap<string, string> => {
  const types = new Map<string, Map<string, Column>>();
  for (const column of branches.flat()) {
    if (column.type !== 'unknown') types.set(column.name, (types.get(column.name) ?? new Map<string, Column>()).set(column.type, column));
  }
  const used = new Set(types.keys());
  const renamed = new Map<string, string>();
  for (const column of [...types.values()].filter(({ size }) => size > 1).flatMap((known) => [...known.values()])) {
    const base = `${column.name}_${column.type}`;
    let name = base;
    for (let i = 1; used.has(name); i += 1) name = `${base}${i}`;
    used.add(name);
    renamed.set(typedKey(column), name);
  }
  return renamed;
};

/** The columns that the binder found, then what only the data has. */
const unite = (n: Union, branches: readonly (readonly Column[])[]): readonly Column[] => {
  const known = new Map(n.frame.columns.map((column) => [column.name, column]));
  const inAll = (name: string): boolean => branches.every((columns) => columns.some((column) => column.name === name));
  for (const column of branches.flat()) {
    const other = known.get(column.name);
    if (column.name === n.tag || (!other && n.mode === 'inner' && !inAll(column.name))) continue;
    if (!other || other.type === 'unknown') known.set(column.name, column);
    else if (other.type !== column.type && column.type !== 'unknown')
      unsupported(`a union of \`${column.name}\` as ${other.type} and as ${column.type}, which only the data tells,`, n.span);
  }
  return [...known.values()];
};

/** The table that a branch begins with. */
export const nameOfBranch = ({ source }: Pipeline, i: number): string => (source.kind === 'table' ? source.name : `union_arg${i}`);

/** Fits a row of a branch into the columns of the union. */
const fitting = (tag: string | null, branch: string, from: readonly Column[], to: readonly Column[]): ((row: Row) => Row) => {
  const slots = to.map((column) => from.findIndex(({ name }) => name === column.name));
  return (row) =>
    to.map((column, at) => {
      if (column.name === tag) return branch;
      const slot = slots[at] ?? -1;
      return slot < 0 ? blankOf(column.type) : convert(row[slot] ?? null, from[slot]?.type ?? column.type, column.type);
    });
};

/** Entrances for `branches` (those of `n`, with every table of a pattern by itself). Rows wait until the columns of every branch are known. */
export const unionOf = (n: Union, branches: readonly Pipeline[], down: Sink): readonly Sink[] => {
  const hasPattern = n.branches.some(({ source }) => source.kind === 'tables');
  const columns: (readonly Column[] | undefined)[] = branches.map(() => undefined);
  const waiting: (readonly [number, Row])[] = [];
  let fits: readonly ((row: Row) => Row)[] | null = null;
  let ended = 0;
  const emit = (i: number, row: Row): void => {
    if (fits === null) waiting.push([i, row]);
    else down.push(fits[i]?.(row) ?? row);
  };
  const openWhenKnown = (): void => {
    const found = columns.flatMap((one) => (one ? [one] : []));
    if (found.length < columns.length) return;
    const renamed = hasPattern ? renamedByType(found) : new Map<string, string>();
    const known = found.map((one) => one.map((column) => ({ ...column, name: renamed.get(typedKey(column)) ?? column.name })));
    const united = unite(n, known);
    fits = branches.map((branch, i) => fitting(n.tag, nameOfBranch(branch, i), known[i] ?? [], united));
    down.open(united);
    for (const [i, row] of waiting.splice(0)) emit(i, row);
  };
  return branches.map((_, i) => ({
    open: (given) => {
      columns[i] = given;
      openWhenKnown();
    },
    push: (row) => emit(i, row),
    end: () => {
      ended += 1;
      if (ended === branches.length) down.end();
    },
    full: () => fits !== null && down.full(),
  }));
};
