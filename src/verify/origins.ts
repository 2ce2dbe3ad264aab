// A query in; which of its result's columns show a column of its table untouched out.
import type { Measure, Named, Query, Step } from '../ir/pipeline.ts';

/** Result column -> column of the table. */
export type Origins = ReadonlyMap<string, string>;

const fromNamed = (columns: readonly Named[], before: Origins): readonly (readonly [string, string])[] =>
  columns.flatMap(({ name, expr }) => {
    const origin = expr.kind === 'column' ? before.get(expr.name) : undefined;
    return origin === undefined ? [] : [[name, origin] as const];
  });

/** Aggregates that give values as they came in, alone or in an array. */
const keepers: ReadonlySet<string> = new Set(['make_set', 'make_list', 'take_any', 'min', 'max']);

const fromMeasure = (measure: Measure, before: Origins): readonly (readonly [string, string])[] => {
  if (measure.kind === 'pick') return fromNamed([...measure.outputs, ...(measure.key ? [measure.key] : [])], before);
  const [arg] = measure.args;
  return keepers.has(measure.agg) && arg ? fromNamed([{ name: measure.name, expr: arg, span: measure.span }], before) : [];
};

const without = (before: Origins, columns: readonly { readonly name: string }[]): Origins =>
  new Map([...before].filter(([name]) => !columns.some((column) => column.name === name)));

const after = (before: Origins, step: Step): Origins => {
  if (step.kind === 'filter' || step.kind === 'sort' || step.kind === 'limit' || step.kind === 'reorder') return before;
  if (step.kind === 'project') return new Map(fromNamed(step.columns, before));
  if (step.kind === 'drop') return new Map([...before].filter(([name]) => !step.names.includes(name)));
  if (step.kind === 'aggregate') {
    return new Map([...fromNamed(step.by, before), ...step.measures.flatMap((measure) => fromMeasure(measure, before))]);
  }
  if (step.kind === 'extend') return new Map([...without(before, step.columns), ...fromNamed(step.columns, before)]);
  if (step.kind === 'expand') return without(before, step.columns);
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

/** Of queries over one table; others show nothing that is known to be untouched. */
export const originsOf = ({ pipeline: { source, steps } }: Query): Origins => {
  if (source.kind !== 'table') return new Map();
  const start: Origins = new Map(source.frame.columns.map(({ name }) => [name, name]));
  return steps.reduce(after, start);
};
