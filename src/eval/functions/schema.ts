// What depends on the columns at hand.
import { unsupported } from '../refusal.ts';
import type { Fn } from '../scope.ts';
import { convert } from '../values/convert.ts';

/** Calls that are left here look at rows whose columns no schema names: the column is taken from the data; where it lacks, nobody can tell why. */
const columnIfExists: Fn = ({ args: [name], type, span, scope: { columns } }) => {
  const slot = columns.findIndex((column) => column.name === name?.fixed);
  const found = columns[slot];
  if (!found) return unsupported('`column_ifexists()` on rows whose columns are not known', span);
  return (row) => convert(row[slot] ?? null, found.type, type);
};

export const schemaFunctions = {
  column_ifexists: columnIfExists,
} as const satisfies Readonly<Record<string, Fn>>;
