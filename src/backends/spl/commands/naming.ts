// The columns that a rule reads, and those it only shows, in; the commands that give them their KQL names and the values that KQL sees out.
import { type Assignment, type Command, call, type Eval, field } from '../ast.ts';
import type { Reader } from '../base/base-search.ts';
import { nullTextOf } from '../context.ts';
import { isFieldName } from '../quote.ts';
import { fresh } from '../state.ts';
import { computedOf, type Reading, sourcesOf, timeField, type Use } from '../stored/columns.ts';

export interface Read {
  readonly use: Use;
  readonly reading: Reading;
}

/** The first of the fields, and of what else may hold the value, that is there. */
interface Move {
  readonly from: readonly string[];
  readonly to: string;
  readonly more: readonly Eval[];
}

const assigned = (move: Move): Assignment => {
  const parts = [...move.from.map(field), ...move.more];
  const [only] = parts;
  return { field: move.to, value: parts.length === 1 && only ? only : call('coalesce', ...parts) };
};

/** eval works from left to right: nothing is overwritten that a later assignment reads; a ring is opened by a copy. */
const sequenced = (moves: readonly Move[]): readonly Assignment[] => {
  const [first, ...rest] = moves;
  if (!first) return [];
  const ready = moves.find((move) => !moves.some((other) => other !== move && other.from.includes(move.to)));
  if (ready) return [assigned(ready), ...sequenced(moves.filter((move) => move !== ready))];
  const copy = fresh(`raw_${first.to}`, new Set(moves.flatMap((move) => [move.to, ...move.from])));
  const reread = rest.map((move) => ({ ...move, from: move.from.map((name) => (name === first.to ? copy : name)) }));
  return [{ field: copy, value: field(first.to) }, ...sequenced([first, ...reread])];
};

/** How the columns got their names, and which fields are gone by that: old name to new name. */
interface Naming {
  readonly commands: readonly Command[];
  readonly gone: ReadonlyMap<string, string>;
}

/** One rename gives the columns their KQL names; where a field is read twice, or its name is another column's, all are copied by eval instead. */
export const naming = (reads: readonly Read[]): Naming => {
  const all = reads.map(({ reading }): Move => ({ from: reading.sources, to: reading.binding.field, more: [] }));
  const moves = all.filter(({ from, to }) => from.length > 1 || (from.length === 1 && from[0] !== to));
  if (moves.length === 0) return { commands: [], gone: new Map() };
  const read = all.flatMap((move) => move.from);
  const sources = new Set(read);
  const pairs = moves.flatMap(({ from: [from], to }) => (from === undefined ? [] : [{ from, to }]));
  const simple =
    sources.size === read.length && !sources.has(timeField) && moves.every(({ from, to }) => from.length === 1 && !sources.has(to));
  if (simple) return { commands: [{ kind: 'rename', pairs }], gone: new Map(pairs.map(({ from, to }) => [from, to])) };
  return { commands: [{ kind: 'eval', assignments: sequenced(moves) }], gone: new Map() };
};

/** Every other column of the table by its own name, when the events have no common prefix to strip. */
export const plainNames = (r: Reader, reads: readonly Read[], gone: ReadonlyMap<string, string>): readonly Command[] => {
  const read = new Set(reads.map(({ use }) => use.name));
  const moves = r.table.frame.columns.flatMap((column): readonly Move[] => {
    const row = r.mapping.columns.get(column.name);
    if (!row || read.has(column.name) || r.isTime(column.name) || !isFieldName(row.field) || !isFieldName(column.name)) return [];
    const from = sourcesOf(row).map((name) => gone.get(name) ?? name);
    const more = computedOf(row, column.name, column.type, nullTextOf(r.context));
    return from.length === 1 && from[0] === column.name && more.length === 0 ? [] : [{ from, to: column.name, more }];
  });
  return moves.length === 0 ? [] : [{ kind: 'eval', assignments: sequenced(moves) }];
};

/** Gives the columns the values that KQL sees. Where nulls are absent fields, texts need no more than fillnull. */
export const cleaning = (reads: readonly Read[], r: Reader): readonly Command[] => {
  const fills = reads.filter(({ reading }) => nullTextOf(r.context) === '' && reading.plain && reading.binding.rep === 'text');
  const rest = reads.filter((read) => !fills.includes(read));
  const assignments = rest
    .map(({ reading }): Assignment => ({ field: reading.binding.field, value: reading.value }))
    .filter((a) => a.value.kind !== 'field' || a.value.name !== a.field);
  return [
    ...(fills.length > 0 ? [{ kind: 'fillnull', fields: fills.map(({ reading }) => reading.binding.field) } as const] : []),
    ...(assignments.length > 0 ? [{ kind: 'eval', assignments } as const] : []),
  ];
};
