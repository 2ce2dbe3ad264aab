// A query over tables whose events lie in the same data streams, and the context, in; the context in which each event is a row of one of them, out.
import type { Span } from '../../diagnostics/span.ts';
import type { Query } from '../../ir/pipeline.ts';
import { visitPipeline } from '../../ir/traverse.ts';
import type { TargetContext } from '../shared/backend.ts';
import { fieldMap } from './fields.ts';

/** The integrations keep the events of both in the streams of the channels; a workspace has an event in one table. */
const sharing: readonly string[] = ['WindowsEvent', 'Event'];
const besides = 'SecurityEvent';

const tablesRead = (query: Query): ReadonlyMap<string, Span> => {
  const read = new Map<string, Span>();
  visitPipeline(query.pipeline, { source: (source) => source.kind === 'table' && !source.lookup && read.set(source.name, source.span) });
  return read;
};

/** What the profile says of a place, and a query that reads one of the tables alone, stay as they are. */
export const apart = (query: Query, context: TargetContext): TargetContext => {
  const read = tablesRead(query);
  const fields = fieldMap(context.profile);
  const shipped = fieldMap({});
  const placeOf = (table: string): string => fields.table(table)?.where.indices.join(',') ?? '';
  const isShipped = (table: string): boolean => placeOf(table) === shipped.table(table)?.where.indices.join(',');
  const open = sharing.filter((table) => read.has(table) && isShipped(table) && fields.table(table)?.where.constraint === null);
  const span = read.get('WindowsEvent');
  if (span && open.length === sharing.length)
    context.findings.refuse('RMMC3001', span, {
      target: 'Elastic ES|QL',
      feature: 'WindowsEvent beside Event',
      why: 'the integrations keep the events of both in the same data streams, and nothing tells them apart; rmmc.yaml can name an index for each (profiles.<name>.esql.tables)',
    });
  if (open.length === 0 || !read.has(besides) || !isShipped(besides)) return context;
  const taken = new Set(fields.table(besides)?.where.indices);
  const own = context.profile.tables ?? {};
  const changed = open.map((table) => {
    const indices = fields.table(table)?.where.indices.filter((index) => !taken.has(index)) ?? [];
    const at = read.get(table);
    if (at) context.findings.assume('RMMC3791', at, { table, beside: besides, indices: [...taken].join(', ') });
    const profile = Object.hasOwn(own, table) ? own[table] : undefined;
    return [table, { ...profile, index: indices.join(',') }] as const;
  });
  return { ...context, profile: { ...context.profile, tables: { ...own, ...Object.fromEntries(changed) } } };
};
