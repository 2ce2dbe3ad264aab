// An expression or a query in, its one cell as JSON out: numbers to 11 digits, as far as the reference pages and doubles agree.
import { expect, test } from 'vitest';
import { rowsOf } from '../run.ts';

const rounded = (value: unknown): unknown => {
  if (typeof value === 'number') return Number(value.toPrecision(11));
  if (Array.isArray(value)) return value.map(rounded);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rounded(inner)]));
};

export const answerOf = (kql: string): unknown => rounded(JSON.parse(rowsOf(kql)[1] ?? 'null'));

/** Expressions and the answers of their reference pages. */
export const answers = (examples: readonly (readonly [string, unknown])[]): void => {
  test.each(examples)('%s is %j', (expression, expected) => {
    expect(answerOf(`print x = ${expression}`)).toEqual(rounded(expected));
  });
};

/** Whole queries of one cell. */
export const answersOfQueries = (examples: readonly (readonly [string, unknown])[]): void => {
  test.each(examples)('%s', (kql, expected) => {
    expect(answerOf(kql)).toEqual(rounded(expected));
  });
};

export const point = (lng: number, lat: number): unknown => ({ type: 'Point', coordinates: [lng, lat] });
export const line = (...coordinates: readonly (readonly [number, number])[]): unknown => ({ type: 'LineString', coordinates });
export const polygon = (...coordinates: readonly (readonly (readonly [number, number])[])[]): unknown => ({ type: 'Polygon', coordinates });
export const literal = (shape: unknown): string => `dynamic(${JSON.stringify(shape)})`;
