// A way over several joined tables in; `table | filter | project | join … on keys and bins of time | filter order` out, over columns that have fields: what a
// temporal correlation says. `bin(Timestamp, 10m)` among the keys is its timespan; a last filter `time_0 <= time_1` says that the events come in that order.

import type { Span } from '../../../diagnostics/span.ts';
import { junction } from '../../../ir/conjuncts.ts';
import type { Expr } from '../../../ir/expr.ts';
import { scheduleOf } from '../../../ir/periods.ts';
import type { JoinPair, Named, Pipeline, Query, Step } from '../../../ir/pipeline.ts';
import { shortTimespan } from '../../../ir/time.ts';
import { timeBound } from '../../../ir/time-window.ts';
import { ticksPerSecond } from '../../../ir/types.ts';
import type { TargetContext } from '../../shared/backend.ts';
import type { Findings } from '../../shared/findings.ts';
import { kindOf, timespanText } from '../correlation/timespan.ts';
import type { Path } from '../path.ts';
import { shownColumns } from '../shown-columns.ts';
import { isTime } from '../time-window.ts';
import { type Apart, sameBin } from './apart.ts';
import { type JoinKey, keysOfLegs } from './join-keys.ts';
import { timeLegIn } from './joined-conditions.ts';
import { homeOf, type Leg, ownNames } from './legs.ts';
import { type Fit, fitOf, type When } from './window-of-legs.ts';

const nobodyKnows: When = { since: null, until: 0n, from: null, to: null };

const later = (a: bigint | null, b: bigint): bigint => (a === null || b > a ? b : a);
const sooner = (a: bigint | null, b: bigint): bigint => (a === null || b < a ? b : a);

/** When the events of a leg are, by its own conditions and the rule's window. */
const whenOf = ({ table, times }: Leg, period: bigint | null): When => {
  let { since, until, from, to }: When = { ...nobodyKnows, since: period };
  for (const condition of times) {
    const side = timeBound(condition, (expr) => isTime(expr, table.timeColumn));
    if (!side) continue;
    const { at } = side.bound;
    const ago = at.kind === 'ago' ? at.ticks : 0n;
    if (at.kind === 'at' && side.side === 'lower') from = later(from, at.ticks);
    else if (at.kind === 'at') to = sooner(to, at.ticks);
    else if (side.side === 'lower') since = sooner(since, ago);
    else until = later(until, ago);
  }
  return { since, until, from, to };
};

const rounded = (ticks: bigint): bigint => {
  const whole = ((ticks + ticksPerSecond - 1n) / ticksPerSecond) * ticksPerSecond;
  return whole < ticksPerSecond ? ticksPerSecond : whole;
};

interface Window {
  readonly ticks: bigint;
  readonly order: readonly number[] | null;
}

/** Whether the correlation says the condition to the moment. */
const isExact = ({ to, from, most, strict, loose }: Apart, { ticks, order }: Window): boolean => {
  const said = order && order.indexOf(to) < order.indexOf(from) ? 0n : ticks;
  return !loose && (said < most || (said === most && !strict));
};

const reportWindow = (apart: readonly Apart[], window: Window, without: Fit | null, span: Span, findings: Findings): void => {
  const timespan = timespanText(window.ticks);
  // Where bounds of each side alone make the window, it is as long as they are, and moves.
  const isFree = without?.ticks === null || without?.ticks === undefined || rounded(without.ticks) > window.ticks;
  if (isFree) findings.widen('RMMC3642', span, { timespan, window: `the last ${shortTimespan(window.ticks)}` });
  const said = `within ${timespan}${window.order ? ', in that order' : ', in any order'}`;
  for (const one of apart) if (!isExact(one, window)) findings.widen('RMMC3681', one.span, { said });
};

/** Null after a refusal. */
const windowOf = (path: Path, legs: readonly Leg[], { meta, findings }: TargetContext): Window | null => {
  const [span = path.table.span] = path.joined.spans;
  const timeLeg = timeLegIn(path);
  const bins = path.joined.pairs.flatMap(({ left, right, span: of }) => (left && right ? (sameBin(left, right, of, timeLeg) ?? []) : []));
  const apart = [...path.joined.apart, ...bins];
  const { period } = scheduleOf(meta, kindOf(meta));
  const fit = fitOf(
    apart,
    legs.map((leg) => whenOf(leg, period)),
  );
  if (!fit) findings.refuse('RMMC3682', span, { what: 'these times', why: 'no events fit them' });
  else if (fit.ticks === null) findings.refuse('RMMC3685', span, {});
  if (!fit || fit.ticks === null) return null;
  const window = { ticks: rounded(fit.ticks), order: fit.order };
  const without = fitOf(
    apart,
    legs.map(() => nobodyKnows),
  );
  reportWindow(apart, window, without, span, findings);
  return window;
};

const timeName = (at: number): string => `time_${at}`;

const columnOf = (name: string, type: Expr['type'], span: Span): Expr => ({ kind: 'column', name, type, declared: true, span });

/** One table with what holds for each of its events; its columns, its keys, its time. */
const beginning = (leg: Leg, at: number, shown: readonly Named[], keys: readonly JoinKey[]): Pipeline => {
  const { table, conditions, times } = leg;
  const { span } = table;
  const names = new Set(shown.map(({ name }) => name));
  const own = keys.flatMap(({ columns }) => columns[at] ?? []);
  const needed = own.flatMap((expr): readonly Named[] => (names.has(expr.name) ? [] : [{ name: expr.name, expr, span }]));
  const time: Named = { name: timeName(at), expr: columnOf(table.timeColumn ?? '', 'datetime', span), span };
  const operands = [...times, ...conditions];
  const condition = junction('and', operands, span);
  const columns = [...new Map([...shown, ...needed].map((column) => [column.name, column])).values(), time];
  const filter: readonly Step[] = condition ? [{ kind: 'filter', condition, span }] : [];
  return { source: table, steps: [...filter, { kind: 'project', columns, span }] };
};

const shownBy = (path: Path, leg: Leg, at: number, context: TargetContext): readonly Named[] => {
  const shown = path.shown?.flatMap((column) =>
    column.expr.kind === 'column' && homeOf(column.expr.name).leg === at ? [{ ...column, expr: ownNames(column.expr) }] : [],
  );
  return shownColumns({ ...path, table: leg.table, shown: shown ?? null }, true, context);
};

const binned = (time: Expr, ticks: bigint): Expr => ({
  kind: 'call',
  fn: 'bin',
  type: 'datetime',
  span: time.span,
  args: [time, { kind: 'literal', type: 'timespan', value: ticks, span: time.span }],
});

const inOrder = (order: readonly number[], span: Span): readonly Step[] => {
  const operands = order.slice(1).map((leg, at): Expr => {
    const [left, right] = [order[at] ?? 0, leg].map((one) => columnOf(timeName(one), 'datetime', span));
    return {
      kind: 'compare',
      op: 'le',
      type: 'bool',
      span,
      left: left ?? columnOf('', 'datetime', span),
      right: right ?? columnOf('', 'datetime', span),
    };
  });
  const condition = junction('and', operands, span);
  return condition ? [{ kind: 'filter', span, condition }] : [];
};

const refused = (query: Query): Query => ({ ...query, pipeline: { source: query.pipeline.source, steps: [] } });

export const prepareTemporal = (query: Query, path: Path, context: TargetContext): Query => {
  const [span = path.table.span] = path.joined.spans;
  const legs: readonly Leg[] = [path, ...path.joined.legs];
  const keys = keysOfLegs(path, legs, context);
  const window = windowOf(path, legs, context);
  if (!keys || !window) return refused(query);
  const tables = [...new Set(legs.map(({ table }) => table.name))].join(' and ');
  const names = keys.map(({ columns }) => columns[0]?.name ?? '').join(', ');
  context.findings.assume('RMMC3680', span, { keys: names, timespan: timespanText(window.ticks), tables });
  const begun = legs.map((leg, at) => beginning(leg, at, shownBy(path, leg, at, context), keys));
  const [first, ...others] = begun;
  if (!first) return refused(query);
  const joins = others.map((right, i): Step => {
    const equal = keys.flatMap(({ columns, span: of }): readonly JoinPair[] => {
      const [left, other] = [columns[0], columns[i + 1]];
      return left && other ? [{ left, right: other, span: of }] : [];
    });
    const [a, b] = [0, i + 1].map((at) => binned(columnOf(timeName(at), 'datetime', span), window.ticks));
    const on = a && b ? [...equal, { left: a, right: b, span }] : equal;
    return { kind: 'join', mode: 'inner', merged: false, right, on, hints: [], span };
  });
  const ordered = window.order ? inOrder(window.order, span) : [];
  return { ...query, pipeline: { source: first.source, steps: [...first.steps, ...joins, ...ordered] } };
};
