// How rows of a KQL table stand as events of Splunk, by the field map; and how what a search answers reads in KQL.
import { eventTimes } from '../../ir/event-time.ts';
import { blankOf } from '../shared/cell-text.ts';
import { bothSides, domainSlots, fieldsOfAccount, sided, twoSided } from '../shared/domain-name.ts';
import type { FieldMapping, TableMapping, TargetOptions, TargetProfile } from '../shared/fields.ts';
import type { Blanks, Json, KqlCell, Proof, StoredTable, TableUse } from '../shared/proof.ts';
import { type Slots, slotsOf, withCell } from '../shared/stored-slots.ts';
import { read, shown, shownTime } from './answers.ts';
import { nullTextOf } from './context.ts';
import { mappingOf, type Place } from './fields.ts';
import { allowedName } from './state.ts';
import { cellOfStored, type StoredColumn, slotOf } from './stored/column.ts';
import { isTime, timeField } from './stored/columns.ts';
import { eventDataFields, eventDataSlot, storedXml } from './stored/event-data.ts';
import { below, fieldsOf, isStructured, pathOf, rawOf } from './stored/json-fields.ts';
import { lookupStore } from './stored/lookup-store.ts';

/** Fields that Splunk itself gives an event. */
const ownFields: ReadonlySet<string> = new Set([timeField, 'index', 'sourcetype', 'host', 'source']);

const columnMapping = (table: TableMapping<Place>, name: string, options: TargetOptions): FieldMapping | null => {
  if (isTime(table, null, name)) return { field: timeField, confidence: 'documented' };
  const mapped = table.columns.get(name);
  if (mapped) return mapped;
  if (mapped === undefined && table.prefix !== undefined) return { field: `${table.prefix}${name}`, confidence: 'derived' };
  return options.unmapped === 'keep' ? { field: name, confidence: 'user' } : null;
};

const columnsOf = (table: TableMapping<Place>, use: TableUse, options: TargetOptions, nullText: string): readonly StoredColumn[] =>
  use.columns.flatMap((column, at): readonly StoredColumn[] => {
    const mapping = columnMapping(table, column.name, options);
    if (!mapping) return [];
    const named = use.named.get(column.name)?.some((text) => text.toLowerCase() === nullText.toLowerCase()) ?? false;
    return [{ at, column, mapping, isRead: use.read.has(column.name), nullText: named ? '' : nullText }];
  });

/** A column that holds a bag of which other columns are parts. */
interface Whole {
  readonly columns: readonly StoredColumn[];
  readonly parts: readonly { readonly column: StoredColumn; readonly keys: readonly string[] }[];
}

const wholesOf = (all: readonly StoredColumn[]): readonly Whole[] =>
  [...new Set(all.map(({ mapping }) => pathOf(mapping.field)))].flatMap((path): readonly Whole[] => {
    const columns = all.filter(({ mapping }) => pathOf(mapping.field) === path);
    const parts = all.flatMap((column) => {
      const own = pathOf(column.mapping.field);
      return own.startsWith(`${path}.`) ? [{ column, keys: own.slice(path.length + 1).split('.') }] : [];
    });
    return parts.length > 0 ? [{ columns, parts }] : [];
  });

const withBlank = (row: readonly KqlCell[], { at, column }: StoredColumn): readonly KqlCell[] => withCell(row, at, blankOf(column.type));

/** A whole that the query does not read gives way to its parts; else the parts say what it holds. */
const agreeing = (row: readonly KqlCell[], { columns, parts }: Whole): readonly KqlCell[] => {
  const isRead = columns.some((one) => one.isRead);
  if (!isRead && parts.some(({ column }) => column.isRead)) return columns.reduce(withBlank, row);
  const [first] = columns;
  const value = first ? slotOf(first).encode(row) : null;
  if (value === null) return row;
  return parts.reduce((cells, { column, keys }) => {
    const stored = below(value, keys);
    const text = stored === column.nullText || (isStructured(stored) && column.column.type !== 'dynamic') ? null : stored;
    return withCell(cells, column.at, cellOfStored(text, column.column.type));
  }, row);
};

/** A configured value without its wildcards. */
const certain = (value: string): string => value.replaceAll('*', '');

const fixedFields = ({ index, sourcetypes, constraint }: Place): ReadonlyMap<string, Json> =>
  new Map<string, Json>([
    ['index', certain(index) || 'main'],
    ...sourcetypes.slice(0, 1).map((sourcetype): [string, Json] => ['sourcetype', certain(sourcetype)]),
    ...(constraint ? [[constraint.field, certain([constraint.value].flat()[0] ?? '')] as [string, Json]] : []),
  ]);

const placeText = ({ index, sourcetypes, macro }: Place): string =>
  macro === null ? [`index=${index}`, ...sourcetypes.map((sourcetype) => `sourcetype=${sourcetype}`)].join(' ') : `\`${macro}\``;

/** Values that are null in the JSON of the event. */
const nullFields = (all: readonly StoredColumn[], values: ReadonlyMap<string, Json>, blanks: Blanks): readonly string[] => {
  const isTaken = (path: string): boolean =>
    [...values.keys()].some((field) => pathOf(field) === path || field.startsWith(`${path}.`) || path.startsWith(`${pathOf(field)}.`));
  return blanks === 'absent' ? [] : all.map(({ mapping }) => pathOf(mapping.field)).filter((path) => path !== timeField && !isTaken(path));
};

/** The event: what Splunk makes of its JSON, and the JSON itself. */
const eventOf = (
  values: ReadonlyMap<string, Json>,
  nulls: readonly string[],
  nullText: string,
  prefixes: ReadonlyMap<string, string>,
): { readonly [field: string]: Json } => {
  const parts = [...values].map(([field, value]) => {
    const prefix = prefixes.get(field);
    if (prefix !== undefined) return new Map(eventDataFields(field, prefix, value));
    return isStructured(value) ? fieldsOf(field, value, nullText) : new Map([[pathOf(field), value]]);
  });
  const told = [...values].filter(([field]) => !prefixes.has(field));
  const json = [...told, ...nulls.map((field): [string, Json] => [field, null])].filter(([field]) => !ownFields.has(field));
  return {
    ...Object.fromEntries(nullText === '' ? [] : nulls.map((field) => [field, nullText])),
    ...Object.fromEntries(parts.flatMap((one) => [...one])),
    _raw: rawOf(new Map(json)),
  };
};

/**
 * Whole events show their fields under Splunk's names, less the table's prefix; without one the search names the columns that have a field. A column that holds
 * a bag is what its parts make of it.
 */
const untoldOf = (
  table: TableMapping<Place>,
  use: TableUse,
  all: readonly StoredColumn[],
  wholes: readonly Whole[],
): ReadonlySet<string> => {
  const bags = new Set(wholes.flatMap(({ columns }) => columns));
  const shown = all.filter((one) => {
    const { mapping, column } = one;
    const isOwn = table.prefix === undefined || mapping.field === timeField || mapping.field === `${table.prefix}${column.name}`;
    return use.read.has(column.name) || (isOwn && !bags.has(one));
  });
  const names = new Set(shown.map(({ column }) => column.name));
  return new Set(use.columns.flatMap(({ name }) => (names.has(name) ? [] : [name])));
};

/** Parts of a column that the query reads by constant names. */
const partsRead = ({ read }: TableUse, column: string): readonly string[] =>
  [...read].filter((path) => path.startsWith(`${column}.`)).map((path) => path.slice(column.length + 1));

const store = (use: TableUse, profile: TargetProfile, options: TargetOptions): StoredTable | undefined => {
  if (use.lookup) return lookupStore(use);
  const table = mappingOf({ profile, options }, use.name);
  if (!table) return undefined;
  const nullText = nullTextOf({ profile });
  const all = columnsOf(table, use, options, nullText);
  const fixed = fixedFields(table.where);
  const taken = new Set([...fixed.keys(), ...all.flatMap(({ mapping }) => [mapping.field, ...(mapping.or ?? [])]), ...ownFields]);
  const prefixes = new Map(
    all.flatMap(({ mapping }) => (mapping.partFields === undefined ? [] : [[mapping.field, mapping.partFields] as const])),
  );
  const side = twoSided(use.columns, ({ name }) => all.find(({ column }) => column.name === name)?.mapping ?? null);
  const slotsFor = (isOther: boolean): Slots =>
    slotsOf(
      all.flatMap((one) =>
        one.mapping.partFields !== undefined
          ? [eventDataSlot(one, taken, partsRead(use, one.column.name))]
          : one.mapping.domain === undefined
            ? [slotOf(one)]
            : domainSlots(one.at, sided(one.mapping, isOther), one.isRead),
      ),
      fixed,
    );
  const slots = bothSides(side, use.columns, slotsFor);
  const wholes = wholesOf(all);
  const times = all.filter(({ mapping, isRead }) => mapping.field === timeField && isRead);
  return {
    place: placeText(table.where),
    untold: untoldOf(table, use, all, wholes),
    fields: new Map(
      [
        ...fixed.keys(),
        ...all.flatMap(({ mapping }) =>
          [mapping.field, ...(mapping.or ?? []), ...fieldsOfAccount(mapping)].flatMap((field) => [field, pathOf(field)]),
        ),
        '_raw',
      ].map((field) => [field, '']),
    ),
    settled: (row) => {
      const settled = wholes.reduce(agreeing, slots.settled(row));
      // every event has a time
      return times.some(({ at }) => settled[at] === null) ? null : settled;
    },
    event: (row, blanks) => {
      const values = slots.event(row, blanks);
      return eventOf(values, nullFields(all, values, blanks), nullText, prefixes);
    },
    shown: (column, cell) => {
      const one = all.find(({ column: { name } }) => name === column);
      return one?.mapping.partFields !== undefined && typeof cell === 'string' ? storedXml(cell) : cell;
    },
  };
};

/** A macro would stand in the place's stead. */
const withoutMacro = <T extends { readonly macro?: string }>({ macro: _, ...rest }: T): Omit<T, 'macro'> => rest;

const movedTo = (profile: TargetProfile, places: ReadonlyMap<string, string>): TargetProfile => {
  const own = new Map(Object.entries(profile.tables ?? {}));
  const moved = [...places].map(([name, index]) => [name, { ...withoutMacro(own.get(name) ?? {}), index }] as const);
  return {
    ...withoutMacro(profile),
    tables: { ...profile.tables, ...Object.fromEntries(moved) },
    lookups: { ...profile.lookups, ...Object.fromEntries(places) },
  };
};

export const proof: Proof = {
  store,
  movedTo,
  read,
  shown,
  nullText: (profile) => nullTextOf({ profile }),
  called: allowedName,
  sparse: { timeColumns: eventTimes, event: { column: timeField, shown: shownTime } },
};
