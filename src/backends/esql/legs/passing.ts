// A side of a join in; how it passes the STATS that gathers the rows of both sides, out: as a count, as measures, as columns, or as texts that hold a row each.

import { type Assignment, and, binary, type Command, call, type Es, field, isNotNull, nothing, num } from '../ast.ts';
import { keepJson } from '../json/json-extract.ts';
import { lowerMeasures } from '../lower-aggregate.ts';
import { printExpr } from '../print.ts';
import { type Value, value } from '../value.ts';
import { arrived, gathered, ownValue, type Rows, readable, rowsOf } from './carry.ts';
import { claim, isOf, type Leg, neededColumns, type Stream } from './legs.ts';
import { keyOf, type Needed, type Needs } from './needs.ts';
import { type Fused, passWaiting } from './waiting.ts';

/** `needs`: what the result needs of the side, in the side's own names; `named`: the result's name for a column. */
export interface Side {
  readonly leg: Leg;
  readonly needs: Needs;
  readonly named: (column: string) => string;
}

export interface Key {
  readonly name: string;
  readonly type: Value['type'];
  readonly nullable: boolean;
  readonly left: Value;
  readonly right: Value;
}

export type Column = readonly [Needed, Value];

const shownName = (side: Side, need: Needed): string => keyOf({ ...need, column: side.named(need.column) });

/** How a side passes the STATS. */
export interface Passing {
  readonly measures: readonly Assignment[];
  /** Whether the side has a row, once the commands are written. */
  readonly commands: readonly Command[];
  readonly spread: readonly Command[];
  readonly present: Es;
  readonly isSure: boolean;
  readonly columns: readonly Column[];
  /** What tells the side's rows of one key apart; null: there is one. */
  readonly id: Es | null;
}

/** A column that is one of the keys is read from there. */
const keyColumn = (keys: readonly Key[], side: 'left' | 'right', v: Value): Value | null => {
  const key = keys.find((one) => one.type === v.type && printExpr(one[side].es) === printExpr(v.es));
  return key ? keepJson(v, value(field(key.name), v.type, key.nullable)) : null;
};

const countOf = (stream: Stream, leg: Leg, after: Set<string>): Assignment => ({
  name: claim(`${leg.tag}_rows`, after),
  expr: { kind: 'filtered', aggregate: call('COUNT', { kind: 'star' }), where: isOf(stream, leg) },
});

const atLeastOne = (count: Assignment): Es => binary('>', field(count.name), num(0));

export interface Around {
  readonly stream: Stream;
  readonly keys: readonly Key[];
  readonly which: 'left' | 'right';
  readonly before: Set<string>;
  readonly after: Set<string>;
  readonly evals: Assignment[];
}

/** Only whether there is a row. */
export const asCount = ({ stream, after }: Around, { leg }: Side): Passing => {
  const count = countOf(stream, leg, after);
  return { measures: [count], commands: [], spread: [], present: atLeastOne(count), isSure: true, columns: [], id: null };
};

export const asAggregate = (around: Around, side: Side, fused: Fused): Passing => {
  const { stream, after } = around;
  const { leg } = side;
  const names = new Map<string, string>();
  const output = (name: string): string => {
    const known = names.get(name) ?? claim(name, after);
    names.set(name, known);
    return known;
  };
  const { before, measures, unpack, columns } = lowerMeasures(
    leg.context,
    { ...leg.state, rowId: leg.order === null ? leg.id : null, taken: new Set([...around.before, ...after]) },
    fused.step,
    output,
  );
  around.evals.push(...before);
  for (const { name } of [...before, ...measures]) {
    around.before.add(name);
    after.add(name);
  }
  const own = isOf(stream, leg);
  const filtered = measures.map(
    ({ name, expr }): Assignment => ({
      name,
      expr: expr.kind === 'filtered' ? { ...expr, where: and(own, expr.where) } : { kind: 'filtered', aggregate: expr, where: own },
    }),
  );
  const count = countOf(stream, leg, after);
  const keyColumns = fused.by.map(({ name }, at) => {
    const key = around.keys[at];
    return [
      name,
      key ? keepJson(key[around.which], value(field(key.name), key.type, key.nullable)) : value(nothing, 'null', true),
    ] as const;
  });
  const passed = passWaiting(stream, leg, fused, new Map([...keyColumns, ...columns]), after);
  const shown = neededColumns({ ...leg, state: passed.state }, side.needs);
  return {
    measures: [...filtered, count],
    commands: [...unpack, ...passed.commands],
    spread: [],
    present: and(atLeastOne(count), ...passed.tests),
    isSure: passed.tests.length === 0,
    columns: shown,
    id: null,
  };
};

export const asColumns = (around: Around, side: Side): Passing => {
  const { stream, after } = around;
  const count = countOf(stream, side.leg, after);
  const measures: Assignment[] = [count];
  const columns = neededColumns(side.leg, side.needs).map(([need, v]): Column => {
    const key = keyColumn(around.keys, around.which, v);
    if (key || v.es.kind === 'string' || v.es.kind === 'null') return [need, key ?? v];
    const from = readable(gathered(side.leg, need, v), keyOf(need), around.before, around.evals);
    const name = claim(shownName(side, need), after);
    measures.push({ name, expr: ownValue(stream, side.leg, from) });
    return [need, arrived(v, name)];
  });
  return { measures, commands: [], spread: [], present: atLeastOne(count), isSure: true, columns, id: null };
};

export const asRows = (
  around: Around,
  side: Side,
  { single, mayLack }: { readonly single: boolean; readonly mayLack: boolean },
): Passing => {
  const { stream, before, after, which } = around;
  const name = claim(`${which}_row`, new Set([...before, ...after]));
  before.add(name);
  after.add(name);
  const id = claim(`${which}_id`, after);
  const all = neededColumns(side.leg, side.needs).map(([need, v]) => ({ need, v, key: keyColumn(around.keys, which, v) }));
  const packed = all.filter(({ key, v }) => !key && v.es.kind !== 'string').map(({ need, v }): Column => [need, v]);
  const rows: Rows = rowsOf(side.leg, packed, (need) => shownName(side, need), mayLack);
  around.evals.push({ name, expr: call('CASE', isOf(stream, side.leg), rows.text) });
  const unpacked = rows.unpack(name, id, after);
  const known = all.flatMap(({ need, v, key }): readonly Column[] => (key ? [[need, key]] : v.es.kind === 'string' ? [[need, v]] : []));
  return {
    measures: [{ name, expr: call(single ? 'MAX' : 'VALUES', field(name)) }],
    commands: [],
    spread: [...(single ? [] : [{ kind: 'mvExpand' as const, field: name }]), ...unpacked.commands],
    present: isNotNull(field(name)),
    isSure: true,
    columns: [...known, ...unpacked.columns],
    id: single ? null : field(id),
  };
};
