// How far apart the times of legs may be, and when each of them may be, in; the shortest window that they fit in, and their order, out.
import type { Apart } from './apart.ts';

/** When a leg's events are: ticks before the query runs, or ticks since 0001-01-01. */
export interface When {
  /** At most so long ago. */
  readonly since: bigint | null;
  /** At least so long ago; events are not in the future. */
  readonly until: bigint;
  readonly from: bigint | null;
  readonly to: bigint | null;
}

export interface Fit {
  /** null: the times of two legs may be any time apart. */
  readonly ticks: bigint | null;
  /** Legs, the earliest first; null: several orders are possible. */
  readonly order: readonly number[] | null;
  /** The most that the time of one leg is later than that of another. */
  readonly most: (to: number, from: number) => bigint | null;
}

type Bounds = readonly (readonly (bigint | null)[])[];

const least = (a: bigint | null, b: bigint | null): bigint | null => (a === null || (b !== null && b < a) ? b : a);
const sum = (a: bigint | null, b: bigint | null): bigint | null => (a === null || b === null ? null : a + b);

/** What follows from all bounds together: the shortest ways between times. `[to][from]`. */
const closed = (bounds: Bounds): Bounds =>
  bounds.reduce<Bounds>(
    (all, _, by) => all.map((row, to) => row.map((most, from) => least(most, sum(all[to]?.[by] ?? null, all[by]?.[from] ?? null)))),
    bounds,
  );

const boundsOf = (apart: readonly Apart[], whens: readonly When[]): Bounds => {
  const legs = whens.length;
  const [now, zero] = [legs, legs + 1];
  const edges: (readonly [number, number, bigint])[] = apart.map(({ to, from, most }) => [to, from, most]);
  whens.forEach((when, leg) => {
    edges.push([leg, now, -when.until]);
    if (when.since !== null) edges.push([now, leg, when.since]);
    if (when.from !== null) edges.push([zero, leg, -when.from]);
    if (when.to !== null) edges.push([leg, zero, when.to]);
  });
  const size = Array.from({ length: legs + 2 }, (_, at) => at);
  return size.map((to) =>
    size.map((from) =>
      edges.reduce<bigint | null>(
        (most, edge) => (edge[0] === to && edge[1] === from ? least(most, edge[2]) : most),
        to === from ? 0n : null,
      ),
    ),
  );
};

const orderOf = (legs: readonly number[], most: Fit['most']): readonly number[] | null => {
  const isFirst = (a: number, b: number): boolean => (most(a, b) ?? 1n) <= 0n;
  const sorted = [...legs].sort((a, b) => (isFirst(a, b) ? (isFirst(b, a) ? a - b : -1) : isFirst(b, a) ? 1 : a - b));
  return sorted.every((leg, at) => sorted.slice(at + 1).every((later) => isFirst(leg, later))) ? sorted : null;
};

/** @returns null: no times fit */
export const fitOf = (apart: readonly Apart[], whens: readonly When[]): Fit | null => {
  const all = closed(boundsOf(apart, whens));
  if (all.some((row, at) => (row[at] ?? 0n) < 0n)) return null;
  const most: Fit['most'] = (to, from) => all[to]?.[from] ?? null;
  const legs = whens.map((_, leg) => leg);
  const pairs = legs.flatMap((a) => legs.filter((b) => b !== a).map((b) => most(a, b)));
  const ticks = pairs.reduce<bigint | null>(
    (longest, one) => (longest === null || one === null ? null : one > longest ? one : longest),
    0n,
  );
  return { ticks, order: orderOf(legs, most), most };
};
