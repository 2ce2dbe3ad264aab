// A pipeline with joins, subqueries, or branches that are queries of their own in; one pass over the indices of all its tables out. 8.19 has no subqueries:
// every query inside is a leg of one stream of rows, and a STATS brings the rows of two legs together.

import { match, P } from 'ts-pattern';
import type { Expr } from '../../ir/expr.ts';
import { frameOf, joinedNames } from '../../ir/frame.ts';
import type { Pipeline, StepOf } from '../../ir/pipeline.ts';
import { isSearch, type Subquery } from '../../ir/subqueries.ts';
import type { Position } from '../shared/findings.ts';
import { bool, type Command, type Es, not, or } from './ast.ts';
import { type Context, refuse } from './context.ts';
import { type Joining, joinLegs, type Pair, type Pairing } from './legs/join.ts';
import { isNotOf, type Leg, type LowerStep, others, type Stream, write } from './legs/legs.ts';
import { joinNeeds, type Needed, type Needs, together, wholeRow } from './legs/needs.ts';
import { firstColumn, type Mark, type Op, type Plan, planOf, plansIn } from './legs/plan.ts';
import { readsRows, startRows } from './legs/rows.ts';
import { checkSearch, foundIn, type Search } from './legs/search.ts';
import { startLegs } from './legs/start.ts';
import { flush, stepLeg } from './legs/steps.ts';
import { type Branch, unionLegs } from './legs/union.ts';
import { fusedKeys } from './legs/waiting.ts';
import { reads, type State } from './state.ts';
import { value } from './value.ts';

interface Run {
  readonly stream: Stream;
  /** The leg of each query that reads a table or constant rows, and how many of its operations are said already. */
  readonly leaves: ReadonlyMap<Plan, { readonly leg: Leg; readonly said: number }>;
}

const settled = (run: Run, leg: Leg, needs: Needs): void => {
  if (leg.waiting.length > 0) flush(run.stream, leg);
  leg.needs = needs;
};

/** While another query is written down, the leg's rows are carried with what is needed of them from here on. */
const upTo = (leg: Leg, needs: Needs): void => {
  if (leg.waiting.length === 0) leg.needs = needs;
};

/** What a join cannot say in passing is written down before it. */
const ready = (run: Run, leg: Leg, exprs: readonly Expr[], needs: Needs): void => {
  if (!fusedKeys(leg, exprs)) settled(run, leg, needs);
};

const nothing: Needs = new Map();
const same = (name: string): string => name;

const pairsOf = (node: Subquery): readonly Pair[] => {
  const right = firstColumn(node);
  if (node.kind === 'scalarQuery' || !right) return [];
  return [{ left: node.subject, right, caseless: node.kind === 'textQuery' && node.caseless, span: node.span }];
};

interface Searching {
  readonly search: Search;
  readonly plan: Plan;
  readonly position: Position;
}

/** Whether a row passes a test for values of a subquery, over the rows with these values beside them. */
const searched = (run: Run, leg: Leg, { search, plan, position }: Searching, needs: Needs): Es => {
  settled(run, leg, needs);
  const right = exec(run, plan);
  settled(run, right, plan.after);
  checkSearch(leg, right, search, position);
  const { pattern } = joinLegs(run.stream, {
    pairing: 'search',
    left: { leg, needs, named: same },
    right: { leg: right, needs: nothing, named: same },
    pairs: [],
    span: search.node.span,
    search,
  });
  return pattern ? foundIn(leg, search, pattern) : bool(false);
};

const searchOf = (node: Subquery): Search | null => {
  const needle = firstColumn(node);
  return isSearch(node) && needle ? { node, needle } : null;
};

/** The rows of `leg` with or without a partner in a subquery. */
const semi = (run: Run, leg: Leg, op: Extract<Op, { kind: 'semi' }>): Leg => {
  const search = searchOf(op.node);
  if (search) {
    const found = searched(run, leg, { search, plan: op.plan, position: op.anti ? 'negated' : 'kept' }, op.needs);
    const condition = op.anti ? not(found) : found;
    write(run.stream, {
      kind: 'where',
      condition: others(run.stream, leg).length > 0 ? or(isNotOf(run.stream, leg), condition) : condition,
    });
    return leg;
  }
  const pairs = pairsOf(op.node);
  upTo(leg, op.needs);
  const right = exec(run, op.plan);
  ready(
    run,
    leg,
    pairs.map((pair) => pair.left),
    op.needs,
  );
  ready(
    run,
    right,
    pairs.map((pair) => pair.right),
    op.plan.after,
  );
  const pairing: Pairing = op.anti ? 'leftanti' : 'leftsemi';
  const { order } = leg;
  const joining: Joining = {
    pairing,
    left: { leg, needs: op.after, named: same },
    right: { leg: right, needs: nothing, named: same },
    pairs,
    span: op.node.span,
  };
  const joined = joinLegs(run.stream, joining).leg;
  joined.order = order && 'lost';
  return joined;
};

/** The answer of a subquery as a column of its own. */
const marked = (run: Run, leg: Leg, mark: Mark, needs: Needs): void => {
  const { node, plan, name } = mark;
  const search = searchOf(node);
  if (search) {
    const found = value(searched(run, leg, { search, plan, position: 'value' }, needs), 'boolean', false);
    leg.state = { ...leg.state, columns: new Map([...leg.state.columns, [name, found]]) };
    return;
  }
  const pairs = pairsOf(node);
  settled(run, leg, needs);
  const right = exec(run, plan);
  ready(
    run,
    right,
    pairs.map((pair) => pair.right),
    plan.after,
  );
  const isScalar = node.kind === 'scalarQuery';
  if (isScalar && right.waiting.length === 0) {
    refuse(plan.context, node.span, 'a value of one row of a subquery', 'only an aggregation without keys has one row for certain');
    return;
  }
  const joining: Joining = {
    pairing: isScalar ? 'scalar' : 'mark',
    left: { leg, needs, named: same },
    right: { leg: right, needs: isScalar ? plan.after : nothing, named: () => name },
    pairs,
    span: node.span,
  };
  const { order } = leg;
  const { found } = joinLegs(run.stream, joining);
  leg.order = order && 'lost';
  if (!isScalar) leg.state = { ...leg.state, columns: new Map([...leg.state.columns, [name, found]]) };
};

const markNeeds = (marks: readonly Mark[]): Needs => {
  const refs = marks.map(({ name, node }): Needed => {
    const read = { kind: 'column' as const, span: node.span, type: node.type, name, declared: true };
    return { column: name, keys: [], type: node.type, read };
  });
  return new Map(refs.map((one) => [one.column, one]));
};

const waits: ReadonlySet<string> = new Set(['filter', 'extend', 'project', 'rename', 'drop', 'reorder', 'present', 'sort']);

/** What rows too many do before these operations. */
const positionBefore = (later: readonly Op[]): Position => {
  const counts = later.some((op) => op.kind === 'step' && op.step.kind === 'aggregate' && op.step.measures.length > 0);
  const modes = later.flatMap((op) => (op.kind === 'join' ? [op.step.mode] : []));
  if (counts || modes.some((mode) => mode === 'rightouter' || mode === 'fullouter')) return 'value';
  return modes.includes('rightanti') ? 'negated' : 'kept';
};

const step = (run: Run, leg: Leg, op: Extract<Op, { kind: 'step' }>, later: readonly Op[]): void => {
  const { marks } = op;
  const waiting = { step: op.step, frame: op.frame, position: positionBefore(later) };
  if (marks.length === 0 && leg.waiting.length > 0 && waits.has(op.step.kind)) {
    leg.waiting = [...leg.waiting, waiting];
    return;
  }
  settled(run, leg, op.needs);
  if (op.step.kind === 'aggregate') {
    leg.waiting = [waiting];
    return;
  }
  for (const [at, mark] of marks.entries()) marked(run, leg, mark, together(op.needs, markNeeds(marks.slice(0, at))));
  stepLeg(run.stream, leg, waiting);
};

const pairingOf = (mode: StepOf<'join'>['mode']): { readonly pairing: Pairing; readonly swaps: boolean } =>
  match(mode)
    .returnType<{ readonly pairing: Pairing; readonly swaps: boolean }>()
    .with(P.union('inner', 'innerunique', 'leftouter', 'fullouter', 'leftsemi', 'leftanti'), (pairing) => ({ pairing, swaps: false }))
    .with('rightouter', () => ({ pairing: 'leftouter', swaps: true }))
    .with('rightsemi', () => ({ pairing: 'leftsemi', swaps: true }))
    .with('rightanti', () => ({ pairing: 'leftanti', swaps: true }))
    .exhaustive();

const join = (run: Run, leg: Leg, op: Extract<Op, { kind: 'join' }>): Leg => {
  const n = op.step;
  upTo(leg, op.needs);
  const right = exec(run, op.right);
  ready(
    run,
    leg,
    n.on.map((pair) => pair.left),
    op.needs,
  );
  ready(
    run,
    right,
    n.on.map((pair) => pair.right),
    op.right.after,
  );
  const { shown } = joinNeeds(n, op.frame, op.after);
  const names = new Map(joinedNames(op.frame, frameOf(n.right), n).right);
  const { pairing, swaps } = pairingOf(n.mode);
  const own = { leg, needs: shown.left, named: same };
  const other = { leg: right, needs: shown.right, named: (name: string) => names.get(name) ?? name };
  const { context } = leg;
  const joined = joinLegs(run.stream, {
    pairing,
    left: swaps ? other : own,
    right: swaps ? own : other,
    pairs: n.on.map((pair) => ({
      left: swaps ? pair.right : pair.left,
      right: swaps ? pair.left : pair.right,
      caseless: false,
      span: pair.span,
    })),
    span: n.span,
  });
  joined.leg.context = context;
  return joined.leg;
};

const sourceOf = (run: Run, plan: Plan): { readonly leg: Leg; readonly said: number } | null => {
  if (plan.source.kind !== 'union') return run.leaves.get(plan) ?? null;
  const { union, branches } = plan.source;
  const known = branches.flatMap((branch): readonly Branch[] => {
    const leg = exec(run, branch);
    settled(run, leg, branch.after);
    return [{ leg, plan: branch, name: branch.source.kind === 'table' ? branch.source.table.name : '' }];
  });
  const leg = unionLegs(run.stream, union, known, plan.needs);
  return leg && { leg, said: 0 };
};

/** The query as far as it has to be written down: an aggregation at its end may wait. */
const exec = (run: Run, plan: Plan): Leg => {
  const source = sourceOf(run, plan);
  if (!source) throw new Error('a plan without legs');
  let { leg } = source;
  for (const [at, op] of plan.ops.entries()) {
    if (at < source.said) continue;
    if (op.kind === 'step') step(run, leg, op, plan.ops.slice(at + 1));
    else leg = op.kind === 'join' ? join(run, leg, op) : semi(run, leg, op);
  }
  if (leg.waiting.length === 0) leg.needs = plan.after;
  return leg;
};

const readsOf = (command: Command): readonly string[] => {
  if (command.kind === 'where') return [...reads(command.condition)];
  if (command.kind === 'eval') return command.columns.flatMap(({ expr }) => [...reads(expr)]);
  return command.kind === 'stats' ? command.measures.flatMap(({ expr }) => [...reads(expr)]) : [];
};

const start = (context: Context, plans: readonly Plan[], lowerStep: LowerStep) => {
  const leaves = plans.filter(({ source }) => source.kind !== 'union');
  const constants = leaves.filter(readsRows);
  if (constants.length === leaves.length) return startRows(context, constants, lowerStep);
  for (const { source } of constants)
    refuse(context, source.rows.span, 'constant rows beside events', 'its rows are not events of an index');
  return constants.length > 0 ? null : startLegs(context, plans, lowerStep);
};

/** The state behind the last step; null when a part was refused. */
export const lowerLegs = (context: Context, pipeline: Pipeline, lowerStep: LowerStep): State | null => {
  const frame = frameOf(pipeline);
  const plan = planOf(context, pipeline, wholeRow(frame));
  const started = plan && start(context, plansIn(plan), lowerStep);
  if (!plan || !started) return null;
  const leg = exec(started, plan);
  settled(started, leg, plan.after);
  const { columns } = leg.state;
  const missing = frame.columns.filter(({ name }) => !columns.has(name)).map(({ name }) => name);
  if (missing.length > 0)
    context.findings.assume('RMMC3741', pipeline.steps.at(-1)?.span ?? pipeline.source.span, { columns: missing.join(', ') });
  const { commands } = started.stream;
  const events = commands.slice(0, commands.findIndex(({ kind }) => kind === 'stats') + 1 || commands.length);
  const [clash] = events.flatMap(readsOf).filter((name) => started.clashing.has(name));
  if (clash !== undefined)
    refuse(context, pipeline.source.span, `the field ${clash} here`, 'the tables of the query hold it in different types');
  return { ...leg.state, commands, base: null, aggregated: true };
};
