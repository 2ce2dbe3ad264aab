// Two legs of a stream in; one leg out: rows are gathered by their keys in one STATS, and spread out again. A side that has one row for a key comes as columns,
// an aggregation by the keys as its measures, any other side as texts that hold a row each.
import type { Span } from '../../diagnostics/span.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Position } from '../shared/findings.ts';
import { type Assignment, and, binary, type Command, call, type Es, field, isNotNull, isNull, not, nothing, num, or, str } from './ast.ts';
import { refuse } from './context.ts';
import { arrived, type Carried, carry, gathered, ownValue, type Rows, readable, rowsOf, textOfColumns } from './leg-carry.ts';
import { keyOf, type Needed, type Needs } from './leg-needs.ts';
import { type Fused, fusedKeys, passWaiting } from './leg-waiting.ts';
import { arrive, claim, isNotOf, isOf, type Leg, namesOf, neededColumns, others, type Stream, write } from './legs.ts';
import { lowerMeasures } from './lower-aggregate.ts';
import { lowerValue } from './lower-value.ts';
import { placeOf } from './lowering.ts';
import { printExpr } from './print.ts';
import { cast, common, textOf, type Value, value } from './value.ts';

/** Right modes are left ones with the sides changed. `mark`: a column that says whether there is a partner. `scalar`: the one row of the right side beside each. */
export type Pairing = 'inner' | 'innerunique' | 'leftouter' | 'fullouter' | 'leftsemi' | 'leftanti' | 'mark' | 'scalar';

export interface Pair {
  readonly left: Expr;
  readonly right: Expr;
  readonly caseless: boolean;
  readonly span: Span;
}

/** `needs`: what the result needs of the side, in the side's own names; `named`: the result's name for a column. */
export interface Side {
  readonly leg: Leg;
  readonly needs: Needs;
  readonly named: (column: string) => string;
}

export interface Joining {
  readonly pairing: Pairing;
  readonly left: Side;
  readonly right: Side;
  readonly pairs: readonly Pair[];
  readonly span: Span;
}

interface Key {
  readonly name: string;
  readonly type: Value['type'];
  readonly nullable: boolean;
  readonly left: Value;
  readonly right: Value;
}

type Column = readonly [Needed, Value];

const shownName = (side: Side, need: Needed): string => keyOf({ ...need, column: side.named(need.column) });

/** How a side passes the STATS. */
interface Passing {
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

const keyValue = (side: Leg, expr: Expr, fused: Fused | null, at: number): Value => {
  const own = fused ? (fused.keys[at] ?? expr) : expr;
  return lowerValue(placeOf(side.context, side.state, 'value'), own, 'value');
};

const folded = (v: Value, caseless: boolean): Value => (caseless ? value(call('TO_LOWER', textOf(v)), 'keyword', false) : v);

const positionOf = (pairing: Pairing): Position => (pairing === 'leftsemi' ? 'kept' : pairing === 'leftanti' ? 'negated' : 'value');

const keysOf = (
  joining: Joining,
  fused: { left: Fused | null; right: Fused | null },
  before: Set<string>,
  after: Set<string>,
): readonly Key[] =>
  joining.pairs.map((pair, at) => {
    const left = folded(keyValue(joining.left.leg, pair.left, fused.left, at), pair.caseless);
    const right = folded(keyValue(joining.right.leg, pair.right, fused.right, at), pair.caseless);
    const type = left.type === 'list' || right.type === 'list' ? null : common(left.type, right.type);
    const { context } = joining.left.leg;
    if (type === null) refuse(context, pair.span, 'this key', `the engine does not compare ${left.type} with ${right.type}`);
    if (pair.caseless) context.findings.inexact('RMMC3713', pair.span, {}, 'over', positionOf(joining.pairing));
    const wanted = pair.left.kind === 'column' ? joining.left.named(pair.left.name) : 'key';
    const name = claim(wanted, new Set([...before, ...after]));
    before.add(name);
    after.add(name);
    return { name, type: type ?? 'null', nullable: type !== 'keyword' && (left.nullable || right.nullable), left, right };
  });

const keyEs = (v: Value, type: Value['type']): Es => (type === 'keyword' ? textOf(v) : cast(v, type));

const keyAssignment = (stream: Stream, joining: Joining, key: Key): Assignment => {
  const [left, right] = [keyEs(key.left, key.type), keyEs(key.right, key.type)];
  const alike = printExpr(left) === printExpr(right);
  const rest = others(stream, joining.left.leg, joining.right.leg).length > 0;
  const expr = call('CASE', isOf(stream, joining.left.leg), left, ...(rest ? [isOf(stream, joining.right.leg), right] : [right]));
  return { name: key.name, expr: alike && !rest ? left : expr };
};

/** A column that is one of the keys is read from there. */
const keyColumn = (keys: readonly Key[], side: 'left' | 'right', v: Value): Value | null => {
  const key = keys.find((one) => one.type === v.type && printExpr(one[side].es) === printExpr(v.es));
  return key ? value(field(key.name), v.type, key.nullable) : null;
};

const countOf = (stream: Stream, leg: Leg, after: Set<string>): Assignment => ({
  name: claim(`${leg.tag}_rows`, after),
  expr: { kind: 'filtered', aggregate: call('COUNT', { kind: 'star' }), where: isOf(stream, leg) },
});

const atLeastOne = (count: Assignment): Es => binary('>', field(count.name), num(0));

interface Around {
  readonly stream: Stream;
  readonly keys: readonly Key[];
  readonly which: 'left' | 'right';
  readonly before: Set<string>;
  readonly after: Set<string>;
  readonly evals: Assignment[];
}

/** Only whether there is a row. */
const asCount = ({ stream, after }: Around, { leg }: Side): Passing => {
  const count = countOf(stream, leg, after);
  return { measures: [count], commands: [], spread: [], present: atLeastOne(count), isSure: true, columns: [], id: null };
};

const asAggregate = (around: Around, side: Side, fused: Fused): Passing => {
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
    { ...leg.state, taken: new Set([...around.before, ...after]) },
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
    return [name, key ? value(field(key.name), key.type, key.nullable) : value(nothing, 'null', true)] as const;
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

const asColumns = (around: Around, side: Side): Passing => {
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

const asRows = (around: Around, side: Side, { single, mayLack }: { readonly single: boolean; readonly mayLack: boolean }): Passing => {
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

const isUnique = (leg: Leg, pairs: readonly Expr[]): boolean => {
  const names = new Set(pairs.flatMap((expr) => (expr.kind === 'column' ? [expr.name] : [])));
  return leg.unique !== null && [...leg.unique].every((name) => names.has(name));
};

const showsLeft: ReadonlySet<Pairing> = new Set([
  'inner',
  'innerunique',
  'leftouter',
  'fullouter',
  'leftsemi',
  'leftanti',
  'mark',
  'scalar',
]);
const showsRight: ReadonlySet<Pairing> = new Set(['inner', 'innerunique', 'leftouter', 'fullouter', 'scalar']);

const pass = (around: Around, joining: Joining, fused: Fused | null): Passing => {
  const side = joining[around.which];
  const exprs = joining.pairs.map((pair) => pair[around.which]);
  if (fused) return asAggregate(around, side, fused);
  if (!(around.which === 'left' ? showsLeft : showsRight).has(joining.pairing)) return asCount(around, side);
  if (isUnique(side.leg, exprs)) return asColumns(around, side);
  if (around.which === 'left' && joining.pairing === 'innerunique') side.leg.context.findings.assume('RMMC3742', joining.span, {});
  const mayLack = joining.pairing === 'fullouter' || (joining.pairing === 'leftouter' && around.which === 'right');
  return asRows(around, side, { single: around.which === 'left' && joining.pairing === 'innerunique', mayLack });
};

/** Rows whose key is null pair with none: where they do not survive they go before the STATS. */
const nullKeys = (stream: Stream, joining: Joining, keys: readonly Key[]): readonly Command[] => {
  const nullable = keys.filter(({ nullable: can }) => can).map(({ name }) => isNotNull(field(name)));
  if (nullable.length === 0 || joining.pairing === 'fullouter') return [];
  const { left, right } = joining;
  const rest = others(stream, left.leg, right.leg).length > 0;
  const dropsLeft = joining.pairing === 'inner' || joining.pairing === 'innerunique' || joining.pairing === 'leftsemi';
  if (dropsLeft && !rest) return [{ kind: 'where', condition: and(...nullable) }];
  const legs = dropsLeft ? [left.leg, right.leg] : [right.leg];
  return [{ kind: 'where', condition: or(...[and(...legs.map((leg) => isNotOf(stream, leg)))], and(...nullable)) }];
};

const certain = (side: Passing): Es =>
  side.isSure ? side.present : call('CASE', side.present, { kind: 'bool', value: true }, { kind: 'bool', value: false });

const kept = (pairing: Pairing, left: Passing, right: Passing): Es | null => {
  if (pairing === 'inner' || pairing === 'innerunique' || pairing === 'leftsemi') return and(left.present, right.present);
  if (pairing === 'leftanti') return and(left.present, not(certain(right)));
  if (pairing === 'fullouter') return left.isSure && right.isSure ? null : or(certain(left), certain(right));
  return left.present;
};

/** Columns of a side that may have no row: null there. */
const orNothing = (columns: readonly Column[], side: Passing, used: Set<string>, evals: Assignment[]): readonly Column[] =>
  columns.map(([need, v]): Column => {
    const name = claim(keyOf(need), used);
    evals.push({ name, expr: call('CASE', side.present, v.es) });
    return [need, { ...v, es: field(name), nullable: true }];
  });

const renamed = (side: Side, columns: readonly Column[]): readonly Column[] =>
  columns.map(([need, v]): Column => [{ ...need, column: side.named(need.column) }, v]);

export interface Joined {
  readonly leg: Leg;
  /** Whether a row has a partner (`mark`, `scalar`). */
  readonly found: Value;
}

/** `left` holds the result; `right` is gone. */
export const joinLegs = (stream: Stream, joining: Joining): Joined => {
  const { left, right } = joining;
  const rest = others(stream, left.leg, right.leg);
  const fused = {
    left: fusedKeys(
      left.leg,
      joining.pairs.map((pair) => pair.left),
    ),
    right: fusedKeys(
      right.leg,
      joining.pairs.map((pair) => pair.right),
    ),
  };
  const before = namesOf(stream);
  const after = new Set<string>([stream.mark]);
  const keys = keysOf(joining, fused, before, after);
  const evals: Assignment[] = [];
  const around = (which: 'left' | 'right'): Around => ({ stream, keys, which, before, after, evals });
  const [passLeft, passRight] = [pass(around('left'), joining, fused.left), pass(around('right'), joining, fused.right)];
  const carried = carry(stream, rest, before, after);
  writeStats(stream, joining, { keys, evals, carried, measures: [...passLeft.measures, ...passRight.measures], before, after });
  finish(stream, joining, { keys, passLeft, passRight, carried, after, hasRest: rest.length > 0 });
  stream.legs = stream.legs.filter((leg) => leg !== right.leg);
  return { leg: left.leg, found: value(certain(passRight), 'boolean', false) };
};

interface Stats {
  readonly keys: readonly Key[];
  readonly evals: readonly Assignment[];
  readonly carried: Carried;
  readonly measures: readonly Assignment[];
  readonly before: Set<string>;
  readonly after: Set<string>;
}

const writeStats = (stream: Stream, joining: Joining, stats: Stats): void => {
  const { keys, evals, carried } = stats;
  const assignments = [...keys.map((key) => keyAssignment(stream, joining, key)), ...evals, ...carried.before];
  const apart =
    joining.pairing === 'fullouter' && keys.some(({ nullable }) => nullable)
      ? [claim('unpaired', new Set([...stats.before, ...stats.after]))]
      : [];
  const missing = or(...keys.filter(({ nullable }) => nullable).map(({ name }) => isNull(field(name))));
  const merged = carried.by.length > 0 ? [claim(`${stream.mark}_next`, new Set([...stats.before, ...stats.after]))] : [];
  const joinedMark = call('CASE', isOf(stream, joining.right.leg), str(joining.left.leg.tag), field(stream.mark));
  write(
    stream,
    ...(assignments.length > 0 ? [{ kind: 'eval' as const, columns: assignments }] : []),
    ...nullKeys(stream, joining, keys),
    ...(apart.length > 0
      ? [{ kind: 'eval' as const, columns: apart.map((name) => ({ name, expr: call('CASE', missing, field(stream.mark)) })) }]
      : []),
    ...(merged.length > 0 ? [{ kind: 'eval' as const, columns: merged.map((name) => ({ name, expr: joinedMark })) }] : []),
    {
      kind: 'stats',
      measures: [...stats.measures, ...carried.measures],
      by: [...keys.map(({ name }) => name), ...apart, ...carried.by.map((name) => (name === stream.mark ? (merged[0] ?? name) : name))],
    },
    ...(merged.length > 0 ? [{ kind: 'rename' as const, pairs: merged.map((from) => ({ from, to: stream.mark })) }] : []),
  );
};

interface Behind {
  readonly keys: readonly Key[];
  readonly passLeft: Passing;
  readonly passRight: Passing;
  readonly carried: Carried;
  readonly after: Set<string>;
  readonly hasRest: boolean;
}

const finish = (stream: Stream, joining: Joining, behind: Behind): void => {
  const { pairing, left, right } = joining;
  const { keys, passLeft, passRight, after } = behind;
  const condition = kept(pairing, passLeft, passRight);
  const evals: Assignment[] = [];
  const isOuter = pairing === 'leftouter' || pairing === 'fullouter';
  const leftColumns = pairing === 'fullouter' ? orNothing(passLeft.columns, passLeft, after, evals) : passLeft.columns;
  const rightColumns =
    isOuter || (pairing === 'scalar' && !passRight.isSure) ? orNothing(passRight.columns, passRight, after, evals) : passRight.columns;
  write(
    stream,
    ...passLeft.commands,
    ...passRight.commands,
    ...(condition ? [{ kind: 'where' as const, condition: behind.hasRest ? or(isNotOf(stream, left.leg), condition) : condition }] : []),
    ...passLeft.spread,
    ...passRight.spread,
    ...(evals.length > 0 ? [{ kind: 'eval' as const, columns: evals }] : []),
  );
  behind.carried.arrive();
  const columns = [...renamed(left, leftColumns), ...renamed(right, rightColumns)];
  const unique = left.leg.unique;
  arrive(left.leg, columns);
  left.leg.waiting = [];
  const ids = [passLeft.id, passRight.id].map((id) => (id ? value(id, 'keyword', true) : value(str(''), 'keyword', false)));
  left.leg.id = textOfColumns([...keys.map((key) => value(field(key.name), key.type, true)), ...ids]);
  const names =
    passLeft.id === null ? joining.pairs.map((pair) => (pair.left.kind === 'column' ? pair.left.name : null)) : [...(unique ?? [null])];
  const known = names.flatMap((name) => (name === null ? [] : [left.named(name)]));
  left.leg.unique = passRight.id === null && known.length === names.length && pairing !== 'fullouter' ? new Set(known) : null;
};
