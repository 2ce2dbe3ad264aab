// A search and events in; the rows that Splunk's documentation says it gives out, with the open points that they depend on. Or why there are none.
import type { Search } from '../ast.ts';
import { conditionOf } from './commands/conditions.ts';
import { fieldsIn, type Lookup, type Run, type Table, table } from './commands/frame.ts';
import { execute } from './commands/table.ts';
import { Refusal } from './refusal.ts';
import type { RegexEngine } from './regex.ts';
import { type Asked, asking, defaultSettings, type SettingName, type Settings } from './settings.ts';
import { fieldOf, type Json, type Row, shownField, toNumber } from './value.ts';
import { type Zone, zoneOf } from './zone.ts';

export type JsonObject = { readonly [key: string]: Json };

/** Rows of a lookup table; `cidr`: columns whose entries are subnets, by its definition. */
export interface LookupTable {
  readonly rows: readonly JsonObject[];
  readonly cidr?: readonly string[];
}

export interface RunOptions {
  readonly regex: RegexEngine;
  /** Seconds since 1970. */
  readonly now: number;
  /** IANA name of the user's zone; UTC unless given. */
  readonly tz?: string;
  readonly settings?: Partial<Settings>;
  readonly lookups?: ReadonlyMap<string, LookupTable>;
  /** Whether a search gives its events newest first, as an index does; else as they are given. */
  readonly newestFirst?: boolean;
}

/** A cell: a text, several texts, or nothing. */
export type Cell = string | readonly string[] | null;

export type Outcome =
  | {
      readonly kind: 'rows';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly Cell[])[];
      /** Points that the documentation leaves open and that decide these rows. */
      readonly dependsOn: readonly SettingName[];
    }
  /** `refused`: not computed here, and what it is. `error`: Splunk ends the search itself. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'error'; readonly reason: string };

/** A subsearch in a condition gives so many rows (limits.conf, subsearch). */
const mostInCondition = 10_000;
/** Open points of one search that are tried in every combination; of more, one at a time and all at once. */
const mostCombined = 4;

const rowOf = (json: JsonObject): Row =>
  new Map(
    Object.entries(json).flatMap(([name, value]) => {
      const field = fieldOf(value);
      return field === null ? [] : [[name, field] as const];
    }),
  );

const newestOf =
  (asked: Asked) =>
  (rows: readonly Row[]): readonly Row[] => {
    const timed = rows.map((row) => ({ row, time: toNumber(row.get('_time') ?? null) ?? Number.NEGATIVE_INFINITY }));
    const sorted = [...timed].sort((a, b) => b.time - a.time);
    const hasTies = sorted.some(({ time }, at) => at > 0 && sorted[at - 1]?.time === time);
    if (!hasTies || asked.is('eventsOfOneTimeKeepArrival')) return sorted.map(({ row }) => row);
    return [...timed]
      .reverse()
      .sort((a, b) => b.time - a.time)
      .map(({ row }) => row);
  };

const generates = ({ commands: [first] }: Search): boolean =>
  first !== undefined &&
  (first.kind === 'makeresults' ||
    first.kind === 'multisearch' ||
    first.kind === 'union' ||
    (first.kind === 'inputlookup' && !first.append));

const runOnce = (search: Search, events: readonly Row[], zone: Zone, options: RunOptions, asked: Asked): Table => {
  const lookups = new Map(
    [...(options.lookups ?? [])].map(([name, { rows, cidr = [] }]): [string, Lookup] => [
      name,
      { rows: rows.map(rowOf), cidr: new Set(cidr) },
    ]),
  );
  const inTime = newestOf(asked);
  const given = table(options.newestFirst ? inTime(events) : events);
  const pipeline = (one: Search, start: Table): Table => one.commands.reduce((over, command) => execute(command, over, run), start);
  const rowsOf: Run['rowsOf'] = (one, limit) => {
    const result = pipeline(one, one.commands[0]?.kind === 'search' ? given : table([]));
    return limit === null ? result : { ...result, rows: result.rows.slice(0, limit) };
  };
  const run: Run = {
    asked,
    now: options.now,
    zone,
    regex: options.regex,
    lookups,
    delimiters: new Map(),
    newestFirst: options.newestFirst ?? false,
    inTime,
    rowsOf,
    subsearch: (one) => conditionOf(one, rowsOf(one, mostInCondition)),
  };
  return pipeline(search, generates(search) ? table([]) : given);
};

const shown = (result: Table): Pick<Extract<Outcome, { kind: 'rows' }>, 'columns' | 'rows'> => {
  const columns = fieldsIn(result);
  return { columns, rows: result.rows.map((row) => columns.map((name) => shownField(row.get(name)))) };
};

/** Rows of a search, whatever their order: what two readings are compared by. */
const contentOf = (result: Table): string =>
  JSON.stringify(
    result.rows
      .map((row) =>
        JSON.stringify([...row].map(([name, field]) => [name, shownField(field)]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))),
      )
      .sort(),
  );

type Reading = Partial<Settings>;
const turned = (base: Settings, names: readonly SettingName[]): Reading => Object.fromEntries(names.map((name) => [name, !base[name]]));

const subsets = (names: readonly SettingName[]): readonly (readonly SettingName[])[] =>
  Array.from({ length: 2 ** names.length }, (_, chosen) => names.filter((_name, at) => chosen & (1 << at)));

const combinations = (names: readonly SettingName[]): readonly (readonly SettingName[])[] =>
  names.length <= mostCombined ? subsets(names) : [[], ...names.map((name) => [name]), names];

/** Points that a result turns on: turning one of them alone, in some combination, changes the rows. */
const decided = (
  base: Settings,
  touched: readonly SettingName[],
  own: () => string,
  resultOf: (settings: Settings) => string,
): readonly SettingName[] => {
  if (touched.length === 0) return [];
  const contentWith = (names: readonly SettingName[]): string =>
    names.length === 0 ? own() : resultOf({ ...base, ...turned(base, names) });
  const results = new Map(combinations(touched).map((names) => [[...names].sort().join(), { names, content: contentWith(names) }]));
  const found = touched.filter((name) =>
    [...results.values()].some(({ names, content }) => {
      const without = names.filter((one) => one !== name);
      const other = names.includes(name) ? results.get([...without].sort().join()) : undefined;
      return other !== undefined && other.content !== content;
    }),
  );
  const differs = new Set([...results.values()].map(({ content }) => content)).size > 1;
  return differs && found.length === 0 ? touched : found;
};

const contentOrReason = (compute: () => Table): string => {
  try {
    return contentOf(compute());
  } catch (failure) {
    if (failure instanceof Refusal) return `${failure.kind}: ${failure.message}`;
    throw failure;
  }
};

/** Rows in the order of the search; every cell as a search shows it. */
export const runSearch = (search: Search, events: readonly JsonObject[], options: RunOptions): Outcome => {
  const base: Settings = { ...defaultSettings, ...options.settings };
  const zone = zoneOf(options.tz ?? 'UTC');
  const rows = events.map(rowOf);
  const asked = asking(base);
  try {
    const result = runOnce(search, rows, zone, options, asked);
    const otherwise = (settings: Settings): string => contentOrReason(() => runOnce(search, rows, zone, options, asking(settings)));
    const dependsOn = decided(base, [...asked.touched], () => contentOf(result), otherwise);
    return { kind: 'rows', ...shown(result), dependsOn };
  } catch (failure) {
    if (failure instanceof Refusal) return { kind: failure.kind, reason: failure.message };
    throw failure;
  }
};
