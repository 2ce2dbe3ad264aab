// Emitted queries on a real Elasticsearch 8.19: every RMM rule runs, and every trap gives KQL's rows, with empty strings stored and with the field absent.
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Elasticsearch, startElasticsearch } from '../../src/engines/elasticsearch/node.ts';
import type { Json } from '../../src/engines/engine.ts';
import { rmmRules, shared, type Trap, traps } from '../support/corpus.ts';
import { missingEngine } from '../support/engine.ts';
import { compileEsql, engineType, eventsOf, shippedIndices, testTables } from '../support/esql.ts';

const script = 'engines/elasticsearch/engine.sh';
const skip = shared === null ? 'the shared test data is absent' : await missingEngine(script);
if (skip) console.info(`engine tests of ES|QL are skipped: ${skip}`);

interface Rows {
  readonly rows: readonly (readonly unknown[])[];
  readonly expected_columns: readonly string[];
  readonly expected_rows: readonly (readonly unknown[])[];
  readonly ordered: boolean;
  readonly now?: string;
  readonly extra_tables?: readonly (Pick<Trap, 'table' | 'columns'> & { readonly rows: readonly (readonly unknown[])[] })[];
}

type FullTrap = Trap & Rows;

const all = skip ? [] : (traps() as readonly FullTrap[]);

/** KQL's dates and the engine's in one form; `ago` counts from the trap's own clock. */
const cell = (value: unknown): unknown => {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return new Date(value).toISOString();
  if (typeof value === 'number') return Number(value.toPrecision(12));
  return value;
};

const sortedRows = (rows: readonly (readonly unknown[])[]): readonly string[] => rows.map((row) => JSON.stringify(row.map(cell))).sort();

const documents = (trap: Pick<FullTrap, 'columns' | 'rows'>, keepEmpty: boolean): readonly object[] =>
  trap.rows.map((row) =>
    Object.fromEntries(
      row.flatMap((value, at) => (value === null || (value === '' && !keepEmpty) ? [] : [[`f.${trap.columns[at]?.name ?? ''}`, value]])),
    ),
  );

const optimizedColumns = [
  { name: 'Id', type: 'long' },
  { name: 'S', type: 'string' },
  { name: 'N', type: 'long' },
  { name: 'M', type: 'long' },
];

const optimizedRows = [
  { 'f.Id': 0, 'f.S': 'az', 'f.M': -1 },
  { 'f.Id': 1, 'f.S': 'z', 'f.N': 9, 'f.M': 1999 },
  { 'f.Id': 2 },
  { 'f.Id': 3, 'f.S': '\u0130', 'f.N': 1 },
  { 'f.Id': 4, 'f.S': '', 'f.N': 6 },
];

/** Queries that the engine's optimizer answered otherwise than it reads them, or that it did not take; and KQL's rows. */
const optimized: readonly (readonly [string, readonly (readonly unknown[])[]])[] = [
  ['T | where (N > 5 or S == "az") and isnull(N) | project Id', [[0]]],
  ['T | where N > 5 or S == "az" | where isnull(N) | project Id', [[0]]],
  ['T | where N > 5 or S == "az" | extend X = N + 1 | where isnull(N) | project Id', [[0]]],
  ['T | where N > 5 or S == "az" | take 9 | where isnull(N) | project Id', [[0]]],
  ['T | where isnull(N) and coalesce(N, 7) == 7 | project Id', [[0], [2]]],
  ['T | where isnull(N) and iff(N > 1, 1, 2) == 2 | project Id', [[0], [2]]],
  ['T | where Id == 4 or ((N > 5 or S == "az") and isnull(N)) | project Id', [[0], [4]]],
  ['T | extend Q = N + 1 | where (N > 5 or S == "az") and isnull(Q) | project Id', [[0]]],
  ['T | where not(isnotnull(N)) and (N > 5 or S == "az") | project Id', [[0]]],
  [
    'T | where isnull(N) | project Id, N',
    [
      [0, null],
      [2, null],
    ],
  ],
  ['T | summarize countif((N > 5 or S == "az") and isnull(N))', [[1]]],
  ['T | summarize c = countif((N > 5 or S == "az") and isnull(N)), d = count()', [[1, 5]]],
  ['T | extend Y = (N > 5 or S == "az") and isnull(N) | where Y | project Id', [[0]]],
  ['T | extend Y = iff((N > 5 or S == "az") and isnull(N), "y", "n") | where Y == "y" | project Id', [[0]]],
  ['T | extend Y = isnull(N) | where Y and (N > 5 or S == "az") | project Id', [[0]]],
  ['T | extend Y = isnull(N), Z = N > 5 or S == "az" | where Y and Z | project Id', [[0]]],
  ['T | extend Y = isnull(N) and M < 0 | where Y and (N > 5 or S == "az") | project Id', [[0]]],
  ['T | where isnull(N) == true and (N > 5 or S == "az") | project Id', [[0]]],
  ['T | where isnull(N) != false and (N > 5 or S == "az") | project Id', [[0]]],
  ['T | where isnotnull(N) == false and (N > 5 or S == "az") | project Id', [[0]]],
  ['T | where isnull(N) in (true) and (N > 5 or S == "az") | project Id', [[0]]],
  ['T | where (isnull(N) or isempty(N)) and (N > 5 or S == "az") | project Id', [[0]]],
  ['T | where (isnull(N) or N == long(null)) and (N > 5 or S == "az") | project Id', [[0]]],
  ['T | where (isnull(N) or isnull(N) and M > 5) and (N > 5 or S == "az") | project Id', [[0]]],
  ['T | where (isnull(N) or isnull(M)) and (N > 5 or S == "az") | project Id', [[0], [4]]],
  ['T | where S matches regex "^$|z" | project Id', [[0], [1], [2], [4]]],
  ['T | where not(S matches regex "^$|z") | project Id', [[3]]],
  ['T | where not(S matches regex ".*") | project Id', []],
  ['T | where not(S matches regex "(a|b*)") and Id < 9 | project Id', []],
  ['T | project-rename Q = N | where Q > 5 | project Q', [[9], [6]]],
  ['T | extend C = "High" | summarize make_set(C), max(C)', [['High', 'High']]],
  ['T | extend C = "High" | summarize make_set(C) by S', ['', 'az', 'z', '\u0130'].map((text) => [text, 'High'])],
  [
    'T | summarize make_set(1), constant_0 = count() by packed_0 = Id > 1',
    [
      [false, 1, 2],
      [true, 1, 3],
    ],
  ],
  ['T | summarize dcount("x"), sum(2), take_any("y")', [[1, 10, 'y']]],
  ['T | summarize arg_max(Id, packed_0 = S, packed_0_1 = N)', [[4, '', 6]]],
  ['T | summarize N = max(N), N_key = max(M) by S | summarize m = max(N), k = max(N_key) by N = bin(N, 5) | where N == 5', [[5, 9, 1999]]],
  [
    'T | extend A = strcat(S, "1"), B = "b", A_new = Id + 0 | extend B = strcat(B, "2") | where Id == 1 | extend A = strcat(B, "x"), B = strcat(A, "y") | project A, B, A_new',
    [['b2x', 'z1y', 1]],
  ],
  ['T | where Id > 9 and Id < 3 | summarize dcount(S)', [[0]]],
  ['T | summarize dcountif(S, Id > 9 and Id < 3), count()', [[0, 5]]],
  ['T | where S contains "i" | project Id', []],
  ['T | where S startswith "i" | project Id', []],
  [`T | where S =~ "${'x'.repeat(1001)}" | project Id`, []],
  [`T | where S !~ "${'x'.repeat(5000)}" | project Id`, [[0], [1], [2], [3], [4]]],
  [`T | where S in~ ("AZ", "${'x'.repeat(1001)}") | project Id`, [[0]]],
  [`T | where S =~ "${'k'.repeat(3000)}" | project Id`, []],
  [
    'T | where isnotnull(M) | project D = unixtime_microseconds_todatetime(M)',
    [['1969-12-31T23:59:59.999Z'], ['1970-01-01T00:00:00.001Z']],
  ],
];

let engine: Elasticsearch;

const withIndex = async (trap: FullTrap, keepEmpty: boolean, use: () => Promise<void>): Promise<void> => {
  const tables = [trap, ...(trap.extra_tables ?? [])];
  for (const table of tables) {
    const fields = Object.fromEntries(table.columns.map((column) => [`f.${column.name}`, engineType(column.type)]));
    await engine.create(`trap-${table.table.toLowerCase()}`, fields);
    await engine.load(`trap-${table.table.toLowerCase()}`, documents(table, keepEmpty));
  }
  try {
    await use();
  } finally {
    for (const table of tables) await engine.drop(`trap-${table.table.toLowerCase()}`);
  }
};

/** Traps that this target cannot say, and why: nothing else may be refused. */
const refused: ReadonlyMap<string, string> = new Map([['T26', 'mv-expand']]);

const answerOf = async (trap: FullTrap, text: string): Promise<readonly (readonly Json[])[]> => {
  const clock = trap.now ? text.replaceAll('NOW()', `TO_DATETIME("${trap.now}")`) : text;
  const answer = await engine.query(clock);
  const at = trap.expected_columns.map((name) => answer.columns.findIndex((column) => column.name === name));
  return answer.values.map((row) => at.map((index) => row[index] ?? null));
};

describe.skipIf(skip !== null)(`Elasticsearch 8.19 (${skip ?? 'running'})`, () => {
  beforeAll(async () => {
    engine = await startElasticsearch(execFileSync('bash', [script, '--home'], { encoding: 'utf8' }).trim());
  }, 120_000);
  afterAll(() => engine?.stop(), 30_000);

  test.each(all.map((trap) => [trap.id, trap] as const))(
    'trap %s',
    async (id, trap) => {
      const tables = [trap, ...(trap.extra_tables ?? [])];
      const { text } = compileEsql(
        trap.kql,
        testTables(tables, (table) => `trap-${table.toLowerCase()}`),
      );
      if (refused.has(id)) {
        expect(text).toBe(null);
        return;
      }
      for (const keepEmpty of [true, false]) {
        await withIndex(trap, keepEmpty, async () => {
          const rows = await answerOf(trap, text ?? '');
          if (trap.ordered) expect(rows.map((row) => row.map(cell))).toEqual(trap.expected_rows.map((row) => row.map(cell)));
          else expect(sortedRows(rows)).toEqual(sortedRows(trap.expected_rows));
        });
      }
    },
    60_000,
  );

  test.each(optimized)(
    '%s',
    async (kql, expected) => {
      const tables = [{ table: 'T', columns: optimizedColumns }];
      const { text, findings } = compileEsql(
        kql,
        testTables(tables, () => 'optimized'),
      );
      if (text === null) throw new Error(findings.map((one) => one.message).join('; '));
      await engine.create('optimized', Object.fromEntries(optimizedColumns.map(({ name, type }) => [`f.${name}`, engineType(type)])));
      try {
        await engine.load('optimized', optimizedRows);
        const { columns, values } = await engine.query(text);
        const shown = columns.flatMap(({ name }, at) => (name.startsWith('_') ? [] : [at]));
        expect(sortedRows(values.map((row) => shown.map((at) => row[at])))).toEqual(sortedRows(expected));
      } finally {
        await engine.drop('optimized');
      }
    },
    60_000,
  );

  test('values of a column of another table', async () => {
    const both = { index: 'two-tables', constraint: (value: string) => ({ field: 'f.table', value }) };
    const fields = {
      Sha1: 'f.sha1',
      Host: 'f.host',
      Signer: 'f.signer',
      N: { field: 'f.n', type: 'long' },
      Timestamp: { field: '@timestamp', type: 'date' },
    };
    const columns = [
      { name: 'Timestamp', type: 'datetime' as const },
      { name: 'Sha1', type: 'string' as const },
      { name: 'Host', type: 'string' as const },
      { name: 'Signer', type: 'string' as const },
      { name: 'N', type: 'long' as const },
    ];
    const { text, findings } = compileEsql(
      'A | where N > 0 and Sha1 in ((B | where Signer has "good" | distinct Sha1)) | extend H = strcat(Host, "!") | summarize F = min(Timestamp), R = make_set(N), C = count() by H, Missing',
      {
        tables: new Map(['A', 'B'].map((name) => [name, { columns, timeColumn: 'Timestamp' }])),
        profile: {
          tables: Object.fromEntries(['A', 'B'].map((name) => [name, { index: both.index, constraint: both.constraint(name), fields }])),
        },
      },
    );
    expect(findings.map((one) => one.code)).toEqual(['RMMC3702', 'RMMC3701']);
    await engine.create(both.index, {
      'f.table': 'keyword',
      'f.sha1': 'keyword',
      'f.host': 'keyword',
      'f.signer': 'keyword',
      'f.n': 'long',
      '@timestamp': 'date',
    });
    const row = (table: string, sha1: string | null, host: string, n: number, signer: string): object => ({
      'f.table': table,
      ...(sha1 === null ? {} : { 'f.sha1': sha1 }),
      'f.host': host,
      'f.n': n,
      'f.signer': signer,
      '@timestamp': `2024-05-01T00:00:0${n}Z`,
    });
    await engine.load(both.index, [
      row('A', 'h1', 'x|y', 1, ''),
      row('A', 'h1', 'x|y', 1, ''),
      row('A', 'h1', 'z', 2, ''),
      row('A', 'h1', 'z', 0, ''),
      row('A', 'h2', 'z', 3, ''),
      row('A', null, 'empty', 4, ''),
      row('A', 'h3', 'z', 5, ''),
      row('B', 'h1', 'q', 1, 'a good one'),
      row('B', 'h1', 'q', 1, 'good'),
      row('B', 'h2', 'q', 1, 'goods'),
      row('B', '', 'q', 1, 'good'),
    ]);
    const { values } = await engine.query(text ?? '');
    expect([...values].sort()).toEqual([
      ['empty!', '', '2024-05-01T00:00:04.000Z', 4, 1],
      ['x|y!', '', '2024-05-01T00:00:01.000Z', 1, 2],
      ['z!', '', '2024-05-01T00:00:02.000Z', 2, 1],
    ]);
  }, 60_000);

  test('every RMM rule that is translated runs', async () => {
    for (const [index, fields] of shippedIndices()) {
      await engine.create(index, fields);
      await engine.load(index, eventsOf(index));
    }
    const failures: string[] = [];
    let ran = 0;
    for (const rule of rmmRules()) {
      const { text } = compileEsql(rule.query);
      if (text === null) continue;
      ran += 1;
      await engine.query(text).catch((error: unknown) => failures.push(`${rule.id}: ${String(error)}`));
    }
    expect(failures).toEqual([]);
    expect(ran).toBeGreaterThan(160);
  }, 600_000);
});
