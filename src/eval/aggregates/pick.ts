// `arg_max`, `arg_min`, `take_any`: cells of one row of each group.
import { measureColumns } from '../../ir/frame.ts';
import type { Measure } from '../../ir/pipeline.ts';
import { compileExpr } from '../compile-expr.ts';
import type { Scope } from '../scope.ts';
import type { Getter, Row, Value } from '../value.ts';
import { blankOf } from '../values/blank.ts';
import { compareValues } from '../values/order.ts';
import type { Aggregate, Tally } from './accumulator.ts';

type Pick = Extract<Measure, { kind: 'pick' }>;

/** The row with the greatest or least key; of equal keys the first. A row whose key is null stands only while there is no other. */
const extreme = (n: Pick, key: Getter, gets: readonly Getter[]): Tally => {
  let best: Row | null = null;
  let bestKey: Value = null;
  const isBetter = (value: Value): boolean => {
    if (best === null) return true;
    if (value === null) return false;
    if (bestKey === null) return true;
    const order = compareValues(value, bestKey);
    return n.by === 'max' ? order > 0 : order < 0;
  };
  return {
    add: (row) => {
      const value = key(row);
      if (!isBetter(value)) return;
      best = row;
      bestKey = value;
    },
    cells: () => {
      const row = best;
      return row === null ? measureColumns(n).map(({ type }) => blankOf(type)) : gets.map((get) => get(row));
    },
  };
};

const isBlank = (value: Value | undefined): boolean => value === null || value === undefined || value === '';

/** Any row: the first; one column alone takes the first value that is not blank, as Kusto tries to. */
const any = (n: Pick, gets: readonly Getter[]): Tally => {
  let cells: readonly Value[] | null = null;
  return {
    add: (row) => {
      if (cells === null || (gets.length === 1 && isBlank(cells[0]))) cells = gets.map((get) => get(row));
    },
    cells: () => cells ?? measureColumns(n).map(({ type }) => blankOf(type)),
  };
};

/** `take_anyif`: of the rows for which the condition holds the first value that is not blank. */
export const anyValue: Aggregate = ({ args: [arg], type }) => {
  const get: Getter = arg ? arg.get : () => null;
  return () => {
    let found: Value = blankOf(type);
    return {
      add: (row) => {
        if (isBlank(found)) found = get(row) ?? blankOf(type);
      },
      result: () => found,
    };
  };
};

export const pickOf = (n: Pick, scope: Scope): (() => Tally) => {
  const key = n.key && compileExpr(n.key.expr, scope);
  const outputs = n.outputs.map(({ expr }) => compileExpr(expr, scope));
  if (n.by === 'any' || !key) return () => any(n, outputs);
  const gets = n.key && n.key.name !== '' ? [key, ...outputs] : outputs;
  return () => extreme(n, key, gets);
};
