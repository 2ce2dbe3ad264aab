// A limit behind a sort in one leg, beside others: the rows in a text each that sorts like their keys, the greatest or least of them (TOP), and the rows again.
import type { StepOf } from '../../../ir/pipeline.ts';
import { binary, call, type Es, field, num, str } from '../ast.ts';
import { refuse } from '../context.ts';
import { sortable } from '../lower-pick.ts';
import { lowerValue } from '../lower-value.ts';
import { placeOf } from '../lowering.ts';
import { type Value, value } from '../value.ts';
import { carry, rowsOf } from './carry.ts';
import { alone, arrive, claim, isOf, type Leg, namesOf, neededColumns, others, type Stream, write } from './legs.ts';
import { keyOf } from './needs.ts';

type Sort = StepOf<'sort'>;

/** The other way round: `-1 - n` has no overflow. */
const reversed = (v: Value): Value => {
  const n = v.type === 'date' ? call('TO_LONG', v.es) : v.es;
  return value(binary('-', v.type === 'double' ? num(0) : num(-1), n), v.type === 'date' ? 'long' : v.type, v.nullable);
};

/** Null: no text sorts like it. */
const keyText = (leg: Leg, key: Sort['keys'][number], order: 'asc' | 'desc', state: Leg['state']): Es | null => {
  const v = lowerValue(placeOf(leg.context, state, 'value'), key.expr, 'value');
  const text = sortable(leg.context, key.span, key.order === order ? v : reversed(v));
  if (text === null) refuse(leg.context, key.span, `the first rows by a ${v.type} here`, 'only dates and numbers sort as packed text');
  const isLow = (key.nulls === 'first') === (order === 'asc');
  return text && call('COALESCE', text, str(isLow ? ' ' : '~'));
};

/** The first `count` rows of a leg by the keys of a sort. */
export const topOfLeg = (stream: Stream, leg: Leg, sort: Sort, { count, span }: StepOf<'limit'>): void => {
  const order = sort.keys[0]?.order ?? 'asc';
  const state = alone(stream, leg);
  const keys = sort.keys.flatMap((key) => keyText(leg, key, order, state) ?? []);
  if (count < 1n || count > 10_000n) refuse(leg.context, span, 'this limit here', 'TOP takes 1 to 10,000 rows');
  const before = namesOf(stream);
  const after = new Set([stream.mark]);
  const top = claim('top_row', new Set([...before, ...after]));
  before.add(top);
  after.add(top);
  const rows = rowsOf(leg, neededColumns(leg, leg.needs), keyOf, false);
  const id = claim('top_id', after);
  const carried = carry(stream, others(stream, leg), before, after);
  const { commands, columns } = rows.unpack(top, id, after);
  const text = call('CASE', isOf(stream, leg), call('CONCAT', ...keys, str('|'), rows.text));
  write(
    stream,
    { kind: 'eval', columns: [{ name: top, expr: text }, ...carried.before] },
    {
      kind: 'stats',
      measures: [{ name: top, expr: call('TOP', field(top), num(count), str(order)) }, ...carried.measures],
      by: carried.by,
    },
    { kind: 'mvExpand', field: top },
    ...commands.map((command) => (command.kind === 'dissect' ? { ...command, pattern: `%{?sorted_by}|${command.pattern}` } : command)),
  );
  carried.arrive();
  arrive(leg, columns);
  leg.id = field(id);
};
