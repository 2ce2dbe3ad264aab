// A part of a dynamic column that has a field of its own (`DeviceDetail.browser`) in; its place in rows and events out.
import type { Column, DynamicValue } from '../../ir/types.ts';
import { type Bag, isBag, isList, jsonText, parsedDynamic, textOfCell } from '../shared/cell-text.ts';
import type { FieldMapping } from '../shared/fields.ts';
import type { Json, KqlCell, TableUse } from '../shared/proof.ts';
import { type Slot, withCell } from '../shared/stored-slots.ts';
import { familyOf, storedJson } from './stored-value.ts';

const bagOf = (cell: KqlCell): Bag | null => {
  const value = typeof cell === 'string' ? (parsedDynamic(cell) ?? null) : cell;
  return isBag(value) ? value : null;
};

const valueAt = (bag: Bag | null, keys: readonly string[]): DynamicValue => {
  const [key, ...rest] = keys;
  const value = key === undefined ? null : (bag?.get(key) ?? null);
  if (rest.length === 0) return value;
  return isBag(value) ? valueAt(value, rest) : null;
};

/** The bag with a text at the path; null takes the key out. Nothing is put where there is no bag. */
const withText = (bag: Bag, keys: readonly string[], text: string | null): Bag => {
  const [key = '', ...rest] = keys;
  const value = bag.get(key) ?? null;
  const next = rest.length === 0 ? text : isBag(value) ? withText(value, rest, text) : value;
  return next === null ? new Map([...bag].filter(([name]) => name !== key)) : new Map([...bag, [key, next]]);
};

/** The leaf as text; a bag or an array has no field. */
const leafText = (value: DynamicValue): string | null => (isBag(value) || isList(value) ? null : textOfCell(value));

export const leafSlot = (at: number, path: string, column: Column, mapping: FieldMapping, use: TableUse): Slot => {
  const keys = path.split('.').slice(1);
  const encode = (row: readonly KqlCell[]): Json => {
    const text = leafText(valueAt(bagOf(row[at] ?? null), keys));
    return storedJson(text, 'string', mapping);
  };
  return {
    fields: [mapping.field, ...(mapping.or ?? [])],
    isRead: use.read.has(column.name) || use.read.has(path),
    isText: familyOf(mapping.type) === 'text',
    encode,
    decode: (row, stored) => {
      const bag = bagOf(row[at] ?? null);
      const text = stored === null ? null : String(stored);
      if (!bag || (leafText(valueAt(bag, keys)) ?? undefined) === (text ?? '')) return row;
      const next = withText(bag, keys, text);
      return withCell(row, at, typeof row[at] === 'string' ? jsonText(next) : next);
    },
  };
};
