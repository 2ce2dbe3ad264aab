// What the plugins over a timeline share: arguments in; rows with their id, their point in time and their dimensions out.
import { match } from 'ts-pattern';
import type { Column, ScalarType } from '../../../ir/types.ts';
import { unsupported } from '../../refusal.ts';
import type { Env } from '../../scope.ts';
import type { Relation, Row, Value } from '../../value.ts';
import { keyOf, keyOfAll } from '../../values/order.ts';
import { constantOf, type Plugin, slotOf } from './arguments.ts';

/** A row: who, when, and the values of the dimensions as one key. */
export interface Event {
  readonly id: string;
  readonly at: bigint;
  readonly slice: string;
}

export interface Timeline {
  readonly events: readonly Event[];
  /** The values of the dimensions by their key. */
  readonly slices: ReadonlyMap<string, readonly Value[]>;
  /** The column of the timeline, then those of the dimensions. */
  readonly columns: readonly Column[];
}

/** A constant that counts in the unit of the timeline: ticks, or a whole number. */
export const stepOf = (n: Plugin, at: number, env: Env): bigint => {
  const arg = constantOf(n.args[at], env);
  const value = arg?.fixed;
  const fits = match<ScalarType | undefined, boolean>(arg?.type)
    .with('datetime', 'timespan', 'int', 'long', () => true)
    .with('bool', 'real', 'decimal', 'string', 'guid', 'dynamic', 'unknown', undefined, () => false)
    .exhaustive();
  return fits && typeof value === 'bigint'
    ? value
    : unsupported(`\`${n.name}()\` with a bound or a width that is no constant of the timeline`, n.span);
};

/** A width, which is positive. */
export const widthOf = (n: Plugin, at: number, env: Env): bigint => {
  const width = stepOf(n, at, env);
  return width > 0n ? width : unsupported(`\`${n.name}()\` with a width that is not positive`, n.span);
};

/** Rows without a point in time are left out. `first`: where the dimensions begin among the arguments. */
export const timelineOf = (n: Plugin, { columns, rows }: Relation, id: number, time: number, first: number): Timeline => {
  const [idSlot, timeSlot] = [slotOf(n, n.args[id], columns), slotOf(n, n.args[time], columns)];
  const dimensions = n.args.slice(first).map((arg) => slotOf(n, arg, columns));
  const types = dimensions.map((slot): ScalarType => columns[slot]?.type ?? 'dynamic');
  const slices = new Map<string, readonly Value[]>();
  const eventOf = (row: Row): readonly Event[] => {
    const at = row[timeSlot] ?? null;
    if (at === null) return [];
    if (typeof at !== 'bigint') return unsupported(`\`${n.name}()\` over a timeline that is neither time nor a whole number`, n.span);
    const values = dimensions.map((slot) => row[slot] ?? null);
    const slice = keyOfAll(values, types);
    if (!slices.has(slice)) slices.set(slice, values);
    return [{ id: keyOf(row[idSlot] ?? null, columns[idSlot]?.type ?? 'dynamic'), at, slice }];
  };
  return { events: rows.flatMap(eventOf), slices, columns: [timeSlot, ...dimensions].flatMap((slot) => columns[slot] ?? []) };
};

/** The start of the bin that a point lies in; bins are counted from `origin`. */
export const binAt = (at: bigint, width: bigint, origin: bigint): bigint => {
  const rest = (at - origin) % width;
  return at - (rest < 0n ? rest + width : rest);
};

/** Events by slice and bin, bins in their order. Which row an empty bin between others gives is not documented: it is refused. */
export const binned = (
  n: Plugin,
  events: readonly Event[],
  width: bigint,
  origin: bigint,
): ReadonlyMap<string, readonly (readonly [bigint, readonly Event[]])[]> => {
  const slices = new Map<string, Map<bigint, Event[]>>();
  for (const event of events) {
    const bins = slices.get(event.slice) ?? new Map<bigint, Event[]>();
    slices.set(event.slice, bins);
    const bin = binAt(event.at, width, origin);
    const known = bins.get(bin);
    if (known) known.push(event);
    else bins.set(bin, [event]);
  }
  return new Map(
    [...slices].map(([slice, bins]) => {
      const sorted = [...bins].sort(([a], [b]) => Number(a - b));
      for (const [i, [bin]] of sorted.slice(1).entries())
        if (bin !== (sorted[i]?.[0] ?? bin) + width) unsupported(`\`${n.name}()\` over a timeline with an empty bin`, n.span);
      return [slice, sorted] as const;
    }),
  );
};

export const distinct = (events: readonly Event[]): ReadonlySet<string> => new Set(events.map(({ id }) => id));
