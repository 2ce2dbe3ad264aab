// A KQL query and rows in; what an Elasticsearch and the reference evaluator each make of them out, in one form.
import { evaluate } from '../../src/eval/evaluate.ts';
import { stillWorld } from '../../src/eval/still-world.ts';
import type { Value } from '../../src/eval/value.ts';
import { isBag, isTicks } from '../../src/eval/values/json.ts';
import { bind } from '../../src/frontend/bind/bind.ts';
import { parse } from '../../src/frontend/parse.ts';
import { builtinSchema } from '../../src/frontend/schema/schema.ts';
import type { DynamicValue, ScalarType } from '../../src/ir/types.ts';
import { compileEsql, engineType, testTables } from './esql.ts';

/** What a test needs of the engine. */
export interface RowsEngine {
  create(index: string, fields: Readonly<Record<string, string>>): Promise<unknown>;
  load(index: string, events: readonly object[]): Promise<unknown>;
  drop(index: string): Promise<unknown>;
  query(
    text: string,
  ): Promise<{ readonly columns: readonly { readonly name: string }[]; readonly values: readonly (readonly unknown[])[] }>;
}

export interface RowsTable {
  readonly columns: readonly { readonly name: string; readonly type: ScalarType }[];
  readonly rows: readonly (readonly DynamicValue[])[];
}

/** Sets have no order, one value is a set of one, and a missing text is empty. */
const common = (cell: unknown, type: ScalarType): unknown => {
  if (type === 'dynamic') return (Array.isArray(cell) ? [...cell] : cell === null ? [] : [cell]).map((one) => plain(one)).sort();
  if (type === 'string') return cell ?? '';
  return plain(cell);
};

const plain = (cell: unknown): unknown => {
  if (typeof cell === 'bigint') return Number(cell);
  if (typeof cell === 'number') return Number(cell.toPrecision(12));
  if (cell instanceof Map || (typeof cell === 'object' && cell !== null && (isBag(cell as DynamicValue) || isTicks(cell as DynamicValue))))
    throw new Error('only texts, numbers and booleans are compared');
  return cell;
};

const lines = (rows: readonly (readonly unknown[])[], types: readonly ScalarType[]): readonly string[] =>
  rows.map((row) => JSON.stringify(types.map((type, at) => common(row[at] ?? null, type)))).sort();

export interface BothRows {
  readonly kql: readonly string[];
  readonly engine: readonly string[];
  readonly text: string;
}

const fieldsOf = (table: RowsTable): Readonly<Record<string, string>> =>
  Object.fromEntries(table.columns.map(({ name, type }) => [`f.${name}`, engineType(type)]));

const event = (table: RowsTable, row: readonly Value[], keepEmpty: boolean): object =>
  Object.fromEntries(
    row.flatMap((cell, at) =>
      cell === null || (cell === '' && !keepEmpty)
        ? []
        : [[`f.${table.columns[at]?.name ?? ''}`, typeof cell === 'bigint' ? Number(cell) : cell]],
    ),
  );

/** The query over the table `T`. `keepEmpty`: empty texts are stored as such. @throws Error when it is not translated */
export const bothRows = async (engine: RowsEngine, index: string, kql: string, table: RowsTable, keepEmpty: boolean): Promise<BothRows> => {
  const tables = testTables([{ table: 'T', columns: table.columns }], () => index);
  const { text, findings } = compileEsql(kql, tables);
  if (text === null) throw new Error(findings.map((one) => one.message).join('; '));
  const bound = bind(parse(kql).ast, builtinSchema('auto').withTables(tables.tables)).query;
  if (!bound) throw new Error('the query does not bind');
  const known = evaluate(bound, stillWorld(new Map([['T', table]]), 0n));
  await engine.create(index, fieldsOf(table));
  try {
    await engine.load(
      index,
      table.rows.map((row) => event(table, row, keepEmpty)),
    );
    const answer = await engine.query(text);
    const at = known.columns.map(({ name }) => answer.columns.findIndex((column) => column.name === name));
    const types = known.columns.map(({ type }) => type);
    const rows = answer.values.map((row) => at.map((place) => row[place]));
    return { kql: lines(known.rows, types), engine: lines(rows, types), text };
  } finally {
    await engine.drop(index);
  }
};
