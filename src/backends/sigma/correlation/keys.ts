// The keys of an aggregation in; those that a correlation can group by, and the bin of time that becomes its window, out. A key that is left out makes coarser
// groups: they reach a threshold no later.
import type { Expr } from '../../../ir/expr.ts';
import type { Named } from '../../../ir/pipeline.ts';
import { ticksPerDay } from '../../../ir/types.ts';
import type { TargetContext } from '../../shared/backend.ts';
import type { FieldMapping } from '../../shared/fields.ts';
import { type SigmaTable, sigmaField, sigmaTable } from '../fields.ts';
import type { Table } from '../path.ts';

export interface Keys {
  readonly columns: readonly Named[];
  /** `bin(Timestamp, 1h)`, the shortest where there are several. */
  readonly bin: Named | null;
}

/** The field of a column; null: it has none. */
export const correlatedField = (table: SigmaTable | undefined, column: string, { options }: TargetContext): FieldMapping | null => {
  const known = table && sigmaField(table, column);
  if (known) return known;
  return options.unmapped === 'keep' && known !== null ? { field: column, confidence: 'guess' } : null;
};

/** Ticks of the bins that a key puts events in by their time; null: it is another key. */
export const binOf = (expr: Expr, timeColumn: string | null): bigint | null => {
  if (expr.kind !== 'call') return null;
  const [time, size] = expr.args;
  if (time?.kind !== 'column' || time.name !== timeColumn) return null;
  if (expr.fn === 'startofday') return ticksPerDay;
  if (expr.fn !== 'bin' || size?.kind !== 'literal' || size.type !== 'timespan') return null;
  return typeof size.value === 'bigint' && size.value > 0n ? size.value : null;
};

/** Why no field groups events as the key does; null: one does. */
export const hindrance = ({ expr }: Named, tables: readonly Table[], context: TargetContext): string | null => {
  if (expr.kind !== 'column') return 'it is computed';
  for (const table of tables) {
    if (expr.name === table.timeColumn) return 'it is the time itself';
    const mapping = correlatedField(sigmaTable(table.name, context.profile), expr.name, context);
    if (!mapping) return 'it has no field in Sigma';
    if (mapping.transform === 'lower' || mapping.transform === 'hex' || mapping.transform === 'bool_string') continue;
    if (mapping.transform !== undefined) return `${mapping.field} holds more than it`;
  }
  return null;
};

const asBin = (key: Named, ticks: bigint): Named => {
  const { expr, span } = key;
  const [time] = expr.kind === 'call' ? expr.args : [];
  if (!time) return key;
  return {
    ...key,
    expr: { kind: 'call', fn: 'bin', type: 'datetime', span, args: [time, { kind: 'literal', type: 'timespan', value: ticks, span }] },
  };
};

export const keptKeys = (by: readonly Named[], tables: readonly Table[], context: TargetContext): Keys => {
  const columns: Named[] = [];
  let bin: { readonly key: Named; readonly ticks: bigint } | null = null;
  for (const key of by) {
    const sizes = tables.map((table) => binOf(key.expr, table.timeColumn));
    const [ticks = null] = sizes;
    if (key.expr.kind === 'literal') continue;
    if (ticks !== null && sizes.every((size) => size !== null)) {
      if (!bin || ticks < bin.ticks) bin = { key: asBin(key, ticks), ticks };
      continue;
    }
    const why = hindrance(key, tables, context);
    if (why === null) columns.push(key);
    else context.findings.widen('RMMC3644', key.span, { column: key.name, why });
  }
  return { columns, bin: bin?.key ?? null };
};
