// The data of a Windows event, a bag of texts in KQL, in; the XML that Splunk keeps of it, and the fields that it makes of the parts, out.
import { type Bag, isBag, isList, parsedDynamic, textOfCell } from '../shared/cell-text.ts';
import type { Json, KqlCell } from '../shared/proof.ts';
import { type Slot, withCell } from '../shared/stored-slots.ts';
import type { StoredColumn } from './stored-column.ts';

const escapes = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
]);

const escaped = (text: string): string => text.replace(/[&<>]/g, (sign) => escapes.get(sign) ?? sign);

const isPartName = (key: string): boolean => /^[A-Za-z0-9_]+$/.test(key);

/** Each part as text; the event has no field for what is empty, is no single value, or has a name that is taken. */
const partsOf = (cell: KqlCell, taken: ReadonlySet<string>): Bag => {
  const value = typeof cell === 'string' ? (parsedDynamic(cell) ?? null) : cell;
  if (!isBag(value)) return new Map();
  return new Map(
    [...value].flatMap(([key, part]): readonly (readonly [string, string])[] => {
      const text = part === null || isBag(part) || isList(part) ? '' : textOfCell(part);
      return text === '' || taken.has(key) || !isPartName(key) ? [] : [[key, text]];
    }),
  );
};

/** @param taken names of fields that hold other columns */
export const eventDataSlot = ({ at, mapping, isRead }: StoredColumn, taken: ReadonlySet<string>): Slot => ({
  fields: [mapping.field],
  isRead,
  isText: false,
  encode: (row) => {
    const parts = partsOf(row[at] ?? null, taken);
    return parts.size === 0 ? null : Object.fromEntries([...parts].map(([key, text]): [string, Json] => [key, String(text)]));
  },
  decode: (row, stored) => {
    if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return withCell(row, at, null);
    return withCell(row, at, new Map(Object.entries(stored).map(([key, text]) => [key, String(text)])));
  },
});

/** The parts as Splunk's add-on for Windows writes them and names them. */
export const eventDataFields = (field: string, prefix: string, parts: Json): readonly (readonly [string, Json])[] => {
  if (typeof parts !== 'object' || parts === null || Array.isArray(parts)) return [];
  const entries = Object.entries(parts);
  const xml = entries.map(([name, text]) => `<Data Name='${name}'>${escaped(String(text))}</Data>`).join('');
  return [[field, xml], ...entries.map(([name, text]): readonly [string, Json] => [`${prefix}${name}`, text])];
};
