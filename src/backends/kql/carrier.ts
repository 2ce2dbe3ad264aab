// A query over tables in; the same over `datatable`s of the same names, and its comparison with the rows that it has to give, out.
import type { Column } from '../../ir/types.ts';
import { type Carrier, differentText, equalText, type Wanted } from '../shared/carrier.ts';
import type { KqlCell } from '../shared/proof.ts';
import type { KqlExpr, KqlLet, KqlNamed, KqlQuery, KqlSource, KqlStage } from './ast.ts';

const cell = (column: Column, value: KqlCell): KqlExpr => {
  const type = column.type === 'unknown' ? 'string' : column.type;
  return { kind: 'literal', type, value: value === null && type === 'string' ? '' : value };
};

const datatable = (columns: readonly Column[], rows: readonly (readonly KqlCell[])[]): KqlQuery => ({
  source: { kind: 'datatable', columns, rows: rows.map((row) => columns.map((column, at) => cell(column, row[at] ?? null))) },
  stages: [],
});

const name = (text: string): KqlExpr => ({ kind: 'name', name: text });
const text = (value: string): KqlExpr => ({ kind: 'literal', type: 'string', value });
const call = (fn: string, ...args: readonly KqlExpr[]): KqlExpr => ({ kind: 'call', name: fn, args });
const named = (column: string, expr: KqlExpr): KqlNamed => ({ names: [column], expr });
const test = (op: '==' | '<' | '>', left: KqlExpr, right: KqlExpr): KqlExpr => ({ kind: 'test', op, left, right });

const [given, expected, row] = ['rmmc_given', 'rmmc_expected', 'rmmc_row'];

/** Doubles are compared to so many digits behind the dot: sums differ by the order of their rows. */
const digits: KqlExpr = { kind: 'literal', type: 'long', value: 9n };

const comparable =
  ({ arraysOrdered }: Wanted) =>
  (column: Column): KqlExpr => {
    if (column.type === 'real') return call('round', name(column.name), digits);
    return column.type === 'dynamic' && !arraysOrdered ? call('array_sort_asc', name(column.name)) : name(column.name);
  };

/** The rows of one side as texts. */
const side = (table: string, wanted: Wanted): KqlQuery => {
  const line = wanted.columns.length === 0 ? text('') : call('tostring', call('pack_array', ...wanted.columns.map(comparable(wanted))));
  return {
    source: { kind: 'table', name: table },
    stages: [{ kind: 'project', columns: [named('rmmc_side', text(table)), named(row, line)] }],
  };
};

/** Rows of which nothing is settled are only counted; a table has a column all the same. */
const expectedRows = ({ columns, rows }: Wanted): KqlQuery =>
  columns.length > 0
    ? datatable(columns, rows)
    : datatable(
        [{ name: row, type: 'string' }],
        rows.map(() => ['']),
      );

const counted = (table: string): KqlNamed => named(table, call('countif', test('==', name('rmmc_side'), text(table))));
const listed = (column: string, op: '<' | '>'): KqlNamed =>
  named(column, call('make_list_if', name(row), test(op, name(given), name(expected))));
const none = (column: string): KqlExpr => test('==', call('array_length', name(column)), { kind: 'literal', type: 'long', value: 0n });

const verdict = ({ events }: Wanted): readonly KqlStage[] => {
  const same: KqlExpr = { kind: 'logic', op: 'and', operands: [none('missing_rows'), none('unexpected_rows')] };
  const said = call('iff', same, text(equalText(events)), text(differentText));
  return [
    { kind: 'summarize', measures: [counted(given), counted(expected)], by: [named(row, name(row))] },
    { kind: 'summarize', measures: [listed('missing_rows', '<'), listed('unexpected_rows', '>')], by: [] },
    {
      kind: 'project',
      columns: [named('verdict', said), named('missing_rows', name('missing_rows')), named('unexpected_rows', name('unexpected_rows'))],
    },
  ];
};

export const carrier: Carrier<KqlQuery> = {
  carrying: (query, tables) => ({
    ast: { ...query, lets: tables.map(({ name: table, columns, rows }): KqlLet => ({ name: table, query: datatable(columns, rows) })) },
  }),
  judging: ({ lets = [], ...query }, wanted) => {
    const both: KqlSource = { kind: 'union', words: [], branches: [side(given, wanted), side(expected, wanted)] };
    const made: readonly KqlLet[] = [
      { name: given, query },
      { name: expected, query: expectedRows(wanted) },
    ];
    return { ast: { lets: [...lets, ...made], source: both, stages: verdict(wanted) } };
  },
};
