// A pipeline that asks for more than one row in a group, and events in; as many companions for each event as the group needs to be seen at all out.

import { evaluate } from '../../eval/evaluate.ts';
import { tried } from '../../eval/refusal.ts';
import type { Row } from '../../eval/value.ts';
import type { Pipeline } from '../../ir/pipeline.ts';
import { exprsOfMeasure } from '../../ir/traverse.ts';
import type { Column } from '../../ir/types.ts';
import { sameOutcome } from './apart.ts';
import { aggregatesIn, columnsIn, groupKeys } from './groups.ts';
import { plainFill } from './plain.ts';
import type { Ready } from './problem.ts';
import { type Rows, type Setting, worldOver } from './setting.ts';
import { type Fills, slotOf } from './slots.ts';

/** More companions than this would leave no room for other events. */
const most = 4;

export interface Copying {
  /** Rows for each event, itself included. */
  readonly count: number;
  /** The row of copy `n` of an event. */
  readonly fillsOf: (fills: Fills, slot: string | null, n: number) => Fills;
}

export const single: Copying = { count: 1, fillsOf: (fills) => fills };

/** Columns that measures read and keys do not. */
const measuredColumns = (ready: Ready, setting: Setting, pipeline: Pipeline): readonly Column[] => {
  const steps = aggregatesIn(pipeline);
  const named = columnsIn(
    steps.flatMap(({ measures }) => measures.flatMap(exprsOfMeasure)),
    setting,
  );
  const keys = groupKeys(pipeline, setting);
  return ready.columns.filter(({ name, type }) => named.has(name) && !keys.has(name) && type !== 'dynamic');
};

const varied =
  (ready: Ready, setting: Setting, columns: readonly Column[]) =>
  (fills: Fills, slot: string | null, n: number): Fills => {
    let at = fills;
    for (const column of n > 0 ? columns : []) {
      const { key } = slotOf(column.name, []);
      const before = at.get(key);
      const plain = plainFill(column, setting.shift + 700 + n, setting.base);
      const text = column.type === 'string' && typeof before?.value === 'string' ? { ...plain, value: `${before.value} ${n}` } : plain;
      const next = new Map(at).set(key, text);
      if (key !== slot && sameOutcome(ready, at, next)) at = next;
    }
    return at;
  };

/** `rows`: what the other tables hold. */
export const copyingFor = (ready: Ready, setting: Setting, base: Fills, pipeline: Pipeline, rows: Rows): Copying => {
  const fillsOf = varied(ready, setting, measuredColumns(ready, setting, pipeline));
  const seenWith = (count: number): boolean => {
    const own = Array.from({ length: count }, (_, n): Row => ready.problem.row(fillsOf(base, null, n)));
    const world = worldOver(setting, new Map([...rows, [ready.problem.route.table.name, own]]));
    return tried(
      () => evaluate({ pipeline, frame: { columns: [], open: false } }, world).rows.length > 0,
      () => false,
    );
  };
  const counts = aggregatesIn(pipeline).length > 0 ? Array.from({ length: most }, (_, i) => i + 1) : [];
  return { count: counts.find(seenWith) ?? 1, fillsOf };
};
