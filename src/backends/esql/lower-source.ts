// The source of a pipeline in; FROM or ROW, the test that picks the rows, and the columns behind them, out.
import { match, P } from 'ts-pattern';
import type { Source } from '../../ir/pipeline.ts';
import { wideSources } from '../../ir/wide-steps.ts';
import { type Assignment, type Command, field, str } from './ast.ts';
import { type ConstantTable, constantCells, constantTable, packedRows, readCell, textOfCell } from './constant-table.ts';
import { type Context, refuse } from './context.ts';
import { emptyState, rowTest, tableInSight, tableScope, takenFields } from './lower-table.ts';
import { lowerUnion } from './lower-union.ts';
import type { Start, State } from './state.ts';
import { refused, type Value, value } from './value.ts';

type Table = Extract<Source, { kind: 'table' }>;

/** Stands for a source that was refused: its columns are not complained about again. */
export const nowhere: Start = { state: { ...emptyState, base: { column: () => refused } }, rows: null };

const fromTable = (context: Context, source: Table): Start => {
  const table = tableInSight(context, source);
  if (!table) return nowhere;
  const state: State = {
    ...emptyState,
    commands: [{ kind: 'from', indices: table.mapping.where.indices, metadata: [] }],
    base: tableScope(context, table),
    taken: takenFields(table),
  };
  return { state, rows: rowTest(table) };
};

type Rows = Extract<Source, { kind: 'rows' }>;

const started = (table: ConstantTable, commands: readonly Command[], columns: ReadonlyMap<string, Value>): Start => ({
  state: {
    ...emptyState,
    commands,
    columns,
    visible: [...columns.values()].every(({ es }, at) => es.kind === 'field' && es.name === table.columns[at]?.column.name)
      ? [...columns.keys()]
      : null,
    aggregated: true,
    most: BigInt(table.rows.length),
  },
  rows: null,
});

const claimed = (wanted: string, used: Set<string>): string => {
  let name = wanted;
  while (used.has(name)) name = `${name}_`;
  used.add(name);
  return name;
};

/** The values of one column as several values, any other table as a text for each row. */
const severalRows = (context: Context, source: Rows): Start => {
  const table = constantTable(context, source);
  if (!table) return nowhere;
  const [only] = table.columns;
  const cells = table.rows.flat();
  if (
    table.columns.length === 1 &&
    only &&
    cells.every(({ type, es }) => type === cells[0]?.type && es.kind !== 'null' && es.kind !== 'call')
  ) {
    const { name } = only.column;
    const list = { name, expr: { kind: 'list' as const, items: cells.map(({ es }) => es) } };
    return started(
      table,
      [
        { kind: 'row', columns: [list] },
        { kind: 'mvExpand', field: name },
      ],
      new Map([[name, value(field(name), only.type, false)]]),
    );
  }
  const packed = packedRows(table.rows.map((row) => row.map((cell) => textOfCell(cell) ?? '')));
  if (!packed) {
    refuse(context, source.span, 'this table of constant rows', 'no sign is left to stand between its cells');
    return nowhere;
  }
  const used = new Set(['rmmc_row']);
  const names = table.columns.map(({ column }) => {
    const plain = /^[A-Za-z_][A-Za-z0-9_]*$/.test(column.name) ? column.name : 'rmmc_cell';
    return claimed(plain, used);
  });
  const values = table.columns.map(({ type }, at) => readCell(type, names[at] ?? ''));
  const typed = table.columns.flatMap((_, at): readonly Assignment[] => {
    const v = values[at];
    return v && v.type !== 'keyword' ? [{ name: names[at] ?? '', expr: v.es }] : [];
  });
  const commands: readonly Command[] = [
    { kind: 'row', columns: [{ name: 'rmmc_row', expr: { kind: 'list', items: packed.texts.map(str) } }] },
    { kind: 'mvExpand', field: 'rmmc_row' },
    { kind: 'dissect', field: 'rmmc_row', pattern: names.map((name) => `%{${name}}`).join(packed.sign) },
    ...(typed.length > 0 ? [{ kind: 'eval' as const, columns: typed }] : []),
    { kind: 'drop', names: ['rmmc_row'] },
  ];
  const columns = table.columns.map(({ column }, at) => {
    const v = values[at] ?? refused;
    return [column.name, { ...v, es: field(names[at] ?? '') }] as const;
  });
  return started(table, commands, new Map(columns));
};

const fromRows = (context: Context, source: Extract<Source, { kind: 'rows' }>): Start => {
  const [row] = source.rows;
  if (!row || row.length === 0) {
    refuse(context, source.span, 'a table without rows', 'ROW makes one row');
    return nowhere;
  }
  if (source.rows.length > 1) return severalRows(context, source);
  const cells = constantCells(context, row);
  const columns = source.columns.map((column, at): Assignment & { readonly v: Value } => {
    const v = cells[at] ?? value({ kind: 'null' }, 'null', true);
    return { name: column.name, expr: v.es, v };
  });
  const state: State = {
    ...emptyState,
    commands: [{ kind: 'row', columns: columns.map(({ name, expr }) => ({ name, expr })) }],
    columns: new Map(columns.map(({ name, v }) => [name, { ...v, es: field(name) }])),
    visible: columns.map(({ name }) => name),
    aggregated: true,
    most: 1n,
  };
  return { state, rows: null };
};

export const lowerSource = (context: Context, source: Source): Start =>
  match(source)
    .returnType<Start>()
    .with({ kind: 'table' }, (n) => fromTable(context, n))
    .with({ kind: 'union' }, (n) => lowerUnion(context, n) ?? nowhere)
    .with({ kind: 'rows' }, (n) => fromRows(context, n))
    .with({ kind: P.union(...wideSources) }, () => nowhere)
    .exhaustive();
