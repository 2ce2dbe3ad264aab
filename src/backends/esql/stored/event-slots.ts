// Rows of a table whose values stand in other fields in events of other kinds in; the places of each row's own kind out. The data of a Windows event is a bag of
// parts, each with a place of its own.
import { jsonText, parsedDynamic } from '../../shared/cell-text.ts';
import { domainSlots } from '../../shared/domain-name.ts';
import { namedParts, partsOfXml, xmlOfParts } from '../../shared/event-xml.ts';
import type { FieldMapping, TableMapping } from '../../shared/fields.ts';
import type { KqlCell, TableUse } from '../../shared/proof.ts';
import { type Slot, type Slots, withCell } from '../../shared/stored-slots.ts';
import type { EsqlWhere } from '../fields.ts';
import { type Channel, channelField, channelOf, channelOfTable, channels, codeField, partOfAny, providerField } from './event-channels.ts';
import { bagOf, leafText, valueAt, withText } from './leaf.ts';
import { familyOf, readBack, storedJson } from './value.ts';

type Row = readonly KqlCell[];
type Table = TableMapping<EsqlWhere>;

const prefixOf = (table: Table, column: string): string | undefined => table.columns.get(column)?.partFields;

/** The parts that the query reads by name, as `column.part`. */
export const partsRead = (table: Table, { columns, read }: TableUse): readonly (readonly [string, FieldMapping])[] =>
  columns.flatMap(({ name }) => {
    const prefix = prefixOf(table, name);
    if (prefix === undefined) return [];
    const parts = [...read].filter((path) => path.startsWith(`${name}.`)).map((path) => path.slice(name.length + 1));
    return parts.map((part) => [`${name}.${part}`, partOfAny(part, prefix)] as const);
  });

/** Where a column stands that says the kind of an event. */
interface KindColumns {
  /** All events of the table are of this channel. */
  readonly only: Channel | null;
  readonly code: number;
  readonly channel: number;
  readonly provider: number;
}

const kindColumns = (table: Table, { name: own, columns }: TableUse): KindColumns => {
  const at = (field: string): number => columns.findIndex(({ name }) => table.columns.get(name)?.field === field);
  return { only: channelOfTable(own), code: at(codeField), channel: at(channelField), provider: at(providerField) };
};

const textAt = (row: Row, at: number): string => (at < 0 ? '' : String(row[at] ?? ''));

const withTextAt = (row: Row, at: number, text: string): Row => (at < 0 ? row : withCell(row, at, text));

const channelIn = (row: Row, at: KindColumns): Channel | null =>
  at.only ?? channelOf(textAt(row, at.channel), textAt(row, at.provider), textAt(row, at.code));

/** An event that a channel writes names it; one that none writes names none of those that are known. */
const settledKind = (row: Row, at: KindColumns): Row => {
  if (at.only) return row;
  const found = channelIn(row, at);
  const isKnown = (text: string): boolean =>
    channels.some((one) => [one.channel, ...one.providers].some((name) => name.toLowerCase() === text.toLowerCase()));
  const provider = textAt(row, at.provider);
  const own = found?.providers.find((name) => name.toLowerCase() === provider.toLowerCase());
  if (found) return withTextAt(withTextAt(row, at.channel, found.channel), at.provider, own ?? (isKnown(provider) ? '' : provider));
  const bare = isKnown(provider) ? withTextAt(row, at.provider, '') : row;
  return isKnown(textAt(bare, at.channel)) ? withTextAt(bare, at.channel, '') : bare;
};

/** The mapping in events of the row's kind; null: they have no such value. */
const resolved = (mapping: FieldMapping, has: (field: string) => string): FieldMapping | null => {
  const { byKind = [], ...own } = mapping;
  const found = byKind.find(({ when }) => {
    const value = has(when.field);
    return when.not ? value !== '' && !when.values.includes(value) : when.values.includes(value);
  });
  const last = found ? found.to && resolved(found.to, has) : own;
  if (last?.transform !== 'hex_digits') return last;
  // Digits stand in the field of numbers only.
  const { or: _, ...digits } = last;
  return digits;
};

const nameOf = (path: string): string => path.slice(path.indexOf('.') + 1);

/** XML where the column is a text, else a bag. */
const partIn = (row: Row, at: number, path: string): string => {
  const cell = row[at] ?? null;
  if (typeof cell === 'string' && parsedDynamic(cell) === undefined) return partsOfXml(cell).get(nameOf(path)) ?? '';
  return leafText(valueAt(bagOf(cell), [nameOf(path)])) ?? '';
};

const withPart = (row: Row, at: number, path: string, text: string): Row => {
  if (partIn(row, at, path) === text) return row;
  const cell = row[at] ?? null;
  if (typeof cell === 'string' && parsedDynamic(cell) === undefined)
    return withCell(row, at, xmlOfParts(new Map([...partsOfXml(cell), [nameOf(path), text]])));
  const next = withText(bagOf(cell), [nameOf(path)], text === '' ? null : text);
  return withCell(row, at, typeof cell === 'string' ? jsonText(next) : next);
};

/** XML that has a part has all that the query reads, in the order in which it reads them. */
const settledXml = (row: Row, table: Table, use: TableUse, parts: readonly (readonly [string, FieldMapping])[]): Row =>
  use.columns.reduce<Row>((so, { name, type }, at) => {
    const cell = so[at];
    if (type !== 'string' || prefixOf(table, name) === undefined || typeof cell !== 'string') return so;
    const read = parts.filter(([path]) => path.startsWith(`${name}.`)).map(([path]) => nameOf(path));
    const found = namedParts(cell, read);
    if (found.size === 0 || read.length === 0) return so;
    return withCell(
      so,
      at,
      xmlOfParts(
        new Map([...read.map((part) => [part, found.get(part) ?? ''] as const), ...[...found].filter(([part]) => !read.includes(part))]),
      ),
    );
  }, row);

/** A part's text as the one cell of a row. */
const partSlots = (at: number, path: string, mapping: FieldMapping, drops: readonly string[]): readonly Slot[] => {
  const textOf = (row: Row): string => {
    const text = partIn(row, at, path);
    return drops.includes(text) ? '' : text;
  };
  const lifted = (slot: Slot): Slot => ({
    ...slot,
    encode: (row) => slot.encode([textOf(row)]),
    decode: (row, stored) => withPart(row, at, path, String(slot.decode([textOf(row)], stored)[0] ?? '')),
  });
  if (mapping.domain !== undefined) return domainSlots(0, mapping, true).map(lifted);
  const words = Object.entries(mapping.values ?? {});
  const one: Slot = {
    fields: [mapping.field, ...(mapping.or ?? [])],
    isRead: true,
    isText: familyOf(mapping.type) === 'text',
    encode: ([cell]) => (mapping.values ? (mapping.values[String(cell)] ?? null) : storedJson(cell ?? '', 'string', mapping)),
    decode: (_row, stored) => [
      mapping.values ? (words.find(([, word]) => word === stored)?.[0] ?? '') : readBack(stored, 'string', mapping),
    ],
  };
  return [lifted(one)];
};

/** What an event of some kind cannot have. */
const noSlot = (blank: (row: Row) => Row): Slot => ({ fields: [], isRead: true, isText: false, encode: () => null, decode: blank });

/** The channel of an event whose row has no column for it. */
const channelSlot = (channel: Channel | null): Slot => ({
  fields: [channelField],
  isRead: true,
  isText: false,
  encode: () => channel?.channel ?? null,
  decode: (row) => row,
});

/** Fields that say the kind of an event. */
export const kindFields: readonly string[] = [codeField, channelField];

/** @param make the slots of a table in which every column has one place, with those of the parts */
export const slotsByKind = (table: Table, use: TableUse, make: (table: Table, parts: readonly Slot[]) => Slots): Slots => {
  const parts = partsRead(table, use);
  const hasKinds = parts.length > 0 || use.columns.some(({ name }) => table.columns.get(name)?.byKind);
  if (!hasKinds) return make(table, []);
  const at = kindColumns(table, use);
  const made = new Map<string, Slots>();
  const slotsFor = (row: Row): Slots => {
    const channel = channelIn(row, at);
    const values = new Map([
      [codeField, textAt(row, at.code)],
      [channelField, at.only?.channel ?? (textAt(row, at.channel) || (channel?.channel ?? ''))],
    ]);
    const key = JSON.stringify([...values]);
    const before = made.get(key);
    if (before) return before;
    const own = (mapping: FieldMapping): FieldMapping | null => resolved(mapping, (field) => values.get(field) ?? '');
    const columns = new Map([...table.columns].map(([name, mapping]) => [name, mapping && own(mapping)] as const));
    const places = parts.flatMap(([path, mapping]): readonly Slot[] => {
      const place = own(mapping);
      const index = use.columns.findIndex(({ name }) => path.startsWith(`${name}.`));
      if (place) return partSlots(index, path, place, channel?.drops ?? []);
      return [noSlot((row) => withPart(row, index, path, ''))];
    });
    const lacking = use.columns.flatMap(({ name }, index) =>
      table.columns.get(name) && !columns.get(name) ? [noSlot((row) => withCell(row, index, ''))] : [],
    );
    const told = at.channel < 0 && parts.length > 0 ? [channelSlot(channel)] : [];
    const slots = make({ ...table, columns }, [...told, ...places, ...lacking]);
    made.set(key, slots);
    return slots;
  };
  return {
    settled: (row) => {
      const kind = settledXml(settledKind(row, at), table, use, parts);
      return slotsFor(kind).settled(kind);
    },
    event: (row, blanks) => slotsFor(row).event(row, blanks),
  };
};
