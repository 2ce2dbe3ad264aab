// A bound query and rows in; the case for another engine of KQL, and answers as text that can be compared, out.
import { stillWorld, type Tables } from '../../src/eval/still-world.ts';
import type { Relation, Value } from '../../src/eval/value.ts';
import { toDatetime, toTimespan } from '../../src/eval/values/convert.ts';
import { isBag, isTicks, jsonOf, parseJson } from '../../src/eval/values/json.ts';
import { textOf } from '../../src/eval/values/text.ts';
import type { Query } from '../../src/ir/pipeline.ts';
import { isoOfTicks } from '../../src/ir/time.ts';
import type { Column, DynamicValue, ScalarType } from '../../src/ir/types.ts';
import { ask } from './engine.ts';
import { resultOf } from './stages.ts';

/** What `engines/kql/run.sh` takes: see `run.py`. */
export interface EngineCase {
  readonly id: string;
  readonly query: string;
  readonly now: string;
  readonly tables: Readonly<
    Record<string, { readonly columns: readonly (readonly [string, ScalarType])[]; readonly rows: readonly unknown[][] }>
  >;
}

export type EngineAnswer =
  | { readonly id: string; readonly columns: readonly string[]; readonly rows: readonly (readonly (string | null)[])[] }
  | { readonly id: string; readonly refused: string };

const others = 6;

/**
 * The columns that the query's text mentions and the first few others, so that an engine has less to take in; of names that differ only in case the mentioned
 * one, because DuckDB takes them for one.
 */
export const narrowed = (tables: Tables, query: string): Tables => {
  const words = new Set(query.match(/\w+/g));
  return new Map(
    [...tables].map(([name, { columns, rows }]) => {
      const ranked = [...columns.keys()].sort(
        (a, b) => Number(words.has(columns[b]?.name ?? '')) - Number(words.has(columns[a]?.name ?? '')),
      );
      const mentioned = columns.filter((column) => words.has(column.name)).length;
      const byName = new Map<string, number>();
      for (const at of ranked.slice(0, mentioned + others)) {
        const key = (columns[at]?.name ?? '').toLowerCase();
        if (!byName.has(key)) byName.set(key, at);
      }
      const kept = new Set(byName.values());
      const keep = <T>(all: readonly T[]): readonly T[] => all.filter((_, i) => kept.has(i));
      return [name, { columns: keep(columns), rows: rows.map(keep) }] as const;
    }),
  );
};

const cellFor = (cell: Value, type: ScalarType): unknown => {
  if (cell === null || typeof cell === 'boolean') return cell;
  return type === 'dynamic' ? jsonOf(cell as DynamicValue) : textOf(cell, type);
};

export const caseFor = (id: string, query: string, now: bigint, tables: Tables): EngineCase => ({
  id,
  query,
  now: isoOfTicks(now),
  tables: Object.fromEntries(
    [...tables].map(([name, { columns, rows }]) => [
      name,
      {
        columns: columns.map(({ name: column, type }) => [column, type === 'unknown' ? 'string' : type] as const),
        rows: rows.map((row) => row.map((cell, i) => cellFor(cell, columns[i]?.type ?? 'string'))),
      },
    ]),
  ),
});

/** Our rows, or why there are none. */
export const oursOf = (query: Query, now: bigint, tables: Tables): Relation | string => resultOf(query, stillWorld(tables, now));

const shortNumber = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(9)) + 0) : String(value));

/** Engines order the members of sets and bags as they like, and know no ticks inside them. */
const loose = (value: DynamicValue): string => {
  if (typeof value === 'number' || typeof value === 'bigint') return shortNumber(Number(value));
  if (isTicks(value)) return loose(textOf(value, 'dynamic'));
  if (typeof value === 'string') return looseText(value);
  if (isBag(value))
    return `{${[...value]
      .map(([key, inner]) => `${key}:${loose(inner)}`)
      .sort()
      .join(',')}}`;
  return Array.isArray(value) ? `[${value.map(loose).sort().join(',')}]` : String(value);
};

/** Text that is JSON, a time or a number is compared by what it says. */
const looseText = (text: string): string => {
  if (/^\s*[[{"]/.test(text)) {
    const parsed = parseJson(text);
    if (parsed !== undefined) return loose(parsed);
  }
  if (/^\d{4}-\d\d-\d\d[T ]/.test(text)) return `t${(toDatetime(text, 'string') ?? 0n) / 10n}`;
  return text;
};

const seconds = (ticks: bigint): string => shortNumber(Number(ticks) / 10_000_000);

const comparableText = (text: string | null, type: ScalarType): string => {
  if (type === 'string' || type === 'unknown') return looseText(text ?? '');
  if (text === null || (type === 'dynamic' && (text === 'null' || text === ''))) return 'null';
  if (type === 'dynamic') return loose(parseJson(text) ?? text);
  if (type === 'bool') return text === '1' ? 'true' : text === '0' ? 'false' : text.toLowerCase();
  if (type === 'datetime') return `t${(toDatetime(text, 'string') ?? -10n) / 10n}`;
  if (type === 'timespan') return /^-?[\d.]+(e-?\d+)?$/.test(text) ? shortNumber(Number(text)) : seconds(toTimespan(text, 'string') ?? -1n);
  return type === 'guid' ? text.toLowerCase() : shortNumber(Number(text));
};

const comparableCell = (cell: Value, { type }: Column): string => {
  if (type === 'timespan') return cell === null ? 'null' : seconds(cell as bigint);
  if (type === 'dynamic') return cell === null ? 'null' : loose(cell as DynamicValue);
  return comparableText(cell === null ? null : textOf(cell, type), type);
};

/** Text per cell; equal texts mean equal values. */
export type Lines = readonly (readonly string[])[];
export type EngineRows = Extract<EngineAnswer, { rows: unknown }>;

export const linesOfOurs = ({ columns, rows }: Relation): Lines =>
  rows.map((row) => columns.map((column, i) => comparableCell(row[i] ?? null, column)));

/** Their rows by our columns, which pair by name, or by place where names differ; null when there are more or fewer of them. */
export const linesOfTheirs = (columns: readonly Column[], theirs: EngineRows): Lines | null => {
  if (columns.length !== theirs.columns.length) return null;
  const byName = columns.map(({ name }) => theirs.columns.indexOf(name));
  const places = byName.includes(-1) || new Set(byName).size < byName.length ? columns.map((_, i) => i) : byName;
  return theirs.rows.map((row) => columns.map(({ type }, i) => comparableText(row[places[i] ?? i] ?? null, type)));
};

export const script = 'engines/kql/run.sh';

/** As many as an engine takes in well under the time that one run of its script may take. */
const most = 400;

export const askKql = async (engine: string, cases: readonly EngineCase[]): Promise<readonly EngineAnswer[]> => {
  const answers: EngineAnswer[] = [];
  for (let at = 0; at < cases.length; at += most) {
    const lines = await ask(
      script,
      cases.slice(at, at + most).map((one) => JSON.stringify(one)),
      [engine],
    );
    answers.push(...lines.map((line) => JSON.parse(line) as EngineAnswer));
  }
  return answers;
};
