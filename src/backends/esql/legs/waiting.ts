// An aggregation that waits for a join by its keys in; what the join's own STATS has to say of it, and what stands behind that, out.
import type { Expr } from '../../../ir/expr.ts';
import type { Named, StepOf } from '../../../ir/pipeline.ts';
import type { Command, Es } from '../ast.ts';
import { emptyState } from '../lower-table.ts';
import { lowerTest } from '../lower-test.ts';
import { placeOf } from '../lowering.ts';
import { namesInUse, type State } from '../state.ts';
import type { Value } from '../value.ts';
import type { Leg, Stream, Waiting } from './legs.ts';

export interface Fused {
  readonly step: StepOf<'aggregate'>;
  /** The keys of the aggregation, in the order of the join's. */
  readonly by: readonly Named[];
  readonly keys: readonly Expr[];
  readonly rest: readonly Waiting[];
}

/** The name that a column had before a step; null when the step made it. */
const nameBefore = ({ step }: Waiting, name: string): string | null => {
  if (step.kind === 'rename') {
    const pair = step.pairs.find(({ to }) => to === name);
    return pair ? pair.from : step.pairs.some(({ from }) => from === name) ? null : name;
  }
  if (step.kind !== 'project' && step.kind !== 'extend') return name;
  const made = step.columns.find((column) => column.name === name);
  if (!made) return step.kind === 'extend' ? name : null;
  return made.expr.kind === 'column' ? made.expr.name : null;
};

const originOf = (expr: Expr, rest: readonly Waiting[]): string | null => {
  const shown = expr.kind === 'column' ? expr.name : null;
  return rest.reduceRight<string | null>((name, one) => (name === null ? null : nameBefore(one, name)), shown);
};

/** How a join says a side's waiting aggregation in passing: when its keys are the join's, all of them; else null. */
export const fusedKeys = (leg: Leg, exprs: readonly Expr[]): Fused | null => {
  const [first, ...rest] = leg.waiting;
  if (first?.step.kind !== 'aggregate') return null;
  const { step } = first;
  const names = exprs.map((expr) => originOf(expr, rest));
  const by = names.flatMap((name) => step.by.find((key) => key.name === name) ?? []);
  if (by.length !== exprs.length || new Set(names).size !== step.by.length) return null;
  return { step, by, keys: by.map(({ expr }) => expr), rest };
};

export interface Passed {
  readonly state: State;
  readonly commands: readonly Command[];
  /** What the filters ask of the side's row. */
  readonly tests: readonly Es[];
}

/** The steps behind the aggregation, over the row that it gives for a key. */
export const passWaiting = (
  stream: Stream,
  leg: Leg,
  { rest }: Pick<Fused, 'rest'>,
  columns: ReadonlyMap<string, Value>,
  after: Set<string>,
): Passed => {
  let state: State = { ...emptyState, columns, aggregated: true };
  const tests: Es[] = [];
  for (const { step, frame } of rest) {
    if (step.kind === 'filter') tests.push(lowerTest(placeOf(leg.context, state, 'kept'), step.condition, true));
    else if (step.kind !== 'sort') state = stream.lowerStep(leg.context, { ...state, taken: after }, step, frame, []);
    for (const name of namesInUse({ ...state, taken: new Set() })) after.add(name);
  }
  return { state: { ...state, commands: [], taken: new Set() }, commands: state.commands, tests };
};
