// Columns that a table has only in the other environment are in its frame when the query uses their names anywhere. Where they would get in the way of
// another column of that name, they go: a pipeline in, the same without them out.

import { frameOf } from '../../ir/frame.ts';
import type { Pipeline } from '../../ir/pipeline.ts';
import { visitPipeline } from '../../ir/traverse.ts';
import type { Binder, Bound } from './scope.ts';

const columnsRead = (pipeline: Pipeline): ReadonlySet<string> => {
  const names = new Set<string>();
  visitPipeline(pipeline, {
    expr: (expr) => {
      if (expr.kind === 'column') names.add(expr.name);
    },
    step: (step) => {
      if (step.kind === 'drop' || step.kind === 'reorder') for (const name of step.names) names.add(name);
      if (step.kind === 'rename') for (const { from } of step.pairs) names.add(from);
    },
  });
  return names;
};

/** `clashes`: whether another column wants the name. What the steps so far read stays. */
export const withoutExtras = (b: Binder, bound: Bound, clashes: (name: string) => boolean): Bound => {
  const { source } = bound.pipeline;
  if (source.kind !== 'table' || !source.declared) return bound;
  const extra = new Set((b.schema.table(source.name, b.environment)?.extra ?? []).map((column) => column.name).filter(clashes));
  const read = extra.size === 0 ? extra : columnsRead(bound.pipeline);
  const columns = source.frame.columns.filter((column) => !extra.has(column.name) || read.has(column.name));
  if (columns.length === source.frame.columns.length) return bound;
  const pipeline = { ...bound.pipeline, source: { ...source, frame: { ...source.frame, columns } } };
  return { pipeline, rows: { ...bound.rows, frame: frameOf(pipeline) } };
};
