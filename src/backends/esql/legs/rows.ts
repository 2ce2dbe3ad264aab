// Queries that read constant rows alone in; one ROW with a text for each row of each table, and the column that says which leg a row belongs to, out.
import type { Source } from '../../../ir/pipeline.ts';
import { field, str } from '../ast.ts';
import { type ConstantTable, constantTable, packedRows, readCell, textOfCell } from '../constant-table.ts';
import { type Context, refuse } from '../context.ts';
import { emptyState } from '../lower-table.ts';
import { claim, type Leg, type LowerStep, type Stream, write } from './legs.ts';
import { gathersLists, type Plan } from './plan.ts';

type Rows = Extract<Source, { kind: 'rows' }>;

export interface RowsPlan extends Plan {
  readonly source: { readonly kind: 'rows'; readonly rows: Rows };
}

export const readsRows = (plan: Plan): plan is RowsPlan => plan.source.kind === 'rows';

interface Filled {
  readonly leg: Leg;
  readonly table: ConstantTable;
}

const cell = (at: number): string => `cell_${at + 1}`;

const legOf = (plan: RowsPlan, tag: string): Filled | null => {
  const table = constantTable(plan.context, plan.source.rows);
  if (!table) return null;
  const columns = new Map(table.columns.map(({ column, type }, at) => [column.name, readCell(type, cell(at))] as const));
  const base = {
    column: (ref: { readonly span: Leg['span']; readonly name: string }) =>
      refuse(plan.context, ref.span, `column ${ref.name}`, 'the constant rows have none of that name'),
  };
  const leg: Leg = {
    context: plan.context,
    tag,
    span: plan.source.rows.span,
    state: { ...emptyState, columns, base, aggregated: true },
    needs: plan.needs,
    readsEvents: false,
    offers: () => false,
    id: field('row'),
    unique: null,
    order: null,
    waiting: [],
  };
  return { leg, table };
};

/** All cells of a table's rows, behind the leg that they belong to and their number; `width`: columns of the widest table. */
const linesOf = ({ leg, table }: Filled, width: number): readonly (readonly string[])[] =>
  table.rows.map((row, at) => [
    leg.tag,
    String(at + 1),
    ...Array.from({ length: width }, (_, i) => {
      const one = row[i];
      return one ? (textOfCell(one) ?? '') : '';
    }),
  ]);

/** `plans`: at least one. Null when a table was refused. */
export const startRows = (context: Context, plans: readonly RowsPlan[], lowerStep: LowerStep) => {
  const tags = new Set<string>();
  const known = plans
    .map((plan) => [plan, legOf(plan, claim('rows', tags))] as const)
    .flatMap(([plan, one]) => (one ? [[plan, one] as const] : []));
  if (known.length < plans.length) return null;
  const filled = known.map(([, one]) => one);
  const width = Math.max(...filled.map(({ table }) => table.columns.length));
  const packed = packedRows(filled.flatMap((one) => linesOf(one, width)));
  if (!packed) {
    refuse(
      context,
      plans[0]?.source.rows.span ?? { start: 0, end: 0 },
      'this table of constant rows',
      'no sign is left to stand between its cells',
    );
    return null;
  }
  const mark = 'leg';
  const names = [mark, 'row', ...Array.from({ length: width }, (_, at) => cell(at))];
  const stream: Stream = {
    lowerStep,
    mark,
    stored: new Set(names),
    needsIds: plans.some(gathersLists),
    commands: [],
    legs: filled.map(({ leg }) => leg),
  };
  write(
    stream,
    { kind: 'row', columns: [{ name: 'rmmc_row', expr: { kind: 'list', items: packed.texts.map(str) } }] },
    { kind: 'mvExpand', field: 'rmmc_row' },
    { kind: 'dissect', field: 'rmmc_row', pattern: names.map((name) => `%{${name}}`).join(packed.sign) },
  );
  return {
    stream,
    leaves: new Map(known.map(([plan, { leg }]) => [plan as Plan, { leg, said: 0 }] as const)),
    clashing: new Set<string>(),
  };
};
