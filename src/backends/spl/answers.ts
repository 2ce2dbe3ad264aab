// What Splunk answers in (texts, lists of texts), KQL's values out; and what of KQL's values can come back.
import { match, P } from 'ts-pattern';
import { isoOfTicks, ticksOfIso } from '../../ir/time.ts';
import { type Column, type DynamicValue, type ScalarType, ticksPerSecond, unixEpochTicks } from '../../ir/types.ts';
import { cellOfText, isBag, isList, isTextType, parsedDynamic, textOfCell } from '../shared/cell-text.ts';
import type { Json, KqlCell } from '../shared/proof.ts';
import { secondsOfTicks } from './values.ts';

/** `strftime` writes six digits. */
const ticksPerMicro = 10n;

export const cutToMicro = (ticks: bigint): bigint => ticks - (((ticks % ticksPerMicro) + ticksPerMicro) % ticksPerMicro);

/** Seconds since 1970 are doubles, whose differences are right to the microsecond. */
const nearMicro = (ticks: bigint): bigint => cutToMicro(ticks + ticksPerMicro / 2n);

const timeForm = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6})(?:([+-])(\d\d):?(\d\d))$/;

/** `2024-05-01T12:00:00.000000+0200` as ticks. */
const ticksOfShown = (text: string): bigint | null => {
  const [, local = '', sign, hours = '0', minutes = '0'] = timeForm.exec(text) ?? [];
  const ticks = sign === undefined ? null : ticksOfIso(`${local}Z`);
  const offset = (BigInt(hours) * 60n + BigInt(minutes)) * 60n * ticksPerSecond;
  return ticks === null ? null : ticks + (sign === '-' ? offset : -offset);
};

/** Small numbers may come with an exponent: `-1e-06`. */
const plainNumber = (text: string): string => (/^-?\d+(?:\.\d+)?e-\d+$/i.test(text) ? Number(text).toFixed(7) : text);

const ticksOfSeconds = (text: string): bigint | null => {
  const [whole, sign, seconds = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(plainNumber(text)) ?? [];
  if (whole === undefined) return null;
  const size = BigInt(seconds) * ticksPerSecond + BigInt(fraction.padEnd(7, '0').slice(0, 7));
  return nearMicro(sign === '-' ? -size : size);
};

/** `_time`, which is seconds since 1970 as long as nothing writes it out. */
export const shownTime = (cell: Json): Json => {
  const ticks = cell === null || Array.isArray(cell) ? null : ticksOfSeconds(String(cell));
  return ticks === null ? cell : isoOfTicks(ticks + unixEpochTicks);
};

/** `2024-05-01T12:00:00.1234567Z`, as the events have it. */
const ticksOfStored = (text: string): bigint | null => (/T.*Z$/.test(text) ? ticksOfIso(text) : null);

/** Elements come back as texts, bags and arrays as JSON. */
const element = (value: DynamicValue): DynamicValue => {
  if (isBag(value) || isList(value)) return value;
  if (typeof value === 'object' && value !== null && value.type === 'timespan') return secondsOfTicks(value.ticks);
  const text = typeof value === 'object' && value !== null ? isoOfTicks(cutToMicro(value.ticks)) : textOfCell(value);
  const ticks = ticksOfShown(text);
  return ticks === null ? (parsedDynamic(text) ?? text) : isoOfTicks(ticks);
};

const isBlank = (value: DynamicValue): boolean =>
  value === null || value === '' || (isList(value) && value.length === 1 && value[0] === '');

/** One value and a set of one look alike (a set of one array and the array, too), as do no value, a set of one blank and an empty set. */
const asSet = (value: DynamicValue): DynamicValue => {
  if (isBlank(value)) return [];
  const elements = isList(value) ? value.map(element) : [element(value)];
  const [only] = elements;
  return elements.length === 1 && only !== undefined && isList(only) ? asSet(only) : elements;
};

const ofText = (text: string, type: ScalarType): KqlCell =>
  match(type)
    .with('datetime', () => ticksOfShown(text) ?? ticksOfStored(text))
    .with('timespan', () => ticksOfSeconds(text))
    .with(P.union('string', 'unknown', 'guid', 'bool', 'int', 'long', 'real', 'decimal'), () => cellOfText(text, type))
    .with('dynamic', () => asSet(parsedDynamic(text) ?? text))
    .exhaustive();

export const read = (cell: Json, { type }: Column): KqlCell | undefined => {
  if (Array.isArray(cell)) return type === 'dynamic' ? asSet(cell.map((one: Json) => String(one))) : undefined;
  const text = cell === null ? '' : String(cell);
  if (text === '' || isTextType(type)) return type === 'dynamic' ? [] : cellOfText(text, type);
  return ofText(text, type) ?? undefined;
};

export const shown = (cell: KqlCell, type: ScalarType): KqlCell => {
  if (type === 'dynamic') return asSet(typeof cell === 'string' ? (parsedDynamic(cell) ?? cell) : cell);
  if (typeof cell === 'bigint' && type === 'datetime') return cutToMicro(cell);
  if (typeof cell === 'bigint' && type === 'timespan') return nearMicro(cell);
  return typeof cell === 'number' && !Number.isFinite(cell) ? null : cell;
};
