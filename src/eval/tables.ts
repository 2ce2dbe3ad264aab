// Which tables must be there before a query starts: those of the queries inside it. The table that it starts from can come row by row.
import type { Pipeline, Query, Source } from '../ir/pipeline.ts';
import { visitPipeline } from '../ir/traverse.ts';
import { requester, type TableRequest } from './evaluate.ts';
import type { TableSource } from './pipeline.ts';

const leading = ({ source }: Pipeline): readonly Source[] => (source.kind === 'union' ? source.branches.flatMap(leading) : [source]);

/** One request per table, whatever the number of its uses. */
export const innerTables = ({ pipeline }: Query): readonly TableRequest[] => {
  const first = new Set(leading(pipeline));
  const inner = new Map<string, TableSource>();
  visitPipeline(pipeline, { source: (source) => source.kind === 'table' && !first.has(source) && inner.set(source.name, source) });
  const request = requester(pipeline);
  return [...inner.values()].map(request);
};
