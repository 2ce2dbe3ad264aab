// Commands that turn rows into series and back: chart, timechart, xyseries, untable. Search Reference, the pages of those names.
import type { ChartCommand, StatsCommand, UntableCommand, XyseriesCommand } from '../../ast.ts';
import { refuse } from '../refusal.ts';
import { moved } from '../relative-time.ts';
import { compareText, type Field, num, type Row, textOf, textsOf } from '../value.ts';
import { fieldsIn, isInternal, type Run, type Table, withFields } from './frame.ts';
import { bin } from './rank.ts';
import { autoOrder } from './rows.ts';
import { computed, grouped, type Measure, measuresOf, stats } from './stats.ts';

/** Rows at most that empty times are filled in between. */
const mostTimes = 50_000;

const cutByTime = (command: ChartCommand, over: Table, run: Run): Table => {
  const { width, row, span } = command;
  if (command.kind === 'chart' || row === null) return width === null ? over : refuse('chart with a span');
  if (width === null) return refuse('timechart without a span');
  const cut = {
    kind: 'bin',
    field: row,
    as: null,
    width,
    minWidth: null,
    bins: null,
    start: null,
    end: null,
    alignTime: null,
    span,
  } as const;
  return bin(cut, over, run);
};

/** The times from the first to the last, those without rows with them. */
const timesBetween = ({ continuous, width }: ChartCommand, keys: readonly string[], { zone }: Run): readonly string[] => {
  const [first, last] = [Number(keys[0]), Number(keys.at(-1))];
  if (!continuous || width?.kind !== 'time' || keys.length < 2) return keys;
  const times: string[] = [];
  for (let at = first; at <= last; at = moved(zone, at, width.amount, width.unit)) {
    times.push(String(at));
    if (times.length > mostTimes) return refuse(`timechart over more than ${mostTimes} times`);
  }
  return keys.every((key) => times.includes(key)) ? times : refuse('timechart over times that no even step meets');
};

/** Series by name; the one of rows without the field comes last. A name that starts like an internal field gets `VALUE` before it. */
const seriesOf = (command: ChartCommand, texts: ReadonlySet<string>, hasNull: boolean): readonly string[] => {
  const named = [...texts].filter((text) => !hasNull || text !== command.nullText).sort(autoOrder);
  if (command.limit > 0 && named.length > command.limit) return refuse(`${command.kind} with more than ${command.limit} series`);
  return hasNull ? [...named, command.nullText] : named;
};

const columnOf = (command: ChartCommand, series: string, measure: string, isOnly: boolean): string => {
  const name = command.kind === 'timechart' && isInternal(series) ? `VALUE${series}` : series;
  return isOnly ? name : `${measure}: ${name}`;
};

type Fields = readonly (readonly [string, Field | null])[];

const splitTable = (command: ChartCommand, over: Table, row: string, split: string, run: Run): Table => {
  const hasNull = command.useNull && over.rows.some((one) => one.has(row) && !one.has(split));
  const rows = hasNull ? over.rows.map((one) => (one.has(split) ? one : withFields(one, [[split, command.nullText]]))) : over.rows;
  const measures: readonly Measure[] = command.aggregations.flatMap((call) =>
    measuresOf(call, { ...over, rows }, new Set([row, split]), run),
  );
  const groups = grouped(rows, [row, split], false);
  const all = [...groups.values()];
  const series = seriesOf(command, new Set(all.map(({ keys }) => keys[1] ?? '')), hasNull);
  const keys = timesBetween(command, [...new Set(all.map((group) => group.keys[0] ?? ''))].sort(autoOrder), run);
  const cells = (key: string, name: string): Fields =>
    computed(measures, groups.get(JSON.stringify([key, name]))?.rows ?? [], false, run).map(([measure, field]) => [
      columnOf(command, name, measure, measures.length === 1),
      field,
    ]);
  return {
    rows: keys.map((key) =>
      withFields(
        new Map([[row, key]]),
        series.flatMap((name) => cells(key, name)),
      ),
    ),
    columns: [
      row,
      ...measures.flatMap(({ name: measure }) => series.map((name) => columnOf(command, name, measure, measures.length === 1))),
    ],
  };
};

const withEmptyTimes = (command: ChartCommand, made: Table, row: string, over: Table, run: Run): Table => {
  const byKey = new Map(made.rows.map((one) => [textOf(one.get(row) ?? ''), one]));
  const measures = command.aggregations.flatMap((call) => measuresOf(call, over, new Set([row]), run));
  const empty = computed(measures, [], false, run);
  const rows = timesBetween(command, [...byKey.keys()], run).map(
    (key): Row => byKey.get(key) ?? withFields(new Map([[row, num(Number(key))]]), empty),
  );
  return { ...made, rows };
};

export const chart = (command: ChartCommand, over: Table, run: Run): Table => {
  const [other] = command.others;
  if (other !== undefined) return refuse(`${command.kind} with ${other}`);
  const cut = cutByTime(command, over, run);
  const { row, split, aggregations, span } = command;
  if (row !== null && split !== null) return splitTable(command, cut, row.text, split.text, run);
  const plain: StatsCommand = { kind: 'stats', aggregations, by: row ? [row] : [], allnum: false, delim: ' ', dedupSplitvals: false, span };
  const made = stats(plain, cut, run);
  return row && command.kind === 'timechart' ? withEmptyTimes(command, made, row.text, cut, run) : made;
};

/** In the order in which the values of the row field come. */
export const xyseries = ({ row, name, data, separator }: XyseriesCommand, over: Table): Table => {
  const made = new Map<string, Map<string, Field>>();
  const columns = new Set<string>();
  for (const one of over.rows) {
    const [key, names] = [one.get(row.text), textsOf(one.get(name.text) ?? null)];
    if (key === undefined || names.length !== 1) return refuse('xyseries over rows without one value of each field');
    const cells = made.get(textOf(key)) ?? new Map<string, Field>([[row.text, key]]);
    made.set(textOf(key), cells);
    for (const { text } of data) {
      const column = data.length === 1 ? (names[0] ?? '') : `${text}${separator}${names[0] ?? ''}`;
      const value = one.get(text);
      columns.add(column);
      if (value !== undefined && cells.has(column)) return refuse('xyseries with several values for one place');
      if (value !== undefined) cells.set(column, value);
    }
  }
  return { rows: [...made.values()], columns: [row.text, ...[...columns].sort(compareText)] };
};

export const untable = ({ row, name, value }: UntableCommand, over: Table): Table => {
  const fields = fieldsIn(over).filter((field) => field !== row.text);
  if (fields.some(isInternal)) return refuse('untable beside internal fields');
  const rows = over.rows.flatMap((one): readonly Row[] => {
    const key = one.get(row.text);
    if (key === undefined) return refuse('untable over rows without the field');
    return fields.flatMap((field): readonly Row[] => {
      const cell = one.get(field);
      return cell === undefined
        ? []
        : [
            new Map<string, Field>([
              [row.text, key],
              [name.text, field],
              [value.text, cell],
            ]),
          ];
    });
  });
  return { rows, columns: [row.text, name.text, value.text] };
};
