// A subject and events in; what a query needs to carry the events in itself, and what KQL gives over them, out.
import type { CarriedTable, Wanted } from '../backends/shared/carrier.ts';
import { blankOf } from '../backends/shared/cell-text.ts';
import type { Blanks, KqlCell } from '../backends/shared/proof.ts';
import { type Back, backEnd } from '../compile.ts';
import { eventTimes } from '../ir/event-time.ts';
import { visitPipeline } from '../ir/traverse.ts';
import type { Column } from '../ir/types.ts';
import { cellsOf, comparable } from './cells.ts';
import { expectedOf, settledBy } from './expected.ts';
import { keepsEvents, listColumns } from './manner.ts';
import { pinned } from './pin.ts';
import { columnsIn } from './reading.ts';
import { queryAsDeclared, type Subject } from './subject.ts';
import type { Witness } from './witness.ts';

/** Whether a column may matter to the query: it is named somewhere, or it is the time of the event. */
const isNeeded = ({ normal, unit, back }: Subject): ((name: string) => boolean) => {
  const read = columnsIn(normal);
  const texts = [unit.source.text, back.output ?? ''];
  return (name) => eventTimes.has(name) || read.has(name) || texts.some((text) => text.includes(name));
};

/** The events without what the query does not look at. */
export const slimmed = (subject: Subject, events: readonly Witness[]): readonly Witness[] => {
  const needed = isNeeded(subject);
  return events.map((event) => {
    const cells = event.row.map((cell, at) => {
      const column = event.columns[at];
      return column && !needed(column.name) ? (blankOf(column.type) as typeof cell) : cell;
    });
    return { ...event, row: cells };
  });
};

export const carriedTables = (subject: Subject, events: readonly Witness[], blanks: Blanks): readonly CarriedTable[] => {
  const needed = isNeeded(subject);
  return subject.uses.map(({ name, columns }) => {
    const own = events.flatMap((event, number) => (event.table === name ? [{ cells: cellsOf(event.row), number }] : []));
    const store = subject.stores.get(name);
    const kept = columns.flatMap((column, at) => (needed(column.name) ? [{ column, at }] : []));
    return {
      name,
      place: store?.place ?? name,
      columns: kept.map(({ column }) => column),
      rows: own.map(({ cells }) => kept.map(({ at }) => cells[at] ?? null)),
      events: store ? own.map(({ cells }) => store.event(cells, blanks)) : [],
      fields: store?.fields ?? new Map(),
      numbers: own.map(({ number }) => number),
    };
  });
};

/** What KQL gives over the events, as far as KQL settles it. */
export const wantedOf = (subject: Subject, events: readonly Witness[]): Wanted => {
  const query = queryAsDeclared(subject);
  const expected = expectedOf(subject, query, events);
  const { columns, rows } = expected.wanted();
  const { manner, like } = settledBy(expected);
  const settled = new Set(like === 'none' ? [] : manner.columns);
  const needed = isNeeded(subject);
  const cells = rows.map(cellsOf);
  const isBlank = (at: number, { type }: Column): boolean =>
    cells.every((row) => comparable(row[at] ?? null, type, true) === comparable(blankOf(type), type, true));
  const compared = columns.flatMap((column, at): readonly { readonly column: Column; readonly at: number }[] => {
    if (!settled.has(column.name)) return [];
    return needed(column.name) || !isBlank(at, column) ? [{ column, at }] : [];
  });
  const keeps = query.pipeline.steps.every(({ kind }) => keepsEvents.has(kind)) && query.pipeline.source.kind === 'table';
  return {
    events: events.length,
    columns: compared.map(({ column }) => column),
    rows: cells.map((row) => compared.map(({ column, at }): KqlCell => manner.shown(row[at] ?? null, column))),
    matches: keeps ? expected.matches().flatMap((matches, at) => (matches ? [at] : [])) : null,
    lists: listColumns(query),
    arraysOrdered: manner.arraysOrdered,
  };
};

/** The rule in the target with `now()` written out as a time, since the events stand at times of their own. */
export const pinnedBack = ({ backend, unit, normal, options, now }: Subject): Back => backEnd(backend, unit, pinned(normal, now), options);

/** Whether the query asks for the time in a way that is not written out. */
export const asksClock = ({ normal, now }: Subject): boolean => {
  let found = false;
  visitPipeline(pinned(normal, now).pipeline, {
    expr: (expr) => {
      if (expr.kind === 'call' && (expr.fn === 'now' || expr.fn === 'ago')) found = true;
    },
  });
  return found;
};

/** What a query carries is what its tables hold: other sources are out of its reach. */
export const sourceOutOfReach = ({ normal }: Subject): string | null => {
  let found: string | null = null;
  visitPipeline(normal.pipeline, {
    source: ({ kind }) => {
      if (kind === 'tables' || kind === 'remote' || kind === 'external' || kind === 'stored') found ??= kind;
      if (kind === 'search' || kind === 'find') found ??= kind;
    },
  });
  return found;
};

/** The text that carries the events, its times written out; a reason where there is none. */
export const textCarrying = (
  subject: Subject,
  events: readonly Witness[],
  blanks: Blanks,
): { readonly text: string } | { readonly why: string } => {
  const { carrier, print } = subject.backend;
  const back = pinnedBack(subject);
  if (!carrier || back.output === null) return { why: 'there is no text that carries its events' };
  const carried = carrier.carrying(back.ast, carriedTables(subject, events, blanks));
  return 'why' in carried ? carried : { text: print(carried.ast) };
};
