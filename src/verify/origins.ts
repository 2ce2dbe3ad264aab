// A query in; which of its result's columns show a column of a table untouched out.
import { frameAfter, frameOf, frameOfSource, joinedNames } from '../ir/frame.ts';
import type { Measure, Named, Pipeline, Query, Source, Step, StepOf } from '../ir/pipeline.ts';
import type { Frame } from '../ir/types.ts';
import { withUnpackedBags } from '../ir/unpacked-bags.ts';

export interface Origin {
  readonly table: string;
  readonly column: string;
}

/** By result column; of a union, where it is in each table. */
export type Origins = ReadonlyMap<string, readonly Origin[]>;

type Entry = readonly [string, readonly Origin[]];

const fromNamed = (columns: readonly Named[], before: Origins): readonly Entry[] =>
  columns.flatMap(({ name, expr }): readonly Entry[] => {
    const origin = expr.kind === 'column' ? before.get(expr.name) : undefined;
    return origin === undefined ? [] : [[name, origin]];
  });

/** Aggregates that give values as they came in, alone or in an array. */
const keepers: ReadonlySet<string> = new Set(['make_set', 'make_list', 'take_any', 'min', 'max']);

const fromMeasure = (measure: Measure, before: Origins): readonly Entry[] => {
  if (measure.kind === 'pick') return fromNamed([...measure.outputs, ...(measure.key ? [measure.key] : [])], before);
  const [arg] = measure.args;
  return keepers.has(measure.agg) && arg ? fromNamed([{ name: measure.name, expr: arg, span: measure.span }], before) : [];
};

const without = (before: Origins, columns: readonly { readonly name: string }[]): Origins =>
  new Map([...before].filter(([name]) => !columns.some((column) => column.name === name)));

const afterJoin = (before: Origins, frame: Frame, n: StepOf<'join'>): Origins => {
  const right = originsIn(n.right);
  const names = joinedNames(frame, frameOf(n.right), n);
  const shown = (side: Origins, pairs: readonly (readonly [string, string])[]): readonly Entry[] =>
    pairs.flatMap(([own, name]): readonly Entry[] => {
      const origin = side.get(own);
      return origin ? [[name, origin]] : [];
    });
  return new Map([...shown(before, names.left), ...shown(right, names.right)]);
};

/** What the body hands on, over the columns that stand beside it. */
const afterApply = (before: Origins, { columns, index, body }: StepOf<'apply'>): Origins => {
  const beside = without(before, [...columns, ...(index === null ? [] : [{ name: index }])]);
  return new Map([...without(beside, frameOf(body).columns), ...originsIn(body, beside)]);
};

const after = (before: Origins, step: Step, frame: Frame): Origins => {
  if (step.kind === 'filter' || step.kind === 'sort' || step.kind === 'limit' || step.kind === 'reorder' || step.kind === 'present')
    return before;
  if (step.kind === 'project') return new Map(fromNamed(step.columns, before));
  if (step.kind === 'drop') return new Map([...before].filter(([name]) => !step.names.includes(name)));
  if (step.kind === 'aggregate') {
    return new Map([...fromNamed(step.by, before), ...step.measures.flatMap((measure) => fromMeasure(measure, before))]);
  }
  if (step.kind === 'extend') return new Map([...without(before, step.columns), ...fromNamed(step.columns, before)]);
  if (step.kind === 'expand') return without(before, step.columns);
  if (step.kind === 'join') return afterJoin(before, frame, step);
  if (step.kind === 'apply') return afterApply(before, step);
  if (step.kind === 'capture')
    return without(
      before,
      step.parts.flatMap((part) => (part.kind === 'column' ? [part.column] : [])),
    );
  if (step.kind === 'rename') {
    const to = new Map(step.pairs.map((pair) => [pair.from, pair.to]));
    return new Map([...before].map(([name, origin]) => [to.get(name) ?? name, origin]));
  }
  return new Map();
};

/** Only of a column that no branch computes. */
const ofBranches = (branches: readonly Pipeline[]): Origins => {
  const sides = branches.map((branch) => ({ origins: originsIn(branch), names: new Set(frameOf(branch).columns.map(({ name }) => name)) }));
  const all = new Set(sides.flatMap(({ origins }) => [...origins.keys()]));
  return new Map(
    [...all].flatMap((name): readonly Entry[] => {
      const having = sides.filter(({ names }) => names.has(name));
      const computed = having.some(({ origins }) => !origins.has(name));
      return computed ? [] : [[name, having.flatMap(({ origins }) => origins.get(name) ?? [])]];
    }),
  );
};

const ofSource = (source: Source, given: Origins): Origins => {
  if (source.kind === 'given') return given;
  if (source.kind === 'union') return ofBranches(source.branches);
  if (source.kind !== 'table') return new Map();
  return new Map(source.frame.columns.map(({ name }): Entry => [name, [{ table: source.name, column: name }]]));
};

/** `given`: of the rows that a step hands in. */
const originsIn = ({ source, steps }: Pipeline, given: Origins = new Map()): Origins => {
  let frame = frameOfSource(source);
  let origins = ofSource(source, given);
  for (const step of steps) {
    origins = after(origins, step, frame);
    frame = frameAfter(frame, step);
  }
  return origins;
};

export const originsOf = (query: Query): Origins => originsIn(withUnpackedBags(query).pipeline);
