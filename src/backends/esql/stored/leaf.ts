// A part of a dynamic column that has a field of its own (`DeviceDetail.browser`) in; its place in rows and events out.
import type { Column, DynamicValue } from '../../../ir/types.ts';
import { isBag, isList, jsonText, parsedDynamic, textOfCell } from '../../shared/cell-text.ts';
import type { FieldMapping } from '../../shared/fields.ts';
import type { Json, KqlCell, TableUse } from '../../shared/proof.ts';
import { type Slot, withCell } from '../../shared/stored-slots.ts';
import { familyOf, storedJson } from './value.ts';

export const bagOf = (cell: KqlCell): DynamicValue => {
  const value = typeof cell === 'string' ? (parsedDynamic(cell) ?? null) : cell;
  return isBag(value) || isList(value) ? value : null;
};

const childOf = (value: DynamicValue, key: string): DynamicValue => {
  if (isBag(value)) return value.get(key) ?? null;
  return isList(value) && /^\d+$/.test(key) ? (value[Number(key)] ?? null) : null;
};

export const valueAt = (value: DynamicValue, keys: readonly string[]): DynamicValue => keys.reduce(childOf, value);

/** The value with a text at the path; null takes the key out. Where there is nothing, a bag is made for the text; no single value makes room for one. */
export const withText = (at: DynamicValue, keys: readonly string[], text: string | null): DynamicValue => {
  const [key = '', ...rest] = keys;
  const value: DynamicValue = at === null && text !== null && !/^\d+$/.test(key) ? new Map<string, DynamicValue>() : at;
  const next = rest.length === 0 ? text : withText(childOf(value, key), rest, text);
  if (isBag(value)) return next === null ? new Map([...value].filter(([name]) => name !== key)) : new Map([...value, [key, next]]);
  return isList(value) && Number(key) < value.length ? value.with(Number(key), next) : value;
};

/** The leaf as text; a bag or an array has no field. */
export const leafText = (value: DynamicValue): string | null => (isBag(value) || isList(value) ? null : textOfCell(value));

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
      if ((bag === null && text === null) || (leafText(valueAt(bag, keys)) ?? undefined) === (text ?? '')) return row;
      const next = withText(bag, keys, text);
      return withCell(row, at, typeof row[at] === 'string' ? jsonText(next) : next);
    },
  };
};
