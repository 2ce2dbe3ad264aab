// Printed answers (documentation, other projects' tests) against rows of the evaluator: what a page prints is rounded, and JSON does not tell 1 from 1.0.
import type { Relation, Value } from '../../src/eval/value.ts';
import { convert } from '../../src/eval/values/convert.ts';
import { parseJson } from '../../src/eval/values/json.ts';
import { textOf } from '../../src/eval/values/text.ts';
import type { DynamicValue, ScalarType } from '../../src/ir/types.ts';

/** A query with the answer that its source prints. */
export interface Example {
  readonly id: string;
  readonly query: string;
  readonly columns: readonly string[];
  readonly types?: readonly ScalarType[];
  readonly rows: readonly (readonly unknown[])[];
  readonly ordered: boolean;
  readonly clean: boolean;
  readonly in_corpora: boolean;
  readonly last_row_only?: boolean;
  readonly known_wrong?: unknown;
}

/** Digits that pages print of a real at least. */
const digits = 7;

const numberText = (value: number): string => {
  if (!Number.isFinite(value)) return String(value);
  return String(Number(value.toPrecision(digits)));
};

const specialReals: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['∞', Number.POSITIVE_INFINITY],
  ['-∞', Number.NEGATIVE_INFINITY],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

const blanks = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** JSON, however it was made, with keys in order and numbers alike. */
const canonical = (value: unknown): unknown => {
  if (typeof value === 'number' || typeof value === 'bigint') return numberText(Number(value));
  if (typeof value === 'string') return specialReals.has(value) ? numberText(specialReals.get(value) ?? 0) : blanks(value);
  if (Array.isArray(value)) return value.map(canonical);
  if (value instanceof Map) return canonical(Object.fromEntries(value));
  if (typeof value !== 'object' || value === null) return value;
  if ('ticks' in value) return textOf(value as DynamicValue, 'dynamic');
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, canonical(inner)]),
  );
};

const dynamicText = (value: unknown): string => {
  const parsed = typeof value === 'string' ? parseJson(value) : undefined;
  return JSON.stringify(canonical(parsed === undefined ? value : parsed));
};

const realText = (value: unknown): string => {
  const special = specialReals.get(String(value));
  return numberText(special ?? Number(String(value)));
};

/** A cell as text that equal cells share. */
const cellText = (value: unknown, type: ScalarType): string => {
  if (value === null || value === undefined || value === '') return '';
  if (type === 'dynamic') return dynamicText(value);
  if (type === 'real' || type === 'decimal') return realText(value);
  if (type === 'bool') return value === true || value === 1 || /^(?:true|1)$/i.test(String(value)) ? 'true' : 'false';
  if (type === 'datetime' || type === 'timespan') {
    const ticks = typeof value === 'bigint' ? value : convert(String(value) as Value, 'string', type);
    return ticks === null ? String(value) : String(ticks);
  }
  return blanks(String(value));
};

const printed = (rows: readonly (readonly unknown[])[], types: readonly ScalarType[], ordered: boolean): readonly string[] => {
  const lines = rows.map((row) => types.map((type, i) => cellText(row[i], type)).join(' | '));
  return ordered ? lines : lines.toSorted();
};

/** The lines that are expected and those that are there; equal when the answer is right. */
export const compareWith = (example: Example, { columns, rows }: Relation): { expected: readonly string[]; found: readonly string[] } => {
  const types = columns.map(({ type }): ScalarType => (type === 'unknown' ? 'string' : type));
  const last = <T>(list: readonly T[]): readonly T[] => (example.last_row_only ? list.slice(-1) : list);
  return {
    expected: [example.columns.join(' | '), ...printed(last(example.rows), types, example.ordered)],
    found: [columns.map(({ name }) => name).join(' | '), ...printed(last(rows), types, example.ordered)],
  };
};
