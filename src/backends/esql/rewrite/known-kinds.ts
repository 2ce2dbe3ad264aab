// A query in; which events it reads of each table, as far as its first conditions say it by constants, out: fields that stand elsewhere in other events need
// no test then.
import { conjuncts } from '../../../ir/conjuncts.ts';
import { passing } from '../../../ir/constant-tests.ts';
import type { Pipeline, Query } from '../../../ir/pipeline.ts';
import { rewriteQuery } from '../../../ir/traverse.ts';
import type { FieldMap } from '../../shared/fields.ts';
import type { EsqlWhere } from '../fields.ts';
import { channelField, codeField, type KnownValues, providerField } from '../stored/event-channels.ts';

export type KnownKinds = ReadonlyMap<string, KnownValues>;

const watched: ReadonlySet<string> = new Set([codeField, channelField, providerField]);

/** Of a table: by the field of the column. Only filters ahead of anything that could give a column another value. */
const knownOf = ({ steps }: Pipeline, fieldOf: (column: string) => string | undefined): KnownValues => {
  const known = new Map<string, ReadonlySet<string>>();
  for (const step of steps) {
    if (step.kind === 'extend' && step.columns.every(({ name }) => !watched.has(fieldOf(name) ?? ''))) continue;
    if (step.kind !== 'filter') break;
    for (const test of conjuncts(step.condition)) {
      const found = passing(test);
      const field = found && fieldOf(found.column);
      if (!found || !field || !watched.has(field)) continue;
      const before = known.get(field);
      known.set(field, before ? new Set([...found.values].filter((one) => before.has(one))) : found.values);
    }
  }
  return known;
};

/** What passes one of two queries. */
const either = (one: KnownValues, other: KnownValues): KnownValues =>
  new Map(
    [...one].flatMap(([field, values]) => (other.has(field) ? [[field, new Set([...values, ...(other.get(field) ?? [])])] as const] : [])),
  );

/** A table that is read several times: what holds for all of them. */
export const knownKinds = (query: Query, fields: FieldMap<EsqlWhere>): KnownKinds => {
  const found = new Map<string, KnownValues>();
  const note = (pipeline: Pipeline): Pipeline => {
    const { source } = pipeline;
    if (source.kind !== 'table') return pipeline;
    const columns = fields.table(source.name)?.columns;
    const own = knownOf(pipeline, (column) => columns?.get(column)?.field);
    const before = found.get(source.name);
    found.set(source.name, before ? either(before, own) : own);
    return pipeline;
  };
  rewriteQuery(query, { pipeline: note });
  return found;
};
