// A route and a world in; a way to tell for one row which of the route's tests it stands up to out.
import { type Prepared, prepare, type World } from '../../eval/evaluate.ts';
import { tried } from '../../eval/refusal.ts';
import type { Row, Sink } from '../../eval/value.ts';
import type { Named, Pipeline, Step } from '../../ir/pipeline.ts';
import type { Column } from '../../ir/types.ts';
import { type Truth, truthOf } from './formula.ts';
import type { Item, Mark, Route, Test } from './routes.ts';

export interface State {
  /** By atom; null also where a row did not come so far. */
  readonly atoms: readonly Truth[];
  /** The last item that some row came behind. */
  readonly reached: number;
}

export type Probe = (row: Row) => State;

export const holds = (test: Test, { atoms, reached }: State): boolean =>
  test.kind === 'pass' ? reached > test.item : reached > test.item && truthOf(test.formula, atoms) === true;

export const fitsAll = ({ tests }: Route, state: State): boolean => tests.every((test) => holds(test, state));

const reference = ({ name, expr: { span } }: Mark): Named => ({
  name,
  span,
  expr: { kind: 'column', span, name, type: 'bool', declared: true },
});

/** A filter shows what its atoms say and lets all rows through. */
const marked = (item: Extract<Item, { kind: 'step' }>, before: readonly Mark[]): Step => {
  const { step, marks } = item;
  if (step.kind === 'filter')
    return { kind: 'extend', span: step.span, columns: marks.map(({ name, expr }) => ({ name, expr, span: expr.span })) };
  if (step.kind === 'project') return { ...step, columns: [...step.columns, ...before.map(reference)] };
  return step.kind === 'join' && step.mode === 'innerunique' ? { ...step, mode: 'inner' } : step;
};

const pipelineOf = ({ table, items }: Route, end: number): { readonly pipeline: Pipeline; readonly marks: readonly Mark[] } => {
  let pipeline: Pipeline = { source: table, steps: [] };
  const marks: Mark[] = [];
  for (const item of items.slice(0, end)) {
    if (item.kind === 'around') pipeline = { source: item.source(pipeline), steps: [] };
    else {
      pipeline = { ...pipeline, steps: [...pipeline.steps, marked(item, marks)] };
      marks.push(...item.marks);
    }
  }
  return { pipeline, marks };
};

/** A query that takes row after row; what it says of each. */
const streamOf = (route: Route, end: number, columns: readonly Column[], world: World): ((row: Row) => readonly (readonly Truth[])[]) => {
  const { pipeline, marks } = pipelineOf(route, end);
  let slots: readonly (readonly [number, number])[] = [];
  let found: (readonly Truth[])[] = [];
  const sink: Sink = {
    open: (given) => {
      slots = marks.map(({ atom, name }) => [atom, given.findIndex((column) => column.name === name)] as const);
    },
    push: (row) => {
      const atoms: Truth[] = [];
      for (const [atom, slot] of slots) atoms[atom] = row[slot] === true ? true : row[slot] === false ? false : null;
      found.push(atoms);
    },
    end: () => {},
    full: () => false,
  };
  const { leaves }: Prepared = prepare({ pipeline, frame: { columns: [], open: false } }, world, sink);
  for (const leaf of leaves) leaf.into.open(leaf.kind === 'rows' ? leaf.relation.columns : columns);
  return (row) => {
    found = [];
    for (const leaf of leaves) if (leaf.kind === 'table') leaf.into.push(row);
    return found;
  };
};

const truths = (tests: readonly Test[], state: State): number => tests.filter((test) => holds(test, state)).length;

/** A row that the evaluator refuses came nowhere. */
export const probeOf = (route: Route, columns: readonly Column[], world: World): Probe => {
  const ends = [route.items.length, ...route.tests.flatMap((test) => (test.kind === 'pass' ? [test.item] : [])).reverse()];
  const streams = new Map<number, ((row: Row) => readonly (readonly Truth[])[]) | null>();
  const at = (end: number, row: Row): readonly (readonly Truth[])[] =>
    tried(
      () => {
        const known = streams.get(end) ?? streamOf(route, end, columns, world);
        streams.set(end, known);
        return known(row);
      },
      () => [],
    );
  return (row) => {
    for (const end of ends) {
      const states = at(end, row).map((atoms): State => ({ atoms, reached: end }));
      const [first, ...others] = states;
      if (first) return others.reduce((best, one) => (truths(route.tests, one) > truths(route.tests, best) ? one : best), first);
    }
    return { atoms: [], reached: -1 };
  };
};
