// Small queries where naive translators lose equivalence: data in, the rows that KQL gives out.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { cellOf } from '../../src/data/cells.ts';
import type { ScalarType } from '../../src/ir/types.ts';
import { shared } from '../support/kusto.ts';
import { rowsOf, type TestTable } from './run.ts';

interface TrapTable {
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

interface Trap extends TrapTable {
  readonly id: string;
  readonly title: string;
  readonly kql: string;
  readonly expected_columns: readonly string[];
  readonly expected_rows: readonly (readonly unknown[])[];
  readonly ordered: boolean;
  readonly extra_tables?: readonly TrapTable[];
  readonly now?: string;
}

const file = shared === null ? null : path.join(shared, 'semantics/traps.jsonl');
const traps: readonly Trap[] =
  file === null
    ? []
    : readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Trap);

const tableOf = ({ columns, rows }: TrapTable): TestTable => ({
  columns: columns.map(({ name, type }) => `${name}:${type}`).join(' '),
  rows,
});

/** The expected rows as the evaluator would print them, by letting it read them as a table. */
const expectedOf = (trap: Trap, header: string): readonly string[] => {
  const types = header.split(' ').map((entry) => (entry.split(':')[1] ?? 'string') as ScalarType);
  expect(trap.expected_rows.flat().map((value, i) => typeof cellOf(value, types[i % types.length] ?? 'string'))).not.toContain('symbol');
  return rowsOf('Expected', { tables: { Expected: { columns: header, rows: trap.expected_rows } } }).slice(1);
};

describe.skipIf(traps.length === 0)('semantic traps (skipped: no shared corpora, set RMMC_SHARED)', () => {
  test.each(traps.map((trap) => [trap.id, trap.title, trap] as const))('%s %s', (_id, _title, trap) => {
    const tables = Object.fromEntries([trap, ...(trap.extra_tables ?? [])].map((table) => [table.table, tableOf(table)]));
    const [header = '', ...rows] = rowsOf(trap.kql, trap.now === undefined ? { tables } : { tables, now: trap.now });
    const expected = expectedOf(trap, header);
    expect(header.split(' ').map((entry) => entry.split(':')[0])).toEqual(trap.expected_columns);
    expect(trap.ordered ? rows : [...rows].sort()).toEqual(trap.ordered ? expected : [...expected].sort());
  });
});
