// A dynamic column whose field is of the type flattened in; what the index holds of it, and what that reads as in KQL, out.
import type { Column, DynamicValue } from '../../ir/types.ts';
import { blankOf, isBag, isList, jsonOfDynamic, jsonText, parsedDynamic } from '../shared/cell-text.ts';
import type { FieldMapping } from '../shared/fields.ts';
import type { KqlCell, TableUse } from '../shared/proof.ts';
import { type Slot, withCell } from '../shared/stored-slots.ts';

/** A text that spells another value is that value: the index does not tell them apart. */
const spelled = (text: string): DynamicValue => {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^(?:0|-?[1-9]\d{0,17})$/.test(text) ? BigInt(text) : text;
};

/** Single values at paths of keys; an array counts by its first element. undefined: nothing is kept. */
const single = (value: DynamicValue): DynamicValue | undefined => {
  if (value === null) return undefined;
  if (typeof value === 'string') return spelled(value);
  if (isList(value)) return value.map(single).find((one) => one !== undefined);
  if (!isBag(value)) return value;
  const kept = [...value].flatMap(([key, inner]) => {
    const one = single(inner);
    return one === undefined ? [] : [[key, one] as const];
  });
  return kept.length > 0 ? new Map(kept) : undefined;
};

const bagOf = (cell: KqlCell): DynamicValue | undefined => {
  const value = typeof cell === 'string' ? (parsedDynamic(cell) ?? null) : cell;
  const one = single(value);
  return one !== undefined && isBag(one) ? one : undefined;
};

export const flattenedSlot = (at: number, { name, type }: Column, mapping: FieldMapping, use: TableUse): Slot => ({
  fields: [mapping.field],
  isRead: use.read.has(name),
  isText: false,
  encode: (row) => {
    const bag = bagOf(row[at] ?? null);
    return bag === undefined ? null : jsonOfDynamic(bag);
  },
  decode: (row) => {
    const bag = bagOf(row[at] ?? null);
    return withCell(row, at, bag === undefined ? blankOf(type) : type === 'dynamic' ? bag : jsonText(bag));
  },
});
