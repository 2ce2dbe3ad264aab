// A legal query in; the tree of its search out.

import type { Query } from '../../ir/pipeline.ts';
import type { Legal, TargetContext } from '../shared/backend.ts';
import { apart } from './apart.ts';
import type { SplAst } from './ast.ts';
import { finish } from './commands/finish.ts';
import { keepsAll } from './demand.ts';
import { lowerPipeline } from './lower-pipeline.ts';
import { subqueriesIn } from './lower-subquery.ts';

/** Whether the result is the events as they are, with fields that nobody lists. */
export const showsEvents = ({ pipeline: { source, steps } }: Query): boolean =>
  source.kind === 'table' && keepsAll(steps) && !steps.some((step) => subqueriesIn(step).length > 0);

export const lower = (query: Legal, given: TargetContext): SplAst => {
  const context = apart(query, given);
  const { pipeline, frame } = query;
  // No names stand for all columns: then the events keep the fields that nobody lists.
  const whole = pipeline.source.kind === 'table' && keepsAll(pipeline.steps);
  const wanted = new Set(whole ? [] : frame.columns.map((column) => column.name));
  return { commands: finish(lowerPipeline(pipeline, wanted, context), frame, pipeline.source.span, context) };
};
