// Constant rows (datatable, print) in; makeresults and eval out.
import type { Expr } from '../../ir/expr.ts';
import type { Source } from '../../ir/pipeline.ts';
import type { TargetContext } from '../shared/backend.ts';
import { type Assignment, binary, type Command, call, field, number } from './ast.ts';
import type { Binding } from './context.ts';
import { lowering } from './lower-expr.ts';
import type { Rows } from './lower-table.ts';
import { fieldFor, fresh } from './state.ts';
import { repOf } from './values.ts';

type Constants = Extract<Source, { kind: 'rows' }>;

const rowNumber = 'row_number';

/** More rows than anyone reads in a search; a lookup file is the place for them. */
const most = 500;

export const lowerRows = (source: Constants, context: TargetContext): Rows => {
  const l = lowering(context, new Map());
  const { rows, columns } = source;
  if (rows.length === 0 || rows.length > most) {
    context.findings.refuse('RMMC3810', source.span, {
      what: `a table of ${rows.length} constant rows`,
      why: `makeresults writes 1 to ${most} of them; put them into a lookup`,
    });
  }
  const taken = new Set<string>([rowNumber]);
  const scope = new Map<string, Binding>();
  const assignments = columns.map((column, index): Assignment => {
    const target = fresh(fieldFor(column.name, source.span, context), taken);
    taken.add(target);
    scope.set(column.name, { field: target, rep: repOf(column.type), nullable: column.type !== 'string' });
    const cells = rows.map((row): Expr => row[index] ?? { kind: 'literal', span: source.span, type: column.type, value: null });
    const values = cells.map((cell) => l.value(cell).eval);
    const [only] = values;
    if (values.length === 1 && only) return { field: target, value: only };
    return {
      field: target,
      value: call('case', ...values.flatMap((value, row) => [binary('==', field(rowNumber), number(row + 1)), value])),
    };
  });
  const numbered: readonly Command[] =
    rows.length > 1 ? [{ kind: 'streamstats', stats: [{ fn: 'count', arg: null, as: rowNumber }], by: [] }] : [];
  const evals: readonly Command[] = assignments.length > 0 ? [{ kind: 'eval', assignments }] : [];
  return { commands: [{ kind: 'makeresults', count: rows.length }, ...numbered, ...evals], scope, settled: new Set(), whole: false };
};
