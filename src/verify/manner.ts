// A query in; what of its result can be compared, and how its cells come back, out.
import type { KqlCell } from '../backends/shared/proof.ts';
import type { Query, StepKind } from '../ir/pipeline.ts';
import type { Manner } from './compare.ts';
import { type Origin, originsOf } from './origins.ts';
import type { Subject } from './subject.ts';

const setMakers: ReadonlySet<string> = new Set(['make_set', 'make_bag', 'set_union', 'make_list']);

/** Columns that hold lists made from several rows. */
export const listColumns = ({ pipeline }: Query): ReadonlySet<string> =>
  new Set(
    pipeline.steps.flatMap((step) =>
      step.kind === 'aggregate'
        ? step.measures.flatMap((measure) => (measure.kind === 'fold' && setMakers.has(measure.agg) ? [measure.name] : []))
        : [],
    ),
  );

export const hasSets = (query: Query): boolean => listColumns(query).size > 0;

/** Steps that give at most one row for each event and hide none. */
export const keepsEvents: ReadonlySet<StepKind> = new Set<StepKind>(['filter', 'extend', 'project', 'drop', 'rename', 'reorder', 'sort']);

/** Steps behind a sort that leave the order as it is. */
const keepsOrder: ReadonlySet<StepKind> = new Set<StepKind>([
  'filter',
  'extend',
  'project',
  'drop',
  'rename',
  'reorder',
  'limit',
  'present',
]);

export const isSorted = ({ pipeline: { steps } }: Query): boolean => steps.findLast(({ kind }) => !keepsOrder.has(kind))?.kind === 'sort';

/** How a cell of the result comes back: in the target's words where it shows a column untouched, cut to what the target keeps of its type. */
export const shownIn = ({ backend: { proof }, stores }: Subject, query: Query): Manner['shown'] => {
  const origins = originsOf(query);
  const asStored = (places: readonly Origin[], cell: KqlCell): KqlCell => {
    const [first, ...more] = places.map(({ table, column }) => stores.get(table)?.shown(column, cell) ?? cell);
    return first === undefined || more.some((one) => one !== first) ? cell : first;
  };
  return (cell, column) => {
    const places = origins.get(column.name) ?? [];
    const untouched = Array.isArray(cell) ? cell.map((one) => asStored(places, one)) : asStored(places, cell);
    return proof ? proof.shown(untouched, column.type) : untouched;
  };
};
