// A query whose result shows whole rows, and which columns the target's events hold, in; the same query without the shown columns that they do not hold and
// that no step names, each said in a finding, out.
import type { Span } from '../../diagnostics/span.ts';
import { frameAfter, frameOf, frameOfSource, joinedNames } from '../../ir/frame.ts';
import type { Measure, Pipeline, Query, Source, Step, StepOf } from '../../ir/pipeline.ts';
import type { Column, Frame } from '../../ir/types.ts';
import type { Findings } from './findings.ts';
import { isLookup } from './lookups.ts';

type Table = Extract<Source, { kind: 'table' }>;

/** Whether the events hold a table's column in a form that the target shows. */
export type Holds = (table: Table, column: Column) => boolean;

/** For each column that shows a column of a table untouched, by no step's wish: whether the events of all such tables hold it. */
type Shown = ReadonlyMap<string, boolean>;

const nothing: Shown = new Map();

const without = (shown: Shown, names: Iterable<string>): Shown => {
  const gone = new Set(names);
  return new Map([...shown].filter(([name]) => !gone.has(name)));
};

/** Columns of one name and several types get their type behind the name; other new names are the rule's own wish. */
const renamed = (shown: Shown, { pairs }: StepOf<'rename'>): Shown => {
  const rest = without(
    shown,
    pairs.flatMap(({ from, to }) => [from, to]),
  );
  const moved = pairs.flatMap(({ from, to }) => {
    const held = shown.get(from);
    return held === undefined || !to.startsWith(`${from}_`) ? [] : [[to, held] as const];
  });
  return new Map([...rest, ...moved]);
};

const picked = (shown: Shown, measure: Measure): readonly (readonly [string, boolean])[] => {
  if (measure.kind === 'fold' || !measure.star) return [];
  return measure.outputs.flatMap(({ name, expr }) => {
    const held = expr.kind === 'column' ? shown.get(expr.name) : undefined;
    return held === undefined ? [] : [[name, held] as const];
  });
};

const joined = (holds: Holds, shown: Shown, before: Frame, n: StepOf<'join'>): Shown => {
  const names = joinedNames(before, frameOf(n.right), n);
  const named = (side: Shown, pairs: readonly (readonly [string, string])[]): readonly (readonly [string, boolean])[] =>
    pairs.flatMap(([own, name]) => {
      const held = side.get(own);
      return held === undefined ? [] : [[name, held] as const];
    });
  return new Map([...named(shown, names.left), ...named(shownBy(holds, n.right), names.right)]);
};

/** What the body hands on, over the columns that stand beside it. */
const applied = (holds: Holds, shown: Shown, { columns, index, body }: StepOf<'apply'>): Shown => {
  const spread = [...columns.map(({ name }) => name), ...(index === null ? [] : [index])];
  const beside = without(shown, spread);
  const own = frameOf(body).columns.map(({ name }) => name);
  return new Map([...without(beside, own), ...shownBy(holds, body, beside)]);
};

const behind = (holds: Holds, shown: Shown, before: Frame, step: Step): Shown => {
  if (step.kind === 'filter' || step.kind === 'sort' || step.kind === 'limit' || step.kind === 'present') return shown;
  if (step.kind === 'drop' || step.kind === 'reorder') return without(shown, step.names);
  if (step.kind === 'rename') return renamed(shown, step);
  if (step.kind === 'aggregate') return new Map(step.measures.flatMap((measure) => picked(shown, measure)));
  if (step.kind === 'join') return joined(holds, shown, before, step);
  if (step.kind === 'apply') return applied(holds, shown, step);
  const made = step.kind === 'extend' || step.kind === 'expand' ? step.columns.map(({ name }) => name) : null;
  if (made) return without(shown, made);
  if (step.kind !== 'capture') return nothing;
  return without(
    shown,
    step.parts.flatMap((part) => (part.kind === 'column' ? [part.column.name] : [])),
  );
};

const ofSource = (holds: Holds, source: Source, given: Shown): Shown => {
  if (source.kind === 'given') return given;
  if (source.kind === 'table' && !isLookup(source))
    return new Map(source.frame.columns.map((column) => [column.name, holds(source, column)]));
  if (source.kind !== 'union') return nothing;
  const branches = source.branches.map((branch) => ({
    shown: shownBy(holds, branch),
    names: frameOf(branch).columns.map(({ name }) => name),
  }));
  return new Map(
    source.frame.columns.flatMap(({ name }) => {
      const holders = branches.filter(({ names }) => names.includes(name)).map(({ shown }) => shown.get(name));
      return holders.length === 0 || holders.includes(undefined) ? [] : [[name, holders.every((held) => held === true)] as const];
    }),
  );
};

/** `given`: of the rows that a step hands in. */
const shownBy = (holds: Holds, { source, steps }: Pipeline, given: Shown = nothing): Shown => {
  let shown = ofSource(holds, source, given);
  let frame = frameOfSource(source);
  for (const step of steps) {
    shown = behind(holds, shown, frame, step);
    frame = frameAfter(frame, step);
  }
  return shown;
};

/** A column that a union has in one name for several tables is left out when the events of one of them do not hold it: its rows would look empty. */
export const withoutUnheld = (query: Query, holds: Holds, findings: Findings): Query => {
  const { pipeline } = query;
  const names = [...shownBy(holds, pipeline)].flatMap(([name, held]) => (held ? [] : [name]));
  if (names.length === 0) return query;
  const span: Span = pipeline.steps.at(-1)?.span ?? pipeline.source.span;
  findings.assume('RMMC3115', span, { columns: names.join(', ') });
  const shorter: Pipeline = { ...pipeline, steps: [...pipeline.steps, { kind: 'drop', span, names }] };
  return { pipeline: shorter, frame: frameOf(shorter) };
};
