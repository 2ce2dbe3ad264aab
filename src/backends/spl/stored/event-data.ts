// The data of a Windows event, a bag of texts or their XML in KQL, in; the XML that Splunk keeps of it, and the fields that it makes of the parts, out.
import { type Bag, isBag, isList, parsedDynamic, textOfCell } from '../../shared/cell-text.ts';
import { escaped, namedParts, partsOfXml, xmlOfParts } from '../../shared/event-xml.ts';
import type { Json, KqlCell } from '../../shared/proof.ts';
import { type Slot, withCell } from '../../shared/stored-slots.ts';
import type { StoredColumn } from './column.ts';

const isPartName = (key: string): boolean => /^[A-Za-z0-9_]+$/.test(key);

/** @param names parts that the query reads */
const bagOf = (cell: KqlCell, names: readonly string[]): Bag | null => {
  if (typeof cell !== 'string') return isBag(cell) ? cell : null;
  const value = parsedDynamic(cell);
  if (value !== undefined) return isBag(value) ? value : null;
  return namedParts(cell, names);
};

/** Each part as text; the event has no field for what is empty, is no single value, or has a name that is taken. */
const partsOf = (cell: KqlCell, taken: ReadonlySet<string>, names: readonly string[]): Bag => {
  const value = bagOf(cell, names);
  if (!value) return new Map();
  return new Map(
    [...value].flatMap(([key, part]): readonly (readonly [string, string])[] => {
      const text = part === null || isBag(part) || isList(part) ? '' : textOfCell(part);
      return text === '' || taken.has(key) || !isPartName(key) ? [] : [[key, text]];
    }),
  );
};

/** The text of a column of XML: every part that is read stands in it, in their order. A text without parts stays as it is. */
const xmlOf = (parts: readonly (readonly [string, string])[], names: readonly string[]): string => {
  const found = new Map(parts);
  const read = names.map((name) => [name, found.get(name) ?? ''] as const);
  return xmlOfParts([...read, ...parts.filter(([name]) => !names.includes(name))]);
};

/** @param taken names of fields that hold other columns. @param names parts that the query reads */
export const eventDataSlot = (
  { at, column, mapping, isRead }: StoredColumn,
  taken: ReadonlySet<string>,
  names: readonly string[],
): Slot => ({
  fields: [mapping.field],
  isRead,
  isText: false,
  encode: (row) => {
    const cell = row[at] ?? null;
    const parts = partsOf(cell, taken, names);
    if (parts.size === 0) return typeof cell === 'string' && column.type === 'string' && cell !== '' ? cell : null;
    return Object.fromEntries([...parts].map(([key, text]): [string, Json] => [key, String(text)]));
  },
  decode: (row, stored) => {
    const isText = column.type === 'string';
    if (typeof stored === 'string') return withCell(row, at, stored);
    if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return withCell(row, at, isText ? '' : null);
    const parts = Object.entries(stored).map(([key, text]) => [key, String(text)] as const);
    return withCell(row, at, isText ? xmlOf(parts, names) : new Map(parts));
  },
});

const dataOf = (parts: Iterable<readonly [string, unknown]>): string =>
  [...parts].map(([name, text]) => `<Data Name='${name}'>${escaped(String(text))}</Data>`).join('');

/** XML as KQL has it in the form in which Splunk keeps it: without the elements around the parts, and without parts that are empty. */
export const storedXml = (text: string): string => {
  const parts = [...partsOfXml(text)].filter(([, value]) => value !== '');
  return text.includes('<Data Name="') ? dataOf(parts) : text;
};

/** The parts as Splunk's add-on for Windows writes them and names them. */
export const eventDataFields = (field: string, prefix: string, parts: Json): readonly (readonly [string, Json])[] => {
  if (typeof parts === 'string') return [[field, parts]];
  if (typeof parts !== 'object' || parts === null || Array.isArray(parts)) return [];
  const entries = Object.entries(parts);
  return [[field, dataOf(entries)], ...entries.map(([name, text]): readonly [string, Json] => [`${prefix}${name}`, text])];
};
