// `mv-apply x = list on (where … | extend … | project …)` in; `mv-expand`, and the steps of the body over its rows, out: a body that looks at one row at a
// time says of each element what the steps behind the expansion say.
import { frameAfter, frameOfSource } from '../../../ir/frame.ts';
import type { Named, Pipeline, Query, Step, StepOf } from '../../../ir/pipeline.ts';
import { rewriteQuery } from '../../../ir/traverse.ts';
import type { Frame } from '../../../ir/types.ts';

const namesOf = ({ columns }: Frame): ReadonlySet<string> => new Set(columns.map(({ name }) => name));

const isSelf = ({ name, expr }: Named): boolean => expr.kind === 'column' && expr.name === name;

interface Body {
  readonly steps: readonly Step[];
  /** What the body has of the columns that it was given, and what it made. */
  readonly names: ReadonlySet<string>;
}

/** A step of the body, over all columns of the row; null: it looks at other rows, or changes a column that stands beside the elements. */
const behind = (body: Body, step: Step, beside: ReadonlySet<string>): Body | null => {
  if (step.kind === 'filter' || step.kind === 'present' || step.kind === 'reorder') return { ...body, steps: [...body.steps, step] };
  if (step.kind === 'drop') {
    const gone = new Set(step.names);
    return { ...body, names: new Set([...body.names].filter((name) => !gone.has(name))) };
  }
  if (step.kind !== 'extend' && step.kind !== 'project') return null;
  const made = step.columns.filter((column) => !isSelf(column));
  if (made.some(({ name }) => beside.has(name))) return null;
  const shown = step.columns.map(({ name }) => name);
  return {
    steps: made.length > 0 ? [...body.steps, { kind: 'extend', span: step.span, columns: made }] : body.steps,
    names: step.kind === 'extend' ? new Set([...body.names, ...shown]) : new Set(shown),
  };
};

const spelledOut = (step: StepOf<'apply'>, frame: Frame): readonly Step[] | null => {
  const { kind: _, body: inner, ...spreading } = step;
  if (inner.source.kind !== 'given') return null;
  const spread = new Set(step.columns.map(({ name }) => name));
  const beside = new Set([...namesOf(frame)].filter((name) => !spread.has(name)));
  const expand: Step = { ...spreading, kind: 'expand' };
  let body: Body | null = { steps: [], names: new Set([...beside, ...spread, ...(step.index === null ? [] : [step.index])]) };
  for (const one of inner.steps) body = body && behind(body, one, beside);
  if (!body) return null;
  const { names } = body;
  const all = [expand, ...body.steps].reduce(frameAfter, frame);
  const wanted = frameAfter(frame, step);
  const gone = [...namesOf(all)].filter((name) => !beside.has(name) && !names.has(name));
  return [
    expand,
    ...body.steps,
    ...(gone.length > 0 ? [{ kind: 'drop' as const, span: step.span, names: gone }] : []),
    { kind: 'reorder', span: step.span, names: wanted.columns.map(({ name }) => name) },
  ];
};

const pipeline = ({ source, steps }: Pipeline): Pipeline => {
  let frame = frameOfSource(source);
  return {
    source,
    steps: steps.flatMap((step) => {
      const before = frame;
      frame = frameAfter(frame, step);
      return (step.kind === 'apply' ? spelledOut(step, before) : null) ?? [step];
    }),
  };
};

export const withPlainApply = (query: Query): Query => rewriteQuery(query, { pipeline });
