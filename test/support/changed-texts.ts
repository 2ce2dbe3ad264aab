// A change of text in; the change of all texts in tables, also inside dynamic values, out.

import type { Tables } from '../../src/eval/still-world.ts';
import type { Value } from '../../src/eval/value.ts';
import { isBag } from '../../src/eval/values/json.ts';
import type { DynamicValue, ScalarType } from '../../src/ir/types.ts';

const inside = (value: DynamicValue, change: (text: string) => string): DynamicValue => {
  if (typeof value === 'string') return change(value);
  if (isBag(value)) return new Map([...value].map(([key, inner]) => [key, inside(inner, change)]));
  return Array.isArray(value) ? value.map((inner) => inside(inner, change)) : value;
};

export const changedTexts =
  (change: (text: string) => string) =>
  (tables: Tables): Tables => {
    const cell = (value: Value, type: ScalarType | undefined): Value =>
      type === 'string' || type === 'unknown' || type === 'dynamic' ? inside(value as DynamicValue, change) : value;
    return new Map(
      [...tables].map(([name, { columns, rows }]) => [
        name,
        { columns, rows: rows.map((row) => row.map((value, i) => cell(value, columns[i]?.type))) },
      ]),
    );
  };
