// The beginning of a legal query in (see `prepare-correlation.ts`): its tables, each with the conditions on its events, out.
import { conjuncts } from '../../../ir/conjuncts.ts';
import type { Expr } from '../../../ir/expr.ts';
import type { Pipeline, StepOf } from '../../../ir/pipeline.ts';
import type { Table } from '../path.ts';
import { timeWindowText } from '../time-window.ts';

/** One table that is read: its conditions, its bounds of the time column, its columns. */
export interface Beginning {
  readonly table: Table;
  readonly conditions: readonly Expr[];
  readonly times: readonly Expr[];
  readonly columns: StepOf<'project'>['columns'];
}

export const conjunctsOf = (filter: StepOf<'filter'> | undefined): readonly Expr[] => (filter ? conjuncts(filter.condition) : []);

export const beginningOf = ({ source, steps }: Pipeline): readonly Beginning[] => {
  if (source.kind !== 'table') return [];
  const end = steps.findIndex(({ kind }) => kind === 'aggregate');
  const own = end < 0 ? steps : steps.slice(0, end);
  const all = conjunctsOf(own.find((step) => step.kind === 'filter'));
  const isTime = (expr: Expr): boolean => timeWindowText(expr, source.timeColumn) !== null;
  return [
    {
      table: source,
      conditions: all.filter((expr) => !isTime(expr)),
      times: all.filter(isTime),
      columns: own.find((step) => step.kind === 'project')?.columns ?? [],
    },
  ];
};
