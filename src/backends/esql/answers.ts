// What ES|QL answers in, KQL's values out; and what of KQL's values can come back.
import { match, P } from 'ts-pattern';
import { ticksOfIso } from '../../ir/time.ts';
import type { Column, DynamicValue, ScalarType } from '../../ir/types.ts';
import { ticksPerMilli } from '../../ir/types.ts';
import { dynamicOfJson, isBag, isList, parsedDynamic } from '../shared/cell-text.ts';
import type { Json, KqlCell } from '../shared/proof.ts';
import { cutToMilli, milliText } from './stored/value.ts';

const wholeOf = (cell: Json): bigint | undefined => {
  if (typeof cell === 'number' && Number.isInteger(cell)) return BigInt(cell);
  return typeof cell === 'string' && /^-?\d+$/.test(cell) ? BigInt(cell) : undefined;
};

const present = (cell: Json, type: ScalarType): KqlCell | undefined =>
  match(type)
    .returnType<KqlCell | undefined>()
    .with(P.union('string', 'unknown'), () => (typeof cell === 'string' ? cell : undefined))
    .with('guid', () => (typeof cell === 'string' ? cell.toLowerCase() : undefined))
    .with(P.union('int', 'long'), () => wholeOf(cell))
    .with('real', () => (typeof cell === 'number' ? cell : undefined))
    .with('decimal', () => (typeof cell === 'number' ? String(cell) : undefined))
    .with('bool', () => (typeof cell === 'boolean' ? cell : undefined))
    .with('datetime', () => (typeof cell === 'string' ? (ticksOfIso(cell) ?? undefined) : undefined))
    .with('timespan', () => {
      const millis = wholeOf(cell);
      return millis === undefined ? undefined : millis * ticksPerMilli;
    })
    .with('dynamic', () => shownSet(dynamicOfJson(Array.isArray(cell) ? cell : [cell])))
    .exhaustive();

/** Several values in one cell are a set; one value, and none, are a set of one and of none. */
export const read = (cell: Json, { type }: Column): KqlCell | undefined => {
  if (cell !== null) return present(cell, type);
  if (type === 'dynamic') return [];
  return type === 'string' || type === 'unknown' ? '' : null;
};

/** Numbers of an answer are doubles for whoever reads JSON. */
const nearest = (value: bigint): bigint => BigInt(Number(value));

const shownElement = (value: DynamicValue): DynamicValue => {
  if (typeof value === 'bigint') return nearest(value);
  // Bags and arrays stand in a field as their JSON.
  if (typeof value === 'string') return parsedDynamic(value) ?? value;
  if (typeof value !== 'object' || value === null || isBag(value)) return value;
  if (isList(value)) return value.map(shownElement);
  return value.type === 'datetime' ? milliText(value.ticks) : cutToMilli(value.ticks) / ticksPerMilli;
};

/** A result column of texts has no nulls: no value and an empty text look alike. */
const shownSet = (value: DynamicValue): DynamicValue => {
  const only = isList(value) && value.length === 1 ? value[0] : value;
  if (only === undefined || only === null || only === '') return [];
  return isList(value) ? value.map(shownElement) : [shownElement(value)];
};

export const shown = (cell: KqlCell, type: ScalarType): KqlCell => {
  if (type === 'dynamic') return shownSet(cell);
  if (typeof cell === 'bigint') return type === 'datetime' || type === 'timespan' ? cutToMilli(cell) : nearest(cell);
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell + 0 : null;
  return type === 'decimal' && typeof cell === 'string' ? String(Number(cell)) : cell;
};
