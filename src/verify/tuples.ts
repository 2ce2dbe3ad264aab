// A query that joins events, for a target that reports groups in which such events happen within a window, and events in; which of them have to be reported, and
// which may be, out. All of it by the reference evaluator, which is asked for the events that each row of the join is made of.
import { evaluate } from '../eval/evaluate.ts';
import { unsupported } from '../eval/refusal.ts';
import type { Relation, Value } from '../eval/value.ts';
import type { Expr, ExprOf } from '../ir/expr.ts';
import type { JoinMode, Pipeline, Query, Step } from '../ir/pipeline.ts';
import { hasColumn, rewriteQuery } from '../ir/traverse.ts';
import { declaredBy, type Subject, worldOf } from './subject.ts';
import { eventColumn, tracked } from './tracked.ts';
import { secondsOf, timeOf } from './windows.ts';
import type { Witness } from './witness.ts';

/** Numbers of events that stand in one row of the join. */
type Tuple = readonly number[];

export interface Tuples {
  /** For each event whether it stands in a row. */
  readonly must: readonly boolean[];
  /** Those in a row as far as findings declare what is wider. */
  readonly may: readonly boolean[];
  /** Without what an engine reports beside: events of the group that stand in the window of a row. */
  readonly asCompared: (given: readonly boolean[]) => readonly boolean[];
}

const isAt = (spans: readonly Expr['span'][], { start, end }: Expr['span']): boolean =>
  spans.some((one) => one.start === start && one.end === end);

/** A time against a constant. */
const isBound = ({ left, right }: ExprOf<'compare'>): boolean => left.type === 'datetime' && hasColumn(left) !== hasColumn(right);

const unique: JoinMode = 'innerunique';

/** With all rows of the left side of a join, of which KQL takes any one; without the conditions on times that a finding says more widely, the keys that are left out, and the windows that all events are in. */
const loosely = (subject: Subject, query: Query): Query => {
  const spans = (code: string) => declaredBy(subject).flatMap((one) => (one.code === code ? [one.span] : []));
  const pairs = spans('RMMC3644');
  const [apart, bounds] = [[...spans('RMMC3681'), ...pairs], spans('RMMC3605')];
  // What came from a `let` or a subquery may share its span with other conditions.
  const isGone = (expr: Expr): boolean =>
    (expr.kind === 'compare' && (isAt(apart, expr.span) || (isAt(bounds, expr.span) && isBound(expr)))) ||
    (expr.kind === 'column' && expr.type === 'bool' && isAt(apart, expr.span)) ||
    (expr.kind === 'text' && isAt(pairs, expr.span));
  return rewriteQuery(query, {
    expr: (expr) => (isGone(expr) ? { kind: 'literal', type: 'bool', value: true, span: expr.span } : expr),
    step: (step: Step) => {
      if (step.kind !== 'join') return step;
      return { ...step, mode: step.mode === unique ? 'inner' : step.mode, on: step.on.filter(({ span }) => !isAt(pairs, span)) };
    },
  });
};

/** The rows of the tables, each with the number of its event in front. */
const numberedWorld = ({ uses, now }: Subject, events: readonly Witness[]) => {
  const world = worldOf(uses, events, now);
  const tables = new Map<string, Relation>();
  for (const { name, columns } of uses) {
    const rows = events.flatMap(({ table, row }, at): readonly (readonly Value[])[] => (table === name ? [[BigInt(at), ...row]] : []));
    tables.set(name, { columns: [{ name: eventColumn, type: 'long' }, ...columns], rows });
  }
  return { ...world, table: (request: Parameters<typeof world.table>[0]) => tables.get(request.table.name) ?? world.table(request) };
};

const tuplesOf = (pipeline: Pipeline, subject: Subject, events: readonly Witness[]): readonly Tuple[] => {
  const { rows } = evaluate({ pipeline, frame: { columns: [], open: false } }, numberedWorld(subject, events));
  return rows.map((row) => row.flatMap((cell) => (typeof cell === 'bigint' ? [Number(cell)] : [])));
};

/** All at one time. */
const together = (subject: Subject, events: readonly Witness[]): readonly Witness[] =>
  events.map((event) => {
    const own = timeOf(event, subject.normal);
    return { ...event, row: event.row.map((cell) => (own !== null && cell === own ? subject.now : cell)) };
  });

const inTuples = (tuples: readonly Tuple[], count: number): readonly boolean[] => {
  const found = new Set(tuples.flat());
  return Array.from({ length: count }, (_, at) => found.has(at));
};

const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of the window that the target's text names. */
const windowIn = (text: string | null): number => {
  const [, count = '0', unit = 's'] = [...(text ?? '').matchAll(/timespan: (\d+)([smhd])/g)].at(-1) ?? [];
  return Number(count) * (seconds[unit] ?? 1);
};

/** For each event the events that it is linked with, however far apart. */
const groupsOf = (tuples: readonly Tuple[], count: number): readonly number[] => {
  const group = Array.from({ length: count }, (_, at) => at);
  const rootOf = (at: number): number => {
    const up = group[at] ?? at;
    return up === at ? at : rootOf(up);
  };
  for (const [first, ...others] of tuples) for (const other of others) group[rootOf(other)] = rootOf(first ?? other);
  return group.map((_, at) => rootOf(at));
};

/** Whether the target is declared to report events that happen together, for a query that joins them. */
export const isJoined = (subject: Subject): boolean => declaredBy(subject).some(({ code }) => code === 'RMMC3680');

/** @throws Refusal when nobody can say which events a row of the query is made of */
export const tuplesIn = (subject: Subject, query: Query, events: readonly Witness[]): Tuples => {
  const [exact, wide] = [tracked(query.pipeline), tracked(loosely(subject, query === subject.bound ? subject.normal : query).pipeline)];
  if (!exact || !wide) return unsupported('the events that a row of this query is made of', query.pipeline.source.span);
  const times = events.map((event) => secondsOf(timeOf(event, subject.normal)));
  const window = windowIn(subject.back.output);
  const isWithin = (tuple: Tuple): boolean => {
    const own = tuple.map((at) => times[at] ?? 0);
    return Math.max(...own) - Math.min(...own) <= window;
  };
  // An event without a time is in no window; a log has none such.
  const timed = events.map((event) => timeOf(event, subject.normal) !== null);
  const isTimed = (tuple: Tuple): boolean => tuple.every((at) => timed[at]);
  const rows = tuplesOf(exact, subject, events).filter(isTimed);
  const wider = [...rows, ...tuplesOf(wide, subject, events).filter((tuple) => isTimed(tuple) && isWithin(tuple))];
  const groups = groupsOf(tuplesOf(wide, subject, together(subject, events)), events.length);
  const may = inTuples(wider, events.length);
  const isBeside = (at: number): boolean => wider.some((tuple) => groups[at] === groups[tuple[0] ?? -1] && isWithin([...tuple, at]));
  return {
    must: inTuples(rows, events.length),
    may,
    asCompared: (given) => given.map((one, at) => one && timed[at] === true && (may[at] === true || !isBeside(at))),
  };
};
