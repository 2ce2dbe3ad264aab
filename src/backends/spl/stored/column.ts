// A column and its field in; how its values stand in an event, and how they read again, out.
import { match, P } from 'ts-pattern';
import { isoOfTicks } from '../../../ir/time.ts';
import { type Column, type ScalarType, ticksPerSecond, unixEpochTicks } from '../../../ir/types.ts';
import {
  cellOfText,
  dynamicOfJson,
  isTextType,
  jsonOfDynamic,
  jsonOfWhole,
  jsonText,
  parsedDynamic,
  textOfTyped,
} from '../../shared/cell-text.ts';
import type { FieldMapping } from '../../shared/fields.ts';
import type { Json, KqlCell } from '../../shared/proof.ts';
import { rewritingOf } from '../../shared/rewritten.ts';
import { type Slot, withCell } from '../../shared/stored-slots.ts';
import { cutToMicro } from '../answers.ts';
import { secondsOfTicks } from '../values.ts';
import { isJson, timeField } from './columns.ts';
import { isStructured } from './json-fields.ts';

export interface StoredColumn {
  readonly at: number;
  readonly column: Column;
  readonly mapping: FieldMapping;
  readonly isRead: boolean;
  /** The text that stands for a null, where the query does not name it as a value. */
  readonly nullText: string;
}

const epochOf = (ticks: bigint): number => Number(secondsOfTicks(cutToMicro(ticks) - unixEpochTicks));

const ticksOfEpoch = (seconds: number): bigint => {
  const [whole = '', fraction = ''] = Math.abs(seconds).toFixed(6).split('.');
  const size = BigInt(whole) * ticksPerSecond + BigInt(fraction.padEnd(7, '0'));
  return unixEpochTicks + (seconds < 0 ? -size : size);
};

const timeSlot = ({ at, isRead, mapping }: StoredColumn): Slot => ({
  fields: [mapping.field],
  isRead,
  isText: false,
  encode: (row) => {
    const ticks = row[at];
    return typeof ticks === 'bigint' ? epochOf(ticks) : null;
  },
  decode: (row, stored) => withCell(row, at, typeof stored === 'number' ? ticksOfEpoch(stored) : null),
});

const numberJson = (cell: KqlCell): Json => {
  const value = typeof cell === 'string' ? Number(cell) : cell;
  return typeof value === 'number' && Number.isFinite(value) ? value + 0 : null;
};

/** Where the event has a bag or an array, a text that says one is that. */
const textJson = (text: string, json: boolean): Json => {
  const value = json ? parsedDynamic(text) : undefined;
  return value === undefined ? text || null : jsonOfDynamic(value);
};

const valueJson = (cell: KqlCell, type: ScalarType, json: boolean): Json =>
  match(type)
    .returnType<Json>()
    .with(P.union('int', 'long'), () => (typeof cell === 'bigint' ? jsonOfWhole(cell) : null))
    .with(P.union('real', 'decimal'), () => numberJson(cell))
    .with('bool', () => (typeof cell === 'boolean' ? cell : null))
    .with('datetime', () => (typeof cell === 'bigint' ? isoOfTicks(cutToMicro(cell)) : null))
    .with('dynamic', () => jsonOfDynamic(cell))
    .with(P.union('string', 'unknown'), () => textJson(String(cell ?? ''), json))
    .with(P.union('guid', 'timespan'), () => textOfTyped(cell, type) || null)
    .exhaustive();

/** What a column reads where the field says so. */
export const cellOfStored = (stored: Json, type: ScalarType): KqlCell => {
  if (type === 'dynamic') return dynamicOfJson(stored);
  if (stored === null) return cellOfText('', type);
  return cellOfText(isStructured(stored) ? jsonText(dynamicOfJson(stored)) : String(stored), type);
};

const valueSlot = ({ at, column: { name, type }, mapping, isRead, nullText }: StoredColumn): Slot => {
  const json = isJson(mapping, name, type);
  const words = mapping.values === undefined ? null : rewritingOf(mapping, [], (word) => word.toLowerCase());
  const encode = (row: readonly KqlCell[]): Json => {
    const stored = valueJson(row[at] ?? null, type, json);
    if (words && stored !== null) return words.stored(String(stored)) || null;
    return stored === nullText ? null : stored;
  };
  const isKept = type === 'dynamic' || type === 'timespan';
  return {
    fields: [mapping.field, ...(mapping.or ?? [])],
    isRead,
    isText: isTextType(type),
    encode,
    decode: (row, stored) =>
      isKept && JSON.stringify(encode(row)) === JSON.stringify(stored) && stored !== null
        ? row
        : withCell(row, at, cellOfStored(words && stored !== null ? words.value(String(stored)) : stored, type)),
  };
};

export const slotOf = (one: StoredColumn): Slot => (one.mapping.field === timeField ? timeSlot(one) : valueSlot(one));
