// A pipeline in; the commands that make its rows and the places of its columns out.

import { match, P } from 'ts-pattern';
import { conjuncts, filterOf } from '../../ir/conjuncts.ts';
import type { Expr } from '../../ir/expr.ts';
import { frameOf } from '../../ir/frame.ts';
import type { Pipeline, Source, Step, StepOf } from '../../ir/pipeline.ts';
import { columnsRead } from '../../ir/traverse.ts';
import type { Column } from '../../ir/types.ts';
import { wideSources } from '../../ir/wide-steps.ts';
import type { TargetContext } from '../shared/backend.ts';
import { isLookup } from '../shared/lookups.ts';
import { type Assignment, field, text } from './ast.ts';
import type { Binding, Rep } from './context.ts';
import { computedWith, type Demand, madeNames, neededBefore, unsettled } from './demand.ts';
import { combined } from './join/combine.ts';
import { pushedIntoSides } from './join/push.ts';
import { lowerJoin } from './lower-join.ts';
import { lowerLookup } from './lower-lookup.ts';
import { lowerRows } from './lower-rows.ts';
import { lowerStep } from './lower-step.ts';
import { type LowerPipeline, subqueriesIn, unlisted, withAnswers } from './lower-subquery.ts';
import { lowerTable, type Rows } from './lower-table.ts';
import { assign, fieldFor, type State } from './state.ts';
import { repOf } from './values.ts';

const stateOf = (rows: Rows): State => ({
  commands: rows.commands,
  scope: rows.scope,
  hits: new Map(),
  settled: rows.settled,
  whole: rows.whole,
});

const run = (state: State, steps: readonly Step[], demand: Demand, context: TargetContext): State => {
  const looked = demand.names.size > 0 ? demand.names : new Set(madeNames(steps));
  return steps.reduce((now, step, index) => {
    const rest = unsettled(steps.slice(index + 1), now.settled);
    const computed = new Set([...computedWith(rest), ...demand.computed]);
    return lowerStep(now, step, { needed: neededBefore(rest, looked), computed }, context);
  }, state);
};

/** A leg of a union with every wanted column in the field that all legs share. */
const aligned = (
  state: State,
  eventTimes: ReadonlySet<string>,
  columns: readonly Column[],
  reps: ReadonlyMap<string, Rep>,
  span: Pipeline['source']['span'],
  context: TargetContext,
): { readonly state: State; readonly scope: Map<string, Binding> } => {
  const scope = new Map<string, Binding>();
  const assignments: Assignment[] = [];
  for (const column of columns) {
    const binding = state.scope.get(column.name);
    const rep = reps.get(column.name) ?? repOf(column.type);
    const target = eventTimes.has(column.name) ? '_time' : fieldFor(column.name, span, context);
    if (!binding && rep === 'text') assignments.push({ field: target, value: text('') });
    if (binding && binding.field !== target) assignments.push({ field: target, value: field(binding.field) });
    scope.set(column.name, { field: target, rep: binding?.rep ?? rep, nullable: binding ? binding.nullable : rep !== 'text' });
  }
  return { state: assign(state, assignments), scope };
};

/** Conditions right behind a union that every branch can answer go into the branches, where the base search sees them. */
const pushed = (source: Union, steps: readonly Step[]): { readonly source: Union; readonly steps: readonly Step[] } => {
  const [first, ...rest] = steps;
  if (first?.kind !== 'filter' || source.mode !== 'outer') return { source, steps };
  const frames = source.branches.map((branch) => new Set(frameOf(branch).columns.map((column) => column.name)));
  const inside = (expr: Expr): boolean =>
    unlisted(expr).length === 0 && columnsRead(expr).every((name) => frames.every((frame) => frame.has(name)));
  const parts = conjuncts(first.condition);
  const [filter] = filterOf(parts.filter(inside), first);
  const left = filterOf(
    parts.filter((part) => !inside(part)),
    first,
  );
  if (!filter) return { source, steps };
  const branches = source.branches.map((branch) => ({ ...branch, steps: [...branch.steps, filter] }));
  return { source: { ...source, branches }, steps: [...left, ...rest] };
};

type Union = Extract<Source, { kind: 'union' }>;

const beforeSteps = (steps: readonly Step[], { names, computed }: Demand): Demand => ({
  names: names.size === 0 ? names : neededBefore(steps, names),
  computed: new Set([...computedWith(steps), ...computed]),
});

const lowerUnion = (source: Union, { names: wanted, computed }: Demand, context: TargetContext): State => {
  const names = wanted.size === 0 ? new Set(source.frame.columns.map((column) => column.name)) : wanted;
  const columns = source.frame.columns.filter((column) => names.has(column.name) && column.name !== source.tag);
  const lowered = source.branches.map((branch) => {
    const own = new Set(frameOf(branch).columns.map((column) => column.name));
    const table = branch.source.kind === 'table' && frameOf(branch).open;
    const state = lowerPipeline(
      branch,
      new Set(columns.map((column) => column.name).filter((name) => own.has(name) || table)),
      context,
      computed,
    );
    const tagged =
      source.tag === null
        ? state
        : assign(state, [{ field: source.tag, value: text(branch.source.kind === 'table' ? branch.source.name : 'union') }]);
    return tagged;
  });
  const eventTimes = new Set(columns.map((c) => c.name).filter((name) => lowered.every((leg) => leg.scope.get(name)?.field === '_time')));
  // A branch without the column has it null, in the form of those that have it.
  const reps = new Map(lowered.toReversed().flatMap((leg) => [...leg.scope].map(([name, binding]) => [name, binding.rep] as const)));
  const legs = lowered.map((leg) => aligned(leg, eventTimes, columns, reps, source.span, context));
  const scope = new Map<string, Binding>();
  for (const column of columns) {
    const found = legs.flatMap((leg) => leg.scope.get(column.name) ?? []);
    const [first] = found;
    if (!first) continue;
    if (found.some((binding) => binding.field !== first.field || binding.rep !== first.rep)) {
      context.findings.refuse('RMMC3810', source.span, {
        what: `the column ${column.name} of this union`,
        why: 'its branches hold it in different ways',
      });
    }
    scope.set(column.name, { ...first, nullable: found.some((binding) => binding.nullable) });
  }
  if (source.tag !== null) scope.set(source.tag, { field: source.tag, rep: 'text', nullable: false });
  const live = [...scope.values()].map((binding) => binding.field);
  const commands = combined(legs.map((leg, at) => ({ commands: leg.state.commands, name: `branch_${at + 1}`, live })));
  return { commands, scope, hits: new Map(), settled: new Set(), whole: false };
};

const lowerSource = (source: Source, steps: readonly Step[], demand: Demand, context: TargetContext): State =>
  match(source)
    .returnType<State>()
    .with({ kind: 'table' }, (s) =>
      stateOf(isLookup(s) ? lowerLookup(s, steps, demand.names, context) : lowerTable(s, steps, demand, context)),
    )
    .with({ kind: 'rows' }, (s) => stateOf(lowerRows(s, context)))
    .with({ kind: P.union(...wideSources) }, () => ({ commands: [], scope: new Map(), hits: new Map(), settled: new Set(), whole: false }))
    .with({ kind: 'union' }, (s) => lowerUnion(s, beforeSteps(steps, demand), context))
    .exhaustive();

/** The columns that are looked at behind a pipeline, by name: all of them where none is named. */
const namesBehind = (pipeline: Pipeline, wanted: ReadonlySet<string>): ReadonlySet<string> =>
  wanted.size > 0 ? wanted : new Set(frameOf(pipeline).columns.map((column) => column.name));

/** A step that looks into other queries: their answers are computed into fields first. */
const lowerLooking = (pipeline: Pipeline, at: number, demand: Demand, context: TargetContext): State => {
  const step = pipeline.steps[at] as Step;
  const partsThat = (look: boolean): readonly Step[] => {
    if (step.kind !== 'filter') return [];
    return filterOf(
      conjuncts(step.condition).filter((part) => unlisted(part).length > 0 === look),
      step,
    );
  };
  const [looking = step] = partsThat(true);
  const rest = pipeline.steps.slice(at + 1);
  const names = neededBefore([looking, ...rest], namesBehind(pipeline, demand.names));
  const computed = new Set([...computedWith([looking, ...rest]), ...demand.computed]);
  const head = { source: pipeline.source, steps: [...pipeline.steps.slice(0, at), ...partsThat(false)] };
  const outer = lowerPipeline(head, names, context, computed);
  const answered = withAnswers(outer, subqueriesIn(looking), looking.span, lowerPipeline, context);
  return run(answered, [looking, ...rest], demand, context);
};

const lowerJoined = (pipeline: Pipeline, at: number, demand: Demand, context: TargetContext): State => {
  const step = pipeline.steps[at] as StepOf<'join'>;
  const start = { source: pipeline.source, steps: pipeline.steps.slice(0, at) };
  const { left, join, rest } = pushedIntoSides(start, step, pipeline.steps.slice(at + 1));
  const names = neededBefore(rest, namesBehind(pipeline, demand.names));
  const computed = new Set([...computedWith(rest), ...demand.computed]);
  return run(lowerJoin(left, join, { names, computed }, lowerPipeline, context), rest, demand, context);
};

/** Lowers a pipeline; `wanted` are the result columns that are looked at, none of them: all. `computed`: those that later steps compute with. */
export const lowerPipeline: LowerPipeline = (pipeline, wanted, context, computed = new Set()) => {
  const demand = { names: wanted, computed };
  const at = pipeline.steps.findLastIndex((step) => step.kind === 'join' || subqueriesIn(step).length > 0);
  if (pipeline.steps[at]?.kind === 'join') return lowerJoined(pipeline, at, demand, context);
  if (at >= 0) return lowerLooking(pipeline, at, demand, context);
  const { source, steps } = pipeline.source.kind === 'union' ? pushed(pipeline.source, pipeline.steps) : pipeline;
  return run(lowerSource(source, steps, demand, context), steps, demand, context);
};
