// Rows of a file or a watchlist in; how they stand in a CSV lookup, and what is read there again, out.
import type { LookupForm } from '../../shared/backend.ts';
import { blankOf, cellOfText, isTextType, textOfTyped } from '../../shared/cell-text.ts';
import type { TargetProfile } from '../../shared/fields.ts';
import type { LookupAsset } from '../../shared/lookups.ts';
import type { KqlCell, StoredTable, TableUse } from '../../shared/proof.ts';
import { cutToMicro } from '../answers.ts';
import { allowedName } from '../state.ts';

const textIn = (cell: KqlCell, type: TableUse['columns'][number]['type']): string =>
  textOfTyped(type === 'datetime' && typeof cell === 'bigint' ? cutToMicro(cell) : cell, type);

const isKept = (type: TableUse['columns'][number]['type']): boolean => type === 'dynamic' || type === 'timespan';

export const lookupStore = (use: TableUse): StoredTable => {
  const columns = use.columns.map((column, at) => ({ ...column, at, header: allowedName(column.name) }));
  return {
    place: use.lookup ?? use.name,
    lookup: true,
    fields: new Map(columns.map(({ header }) => [header, ''])),
    settled: (row) =>
      columns.map(({ at, type }) => {
        const cell = row[at] ?? blankOf(type);
        return isKept(type) ? cell : cellOfText(textIn(cell, type), type);
      }),
    event: (row, blanks) => {
      const cells = columns.map(({ at, type, header }) => ({ header, isText: isTextType(type), text: textIn(row[at] ?? null, type) }));
      return Object.fromEntries(
        cells.flatMap(({ header, isText, text }) => (text !== '' || (isText && blanks === 'stored') ? [[header, text]] : [])),
      );
    },
    shown: (_column, cell) => cell,
  };
};

/** The header row; names of fields have no comma and no quote. */
export const lookupForm = ({ name, of, columns }: LookupAsset, profile: TargetProfile): LookupForm | null => {
  const own = new Map(Object.entries(profile.lookups ?? {}));
  if (own.has(of) || own.has(name)) return null;
  return { name, text: `${columns.map((column) => allowedName(column.name)).join(',')}\n` };
};
