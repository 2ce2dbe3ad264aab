// Rows by table name and a clock in; a world that gives the same whenever it is asked out.
import type { World } from './evaluate.ts';
import { refuse } from './refusal.ts';
import type { Relation } from './value.ts';

export type Tables = ReadonlyMap<string, Relation>;

/** A table's rows are found by name; columns that are asked for and not there are left out. `now`: ticks. */
export const stillWorld = (tables: Tables, now: bigint): World => ({
  now,
  random: () => 0.5,
  table: ({ table }) =>
    tables.get(table.name) ?? refuse('RMMC7003', table.span, { table: table.name, given: [...tables.keys()].join(', ') }),
});
