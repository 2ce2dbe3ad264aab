// `bag_unpack(column, prefix, columnsConflict, ignoredProperties)`: one column for each property of the bags, in the order of the names.
import type { PluginArg } from '../../../ir/pipeline.ts';
import type { Column, DynamicValue, ScalarType } from '../../../ir/types.ts';
import { failed, unsupported } from '../../refusal.ts';
import type { Env } from '../../scope.ts';
import type { Relation, Value } from '../../value.ts';
import { blankOf } from '../../values/blank.ts';
import { toBagOrArray, typeInside, unwrapped } from '../../values/convert.ts';
import { isBag } from '../../values/json.ts';
import { compareText } from '../../values/order.ts';
import { textOf } from '../../values/text.ts';
import { constantOf, type Plugin, slotOf } from './arguments.ts';

interface Options {
  readonly prefix: string;
  readonly conflict: 'error' | 'replace_source' | 'keep_source';
  readonly ignored: ReadonlySet<string>;
}

const positions = ['OutputColumnPrefix', 'columnsConflict', 'ignoredProperties'];

const optionsOf = (n: Plugin, env: Env): Options => {
  const others = n.args.slice(1);
  const named = (name: string): PluginArg | undefined =>
    others.find((arg) => arg.kind === 'value' && arg.name?.toLowerCase() === name.toLowerCase()) ??
    others.find((arg, i) => arg.kind === 'value' && arg.name === null && positions[i] === name);
  const text = (name: string): string => {
    const arg = constantOf(named(name), env);
    return arg ? textOf(arg.get([]), arg.type) : '';
  };
  const conflict = text('columnsConflict') || 'error';
  if (conflict !== 'error' && conflict !== 'replace_source' && conflict !== 'keep_source')
    return failed(`\`columnsConflict\` is none of error, replace_source, keep_source: \`${conflict}\``, n.span);
  const ignoring = constantOf(named('ignoredProperties'), env);
  const names = ignoring ? toBagOrArray(ignoring.get([]), ignoring.type) : null;
  return {
    prefix: text('OutputColumnPrefix'),
    conflict,
    ignored: new Set(Array.isArray(names) ? names.map((name: DynamicValue) => textOf(name, 'dynamic')) : []),
  };
};

/** The type that all values of a property have, else dynamic; null where every value is null. */
const typesOf = (bags: readonly DynamicValue[], { ignored }: Options): ReadonlyMap<string, ScalarType | null> => {
  const types = new Map<string, ScalarType | null>();
  for (const bag of bags) {
    if (!isBag(bag)) continue;
    for (const [key, value] of bag) {
      if (ignored.has(key)) continue;
      const known = types.get(key) ?? null;
      const type = value === null ? known : typeInside(value);
      types.set(key, known === null || known === type ? type : 'dynamic');
    }
  }
  return types;
};

const valueIn = (bag: DynamicValue, key: string, type: ScalarType): Value => {
  const value = isBag(bag) ? (bag.get(key) ?? null) : null;
  if (value === null) return blankOf(type);
  return type === 'dynamic' ? value : unwrapped(value, 'dynamic')[0];
};

export const bagUnpack = (n: Plugin, { columns, rows }: Relation, env: Env): Relation => {
  const slot = slotOf(n, n.args[0], columns);
  const options = optionsOf(n, env);
  const bags = rows.map((row) => toBagOrArray(row[slot] ?? null, columns[slot]?.type ?? 'dynamic'));
  const types = typesOf(bags, options);
  const added = [...types.keys()].sort(compareText).map((key) => ({ key, name: options.prefix + key, type: types.get(key) ?? null }));
  const own = new Map(columns.flatMap(({ name }, i) => (i === slot ? [] : [[name, i] as const])));
  const clash = added.find(({ name }) => own.has(name));
  if (clash && options.conflict === 'error')
    return failed(`\`bag_unpack()\` finds a property for column \`${clash.name}\`, which is there already`, n.span);
  const names = new Set(added.map(({ name }) => name));
  const kept = columns.flatMap(({ name }, i) => (i === slot || names.has(name) ? [] : [i]));
  const cells = added.map(({ key, name, type }): { readonly column: Column; readonly get: (at: number) => Value } => {
    const at = options.conflict === 'keep_source' ? own.get(name) : undefined;
    if (at !== undefined) return { column: { name, type: columns[at]?.type ?? 'dynamic' }, get: (i) => rows[i]?.[at] ?? null };
    if (type === null)
      return unsupported(`\`bag_unpack()\` of the property \`${key}\`, which is null in every row (its type is not known),`, n.span);
    return { column: { name, type }, get: (i) => valueIn(bags[i] ?? null, key, type) };
  });
  return {
    columns: [...kept.flatMap((i) => columns[i] ?? []), ...cells.map(({ column }) => column)],
    rows: rows.map((row, i) => [...kept.map((at) => row[at] ?? null), ...cells.map(({ get }) => get(i))]),
  };
};
