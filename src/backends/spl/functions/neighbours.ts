// Values of the rows around a row that a step asks for (`prev`, `next`, `row_number`, `row_cumsum`) in; streamstats in front of the step, and where the answers
// stand, out. The rows have to be sorted: Kusto gives others in any order.
import type { Expr } from '../../../ir/expr.ts';
import type { ScalarFn } from '../../../ir/functions.ts';
import type { Step } from '../../../ir/pipeline.ts';
import { childrenOf } from '../../../ir/traverse.ts';
import type { TargetContext } from '../../shared/backend.ts';
import { type Assignment, binary, type Command, call, type Eval, field, number, type Stat, text } from '../ast.ts';
import type { Binding, Value } from '../context.ts';
import { add, allowedName, answerField, assign, exprsOf, inField, type State, withAnswer } from '../state.ts';
import { answerOf, callKey, computedIn } from './answered.ts';
import { type Call, constantInt } from './row.ts';

const known: ReadonlySet<ScalarFn> = new Set(['prev', 'next', 'row_number', 'row_cumsum']);

/** Inner calls first: `row_number(1, prev(A) != A)` asks for the one before the other. */
const callsIn = (expr: Expr): readonly Call[] => [
  ...childrenOf(expr).flatMap(callsIn),
  ...(expr.kind === 'call' && known.has(expr.fn) ? [expr] : []),
];

/** A row further away is reached row by row. */
const furthest = 10;

const running = (stats: readonly Stat[], by: readonly string[] = []): Command => ({ kind: 'streamstats', stats, by });
const lastOf = (of: string, as: string): Stat => ({ fn: 'last', arg: field(of), as });
const before = (...stats: readonly Stat[]): Command => ({ kind: 'streamstats', stats, by: [], before: true });
const reverse: Command = { kind: 'reverse' };

interface Asked {
  readonly state: State;
  readonly one: Call;
  /** The field that the answer would best stand in: that of the column that is made of it, if there is one. */
  readonly column: string | null;
  readonly context: TargetContext;
}

/** The value that stands where no row is so far away. */
const otherwise = ({ state, one, context }: Asked, value: Value): Eval | null => {
  const [, , given] = one.args;
  if (given) return exprsOf(state, context).value(given).eval;
  return value.rep === 'text' ? text('') : null;
};

const wished = (one: Call, of: string): string => `rmmc_${one.fn === 'prev' ? 'previous' : 'next'}_${of.replace(/\W/g, '_')}`;

const neighbour = (asked: Asked): State | null => {
  const { state, one, context } = asked;
  const [of, offset, given] = one.args;
  const steps = offset ? constantInt(one, 1) : 1n;
  if (!of || steps === null || steps < 1n || steps > furthest) return null;
  const value = exprsOf(state, context).value(of);
  const at = inField(state, value.eval, 'rmmc_value');
  const answer = answerField(at.state, asked.column ?? wished(one, at.field));
  const row = given ? answerField(at.state, 'rmmc_row') : null;
  const stations = Array.from({ length: Number(steps) }, (_, i) =>
    i === Number(steps) - 1 ? answer : `${wished(one, at.field)}_${i + 1}`,
  );
  const moves = stations.map((as, i) => before(lastOf(stations[i - 1] ?? at.field, as)));
  const counted = row ? [...moves, running([{ fn: 'count', arg: null, as: row }])] : moves;
  const found = add(at.state, ...(one.fn === 'prev' ? counted : [reverse, ...counted, reverse]));
  const blank = otherwise({ ...asked, state: found }, value);
  const filled: readonly Assignment[] = row
    ? [{ field: answer, value: call('if', binary('<=', field(row), number(steps)), blank ?? call('null'), field(answer)) }]
    : blank
      ? [{ field: answer, value: call('coalesce', field(answer), blank) }]
      : [];
  const binding: Binding = { field: answer, rep: value.rep, nullable: value.rep !== 'text' };
  return withAnswer(assign(found, filled), one, binding);
};

const columnOf = (step: Step, one: Call): string | null => {
  const columns = step.kind === 'extend' || step.kind === 'project' ? step.columns : [];
  const made = columns.find(({ expr }) => expr === one);
  return made ? allowedName(made.name) : null;
};

const isNext = (one: Call): boolean => {
  const [of, offset, given] = one.args;
  return (one.fn === 'prev' || one.fn === 'next') && of?.kind === 'column' && !given && (!offset || constantInt(one, 1) === 1n);
};

/** The columns of the row right before, or right behind, in one go. */
const adjacent = (start: State, step: Step, calls: readonly Call[], context: TargetContext): State => {
  let state = start;
  const stats: Stat[] = [];
  const texts: Assignment[] = [];
  const back = calls[0]?.fn === 'next' ? [reverse] : [];
  for (const one of calls) {
    const [of] = one.args;
    const value = of && exprsOf(start, context).value(of);
    if (value?.eval.kind !== 'field') continue;
    const answer = answerField(state, columnOf(step, one) ?? wished(one, value.eval.name));
    stats.push(lastOf(value.eval.name, answer));
    if (value.rep === 'text') texts.push({ field: answer, value: call('coalesce', field(answer), text('')) });
    state = withAnswer(state, one, { field: answer, rep: value.rep, nullable: value.rep !== 'text' });
  }
  return stats.length > 0 ? assign(add(state, ...back, before(...stats), ...back), texts) : state;
};

/** Runs of rows, each from where the condition holds to the next such row. */
const runs = (
  state: State,
  restart: Expr | undefined,
  context: TargetContext,
): { readonly state: State; readonly by: readonly string[] } => {
  if (!restart) return { state, by: [] };
  const run = answerField(state, 'rmmc_run');
  const starts = call('if', exprsOf(state, context).condition(restart, true), number(1), number(0));
  const marked = assign(state, [{ field: run, value: starts }]);
  return { state: add(marked, running([{ fn: 'sum', arg: field(run), as: run }])), by: [run] };
};

const rowNumber = ({ state, one, column, context }: Asked): State | null => {
  const [start, restart] = one.args;
  const first = start ? constantInt(one, 0) : 1n;
  if (first === null) return null;
  const parts = runs(state, restart, context);
  const answer = answerField(parts.state, column ?? 'rmmc_number');
  const counted = add(parts.state, running([{ fn: 'count', arg: null, as: answer }], parts.by));
  const shifted = first === 1n ? counted : assign(counted, [{ field: answer, value: binary('+', field(answer), number(first - 1n)) }]);
  return withAnswer(shifted, one, { field: answer, rep: 'number', nullable: false });
};

const cumulated = ({ state, one, column, context }: Asked): State | null => {
  const [term, restart] = one.args;
  const value = term && exprsOf(state, context).value(term);
  if (!value || (value.rep !== 'number' && value.rep !== 'span')) return null;
  if (value.nullable) context.findings.assume('RMMC3826', one.span, {});
  const at = inField(state, value.eval, 'rmmc_term');
  const parts = runs(at.state, restart, context);
  const answer = answerField(parts.state, column ?? 'rmmc_sum');
  const summed = add(parts.state, running([{ fn: 'sum', arg: field(at.field), as: answer }], parts.by));
  return withAnswer(summed, one, { field: answer, rep: value.rep, nullable: false });
};

const ways: Readonly<Record<string, (asked: Asked) => State | null>> = {
  prev: neighbour,
  next: neighbour,
  row_number: rowNumber,
  row_cumsum: cumulated,
};

/** Finds what the step asks for; the answers stand by call. A call that finds none is refused where it stands. */
export const withNeighbours = (start: State, step: Step, needed: ReadonlySet<string>, context: TargetContext): State => {
  const calls = start.ordered ? computedIn(step, needed).flatMap(callsIn) : [];
  const others = [...start.hits].filter(([hit]) => hit.kind !== 'call' || !known.has(hit.fn));
  if (calls.length === 0) return others.length < start.hits.size ? { ...start, hits: new Map(others) } : start;
  const distinct = [...new Map(calls.map((one) => [`${one.fn} ${callKey(one)}`, one])).values()];
  const simple = distinct.filter(isNext);
  let state: State = { ...start, hits: new Map() };
  for (const fn of ['prev', 'next'])
    state = adjacent(
      state,
      step,
      simple.filter((one) => one.fn === fn),
      context,
    );
  for (const one of distinct.filter((one) => answerOf(one, state.hits) === null))
    state = ways[one.fn]?.({ state, one, column: columnOf(step, one), context }) ?? state;
  return { ...state, hits: new Map([...others, ...state.hits]) };
};
