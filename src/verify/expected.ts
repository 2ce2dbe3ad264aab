// A query and events in; what KQL gives over them, and how far it settles that, out. Each is worked out once, when first asked for.
import { evaluate, type World } from '../eval/evaluate.ts';
import type { Relation, Value } from '../eval/value.ts';
import type { Query } from '../ir/pipeline.ts';
import { likeness, type Manner } from './compare.ts';
import { hasSets, shownIn } from './manner.ts';
import { once } from './once.ts';
import { inexactColumns, matchesOf, mostInLists, type Subject, worldOf } from './subject.ts';
import { isJoined, tuplesIn } from './tuples.ts';
import { around, type Reach, reportedIn, windowsIn } from './windows.ts';
import type { Witness } from './witness.ts';

export interface Expected {
  readonly subject: Subject;
  /** What answers are held against. */
  readonly query: Query;
  readonly events: readonly Witness[];
  readonly world: World;
  readonly wanted: () => Relation;
  /** Over the events in the opposite order: what another order of the rows changes is the engine's choice. */
  readonly backwards: () => Relation;
  /** For each event whether it matches: has to, in a target that counts in windows that slide. */
  readonly matches: () => readonly boolean[];
  /** For each event whether it may match. */
  readonly mayMatch: () => readonly boolean[];
  /** What an engine reports, read as it is compared. */
  readonly asCompared: (given: readonly boolean[]) => readonly boolean[];
  /** For each event whether the query as it is written matches it. */
  readonly plainly: () => readonly boolean[];
}

/** Of a query over single events what has to match is what may. */
const claimsOf = (
  subject: Subject,
  query: Query,
  events: readonly Witness[],
  world: World,
): Pick<Expected, 'matches' | 'mayMatch' | 'asCompared' | 'plainly'> => {
  if (isJoined(subject)) {
    const tuples = once(() => tuplesIn(subject, query, events));
    const plain = query === subject.bound ? tuples : once(() => tuplesIn(subject, subject.bound, events));
    return {
      matches: () => tuples().must,
      mayMatch: () => tuples().may,
      asCompared: (given) => tuples().asCompared(given),
      plainly: () => plain().must,
    };
  }
  const windows = windowsIn(subject, query);
  if (windows) {
    const reported = (reach: Reach) => once(() => reportedIn(windows, events, subject, reach));
    const asCompared = (given: readonly boolean[]) => around(windows, events, subject, given);
    const mayMatch = once(() => asCompared(reportedIn(windows, events, subject, 'windows')));
    return { matches: reported('window'), mayMatch, asCompared, plainly: reported('bin') };
  }
  const matches = once(() => matchesOf(query, world, events));
  return {
    matches,
    mayMatch: matches,
    asCompared: (given) => given,
    plainly: query === subject.bound ? matches : once(() => matchesOf(subject.bound, world, events)),
  };
};

export const expectedOf = (subject: Subject, query: Query, events: readonly Witness[]): Expected => {
  const world = worldOf(subject.uses, events, subject.now);
  return {
    subject,
    query,
    events,
    world,
    wanted: once(() => evaluate(query, world)),
    backwards: once(() => evaluate(query, worldOf(subject.uses, [...events].reverse(), subject.now))),
    ...claimsOf(subject, query, events, world),
  };
};

const mostOrders = 24;

/** A number that looks thrown, the same for the same two. */
const thrown = (order: number, at: number): number => {
  const mixed = Math.imul((order + 1) * 0x9e3779b1 + at * 0x85ebca6b, 0xc2b2ae35) >>> 0;
  return Math.imul(mixed ^ (mixed >>> 15), 0x27d4eb2f) >>> 0;
};

const shuffled = <T>(all: readonly T[], order: number): readonly T[] =>
  all
    .map((one, at) => ({ one, key: thrown(order, at) }))
    .sort((a, b) => a.key - b.key)
    .map(({ one }) => one);

/** What KQL gives when it meets the events, and the rows that it makes of them, in other orders. */
export const otherOrders = ({ subject, query, events }: Expected): readonly (() => Relation)[] =>
  Array.from({ length: mostOrders }, (_, order) =>
    once(() => {
      const world = worldOf(subject.uses, shuffled(events, order), subject.now);
      return evaluate(query, { ...world, reorder: (rows) => shuffled(rows, order) });
    }),
  );

/** Columns with a list of more values than that. */
const longLists = ({ columns, rows }: Relation, most: number): ReadonlySet<string> => {
  const isLong = (cell: Value | undefined): boolean => Array.isArray(cell) && cell.length > most;
  return new Set(columns.flatMap(({ name }, at) => (rows.some((row) => isLong(row[at])) ? [name] : [])));
};

/** How the rows are compared as long as their order is open, and what of them is settled. Columns that are declared to differ, and those not `told`, are left out. */
export const settledBy = ({ subject, query, wanted, backwards }: Expected, told: (name: string) => boolean = () => true) => {
  const inexact = inexactColumns(subject);
  const overlong = longLists(wanted(), mostInLists(subject));
  const columns = wanted()
    .columns.map(({ name }) => name)
    .filter((name) => !inexact.has(name) && !overlong.has(name) && told(name));
  const manner: Manner = { columns, rowsOrdered: false, arraysOrdered: !hasSets(query), shown: shownIn(subject, query) };
  return { manner, like: likeness(wanted(), backwards(), manner) };
};
