// Several row sources in; one search out: a single base search where the legs allow it, multisearch where they only stream, one marked stream where they do not.
import { match, P } from 'ts-pattern';
import { type Assignment, type Command, call, field, type SplAst, type Term, text } from '../ast.ts';
import { liveBefore, namesIn, writesOf } from '../commands/effects.ts';
import { fixedNames, withNames } from '../commands/rename-fields.ts';
import { fresh } from '../state.ts';
import { carried } from './carry.ts';

export const streams = (command: Command): boolean =>
  match(command)
    .with(
      {
        kind: P.union(
          ...(['search', 'eval', 'where', 'rename', 'strip', 'fillnull', 'keep', 'remove'] as const),
          ...(['mvexpand', 'rex', 'iplocation', 'lookup'] as const),
        ),
      },
      () => true,
    )
    .with(
      {
        kind: P.union(
          'stats',
          'eventstats',
          'streamstats',
          'dedup',
          'xyseries',
          'sort',
          'reverse',
          'head',
          'table',
          'makeresults',
          'carried',
          'multisearch',
          'inputlookup',
          'append',
        ),
      },
      () => false,
    )
    .exhaustive();

/** Inside brackets a search needs its word. */
const embedded = (commands: readonly Command[]): SplAst => {
  const [first, ...rest] = commands;
  return { commands: first?.kind === 'search' ? [{ ...first, leading: false }, ...rest] : commands };
};

const printed = (value: unknown): string => JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? v.toString() : v));

interface Simple {
  readonly terms: readonly Term[];
  readonly rest: readonly Command[];
}

/** A leg that is a base search and readings of its fields, and nothing more. */
const simple = (commands: readonly Command[]): Simple | null => {
  const [first, ...rest] = commands;
  const reads = rest.every((command) => command.kind === 'rename' || command.kind === 'eval' || command.kind === 'fillnull');
  return first?.kind === 'search' && reads ? { terms: first.terms, rest } : null;
};

/** Legs that read the same fields into the same names run as one base search: what all have in common once, the rest in parentheses. */
const merged = (legs: readonly (readonly Command[])[]): readonly Command[] | null => {
  const known = legs.map(simple).filter((part) => part !== null);
  const [first] = known;
  if (!first || known.length < legs.length || known.some((part) => printed(part.rest) !== printed(first.rest))) return null;
  const sets = known.map((part) => new Set(part.terms.map(printed)));
  const common = first.terms.filter((term) => sets.every((set) => set.has(printed(term))));
  const shared = new Set(common.map(printed));
  const own = known.map((part) => part.terms.filter((term) => !shared.has(printed(term))));
  if (own.some((terms) => terms.length === 0 || terms.some((term) => term.kind === 'time'))) return null;
  const sides = own.map((terms): Term => (terms.length === 1 && terms[0] ? terms[0] : { kind: 'and', terms }));
  return [{ kind: 'search', terms: [...common, { kind: 'or', terms: sides }], leading: true }, ...first.rest];
};

/** Rows of one kind among others. */
export interface Member {
  readonly commands: readonly Command[];
  /** What marks its rows. */
  readonly name: string;
  /** The fields that are looked at behind. */
  readonly live: readonly string[];
}

/** A member apart: what makes its rows and reads them one by one, and the rest, which sees all of them. */
interface Parts {
  readonly legs: readonly (readonly Command[])[];
  /** Constant rows: as many as the rule writes. */
  readonly bounded: readonly Command[] | null;
  /** Rows of a lookup come in behind all legs. */
  readonly looked: Inputlookup | null;
  readonly tail: readonly Command[];
}

type Inputlookup = Extract<Command, { kind: 'inputlookup' }>;

const partsOf = (commands: readonly Command[]): Parts => {
  const [first, ...rest] = commands;
  if (first?.kind === 'multisearch') return { legs: first.legs.map((leg) => leg.commands), bounded: null, looked: null, tail: rest };
  if (first?.kind === 'inputlookup') return { legs: [], bounded: null, looked: first, tail: rest };
  if (first?.kind !== 'search') return { legs: [], bounded: commands, looked: null, tail: [] };
  const end = commands.findIndex((command) => !streams(command));
  return end < 0
    ? { legs: [commands], bounded: null, looked: null, tail: [] }
    : { legs: [commands.slice(0, end)], bounded: null, looked: null, tail: commands.slice(end) };
};

const marked = (commands: readonly Command[], mark: Assignment): readonly Command[] => {
  const last = commands.at(-1);
  if (last?.kind !== 'eval') return [...commands, { kind: 'eval', assignments: [mark] }];
  return [...commands.slice(0, -1), { kind: 'eval', assignments: [...last.assignments, mark] }];
};

/** Only what is looked at goes on: a field of the events must not be taken for one of another leg. */
const cut = (commands: readonly Command[], mark: Assignment, live: ReadonlySet<string>): readonly Command[] => {
  const streaming = commands[0]?.kind === 'search';
  const own = streaming ? commands.findIndex((command) => command.kind === 'keep') : -1;
  const reading = own < 0 ? commands : commands.slice(0, own);
  const fields = [mark.field, ...[...live].filter((name) => name !== mark.field && !name.startsWith('_'))];
  const kept: readonly Command[] = [...marked(reading, mark), { kind: 'keep', fields }];
  return live.has('_raw') || !streaming ? kept : [...kept, { kind: 'remove', fields: ['_raw'] }];
};

export interface Stream {
  readonly commands: readonly Command[];
  /** For each member the fields that its rows may hold something in. */
  readonly held: readonly ReadonlySet<string>[];
}

interface Looked {
  readonly from: Inputlookup;
  readonly mark: Assignment;
}

/** `inputlookup append=t` is no subsearch: nothing cuts it off. Its rows are those without a mark. */
const behindAll = ({ from, mark }: Looked, alone: boolean): readonly Command[] => [
  { ...from, append: !alone },
  { kind: 'eval', assignments: [alone ? mark : { field: mark.field, value: call('coalesce', field(mark.field), mark.value) }] },
];

const source = (
  legs: readonly (readonly Command[])[],
  bounded: readonly (readonly Command[])[],
  looked: readonly Looked[],
): readonly Command[] => {
  const [first = [], ...more] = bounded;
  const start = legs.length > 1 ? [{ kind: 'multisearch', legs: legs.map(embedded) } as const] : (legs[0] ?? first);
  const others = legs.length > 0 ? bounded : more;
  const rows = [...start, ...others.map((leg): Command => ({ kind: 'append', leg: embedded(leg) }))];
  return [...rows, ...looked.flatMap((one, at) => behindAll(one, rows.length === 0 && at === 0))];
};

/** Fields of which one at least is not known by name: what a lookup has whose columns nobody can list. */
const opened = (names: Iterable<string>): Set<string> => Object.assign(new Set(names), { has: () => true });

/** Fields that only one member's commands know of get names of their own: what is left of them on its rows is nothing to the others. */
const apart = (members: readonly Member[], reserved: readonly string[]): readonly Member[] => {
  const kept = new Set([...reserved, ...members.flatMap((member) => member.live)]);
  const seen = new Set(kept);
  const all = new Set([...kept, ...members.flatMap((member) => [...namesIn(member.commands)])]);
  return members.map((member) => {
    const fixed = new Set([...member.live, ...fixedNames(member.commands)]);
    const own = [...namesIn(member.commands)].filter((name) => name.startsWith('rmmc_') && !fixed.has(name));
    const moved = new Map<string, string>();
    for (const name of own.filter((one) => seen.has(one))) {
      const to = fresh(name.replace(/_\d+$/, ''), all);
      all.add(to);
      moved.set(name, to);
    }
    for (const name of own) seen.add(moved.get(name) ?? name);
    return moved.size === 0 ? member : { ...member, commands: withNames(member.commands, (name) => moved.get(name) ?? name) };
  });
};

/**
 * The rows of all members in one search, each marked with its name in `field`. What makes rows and reads them one by one runs in a leg of its own; whatever
 * sees several rows runs behind all legs and leaves the rows of the others as they are. No subsearch limit applies: legs stream, and rows of `append` are
 * constants.
 */
export const streamOf = (given: readonly Member[], side: string, reserved: readonly string[] = []): Stream => {
  const members = apart(given, [side, ...reserved]);
  const parts = members.map((member) => partsOf(member.commands));
  const taken = new Set([side, ...members.flatMap((member) => [...namesIn(member.commands), ...member.live])]);
  const isOpen = (at: number): boolean =>
    [parts[at]?.looked, ...(parts[at]?.tail ?? [])].some((command) => command?.kind === 'inputlookup' && command.columns === null);
  const needs = members.map((member, at) => {
    const live = liveBefore(parts[at]?.tail ?? [], new Set(member.live));
    return new Set([...live, ...(parts[at]?.looked?.columns ?? [])]);
  });
  const mark = (at: number): Assignment => ({ field: side, value: text(members[at]?.name ?? '') });
  const legs = parts.flatMap((part, at) => part.legs.map((leg) => cut(leg, mark(at), needs[at] ?? new Set())));
  const bounded = parts.flatMap((part, at) => (part.bounded ? [cut(part.bounded, mark(at), needs[at] ?? new Set())] : []));
  const looked = parts.flatMap((part, at) => (part.looked ? [{ from: part.looked, mark: mark(at) }] : []));
  const held = needs.map((need, at) => (isOpen(at) ? opened(need) : new Set(need)));
  const tails = parts.flatMap((part, at) => {
    const others = members.flatMap((other, index) =>
      index === at ? [] : [...(index < at ? other.live : (needs[index] ?? [])), ...(parts[index]?.looked?.columns ?? [])],
    );
    const names = held.flatMap((one, index) => (index === at ? [] : [...one]));
    const open = members.some((_, index) => index !== at && isOpen(index));
    const [live, elsewhere] = open ? [opened([side, ...others]), opened(names)] : [new Set([side, ...others]), new Set(names)];
    const tail = carried({ field: side, name: members[at]?.name ?? '', others: live, held: elsewhere, taken }, part.tail);
    for (const [index, one] of held.entries()) for (const name of index === at ? tail.flatMap(writesOf) : elsewhere) one.add(name);
    return tail;
  });
  return { commands: [...source(legs, bounded, looked), ...tails], held };
};

/** The same without dropping fields, where every member only streams. */
export const markedStream = (members: readonly Member[], field: string): readonly Command[] => {
  if (!members.every((member) => member.commands.every(streams))) return streamOf(members, field).commands;
  const legs = members.map((member) => ({
    commands: marked(member.commands, { field, value: text(member.name) }),
    name: member.name,
    live: [],
  }));
  return combined(legs);
};

/** A name for the field that marks the rows of each member. */
export const markOf = (members: readonly Pick<Member, 'commands' | 'live'>[]): string =>
  fresh('rmmc_side', new Set(members.flatMap((member) => [...namesIn(member.commands), ...member.live])));

/** The rows of all members (multisearch takes two at least): unmarked where each only streams. */
export const combined = (members: readonly Member[]): readonly Command[] => {
  const [only, ...others] = members;
  if (only && others.length === 0) return only.commands;
  const legs = members.map((member) => member.commands);
  const one = merged(legs);
  if (one) return one;
  if (legs.every((leg) => leg.every(streams))) return [{ kind: 'multisearch', legs: legs.map(embedded) }];
  return streamOf(members, markOf(members)).commands;
};
