// What stands at the places of a row in; the row's cells out. A place is a column, or a key inside a dynamic column (or a text of JSON).
import type { Row, Value } from '../../eval/value.ts';
import { blankOf } from '../../eval/values/blank.ts';
import { convert, toDynamic } from '../../eval/values/convert.ts';
import { isBag, jsonOf } from '../../eval/values/json.ts';
import { textOf } from '../../eval/values/text.ts';
import type { Column, DynamicValue, ScalarType } from '../../ir/types.ts';
import type { Path } from './clues.ts';

export interface Slot {
  readonly key: string;
  readonly column: string;
  readonly path: Path;
}

/** `bare`: the whole column, whatever is asked of the places inside it. `missing`: no such key. */
export interface Fill {
  readonly value: Value;
  readonly type: ScalarType;
  readonly form?: 'bare' | 'missing';
}

/** By the slot's key. */
export type Fills = ReadonlyMap<string, Fill>;

export const slotOf = (column: string, path: Path): Slot => ({ key: JSON.stringify([column, ...path]), column, path });

export const textFill = (value: string): Fill => ({ value, type: 'string' });

interface Inner {
  readonly path: Path;
  readonly fill: Fill;
}

/** JSON has no times: they stand there as text. */
const leafOf = ({ value, type }: Fill): DynamicValue =>
  type === 'datetime' || type === 'timespan' || type === 'decimal' ? textOf(value, type) : toDynamic(value, type);

const positionOf = (index: number): number => (index < 0 ? -index - 1 : Math.min(index, 50));

/** A bag where keys are names, an array where they are positions. */
const nested = (inner: readonly Inner[]): DynamicValue => {
  const deeper = inner.filter(({ path }) => path.length > 0);
  const [here] = inner.filter(({ path }) => path.length === 0);
  if (deeper.length === 0) return here ? leafOf(here.fill) : null;
  const keys = [...new Set(deeper.map(({ path }) => path[0] ?? 0))];
  const under = (key: string | number): DynamicValue =>
    nested(deeper.flatMap(({ path, fill }) => (path[0] === key ? [{ path: path.slice(1), fill }] : [])));
  const names = keys.filter((key) => typeof key === 'string');
  if (names.length > 0) return new Map(names.map((name) => [name, under(name)]));
  const cells: DynamicValue[] = [];
  for (const key of keys) {
    const at = positionOf(Number(key));
    while (cells.length <= at) cells.push(null);
    cells[at] = under(key);
  }
  return cells;
};

/** Text beside what stands inside it. */
const withNote = (value: DynamicValue, note: Fill | undefined): DynamicValue => {
  if (note?.type !== 'string' || note.value === '') return value;
  if (isBag(value)) return new Map([...value, ['note', leafOf(note)]]);
  return Array.isArray(value) ? [...(value as readonly DynamicValue[]), leafOf(note)] : value;
};

/** 2026-01-04, a Sunday: for times of which only a distance or a part is asked. */
export const someSunday = 639_030_816_000_000_000n;

const [year1900, year10000] = [599_266_080_000_000_000n, 3_155_378_976_000_000_000n];

const isTime = (ticks: bigint): boolean => ticks >= year1900 && ticks < year10000;

/** What a test asks of a difference of times is no time: it is counted from a day of our own, as no event is of the year 1. */
const asTime = (value: Value): Value => (typeof value !== 'bigint' ? value : ([value, someSunday + value].find(isTime) ?? someSunday));

const cellOf = ({ name, type }: Column, slots: readonly Slot[], fills: Fills): Value => {
  const root = fills.get(slotOf(name, []).key);
  const inner = slots.flatMap(({ path, key }): readonly Inner[] => {
    const fill = fills.get(key);
    return path.length > 0 && fill && fill.form !== 'missing' ? [{ path, fill }] : [];
  });
  const hasInner = slots.some(({ path }) => path.length > 0);
  const takesInner = type === 'dynamic' || type === 'string' || type === 'unknown';
  if (hasInner && takesInner && root?.form !== 'bare') {
    const value = inner.length === 0 ? new Map() : withNote(nested(inner), root);
    if (type === 'dynamic') return value;
    return isBag(value) || Array.isArray(value) ? jsonOf(value) : textOf(value, 'dynamic');
  }
  if (!root || root.form === 'missing' || root.value === null) return blankOf(type);
  if (type === 'dynamic') return toDynamic(root.value, root.type);
  const value = convert(root.value, root.type, type);
  return type === 'datetime' ? asTime(value) : value;
};

/** By column. */
export const slotsByColumn = (slots: Iterable<Slot>): ReadonlyMap<string, readonly Slot[]> => {
  const found = new Map<string, Slot[]>();
  for (const slot of slots) {
    const known = found.get(slot.column);
    if (known) known.push(slot);
    else found.set(slot.column, [slot]);
  }
  return found;
};

export const rowOf = (columns: readonly Column[], slots: ReadonlyMap<string, readonly Slot[]>, fills: Fills): Row =>
  columns.map((column) => cellOf(column, slots.get(column.name) ?? [], fills));
