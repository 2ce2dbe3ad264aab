// Values of an event by field name in; the JSON of the event, and the fields that Splunk makes of it at search time (spath's names), out.
import type { Json } from '../../shared/proof.ts';

type Tree = Map<string, Json | Tree>;

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The path of a field in the event: arrays are named without their braces. */
export const pathOf = (field: string): string => (field.endsWith('{}') ? field.slice(0, -2) : field);

const insert = (tree: Tree, [key = '', ...rest]: readonly string[], value: Json): void => {
  const own = tree.get(key);
  if (rest.length === 0) {
    if (own === undefined) tree.set(key, value);
    return;
  }
  if (own === undefined) tree.set(key, new Map());
  const next = tree.get(key);
  if (next instanceof Map) insert(next, rest, value);
};

const plain = (value: Json | Tree): Json =>
  value instanceof Map ? Object.fromEntries([...value].map(([key, one]) => [key, plain(one)])) : value;

/** The event as JSON text: wholes before their parts. Where a column is the event itself, that text is it. */
export const rawOf = (values: ReadonlyMap<string, Json>): string => {
  const own = values.get('_raw');
  if (typeof own === 'string') return own;
  const tree: Tree = new Map();
  const paths = [...values].map(([field, value]) => ({ keys: pathOf(field).split('.'), value }));
  for (const { keys, value } of paths.sort((a, b) => a.keys.length - b.keys.length)) insert(tree, keys, value);
  return JSON.stringify(plain(tree));
};

interface Leaf {
  readonly field: string;
  readonly value: Json;
}

const leavesOf = (name: string, value: Json): readonly Leaf[] => {
  if (Array.isArray(value)) return value.flatMap((one: Json) => leavesOf(`${name}{}`, one));
  return isObject(value) ? Object.entries(value).flatMap(([key, one]) => leavesOf(`${name}.${key}`, one)) : [{ field: name, value }];
};

/** Fields of the parts of an object or an array; those of arrays have several values. A null is the text that stands for it. */
export const fieldsOf = (field: string, value: Json, nullText: string): ReadonlyMap<string, Json> => {
  const found = new Map<string, Json>();
  for (const { field: name, value: one } of leavesOf(pathOf(field), value)) {
    const text = one === null ? nullText : one;
    if (one === null && nullText === '') continue;
    const several = name.includes('{}');
    const before = found.get(name);
    found.set(name, several ? [...(Array.isArray(before) ? before : []), text] : text);
  }
  return found;
};

export const isStructured = (value: Json): boolean => Array.isArray(value) || isObject(value);

/** What stands at a path below an object. */
export const below = (value: Json, keys: readonly string[]): Json => {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  return isObject(value) && Object.hasOwn(value, key) ? below(value[key] ?? null, rest) : null;
};
