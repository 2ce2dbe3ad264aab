// Cells of KQL rows in, the texts and JSON that targets store them as out; and back.
import { match, P } from 'ts-pattern';
import { isoOfTicks, textOfTimespan, ticksOfIso } from '../../ir/time.ts';
import type { DynamicValue, ScalarType } from '../../ir/types.ts';
import type { Json, KqlCell } from './proof.ts';

export type Bag = ReadonlyMap<string, DynamicValue>;

export const isBag = (value: DynamicValue): value is Bag => value instanceof Map;
export const isList = (value: DynamicValue): value is readonly DynamicValue[] => Array.isArray(value);
const isTicks = (value: DynamicValue): value is Extract<DynamicValue, { readonly ticks: bigint }> =>
  typeof value === 'object' && value !== null && !isBag(value) && !isList(value);

/** Whether null is the empty text in this type. */
export const isTextType = (type: ScalarType): boolean => type === 'string' || type === 'unknown';

export const blankOf = (type: ScalarType): KqlCell => (isTextType(type) ? '' : null);

/** A double with a fraction or an exponent, so that it does not read as a whole number. */
const realText = (value: number): string => (Number.isInteger(value) && Math.abs(value) < 1e15 ? `${value}.0` : String(value));

const tickText = ({ ticks, type }: Extract<DynamicValue, { readonly ticks: bigint }>): string =>
  type === 'datetime' ? isoOfTicks(ticks) : textOfTimespan(ticks);

/** A dynamic value as KQL writes it: no blanks, bags in their own order. */
export const jsonText = (value: DynamicValue): string => {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? realText(value) : 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (isBag(value)) return `{${[...value].map(([key, one]) => `${JSON.stringify(key)}:${jsonText(one)}`).join(',')}}`;
  return isList(value) ? `[${value.map(jsonText).join(',')}]` : JSON.stringify(tickText(value));
};

/** A dynamic value as an engine's JSON; whole numbers that a double does not hold become text. */
export const jsonOfDynamic = (value: DynamicValue): Json => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint') return jsonOfWhole(value);
  if (isBag(value)) return Object.fromEntries([...value].map(([key, one]) => [key, jsonOfDynamic(one)]));
  return isList(value) ? value.map(jsonOfDynamic) : tickText(value);
};

export const jsonOfWhole = (value: bigint): Json => {
  const near = Number(value);
  return Number.isSafeInteger(near) ? near : String(value);
};

/** Whole numbers of JSON are longs. */
export const dynamicOfJson = (json: Json): DynamicValue => {
  if (json === null || typeof json === 'boolean' || typeof json === 'string') return json;
  if (typeof json === 'number') return Number.isInteger(json) ? BigInt(json) : json;
  if (Array.isArray(json)) return json.map(dynamicOfJson);
  return new Map(Object.entries(json as Readonly<Record<string, Json>>).map(([key, one]) => [key, dynamicOfJson(one)]));
};

/** The bag or array that a text holds; undefined: it is any other text. */
export const parsedDynamic = (text: string): Bag | readonly DynamicValue[] | undefined => {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const value = dynamicOfJson(JSON.parse(text) as Json);
    return isBag(value) || isList(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** The text of a cell; `''` for null. Datetimes with seven digits, bags and arrays as JSON. */
export const textOfCell = (cell: KqlCell): string => {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'object' && isTicks(cell)) return tickText(cell);
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  return typeof cell === 'object' ? jsonText(cell) : String(cell);
};

/** `textOfCell`, times and spans (whose cells are bare ticks) by their type. */
export const textOfTyped = (cell: KqlCell, type: ScalarType): string => {
  if (typeof cell === 'bigint' && type === 'datetime') return isoOfTicks(cell);
  return typeof cell === 'bigint' && type === 'timespan' ? textOfTimespan(cell) : textOfCell(cell);
};

const longest = 2n ** 63n;

const wholeOf = (text: string): bigint | null => {
  if (!/^-?\d+(?:\.0+)?$/.test(text)) return null;
  const value = BigInt(text.split('.')[0] ?? '');
  return value >= -longest && value < longest ? value : null;
};

const isNumberText = (text: string): boolean => /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text);

const truths: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

/** The cell that a text stands for; the blank of its type when it is none. Spans are not read: every target writes them otherwise. */
export const cellOfText = (text: string, type: ScalarType): KqlCell =>
  match(type)
    .returnType<KqlCell>()
    .with(P.union('string', 'unknown'), () => text)
    .with('guid', () => (text === '' ? null : text.toLowerCase()))
    .with(P.union('int', 'long'), () => wholeOf(text))
    .with('real', () => (isNumberText(text) ? Number(text) : null))
    .with('decimal', () => (isNumberText(text) ? text : null))
    .with('bool', () => truths.get(text.toLowerCase()) ?? null)
    .with('datetime', () => ticksOfIso(text))
    .with('timespan', () => null)
    .with('dynamic', () => (text === '' ? null : (parsedDynamic(text) ?? text)))
    .exhaustive();
