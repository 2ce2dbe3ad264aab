// A legal query (`table | filter | project`, or with thresholds on an aggregation) and the facts about its rule in, a Sigma rule out.
import { uuidOf } from '../../ir/uuid.ts';
import type { Legal, TargetContext } from '../shared/backend.ts';
import type { SigmaCorrelated, SigmaRule } from './ast.ts';
import { correlate } from './correlation/correlate.ts';
import { baseOf } from './detect.ts';
import type { Table } from './path.ts';
import { correlateJoin } from './temporal/correlate-join.ts';
import { descriptionOf, levelOf, tagsOf, titleOf } from './yaml/metadata.ts';

const identity = (rule: Pick<SigmaRule, 'title' | 'detection' | 'logsource'> & { readonly correlation?: SigmaCorrelated }): string =>
  JSON.stringify(rule, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));

/** The first table; `prepare` and `legalize` let nothing else through, and an empty table stands for a refused source. */
const tableOf = ({ pipeline: { source }, frame }: Legal): Table => {
  const first = source.kind === 'union' ? source.branches[0]?.source : source;
  if (first?.kind === 'table') return first;
  return { kind: 'table', name: '', declared: false, frame, timeColumn: null, span: source.span };
};

const ruleOf = (
  query: Legal,
  table: Table,
  context: TargetContext,
): Pick<SigmaRule, 'logsource' | 'detection' | 'fields' | 'correlation'> => {
  const { steps } = query.pipeline;
  const isJoined = steps.some((step) => step.kind === 'join');
  if (!isJoined && !steps.some((step) => step.kind === 'aggregate')) {
    const filter = steps.find((step) => step.kind === 'filter');
    const shown = steps.find((step) => step.kind === 'project');
    return { ...baseOf(table, filter, shown?.columns ?? [], context), correlation: null };
  }
  const correlation = isJoined ? correlateJoin(query, context) : correlate(query, context);
  const [first] = correlation.bases;
  return { logsource: first?.logsource ?? {}, detection: first?.detection ?? noDetection, fields: [], correlation };
};

/** Stands where all was refused; it is never printed. */
const noDetection: SigmaRule['detection'] = { selections: [], condition: { kind: 'ref', name: 'selection' } };

export const lowerRule = (query: Legal, context: TargetContext): SigmaRule => {
  const { meta } = context;
  const table = tableOf(query);
  const title = titleOf(meta, table.name);
  const rule = ruleOf(query, table, context);
  const { logsource, detection, correlation } = rule;
  return {
    title,
    id: uuidOf(`sigma ${meta.id ?? identity({ title, logsource, detection, ...(correlation ? { correlation } : {}) })}`),
    derivedFrom: meta.id,
    description: descriptionOf(meta),
    references: meta.references,
    author: meta.author,
    date: null,
    tags: tagsOf(meta),
    ...rule,
    falsePositives: meta.falsePositives.map((note) => note.scenario),
    level: levelOf(meta),
  };
};
