// What a target says of queries that carry their events in themselves: they run where nothing is stored and nothing may be installed.
import type { Column } from '../../ir/types.ts';
import { isList } from './cell-text.ts';
import type { Json, KqlCell } from './proof.ts';

/** The rows of one table, which the query is to read instead of what is stored. */
export interface CarriedTable {
  readonly name: string;
  /** Where its events live, in the target's words. */
  readonly place: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly KqlCell[])[];
  /** The rows as the target stores them; empty for a target that reads KQL's own tables. */
  readonly events: readonly { readonly [field: string]: Json }[];
  /** The target's type by field name. */
  readonly fields: ReadonlyMap<string, string>;
  /** The numbers of the rows, counted over all tables. */
  readonly numbers: readonly number[];
}

/** What KQL gives over the events. */
export interface Wanted {
  readonly events: number;
  /** Those to compare. */
  readonly columns: readonly Column[];
  /** In any order; cells of `columns` alone. */
  readonly rows: readonly (readonly KqlCell[])[];
  /** Numbers of the events behind the rows; null where rows are no events. */
  readonly matches: readonly number[] | null;
  /** Columns that hold lists made from several rows. */
  readonly lists: ReadonlySet<string>;
  /** Whether elements of arrays have an order. */
  readonly arraysOrdered: boolean;
}

/** A query, or why there is none. */
export type Carried<Ast> = { readonly ast: Ast } | { readonly why: string };

export interface Carrier<Ast> {
  /** The same query over the rows alone. Events bring their number along as `rmmc_event` wherever the query keeps all of an event. */
  carrying(ast: Ast, tables: readonly CarriedTable[]): Carried<Ast>;
  /** Ends a query that carries its rows in one row whose column `verdict` says `equal (n events)` or `DIFFERENT`. */
  judging(ast: Ast, wanted: Wanted): Carried<Ast>;
}

/** Whether the elements of a list read alike as texts in every target. */
export const isListOfTexts = (cell: KqlCell): boolean =>
  cell === null || (isList(cell) && cell.every((one) => typeof one === 'string' || typeof one === 'bigint' || typeof one === 'boolean'));

/** The field with the number of an event. */
export const eventField = 'rmmc_event';

export const equalText = (events: number): string => `equal (${events} events)`;
export const differentText = 'DIFFERENT';
