// KQL in, the rows that the evaluator gives out, printed: the first line names the columns, then one line per row.
import { frontEnd } from '../../src/compile.ts';
import { cellOf, misfit } from '../../src/data/cells.ts';
import { evaluate } from '../../src/eval/evaluate.ts';
import { Refusal, refuse } from '../../src/eval/refusal.ts';
import type { TableSource } from '../../src/eval/scope.ts';
import type { Relation, Row, Value } from '../../src/eval/value.ts';
import { jsonOf } from '../../src/eval/values/json.ts';
import { textOf } from '../../src/eval/values/text.ts';
import { datetimeOfText } from '../../src/eval/values/time.ts';
import type { Column, DynamicValue, ScalarType } from '../../src/ir/types.ts';
import { readUnits } from '../../src/units.ts';

/** Columns as `Name:type Name:type`, rows as JSON has them. `declared: false`: no schema knows the table. */
export interface TestTable {
  readonly columns: string;
  readonly rows: readonly (readonly unknown[])[];
  readonly declared?: boolean;
}

export type TestTables = Readonly<Record<string, TestTable>>;

export interface World {
  readonly tables?: TestTables;
  /** An ISO date; 2026-01-01 unless given. */
  readonly now?: string;
  /** Another order for rows in no determined one. */
  readonly reorder?: (rows: readonly Row[]) => readonly Row[];
  /** So many rows may joins and expansions make. */
  readonly mostRows?: number;
}

const columnsOf = ({ columns }: TestTable): readonly Column[] =>
  columns.split(' ').map((entry) => {
    const [name = '', type = 'string'] = entry.split(':');
    return { name, type: type as ScalarType };
  });

const relationOf = (table: TestTable): Relation => {
  const columns = columnsOf(table);
  const cell = (plain: unknown, type: ScalarType): Value => {
    const value = cellOf(plain, type);
    if (value === misfit) throw new Error(`${String(plain)} is no ${type}`);
    return value;
  };
  return { columns, rows: table.rows.map((row) => row.map((plain, i) => cell(plain, columns[i]?.type ?? 'string'))) };
};

const schemaOf = (tables: TestTables): ReadonlyMap<string, { columns: readonly Column[]; timeColumn: null }> =>
  new Map(
    Object.entries(tables)
      .filter(([, table]) => table.declared !== false)
      .map(([name, table]) => [name, { columns: columnsOf(table), timeColumn: null }]),
  );

const resultOf = (kql: string, { tables = {}, now = '2026-01-01', ...more }: World): Relation => {
  const [unit] = readUnits(kql, { file: 'test.kql', format: 'kql' }).units;
  if (!unit) throw new Error('no query');
  const { bound, diagnostics } = frontEnd(unit, { tables: schemaOf(tables) });
  if (!bound) throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n'));
  const data = new Map(Object.entries(tables));
  const span = bound.pipeline.source.span;
  return evaluate(bound, {
    ...more,
    now: datetimeOfText(now) ?? 0n,
    random: () => 0.5,
    table: ({ table }) => {
      const found = data.get(table.name);
      return found ? relationOf(found) : refuse('RMMC7003', table.span, { table: table.name, given: [...data.keys()].join(', ') });
    },
    tables: (pattern) => {
      const form = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
      return [...data].flatMap(([name, table]): readonly TableSource[] =>
        form.test(name)
          ? [{ kind: 'table', span, name, declared: true, frame: { columns: columnsOf(table), open: false }, timeColumn: null }]
          : [],
      );
    },
  });
};

const printed = (value: Value, type: ScalarType): string => {
  if (value === null) return 'null';
  if (type === 'string' || type === 'unknown') return JSON.stringify(value);
  return type === 'dynamic' ? jsonOf(value as DynamicValue) : textOf(value, type);
};

/** Strings and dynamic values as JSON, a null as `null`, others as `tostring()` has them. */
export const rowsOf = (kql: string, world: World = {}): readonly string[] => {
  const { columns, rows } = resultOf(kql, world);
  return [
    columns.map(({ name, type }) => `${name}:${type}`).join(' '),
    ...rows.map((row) => row.map((value, i) => printed(value, columns[i]?.type ?? 'string')).join(' | ')),
  ];
};

/** Code and message of what ends the evaluation. */
export const refusalOf = (kql: string, world: World = {}): string => {
  try {
    rowsOf(kql, world);
  } catch (error) {
    if (error instanceof Refusal) return `${error.diagnostic.code} ${error.message}`;
    throw error;
  }
  throw new Error('the evaluation did not end');
};
