// A pipeline in; at each step, which column of which table a name still is, out. A name that was computed anew is no column of a table any more.
import type { Expr } from '../ir/expr.ts';
import type { Measure, Named, Pipeline, Source, Step } from '../ir/pipeline.ts';
import { visitInside } from './walk.ts';

export interface Origin {
  readonly table: string;
  readonly column: string;
}

export type Origins = ReadonlyMap<string, Origin>;

const none: Origins = new Map();

const ofSource = (source: Source, given: Origins): Origins => {
  if (source.kind === 'given') return given;
  if (source.kind === 'table')
    return new Map(source.frame.columns.map(({ name }): [string, Origin] => [name, { table: source.name, column: name }]));
  if (source.kind !== 'union') return none;
  const branches = source.branches.map((branch) => originsAfter(branch, given));
  return new Map(branches.toReversed().flatMap((branch) => [...branch]));
};

const originOf = (expr: Expr, origins: Origins): Origin | undefined => (expr.kind === 'column' ? origins.get(expr.name) : undefined);

const pick = (columns: readonly Named[], origins: Origins): readonly (readonly [string, Origin])[] =>
  columns.flatMap(({ name, expr }) => {
    const origin = originOf(expr, origins);
    return origin ? [[name, origin] as const] : [];
  });

const measured = (measure: Measure, origins: Origins): readonly (readonly [string, Origin])[] =>
  measure.kind === 'fold' ? [] : pick([...measure.outputs, ...(measure.key ? [measure.key] : [])], origins);

const without = (origins: Origins, names: readonly string[]): Map<string, Origin> => {
  const left = new Map(origins);
  for (const name of names) left.delete(name);
  return left;
};

const namesMade = (step: Step): readonly string[] => {
  if (step.kind === 'expand' || step.kind === 'apply' || step.kind === 'pairs') return step.columns.map((column) => column.name);
  if (step.kind === 'capture') return step.parts.flatMap((part) => (part.kind === 'column' ? [part.column.name] : []));
  return step.kind === 'tuple' ? step.outputs.map((column) => column.name) : [];
};

const renamed = (pairs: readonly { readonly from: string; readonly to: string }[], origins: Origins): Origins => {
  const to = new Map(pairs.map((pair) => [pair.from, pair.to]));
  return new Map([...origins].map(([name, origin]) => [to.get(name) ?? name, origin]));
};

const after = (step: Step, origins: Origins): Origins => {
  switch (step.kind) {
    case 'extend':
      return new Map([
        ...without(
          origins,
          step.columns.map((column) => column.name),
        ),
        ...pick(step.columns, origins),
      ]);
    case 'project':
      return new Map(pick(step.columns, origins));
    case 'drop':
      return without(origins, step.names);
    case 'rename':
      return renamed(step.pairs, origins);
    case 'aggregate':
      return new Map([...pick(step.by, origins), ...step.measures.flatMap((measure) => measured(measure, origins))]);
    case 'join':
      return step.mode === 'rightsemi' || step.mode === 'rightanti'
        ? originsAfter(step.right, none)
        : new Map([...originsAfter(step.right, none), ...origins]);
    case 'series':
    case 'nest':
    case 'describe':
    case 'plugin':
      return none;
    default:
      return without(origins, namesMade(step));
  }
};

const originsAfter = (pipeline: Pipeline, given: Origins): Origins =>
  pipeline.steps.reduce((origins, step) => after(step, origins), ofSource(pipeline.source, given));

/** Visits every expression of a pipeline and of those inside it, with what the names mean there. */
export const visitWithOrigins = (
  pipeline: Pipeline,
  visit: (expr: Expr, origins: Origins, negated: boolean) => void,
  given: Origins = none,
): void => {
  let origins = ofSource(pipeline.source, given);
  visitInside(pipeline.source, { pipeline: (inner) => visitWithOrigins(inner, visit, given) });
  for (const step of pipeline.steps) {
    const here = origins;
    visitInside(step, {
      expr: (expr, negated) => visit(expr, here, negated),
      pipeline: (inner) => visitWithOrigins(inner, visit, here),
    });
    origins = after(step, origins);
  }
};
