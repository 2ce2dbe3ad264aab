// What a command works on: rows with their declared columns, and what a run knows.
import type { Search } from '../../ast.ts';
import type { TermContext } from '../terms.ts';
import type { Field, Row } from '../value.ts';

export interface Table {
  readonly rows: readonly Row[];
  /** Columns that are there even when no row has them, in their order. */
  readonly columns: readonly string[];
}

/** A lookup table: its columns, its rows, and the columns that hold subnets. */
export interface Lookup {
  readonly rows: readonly Row[];
  readonly cidr: ReadonlySet<string>;
}

export interface Run extends TermContext {
  readonly lookups: ReadonlyMap<string, Lookup>;
  /** What mvcombine said of a field, for nomv. */
  readonly delimiters: Map<string, string>;
  /** Searches give events newest first; else they stay as they were given. */
  readonly newestFirst: boolean;
  /** Rows with times, newest first. */
  inTime(rows: readonly Row[]): readonly Row[];
  /** The rows of a search in brackets, cut at `limit` (null: no limit). */
  rowsOf(search: Search, limit: number | null): Table;
}

export const table = (rows: readonly Row[], columns: readonly string[] = []): Table => ({ rows, columns });

/** A row with some fields set; NULL takes a field out. */
export const withFields = (row: Row, fields: readonly (readonly [name: string, field: Field | null])[]): Row => {
  const next = new Map(row);
  for (const [name, field] of fields) {
    if (field === null) next.delete(name);
    else next.set(name, field);
  }
  return next;
};

/** Every field that some row has, in the order in which they appear; declared columns first. */
export const fieldsIn = ({ rows, columns }: Table): readonly string[] => {
  const names = new Set(columns);
  for (const row of rows) for (const name of row.keys()) names.add(name);
  return [...names];
};

export const isInternal = (name: string): boolean => name.startsWith('_');
