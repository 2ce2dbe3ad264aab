// The source of a pipeline in; FROM or ROW, the test that picks the rows, and the columns behind them, out.
import { match, P } from 'ts-pattern';
import type { Source } from '../../ir/pipeline.ts';
import { wideSources } from '../../ir/wide-steps.ts';
import { type Assignment, field } from './ast.ts';
import { type Context, refuse, type Scope } from './context.ts';
import { emptyState, rowTest, tableInSight, tableScope, takenFields } from './lower-table.ts';
import { lowerUnion } from './lower-union.ts';
import { lowerValue } from './lower-value.ts';
import { placeIn } from './lowering.ts';
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

const fromRows = (context: Context, source: Extract<Source, { kind: 'rows' }>): Start => {
  const [row] = source.rows;
  if (!row || source.rows.length > 1 || row.length === 0) {
    refuse(context, source.span, 'a table of constant rows', 'ROW makes one row');
    return nowhere;
  }
  const nothing: Scope = { column: (ref) => refuse(context, ref.span, `column ${ref.name}`, 'a constant row has none') };
  const cells = row.map((cell) => lowerValue(placeIn(context, nothing, 'value'), cell, 'value'));
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
