// `series` (`make-series`): one row per combination of the keys; measures and the axis are arrays over bins.
import type { SeriesMeasure, StepOf } from '../../ir/pipeline.ts';
import type { Column, DynamicValue, ScalarType } from '../../ir/types.ts';
import type { Tally } from '../aggregates/accumulator.ts';
import { argOf } from '../compile-expr.ts';
import { failed, unsupported } from '../refusal.ts';
import type { Arg, Env, Scope } from '../scope.ts';
import type { Operator, Relation, Row, Value } from '../value.ts';
import { convert, toDynamic } from '../values/convert.ts';
import { keyOfAll } from '../values/order.ts';
import { tallyOf } from './aggregate.ts';
import { whole } from './sinks.ts';

type Series = StepOf<'series'>;
type Point = bigint | number;

/** Kusto's limit of an array that `make-series` generates. */
const mostBins = 1_048_576;

const isPoint = (value: Value): value is Point => typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value));

interface Axis {
  readonly type: ScalarType;
  readonly of: Arg;
  readonly step: Point;
  readonly from: Point | null;
  readonly to: Point | null;
}

const axisOf = (n: Series, scope: Scope): Axis => {
  const of = argOf(n.on.expr, scope);
  const type = of.type === 'int' ? 'long' : of.type;
  const stepType = type === 'datetime' ? 'timespan' : type;
  const point = (expr: Series['from'], as: ScalarType): Point | null => {
    if (!expr) return null;
    const arg = argOf(expr, { ...scope, columns: [] });
    const value = convert(arg.get([]), arg.type, as);
    return isPoint(value) ? value : failed('a bound of `make-series` is null', expr.span);
  };
  const step = point(n.step, stepType);
  if (step === null || !(step > 0)) return failed('the step of `make-series` is not positive', n.step.span);
  return { type, of, step, from: point(n.from, type), to: point(n.to, type) };
};

const plus = (a: Point, times: number, step: Point): Point =>
  typeof a === 'bigint' && typeof step === 'bigint' ? a + BigInt(times) * step : Number(a) + times * Number(step);

/** How many whole steps `point` lies above `from`; negative below. */
const stepsFrom = (from: Point, point: Point, step: Point): number => {
  if (typeof from === 'bigint' && typeof point === 'bigint' && typeof step === 'bigint') {
    const distance = point - from;
    return Number((distance - (((distance % step) + step) % step)) / step);
  }
  return Math.floor((Number(point) - Number(from)) / Number(step));
};

const binned = (point: Point, step: Point): Point => {
  const zero: Point = typeof point === 'bigint' ? 0n : 0;
  return plus(zero, stepsFrom(zero, point, step), step);
};

interface Group {
  readonly keys: readonly Value[];
  readonly points: { readonly at: Point; readonly row: Row }[];
}

interface Bins {
  readonly from: Point;
  readonly count: number;
}

/** Bins from the bounds; where there is none, from the data. */
const binsOf = (n: Series, axis: Axis, points: readonly Point[]): Bins | null => {
  const { step } = axis;
  const least = points.reduce<Point | null>((a, b) => (a === null || b < a ? b : a), null);
  const most = points.reduce<Point | null>((a, b) => (a === null || b > a ? b : a), null);
  const from = axis.from ?? (least === null ? null : binned(least, step));
  if (from === null) return null;
  const lastPoint = axis.to ?? most;
  if (lastPoint === null) return null;
  const whole = stepsFrom(from, lastPoint, step);
  const isBound = axis.to !== null && n.ends === 'before' && plus(from, whole, step) === lastPoint;
  const count = Math.max(0, isBound ? whole : whole + 1);
  if (count > mostBins) failed(`\`make-series\` generates at most ${mostBins} values, here are ${count}`, n.span);
  return { from, count };
};

const inRange = (n: Series, { from, to, step }: Axis, at: Point): boolean => {
  if (from !== null && at < from) return false;
  if (to === null || at < to) return true;
  if (n.ends === 'before' || at >= plus(to, 1, step)) return false;
  return at === to || unsupported('`make-series … in range()` with rows in the bin of its end', n.span);
};

const groupRows = (n: Series, axis: Axis, { columns, rows }: Relation, env: Env): readonly Group[] => {
  const by = n.by.map(({ expr }) => argOf(expr, { columns, env, cursor: null }));
  const types = by.map(({ type }) => type);
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const at = convert(axis.of.get(row), axis.of.type, axis.type);
    if (!isPoint(at) || !inRange(n, axis, at)) continue;
    const keys = by.map(({ get }) => get(row));
    const id = keyOfAll(keys, types);
    const known = groups.get(id) ?? { keys, points: [] };
    known.points.push({ at, row });
    groups.set(id, known);
  }
  return [...groups.values()];
};

interface Measured {
  readonly type: ScalarType;
  readonly otherwise: DynamicValue;
  readonly start: () => Tally;
}

const measuredOf = ({ measure, otherwise }: SeriesMeasure, scope: Scope): Measured => {
  const given = otherwise && argOf(otherwise, { ...scope, columns: [] });
  const value = given ? convert(given.get([]), given.type, measure.type) : convert(0n, 'long', measure.type);
  return { type: measure.type, otherwise: toDynamic(value, measure.type), start: tallyOf(measure, scope) };
};

const rowOf = (group: Group, { from, count }: Bins, axis: Axis, measures: readonly Measured[]): Row => {
  const bins: (readonly Tally[] | undefined)[] = Array.from({ length: count });
  for (const { at, row } of group.points) {
    const i = stepsFrom(from, at, axis.step);
    const tallies = bins[i] ?? measures.map(({ start }) => start());
    if (i < count) bins[i] = tallies;
    for (const tally of tallies) tally.add(row);
  }
  const arrays = measures.map(({ type, otherwise }, m) =>
    bins.map((tallies): DynamicValue => (tallies ? toDynamic(tallies[m]?.cells()[0] ?? null, type) : otherwise)),
  );
  return [...group.keys, ...arrays, bins.map((_, i) => toDynamic(plus(from, i, axis.step), axis.type))];
};

const made = (n: Series, all: Relation, env: Env): readonly Row[] => {
  const scope: Scope = { columns: all.columns, env, cursor: null };
  const axis = axisOf(n, scope);
  const measures = n.measures.map((measure) => measuredOf(measure, scope));
  const found = groupRows(n, axis, all, env);
  if (n.ends === 'at' && axis.from !== null && binned(axis.from, axis.step) !== axis.from)
    unsupported('`make-series … in range()` from a point that is not a multiple of the step', n.span);
  if (n.nonempty && found.length === 0 && n.by.length > 0) unsupported('`make-series kind=nonempty … by` over no rows', n.span);
  const groups = n.nonempty && found.length === 0 ? [{ keys: [], points: [] }] : found;
  const bins = groups.map(({ points }) =>
    binsOf(
      n,
      axis,
      points.map(({ at }) => at),
    ),
  );
  const differ = bins.some((one) => one?.from !== bins[0]?.from || one?.count !== bins[0]?.count);
  if (differ) unsupported('`make-series … by` without `from` and `to` where the groups span different times', n.span);
  return groups.flatMap((group, i) => ((one) => (one ? [rowOf(group, one, axis, measures)] : []))(bins[i]));
};

export const series = (n: Series, env: Env): Operator =>
  whole((all): Relation => {
    const by = n.by.map(({ name, expr }): Column => ({ name, type: argOf(expr, { columns: all.columns, env, cursor: null }).type }));
    const arrays = [...n.measures.map(({ measure }) => measure.name), n.on.name].map((name): Column => ({ name, type: 'dynamic' }));
    return { columns: [...by, ...arrays], rows: made(n, all, env) };
  });
