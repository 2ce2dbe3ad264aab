// `pivot(column, aggregate, keys …)`: one column for each value of a column, in the order of the values; one row per combination of the keys.
import type { Measure } from '../../../ir/pipeline.ts';
import { visitExpr } from '../../../ir/traverse.ts';
import type { Column, ScalarType } from '../../../ir/types.ts';
import type { Tally } from '../../aggregates/accumulator.ts';
import { unsupported } from '../../refusal.ts';
import type { Env } from '../../scope.ts';
import type { Relation, Row, Value } from '../../value.ts';
import { blankOf } from '../../values/blank.ts';
import { compareText, keyOfAll } from '../../values/order.ts';
import { textOf } from '../../values/text.ts';
import { tallyOf } from '../aggregate.ts';
import { type Plugin, slotOf } from './arguments.ts';

type Fold = Extract<Measure, { kind: 'fold' }>;

const count = (n: Plugin): Fold => ({ kind: 'fold', span: n.span, name: 'count', agg: 'count', args: [], where: null, type: 'long' });

const readBy = ({ args, where }: Fold): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const expr of [...args, ...(where ? [where] : [])]) visitExpr(expr, (e) => e.kind === 'column' && names.add(e.name));
  return names;
};

/** What stands where no row has the combination: 0 for a count or a sum, an empty array for a collection, else nothing. */
const emptyCell = ({ agg, type }: Fold): Value => {
  if (agg === 'count' || agg === 'dcount' || agg === 'count_distinct') return 0n;
  if (agg === 'sum') return type === 'real' ? 0 : 0n;
  return blankOf(type);
};

const keySlots = (n: Plugin, columns: readonly Column[], pivotSlot: number, measure: Fold): readonly number[] => {
  const listed = n.args.slice(2);
  if (listed.length > 0) return listed.map((arg) => slotOf(n, arg, columns));
  const used = readBy(measure);
  return columns.flatMap(({ name }, slot) => (slot === pivotSlot || used.has(name) ? [] : [slot]));
};

interface Group {
  readonly keys: readonly Value[];
  readonly cells: Map<string, Tally>;
}

export const pivot = (n: Plugin, { columns, rows }: Relation, env: Env): Relation => {
  const slot = slotOf(n, n.args[0], columns);
  const second = n.args[1];
  const measure = second?.kind === 'measure' ? second.measure : count(n);
  const settled = new Set(['count', 'dcount', 'sum', 'min', 'max', 'avg', 'count_distinct']);
  if (!settled.has(measure.agg)) unsupported(`\`pivot()\` with \`${measure.agg}()\` (what an empty cell holds is not known)`, n.span);
  const slots = keySlots(n, columns, slot, measure);
  const start = tallyOf(measure, { columns, env, cursor: null });
  const types = slots.map((at): ScalarType => columns[at]?.type ?? 'dynamic');
  const groups = new Map<string, Group>();
  const names = new Set<string>();
  const add = (row: Row): void => {
    const keys = slots.map((at) => row[at] ?? null);
    const id = keyOfAll(keys, types);
    const group = groups.get(id) ?? { keys, cells: new Map<string, Tally>() };
    groups.set(id, group);
    const name = textOf(row[slot] ?? null, columns[slot]?.type ?? 'dynamic');
    if (name === '') unsupported('`pivot()` of a column with empty values (what their column is called is not known)', n.span);
    names.add(name);
    const tally = group.cells.get(name) ?? start();
    group.cells.set(name, tally);
    tally.add(row);
  };
  for (const row of rows) add(row);
  const values = [...names].sort(compareText);
  return {
    columns: [...slots.flatMap((at) => columns[at] ?? []), ...values.map((name): Column => ({ name, type: measure.type }))],
    rows: [...groups.values()].map(({ keys, cells }) => [
      ...keys,
      ...values.map((name) => cells.get(name)?.cells()[0] ?? emptyCell(measure)),
    ]),
  };
};
