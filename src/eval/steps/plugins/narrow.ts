// `narrow()`: one row for each cell: the number of its row (from 0), the name of its column, its value as text.
import { unsupported } from '../../refusal.ts';
import type { Relation } from '../../value.ts';
import { textOf } from '../../values/text.ts';
import type { Plugin } from './arguments.ts';

export const narrow = (n: Plugin, { columns, rows }: Relation): Relation => {
  if (columns.some(({ type }) => type === 'bool'))
    unsupported('`narrow()` of a bool (whether it is written `true` or `True` is not known)', n.span);
  return {
    columns: [
      { name: 'Row', type: 'long' },
      { name: 'Column', type: 'string' },
      { name: 'Value', type: 'string' },
    ],
    rows: rows.flatMap((row, at) => columns.map(({ name, type }, i) => [BigInt(at), name, textOf(row[i] ?? null, type)])),
  };
};
