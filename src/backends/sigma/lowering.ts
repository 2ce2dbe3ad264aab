// What the lowering of a condition carries with it: the table's mapping and the findings; and the field of a column, with what is assumed about it.
import type { ColumnRef, Expr } from '../../ir/expr.ts';
import type { TargetContext } from '../shared/backend.ts';
import type { FieldMapping } from '../shared/fields.ts';
import type { Findings } from '../shared/findings.ts';
import { itemOf, type Logic } from './ast.ts';
import { logsourceName, type SigmaTable, sigmaField } from './fields.ts';
import { partOf } from './part-columns.ts';

export interface Lowering {
  readonly tableName: string;
  readonly table: SigmaTable;
  readonly match: 'exact' | 'contains';
  readonly findings: Findings;
  readonly keepUnmapped: boolean;
  /** Reports what is no test of a field against constants. */
  refuseTest(expr: Expr): Logic;
}

/** Stands where a refused condition stood; it is never printed. */
export const nothing: Logic = itemOf('refused', [], [null]);

const describe = (expr: Expr): string => {
  if (expr.kind === 'call') return `the result of \`${expr.fn}()\``;
  if (expr.kind === 'column') return `the column ${expr.name} here`;
  if (expr.kind === 'literal') return 'a constant';
  return expr.kind === 'compare' ? 'this comparison' : `a computed value (${expr.kind})`;
};

export const loweringOf = (tableName: string, table: SigmaTable, context: TargetContext): Lowering => ({
  tableName,
  table,
  match: context.profile.match ?? 'exact',
  findings: context.findings,
  keepUnmapped: context.options.unmapped === 'keep',
  refuseTest: (expr) => {
    context.findings.refuse('RMMC3614', expr.span, { what: describe(expr) });
    return nothing;
  },
});

/** The field of a column; undefined after a refusal. A guessed field is an assumption. */
export const fieldOf = (column: ColumnRef, at: Lowering): FieldMapping | undefined => {
  const known = sigmaField(at.table, column.name);
  if (!known && !at.keepUnmapped) {
    at.findings.refuse('RMMC4002', column.span, { column: column.name, table: at.tableName, target: 'sigma' });
    return undefined;
  }
  const mapping: FieldMapping = known ?? { field: column.name, confidence: 'guess' };
  if (mapping.confidence === 'guess') {
    at.findings.assume('RMMC3603', column.span, {
      column: column.name,
      field: mapping.field,
      logsource: logsourceName(at.table.logsource),
    });
  }
  if (partOf(column.name)) at.findings.assume('RMMC3689', column.span, { part: column.name, field: mapping.field });
  return mapping;
};
