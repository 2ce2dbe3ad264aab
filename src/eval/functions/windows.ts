// Values of the rows around the row at hand. What runs from row to row is computed for all rows from the first on, whatever rows are asked for.

import { Decimal } from 'decimal.js';
import type { ScalarType } from '../../ir/types.ts';
import { unsupported } from '../refusal.ts';
import type { Arg, Call, Cursor, Fn } from '../scope.ts';
import type { Getter, Row, Value } from '../value.ts';
import { blankOf } from '../values/blank.ts';
import { toLong, toReal } from '../values/convert.ts';
import { keyOf } from '../values/order.ts';

const cursorOf = ({ name, span, scope: { cursor } }: Call): Cursor => cursor ?? unsupported(`\`${name}()\` where rows have no order`, span);

/** What `get` gives for the row at `index`, or undefined where there is no such row. */
const at = (cursor: Cursor, get: Getter, index: number): Value | undefined => {
  const row = cursor.rows[index];
  if (row === undefined) return undefined;
  const back = cursor.index;
  cursor.index = index;
  const value = get(row);
  cursor.index = back;
  return value;
};

/** The value `direction` times the offset away. */
const neighbour =
  (direction: 1 | -1): Fn =>
  (call) => {
    const cursor = cursorOf(call);
    const [value, offset, otherwise] = call.args;
    if (!value) return () => null;
    return (row) => {
      const steps = offset ? toLong(offset.get(row), offset.type) : 1n;
      if (steps === null) return unsupported(`\`${call.name}()\` with an offset of null`, call.span);
      const found = at(cursor, value.get, cursor.index + direction * Number(steps));
      return found !== undefined ? found : otherwise ? otherwise.get(row) : blankOf(call.type);
    };
  };

/** Asks for the rows one after the other, once each, and remembers what `step` gives. */
const running = (call: Call, step: (row: Row) => Value): Getter => {
  const cursor = cursorOf(call);
  const known: Value[] = [];
  return () => {
    while (known.length <= cursor.index) {
      const value = at(cursor, step, known.length);
      if (value === undefined) break;
      known.push(value);
    }
    return known[cursor.index] ?? null;
  };
};

const isTrue =
  (arg: Arg | undefined): ((row: Row) => boolean) =>
  (row) =>
    arg?.get(row) === true;

const rowNumber: Fn = (call) => {
  const [start, restart] = call.args;
  const restarts = isTrue(restart);
  let last: bigint | null = null;
  return running(call, (row) => {
    if (last !== null && !restarts(row)) last += 1n;
    else last = start ? toLong(start.get(row), start.type) : 1n;
    return last;
  });
};

const sumOf = (a: Value, b: Value, type: ScalarType): Value => {
  if (a instanceof Decimal && b instanceof Decimal) return a.plus(b);
  if (typeof a === 'bigint' && typeof b === 'bigint') return BigInt.asIntN(type === 'int' ? 32 : 64, a + b);
  return (toReal(a, type) ?? 0) + (toReal(b, type) ?? 0);
};

const rowCumsum: Fn = (call) => {
  const [term, restart] = call.args;
  if (!term || call.type === 'unknown') return unsupported('`row_cumsum()` of a column of unknown type', call.span);
  const restarts = isTrue(restart);
  let sum: Value = null;
  return running(call, (row) => {
    const value = term.get(row);
    if (value === null) return unsupported('`row_cumsum()` over a null', call.span);
    sum = sum === null || restarts(row) ? value : sumOf(sum, value, call.type);
    return sum;
  });
};

/** Ranks of a value in rows that are sorted by it: `dense` counts values, else rows before the first of the same value. */
const rowRank =
  (dense: boolean): Fn =>
  (call) => {
    const [term, restart] = call.args;
    const restarts = isTrue(restart);
    let [rank, place, last]: [bigint, bigint, string | null] = [0n, 0n, null];
    return running(call, (row) => {
      const key = term ? keyOf(term.get(row), term.type) : '';
      if (last === null || restarts(row)) [rank, place] = [1n, 1n];
      else {
        place += 1n;
        if (key !== last) rank = dense ? rank + 1n : place;
      }
      last = key;
      return rank;
    });
  };

const rowWindowSession: Fn = (call) => {
  const [term, fromFirst, fromLast, restart] = call.args;
  const restarts = isTrue(restart);
  let [first, last]: [bigint | null, bigint | null] = [null, null];
  const ticks = (arg: Arg | undefined, row: Row): bigint | null => {
    const value = arg?.get(row) ?? null;
    return typeof value === 'bigint' ? value : null;
  };
  return running(call, (row) => {
    const value = ticks(term, row);
    const [most, gap] = [ticks(fromFirst, row), ticks(fromLast, row)];
    if (most === null || gap === null) return unsupported('`row_window_session()` with a distance of null', call.span);
    const starts = first === null || last === null || value === null || value >= first + most || value >= last + gap || restarts(row);
    if (starts) first = value;
    last = value;
    return first;
  });
};

export const windowsFunctions = {
  prev: neighbour(-1),
  next: neighbour(1),
  row_number: rowNumber,
  row_cumsum: rowCumsum,
  row_rank_dense: rowRank(true),
  row_rank_min: rowRank(false),
  row_window_session: rowWindowSession,
} as const satisfies Readonly<Record<string, Fn>>;
