// The backend for Splunk SPL: a legal query in, a search out.
import type { Backend, Legal, TargetContext } from '../shared/backend.ts';
import type { SplAst } from './ast.ts';
import { capabilities } from './capabilities.ts';
import { keepsAll } from './demand.ts';
import { finish } from './finish.ts';
import { lowerPipeline } from './lower-pipeline.ts';
import { print } from './print.ts';

const lower = (query: Legal, context: TargetContext): SplAst => {
  const { pipeline, frame } = query;
  // No names stand for all columns: then the events keep the fields that nobody lists.
  const whole = pipeline.source.kind === 'table' && keepsAll(pipeline.steps);
  const wanted = new Set(whole ? [] : frame.columns.map((column) => column.name));
  return { commands: finish(lowerPipeline(pipeline, wanted, context), frame, pipeline.source.span, context) };
};

export const backend: Backend<SplAst> = { name: 'spl', title: 'Splunk SPL', extension: '.spl', capabilities, lower, print };
