// How rows of a KQL table stand in an index, by the field map; and how what ES|QL answers reads in KQL.

import { nowhere } from '../../diagnostics/span.ts';
import type { Column, ScalarType } from '../../ir/types.ts';
import { blankOf, isBag, isList, parsedDynamic, textOfCell } from '../shared/cell-text.ts';
import { bothSides, domainSlots, fieldsOfAccount, sided, twoSided } from '../shared/domain-name.ts';
import type { FieldMapping, TableMapping, TargetOptions, TargetProfile } from '../shared/fields.ts';
import type { Json, KqlCell, Proof, StoredTable, TableUse } from '../shared/proof.ts';
import { type Rewriting, rewritingOf } from '../shared/rewritten.ts';
import { type Slot, type Slots, slotsOf, withCell } from '../shared/stored-slots.ts';
import { read, shown } from './answers.ts';
import { type EsqlWhere, fieldMap } from './fields.ts';
import { lookupField, lookupInSight, lookupType } from './lookup-table.ts';
import { kindFields, partsRead, slotsByKind } from './stored/event-slots.ts';
import { flattenedSlot } from './stored/flattened.ts';
import { leafSlot } from './stored/leaf.ts';
import { placeFields } from './stored/place-fields.ts';
import { hiveField, hiveOf, keyOf, wholeKey } from './stored/registry-key.ts';
import { readsRuntime } from './stored/runtime-fields.ts';
import { familyOf, readBack, storedJson, typeUnderOwnName } from './stored/value.ts';

/** Letters in lower case, blanks as dashes: what the integrations do to actions. */
const lowered = (text: string): string => text.toLowerCase().replaceAll(' ', '-');

const rewriting = (mapping: FieldMapping, use: TableUse, name: string): Rewriting =>
  rewritingOf(mapping, use.named.get(name) ?? [], lowered);

/** The column's mapping; KQL's own name where unmapped columns are kept; null: no field. */
const mappingOf = (table: TableMapping<EsqlWhere>, { name, type }: Column, options: TargetOptions): FieldMapping | null => {
  const mapped = table.columns.get(name);
  if (mapped) return mapped;
  const own = { type: typeUnderOwnName(type), confidence: 'derived' as const };
  if (mapped === undefined && table.prefix !== undefined) return { field: `${table.prefix}${name}`, ...own };
  return options.unmapped === 'keep' ? { field: name, ...own } : null;
};

const fieldsOf = (mapping: FieldMapping): readonly string[] => [mapping.field, ...(mapping.or ?? []), ...fieldsOfAccount(mapping)];

/** Of each kind of events. */
const eachKind = ({ byKind = [], ...own }: FieldMapping): readonly FieldMapping[] => [
  own,
  ...byKind.flatMap(({ to }) => (to ? eachKind(to) : [])),
];

const isTextField = (mapping: FieldMapping, type: ScalarType): boolean =>
  familyOf(mapping.type) === 'text' && (type === 'string' || type === 'unknown');

const plainSlot = (at: number, { name, type }: Column, mapping: FieldMapping, use: TableUse): Slot => {
  const words = rewriting(mapping, use, name);
  const encode = (row: readonly KqlCell[]): Json => {
    const stored = storedJson(row[at] ?? null, type, mapping);
    return typeof stored === 'string' ? words.stored(stored) : stored;
  };
  return {
    fields: fieldsOf(mapping),
    isRead: use.read.has(name),
    isText: isTextField(mapping, type),
    encode,
    decode: (row, stored) => {
      if (type === 'dynamic' && encode(row) === stored) return row;
      return withCell(row, at, readBack(typeof stored === 'string' ? words.value(stored) : stored, type, mapping));
    },
  };
};

/** An array of texts: each element once, in the order of the index. The query says whether none of them is the empty array or a missing one. */
const arraySlot = (at: number, { name }: Column, mapping: FieldMapping, use: TableUse): Slot => {
  const texts = (row: readonly KqlCell[]): readonly string[] => {
    const cell = row[at] ?? null;
    const value = typeof cell === 'string' ? (parsedDynamic(cell) ?? cell) : cell;
    const all = isList(value) ? value : [value];
    const leaves = all.flatMap((one) => (one === null || isBag(one) || isList(one) ? [] : [textOfCell(one)]));
    return [...new Set(leaves.filter((text) => text !== ''))].sort();
  };
  const blank: KqlCell = use.named.get(name)?.includes('[]') ? [] : null;
  return {
    fields: [mapping.field],
    isRead: use.read.has(name),
    isText: false,
    encode: (row) => {
      const all = texts(row);
      return all.length === 0 ? null : all;
    },
    decode: (row, stored) => withCell(row, at, Array.isArray(stored) ? stored.map(String) : stored === null ? blank : [String(stored)]),
  };
};

/** A registry key stands in two fields; its hive is abbreviated. */
const registrySlots = (at: number, { name }: Column, mapping: FieldMapping, use: TableUse): readonly Slot[] => {
  const text = (row: readonly KqlCell[]): string => String(row[at] ?? '');
  const slot = (field: string, part: (text: string) => string): Slot => ({
    fields: [field],
    isRead: use.read.has(name),
    isText: field === mapping.field,
    encode: (row) => part(text(row)) || null,
    decode: (row) => withCell(row, at, wholeKey(text(row))),
  });
  return [slot(mapping.field, keyOf), slot(hiveField, hiveOf)];
};

/** The indexes up to which fields that are named by index are stored: of an array, and of arrays in it. */
const indexes: readonly (readonly number[])[] = [
  [0, 1, 2],
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
];

/** The parts of a column that have fields; a path for every index as one path for each of the first. */
const partsOf = (table: TableMapping<EsqlWhere>, column: string): readonly (readonly [string, FieldMapping])[] => {
  const each = ([path, mapping]: readonly [string, FieldMapping], depth = 0): readonly (readonly [string, FieldMapping])[] =>
    mapping.field.includes('*')
      ? (indexes[depth] ?? [0]).flatMap((at) =>
          each([path.replace('*', String(at)), { ...mapping, field: mapping.field.replace('*', String(at)) }], depth + 1),
        )
      : [[path, mapping]];
  return [...table.columns].flatMap(([path, mapping]) => (mapping && path.startsWith(`${column}.`) ? each([path, mapping]) : []));
};

interface Storing {
  readonly options: TargetOptions;
  readonly isOther: boolean;
  /** Below fields of the type flattened, arrays are told from single values. */
  readonly hasArrays: boolean;
}

const slotsOfTable = (table: TableMapping<EsqlWhere>, use: TableUse, { options, isOther, hasArrays }: Storing): readonly Slot[] =>
  use.columns.flatMap((column, at): readonly Slot[] => {
    const leaves = partsOf(table, column.name).map(([path, mapping]) => leafSlot(at, path, column, mapping, use));
    const mapping = mappingOf(table, column, options);
    if (mapping?.type === 'flattened') return [flattenedSlot(at, column, mapping, use, hasArrays), ...leaves];
    if (!mapping || familyOf(mapping.type) === 'none') return leaves;
    if (mapping.array && column.type === 'dynamic') return [arraySlot(at, column, mapping, use)];
    if (mapping.domain !== undefined) return [...domainSlots(at, sided(mapping, isOther), use.read.has(column.name)), ...leaves];
    const own =
      mapping.transform === 'registry_hive_abbrev' ? registrySlots(at, column, mapping, use) : [plainSlot(at, column, mapping, use)];
    return [...own, ...leaves];
  });

/** Columns that no schema and no map knows are read as the empty string. */
const withoutUnknown = (table: TableMapping<EsqlWhere>, use: TableUse, options: TargetOptions) => {
  const unknown = new Set(
    use.columns.flatMap((column, at) =>
      column.type === 'unknown' && !table.columns.has(column.name) && mappingOf(table, column, options) === null ? [at] : [],
    ),
  );
  return (row: readonly KqlCell[]): readonly KqlCell[] => row.map((cell, at) => (unknown.has(at) ? blankOf('unknown') : cell));
};

const typesOf = (table: TableMapping<EsqlWhere>, use: TableUse, options: TargetOptions): ReadonlyMap<string, string> => {
  const own = use.columns.flatMap((column) => mappingOf(table, column, options) ?? []);
  const leaves = use.columns.flatMap(({ name }) => partsOf(table, name).map(([, mapping]) => mapping));
  const parts = partsRead(table, use).map(([, mapping]) => mapping);
  const types = new Map<string, string>();
  const { constraint } = table.where;
  if (constraint) types.set(constraint.field, 'keyword');
  if (parts.length > 0) for (const field of kindFields) types.set(field, 'keyword');
  // Read by `ingestion_time()`, which is of no column.
  types.set('event.ingested', 'date');
  for (const mapping of [...own, ...leaves, ...parts].flatMap(eachKind)) {
    if (mapping.type === 'object' || mapping.type === 'nested') continue;
    const { type = 'keyword', transform } = mapping;
    for (const [at, field] of fieldsOf(mapping).entries())
      if ((mapping.type && (at === 0 || transform !== 'hex_digits')) || !types.has(field))
        types.set(field, at > 0 && transform === 'hex_digits' ? 'keyword' : type);
    if (mapping.transform === 'registry_hive_abbrev') types.set(hiveField, 'keyword');
    if (mapping.geo !== undefined) for (const [field, type] of placeFields(mapping.geo)) types.set(field, type);
  }
  return types;
};

/** A lookup index: text fields have the part that tells whether a join found the row. */
const lookupStore = (use: TableUse, lookup: string, profile: TargetProfile): StoredTable => {
  const source = { kind: 'table', span: nowhere, name: use.name, declared: true, timeColumn: null } as const;
  const table = { ...source, frame: { columns: use.columns, open: false }, lookup: { name: lookup, from: 'file' } as const };
  const { mapping } = lookupInSight(table, profile);
  const strict = { unmapped: 'error' } as const;
  const slots = slotsOf(slotsOfTable(mapping, use, { options: strict, isOther: false, hasArrays: false }), new Map());
  const texts = use.columns.flatMap((column) => (lookupType(column) === 'keyword' ? [lookupField(table.lookup, column.name)] : []));
  const listed = (name: string): string => `${name}.listed`;
  return {
    place: mapping.where.indices.join(','),
    lookup: true,
    fields: new Map([...typesOf(mapping, use, strict), ...texts.map((name) => [listed(name), 'keyword'] as const)]),
    settled: (row) => slots.settled(row),
    event: (row, blanks) => {
      const values = slots.event(row, blanks);
      return Object.fromEntries([
        ...values,
        ...texts.flatMap((name) => (values.has(name) ? [[listed(name), values.get(name) ?? null] as const] : [])),
      ]);
    },
    shown: (_column, cell) => cell,
  };
};

const store = (use: TableUse, profile: TargetProfile, options: TargetOptions): StoredTable | undefined => {
  if (use.lookup !== undefined) return lookupStore(use, use.lookup, profile);
  const kept = { where: { indices: [profile.index ?? use.name], constraint: null }, columns: new Map() };
  const table = fieldMap(profile).table(use.name) ?? (options.unmapped === 'keep' ? kept : undefined);
  if (!table) return undefined;
  const { indices, constraint } = table.where;
  const fixed = new Map<string, Json>(constraint ? [[constraint.field, [constraint.value].flat()[0] ?? '']] : []);
  const side = twoSided(use.columns, (column) => mappingOf(table, column, options));
  const slots: Slots = bothSides(side, use.columns, (isOther) =>
    slotsByKind(table, use, (one, parts) =>
      slotsOf([...slotsOfTable(one, use, { options, isOther, hasArrays: readsRuntime({ profile }) }), ...parts], fixed),
    ),
  );
  const known = withoutUnknown(table, use, options);
  return {
    place: indices.join(','),
    fields: typesOf(table, use, options),
    settled: (row) => slots.settled(known(row)),
    event: (row, blanks) => Object.fromEntries(slots.event(row, blanks)),
    shown: (column, cell) => {
      const mapping = table.columns.get(column);
      return mapping && typeof cell === 'string' ? (rewriting(mapping, use, column).stored(cell) ?? '') : cell;
    },
  };
};

const movedTo = (profile: TargetProfile, places: ReadonlyMap<string, string>): TargetProfile => {
  const own = new Map(Object.entries(profile.tables ?? {}));
  const moved = [...places].map(([name, index]) => [name, { ...own.get(name), index }] as const);
  const tables = { ...profile.tables, ...Object.fromEntries(moved) };
  return { ...profile, tables, lookups: { ...profile.lookups, ...Object.fromEntries(places) } };
};

export const proof: Proof = { store, movedTo, read, shown };
