// `mv-apply` in; the rows of the elements with the steps of its body over all of them at once out, which is the same where each step looks at one row at a time.
import { frameOf } from '../../ir/frame.ts';
import type { Step, StepOf } from '../../ir/pipeline.ts';
import type { TargetContext } from '../shared/backend.ts';
import type { Later } from './demand.ts';
import { computedWith, isRowwise, madeNames, neededBefore } from './demand.ts';
import { spreadRows } from './lower-expand.ts';
import { add, type State } from './state.ts';

type Lower = (state: State, step: Step, later: Later, context: TargetContext) => State;

const perRow = (step: Step): boolean => isRowwise(step) || step.kind === 'expand' || step.kind === 'capture' || step.kind === 'apply';

const check = (n: StepOf<'apply'>, beside: readonly string[], bodyNames: ReadonlySet<string>, context: TargetContext): void => {
  if (n.body.source.kind !== 'given' || !n.body.steps.every(perRow))
    context.findings.refuse('RMMC3810', n.span, {
      what: 'this body of `mv-apply`',
      why: 'only steps that look at one element at a time (where, extend, project, mv-expand …) mean the same over the elements of all rows',
    });
  const made = new Set(madeNames(n.body.steps));
  const lost = beside.find((name) => made.has(name) && !bodyNames.has(name));
  if (lost !== undefined)
    context.findings.refuse('RMMC3810', n.span, {
      what: `the column ${lost} of this mv-apply`,
      why: 'its body replaces it and drops it again',
    });
};

export const lowerApply = (start: State, n: StepOf<'apply'>, later: Later, context: TargetContext, lower: Lower): State => {
  const spread = new Set([...n.columns.map(({ name }) => name), ...(n.index === null ? [] : [n.index])]);
  const beside = [...start.scope.keys()].filter((name) => !spread.has(name));
  const bodyNames = new Set(frameOf(n.body).columns.map(({ name }) => name));
  check(n, beside, bodyNames, context);
  const { steps } = n.body;
  const wanted = new Set([...later.needed].filter((name) => bodyNames.has(name)));
  const rows = spreadRows(start, n, context);
  const done = steps.reduce(
    (state, step, at): State => {
      const rest = steps.slice(at + 1);
      const computed = new Set([...computedWith(rest), ...later.computed]);
      return lower(state, step, { needed: neededBefore(rest, wanted), computed }, context);
    },
    { ...rows, whole: false },
  );
  const kept = beside.flatMap((name) => {
    const binding = bodyNames.has(name) ? undefined : rows.scope.get(name);
    return binding ? [[name, binding] as const] : [];
  });
  const scope = new Map([...kept, ...[...done.scope].filter(([name]) => bodyNames.has(name))]);
  const used = new Set([...scope.values()].map((binding) => binding.field));
  const gone = [...spread].flatMap((name) => rows.scope.get(name)?.field ?? []).filter((name) => !used.has(name));
  const left = start.whole && gone.length > 0 ? add(done, { kind: 'remove', fields: gone }) : done;
  return { ...left, scope, whole: start.whole };
};
