// A query in; which events it reads of each table, as far as its first conditions say it by constants, out: fields that stand elsewhere in other events need
// no test then.
import { conjuncts } from '../../ir/conjuncts.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Pipeline, Query } from '../../ir/pipeline.ts';
import { rewriteQuery } from '../../ir/traverse.ts';
import type { FieldMap } from '../shared/fields.ts';
import { channelField, codeField, type KnownValues, providerField } from './event-channels.ts';
import type { EsqlWhere } from './fields.ts';

export type KnownKinds = ReadonlyMap<string, KnownValues>;

const watched: ReadonlySet<string> = new Set([codeField, channelField, providerField]);

const constants = (exprs: readonly Expr[]): ReadonlySet<string> | null => {
  const texts = exprs.flatMap((one) => (one.kind === 'literal' && one.value !== null ? [String(one.value).toLowerCase()] : []));
  return texts.length === exprs.length ? new Set(texts) : null;
};

/** The column that a test is about, and the values that pass. */
const passing = (test: Expr): readonly [string, ReadonlySet<string>] | null => {
  if (test.kind === 'compare' && test.op === 'eq' && test.left.kind === 'column') {
    const values = constants([test.right]);
    return values && [test.left.name, values];
  }
  const isOne = test.kind === 'member' || (test.kind === 'text' && test.test === 'equals' && (test.require === 'any' || test.patterns.length === 1));
  if (!isOne || test.subject.kind !== 'column') return null;
  const values = constants(test.kind === 'member' ? test.values : test.patterns);
  return values && [test.subject.name, values];
};

/** Of a table: by the field of the column. Only filters ahead of anything that could give a column another value. */
const knownOf = ({ steps }: Pipeline, fieldOf: (column: string) => string | undefined): KnownValues => {
  const known = new Map<string, ReadonlySet<string>>();
  for (const step of steps) {
    if (step.kind === 'extend' && step.columns.every(({ name }) => !watched.has(fieldOf(name) ?? ''))) continue;
    if (step.kind !== 'filter') break;
    for (const test of conjuncts(step.condition)) {
      const [column, values] = passing(test) ?? ['', new Set<string>()];
      const field = fieldOf(column);
      if (field === undefined || !watched.has(field)) continue;
      const before = known.get(field);
      known.set(field, before ? new Set([...values].filter((one) => before.has(one))) : values);
    }
  }
  return known;
};

/** What passes one of two queries. */
const either = (one: KnownValues, other: KnownValues): KnownValues =>
  new Map([...one].flatMap(([field, values]) => (other.has(field) ? [[field, new Set([...values, ...(other.get(field) ?? [])])] as const] : [])));

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
