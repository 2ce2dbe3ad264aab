// Several queries in one stream of rows: a column says which query (leg) a row belongs to. What a leg is at this point of the text, and the names in use.
import type { Span } from '../../../diagnostics/span.ts';
import type { ColumnRef } from '../../../ir/expr.ts';
import type { Step, StepOf } from '../../../ir/pipeline.ts';
import type { Frame } from '../../../ir/types.ts';
import type { Position } from '../../shared/findings.ts';
import { binary, type Command, type Es, field, str } from '../ast.ts';
import { type Context, refuse } from '../context.ts';
import { emptyState } from '../lower-table.ts';
import { reads, refTo, type State, scopeOf } from '../state.ts';
import { bagValue, settledValue, type Value } from '../value.ts';
import { keyOf, type Needed, type Needs } from './needs.ts';

/** Lowers one step of a query that stands alone. */
export type LowerStep = (context: Context, state: State, step: Step, frame: Frame, later: readonly Step[]) => State;

/** A step that is not written down yet, with the frame before it. */
export interface Waiting {
  readonly step: Step;
  readonly frame: Frame;
  /** Of a limit: what rows too many do. */
  readonly position?: Position;
}

/** One query of the stream. */
export interface Leg {
  context: Context;
  /** Whether a column of a whole row, that no step reads, has a field. */
  offers: (column: Needed) => boolean;
  /** How the rows are marked. */
  readonly tag: string;
  readonly span: Span;
  /** Its columns; `commands` stays empty. */
  state: State;
  /** The columns that its further steps read. */
  needs: Needs;
  /** Its rows are still events: fields of the index stand for columns. */
  readsEvents: boolean;
  /** A text that no other row of the leg has. */
  id: Es;
  /** The id is out of date: the last leg's rows are told apart by nothing once they are aggregated or spread. */
  isUntold?: true;
  /** Columns that no two rows share; null: none are known. */
  unique: ReadonlySet<string> | null;
  /** What its rows are sorted by; null: nothing. `lost`: by columns that are gone. */
  order: StepOf<'sort'> | 'lost' | null;
  /** An aggregation that is not written down yet, and the steps behind it that look at one row. A join by its keys says it in passing. */
  waiting: readonly Waiting[];
}

export interface Stream {
  readonly lowerStep: LowerStep;
  /** The column that says which leg a row belongs to. */
  readonly mark: string;
  /** Names of fields that events have: nothing may be written over them while events are read. */
  readonly stored: ReadonlySet<string>;
  /** A list is gathered somewhere, whose values are told apart by the ids of their rows. */
  readonly needsIds: boolean;
  commands: readonly Command[];
  legs: readonly Leg[];
}

export const others = (stream: Stream, ...legs: readonly Leg[]): readonly Leg[] => stream.legs.filter((leg) => !legs.includes(leg));

/** The test for a leg's rows. */
export const isOf = (stream: Stream, leg: Leg): Es => binary('==', field(stream.mark), str(leg.tag));

export const isNotOf = (stream: Stream, leg: Leg): Es => binary('!=', field(stream.mark), str(leg.tag));

const namesOfLeg = ({ state, id }: Leg): readonly string[] => [
  ...[...state.columns.values()].flatMap((v) => [...reads(v.es)]),
  ...reads(id),
];

/** Names that a new column must not take. */
export const namesOf = (stream: Stream, legs: readonly Leg[] = stream.legs): Set<string> => {
  const readsEvents = stream.legs.some((leg) => leg.readsEvents);
  return new Set([stream.mark, ...(readsEvents ? stream.stored : []), ...legs.flatMap(namesOfLeg)]);
};

/** A name that is free, taken from now on. */
export const claim = (wanted: string, used: Set<string>): string => {
  let name = wanted;
  for (let n = 2; used.has(name); n += 1) name = `${wanted}_${n}`;
  used.add(name);
  return name;
};

export const write = (stream: Stream, ...commands: readonly Command[]): void => {
  stream.commands = [...stream.commands, ...commands];
};

/** The leg as the whole query, for what lowers single queries; names of other legs are out of its reach, and those that tell its rows apart. */
export const alone = (stream: Stream, leg: Leg): State => {
  const rest = others(stream, leg);
  const told = rest.length > 0 || stream.needsIds ? reads(leg.id) : [];
  // beside other legs no SORT is written that a list could follow
  const rowId = leg.isUntold || (rest.length > 0 && leg.order !== null) ? null : leg.id;
  return { ...leg.state, commands: stream.commands, rowId, taken: new Set([...leg.state.taken, ...told, ...namesOf(stream, rest)]) };
};

/** What became of `alone`. */
export const settle = (stream: Stream, leg: Leg, state: State): void => {
  stream.commands = state.commands;
  leg.state = { ...state, commands: [], taken: leg.state.taken };
};

const refOf = (leg: Leg, { column, type, read }: Needed): ColumnRef =>
  read ? { ...read, name: column } : refTo({ name: column, type }, leg.span);

/** What stands for a need: the part of a column that is known by its parts, the column as a whole, or nothing where only a whole row would show it. */
const foundFor = (need: Needed, v: Value, isMade: boolean, span: Span): readonly [Needed, Value] | null => {
  const whole: Needed = { ...need, keys: [] };
  if (!v.bag) return [whole, v];
  const part = need.keys.length > 0 ? v.bag.at(need.keys, span) : null;
  if (part) return [need, settledValue(part, span)];
  return need.read === null && !isMade ? null : [whole, v.bag.whole(span)];
};

/** The columns that a leg still needs, as it has them. */
export const neededColumns = (leg: Leg, needs: Needs): readonly (readonly [Needed, Value])[] => {
  const scope = scopeOf(leg.state);
  const found = new Map<string, readonly [Needed, Value]>();
  for (const need of needs.values()) {
    const known = leg.state.columns.get(need.column);
    if (need.read === null && !known && !leg.offers(need)) continue;
    const v = known ?? scope.column(refOf(leg, need), 'value');
    const one = foundFor(need, v, known?.bag?.asked !== undefined, need.read?.span ?? leg.span);
    if (one) found.set(keyOf(one[0]), one);
  }
  return [...found.values()];
};

/** Columns by name; one that came in parts is known by them. */
const byName = (leg: Leg, columns: readonly (readonly [Needed, Value])[]): ReadonlyMap<string, Value> => {
  const parts = new Map(columns.map(([need, value]) => [keyOf(need), value] as const));
  const names = new Set(columns.map(([{ column }]) => column));
  const bagOf = (name: string): Value =>
    bagValue({
      at: (keys) => parts.get([name, ...keys].join('.')) ?? null,
      whole: (span) => refuse(leg.context, span, `column ${name} here`, 'only parts of it came through the join or union'),
    });
  return new Map([...names].map((name) => [name, parts.get(name) ?? bagOf(name)]));
};

/** The columns that a leg has once they are written down; any other is refused by name. */
export const arrive = (leg: Leg, columns: readonly (readonly [Needed, Value])[]): void => {
  leg.readsEvents = false;
  leg.order = null;
  leg.offers = () => false;
  leg.state = {
    ...emptyState,
    columns: byName(leg, columns),
    base: {
      column: (ref) => refuse(leg.context, ref.span, `column ${ref.name} here`, 'no side of the join or union is known to have it'),
    },
    aggregated: true,
  };
};
