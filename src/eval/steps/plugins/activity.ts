// `active_users_count`, `activity_counts_metrics`, `activity_metrics` and `sliding_window_counts`: rows in, counts for each bin of a timeline out.
import type { Column } from '../../../ir/types.ts';
import { unsupported } from '../../refusal.ts';
import type { Env } from '../../scope.ts';
import type { Relation, Row } from '../../value.ts';
import type { Plugin } from './arguments.ts';
import { binAt, binned, distinct, type Event, stepOf, timelineOf, widthOf } from './timeline.ts';

const long = (name: string): Column => ({ name, type: 'long' });
const real = (name: string): Column => ({ name, type: 'real' });

const size = (set: { readonly size: number }): bigint => BigInt(set.size);

/** Both ends belong to the period that is looked at. */
const between = (events: readonly Event[], start: bigint, end: bigint): readonly Event[] =>
  events.filter(({ at }) => at >= start && at <= end);

/** Id, time, start, end, window, dimensions. All ids count that were seen up to a window, and those in it that were not seen before. */
export const activityCounts = (n: Plugin, all: Relation, env: Env): Relation => {
  const [start, end, width] = [stepOf(n, 2, env), stepOf(n, 3, env), widthOf(n, 4, env)];
  const { events, slices, columns } = timelineOf(n, all, 0, 1, 5);
  const rows = [...binned(n, between(events, start, end), width, start)].flatMap(([slice, bins]) => {
    const seen = new Set<string>();
    return bins.map(([bin, own]): Row => {
      const before = seen.size;
      const ids = distinct(own);
      for (const id of ids) seen.add(id);
      return [bin, ...(slices.get(slice) ?? []), BigInt(own.length), size(ids), BigInt(seen.size - before), size(seen)];
    });
  });
  return { columns: [...columns, ...['count', 'dcount', 'new_dcount', 'aggregated_dcount'].map(long)], rows };
};

/** Id, time, start, end, window, dimensions. Each window is compared with the one before it; the first has nobody to keep or to lose. */
export const activityMetrics = (n: Plugin, all: Relation, env: Env): Relation => {
  if (n.args.length < 5) return unsupported('`activity_metrics()` without start and end', n.span);
  const [start, end, width] = [stepOf(n, 2, env), stepOf(n, 3, env), widthOf(n, 4, env)];
  const { events, slices, columns } = timelineOf(n, all, 0, 1, 5);
  const rows = [...binned(n, between(events, start, end), width, start)].flatMap(([slice, bins]) => {
    let before: ReadonlySet<string> = new Set<string>();
    return bins.map(([bin, own]): Row => {
      const ids = distinct(own);
      const kept = [...ids].filter((id) => before.has(id)).length;
      const rates = [kept / before.size, (before.size - kept) / before.size];
      before = ids;
      return [bin, ...(slices.get(slice) ?? []), size(ids), BigInt(ids.size - kept), ...rates];
    });
  });
  return {
    columns: [...columns, long('dcount_values'), long('dcount_newvalues'), real('retention_rate'), real('churn_rate')],
    rows,
  };
};

/** Id, time, start, end, look-back, bin, dimensions. Each bin counts what lies in the bins of the look-back that ends with it. */
export const slidingCounts = (n: Plugin, all: Relation, env: Env): Relation => {
  const [start, end, back, width] = [stepOf(n, 2, env), stepOf(n, 3, env), widthOf(n, 4, env), widthOf(n, 5, env)];
  if (back % width !== 0n) return unsupported('`sliding_window_counts()` whose look-back is no multiple of its bin', n.span);
  const { events, slices, columns } = timelineOf(n, all, 0, 1, 6);
  if (events.some(({ at }) => at < start && at > start - back))
    return unsupported('`sliding_window_counts()` over rows shortly before its start', n.span);
  const inside = between(events, start, end);
  const rows: Row[] = [];
  for (const [slice, values] of slices)
    for (let bin = start; bin <= end; bin += width) {
      const own = inside.filter((event) => {
        const at = binAt(event.at, width, start);
        return event.slice === slice && at <= bin && at > bin - back;
      });
      if (own.length > 0) rows.push([bin, ...values, BigInt(own.length), size(distinct(own))]);
    }
  return { columns: [...columns, ...['Count', 'Dcount'].map(long)], rows };
};

/**
 * Id, time, start, end, look-back, period, least number of periods, bin, dimensions. An id is active where it appears and, in the look-back that ends with
 * the appearance (and begins behind its first moment), was seen in so many periods.
 */
export const activeUsers = (n: Plugin, all: Relation, env: Env): Relation => {
  const [start, end, back, period] = [stepOf(n, 2, env), stepOf(n, 3, env), widthOf(n, 4, env), widthOf(n, 5, env)];
  const [least, width] = [stepOf(n, 6, env), widthOf(n, 7, env)];
  const { events, slices, columns } = timelineOf(n, all, 0, 1, 8);
  if (events.some(({ at }) => (at - start) % period !== 0n || at === end))
    return unsupported('`active_users_count()` over points in time inside of a period', n.span);
  const isActive = ({ id, at, slice }: Event): boolean => {
    const seen = events.filter((other) => other.id === id && other.slice === slice && other.at <= at && other.at > at - back);
    return BigInt(new Set(seen.map((other) => other.at)).size) >= least;
  };
  const active = between(events, start, end).filter(isActive);
  const groups = new Map<string, { readonly row: Row; readonly ids: Set<string> }>();
  for (const { id, at, slice } of active) {
    const bin = binAt(at, width, start);
    const group = groups.get(`${bin} ${slice}`) ?? { row: [bin, ...(slices.get(slice) ?? [])], ids: new Set<string>() };
    groups.set(`${bin} ${slice}`, group);
    group.ids.add(id);
  }
  return { columns: [...columns, long('dcount')], rows: [...groups.values()].map(({ row, ids }): Row => [...row, size(ids)]) };
};
