// A query in normal form and some of its result columns in; the same rows with these columns alone, and nothing that only the others need, out.
import { frameAfter, frameOf, frameOfSource, joinedNames } from './frame.ts';
import type { Pipeline, Query, Source, Step, StepOf } from './pipeline.ts';
import { columnsRead, visitPipeline } from './traverse.ts';
import type { Frame } from './types.ts';
import { type Live, walked } from './unread.ts';

/** Whether a frame says of all these names what they are: what is read without being declared may be a column of any table. */
const declares = ({ columns }: Frame, names: Iterable<string>): boolean => {
  const known = new Set(columns.map(({ name }) => name));
  return [...names].every((name) => known.has(name));
};

const ending = (pipeline: Pipeline, wanted: ReadonlySet<string>): Pipeline => {
  const frame = frameOf(pipeline);
  const kept = frame.columns.filter(({ name }) => wanted.has(name));
  if (frame.open || kept.length === 0 || kept.length === frame.columns.length) return pipeline;
  const span = pipeline.steps.at(-1)?.span ?? pipeline.source.span;
  const columns = kept.map(({ name, type }) => ({ name, expr: { kind: 'column', name, type, declared: true, span } as const, span }));
  return trimmed({ ...pipeline, steps: [...pipeline.steps, { kind: 'project', columns, span }] });
};

/** The other side of a join without the columns that no one reads, as long as the names of the rest stay what they are. */
const joinedWith = (step: StepOf<'join'>, before: Frame, live: ReadonlySet<string>): StepOf<'join'> => {
  const names = joinedNames(before, frameOf(step.right), step).right;
  const read = names.filter(([, name]) => live.has(name));
  const keys = step.on.flatMap((pair) => columnsRead(pair.right));
  if (!declares(frameOf(step.right), keys)) return step;
  const right = ending(step.right, new Set([...read.map(([own]) => own), ...keys]));
  const after = new Map(joinedNames(before, frameOf(right), { ...step, right }).right);
  return read.every(([own, name]) => after.get(own) === name) ? { ...step, right } : step;
};

const readIn = (pipeline: Pipeline): readonly string[] => {
  const names: string[] = [];
  visitPipeline(pipeline, { expr: (expr) => names.push(...(expr.kind === 'column' ? [expr.name] : [])) });
  return names;
};

const leanSource = (source: Source, live: Live): Source => {
  if (live === null || source.kind !== 'union' || source.mode === 'inner') return source;
  const columns = source.frame.columns.filter(({ name }) => live.has(name));
  if (source.frame.open || columns.length === 0 || !declares(source.frame, live)) return source;
  return { ...source, branches: source.branches.map((branch) => ending(branch, live)), frame: { ...source.frame, columns } };
};

/** What `unread.ts` leaves of a step, or more of it: where only some columns are wanted, their order and what is dropped say nothing. */
const lean = (step: Step, before: Frame, live: Live): { readonly step: Step | null; readonly live: Live } => {
  if (live === null) return walked(step, live);
  if (step.kind === 'reorder') return { step: null, live };
  // A dropped name that is read behind the step is another column's: of the other side of a join, which gets no number.
  if (step.kind === 'drop') {
    const names = step.names.filter((name) => live.has(name));
    return names.length === 0 ? { step: null, live } : { step: { ...step, names }, live };
  }
  if (step.kind === 'apply') {
    const named = step.columns.flatMap(({ name, expr }) => [name, ...columnsRead(expr)]);
    return { step, live: new Set([...live, ...named, ...readIn(step.body)]) };
  }
  return walked(step.kind === 'join' && !frameOf(step.right).open ? joinedWith(step, before, live) : step, live);
};

/** Its last step says which columns are wanted. */
const trimmed = (pipeline: Pipeline): Pipeline => {
  const frames: Frame[] = [frameOfSource(pipeline.source)];
  for (const step of pipeline.steps) frames.push(frameAfter(frames.at(-1) as Frame, step));
  const steps: Step[] = [];
  let live: Live = null;
  for (let at = pipeline.steps.length - 1; at >= 0; at -= 1) {
    const found = lean(pipeline.steps[at] as Step, frames[at] as Frame, live);
    if (found.step) steps.unshift(found.step);
    live = found.live;
  }
  return { source: leanSource(pipeline.source, live), steps };
};

export const onlyColumns = (query: Query, wanted: ReadonlySet<string>): Query => {
  const pipeline = ending(query.pipeline, wanted);
  return { ...query, pipeline, frame: frameOf(pipeline) };
};
