// Emitted queries on a real Elasticsearch 8.19: every RMM rule runs, and every trap gives KQL's rows, with empty strings stored and with the field absent.
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rmmRules, shared, type Trap, traps } from '../support/corpus.ts';
import { type Cell, type Elasticsearch, startElasticsearch } from '../support/elasticsearch.ts';
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
const refused: ReadonlyMap<string, string> = new Map([
  ['T17', 'join'],
  ['T18', 'join'],
  ['T26', 'mv-expand'],
  ['T39', 'join'],
]);

const answerOf = async (trap: FullTrap, text: string): Promise<readonly (readonly Cell[])[]> => {
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
    expect(ran).toBeGreaterThan(150);
  }, 600_000);
});
