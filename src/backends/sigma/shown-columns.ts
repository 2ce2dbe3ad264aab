// A way from a table to the result in; the columns of the table that are worth showing and have a field out.
import type { Named } from '../../ir/pipeline.ts';
import type { TargetContext } from '../shared/backend.ts';
import { sigmaField, sigmaTable } from './fields.ts';
import type { Path } from './path.ts';

/** Plain columns to show, each once. After an aggregation only those that have a field: the finding on the aggregation covers the others. */
export const shownColumns = (path: Path, quiet: boolean, context: TargetContext): readonly Named[] => {
  const table = sigmaTable(path.table.name, context.profile);
  const byName = new Map<string, Named>();
  for (const { expr, span } of path.shown ?? []) {
    if (expr.kind !== 'column' || expr.name === path.table.timeColumn || byName.has(expr.name)) continue;
    const missing = !table || !sigmaField(table, expr.name);
    if (!missing || context.options.unmapped === 'keep') byName.set(expr.name, { name: expr.name, expr, span });
    else if (!quiet) context.findings.assume('RMMC3610', span, { column: expr.name });
  }
  return [...byName.values()];
};
