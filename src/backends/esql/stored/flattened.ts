// A dynamic column whose field is of the type flattened in; what the index holds of it, and what that reads as in KQL, out.
import type { Column, DynamicValue } from '../../../ir/types.ts';
import { blankOf, isBag, isList, jsonOfDynamic, jsonText, parsedDynamic } from '../../shared/cell-text.ts';
import type { FieldMapping } from '../../shared/fields.ts';
import type { KqlCell, TableUse } from '../../shared/proof.ts';
import { type Slot, withCell } from '../../shared/stored-slots.ts';
import { indexedKeys } from './keys.ts';

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

/** What stands where an element lacks what the others have. */
const filler = 'plain';

/** An array of objects that all have these keys and each other's, or of single values. */
const even = (elements: readonly DynamicValue[], wanted: ReadonlySet<string>): DynamicValue => {
  const kept = elements.map((one) => single(one) ?? filler);
  const bags = kept.filter(isBag);
  if (bags.length === 0) return kept;
  const keys = [...new Set([...bags.flatMap((one) => [...one.keys()]), ...wanted])];
  return kept.map((one) => new Map(keys.map((key) => [key, isBag(one) ? (one.get(key) ?? filler) : filler])));
};

/** Single values at paths of keys, and arrays that are even. */
const several = (value: DynamicValue, wanted: ReadonlySet<string>): DynamicValue | undefined => {
  if (isList(value)) return value.length > 0 ? even(value, wanted) : undefined;
  if (value === null || !isBag(value)) return single(value);
  const kept = [...value].flatMap(([key, inner]) => {
    const one = several(inner, wanted);
    return one === undefined ? [] : [[key, one] as const];
  });
  return kept.length > 0 ? new Map(kept) : undefined;
};

/** Keys that the query reads of columns that it makes itself: of elements, where it spreads an array. */
const keysOfOwn = ({ columns, read }: TableUse): ReadonlySet<string> => {
  const stored = new Set(columns.map(({ name }) => name));
  return new Set(
    [...read].flatMap((path) => {
      const [column = '', ...key] = path.split('.');
      return key.length > 0 && !stored.has(column) ? [key.join('.')] : [];
    }),
  );
};

/** Under the keys of the integration. */
const storedAs = (value: DynamicValue, mapping: FieldMapping, path: readonly string[]): DynamicValue => {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map((one) => storedAs(one, mapping, path));
  if (!isBag(value)) return value;
  return new Map(
    [...value].map(([key, one]) => {
      const all = [...path, key];
      return [indexedKeys(mapping.field, all)?.at(-1) ?? key, storedAs(one, mapping, all)] as const;
    }),
  );
};

/** @param wanted keys that elements of arrays have; null: no arrays are stored */
const heldOf = (cell: KqlCell, wanted: ReadonlySet<string> | null): DynamicValue | undefined => {
  const value = typeof cell === 'string' ? (parsedDynamic(cell) ?? null) : cell;
  const one = wanted ? several(value, wanted) : single(value);
  return one !== undefined && (isBag(one) || (wanted !== null && isList(one))) ? one : undefined;
};

export const flattenedSlot = (at: number, { name, type }: Column, mapping: FieldMapping, use: TableUse, hasArrays: boolean): Slot => {
  const wanted = hasArrays ? keysOfOwn(use) : null;
  // the query says whether nothing is the empty array or a missing one
  const empty: KqlCell = type === 'dynamic' ? [] : '[]';
  const blank = use.named.get(name)?.includes('[]') ? empty : blankOf(type);
  return {
    fields: [mapping.field],
    isRead: use.read.has(name),
    isText: false,
    encode: (row) => {
      const held = heldOf(row[at] ?? null, wanted);
      return held === undefined ? null : jsonOfDynamic(storedAs(held, mapping, []));
    },
    decode: (row) => {
      const held = heldOf(row[at] ?? null, wanted);
      if (held === undefined) return withCell(row, at, blank);
      return withCell(row, at, type === 'dynamic' ? held : jsonText(held));
    },
  };
};
