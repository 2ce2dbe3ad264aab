// A table of a query in; its mapping, the test that picks its rows and the columns that it offers out.
import type { Source } from '../../ir/pipeline.ts';
import { fieldsOfAccount } from '../shared/domain-name.ts';
import { isLookup } from '../shared/lookups.ts';
import { noPlace } from '../shared/no-place.ts';
import { binary, type Es, field, str } from './ast.ts';
import type { Context, Scope } from './context.ts';
import { assumeLookup, lookupInSight } from './lookup-table.ts';
import { isMissing, type TableInSight, tableColumn } from './lower-column.ts';
import type { State } from './state.ts';

export const emptyState: State = {
  commands: [],
  columns: new Map(),
  base: null,
  taken: new Set(),
  left: new Set(),
  visible: null,
  aggregated: false,
  most: null,
};

type Table = Extract<Source, { kind: 'table' }>;

const noIntegration =
  'no integration keeps its rows in fields; an Event Hub input stores an exported row as one text, which ES|QL cannot read';

/** The table's mapping; without one it is refused, or kept under its own name. */
export const tableInSight = (context: Context, source: Table): TableInSight | null => {
  if (isLookup(source)) {
    assumeLookup(context, source, source.span);
    return lookupInSight(source, context.profile);
  }
  const mapping = context.fields.table(source.name);
  if (mapping?.standIn !== undefined) context.findings.assume('RMMC3105', source.span, { table: source.name, source: mapping.standIn });
  if (mapping) return { name: source.name, mapping };
  if (context.options.unmapped !== 'keep') {
    const known = source.declared ? { note: noIntegration } : {};
    context.findings.refuse('RMMC4001', source.span, { table: source.name, target: 'esql', ...known, ...noPlace(source.name) });
    return null;
  }
  return {
    name: source.name,
    mapping: { where: { indices: [context.profile.index ?? source.name], constraint: null }, columns: new Map() },
  };
};

export const rowTest = (table: TableInSight): Es | null => {
  const { constraint } = table.mapping.where;
  if (!constraint) return null;
  const [first = '', ...more] = [constraint.value].flat();
  if (more.length === 0) return binary('==', field(constraint.field), str(first));
  return { kind: 'in', left: field(constraint.field), items: [first, ...more].map(str) };
};

/** Fields that KQL knows under another name. */
export const takenFields = (table: TableInSight): ReadonlySet<string> => {
  const taken = new Set(['_id', '_index', '_version']);
  for (const [column, mapping] of table.mapping.columns)
    for (const name of mapping ? [mapping.field, ...(mapping.or ?? []), ...fieldsOfAccount(mapping)] : [])
      if (name !== column) taken.add(name);
  return taken;
};

/** The columns of a table. */
export const tableScope = (context: Context, table: TableInSight): Scope => ({
  column: (ref, use) => tableColumn(context, table, ref, use),
  missing: (ref) => isMissing(context, table, ref),
});
