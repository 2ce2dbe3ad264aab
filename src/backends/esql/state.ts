// The query written so far: commands, and what each KQL column is at this point. Steps turn one state into the next.

import type { ColumnRef } from '../../ir/expr.ts';
import type { Column } from '../../ir/types.ts';
import { type Assignment, type Command, type Es, field } from './ast.ts';
import type { Scope } from './context.ts';
import { textOf, type Value, value } from './value.ts';

export interface State {
  readonly commands: readonly Command[];
  /** Columns that steps made, by KQL name. */
  readonly columns: ReadonlyMap<string, Value>;
  /** The source behind the other columns; null once a step fixed the columns. */
  readonly base: Scope | null;
  /** Fields that a new column must not overwrite, because KQL knows them under another name. */
  readonly taken: ReadonlySet<string>;
  /** Columns of KQL that the rows come without. */
  readonly left: ReadonlySet<string>;
  /** The engine's columns in order, once an aggregation fixed them. */
  readonly visible: readonly string[] | null;
  /** Rows are no longer events. */
  readonly aggregated: boolean;
  /** What the last sort sorted by, when that is one value. */
  readonly sortKey?: Value;
  /** A text that no other row has, of rows that are put together of several; null or absent: none is known, or the rows are events. */
  readonly rowId?: Es | null;
  /** The most rows there can be, when that is known. */
  readonly most: bigint | null;
}

/** A state, and the test that every row of the source passes (null: all rows of the index). */
export interface Start {
  readonly state: State;
  readonly rows: Es | null;
}

export const scopeOf = (state: State): Scope => ({
  column: (ref, use) => state.columns.get(ref.name) ?? state.base?.column(ref, use) ?? value(field(ref.name), 'keyword', true),
  missing: (ref) => !state.columns.has(ref.name) && (state.base?.missing?.(ref) ?? false),
});

/** A column of the source by its name alone. */
export const refTo = (column: Column, span: ColumnRef['span']): ColumnRef => ({
  kind: 'column',
  span,
  type: column.type,
  name: column.name,
  declared: true,
});

const namesIn = (e: Es, out: Set<string>): void => {
  if (e.kind === 'field') out.add(e.name);
  else if (e.kind === 'call') for (const arg of e.args) namesIn(arg, out);
  else if (e.kind === 'binary') [e.left, e.right].map((side) => namesIn(side, out));
  else if (e.kind === 'in') [e.left, ...e.items].map((side) => namesIn(side, out));
  else if (e.kind === 'and' || e.kind === 'or') for (const operand of e.operands) namesIn(operand, out);
  else if (e.kind === 'isNull' || e.kind === 'not' || e.kind === 'negate') namesIn(e.operand, out);
  else if (e.kind === 'filtered') [e.aggregate, e.where].map((side) => namesIn(side, out));
};

/** The engine's columns that an expression reads. */
export const reads = (e: Es): ReadonlySet<string> => {
  const out = new Set<string>();
  namesIn(e, out);
  return out;
};

/** The name under which the engine holds a KQL column: its own, with `_` behind it while a field of that name is in use for another column. */
export const engineName = (state: State, name: string): string => {
  let free = name;
  while (state.taken.has(free)) free = `${free}_`;
  return free;
};

/** A name for the query's own use: with `_` behind it until no name in use starts with it, so that numbered parts of it are free as well. */
export const fresh = (wanted: string, used: Iterable<string>): string => {
  const names = [...used];
  let free = wanted;
  while (names.some((name) => name.startsWith(free))) free = `${free}_`;
  return free;
};

/** Names that KQL's columns go by, and the engine's columns behind them. */
export const namesInUse = (state: State): ReadonlySet<string> =>
  new Set([...state.taken, ...[...state.columns].flatMap(([name, v]) => [name, ...reads(v.es)])]);

const isSelf = (a: Assignment): boolean => a.expr.kind === 'field' && a.expr.name === a.name;

/** EVAL assigns from left to right, KQL all at once: what a later expression still reads is set aside first. `used`: names that are not free for that. */
export const assign = (assignments: readonly Assignment[], used: ReadonlySet<string>): readonly Command[] => {
  const needed = assignments.filter((a) => !isSelf(a));
  const clash = needed.filter((a, at) => needed.slice(at + 1).some((later) => reads(later.expr).has(a.name)));
  if (needed.length === 0) return [];
  if (clash.length === 0) return [{ kind: 'eval', columns: needed }];
  const inUse = [...used, ...needed.flatMap((a) => [a.name, ...reads(a.expr)])];
  const aside = new Map(clash.map((a) => [a.name, fresh(`${a.name}_new`, inUse)]));
  return [
    { kind: 'eval', columns: needed.map((a) => ({ ...a, name: aside.get(a.name) ?? a.name })) },
    { kind: 'rename', pairs: [...aside].map(([to, from]) => ({ from, to })) },
  ];
};

/** Columns that read what is about to be overwritten, written down before that. */
export const settled = (state: State, overwritten: ReadonlySet<string>, except: ReadonlySet<string>): State => {
  const stale = [...state.columns].filter(
    ([name, v]) =>
      !except.has(name) &&
      v.es.kind !== 'string' &&
      !(v.es.kind === 'field' && v.es.name === name) &&
      [...reads(v.es)].some((read) => overwritten.has(read)),
  );
  if (stale.length === 0) return state;
  const columns = new Map(state.columns);
  const written = stale.map(([name, v]): Assignment => {
    const to = engineName(state, name);
    columns.set(name, { ...v, es: field(to) });
    return { name: to, expr: v.es };
  });
  return { ...state, columns, commands: [...state.commands, ...assign(written, namesInUse(state))] };
};

/** What a column of the result shows: an element of an array may be none. */
export const resulting = (v: Value): Es => (v.isElement ? v.es : shown(v));

/** What a column shows: a string is never null. */
export const shown = (v: Value): Es => (v.type === 'keyword' ? textOf(v) : v.es);
