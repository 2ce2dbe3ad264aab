// Plain values from YAML in; the same as keyed bags, and one laid over another, out.
import type { Value } from './shape.ts';

export type Bag = { readonly [key: string]: Value };
export const bag = (value: Value | undefined): Bag => (value && typeof value === 'object' && !Array.isArray(value) ? (value as Bag) : {});

/** Replaced in one piece: lists and texts, a field's mapping and a constraint; merged key by key: profiles, targets, tables, their columns. */
export const merge = (base: Value | undefined, over: Value, depth: number): Value => {
  if (depth === 0 || base === undefined || Object.keys(bag(over)).length === 0 || Object.keys(bag(base)).length === 0) return over;
  const merged = Object.assign(Object.create(null), bag(base)) as { [key: string]: Value };
  for (const [key, value] of Object.entries(bag(over))) merged[key] = merge(bag(base)[key], value, depth - 1);
  return merged;
};
