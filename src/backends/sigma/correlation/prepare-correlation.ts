// A query whose thresholds look at one aggregation in; `table | filter | project | aggregate | filter` out (or a union of such beginnings), over columns that
// have fields: what a correlation rule says. Measures that no threshold looks at are left out by name.
import { junction } from '../../../ir/conjuncts.ts';
import type { ColumnRef, Expr } from '../../../ir/expr.ts';
import { measureColumns } from '../../../ir/frame.ts';
import type { Measure, Named, Pipeline, Query, Source, Step } from '../../../ir/pipeline.ts';
import { visitExpr } from '../../../ir/traverse.ts';
import type { TargetContext } from '../../shared/backend.ts';
import { type Fold, type Measured, simplify } from '../inline.ts';
import type { Path, Table } from '../path.ts';
import { shownColumns } from '../shown-columns.ts';
import { keptKeys } from './keys.ts';
import type { Threshold } from './thresholds.ts';

/** The same wherever it stands. */
const shape = (node: unknown): string =>
  JSON.stringify(node, (key, value: unknown) => (key === 'span' ? undefined : typeof value === 'bigint' ? `${value}n` : value));

const shapeOf = (path: Path): string =>
  shape([path.grouping?.by, path.thresholds.map(({ of: { measure, part }, op, value }) => [measure, part, op, value])]);

const columnsRead = (exprs: readonly Expr[]): readonly ColumnRef[] => {
  const found = new Map<string, ColumnRef>();
  for (const expr of exprs) {
    visitExpr(expr, (inner) => {
      if (inner.kind === 'column') found.set(inner.name, inner);
    });
  }
  return [...found.values()];
};

const isTrue = (expr: Expr): boolean => expr.kind === 'literal' && expr.value === true;

/** The size of a set is the number of distinct values. */
const countedBy = ({ measure, part }: Measured, { findings }: TargetContext): Fold => {
  const where = measure.where && simplify(measure.where, findings);
  const filtered = { ...measure, where: where && isTrue(where) ? null : where };
  return part === 'value' ? filtered : { ...filtered, agg: 'count_distinct', args: measure.args.slice(0, 1), type: 'long' };
};

const measuresOf = (thresholds: readonly Threshold[], context: TargetContext): readonly Fold[] => [
  ...new Map(thresholds.map(({ of }) => [of.measure.name, countedBy(of, context)])).values(),
];

const leaveOutOthers = (measures: readonly Measure[], kept: readonly Fold[], { findings }: TargetContext): void => {
  const names = new Set(kept.map(({ name }) => name));
  for (const measure of measures) {
    const columns = measureColumns(measure).map(({ name }) => name);
    if (!columns.some((name) => names.has(name))) findings.leaveOut('RMMC3641', measure.span, { columns: columns.join(', ') || '*' });
  }
};

const allOf = (conditions: readonly Expr[], table: Table): readonly Step[] => {
  const condition = junction('and', conditions, table.span);
  if (!condition) return [];
  return [{ kind: 'filter', condition, span: condition.span }];
};

/** One table with what holds for each of its events. */
const beginning = (path: Path, read: readonly ColumnRef[], context: TargetContext): Pipeline => {
  const shown = shownColumns(path, true, context);
  const names = new Set(shown.map(({ name }) => name));
  const needed = read.flatMap((expr): readonly Named[] => (names.has(expr.name) ? [] : [{ name: expr.name, expr, span: expr.span }]));
  const columns = [...shown, ...needed];
  const project: readonly Step[] = columns.length > 0 ? [{ kind: 'project', columns, span: path.table.span }] : [];
  return { source: path.table, steps: [...allOf([...path.times, ...path.conditions], path.table), ...project] };
};

const sourceOf = (beginnings: readonly Pipeline[], source: Source, frame: Query['frame']): Pipeline => {
  const [only] = beginnings;
  if (only && beginnings.length === 1) return only;
  return { source: { kind: 'union', branches: beginnings, mode: 'outer', tag: null, fuzzy: false, frame, span: source.span }, steps: [] };
};

const comparison = ({ of, op, value, span }: Threshold): Expr => {
  const left: Expr = { kind: 'column', name: of.measure.name, type: of.part === 'size' ? 'long' : of.measure.type, declared: true, span };
  const right: Expr = { kind: 'literal', type: typeof value === 'bigint' ? 'long' : 'real', value, span };
  return { kind: 'compare', op, left, right, type: 'bool', span };
};

const refused = (query: Query): Query => ({ ...query, pipeline: { source: query.pipeline.source, steps: [] } });

/** Why the ways to the result cannot be counted together; null: they can. */
const apart = (paths: readonly Path[], first: Path): string | null => {
  const step = first.grouping?.step;
  if (paths.some((path) => path.grouping?.step !== step || path.thresholds.some(({ of }) => of.step !== step)))
    return 'thresholds on several aggregations';
  return paths.some((path) => shapeOf(path) !== shapeOf(first)) ? 'keys or measures that are computed otherwise for each table' : null;
};

export const prepareCorrelation = (query: Query, paths: readonly Path[], context: TargetContext): Query => {
  const { findings } = context;
  const [first] = paths;
  const [threshold] = first?.thresholds ?? [];
  if (!first?.grouping || !threshold) return refused(query);
  const { step, by } = first.grouping;
  const why = apart(paths, first);
  if (why !== null) findings.refuse('RMMC3647', threshold.span, { what: why, why: 'one correlation counts the events of one grouping' });
  const measures = measuresOf(first.thresholds, context);
  leaveOutOthers(step.measures, measures, context);
  const keys = keptKeys(
    by,
    paths.map(({ table }) => table),
    context,
  );
  if (keys.columns.length === 0) findings.refuse('RMMC3649', step.span, {});
  const grouped = [...keys.columns, ...(keys.bin ? [keys.bin] : [])];
  const read = columnsRead([
    ...grouped.map(({ expr }) => expr),
    ...measures.flatMap(({ args, where }) => [...args, ...(where ? [where] : [])]),
  ]);
  const { source, steps } = sourceOf(
    paths.map((path) => beginning(path, read, context)),
    query.pipeline.source,
    query.frame,
  );
  const thresholds = first.thresholds.map(comparison);
  const after: readonly Step[] = [{ kind: 'aggregate', by: grouped, measures, span: step.span }, ...allOf(thresholds, first.table)];
  return { ...query, pipeline: { source, steps: [...steps, ...after] } };
};
