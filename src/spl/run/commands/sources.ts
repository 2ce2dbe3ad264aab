// Commands that bring rows from elsewhere: join, append, appendcols, union, multisearch, lookup, inputlookup, makeresults.
import { parse as parseCsv } from 'csv-parse/sync';
import type {
  AppendCommand,
  AppendcolsCommand,
  InputlookupCommand,
  JoinCommand,
  LookupCommand,
  MakeresultsCommand,
  MultisearchCommand,
  UnionCommand,
} from '../../ast.ts';
import { inSubnet } from '../address.ts';
import { stored } from '../expression.ts';
import { valueOfNode } from '../functions/json-values.ts';
import { parseJson } from '../json-text.ts';
import { fail, refuse } from '../refusal.ts';
import { fits } from '../terms.ts';
import { type Field, multi, num, type Row, shownField, textOf, textsOf, toNumber } from '../value.ts';
import { fieldsIn, isInternal, type Lookup, type Run, type Table, withFields } from './frame.ts';

/** Rows of a subsearch that join and append take (limits.conf). */
const mostAppended = 50_000;

const keyOf = (row: Row, names: readonly string[]): string | null => {
  const fields = names.map((name) => row.get(name));
  return fields.includes(undefined) ? null : JSON.stringify(fields.map((field) => shownField(field)));
};

const merged = (left: Row, right: Row, overwrite: boolean): Row =>
  overwrite ? new Map([...left, ...right]) : new Map([...left, ...[...right].filter(([name]) => !left.has(name))]);

const secondOf = (row: Row): number =>
  Math.floor(toNumber(row.get('_time') ?? null) ?? refuse('join with usetime over rows without _time'));

/** Rows of the same second are never too early or too late. */
const isInTime = (row: Row, other: Row, earlier: boolean): boolean =>
  earlier ? secondOf(other) <= secondOf(row) : secondOf(other) >= secondOf(row);

export const join = (command: JoinCommand, over: Table, run: Run): Table => {
  const right = run.rowsOf(command.subsearch, mostAppended);
  const theirs = new Set(fieldsIn(right));
  const names = command.fields?.map(({ text }) => text) ?? fieldsIn(over).filter((name) => theirs.has(name) && !isInternal(name));
  const matches = new Map<string, Row[]>();
  for (const row of right.rows) {
    const key = keyOf(row, names);
    if (key === null) continue;
    const found = matches.get(key);
    if (found) found.push(row);
    else matches.set(key, [row]);
  }
  const rows = over.rows.flatMap((row): readonly Row[] => {
    const key = keyOf(row, names);
    const all = key === null ? [] : (matches.get(key) ?? []);
    const found = command.useTime ? all.filter((one) => isInTime(row, one, command.earlier)) : all;
    if (found.length === 0) return command.type === 'left' ? [row] : [];
    return (command.max === 0 ? found : found.slice(0, command.max)).map((one) => merged(row, one, command.overwrite));
  });
  return { rows, columns: over.columns };
};

const stacked = (tables: readonly Table[]): Table => ({
  rows: tables.flatMap(({ rows }) => rows),
  columns: [...new Set(tables.flatMap(({ columns }) => columns))],
});

export const append = ({ subsearch }: AppendCommand, over: Table, run: Run): Table => stacked([over, run.rowsOf(subsearch, mostAppended)]);

/** Row by row; what the incoming row has stays, unless it is to be overridden. Rows beyond the incoming ones stand alone. */
export const appendcols = ({ subsearch, override }: AppendcolsCommand, { rows, columns }: Table, run: Run): Table => {
  const beside = run.rowsOf(subsearch, mostAppended);
  const count = Math.max(rows.length, beside.rows.length);
  const none: Row = new Map();
  const all = Array.from({ length: count }, (_, at) => merged(rows[at] ?? none, beside.rows[at] ?? none, override));
  return { rows: all, columns: [...new Set([...columns, ...beside.columns])] };
};

/** Rows of all searches, the newest first where they have times. */
export const multisearch = ({ searches }: MultisearchCommand | UnionCommand, over: Table, run: Run): Table => {
  const all = stacked([over, ...searches.map((search) => run.rowsOf(search, null))]);
  const times = all.rows.map((row) => toNumber(row.get('_time') ?? null));
  return times.includes(null) || !run.newestFirst ? all : { ...all, rows: run.inTime(all.rows) };
};

const lookupOf = (name: string, run: Run): Lookup =>
  run.lookups.get(name) ?? run.lookups.get(name.replace(/\.csv$/, '')) ?? run.lookups.get(`${name}.csv`) ?? refuse(`the lookup ${name}`);

const sameKey = (cidr: boolean, entry: Field | undefined, field: Field | undefined, run: Run): boolean => {
  if (entry === undefined || field === undefined) return false;
  const own = textOf(entry);
  return textsOf(field).some((text) => {
    if (cidr) return inSubnet(own, text) === true;
    if (own === text) return true;
    return own.toLowerCase() === text.toLowerCase() && !run.asked.is('lookupKeysAreCaseSensitive');
  });
};

/** Columns of the table that no key is. */
const otherColumns = ({ rows }: Lookup, keys: LookupCommand['keys']): readonly (readonly [column: string, name: string])[] => {
  const named = new Set(keys.map(({ lookup }) => lookup.text));
  return fieldsIn({ rows, columns: [] }).flatMap((name) => (named.has(name) ? [] : [[name, name] as const]));
};

export const lookup = (command: LookupCommand, { rows, columns }: Table, run: Run): Table => {
  const found = lookupOf(command.table, run);
  const outputs = command.output?.fields.map((pair) => [pair.lookup.text, pair.event.text] as const) ?? otherColumns(found, command.keys);
  const keep = command.output?.keepExisting ?? false;
  const looked = rows.map((row) => {
    const entries = found.rows.filter((entry) =>
      command.keys.every((key) => sameKey(found.cidr.has(key.lookup.text), entry.get(key.lookup.text), row.get(key.event.text), run)),
    );
    if (entries.length === 0) return row;
    const fields = outputs
      .filter(([, name]) => !keep || !row.has(name))
      .map(([column, name]) => [name, multi(entries.flatMap((entry) => textsOf(entry.get(column) ?? null)))] as const);
    return withFields(row, fields);
  });
  return { rows: looked, columns };
};

export const inputlookup = (command: InputlookupCommand, over: Table, run: Run): Table => {
  const { where, start, max } = command;
  const all = lookupOf(command.table, run).rows.slice(start, start + max);
  const rows = where === null ? all : all.filter((row) => fits(where, row, run));
  return command.append ? stacked([over, { rows, columns: [] }]) : { rows, columns: [] };
};

const ofJson = (text: string): readonly Row[] => {
  const node = parseJson(text);
  const items = node?.kind === 'array' ? node.items : node ? [node] : fail('makeresults: the data is no JSON');
  return items.map((item) =>
    item.kind === 'object'
      ? withFields(
          new Map(),
          item.entries.map(([name, value]) => [name, value.kind === 'null' ? null : stored(valueOfNode(value))] as const),
        )
      : fail('makeresults: the data holds no objects'),
  );
};

const ofCsv = (text: string): readonly Row[] => {
  const records: readonly Readonly<Record<string, string>>[] = parseCsv(text, { columns: true, skip_empty_lines: true });
  return records.map((record) =>
    withFields(
      new Map(),
      Object.entries(record).map(([name, value]) => [name, value === '' ? null : value] as const),
    ),
  );
};

export const makeresults = ({ count, annotate, data }: MakeresultsCommand, run: Run): Table => {
  if (annotate) return refuse('makeresults with annotate');
  const time = ['_time', num(run.now)] as const;
  if (data === null) return { rows: Array.from({ length: count }, () => new Map([time])), columns: [] };
  const rows = data.format === 'json' ? ofJson(data.text) : ofCsv(data.text);
  return { rows: rows.map((row) => new Map([time, ...row])), columns: [] };
};
