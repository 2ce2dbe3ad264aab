// `rolling_percentile(value, percentage, index, bin, bins per window, dimensions …)`: for each bin the percentile of the window that ends with it.
import type { Column, ScalarType } from '../../../ir/types.ts';
import { unsupported } from '../../refusal.ts';
import type { Env } from '../../scope.ts';
import type { Relation, Row, Value } from '../../value.ts';
import { compareValues, keyOfAll } from '../../values/order.ts';
import { constantOf, type Plugin, slotOf } from './arguments.ts';
import { binAt, stepOf, widthOf } from './timeline.ts';

const percentage = (n: Plugin, env: Env): number => {
  const value = Number(constantOf(n.args[1], env)?.fixed ?? Number.NaN);
  return value >= 0 && value <= 100 ? value : unsupported('`rolling_percentile()` with a percentage that is not constant', n.span);
};

/** By the nearest rank. */
const percentileOf = (values: readonly Value[], percent: number): Value => {
  const sorted = [...values].sort(compareValues);
  return sorted[Math.max(1, Math.ceil((percent * sorted.length) / 100)) - 1] ?? null;
};

interface Slice {
  readonly dimensions: readonly Value[];
  readonly bins: Map<bigint, Value[]>;
}

const slicesOf = (n: Plugin, { columns, rows }: Relation, slots: readonly number[], width: bigint): readonly Slice[] => {
  const [value, index] = [slotOf(n, n.args[0], columns), slotOf(n, n.args[2], columns)];
  const types = slots.map((slot): ScalarType => columns[slot]?.type ?? 'dynamic');
  const slices = new Map<string, Slice>();
  for (const row of rows) {
    const at = row[index] ?? null;
    const cell = row[value] ?? null;
    if (typeof at !== 'bigint' || cell === null)
      return unsupported('`rolling_percentile()` over nulls, or over an index that is no time', n.span);
    const dimensions = slots.map((slot) => row[slot] ?? null);
    const key = keyOfAll(dimensions, types);
    const slice = slices.get(key) ?? { dimensions, bins: new Map<bigint, Value[]>() };
    slices.set(key, slice);
    const bin = binAt(at, width, 0n);
    slice.bins.set(bin, [...(slice.bins.get(bin) ?? []), cell]);
  }
  return [...slices.values()];
};

export const rollingPercentile = (n: Plugin, all: Relation, env: Env): Relation => {
  const [width, window, percent] = [widthOf(n, 3, env), stepOf(n, 4, env), percentage(n, env)];
  const slots = n.args.slice(5).map((arg) => slotOf(n, arg, all.columns));
  const shown = [slotOf(n, n.args[2], all.columns), ...slots].flatMap((slot) => all.columns[slot] ?? []);
  const last = n.frame.columns.at(-1);
  const rows = slicesOf(n, all, slots, width).flatMap(({ dimensions, bins }) => {
    const sorted = [...bins.keys()].sort((a, b) => Number(a - b));
    return sorted.map((bin, i): Row => {
      if (i > 0 && bin !== (sorted[i - 1] ?? bin) + width) unsupported('`rolling_percentile()` over a timeline with an empty bin', n.span);
      const values = sorted.filter((other) => other <= bin && other > bin - window * width).flatMap((other) => bins.get(other) ?? []);
      return [bin, ...dimensions, percentileOf(values, percent)];
    });
  });
  return { columns: [...shown, ...(last ? [last satisfies Column] : [])], rows };
};
