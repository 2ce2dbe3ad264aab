// `buildschema`: the types that dynamic values have, by the names that the page uses.
import type { DynamicValue } from '../../ir/types.ts';
import { unsupported } from '../refusal.ts';
import type { Value } from '../value.ts';
import { isBag, isTicks } from '../values/json.ts';
import type { Aggregate } from './accumulator.ts';

/** All that was seen at one place: names of simple types, what stands in arrays, what stands under keys. */
interface Seen {
  readonly simple: Set<string>;
  items: Seen | null;
  keys: Map<string, Seen> | null;
}

const nothing = (): Seen => ({ simple: new Set(), items: null, keys: null });

const simpleName = (value: string | bigint | number | boolean): string => {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'bigint') return 'long';
  return typeof value === 'number' ? 'double' : 'bool';
};

const lookInBag = (seen: Seen, bag: ReadonlyMap<string, DynamicValue>): void => {
  const keys = seen.keys ?? new Map<string, Seen>();
  seen.keys = keys;
  for (const [key, inner] of bag) {
    const under = keys.get(key) ?? nothing();
    keys.set(key, under);
    look(under, inner);
  }
};

const look = (seen: Seen, value: DynamicValue): void => {
  if (value === null) return;
  if (isBag(value)) lookInBag(seen, value);
  else if (typeof value !== 'object') seen.simple.add(simpleName(value));
  else if (isTicks(value)) seen.simple.add(value.type);
  else {
    const items = seen.items ?? nothing();
    seen.items = items;
    for (const element of value) look(items, element);
  }
};

const schemaOf = (seen: Seen): DynamicValue => {
  const container = new Map<string, DynamicValue>();
  if (seen.items) container.set('`indexer`', schemaOf(seen.items));
  for (const [key, under] of seen.keys ?? []) container.set(key, schemaOf(under));
  const all: DynamicValue[] = [...seen.simple];
  if (seen.items || seen.keys) all.push(container);
  return all.length === 1 ? (all[0] ?? null) : all;
};

export const buildschema: Aggregate = ({ args: [arg], span }) => {
  if (arg?.type !== 'dynamic') return unsupported('`buildschema()` of a value that is not dynamic', span);
  return () => {
    const seen = nothing();
    let any = false;
    return {
      add: (row) => {
        const value: Value = arg.get(row);
        if (value === null) return;
        any = true;
        look(seen, value as DynamicValue);
      },
      result: () => (any ? schemaOf(seen) : null),
    };
  };
};
