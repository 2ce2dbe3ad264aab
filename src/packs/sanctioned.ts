// A rule with a list of sanctioned tools in; the result column that names the tool out, where filtering the result says the same as filtering the events.
import { match, P } from 'ts-pattern';
import type { Expr } from '../ir/expr.ts';
import type { Step } from '../ir/pipeline.ts';
import type { PackRule } from './pack.ts';

const isColumn = (expr: Expr, name: string): boolean => expr.kind === 'column' && expr.name === name;

/** The column leaves the step as it came, and no row depends on rows with another value in it. */
const passes = (step: Step, name: string): boolean =>
  match(step)
    .with({ kind: P.union('filter', 'sort') }, () => true)
    .with({ kind: 'extend' }, ({ columns }) => columns.every((column) => column.name !== name))
    .with({ kind: 'project' }, ({ columns }) => columns.some((column) => column.name === name && isColumn(column.expr, name)))
    .with({ kind: 'aggregate' }, ({ by }) => by.some((key) => key.name === name && isColumn(key.expr, name)))
    .otherwise(() => false);

/** Null when the rule has no such list or its result does not tell. */
export const sanctionedColumn = ({ sanctioned, query }: PackRule): string | null => {
  if (!sanctioned || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(sanctioned.column)) return null;
  const { source, steps } = query.pipeline;
  const known = query.frame.columns.some(({ name }) => name === sanctioned.column);
  return known && source.kind === 'table' && steps.every((step) => passes(step, sanctioned.column)) ? sanctioned.column : null;
};
