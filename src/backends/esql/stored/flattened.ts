// A dynamic column whose field is of the type flattened in; what the index holds of it, and what that reads as in KQL, out.
import type { Column, DynamicValue } from '../../../ir/types.ts';
import { blankOf, isBag, isList, jsonOfDynamic, jsonText, parsedDynamic } from '../../shared/cell-text.ts';
import type { FieldMapping } from '../../shared/fields.ts';
import type { KqlCell, TableUse } from '../../shared/proof.ts';
import { type Slot, withCell } from '../../shared/stored-slots.ts';

/** A text that spells another value is that value: the index does not tell them apart. */
const spelled = (text: string): DynamicValue => {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isSafeInteger(number)) return BigInt(number);
  return Number.isFinite(number) ? number : text;
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

export const flattenedSlot = (at: number, { name, type }: Column, mapping: FieldMapping, use: TableUse): Slot => {
  // the query says whether nothing is the empty array or a missing one
  const empty: KqlCell = type === 'dynamic' ? [] : '[]';
  const blank = use.named.get(name)?.includes('[]') ? empty : blankOf(type);
  return {
    fields: [mapping.field],
    isRead: use.read.has(name),
    isText: false,
    encode: (row) => {
      const bag = bagOf(row[at] ?? null);
      return bag === undefined ? null : jsonOfDynamic(bag);
    },
    decode: (row) => {
      const bag = bagOf(row[at] ?? null);
      if (bag === undefined) return withCell(row, at, blank);
      return withCell(row, at, type === 'dynamic' ? bag : jsonText(bag));
    },
  };
};
