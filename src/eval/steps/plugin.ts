// `plugin` (`evaluate`): what depends on all rows at hand, and often gives columns that only the data knows.
import type { Column } from '../../ir/types.ts';
import { unsupported } from '../refusal.ts';
import type { Env } from '../scope.ts';
import type { Operator, Relation } from '../value.ts';
import { blankOf } from '../values/blank.ts';
import { convert } from '../values/convert.ts';
import { activeUsers, activityCounts, activityMetrics, slidingCounts } from './plugins/activity.ts';
import type { Plugin } from './plugins/arguments.ts';
import { bagUnpack } from './plugins/bag-unpack.ts';
import { addressLookup } from './plugins/ip-lookup.ts';
import { narrow } from './plugins/narrow.ts';
import { pivot } from './plugins/pivot.ts';
import { rollingPercentile } from './plugins/rolling.ts';
import { rowsNear } from './plugins/rows-near.ts';
import { shapeLookup } from './plugins/shape-lookup.ts';
import { whole } from './sinks.ts';

type Compute = (n: Plugin, all: Relation, env: Env) => Relation;

const plugins: ReadonlyMap<string, Compute> = new Map<string, Compute>([
  ['bag_unpack', bagUnpack],
  ['pivot', pivot],
  ['narrow', narrow],
  ['ipv4_lookup', addressLookup],
  ['ipv6_lookup', addressLookup],
  ['geo_line_lookup', shapeLookup],
  ['active_users_count', activeUsers],
  ['activity_counts_metrics', activityCounts],
  ['activity_metrics', activityMetrics],
  ['rolling_percentile', rollingPercentile],
  ['rows_near', rowsNear],
  ['sliding_window_counts', slidingCounts],
  ['geo_polygon_lookup', shapeLookup],
]);

/** The columns that the query lists for the result; `*` stands for those of the rows at hand that it does not list. */
const asDeclared = (n: Plugin, before: readonly Column[], { columns, rows }: Relation): Relation => {
  if (!n.declared) return { columns, rows };
  const listed = new Set(n.declared.map(({ name }) => name));
  const own = new Set(before.map(({ name }) => name));
  const wanted = [...(n.keeps ? columns.filter(({ name }) => own.has(name) && !listed.has(name)) : []), ...n.declared];
  const slots = wanted.map(({ name }) => columns.findIndex((column) => column.name === name));
  return {
    columns: wanted,
    rows: rows.map((row) =>
      wanted.map(({ type }, i) => {
        const slot = slots[i] ?? -1;
        return slot < 0 ? blankOf(type) : convert(row[slot] ?? null, columns[slot]?.type ?? type, type);
      }),
    ),
  };
};

export const plugin = (n: Plugin, env: Env): Operator => {
  const compute = n.operator === 'evaluate' ? plugins.get(n.name) : undefined;
  if (!compute) return unsupported(`\`${n.operator} ${n.name}()\``, n.span);
  return whole((all) => asDeclared(n, all.columns, compute(n, all, env)));
};
