// Commands of one side and what the other rows hold in; the same commands over a stream of several sides, which leave the rows of the others as they are, out.
import { match, P } from 'ts-pattern';
import { type Assignment, binary, both, type Command, call, type Eval, either, field, number, type Stat, text } from '../ast.ts';
import { fresh } from '../state.ts';

/** One side of a stream. */
export interface Side {
  /** The field that says which side a row is on, and the value of this one. */
  readonly field: string;
  readonly name: string;
  /** Fields that rows of the other sides hold and that are still looked at. */
  readonly others: ReadonlySet<string>;
  /** Fields that rows of the other sides may hold something in, looked at or not; what commands leave there is added. */
  readonly held: Set<string>;
  /** Fields that rows of this side are grouped by: rows of the others must have none. */
  readonly keys: ReadonlySet<string>;
  /** Names that are in use anywhere; new ones are added. */
  readonly taken: Set<string>;
}

const isMine = (side: Side): Eval => binary('==', field(side.field), text(side.name));
const isOther = (side: Side): Eval => binary('!=', field(side.field), text(side.name));

const named = (side: Side, wish: string): string => {
  const name = fresh(wish, side.taken);
  side.taken.add(name);
  return name;
};

export const evaluated = (assignments: readonly Assignment[]): readonly Command[] =>
  assignments.length > 0 ? [{ kind: 'eval', assignments }] : [];

/** Only rows of this side get the value where others hold something in the field, or would be grouped by it. */
const assigned = (side: Side, { field: name, value }: Assignment): Assignment => {
  if (side.others.has(name)) return { field: name, value: call('if', isMine(side), value, field(name)) };
  if (!side.keys.has(name)) {
    side.held.add(name);
    return { field: name, value };
  }
  side.held.delete(name);
  const [condition, then, otherwise] = value.kind === 'call' && value.fn === 'if' ? value.args : [];
  const isMask = otherwise?.kind === 'call' && otherwise.fn === 'null';
  if (condition && then && isMask) return { field: name, value: call('if', both(isMine(side), condition), then, otherwise) };
  return { field: name, value: call('if', isMine(side), value, call('null')) };
};

const isPrivate = (side: Side, name: string): boolean => !side.others.has(name) && !side.held.has(name);

/** Keys that rows of other sides do not have: groups of this side alone. */
const ownKeys = (side: Side, by: readonly string[]): { readonly before: readonly Assignment[]; readonly by: readonly string[] } => {
  const [first, ...rest] = by;
  if (by.some((name) => isPrivate(side, name))) return { before: [], by };
  const mask = named(side, 'rmmc_group');
  const value = call('if', isMine(side), first === undefined ? number(1) : field(first), call('null'));
  return { before: [{ field: mask, value }], by: [mask, ...rest] };
};

/** Results that would overwrite what other rows hold go into a field of their own first. */
const ownResults = (side: Side, stats: readonly Stat[]): { readonly stats: readonly Stat[]; readonly after: readonly Assignment[] } => {
  const after: Assignment[] = [];
  const moved = stats.map((stat): Stat => {
    if (!side.others.has(stat.as)) return stat;
    const as = named(side, `rmmc_${stat.as.replace(/^rmmc_|[^A-Za-z0-9_]/g, '')}`);
    after.push(assigned(side, { field: stat.as, value: field(as) }));
    return { ...stat, as };
  });
  return { stats: moved, after };
};

/** Without keys there is one row, also over none: a blank row stands in for it, which no measure counts. */
const withBlank = (side: Side, stats: readonly Stat[]): { readonly before: readonly Command[]; readonly stats: readonly Stat[] } => {
  const blank = named(side, 'rmmc_blank');
  const counted = call('isnull', field(blank));
  const marks: readonly Assignment[] = [
    { field: side.field, value: text(side.name) },
    { field: blank, value: number(1) },
  ];
  return {
    before: [
      {
        kind: 'append',
        leg: {
          commands: [
            { kind: 'makeresults', count: 1 },
            { kind: 'eval', assignments: marks },
            { kind: 'remove', fields: ['_time'] },
          ],
        },
      },
    ],
    stats: stats.map((stat) => (stat.fn === 'count' ? { ...stat, arg: stat.arg ? both(counted, stat.arg) : counted } : stat)),
  };
};

type Computing = Extract<Command, { kind: 'stats' | 'eventstats' | 'streamstats' }>;

/** An aggregation as eventstats: each row gets what its group has, then one row of each group stays. */
const aggregated = (side: Side, command: Computing): readonly Command[] => {
  const start = command.by.length > 0 ? { before: [], stats: command.stats } : withBlank(side, command.stats);
  const keys = ownKeys(side, command.by);
  const { stats, after } = ownResults(side, start.stats);
  return [
    ...start.before,
    ...evaluated(keys.before),
    { kind: 'eventstats', stats, by: keys.by },
    { kind: 'dedup', fields: keys.by, keepEmpty: true },
    ...evaluated(after),
  ];
};

const attached = (side: Side, command: Computing): readonly Command[] => {
  const keys = ownKeys(side, command.by);
  const { stats, after } = ownResults(side, command.stats);
  return [...evaluated(keys.before), { ...command, stats, by: keys.by }, ...evaluated(after)];
};

const deduplicated = (side: Side, command: Extract<Command, { kind: 'dedup' }>): readonly Command[] => {
  const keys = ownKeys(side, command.fields);
  return [...evaluated(keys.before), { kind: 'dedup', fields: keys.by, keepEmpty: true }];
};

const firstRows = (side: Side, count: bigint): readonly Command[] => {
  const place = named(side, 'rmmc_place');
  side.held.add(place);
  return [
    { kind: 'streamstats', stats: [{ fn: 'count', arg: null, as: place }], by: [side.field] },
    { kind: 'where', condition: either(isOther(side), binary('<=', field(place), number(count))) },
  ];
};

/** Whether a row without values stays is not documented: rows of other sides get one. */
const expanded = (side: Side, name: string, limit: bigint | null): readonly Command[] => {
  const own = named(side, `rmmc_${name.replace(/^rmmc_|[^A-Za-z0-9_]/g, '')}`);
  side.held.add(own);
  return [
    ...evaluated([{ field: own, value: call('if', isMine(side), field(name), text('-')) }]),
    { kind: 'mvexpand', field: own, limit },
    ...evaluated([assigned(side, { field: name, value: field(own) })]),
  ];
};

/** What reads a field and makes others of it makes none where the field has no value. */
const readFrom = (side: Side, command: Extract<Command, { kind: 'rex' | 'iplocation' }>): readonly Command[] => {
  const own = named(side, `rmmc_${command.field.replace(/[^A-Za-z0-9_]/g, '_')}`);
  return [...evaluated([{ field: own, value: call('if', isMine(side), field(command.field), call('null')) }]), { ...command, field: own }];
};

const renamed = (side: Side, pairs: readonly { readonly from: string; readonly to: string }[]): readonly Command[] =>
  evaluated([
    ...pairs.map((pair) => assigned(side, { field: pair.to, value: field(pair.from) })),
    ...pairs.map((pair) => assigned(side, { field: pair.from, value: call('null') })),
  ]);

/** Answers that would overwrite what other rows hold go into fields of their own first. */
const lookedUp = (side: Side, command: Extract<Command, { kind: 'lookup' }>): readonly Command[] => {
  const after: Assignment[] = [];
  const outputs = command.outputs.map((pair) => {
    if (!side.others.has(pair.field)) return pair;
    const as = named(side, `rmmc_${pair.field.replace(/[^A-Za-z0-9_]/g, '_')}`);
    after.push(assigned(side, { field: pair.field, value: field(as) }));
    return { ...pair, field: as };
  });
  return [{ ...command, outputs }, ...evaluated(after)];
};

/** A command over the rows of one side. Sources stand in front of a stream and never in here. */
const carriedPast = (side: Side, command: Command): readonly Command[] =>
  match(command)
    .returnType<readonly Command[]>()
    .with({ kind: 'where' }, (c) => [{ kind: 'where', condition: either(isOther(side), c.condition) }])
    .with({ kind: 'eval' }, (c) => evaluated(c.assignments.map((a) => assigned(side, a))))
    .with({ kind: 'rename' }, (c) => renamed(side, c.pairs))
    .with({ kind: 'fillnull' }, (c) =>
      evaluated(c.fields.map((name) => assigned(side, { field: name, value: call('coalesce', field(name), text('')) }))),
    )
    .with({ kind: 'stats' }, (c) => aggregated(side, c))
    .with({ kind: P.union('eventstats', 'streamstats') }, (c) => attached(side, c))
    .with({ kind: 'dedup' }, (c) => deduplicated(side, c))
    .with({ kind: 'head' }, (c) => firstRows(side, c.count))
    .with({ kind: 'mvexpand' }, (c) => expanded(side, c.field, c.limit))
    .with({ kind: P.union('rex', 'iplocation') }, (c) => readFrom(side, c))
    .with({ kind: 'append' }, (c) => [
      { ...c, leg: { commands: [...c.leg.commands, ...evaluated([{ field: side.field, value: text(side.name) }])] } },
    ])
    .with({ kind: P.union('table', 'keep', 'remove') }, () => [])
    .with({ kind: 'lookup' }, (c) => lookedUp(side, c))
    .with({ kind: 'inputlookup' }, (c) => [
      c,
      ...evaluated([{ field: side.field, value: call('coalesce', field(side.field), text(side.name)) }]),
    ])
    .with({ kind: P.union('sort', 'reverse', 'search', 'strip', 'makeresults', 'carried', 'multisearch', 'xyseries') }, (c) => [c])
    .exhaustive();

const minds = (command: Command): boolean =>
  match(command)
    .with({ kind: P.union('head', 'dedup', 'streamstats', 'stats', 'eventstats', 'mvexpand') }, () => true)
    .with(
      {
        kind: P.union(
          ...(['search', 'eval', 'where', 'rename', 'strip', 'fillnull', 'sort', 'reverse', 'table', 'keep', 'remove'] as const),
          ...(['rex', 'iplocation', 'makeresults', 'carried', 'multisearch', 'append', 'inputlookup', 'lookup', 'xyseries'] as const),
        ),
      },
      () => false,
    )
    .exhaustive();

const keysIn = (commands: readonly Command[]): ReadonlySet<string> =>
  new Set(
    commands.flatMap((command): readonly string[] => {
      if (command.kind === 'stats' || command.kind === 'eventstats' || command.kind === 'streamstats') return command.by;
      return command.kind === 'dedup' ? command.fields : [];
    }),
  );

/** The commands of one side; `held` of the side learns what they leave on rows of others. An order that no command behind it minds is none. */
export const carried = (side: Omit<Side, 'keys'>, commands: readonly Command[]): readonly Command[] => {
  const kept = commands.filter((command, at) => command.kind !== 'sort' || commands.slice(at + 1).some(minds));
  const own: Side = { ...side, keys: keysIn(kept) };
  return kept.flatMap((command) => carriedPast(own, command));
};
