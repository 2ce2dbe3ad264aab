// A cell of a column and the type of its field in; what Elasticsearch holds for it, and what that reads as in KQL, out.
import { isoOfTicks, ticksOfIso } from '../../../ir/time.ts';
import { type ScalarType, ticksPerMilli } from '../../../ir/types.ts';
import { blankOf, cellOfText, jsonOfWhole, textOfCell } from '../../shared/cell-text.ts';
import type { FieldMapping } from '../../shared/fields.ts';
import type { Json, KqlCell } from '../../shared/proof.ts';
import { typeOf } from '../value.ts';
import { canonicalAddress } from './address.ts';

/** What a field can hold; `none`: nothing that a query could read again. */
type Family = 'text' | 'whole' | 'real' | 'date' | 'boolean' | 'ip' | 'none';

const families: ReadonlyMap<string, Family> = new Map([
  ...['keyword', 'wildcard', 'constant_keyword', 'text', 'match_only_text', 'version'].map((type) => [type, 'text'] as const),
  ...['long', 'integer', 'short', 'byte'].map((type) => [type, 'whole'] as const),
  ...['double', 'float', 'half_float', 'scaled_float'].map((type) => [type, 'real'] as const),
  ['date', 'date'],
  ['boolean', 'boolean'],
  ['ip', 'ip'],
]);

export const familyOf = (type: string | undefined): Family => families.get(type ?? 'keyword') ?? 'none';

/** The type that a field has under KQL's own name. */
export const typeUnderOwnName = (type: ScalarType): string => (type === 'timespan' ? 'long' : typeOf(type));

const floorMilli = (ticks: bigint): bigint => ticks - (((ticks % ticksPerMilli) + ticksPerMilli) % ticksPerMilli);

/** `2024-01-01T00:00:00.000Z`, the finer part cut off. */
export const milliText = (ticks: bigint): string => `${isoOfTicks(floorMilli(ticks)).slice(0, 23)}Z`;

/** Ticks that stand for a whole number of milliseconds. */
export const cutToMilli = floorMilli;

/** The text that a cell has in the index: times in milliseconds, spans as their number. */
const indexText = (cell: KqlCell, type: ScalarType): string => {
  if (typeof cell === 'bigint' && type === 'datetime') return milliText(cell);
  if (typeof cell === 'bigint' && type === 'timespan') return String(floorMilli(cell) / ticksPerMilli);
  return textOfCell(cell);
};

const wholeJson = (text: string): Json => {
  const cell = cellOfText(text, 'long');
  if (typeof cell === 'bigint') return jsonOfWhole(cell);
  const real = cellOfText(text, 'real');
  return typeof real === 'number' && Number.isFinite(real) ? jsonOfWhole(BigInt(Math.trunc(real))) : null;
};

const realJson = (text: string): Json => {
  const cell = cellOfText(text, 'real');
  return typeof cell === 'number' && Number.isFinite(cell) ? cell + 0 : null;
};

const dateJson = (text: string): Json => {
  const ticks = ticksOfIso(text);
  return ticks === null ? null : milliText(ticks);
};

/** What a field of the family holds for a text; null where it holds nothing like it. */
const holding = (text: string, family: Family): Json => {
  if (text === '' || family === 'none') return null;
  if (family === 'whole') return wholeJson(text);
  if (family === 'real') return realJson(text);
  if (family === 'date') return dateJson(text);
  if (family === 'ip') return canonicalAddress(text);
  if (family === 'boolean') return /^(?:true|false)$/i.test(text) ? text.toLowerCase() === 'true' : null;
  return text;
};

const numberOfDigits = (text: string): Json => (/^0x[0-9a-f]{1,8}$/i.test(text) ? Number(text) : null);

/** What the index holds; null: a blank. */
export const storedJson = (cell: KqlCell, type: ScalarType, mapping: Pick<FieldMapping, 'type' | 'transform'>): Json =>
  mapping.transform === 'hex_digits' ? numberOfDigits(indexText(cell, type)) : holding(indexText(cell, type), familyOf(mapping.type));

/** What KQL reads in the field. */
export const readBack = (stored: Json, type: ScalarType, { transform }: Pick<FieldMapping, 'transform'>): KqlCell =>
  transform === 'hex_digits' && typeof stored === 'number' ? `0x${stored.toString(16)}` : cellOfStored(stored, type);

/** What the field reads as. */
export const cellOfStored = (stored: Json, type: ScalarType): KqlCell => {
  if (stored === null) return blankOf(type);
  const text = String(stored);
  if (type !== 'timespan') return cellOfText(text, type);
  const millis = cellOfText(text, 'long');
  return typeof millis === 'bigint' ? millis * ticksPerMilli : null;
};
