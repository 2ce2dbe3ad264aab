// Steps that keep, order and cut rows: `filter`, `sort`, `limit`, `present`, `describe`.
import type { SortKey, StepOf } from '../../ir/pipeline.ts';
import type { Column, ScalarType } from '../../ir/types.ts';
import { looksAround } from '../../ir/windows.ts';
import { compileExpr } from '../compile-expr.ts';
import type { Env } from '../scope.ts';
import type { Operator, Row, Value } from '../value.ts';
import { compareValues } from '../values/order.ts';
import { perRow, whole } from './sinks.ts';

export const filter = (n: StepOf<'filter'>, env: Env): Operator => {
  if (!looksAround(n.condition)) {
    return perRow((columns) => {
      const holds = compileExpr(n.condition, { columns, env, cursor: null });
      return {
        columns,
        take: (row, emit) => {
          if (holds(row) === true) emit(row);
        },
      };
    });
  }
  return whole(({ columns, rows }) => {
    const cursor = { rows, index: 0 };
    const holds = compileExpr(n.condition, { columns, env, cursor });
    return {
      columns,
      rows: rows.filter((row, index) => {
        cursor.index = index;
        return holds(row) === true;
      }),
    };
  });
};

/** Negative, 0 or positive for two values of a sort key; NaN counts as null. */
const compareKeys = (key: SortKey, a: Value, b: Value): number => {
  const [noA, noB] = [a === null || Number.isNaN(a), b === null || Number.isNaN(b)];
  if (noA || noB) return noA === noB ? 0 : noA === (key.nulls === 'first') ? -1 : 1;
  return key.order === 'asc' ? compareValues(a, b) : compareValues(b, a);
};

/** Rows ordered by keys; equal rows keep their order. */
export const sortRows = (keys: readonly SortKey[], columns: readonly Column[], rows: readonly Row[], env: Env): readonly Row[] => {
  const gets = keys.map((key) => compileExpr(key.expr, { columns, env, cursor: null }));
  const keyed = rows.map((row) => ({ row, values: gets.map((get) => get(row)) }));
  keyed.sort((a, b) => {
    for (const [i, key] of keys.entries()) {
      const order = compareKeys(key, a.values[i] ?? null, b.values[i] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  });
  return keyed.map(({ row }) => row);
};

export const sort = (n: StepOf<'sort'>, env: Env): Operator =>
  whole(({ columns, rows }) => ({ columns, rows: sortRows(n.keys, columns, rows, env) }));

export const limit = (n: StepOf<'limit'>): Operator =>
  perRow((columns) => {
    let left = n.count;
    return {
      columns,
      take: (row, emit) => {
        if (left <= 0n) return;
        left -= 1n;
        emit(row);
      },
      done: () => left <= 0n,
    };
  });

export const present: Operator = (down) => down;

/** Reads all rows and gives none. */
export const discard: Operator = perRow(() => ({ columns: [], take: () => {} }));

const storedTypes: Readonly<Record<ScalarType, string>> = {
  bool: 'System.SByte',
  int: 'System.Int32',
  long: 'System.Int64',
  real: 'System.Double',
  decimal: 'System.Data.SqlTypes.SqlDecimal',
  string: 'System.String',
  datetime: 'System.DateTime',
  timespan: 'System.TimeSpan',
  guid: 'System.Guid',
  dynamic: 'System.Object',
  unknown: 'System.String',
};

export const describe: Operator = whole(({ columns }) => ({
  columns: [
    { name: 'ColumnName', type: 'string' },
    { name: 'ColumnOrdinal', type: 'int' },
    { name: 'DataType', type: 'string' },
    { name: 'ColumnType', type: 'string' },
  ],
  rows: columns.map(({ name, type }, i) => [name, BigInt(i), storedTypes[type], type === 'unknown' ? 'string' : type]),
}));
