// Bags. Each function by its KQL name; a call in, how to compute it for a row out.
import type { DynamicValue } from '../../ir/types.ts';
import { failed, unsupported } from '../refusal.ts';
import type { Arg, Call, Fn } from '../scope.ts';
import type { Getter, Row } from '../value.ts';
import { toDynamic } from '../values/convert.ts';
import { isBag } from '../values/json.ts';
import { type JsonPath, keyPath, valueAt } from '../values/json-path.ts';
import { missing } from './missing.ts';
import { array, bag, bool, dynamic, strict, text } from './shapes.ts';

type Bag = ReadonlyMap<string, DynamicValue>;

/** One entry to be: its name, its value for a row. */
interface Slot {
  readonly key: (row: Row) => string;
  readonly value: (row: Row) => DynamicValue;
}

const cellOf =
  ({ get, type }: Pick<Arg, 'get' | 'type'>) =>
  (row: Row): DynamicValue =>
    toDynamic(get(row), type);

const packed = (slots: readonly Slot[], call: Call): Getter => {
  return (row) => {
    const made = new Map<string, DynamicValue>();
    for (const slot of slots) {
      const key = slot.key(row);
      if (key === '' || made.has(key)) return unsupported(`\`${call.name}()\` with an empty key or the same key twice`, call.span);
      made.set(key, slot.value(row));
    }
    return made;
  };
};

const bagPack: Fn = (call) => {
  if (call.args.length % 2 === 1) return failed(`\`${call.name}()\` has a key without a value`, call.span);
  const slots = call.args.flatMap((key, i): readonly Slot[] => {
    const value = call.args[i + 1];
    if (i % 2 === 1 || !value) return [];
    const read = text(key);
    return [{ key: (row) => read(row) ?? '', value: cellOf(value) }];
  });
  return packed(slots, call);
};

const isMissing = (value: DynamicValue): boolean => value === null || value === '';

const packAll: Fn = (call) => {
  const [flag] = call.args;
  const ignore = flag ? bool(flag) : () => false;
  const { columns } = call.scope;
  return (row) => {
    const leaveOut = ignore(row) === true;
    const entries = columns.map(
      ({ name, type }, i) => [name, toDynamic(row[i] ?? (type === 'string' || type === 'unknown' ? '' : null), type)] as const,
    );
    return new Map(entries.filter(([, value]) => !(leaveOut && isMissing(value))));
  };
};

/** Of a key that is in several bags the first counts. What is no bag adds nothing. */
const merge = (bags: readonly Bag[]): DynamicValue => {
  const made = new Map<string, DynamicValue>();
  for (const [key, value] of bags.flatMap((inner) => [...inner])) if (!made.has(key)) made.set(key, value);
  return bags.length > 0 ? made : null;
};

const merged: Fn = ({ args }) => {
  const reads = args.map((arg) => dynamic(arg));
  return (row) => merge(reads.map((read) => read(row)).filter(isBag));
};

const pathOf = (key: string, call: Call): readonly string[] => {
  const path: JsonPath | null = keyPath(key);
  const names = path?.filter((step) => typeof step === 'string') ?? [];
  return path === null || names.length === 0 || names.length < path.length
    ? unsupported(`\`${call.name}()\` with the path \`${key}\``, call.span)
    : names;
};

const without = (from: Bag, [key = '', ...rest]: readonly string[]): Bag => {
  if (!from.has(key)) return from;
  const left = new Map(from);
  const inner = from.get(key) ?? null;
  if (rest.length === 0) left.delete(key);
  else if (isBag(inner)) left.set(key, without(inner, rest));
  return left;
};

const removeKeys: Fn = (call) =>
  strict([bag, array], (from, keys) =>
    keys.reduce<Bag>((left, key) => (typeof key === 'string' ? without(left, pathOf(key, call)) : left), from),
  )(call);

const withKey = (into: Bag, [key = '', ...rest]: readonly string[], value: DynamicValue, call: Call): Bag => {
  const changed = new Map(into);
  const inner = into.get(key) ?? new Map();
  if (rest.length === 0) changed.set(key, value);
  else if (isBag(inner)) changed.set(key, withKey(inner, rest, value, call));
  else return unsupported('`bag_set_key()` below a value that is no bag', call.span);
  return changed;
};

const setKey: Fn = (call) => {
  const [into, key, value] = call.args;
  if (!into || !key || !value) return unsupported('`bag_set_key()` without arguments', call.span);
  const [readBag, readKey, readValue] = [bag(into), text(key), cellOf(value)];
  return (row) => {
    const before = readBag(row);
    return before && withKey(before, pathOf(readKey(row) ?? '', call), readValue(row), call);
  };
};

/** Keys without a value get null; values without a key, and keys that are no text, are left out. */
const bagZip = strict([array, array], (keys, values) => {
  const made = new Map<string, DynamicValue>();
  for (const [i, key] of keys.entries()) if (typeof key === 'string') made.set(key, values[i] ?? null);
  return made;
});

/** The paths of all leaves; of an array its own path, and `[0]` for all that it holds. */
const leavesOf = (value: DynamicValue, path: string): readonly string[] => {
  if (isBag(value)) return [...value].flatMap(([key, inner]) => leavesOf(inner, `${path}['${key}']`));
  if (!Array.isArray(value)) return [path];
  const elements = value as readonly DynamicValue[];
  return [path, ...elements.flatMap((inner) => leavesOf(inner, `${path}[0]`))];
};

const treePath: Fn = (call) =>
  strict([dynamic], (tree) => {
    if (!isBag(tree)) return unsupported('`treepath()` of a value that is no bag', call.span);
    return [...new Set(leavesOf(tree, ''))];
  })(call);

export const bagFunctions = {
  bag_pack: bagPack,
  bag_pack_columns: missing,
  pack_all: packAll,
  bag_keys: strict([bag], (of) => [...of.keys()]),
  bag_has_key: (call) => strict([bag, text], (of, key) => valueAt(of, pathOf(key, call)) !== undefined)(call),
  bag_merge: merged,
  bag_remove_keys: removeKeys,
  bag_set_key: setKey,
  bag_zip: bagZip,
  treepath: treePath,
} as const satisfies Readonly<Record<string, Fn>>;
