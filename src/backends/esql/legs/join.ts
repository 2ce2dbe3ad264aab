// Two legs of a stream in; one leg out: rows are gathered by their keys in one STATS, and spread out again. A side that has one row for a key comes as columns,
// an aggregation by the keys as its measures, any other side as texts that hold a row each.
import type { Span } from '../../../diagnostics/span.ts';
import type { Expr } from '../../../ir/expr.ts';
import { type Assignment, and, type Command, call, type Es, field, isNotNull, isNull, not, or, str } from '../ast.ts';
import { refuse } from '../context.ts';
import { foldedKey } from '../functions/ascii-fold.ts';
import { lowerValue } from '../lower-value.ts';
import { placeOf } from '../lowering.ts';
import { printExpr } from '../print.ts';
import { cast, common, textOf, type Value, value } from '../value.ts';
import { type Carried, carry, textOfColumns } from './carry.ts';
import { arrive, claim, isNotOf, isOf, type Leg, namesOf, others, type Stream, write } from './legs.ts';
import { keyOf } from './needs.ts';
import { type Around, asAggregate, asColumns, asCount, asRows, type Column, type Key, type Passing, type Side } from './passing.ts';
import { asPattern, type Search } from './search.ts';
import { type Fused, fusedKeys } from './waiting.ts';

/**
 * Right modes are left ones with the sides changed. `mark`: a column that says whether there is a partner. `scalar`: the one row of the right side beside each.
 * `search`: all values of the right side beside each row, as a pattern.
 */
export type Pairing = 'inner' | 'innerunique' | 'leftouter' | 'fullouter' | 'leftsemi' | 'leftanti' | 'mark' | 'scalar' | 'search';

export interface Pair {
  readonly left: Expr;
  readonly right: Expr;
  readonly caseless: boolean;
  readonly span: Span;
}

export interface Joining {
  readonly pairing: Pairing;
  readonly left: Side;
  readonly right: Side;
  readonly pairs: readonly Pair[];
  readonly span: Span;
  /** Of the pairing `search`. */
  readonly search?: Search;
}

const keyValue = (side: Leg, expr: Expr, fused: Fused | null, at: number): Value => {
  const own = fused ? (fused.keys[at] ?? expr) : expr;
  return lowerValue(placeOf(side.context, side.state, 'value'), own, 'value');
};

const folded = (v: Value, caseless: boolean): Value => (caseless ? value(foldedKey(textOf(v)), 'keyword', false) : v);

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
  'search',
]);
const showsRight: ReadonlySet<Pairing> = new Set(['inner', 'innerunique', 'leftouter', 'fullouter', 'scalar']);

const pass = (around: Around, joining: Joining, fused: Fused | null): Passing => {
  const side = joining[around.which];
  const exprs = joining.pairs.map((pair) => pair[around.which]);
  if (joining.search && around.which === 'right') return asPattern(around, side, joining.search);
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
  /** What is searched for (`search`). */
  readonly pattern: Value | null;
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
  const pattern = joining.search ? (passRight.columns[0]?.[1] ?? null) : null;
  return { leg: left.leg, found: value(certain(passRight), 'boolean', false), pattern };
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
  const columns = [...renamed(left, leftColumns), ...(pairing === 'search' ? [] : renamed(right, rightColumns))];
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
