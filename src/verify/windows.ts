// A query that counts events in groups, for a target whose windows slide with the events, and events in; which of them are in a group that passes, in a window of
// the query's own or in one that ends at any event, out. All of it by the reference evaluator: it is asked group by group and moment by moment.
import { evaluate } from '../eval/evaluate.ts';
import type { Expr } from '../ir/expr.ts';
import type { Measure, Named, Pipeline, Query, Step, StepOf } from '../ir/pipeline.ts';
import { visitPipeline } from '../ir/traverse.ts';
import { type ScalarType, ticksPerDay, ticksPerSecond, unixEpochTicks } from '../ir/types.ts';
import { cellsOf, comparable } from './cells.ts';
import { declaredBy, type Subject, worldOf } from './subject.ts';
import type { Witness } from './witness.ts';

type Aggregate = StepOf<'aggregate'>;

/** `bin`: in a bin of the query itself. `window`: in a window as long as a bin. `windows`: in two that follow on each other, as correlations of correlations do. */
export type Reach = 'bin' | 'window' | 'windows';

export interface Windows {
  /** The query up to the last condition on the groups. */
  readonly counted: Pipeline;
  /** The keys of each event, bins left out; of events that are counted at all. */
  readonly keyed: Pipeline;
  /** The bins of each event. */
  readonly binned: Pipeline;
  /** Seconds; null: as long as the data. */
  readonly bin: number | null;
  readonly chained: boolean;
}

const timeColumnsIn = (query: Query): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  visitPipeline(query.pipeline, {
    source: (source) => {
      if (source.kind === 'table' && source.timeColumn !== null) found.set(source.name, source.timeColumn);
    },
  });
  return found;
};

/** Ticks; null: the event has no time. */
export const timeOf = (event: Witness, query: Query): bigint | null => {
  const name = timeColumnsIn(query).get(event.table);
  const cell = event.row[event.columns.findIndex((column) => column.name === name)];
  return typeof cell === 'bigint' ? cell : null;
};

/** Whole seconds since 1970, rounded down. */
export const secondsOf = (ticks: bigint | null): number => {
  const since = (ticks ?? unixEpochTicks) - unixEpochTicks;
  return Number((since - (((since % ticksPerSecond) + ticksPerSecond) % ticksPerSecond)) / ticksPerSecond);
};

const binTicks = (expr: Expr, times: ReadonlySet<string>): bigint | null => {
  if (expr.kind !== 'call') return null;
  const [time, size] = expr.args;
  if (time?.kind !== 'column' || !times.has(time.name)) return null;
  if (expr.fn === 'startofday') return ticksPerDay;
  return expr.fn === 'bin' && size?.kind === 'literal' && typeof size.value === 'bigint' ? size.value : null;
};

const constant = (key: Named): Named => {
  const { type, span } = key.expr;
  return { ...key, expr: { kind: 'literal', type, value: type === 'string' ? '' : null, span } };
};

const always = (span: Expr['span']): Expr => ({ kind: 'literal', type: 'bool', value: true, span });

const within = (condition: Expr, isGone: (expr: Expr) => boolean): Expr => {
  if (isGone(condition)) return always(condition.span);
  return condition.kind === 'and' ? { ...condition, operands: condition.operands.map((one) => within(one, isGone)) } : condition;
};

const namesIn = (steps: readonly Step[]): ReadonlySet<string> => {
  const names = new Set<string>();
  visitPipeline(
    { source: { kind: 'given', frame: { columns: [], open: true }, span: { start: 0, end: 0 } }, steps },
    { expr: (expr) => expr.kind === 'column' && names.add(expr.name) },
  );
  return names;
};

/** What an event has to be to count for a measure that is looked at; null: each counts. */
const countedOnly = (measures: readonly Measure[], later: readonly Step[]): Expr | null => {
  const read = namesIn(later.filter(({ kind }) => kind === 'filter' || kind === 'extend' || kind === 'project'));
  const looked = measures.flatMap((measure) => (measure.kind === 'fold' && read.has(measure.name) ? [measure.where] : []));
  const wheres = looked.filter((where) => where !== null);
  const [only] = wheres;
  if (!only || wheres.length < looked.length) return null;
  return wheres.length === 1 ? only : { kind: 'or', operands: wheres, type: 'bool', span: only.span };
};

const projected = (before: Pipeline, columns: readonly Named[]): Pipeline => {
  const [first] = columns;
  if (!first) return before;
  return { ...before, steps: [...before.steps, { kind: 'project', columns, span: first.span }] };
};

type Spans = (code: string) => readonly Named['span'][];

const isAmong = (spans: readonly Named['span'][], { start, end }: Named['span']): boolean =>
  spans.some((one) => one.start === start && one.end === end);

/** The aggregation and the conditions on its groups that stand before the next. */
const countingIn = ({ steps }: Pipeline): { readonly at: number; readonly step: Aggregate; readonly later: readonly Step[] } | null => {
  const at = steps.findIndex(({ kind }) => kind === 'aggregate');
  const step = steps[at];
  if (step?.kind !== 'aggregate') return null;
  const next = steps.findIndex(({ kind }, i) => i > at && kind === 'aggregate');
  const last = steps.findLastIndex(({ kind }, i) => kind === 'filter' && i > at && (next < 0 || i < next));
  return { at, step, later: steps.slice(at + 1, last + 1) };
};

const isUpper = (expr: Expr): boolean => expr.kind === 'compare' && (expr.op === 'lt' || expr.op === 'le');

/** Without upper bounds, where a finding says that they are left out. */
const loosenedSteps = (later: readonly Step[], spans: Spans): readonly Step[] => {
  if (spans('RMMC3650').length === 0) return later;
  return later.map((one) => (one.kind === 'filter' ? { ...one, condition: within(one.condition, isUpper) } : one));
};

/** Null: the target is not declared to count in windows, or the query is of another form. */
export const windowsIn = (subject: Subject, query: Query): Windows | null => {
  const findings = declaredBy(subject);
  const spans: Spans = (code) => findings.filter((one) => one.code === code).map(({ span }) => span);
  const counting = spans('RMMC3642').length > 0 ? countingIn(query.pipeline) : null;
  if (!counting) return null;
  const { at, step, later } = counting;
  const { source, steps } = query.pipeline;
  const times = new Set(timeColumnsIn(query).values());
  const gone = spans('RMMC3644');
  const bins = step.by.filter(({ expr }) => binTicks(expr, times) !== null);
  const keys = step.by.filter((key) => !bins.includes(key) && !isAmong(gone, key.span));
  const grouping: Aggregate = { ...step, by: step.by.map((key) => (keys.includes(key) ? key : constant(key))) };
  const only = countedOnly(step.measures, later);
  const filter: readonly Step[] = only ? [{ kind: 'filter', condition: only, span: only.span }] : [];
  const before: Pipeline = { source, steps: [...steps.slice(0, at), ...filter] };
  const sizes = bins
    .flatMap(({ expr }) => binTicks(expr, times) ?? [])
    .map((ticks) => secondsOf(ticks + unixEpochTicks + ticksPerSecond - 1n));
  return {
    counted: { source, steps: [...steps.slice(0, at), grouping, ...loosenedSteps(later, spans)] },
    keyed: projected(before, keys),
    binned: projected(before, [...bins, ...step.by.filter((key) => isAmong(gone, key.span))]),
    bin: sizes.length > 0 ? Math.min(...sizes) : null,
    chained: spans('RMMC3654').length > 0,
  };
};

/** The row that an event makes, as a text; null: it makes none. */
const textOfRow = (pipeline: Pipeline, event: Witness, { uses, now }: Subject): string | null => {
  const { columns, rows } = evaluate({ pipeline, frame: { columns: [], open: false } }, worldOf(uses, [event], now));
  const [row] = rows;
  if (!row) return null;
  return cellsOf(row)
    .map((cell, i) => comparable(cell, columns[i]?.type ?? ('dynamic' satisfies ScalarType), true))
    .map((text) => `${text.length}:${text}`)
    .join(' ');
};

interface Counted {
  readonly index: number;
  readonly seconds: number;
}

const passes = (pipeline: Pipeline, part: readonly Witness[], { uses, now }: Subject): boolean =>
  evaluate({ pipeline, frame: { columns: [], open: false } }, worldOf(uses, part, now)).rows.length > 0;

const groupsIn = (windows: Windows, events: readonly Witness[], subject: Subject, reach: Reach): readonly (readonly Counted[])[] => {
  const groups = new Map<string, Counted[]>();
  events.forEach((event, index) => {
    const key = textOfRow(windows.keyed, event, subject);
    if (key === null) return;
    const group = reach === 'bin' ? `${key} ${textOfRow(windows.binned, event, subject) ?? ''}` : key;
    const known = groups.get(group) ?? [];
    groups.set(group, [...known, { index, seconds: secondsOf(timeOf(event, subject.normal)) }]);
  });
  return [...groups.values()];
};

const secondsFor = ({ bin, chained }: Windows, reach: Reach): number =>
  reach === 'bin' || bin === null ? Number.POSITIVE_INFINITY : bin * (reach === 'windows' && chained ? 2 : 1);

/** For each event whether it is in a group that passes. */
export const reportedIn = (windows: Windows, events: readonly Witness[], subject: Subject, reach: Reach): readonly boolean[] => {
  const found = new Set<number>();
  const size = secondsFor(windows, reach);
  for (const group of groupsIn(windows, events, subject, reach)) {
    const ends = reach === 'bin' ? [Number.POSITIVE_INFINITY] : [...new Set(group.map(({ seconds }) => seconds))];
    for (const end of ends) {
      const inside = group.filter(({ seconds }) => seconds <= end && (end - seconds <= size || end === Number.POSITIVE_INFINITY));
      const part = inside.flatMap(({ index }) => events[index] ?? []);
      if (passes(windows.counted, part, subject)) for (const { index } of inside) found.add(index);
    }
  }
  return events.map((_, index) => found.has(index));
};

/** An engine need not say which events a correlation of correlations is made of: with one event those of its group around it count as reported. */
export const around = (windows: Windows, events: readonly Witness[], subject: Subject, given: readonly boolean[]): readonly boolean[] => {
  if (!windows.chained) return given;
  const size = secondsFor(windows, 'windows');
  const found = new Set<number>();
  for (const group of groupsIn(windows, events, subject, 'windows')) {
    const reported = group.filter(({ index }) => given[index]);
    for (const { index, seconds } of group) if (reported.some((one) => Math.abs(one.seconds - seconds) <= size)) found.add(index);
  }
  return events.map((_, index) => given[index] === true || found.has(index));
};
