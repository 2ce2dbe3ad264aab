// Steps that compute, choose, rename and order columns: `extend`, `project`, `drop`, `rename`, `reorder`.
import type { Expr } from '../../ir/expr.ts';
import { windowFns } from '../../ir/functions.ts';
import type { Named, StepOf } from '../../ir/pipeline.ts';
import { visitExpr } from '../../ir/traverse.ts';
import type { Column } from '../../ir/types.ts';
import { compileExpr, typeOf } from '../compile-expr.ts';
import type { Cursor, Env, Scope } from '../scope.ts';
import type { Getter, Operator, Relation, Row } from '../value.ts';
import { overlay } from './overlay.ts';
import { perRow, whole } from './sinks.ts';

const windows: ReadonlySet<string> = new Set(windowFns);

/** Whether an expression looks at rows other than the row at hand. */
export const looksAround = (expr: Expr): boolean => {
  let found = false;
  visitExpr(expr, (inner) => {
    if (inner.kind === 'call' && windows.has(inner.fn)) found = true;
  });
  return found;
};

/** Rows made new by `ready`, one by one or, where an expression looks around, all at once with a cursor. */
export const mapRows = (
  exprs: readonly Expr[],
  ready: (columns: readonly Column[], cursor: Cursor | null) => { readonly columns: readonly Column[]; readonly map: (row: Row) => Row },
): Operator => {
  if (!exprs.some(looksAround)) {
    return perRow((columns) => {
      const { columns: made, map } = ready(columns, null);
      return { columns: made, take: (row, emit) => emit(map(row)) };
    });
  }
  return whole(({ columns, rows }: Relation): Relation => {
    const cursor: Cursor = { rows, index: 0 };
    const { columns: made, map } = ready(columns, cursor);
    return {
      columns: made,
      rows: rows.map((row, index) => {
        cursor.index = index;
        return map(row);
      }),
    };
  });
};

const getters = (named: readonly Named[], scope: Scope): readonly Getter[] => named.map(({ expr }) => compileExpr(expr, scope));

const columnsOf = (named: readonly Named[], scope: Scope): readonly Column[] =>
  named.map(({ name, expr }) => ({ name, type: typeOf(expr, scope) }));

export const project = (n: StepOf<'project'>, env: Env): Operator =>
  mapRows(
    n.columns.map(({ expr }) => expr),
    (columns, cursor) => {
      const scope: Scope = { columns, env, cursor };
      const gets = getters(n.columns, scope);
      return { columns: columnsOf(n.columns, scope), map: (row) => gets.map((get) => get(row)) };
    },
  );

export const extend = (n: StepOf<'extend'>, env: Env): Operator =>
  mapRows(
    n.columns.map(({ expr }) => expr),
    (columns, cursor) => {
      const scope: Scope = { columns, env, cursor };
      const gets = getters(n.columns, scope);
      const { columns: made, put } = overlay(columns, columnsOf(n.columns, scope));
      return {
        columns: made,
        map: (row) =>
          put(
            row,
            gets.map((get) => get(row)),
          ),
      };
    },
  );

/** Keeps the columns at `slots`, in that order, called as `columns` say. */
const pick = (columns: readonly Column[], slots: readonly number[]): { columns: readonly Column[]; map: (row: Row) => Row } => ({
  columns,
  map: (row) => slots.map((slot) => row[slot] ?? null),
});

const arranged = (arrange: (columns: readonly Column[]) => readonly Column[]): Operator =>
  mapRows([], (columns) => {
    const kept = arrange(columns);
    return pick(
      kept,
      kept.map((column) => columns.indexOf(column)),
    );
  });

export const drop = (n: StepOf<'drop'>): Operator => arranged((columns) => columns.filter(({ name }) => !n.names.includes(name)));

export const reorder = (n: StepOf<'reorder'>): Operator =>
  arranged((columns) => [
    ...n.names.flatMap((name) => columns.filter((column) => column.name === name)),
    ...columns.filter(({ name }) => !n.names.includes(name)),
  ]);

export const rename = (n: StepOf<'rename'>): Operator => {
  const to = new Map(n.pairs.map((pair) => [pair.from, pair.to]));
  return mapRows([], (columns) => ({
    columns: columns.map((column) => ({ ...column, name: to.get(column.name) ?? column.name })),
    map: (row) => row,
  }));
};
