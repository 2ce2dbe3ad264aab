// A value below a flattened field in; the runtime field that reads it out. Without a script such a field gives what the stored document holds under its name:
// https://www.elastic.co/docs/manage-data/data-store/mapping/define-runtime-fields-without-script
import type { Pipeline } from '../../../ir/pipeline.ts';
import { tablesRead } from '../../../ir/traverse.ts';
import type { RuntimeField, TargetContext } from '../../shared/backend.ts';
import type { FieldMap, FieldMapping } from '../../shared/fields.ts';
import { type Command, call, field, nothing, num } from '../ast.ts';
import { type Context, refusePath } from '../context.ts';
import type { EsqlWhere } from '../fields.ts';
import { namesIn } from '../json/read-json.ts';
import type { JsonColumns, JsonSource } from '../value.ts';
import { storedKeys } from './keys.ts';

/** Whether the mapping may be taken to have runtime fields. */
export const readsRuntime = ({ profile }: Pick<TargetContext, 'profile'>): boolean => profile.flattened === 'runtime';

interface Holder {
  readonly name: string;
  readonly mapping: FieldMapping;
  readonly indices: readonly string[];
}

/** A key that a mapping can name; one of digits is a place in an array. */
const isNameable = (key: string): boolean => /^[^\s.*][^*\u0000-\u001f]*$/.test(key) && !/[\s.]$/.test(key) && !/^\d+$/.test(key);

/** The runtime field of what stands at these keys; null: it has no name there, or nobody knows it. */
export const runtimeField = (mapping: FieldMapping, keys: readonly string[]): string | null => {
  if (mapping.type !== 'flattened' || mapping.confidence === 'guess') return null;
  const stored = storedKeys(mapping.field, keys, mapping.confidence === 'user');
  return stored && stored.length > 0 && stored.every(isNameable) ? [mapping.field, ...stored].join('.') : null;
};

const noElements: JsonColumns = { elements: () => null };

/** Once a value is carried elsewhere, nothing reads what stands in it. */
export const closed: JsonSource = { columns: noElements, at: () => null, assume: () => undefined, below: () => closed };

const isIndex = (key: string): boolean => /^\d{1,9}$/.test(key);

/** Keys around the place in an array that they name; null: they name none, or several. */
const aroundIndex = (
  keys: readonly string[],
): { readonly array: readonly string[]; readonly index: string; readonly part: readonly string[] } | null => {
  const at = keys.findIndex(isIndex);
  const part = keys.slice(at + 1);
  return at < 0 || part.some(isIndex) ? null : { array: keys.slice(0, at), index: keys[at] ?? '', part };
};

/** The values below a flattened field, each as a column. */
export const runtimeParts = (context: Context, { name, mapping, indices }: Holder): JsonSource => {
  const index = indices.join(',');
  const pathOf = (keys: readonly string[]): string => [name, ...keys].join('.');
  const elements: JsonColumns['elements'] = (keys, parts, span) => {
    const found = parts.map((part) => runtimeField(mapping, [...keys, ...part]));
    const fields = found.flatMap((one) => one ?? []);
    if (fields.length < found.length) return null;
    const named = parts.map((part) => part.join('.')).filter((part) => part !== '');
    const added = JSON.stringify({ runtime: Object.fromEntries(fields.map((one) => [one, { type: 'keyword' }])) });
    const said = { array: pathOf(keys), parts: named.join(', '), fields: fields.join(', '), index, mapping: added };
    context.findings.assume('RMMC3834', span, said);
    return fields.map(field);
  };
  return {
    columns: { elements },
    at: (keys) => {
      const around = aroundIndex(keys);
      const own = runtimeField(mapping, around ? [...around.array, ...around.part] : keys);
      if (own === null) return null;
      return { text: nothing, keys, column: around ? call('MV_SLICE', field(own), num(BigInt(around.index))) : field(own) };
    },
    assume: (span, keys) => {
      const around = aroundIndex(keys);
      const own = runtimeField(mapping, keys);
      if (around && elements(around.array, [around.part], span)) return;
      if (own === null) refusePath(context, span, pathOf(keys));
      else context.findings.assume('RMMC3797', span, { path: pathOf(keys), field: own, index });
    },
    below: () => closed,
  };
};

/** Fields of the type flattened, with the places of the tables that have them. */
const holdersOf = (pipeline: Pipeline, fields: FieldMap<EsqlWhere>): ReadonlyMap<string, ReadonlySet<string>> => {
  const holders = new Map<string, Set<string>>();
  for (const name of tablesRead(pipeline)) {
    const { columns, where } = fields.table(name) ?? {};
    for (const mapping of columns?.values() ?? [])
      if (mapping?.type === 'flattened')
        holders.set(mapping.field, new Set([...(holders.get(mapping.field) ?? []), ...(where?.indices ?? [])]));
  }
  return holders;
};

/** The fields that commands read below flattened ones; each once, by name. */
export const runtimeFieldsIn = (commands: readonly Command[], pipeline: Pipeline, fields: FieldMap<EsqlWhere>): readonly RuntimeField[] => {
  const holders = [...holdersOf(pipeline, fields)];
  return [...new Set(commands.flatMap(namesIn))].sort().flatMap((name) => {
    const indices = holders.flatMap(([holder, places]) => (name.startsWith(`${holder}.`) ? [...places] : []));
    return indices.length > 0 ? [{ field: name, indices: [...new Set(indices)] }] : [];
  });
};
