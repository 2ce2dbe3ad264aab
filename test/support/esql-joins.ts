// Rows of three tables and queries that put them together: KQL's answer by the evaluator, and the engine's.

import { proof } from '../../src/backends/esql/proof.ts';
import { frontEnd } from '../../src/compile.ts';
import { cellOf, misfit } from '../../src/data/cells.ts';
import type { ElasticClient } from '../../src/engines/elasticsearch/client.ts';
import { evaluate } from '../../src/eval/evaluate.ts';
import type { Column, ScalarType } from '../../src/ir/types.ts';
import { readUnits } from '../../src/units.ts';
import { cellsOf } from '../../src/verify/cells.ts';
import { compileEsql, engineType } from './esql.ts';
import { dice } from './kql-arbitrary.ts';

const columns: readonly Column[] = [
  { name: 'Timestamp', type: 'datetime' },
  { name: 'K', type: 'string' },
  { name: 'L', type: 'string' },
  { name: 'N', type: 'long' },
  { name: 'V', type: 'long' },
  { name: 'G', type: 'bool' },
  { name: 'R', type: 'real' },
];

type Cell = string | number | boolean | null;
type Row = readonly Cell[];

const pool: Readonly<Record<string, readonly Cell[]>> = {
  Timestamp: ['2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', '2026-01-02T12:30:00.123Z', null],
  K: ['', 'a', 'A', 'b', 'x|y', '%{z}', null],
  L: ['', 'a', 'q"\\*', null],
  N: [0, 1, 2, -3, null],
  V: [1, 2, 3, 4, 5],
  G: [true, false, null],
  R: [0.5, 1.25, null],
};

const rowsFor = (count: number, seed: number): readonly Row[] => {
  const roll = dice(seed);
  return Array.from({ length: count }, () => columns.map(({ name }) => pool[name]?.[roll(pool[name]?.length ?? 1)] ?? null));
};

/** The rows of tables `A`, `B` (which share an index) and `C`. */
export const joinedTables = (seed: number): ReadonlyMap<string, readonly Row[]> =>
  new Map([
    ['A', rowsFor(12, seed)],
    ['B', rowsFor(11, seed + 1000)],
    ['C', rowsFor(6, seed + 2000)],
  ]);

const indexOf = (prefix: string, table: string): string => (table === 'C' ? `${prefix}-c` : `${prefix}-ab`);

const options = (prefix: string) => ({
  tables: new Map(['A', 'B', 'C'].map((name) => [name, { columns, timeColumn: 'Timestamp' }])),
  profile: {
    tables: Object.fromEntries(
      ['A', 'B', 'C'].map((name) => [
        name,
        {
          index: indexOf(prefix, name),
          constraint: name === 'C' ? null : { field: 'f.table', value: name },
          fields: Object.fromEntries(
            columns.map((column) => [
              column.name,
              { field: `f.${column.name}`, type: engineType(column.type), ...(column.name === 'K' ? { geo: 'f.geo' } : {}) },
            ]),
          ),
        },
      ]),
    ),
  },
});

/** KQL that says what the index holds as the place of the address in a column: none of the empty address, and no point of some. */
const placeOf = (column: string): string => {
  const part = (letter: string): string => `iff(${column} == "", "", strcat("${letter}", ${column}))`;
  const point = (number: string): string => `iff(${column} in ("a", "A"), ${number}, real(null))`;
  const texts = `"country", ${part('c')}, "state", ${part('s')}, "city", ${part('t')}`;
  return `bag_pack(${texts}, "latitude", ${point('10.5')}, "longitude", ${point('-20.25')})`;
};

const withoutPlaces = (kql: string): string => kql.replaceAll(/geo_info_from_ip_address\((\w+)\)/g, (_, column: string) => placeOf(column));

const placeFields = (address: Cell): readonly (readonly [string, unknown])[] => {
  if (typeof address !== 'string' || address === '') return [];
  const texts = Object.entries({ country_name: 'c', region_name: 's', city_name: 't' });
  return [
    ...texts.map(([name, letter]) => [`f.geo.${name}`, `${letter}${address}`] as const),
    ...(address === 'a' || address === 'A' ? [['f.geo.location', { lat: 10.5, lon: -20.25 }] as const] : []),
  ];
};

const placeTypes = {
  'f.geo.country_name': 'keyword',
  'f.geo.region_name': 'keyword',
  'f.geo.city_name': 'keyword',
  'f.geo.location': 'geo_point',
};

const documentOf = (table: string, row: Row): object =>
  Object.fromEntries([
    ...placeFields(row[columns.findIndex(({ name }) => name === 'K')] ?? null),
    ['f.table', table],
    ...columns.flatMap(({ name }, at) => (row[at] === null || row[at] === undefined ? [] : [[`f.${name}`, row[at]]])),
  ]);

export const loadTables = async (client: ElasticClient, prefix: string, tables: ReadonlyMap<string, readonly Row[]>): Promise<void> => {
  const types = Object.fromEntries([
    ['f.table', 'keyword'],
    ...Object.entries(placeTypes),
    ...columns.map(({ name, type }) => [`f.${name}`, engineType(type)]),
  ]);
  const documents = new Map<string, object[]>();
  for (const [table, rows] of tables) {
    const index = indexOf(prefix, table);
    documents.set(index, [...(documents.get(index) ?? []), ...rows.map((row) => documentOf(table, row))]);
  }
  for (const [index, all] of documents) {
    await client.create(index, types);
    await client.load(index, all);
  }
};

export const dropTables = async (client: ElasticClient, prefix: string): Promise<void> => {
  for (const table of ['A', 'C']) await client.drop(indexOf(prefix, table));
};

const printed = (cells: readonly unknown[]): string =>
  JSON.stringify(cells, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : Array.isArray(value) ? value : value));

const textOfCell = (cell: unknown): unknown => {
  if (Array.isArray(cell)) return [...cell].map(textOfCell).map(String).sort();
  if (typeof cell === 'bigint') return Number(cell);
  return cell ?? null;
};

export interface Compared {
  readonly expected: readonly string[];
  readonly got: readonly string[];
  readonly text: string;
}

/** The rows of a query as KQL gives them and as the engine does, printed and in one order; `K` is an address. @throws Error when the backend refuses */
export const compared = async (
  client: ElasticClient,
  prefix: string,
  kql: string,
  tables: ReadonlyMap<string, readonly Row[]>,
): Promise<Compared> => {
  const { tables: schema, profile } = options(prefix);
  const [unit] = readUnits(withoutPlaces(kql), { file: 'test.kql', format: 'kql' }).units;
  const { bound, diagnostics } = unit ? frontEnd(unit, { tables: schema }) : { bound: null, diagnostics: [] };
  if (!bound) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  const cell = (plain: Cell, type: ScalarType) => {
    const value = cellOf(plain, type);
    if (value === misfit) throw new Error(`${String(plain)} is no ${type}`);
    return value;
  };
  const relation = evaluate(bound, {
    now: 0n,
    table: ({ table }) => ({
      columns,
      rows: (tables.get(table.name) ?? []).map((row) => row.map((plain, at) => cell(plain, columns[at]?.type ?? 'string'))),
    }),
  });
  const { text, findings } = compileEsql(kql, { tables: schema, profile });
  if (text === null) throw new Error(`${kql}: ${findings.map(({ message }) => message).join('; ')}`);
  const answer = await client.query(text).catch((error: unknown) => {
    throw new Error(`${kql}\n${text}\n${String(error)}`);
  });
  const at = relation.columns.map(({ name }) => answer.columns.findIndex((column) => column.name === name));
  const expected = relation.rows.map((row) =>
    printed(cellsOf(row).map((one, i) => textOfCell(proof.shown(one, relation.columns[i]?.type ?? 'string')))),
  );
  const got = answer.values.map((row) =>
    printed(relation.columns.map((column, i) => textOfCell(proof.read(row[at[i] ?? -1] ?? null, column)))),
  );
  return { expected: expected.toSorted(), got: got.toSorted(), text };
};
