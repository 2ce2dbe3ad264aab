// A query over tables whose events lie in one source type, and the context, in; the context in which each event is a row of one of them, out.
import type { Span } from '../../diagnostics/span.ts';
import type { Query } from '../../ir/pipeline.ts';
import { visitPipeline } from '../../ir/traverse.ts';
import type { TargetContext } from '../shared/backend.ts';
import { mappingOf } from './fields.ts';

/** Splunk keeps the events of both in `XmlWinEventLog`; a workspace has an event in one of them. */
const beside: ReadonlyMap<string, string> = new Map([
  ['WindowsEvent', 'SecurityEvent'],
  ['Event', 'SecurityEvent'],
]);

/** What the profile says of a place, and a query that reads one of the two alone, stay as they are. */
export const apart = (query: Query, context: TargetContext): TargetContext => {
  const read = new Map<string, Span>();
  visitPipeline(query.pipeline, { source: (source) => source.kind === 'table' && read.set(source.name, source.span) });
  const unplaced = [...beside.keys()].filter((table) => read.has(table) && mappingOf(context, table)?.where.constraint === null);
  const span = read.get('WindowsEvent');
  if (span && unplaced.length === beside.size)
    context.findings.refuse('RMMC3810', span, {
      what: 'WindowsEvent beside Event',
      why: 'Splunk keeps the events of both in one source type, and nothing tells them apart; rmmc.yaml can name a test for each (profiles.<name>.spl.tables)',
    });
  const own = context.profile.tables ?? {};
  const changed = unplaced.flatMap((table) => {
    const other = beside.get(table) ?? '';
    const taken = read.has(other) ? mappingOf(context, other)?.where.constraint : null;
    const profile = Object.hasOwn(own, table) ? own[table] : undefined;
    return taken && typeof taken.value === 'string' && profile?.constraint === undefined
      ? [[table, { ...profile, constraint: { field: taken.field, value: taken.value, not: true as const } }] as const]
      : [];
  });
  return changed.length === 0
    ? context
    : { ...context, profile: { ...context.profile, tables: { ...own, ...Object.fromEntries(changed) } } };
};
