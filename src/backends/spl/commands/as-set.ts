// A query of which only the set of some columns counts in; one with the same set, and less work, out.
import type { Pipeline, Step } from '../../../ir/pipeline.ts';
import { isRowwise, neededBefore } from '../demand.ts';

/** A sort changes nothing, and an aggregation of which only keys are looked at is a projection. `names`: the columns that count. */
export const asSet = (query: Pipeline, names: ReadonlySet<string>): Pipeline => {
  const steps: Step[] = [];
  for (const step of [...query.steps].reverse()) {
    const rowwise = steps.every(isRowwise);
    const needed = neededBefore(steps, names);
    if (rowwise && step.kind === 'sort') continue;
    const keysOnly =
      step.kind === 'aggregate' && step.by.length > 0 && [...needed].every((name) => step.by.some((key) => key.name === name));
    if (rowwise && keysOnly) steps.unshift({ kind: 'project', span: step.span, columns: step.by.filter((key) => needed.has(key.name)) });
    else steps.unshift(step);
  }
  return { ...query, steps };
};
