// Which columns of its table a query looks at, so that a reader of data can skip the others.
import type { Query, StepKind } from '../ir/pipeline.ts';
import { fixesColumns } from '../ir/pipeline.ts';
import { visitPipeline } from '../ir/traverse.ts';

/** Steps that look at the columns they name, and at no others. */
const looksOnlyAtNamed: ReadonlySet<StepKind> = new Set<StepKind>([
  'filter',
  'extend',
  'project',
  'drop',
  'reorder',
  'aggregate',
  'sort',
  'limit',
  'present',
  'expand',
  'capture',
]);

/** The names that the query uses, or null when all columns may matter: they are shown, packed, or joined with others of their name. */
export const columnsInUse = ({ pipeline }: Query): ReadonlySet<string> | null => {
  const plain =
    pipeline.source.kind === 'table' && pipeline.steps.some(fixesColumns) && pipeline.steps.every(({ kind }) => looksOnlyAtNamed.has(kind));
  if (!plain) return null;
  const names = new Set<string>();
  let packed = false;
  visitPipeline(pipeline, {
    expr: (expr) => {
      if (expr.kind === 'column') names.add(expr.name);
      if (expr.kind === 'call' && (expr.fn === 'pack_all' || expr.fn === 'column_ifexists' || expr.fn === 'iscolumnexists')) packed = true;
    },
  });
  return packed ? null : names;
};
