// The parts of an `evaluate pivot(…)`: a plugin in; the pivoted column, the keys and the measure out.
import type { Expr } from '../../../ir/expr.ts';
import type { Measure, Named, StepOf } from '../../../ir/pipeline.ts';
import { visitExpr } from '../../../ir/traverse.ts';

export type Plugin = StepOf<'plugin'>;
type Fold = Extract<Measure, { kind: 'fold' }>;

/** The field of the measure, before its values stand in columns of their own. */
export const cell = 'rmmc_cell';

/** What an empty cell of KQL holds, null where it holds nothing or nobody knows what. */
export const empty: ReadonlyMap<Fold['agg'], '0' | ''> = new Map([
  ...(['count', 'dcount', 'count_distinct', 'sum'] as const).map((agg) => [agg, '0'] as const),
  ...(['min', 'max', 'avg'] as const).map((agg) => [agg, ''] as const),
]);

/** Types whose values are the names of their columns in both languages. */
export const nameable = new Set<Expr['type']>(['string', 'int', 'long', 'guid']);

interface Pivot {
  readonly of: Named;
  readonly by: readonly Named[];
  readonly measure: Fold;
}

export const named = (n: Plugin, name: string, type: Expr['type']): Named => ({
  name,
  span: n.span,
  expr: { kind: 'column', span: n.span, type, name, declared: true },
});

/** The expressions of a measure. */
export const exprsOfFold = ({ args, where }: Fold): readonly Expr[] => [...args, ...(where ? [where] : [])];

export const counted = (n: Plugin): Fold => ({ kind: 'fold', span: n.span, name: cell, agg: 'count', args: [], where: null, type: 'long' });

/** The parts of a pivot that lists its keys; null for other plugins and forms. */
export const pivotOf = (n: Plugin): Pivot | null => {
  const [first, second, ...listed] = n.args;
  if (n.operator !== 'evaluate' || n.name !== 'pivot' || first?.kind !== 'value' || first.value.kind !== 'column') return null;
  const measure = second === undefined ? counted(n) : second.kind === 'measure' ? { ...second.measure, name: cell } : null;
  const keys = listed.flatMap((arg) =>
    arg.kind === 'value' && arg.value.kind === 'column' ? [named(n, arg.value.name, arg.value.type)] : [],
  );
  if (!measure || keys.length < listed.length || keys.length === 0 || n.keeps) return null;
  return { of: named(n, first.value.name, first.value.type), by: keys, measure };
};

/** The expressions that a plugin computes over its rows. */
export const exprsOfPlugin = (n: Plugin): readonly Expr[] => {
  const pivot = pivotOf(n);
  if (!pivot) return [];
  const { of, by, measure } = pivot;
  return [of.expr, ...by.map((key) => key.expr), ...exprsOfFold(measure)];
};

/** The columns that the measure computes with. */
export const measuredBy = (n: Plugin): readonly string[] => {
  const names: string[] = [];
  const measure = pivotOf(n)?.measure;
  for (const expr of measure ? exprsOfFold(measure) : []) visitExpr(expr, (e) => (e.kind === 'column' ? names.push(e.name) : 0));
  return names;
};
