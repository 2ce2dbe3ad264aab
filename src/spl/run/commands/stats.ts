// Commands that compute over groups of rows: stats, eventstats, streamstats.
import type { Aggregation, EventstatsCommand, Expr, FieldName, StatsCommand, StreamstatsCommand, Width } from '../../ast.ts';
import { aggregated, type Sample } from '../aggregates.ts';
import { condition, evaluate } from '../expression.ts';
import { fail, refuse } from '../refusal.ts';
import { type Field, isMulti, multi, num, type Row, textsOf, toNumber, type Value } from '../value.ts';
import { captured, filled } from '../wildcard.ts';
import { type Run, type Table, withFields } from './frame.ts';
import { means, namesOf } from './names.ts';
import { autoOrder } from './rows.ts';

/** One column that is computed: its name, and what it reads of a row (null: it counts rows). */
export interface Measure {
  readonly name: string;
  readonly call: Aggregation;
  read(row: Row): Field | null;
  readonly counts: boolean;
}

/** `count(eval(…))` counts the rows where it is true. */
const sampled = (value: Value): Field | null => {
  if (typeof value === 'boolean') return value ? num(1) : null;
  return isMulti(value) ? multi(value) : value;
};

const evalMeasure = (call: Aggregation, expr: Expr, run: Run): Measure => ({
  name: call.as?.text ?? call.written,
  call,
  read: (row) => {
    const value = evaluate(expr, { row, context: run, sigfig: false });
    if (typeof value === 'boolean' && call.fn !== 'count') return fail(`${call.fn} of a Boolean`);
    return sampled(value);
  },
  counts: false,
});

const named = (call: Aggregation, field: FieldName, name: string): string => {
  if (!call.as) return field.hasWildcard ? `${call.fn}${call.percent ?? ''}(${name})` : call.written;
  return call.as.hasWildcard ? filled(call.as.text, captured(field.text, name) ?? []) : call.as.text;
};

export const measuresOf = (call: Aggregation, over: Table, by: ReadonlySet<string>, run: Run): readonly Measure[] => {
  const { input } = call;
  if (input.kind === 'eval') return [evalMeasure(call, input.expr, run)];
  if (input.kind === 'none') return [{ name: call.as?.text ?? call.written, call, read: () => null, counts: true }];
  const { field } = input;
  return namesOf([field], over)
    .filter((name) => !field.hasWildcard || (means(field, name) && !by.has(name)))
    .map((name) => ({ name: named(call, field, name), call, read: (row) => row.get(name) ?? null, counts: false }));
};

const timeOf = (row: Row): number | null => toNumber(row.get('_time') ?? null);

export const computed = (
  measures: readonly Measure[],
  rows: readonly Row[],
  allnum: boolean,
  run: Run,
): readonly (readonly [string, Field | null])[] =>
  measures.map(({ name, call, read, counts }) => {
    if (counts) return [name, num(rows.length)];
    const samples = rows.map((row): Sample => ({ field: read(row), time: timeOf(row) }));
    return [name, aggregated({ fn: call.fn, percent: call.percent, allnum }, samples, run)];
  });

/** The groups that a row counts for: one for each combination of values; none when a key is missing. */
const groupsOf = (row: Row, by: readonly string[], distinct: boolean): readonly (readonly string[])[] =>
  by.reduce<readonly (readonly string[])[]>(
    (groups, name) => {
      const texts = textsOf(row.get(name) ?? null);
      const values = distinct ? [...new Set(texts)] : texts;
      return groups.flatMap((group) => values.map((value) => [...group, value]));
    },
    [[]],
  );

interface Group {
  readonly keys: readonly string[];
  readonly rows: Row[];
}

export const grouped = (rows: readonly Row[], by: readonly string[], distinct: boolean): ReadonlyMap<string, Group> => {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    for (const keys of groupsOf(row, by, distinct)) {
      const id = JSON.stringify(keys);
      const group = groups.get(id);
      if (group) group.rows.push(row);
      else groups.set(id, { keys, rows: [row] });
    }
  }
  return groups;
};

const keyOrder = (a: Group, b: Group): number => {
  for (const [at, key] of a.keys.entries()) {
    const order = autoOrder(key, b.keys[at] ?? '');
    if (order !== 0) return order;
  }
  return 0;
};

const byNames = (fields: readonly FieldName[], over: Table): readonly string[] => namesOf(fields, over);

/** One row for each group, sorted by its keys; without BY one row, even over none. */
export const stats = (command: StatsCommand, over: Table, run: Run): Table => {
  const by = byNames(command.by, over);
  const measures = command.aggregations.flatMap((call) => measuresOf(call, over, new Set(by), run));
  const columns = [...by, ...measures.map(({ name }) => name)];
  const groups = [...grouped(over.rows, by, command.dedupSplitvals).values()].sort(keyOrder);
  const all = by.length === 0 && groups.length === 0 ? [{ keys: [], rows: [] }] : groups;
  const rows = all.map(({ keys, rows: members }) =>
    withFields(new Map(), [
      ...by.map((name, at) => [name, keys[at] ?? null] as const),
      ...computed(measures, members, command.allnum, run),
    ]),
  );
  return { rows, columns };
};

/** Every row gets what its group has; rows without a key get nothing. */
export const eventstats = (command: EventstatsCommand, over: Table, run: Run): Table => {
  const by = byNames(command.by, over);
  const measures = command.aggregations.flatMap((call) => measuresOf(call, over, new Set(by), run));
  const results = new Map([...grouped(over.rows, by, false)].map(([id, { rows }]) => [id, computed(measures, rows, command.allnum, run)]));
  const rows = over.rows.map((row) => {
    const groups = groupsOf(row, by, true);
    if (groups.length > 1) return refuse('eventstats by a field with several values');
    const [keys] = groups;
    return keys ? withFields(row, results.get(JSON.stringify(keys)) ?? []) : row;
  });
  return { rows, columns: over.columns };
};

/** Rows that a row's result is computed over. */
interface Stream {
  readonly id: string;
  readonly row: Row;
}

const isTrue = (test: Expr | null, row: Row, run: Run): boolean =>
  test !== null && condition(test, { row, context: run, sigfig: false }) === true;

const seconds: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
]);

/** Rows no further from a row than the width; the time of all of them runs one way. */
const inWindow = (rows: readonly Row[], own: Row, width: Width, run: Run): readonly Row[] => {
  const unit = width.kind === 'time' ? seconds.get(width.unit) : undefined;
  if (width.kind !== 'time' || unit === undefined) return refuse('streamstats with a time_window of this unit');
  const length = width.amount * unit;
  const timed = (row: Row): number => timeOf(row) ?? refuse('streamstats with time_window over rows without _time');
  const apart = rows.map((row) => Math.abs(timed(row) - timed(own)));
  const within = apart.filter((far) => far < length).length;
  const takesEdge = apart.includes(length) && run.asked.is('timeWindowHoldsItsEdge');
  return rows.slice(rows.length - within - (takesEdge ? apart.filter((far) => far === length).length : 0));
};

const runsOneWay = (rows: readonly Row[]): boolean => {
  const times = rows.map((row) => timeOf(row) ?? 0);
  const steps = times.flatMap((time, at) => (at > 0 ? [time - (times[at - 1] ?? time)] : []));
  return steps.every((step) => step >= 0) || steps.every((step) => step <= 0);
};

/** The rows before (and with) this one, cut to the window: of all groups when it is global, else of its own. */
const seen = (before: readonly Stream[], own: Stream, { window, global, current }: StreamstatsCommand): readonly Row[] => {
  const all = current ? [...before, own] : before;
  const mine = (stream: readonly Stream[]): readonly Row[] => stream.filter(({ id }) => id === own.id).map(({ row }) => row);
  if (window === 0) return mine(all);
  return global ? mine(all.slice(-window)) : mine(all).slice(-window);
};

/** Results that only count rows need none of them. */
const counted = (measures: readonly Measure[], count: number): readonly (readonly [string, Field | null])[] =>
  measures.map(({ name }) => [name, num(count)]);

export const streamstats = (command: StreamstatsCommand, over: Table, run: Run): Table => {
  const { timeWindow } = command;
  if (timeWindow && !runsOneWay(over.rows)) return refuse('streamstats with time_window over rows that are not in the order of time');
  const by = byNames(command.by, over);
  const measures = command.aggregations.flatMap((call) => measuresOf(call, over, new Set(by), run));
  const onlyCounts = measures.every(({ counts }) => counts) && by.length === 0 && command.window === 0 && !timeWindow;
  const windowed = (before: readonly Stream[], own: Stream): readonly Row[] => {
    const rows = seen(before, own, command);
    return timeWindow ? inWindow(rows, own.row, timeWindow, run) : rows;
  };
  let before: Stream[] = [];
  const rows = over.rows.map((row) => {
    const [keys, more] = groupsOf(row, by, true);
    if (more) return refuse('streamstats by a field with several values');
    if (!keys) return row;
    const own: Stream = { id: JSON.stringify(keys), row };
    const last = before.at(-1);
    const isFresh = (command.resetOnChange && last !== undefined && last.id !== own.id) || isTrue(command.resetBefore, row, run);
    if (isFresh) before = [];
    const count = before.length + (command.current ? 1 : 0);
    const fields = onlyCounts ? counted(measures, count) : computed(measures, windowed(before, own), command.allnum, run);
    const next = withFields(row, fields);
    before.push(own);
    if (isTrue(command.resetAfter, next, run)) before = [];
    return next;
  });
  return { rows, columns: over.columns };
};
