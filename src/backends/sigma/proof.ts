// How rows of a KQL table stand as events of a log source, under the field names of Sigma's taxonomy.
import { match, P } from 'ts-pattern';
import type { Column, ScalarType } from '../../ir/types.ts';
import { cellOfText, isBag, isTextType, jsonOfWhole, parsedDynamic, textOfCell, textOfTyped } from '../shared/cell-text.ts';
import type { FieldMapping, TargetOptions, TargetProfile } from '../shared/fields.ts';
import type { Json, KqlCell, Proof, StoredTable, TableUse } from '../shared/proof.ts';
import { rewritingOf } from '../shared/rewritten.ts';
import { type Slot, slotsOf, withCell } from '../shared/stored-slots.ts';
import { addressType, typeOfAddress } from './address-types.ts';
import { logsourceName, ownTable, prefixOfParts, type SigmaTable, sigmaField, sigmaTable } from './fields.ts';
import { recordedBy } from './recorded.ts';
import { type Part, pathField, registryField, type SharedField } from './shared-field.ts';

interface Held {
  readonly at: number;
  readonly column: Column;
  readonly mapping: FieldMapping;
}

/** Numbers are doubles to most engines: the nearest long that is one. */
const doubled = (value: bigint): bigint => {
  const near = BigInt(Number(value));
  return near < 2n ** 63n ? near : 2n ** 63n - 1024n;
};

/** Identifiers are not negative. */
const hexText = (value: bigint): string => `0x${(value < 0n ? -1n - value : value).toString(16)}`;

const numberJson = (cell: KqlCell): Json => {
  const value = typeof cell === 'string' ? Number(cell) : cell;
  return typeof value === 'number' && Number.isFinite(value) ? value + 0 : null;
};

const valueJson = (cell: KqlCell, type: ScalarType, mapping: FieldMapping): Json =>
  match(type)
    .returnType<Json>()
    .with(P.union('int', 'long'), () => {
      if (typeof cell !== 'bigint') return null;
      return mapping.transform === 'hex' ? hexText(cell) : jsonOfWhole(doubled(cell));
    })
    .with(P.union('real', 'decimal'), () => numberJson(cell))
    .with('bool', () =>
      typeof cell === 'boolean' && mapping.transform === 'bool_string' ? String(cell) : typeof cell === 'boolean' ? cell : null,
    )
    .with(P.union('string', 'unknown', 'guid', 'dynamic', 'datetime', 'timespan'), () => textOfTyped(cell, type) || null)
    .exhaustive();

const cellOfValue = (stored: Json, type: ScalarType): KqlCell => {
  const text = textOfCell(typeof stored === 'object' ? null : stored);
  return /^0x[0-9a-f]+$/.test(text) && !isTextType(type) ? BigInt(text) : cellOfText(text, type);
};

const isType = ({ mapping }: Held): boolean => mapping.transform === 'address_type';

const slotOf = ({ at, column: { name, type }, mapping }: Held, use: TableUse): Slot => {
  // the case is taken not to matter: of values that differ by it alone the named one counts
  const words = rewritingOf(
    mapping.transform === 'lower' ? { ...mapping, valuesRule: 'lower' } : mapping,
    use.named.get(name) ?? [],
    (text) => text.toLowerCase(),
  );
  const encode = (row: readonly KqlCell[]): Json => {
    const value = valueJson(row[at] ?? null, type, mapping);
    if (mapping.values && !isTextType(type)) return value === null ? null : words.stored(String(value)) || null;
    if (!isTextType(type) || typeof value !== 'string') return value;
    const text = mapping.transform === 'bool_string' ? value.toLowerCase() : value;
    return words.stored(text) || null;
  };
  // spans and bags are not read back: they stay as they are
  const isKept = type === 'timespan' || type === 'dynamic';
  return {
    fields: [mapping.field],
    isRead: use.read.has(name),
    isText: isTextType(type),
    encode,
    decode: (row, stored) => {
      if (isKept && JSON.stringify(encode(row)) === JSON.stringify(stored)) return row;
      const own = typeof stored === 'string' && (isTextType(type) || mapping.values) ? words.value(stored) : stored;
      return withCell(row, at, isTextType(type) && typeof own === 'string' ? own : cellOfValue(own, type));
    },
  };
};

/** The type of an address: what it is of stands in the event, and where that is of another type, an address of this one. */
const typeSlot = (one: Held, all: readonly Held[], use: TableUse): Slot => {
  const { at, column, mapping } = one;
  const address = all.find((other) => other.mapping.field === mapping.field && !isType(other));
  const typeIn = (row: readonly KqlCell[]): string => textOfCell(row[at] ?? null);
  const addressIn = (row: readonly KqlCell[]): string => (address ? textOfCell(row[address.at] ?? null) : '');
  return {
    fields: [mapping.field],
    isRead: use.read.has(column.name),
    isText: true,
    encode: (row) => {
      const type = typeIn(row);
      return typeOfAddress(addressIn(row)) === type ? addressIn(row) || null : (addressType(type, false)?.sample ?? null);
    },
    decode: (row, stored) => withCell(row, at, typeof stored === 'string' ? typeOfAddress(stored) : ''),
  };
};

const isLast = ({ mapping }: Held): boolean => mapping.transform === 'endswith_backslash' || mapping.transform === 'domain_user';
const isKey = ({ mapping }: Held): boolean => mapping.transform === 'registry_hive_abbrev';

/** Fields of which a column holds a part only. */
const sharedFields = (all: readonly Held[], use: TableUse): readonly { readonly held: readonly Held[]; readonly shared: SharedField }[] => {
  const part = ({ at, column: { name } }: Held): Part => ({ at, isRead: use.read.has(name), named: use.named.get(name) ?? [] });
  return [...new Set(all.filter((one) => isLast(one) || isKey(one)).map(({ mapping }) => mapping.field))].map((field) => {
    const held = all.filter(({ mapping }) => mapping.field === field);
    const lasts = held.filter(isLast);
    const key = held.find(isKey);
    if (key) return { held, shared: registryField(field, part(key), lasts[0] ? part(lasts[0]) : null) };
    const whole = held.find((one) => !isLast(one));
    const front = lasts.some(({ mapping }) => mapping.transform === 'domain_user') ? 'CORP\\' : 'C:\\Folder\\';
    return { held, shared: pathField(field, whole ? part(whole) : null, lasts.map(part), front) };
  });
};

/** What stands below the keys of a dynamic value, as text. */
const leavesOf = (cell: KqlCell, prefix: string): readonly (readonly [string, string])[] => {
  const value = typeof cell === 'string' ? parsedDynamic(cell) : cell;
  if (value === undefined || value === null || !isBag(value)) return [];
  return [...value].flatMap(([key, one]): readonly (readonly [string, string])[] =>
    one === null ? [] : [[`${prefix}${key}`, textOfCell(one)], ...leavesOf(one, `${prefix}${key}.`)],
  );
};

/** Columns whose values may have keys, with what stands in front of these. */
const withKeys = (table: SigmaTable, use: TableUse): readonly { readonly at: number; readonly prefix: string }[] =>
  use.columns.flatMap(({ name, type }, at) => {
    const prefix = type === 'dynamic' || type === 'string' ? prefixOfParts(table, name) : undefined;
    return prefix === undefined ? [] : [{ at, prefix }];
  });

const heldBy = (table: SigmaTable, use: TableUse, options: TargetOptions): readonly Held[] =>
  use.columns.flatMap((column, at): readonly Held[] => {
    const own = options.unmapped === 'keep' ? { field: column.name, confidence: 'guess' as const } : null;
    const mapping = sigmaField(table, column.name) ?? own;
    return mapping ? [{ at, column, mapping }] : [];
  });

const store = (use: TableUse, profile: TargetProfile, options: TargetOptions): StoredTable | undefined => {
  const table = sigmaTable(use.name, profile) ?? (options.unmapped === 'keep' ? ownTable(use.name) : undefined);
  if (!table) return undefined;
  const held = heldBy(table, use, options);
  const groups = sharedFields(held, use);
  const grouped = new Set(groups.flatMap((group) => group.held));
  const slots = slotsOf(
    [
      ...held.filter(isType).map((one) => typeSlot(one, held, use)),
      ...held.filter((one) => !grouped.has(one) && !isType(one)).map((one) => slotOf(one, use)),
    ],
    new Map(),
  );
  const recorded = recordedBy(table, use);
  const keyed = withKeys(table, use);
  // A part may stand in the field of a column that the query does not look at.
  const columns = new Set([
    ...held.filter(({ column }) => use.read.has(column.name)).map(({ mapping }) => mapping.field),
    ...recorded.fields,
  ]);
  return {
    place: logsourceName(recorded.logsource),
    fields: new Map([...held.map(({ mapping }) => mapping.field), ...recorded.fields].map((field) => [field, ''])),
    settled: (row) => {
      const found = recorded.settled(row);
      return found && groups.reduce((cells, { shared }) => shared.settled(cells), slots.settled(found));
    },
    event: (row, blanks) => ({
      ...Object.fromEntries(slots.event(row, blanks)),
      ...Object.fromEntries(
        groups.flatMap(({ shared }) => {
          const text = shared.text(row);
          return text === '' && blanks === 'absent' ? [] : [[shared.field, text]];
        }),
      ),
      ...Object.fromEntries(recorded.added(row)),
      ...Object.fromEntries(keyed.flatMap(({ at, prefix }) => leavesOf(row[at] ?? null, prefix)).filter(([field]) => !columns.has(field))),
    }),
    isPart: (field) => keyed.some(({ prefix }) => field.startsWith(prefix)),
    shown: (_column, cell) => cell,
  };
};

/** A rule says of events whether they match; their cells never come back. */
const read = (cell: Json, { type }: Column): KqlCell | undefined =>
  typeof cell === 'object' && cell !== null ? undefined : cellOfValue(cell, type);

export const proof: Proof = { store, movedTo: (profile) => profile, read, shown: (cell) => cell };
