// Steps that compute, choose, rename and order columns: `extend`, `project`, `drop`, `rename`, `reorder`.
import type { Expr } from '../../ir/expr.ts';
import type { Named, StepOf } from '../../ir/pipeline.ts';
import type { Column } from '../../ir/types.ts';
import { looksAround } from '../../ir/windows.ts';
import { compileExpr, typeOf } from '../compile-expr.ts';
import type { Cursor, Env, Scope } from '../scope.ts';
import type { Getter, Operator, Relation, Row } from '../value.ts';
import { overlay } from './overlay.ts';
import { perRow, whole } from './sinks.ts';

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

type Joined = { readonly columns: readonly Column[]; readonly join: (row: Row, cells: Row) => Row };

/** Columns computed for each row; `joined` says what becomes of the row that they are computed from. */
const computed = (named: readonly Named[], env: Env, joined: (before: readonly Column[], made: readonly Column[]) => Joined): Operator =>
  mapRows(
    named.map(({ expr }) => expr),
    (before, cursor) => {
      const scope: Scope = { columns: before, env, cursor };
      const gets = getters(named, scope);
      const { columns, join } = joined(before, columnsOf(named, scope));
      return {
        columns,
        map: (row) =>
          join(
            row,
            gets.map((get) => get(row)),
          ),
      };
    },
  );

export const project = (n: StepOf<'project'>, env: Env): Operator =>
  computed(n.columns, env, (_, columns) => ({ columns, join: (_row, cells) => cells }));

export const extend = (n: StepOf<'extend'>, env: Env): Operator =>
  computed(n.columns, env, (before, made) => {
    const { columns, put } = overlay(before, made);
    return { columns, join: put };
  });

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
