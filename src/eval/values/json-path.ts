// JSONPath as KQL knows it: `$.a['b c'][0]` in, its steps out; and what stands under them. https://learn.microsoft.com/kusto/query/jsonpath
import type { DynamicValue } from '../../ir/types.ts';
import { isBag } from './json.ts';

export type JsonPath = readonly (string | number)[];

const stepForm = /\.([A-Za-z_][\w-]*)|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]/y;

/** Null where the text is no path (wildcards, slices and filters are none in KQL). */
export const readJsonPath = (text: string): JsonPath | null => {
  if (!text.startsWith('$')) return null;
  const steps: (string | number)[] = [];
  stepForm.lastIndex = 1;
  while (stepForm.lastIndex < text.length) {
    const found = stepForm.exec(text);
    if (!found) return null;
    const [, name, single, double, index] = found;
    const key = name ?? single ?? double;
    steps.push(key === undefined ? Number(index) : key.replace(/\\(.)/gs, '$1'));
  }
  return steps;
};

/** A key as `bag_has_key()` and its siblings take it: a path where it starts with `$.` or `$[`, else one key. Null for a path that is none. */
export const keyPath = (key: string): JsonPath | null => (key.startsWith('$.') || key.startsWith('$[') ? readJsonPath(key) : [key]);

/** Undefined where there is nothing. */
export const valueAt = (value: DynamicValue, path: JsonPath): DynamicValue | undefined => {
  let inner: DynamicValue | undefined = value;
  for (const step of path) {
    if (inner === undefined) return undefined;
    if (typeof step === 'string') inner = isBag(inner) ? inner.get(step) : undefined;
    else inner = Array.isArray(inner) ? (inner as readonly DynamicValue[])[step] : undefined;
  }
  return inner;
};
