// A value below a flattened field in; the runtime field that reads it out. Without a script such a field gives what the stored document holds under its name:
// https://www.elastic.co/docs/manage-data/data-store/mapping/define-runtime-fields-without-script
import type { Pipeline } from '../../../ir/pipeline.ts';
import { visitPipeline } from '../../../ir/traverse.ts';
import type { RuntimeField, TargetContext } from '../../shared/backend.ts';
import type { FieldMap, FieldMapping } from '../../shared/fields.ts';
import { type Command, field, nothing } from '../ast.ts';
import { type Context, refusePath } from '../context.ts';
import type { EsqlWhere } from '../fields.ts';
import { namesIn } from '../json/read-json.ts';
import type { JsonSource } from '../value.ts';
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

/** Once a value is carried elsewhere, nothing reads what stands in it. */
const closed: JsonSource = { columns: true, at: () => null, assume: () => undefined, below: () => closed };

/** The values below a flattened field, each as a column. */
export const runtimeParts = (context: Context, { name, mapping, indices }: Holder): JsonSource => ({
  columns: true,
  at: (keys) => {
    const own = runtimeField(mapping, keys);
    return own === null ? null : { text: nothing, keys, column: field(own) };
  },
  assume: (span, keys) => {
    const [path, own] = [[name, ...keys].join('.'), runtimeField(mapping, keys)];
    if (own === null) refusePath(context, span, path);
    else context.findings.assume('RMMC3797', span, { path, field: own, index: indices.join(',') });
  },
  below: () => closed,
});

/** The tables that a query reads. */
export const tablesIn = (pipeline: Pipeline): readonly string[] => {
  const names = new Set<string>();
  visitPipeline(pipeline, {
    source: (source) => {
      if (source.kind === 'table') names.add(source.name);
    },
  });
  return [...names];
};

/** Fields of the type flattened, with the places of the tables that have them. */
const holdersOf = (pipeline: Pipeline, fields: FieldMap<EsqlWhere>): ReadonlyMap<string, ReadonlySet<string>> => {
  const holders = new Map<string, Set<string>>();
  for (const name of tablesIn(pipeline)) {
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
