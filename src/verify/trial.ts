// A subject, an engine and events in; what the engine says otherwise than KQL out.
import { eventField } from '../backends/shared/carrier.ts';
import type { Json, KqlCell, Proof, TableUse } from '../backends/shared/proof.ts';
import { frontEnd, runtimeFieldsOf } from '../compile.ts';
import type { Answer, Dataset, Engine } from '../engines/engine.ts';
import { evaluate } from '../eval/evaluate.ts';
import type { Relation } from '../eval/value.ts';
import { readUnits } from '../units.ts';
import { textCarrying } from './carried.ts';
import { cellsOf } from './cells.ts';
import { type Answered, type Comparison, compareRows, likeness, type Manner } from './compare.ts';
import { type Expected, otherOrders, settledBy } from './expected.ts';
import { isSorted, keepsEvents } from './manner.ts';
import { originsOf } from './origins.ts';
import { pinned } from './pin.ts';
import { columnsIn } from './reading.ts';
import { isPartial, leftOut, matchesOf, type Subject, storedColumns, textAt } from './subject.ts';
import { secondsOf, timeOf } from './windows.ts';
import type { Witness } from './witness.ts';

export interface Mode {
  /** `mixed`: stored in every second event, so that events of one group differ in it. */
  readonly blanks: 'stored' | 'absent' | 'mixed';
  /** `now()` is written out as a time. */
  readonly pinned: boolean;
}

/** `same`: the engine says what KQL says. `arbitrary`: as far as KQL itself settles it. */
export type Trial =
  | { readonly kind: 'same'; readonly arbitrary: boolean }
  | { readonly kind: 'other'; readonly comparison: Comparison }
  | { readonly kind: 'rejected'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'accepted' };

const judged = (comparison: Comparison | null, arbitrary = false): Trial =>
  comparison ? { kind: 'other', comparison } : { kind: 'same', arbitrary };

const describe = (event: Witness | undefined): string => (event ? `${event.table}: ${event.about.what}` : '?');

/** `allowed`: what may match beside what has to. */
const compareMatches = (
  wanted: readonly boolean[],
  given: readonly boolean[],
  events: readonly Witness[],
  allowed: readonly boolean[] = wanted,
): Comparison | null => {
  const missing = events.filter((_, i) => wanted[i] && !given[i]).map(describe);
  const unexpected = events.filter((_, i) => !allowed[i] && given[i]).map(describe);
  return missing.length + unexpected.length > 0 ? { missing, unexpected } : null;
};

/** Which columns of an answer are compared: all; those that it has; those of them that are computed, as the others stand there uncleaned. */
type Told = 'all' | 'found' | 'computed';

/** Where rows depend on the order of the events, what is the same in each order; their number, if that is nothing. */
const compareSettled = ({ wanted }: Expected, given: Answered, manner: Manner, orders: readonly (() => Relation)[]): Trial => {
  const holds = (columns: readonly string[]): boolean =>
    columns.length > 0 && orders.every((rows) => likeness(wanted(), rows(), { ...manner, columns }) !== 'none');
  const columns = manner.columns.filter((name) => holds([name]));
  if (holds(columns)) return judged(compareRows(wanted(), given, { ...manner, columns }), true);
  const counts = [wanted, ...orders].map((rows) => rows().rows.length);
  const possible = counts.includes(given.rows.length) || new Set(counts).size > 1;
  return judged(possible ? null : { missing: [`${counts[0]} rows`], unexpected: [`${given.rows.length} rows`] }, true);
};

/** What KQL gives in one of the orders, or what is the same in all of them. */
const compareOrders = (expected: Expected, given: Answered, manner: Manner, orders: readonly (() => Relation)[]): Trial =>
  orders.some((rows) => compareRows(rows(), given, manner) === null) ? judged(null, true) : compareSettled(expected, given, manner, orders);

const compareRelation = (expected: Expected, given: Answered, told: Told): Trial => {
  const { query, wanted, backwards } = expected;
  const there = new Set(given.columns.map(({ name }) => name));
  const origins = originsOf(query);
  const isUntold = (name: string): boolean =>
    origins.get(name)?.some(({ table, column }) => expected.subject.stores.get(table)?.untold?.has(column)) ?? false;
  const isTold = (name: string): boolean => there.has(name) && (told === 'found' || !origins.has(name));
  const { manner, like } = settledBy(expected, (name) => !isUntold(name) && (told === 'all' || isTold(name)));
  if (like === 'none') {
    const settled = compareSettled(expected, given, manner, [backwards]);
    return settled.kind === 'same' ? settled : compareOrders(expected, given, manner, [backwards, ...otherOrders(expected)]);
  }
  const comparison = compareRows(wanted(), given, { ...manner, rowsOrdered: like === 'ordered' && isSorted(query) });
  if (!comparison) return judged(null);
  // Rows that tie: which of them KQL gives depends on where it meets them.
  const orders = otherOrders(expected);
  const likes = orders.map((rows) => likeness(wanted(), rows(), manner));
  if (likes.includes('none')) return compareOrders(expected, given, manner, orders);
  return judged(likes.includes('bag') ? compareRows(wanted(), given, manner) : comparison);
};

type Rows = Extract<Answer, { kind: 'rows' }>;

/** An engine that leaves out what has no value gives no column that is null in all rows. */
const withColumns = (answer: Rows, names: readonly string[]): Rows => {
  const absent = names.filter((name) => !answer.columns.includes(name));
  return { ...answer, columns: [...answer.columns, ...absent], rows: answer.rows.map((row) => [...row, ...absent.map(() => null)]) };
};

/** KQL has the time of an event under two names; the event's own time stands for those that the search does not write out (`names` has them), or else the one it does. */
const withTimes = (answer: Rows, names: readonly string[], { timeColumns, event }: NonNullable<Proof['sparse']>): Rows => {
  const own = answer.columns.indexOf(event.column);
  const written = answer.columns.findIndex((name) => timeColumns.has(name));
  const absent = [...timeColumns].filter((name) => written >= 0 && names.includes(name) && !answer.columns.includes(name));
  const timeOf = (row: readonly Json[]): Json => (own >= 0 ? event.shown(row[own] ?? null) : (row[written] ?? null));
  return {
    ...answer,
    columns: [...answer.columns, ...absent],
    rows: answer.rows.map((row) => [...row, ...absent.map(() => timeOf(row))]),
  };
};

/** Columns under the names that KQL has for them. */
const withNames = (answer: Rows, names: readonly string[], called: (name: string) => string): Rows => {
  const other = new Map(
    names.filter((name) => called(name) !== name && !answer.columns.includes(name)).map((name) => [called(name), name]),
  );
  return { ...answer, columns: answer.columns.map((name) => (names.includes(name) ? name : (other.get(name) ?? name))) };
};

const readAnswer = ({ subject, wanted }: Expected, unnamed: Rows): Answered => {
  const { proof, name: target } = subject.backend;
  const types = new Map(wanted().columns.map((column) => [column.name, column]));
  const answer = proof?.called ? withNames(unnamed, [...types.keys()], proof.called) : unnamed;
  const stored = storedColumns(subject);
  const left = leftOut(subject);
  const names = [...types.keys()].filter((name) => !left.has(name));
  const whole = proof?.sparse ? withColumns(withTimes(answer, names, proof.sparse), names) : answer;
  const columns = whole.columns.map((name) => types.get(name) ?? { name, type: 'unknown' as const });
  const nullText = proof?.nullText?.(subject.options.profile?.targets[target] ?? {});
  const read = (cell: Json, at: number): KqlCell | undefined => {
    const column = columns[at];
    const [only] = Array.isArray(cell) && cell.length === 1 ? cell : [cell];
    if (column && (only === nullText || only === null) && stored.has(column.name)) return column.type === 'string' ? '' : null;
    return column && types.has(column.name) ? proof?.read(cell, column) : null;
  };
  return { columns, rows: whole.rows.map((row) => row.map(read)) };
};

/** The events behind the rows of an answer that names them: `_index` and `_id`, the number of the event in its place. */
const namedEvents = (answer: Rows, placed: Placed): readonly number[] | null => {
  const [id, index] = [answer.columns.indexOf('_id'), answer.columns.indexOf('_index')];
  if (id < 0 || index < 0) return null;
  return answer.rows.map((row) => placed.numbers.get(`${row[index]} ${row[id]}`) ?? -1);
};

/** Those of an answer whose rows kept the whole of events that the query carried. */
const carriedEvents = (answer: Rows): readonly number[] | null => {
  const at = answer.columns.indexOf(eventField);
  return at < 0 ? null : answer.rows.map((row) => Number(row[at]));
};

interface Placed {
  readonly places: ReadonlyMap<string, string>;
  readonly data: readonly Dataset[];
  /** Place and number in it -> number of the event. */
  readonly numbers: ReadonlyMap<string, number>;
}

interface Placing extends Dataset {
  readonly fields: Map<string, string>;
  readonly events: { readonly [field: string]: Json }[];
  readonly times: number[];
}

/** A table as a schema alone. */
const schemaOf = ({ name, columns }: TableUse): Dataset => ({
  place: name,
  fields: new Map(columns.map((column) => [column.name, column.type === 'unknown' ? 'string' : column.type])),
  events: [],
});

/** The events in the target's form, each place of the rule under a free name of the engine's. */
const placedIn = (subject: Subject, engine: Engine, events: readonly Witness[], { blanks }: Mode): Placed => {
  const { uses, stores, backend } = subject;
  // What only reads needs no events, but the names of the tables.
  if (!backend.proof || engine.gives === 'translation') return { places: new Map(), data: uses.map(schemaOf), numbers: new Map() };
  const free = new Map<string, string>();
  const places = new Map<string, string>();
  const data = new Map<string, Placing>();
  for (const { name } of uses) {
    const stored = stores.get(name);
    if (!stored) continue;
    const place = free.get(stored.place) ?? engine.placeFor(stored.place);
    free.set(stored.place, place);
    places.set(name, place);
    const set = data.get(place) ?? {
      place,
      fields: new Map<string, string>(),
      events: [],
      times: [],
      ...(stored.lookup ? { lookup: true as const } : {}),
    };
    for (const [field, type] of stored.fields) set.fields.set(field, type);
    data.set(place, set);
  }
  for (const { field, indices } of runtimeFieldsOf(backend, subject.back))
    data.get(free.get(indices.join(',')) ?? '')?.fields.set(field, 'runtime');
  const numbers = new Map<string, number>();
  events.forEach((event, at) => {
    const place = places.get(event.table) ?? '';
    const set = data.get(place);
    const stored = stores.get(event.table);
    if (!set || !stored) return;
    numbers.set(`${place} ${set.events.length}`, at);
    set.times.push(secondsOf(timeOf(event, subject.normal)));
    const alternately = at % 2 === 0 ? 'stored' : 'absent';
    set.events.push(stored.event(cellsOf(event.row), blanks === 'mixed' ? alternately : blanks));
  });
  return { places, data: [...data.values()], numbers };
};

/** The answer to events that stand place by place, in the order of the events themselves. */
const inOrder = (matched: readonly boolean[], { data, numbers }: Placed): readonly boolean[] => {
  if (numbers.size < matched.length) return matched;
  const places = data.flatMap(({ place, events }) => events.map((_, at) => numbers.get(`${place} ${at}`) ?? -1));
  const found = new Set(places.filter((_, at) => matched[at]));
  return matched.map((_, number) => found.has(number));
};

const compareAnswer = (expected: Expected, placed: Placed, answer: Answer): Trial => {
  const { query, events, matches, mayMatch, asCompared } = expected;
  if (answer.kind === 'refused') return { kind: 'rejected', reason: answer.reason };
  if (answer.kind === 'unable') return { kind: 'unknown', reason: answer.reason };
  if (answer.kind === 'accepted') return { kind: 'accepted' };
  if (answer.kind === 'matches') return judged(compareMatches(matches(), asCompared(inOrder(answer.matched, placed)), events, mayMatch()));
  if (answer.kind === 'translation') return compareTranslation(expected, answer.kql);
  const carried = carriedEvents(answer);
  const named = carried ?? namedEvents(answer, placed);
  const told: Told = carried ? 'computed' : named || isPartial(expected.subject) ? 'found' : 'all';
  if (named && query.pipeline.steps.every(({ kind }) => keepsEvents.has(kind))) {
    const given = new Set(named);
    const comparison = compareMatches(
      matches(),
      events.map((_, i) => given.has(i)),
      events,
    );
    if (comparison) return judged(comparison);
  }
  return compareRelation(expected, readAnswer(expected, answer), told);
};

/** Somebody else's reading of the text, in KQL again. */
const compareTranslation = ({ subject, events, world, matches }: Expected, kql: string): Trial => {
  const [unit] = readUnits(kql, { file: 'translation.kql' }).units;
  const again = unit && frontEnd(unit, subject.options).bound;
  if (!again) return { kind: 'unknown', reason: `the KQL that it makes of the text cannot be read: ${kql.slice(0, 300)}` };
  const comparison = compareMatches(matches(), matchesOf(again, world, events), events);
  const own = columnsIn(subject.bound);
  const foreign = [...columnsIn(again)].filter((name) => !own.has(name));
  // Another field map than ours: its columns need not hold what those of the rule hold.
  if (comparison && foreign.length > 0) return { kind: 'unknown', reason: `it reads ${foreign.join(', ')}, which the rule does not` };
  return judged(comparison);
};

const nowhere: Placed = { places: new Map(), data: [], numbers: new Map() };

/** The text with the events in it, on an engine that holds none. */
const tryCarrying = async (expected: Expected, engine: Engine, mode: Mode): Promise<Trial> => {
  const carried = textCarrying(expected.subject, expected.events, mode.blanks === 'absent' ? 'absent' : 'stored');
  if ('why' in carried) return { kind: 'rejected', reason: carried.why };
  const loaded = await engine.load([]);
  try {
    const answer = await loaded.ask(carried.text);
    const names = expected.wanted().columns.map(({ name }) => name);
    const isWhole = answer.kind !== 'rows' || answer.columns.includes(eventField);
    return compareAnswer(expected, nowhere, isWhole ? answer : withColumns(answer, names));
  } finally {
    await loaded.drop();
  }
};

/** Events in place on an engine, and the text that asks for them; any other text may be tried there, too. */
export interface Bench {
  readonly text: string;
  readonly ask: (text: string) => Promise<Answer>;
  /** What an answer says otherwise than KQL. */
  readonly judge: (answer: Answer) => Trial;
  readonly drop: () => Promise<void>;
}

/** null: there is no text for events in other places. */
export const benchFor = async (expected: Expected, engine: Engine, mode: Mode): Promise<Bench | null> => {
  const { subject, events } = expected;
  const placed = placedIn(subject, engine, events, mode);
  const text = textAt(subject, mode.pinned ? pinned(subject.normal, subject.now) : subject.normal, placed.places);
  if (text === null) return null;
  const loaded = await engine.load(placed.data);
  return { text, ask: loaded.ask, judge: (answer) => compareAnswer(expected, placed, answer), drop: loaded.drop };
};

/** The text on the engine, beside what is expected. */
export const tryOut = async (expected: Expected, engine: Engine, mode: Mode): Promise<Trial> => {
  const { subject } = expected;
  if (engine.carries) return tryCarrying(expected, engine, mode);
  const bench = await benchFor(expected, engine, mode);
  if (!bench) return { kind: 'rejected', reason: 'there is no text for events in other places' };
  try {
    const answer = await bench.ask(bench.text);
    if (answer.kind === 'refused' && engine.gives === 'accepted' && !subject.backend.proof) {
      const own = await bench.ask(subject.unit.source.text);
      if (own.kind === 'refused') return { kind: 'unknown', reason: `it does not take the rule itself: ${own.reason}` };
    }
    return bench.judge(answer);
  } finally {
    await bench.drop();
  }
};

/** The text of a target that is KQL (the emitted one unless given), read and evaluated again. */
export const evaluateAgain = (expected: Expected, text = expected.subject.back.output ?? ''): Trial => {
  const [unit] = readUnits(text, { file: 'translation.kql' }).units;
  const again = unit && frontEnd(unit, expected.subject.options).bound;
  if (!again) return { kind: 'rejected', reason: 'the output is no KQL that can be read' };
  const { columns, rows } = evaluate(again, expected.world);
  return compareRelation(expected, { columns, rows: rows.map(cellsOf) }, 'all');
};
