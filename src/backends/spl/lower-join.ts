// A join over the rows of a pipeline in; one search that pairs the rows of both sides out.
import type { Expr } from '../../ir/expr.ts';
import { frameOf } from '../../ir/frame.ts';
import type { Pipeline } from '../../ir/pipeline.ts';
import type { TargetContext } from '../shared/backend.ts';
import { type Assignment, binary, both, type Command, call, type Eval, either, field, number, type Stat, text } from './ast.ts';
import { asSet } from './commands/as-set.ts';
import { namesIn } from './commands/effects.ts';
import type { Binding, Scope } from './context.ts';
import type { Demand } from './demand.ts';
import { evaluated } from './join/carry.ts';
import { type Member, markOf, streamOf } from './join/combine.ts';
import { type JoinKey, keyed, keysOf } from './join/keys.ts';
import { demandOf, isUnique, type Join, type Shape, shapeOf, wantedOf } from './join/sides.ts';
import type { LowerPipeline } from './lower-subquery.ts';
import { add, fieldFor, fresh, type State } from './state.ts';

/** One side: its rows, and the columns that are looked at behind the join, by their names there. */
interface Side {
  readonly name: 'left' | 'right';
  readonly state: State;
  readonly wanted: ReadonlyMap<string, string>;
  readonly keys: readonly Expr[];
}

const isOf = (mark: string, side: 'left' | 'right'): Eval => binary('==', field(mark), text(side));

/** Where a column of one side is a key, the other side's key is as good: the rows pair only when both are the same. */
const twinOf = (own: string, join: Join, side: 'left' | 'right'): { readonly pair: number; readonly other: Expr } | null => {
  const at = join.on.findIndex(({ [side]: key, left, right }) => key.kind === 'column' && key.name === own && left.type === right.type);
  const pair = join.on[at];
  if (!pair) return null;
  const other = side === 'left' ? pair.right : pair.left;
  return other.kind === 'column' || other.type === 'string' ? { pair: at, other } : null;
};

const isBare = (wanted: ReadonlyMap<string, string>, join: Join, side: 'left' | 'right'): boolean =>
  [...wanted.values()].every((own) => twinOf(own, join, side) !== null);

/** A column that comes over from the other side, and the field that it comes into. */
interface Brought {
  readonly name: string;
  readonly from: Binding;
  readonly to: string;
}

const fieldsOf = (side: Side): readonly string[] =>
  [...side.wanted.values()].flatMap((own) => {
    const binding = side.state.scope.get(own);
    return binding ? [binding.field] : [];
  });

const broughtOf = (
  columns: ReadonlyMap<string, string>,
  side: Side,
  taken: Set<string>,
  join: Join,
  context: TargetContext,
): readonly Brought[] => {
  const sources = fieldsOf(side);
  return [...columns].flatMap(([name, own]): readonly Brought[] => {
    const from = side.state.scope.get(own);
    if (!from) return [];
    // Nothing is overwritten that another column is still read from.
    const others = sources.filter((source) => source !== from.field);
    const to = fresh(fieldFor(name, join.span, context), new Set([...taken, ...others]));
    taken.add(to);
    return [{ name, from, to }];
  });
};

/** A list travels as JSON, so that none of its values is lost or reordered. */
const travelling = ({ field: name, rep }: Binding): Eval => (rep === 'list' ? call('mv_to_json_array', field(name)) : field(name));

/** Nothing else stands in the field on rows of the main side, so that it needs no mask. */
const isClean = ({ from }: Brought, held: ReadonlySet<string>): boolean =>
  from.rep !== 'list' && !held.has(from.field) && !from.field.startsWith('_');

/** Only rows of the other side count: rows that stay may hold something else in a field of that name. */
const bringing = (p: Pairing): { readonly masks: readonly Assignment[]; readonly stats: readonly Stat[] } => ({
  masks: p.brought
    .filter((one) => !isClean(one, p.held))
    .map(({ from, to }): Assignment => ({ field: to, value: call('if', isOf(p.names.mark, p.other), travelling(from), call('null')) })),
  stats: p.brought.map((one): Stat => ({ fn: 'values', arg: field(isClean(one, p.held) ? one.from.field : one.to), as: one.to })),
});

const settling = (brought: readonly Brought[]): readonly Assignment[] =>
  brought.flatMap(({ from, to }): readonly Assignment[] => {
    if (from.rep === 'list') return [{ field: to, value: call('json_array_to_mv', field(to)) }];
    return from.rep === 'text' ? [{ field: to, value: call('coalesce', field(to), text('')) }] : [];
  });

interface Names {
  readonly mark: string;
  readonly hits: string;
  readonly others: string;
  readonly row: string;
  readonly match: string;
}

interface Pairing {
  readonly shape: Shape;
  readonly main: Side['name'];
  readonly other: Side['name'];
  readonly names: Names;
  readonly keys: readonly string[];
  readonly brought: readonly Brought[];
  readonly held: ReadonlySet<string>;
}

/** The counts of rows of each side that a row's key has, as far as they decide what stays. */
const counting = ({ shape, main, other, names }: Pairing): readonly Stat[] => {
  const needs = shape.keeps !== 'all' && shape.brings !== 'each';
  const hits: readonly Stat[] = needs ? [{ fn: 'count', arg: isOf(names.mark, other), as: names.hits }] : [];
  return shape.rest ? [...hits, { fn: 'count', arg: isOf(names.mark, main), as: names.others }] : hits;
};

/** What stays in the end. */
const staying = ({ shape, main, other, names }: Pairing): Eval => {
  const isMain = isOf(names.mark, main);
  const none = (count: string): Eval => binary('==', call('coalesce', field(count), number(0)), number(0));
  if (shape.rest) return either(isMain, both(isOf(names.mark, other), none(names.others)));
  if (shape.keeps === 'unpaired') return both(isMain, none(names.hits));
  return shape.keeps === 'paired' && shape.brings !== 'each' ? both(isMain, binary('>', field(names.hits), number(0))) : isMain;
};

/** Every row of the main side once for each row of the other side that has its key: rows of the other side go by their numbers. */
const multiplied = (p: Pairing): readonly Command[] => {
  const { mark, row, match } = p.names;
  const isOther = isOf(mark, p.other);
  const numbers: Stat = { fn: 'values', arg: field(match), as: match };
  const { masks, stats } = bringing(p);
  const none = call('isnull', field(match));
  const own: Eval =
    p.shape.keeps === 'paired'
      ? call('if', isOther, field(row), field(match))
      : call('case', isOther, field(row), none, number(0), call('true'), field(match));
  return [
    { kind: 'streamstats', stats: [{ fn: 'count', arg: null, as: row }], by: [] },
    { kind: 'eval', assignments: [{ field: match, value: call('if', isOther, field(row), call('null')) }] },
    { kind: 'eventstats', stats: [...counting(p), numbers], by: p.keys },
    ...(p.shape.keeps === 'paired' ? [{ kind: 'where', condition: either(isOther, call('isnotnull', field(match))) } as const] : []),
    { kind: 'eval', assignments: [{ field: match, value: own }] },
    { kind: 'mvexpand', field: match, limit: null },
    ...evaluated(masks),
    ...(stats.length > 0 ? [{ kind: 'eventstats', stats, by: [match] } as const] : []),
    { kind: 'where', condition: staying(p) },
  ];
};

const joined = (p: Pairing): readonly Command[] => {
  if (p.shape.brings === 'each') return multiplied(p);
  const { masks, stats } = p.shape.brings === 'once' ? bringing(p) : { masks: [], stats: [] };
  const all = [...counting(p), ...stats];
  return [
    ...evaluated(masks),
    ...(all.length > 0 ? [{ kind: 'eventstats', stats: all, by: p.keys } as const] : []),
    { kind: 'where', condition: staying(p) },
  ];
};

/** Rows of the other side that stay by themselves: their own columns go to where the main rows have them, and the main side's are blank. */
const blanks = (p: Pairing, main: Scope): readonly Assignment[] => {
  if (!p.shape.rest) return [];
  const isOther = isOf(p.names.mark, p.other);
  const own = p.brought
    .filter(({ from, to }) => from.field !== to)
    .map(({ from, to }): Assignment => ({ field: to, value: call('if', isOther, travelling(from), field(to)) }));
  const fields = new Map([...main.values()].map((binding) => [binding.field, binding]));
  const gone = [...fields.values()].map(
    ({ field: name, rep }): Assignment => ({
      field: name,
      value: call('if', isOther, rep === 'text' ? text('') : call('null'), field(name)),
    }),
  );
  return [...own, ...gone];
};

const plain = ({ field: name, rep, nullable }: Binding): Binding => ({ field: name, rep, nullable });

/** The rows of a side thinned to one for each key, or as they are. */
const ready = (side: Side, keys: readonly JoinKey[], thins: boolean): State => {
  const start = keyed(side.state, keys, side.name);
  if (!thins || side.name !== 'left') return start;
  return add(start, { kind: 'dedup', fields: keys.map((key) => key.field), keepEmpty: true });
};

const sideOf = (name: Side['name'], query: Pipeline, join: Join, wanted: ReadonlyMap<string, string>, computed: ReadonlySet<string>) => {
  const keys = join.on.map((pair) => pair[name]);
  return { name, query, keys, wanted, demand: demandOf(wanted, keys, computed) };
};

const namesFor = (members: readonly Member[], taken: Set<string>): Names => {
  const used = new Set([...taken, ...members.flatMap((member) => [...namesIn(member.commands), ...member.live])]);
  const name = (wish: string): string => fresh(wish, used);
  return { mark: markOf(members), hits: name('rmmc_hits'), others: name('rmmc_others'), row: name('rmmc_row'), match: name('rmmc_match') };
};

/** Lowers a join whose left side is `left`; `behind` is what is looked at behind it. */
export const lowerJoin = (left: Pipeline, join: Join, behind: Demand, lower: LowerPipeline, context: TargetContext): State => {
  const wanted = wantedOf(frameOf(left), join, behind.names);
  const sides = [
    sideOf('left', left, join, wanted.left, behind.computed),
    sideOf('right', join.right, join, wanted.right, behind.computed),
  ] as const;
  const shape = shapeOf(join, {
    leftUnique: isUnique(left, sides[0].keys),
    rightUnique: isUnique(join.right, sides[1].keys),
    leftBare: isBare(wanted.left, join, 'left'),
    rightBare: isBare(wanted.right, join, 'right'),
  });
  const [l, r] = sides.map(({ name, query, keys, wanted: own, demand }): Side => {
    const only = shape.brings === 'none' && shape.main !== name;
    const set = only ? asSet(query, demand.names) : query;
    return { name, keys, wanted: own, state: lower(set, demand.names, context, demand.computed) };
  }) as [Side, Side];
  return paired({ join, shape, l, r }, context);
};

interface Lowered {
  readonly join: Join;
  readonly shape: Shape;
  readonly l: Side;
  readonly r: Side;
}

const paired = ({ join, shape, l, r }: Lowered, context: TargetContext): State => {
  const [main, other] = shape.main === 'left' ? [l, r] : [r, l];
  const keys = keysOf(join, l.state, r.state, context);
  const keyFields = keys.map((key) => key.field);
  const isPaired = shape.keeps === 'paired';
  const aliased = new Map([...other.wanted].filter(([, own]) => isPaired && twinOf(own, join, other.name) !== null));
  const twins = [...aliased].map(([name, from]): [string, Binding] => {
    const twin = twinOf(from, join, other.name);
    const binding = twin?.other.kind === 'column' ? main.state.scope.get(twin.other.name) : undefined;
    return [name, binding ? plain(binding) : { field: keyFields[twin?.pair ?? 0] ?? '', rep: 'text', nullable: false }];
  });
  const members = [l, r].map((side): Member => {
    const bare = shape.brings === 'none' && side === other;
    const read = side === main ? twins.map(([, binding]) => binding.field) : [];
    const live = [...new Set([...(bare ? [] : fieldsOf(side)), ...read, ...keyFields])];
    return { commands: ready(side, keys, shape.thins).commands, name: side.name, live };
  });
  const names = namesFor(members, new Set(keyFields));
  const stream = streamOf(members, names.mark, Object.values(names));
  const rest = new Map([...other.wanted].filter(([name]) => !aliased.has(name)));
  const taken = new Set([...fieldsOf(main), ...keyFields, ...Object.values(names)]);
  const brought = broughtOf(rest, other, taken, join, context);
  const held = stream.held[shape.main === 'left' ? 0 : 1] ?? new Set();
  const p: Pairing = { shape, main: main.name, other: other.name, names, keys: keyFields, brought, held };
  assumed(p, join, context);
  const own = new Map(
    [...main.wanted].flatMap(([name, from]): readonly [string, Binding][] => {
      const binding = main.state.scope.get(from);
      return binding ? [[name, { ...plain(binding), nullable: binding.nullable || (shape.rest && binding.rep !== 'text') }]] : [];
    }),
  );
  const over = brought.map(({ name, from, to }): [string, Binding] => [name, { field: to, rep: from.rep, nullable: from.rep !== 'text' }]);
  const last = [...blanks(p, own), ...settling(brought)];
  const commands: readonly Command[] = [...stream.commands, ...joined(p), ...evaluated(last)];
  return { commands, scope: new Map([...own, ...twins, ...over]), hits: new Map(), settled: new Set(), whole: false };
};

const assumed = ({ shape }: Pairing, join: Join, context: TargetContext): void => {
  context.findings.assume('RMMC3808', join.span, { what: join.merged ? 'a lookup in another query' : 'a join' });
  if (shape.brings === 'each') context.findings.assume('RMMC3840', join.span, {});
};
