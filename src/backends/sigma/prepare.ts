// A query in normal form in; `table | filter | project` out, and with thresholds on an aggregation what `prepare-correlation.ts` makes of it.
import { withoutConstantJoins } from '../../ir/constant-joins.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Pipeline, Query, Step } from '../../ir/pipeline.ts';
import type { TargetContext } from '../shared/backend.ts';
import type { Findings } from '../shared/findings.ts';
import { prepareCorrelation } from './correlation/prepare-correlation.ts';
import type { Path, Table } from './path.ts';
import { isWide, pathsOf } from './paths.ts';
import { shownColumns } from './shown-columns.ts';
import { prepareTemporal } from './temporal/prepare-temporal.ts';

const assumeComputed = (path: Path, findings: Findings): void => {
  for (const column of path.computed) {
    const shown = path.shown === null || path.shown.some((other) => other.name === column.name);
    if (shown || !path.used.has(column.name)) findings.assume('RMMC3607', column.span, { column: column.name });
  }
};

const hasAggregate = (pipeline: Pipeline): boolean => pipeline.steps.some((step) => step.kind === 'aggregate');

const all = (kind: 'and' | 'or', operands: readonly Expr[], table: Table): Expr => {
  const [only] = operands;
  return operands.length === 1 && only ? only : { kind, operands, type: 'bool', span: table.span };
};

const combined = (paths: readonly Path[], table: Table): Expr | null => {
  const ways = paths.map((path) => (path.conditions.length === 0 ? null : all('and', path.conditions, table)));
  const known = ways.filter((way) => way !== null);
  return known.length < ways.length || known.length === 0 ? null : all('or', known, table);
};

const isConstant = (expr: Expr, value: boolean): boolean => expr.kind === 'literal' && expr.value === value;

const prepareJoined = (query: Query, paths: readonly Path[], first: Path, context: TargetContext): Query => {
  const { findings } = context;
  const [span = first.table.span] = first.joined.spans;
  if (paths.length > 1)
    findings.refuse('RMMC3682', span, { what: 'a join of a union', why: 'it takes each rule for a part, not one of several' });
  for (const path of paths) assumeComputed(path, findings);
  return prepareTemporal(query, first, context);
};

/** The query as `table | filter | project`; a query that cannot be so is returned without steps, its refusals reported. */
export const prepare = (whole: Query, context: TargetContext): Query => {
  const query = withoutConstantJoins(whole);
  const { pipeline } = query;
  const paths = pathsOf(pipeline, context.findings);
  const [first] = paths ?? [];
  // What the capabilities refuse stays, so that it is refused.
  if (!paths || !first) return { ...query, pipeline: { source: pipeline.source, steps: pipeline.steps.filter(isWide) } };
  if (paths.some((path) => path.joined.legs.length > 0)) return prepareJoined(query, paths, first, context);
  if (paths.some((path) => path.thresholds.length > 0)) return prepareCorrelation(query, paths, context);
  const tables = [...new Set(paths.map((path) => path.table.name))];
  if (tables.length > 1) context.findings.refuse('RMMC3612', pipeline.source.span, { tables: tables.join(', ') });
  for (const path of paths) assumeComputed(path, context.findings);
  const condition = combined(paths, first.table);
  const usable = condition !== null && !isConstant(condition, false);
  if (!usable && tables.length === 1 && !paths.some((path) => path.refused)) context.findings.refuse('RMMC3613', first.table.span, {});
  const columns = shownColumns(first, hasAggregate(pipeline), context);
  const filter: readonly Step[] = usable ? [{ kind: 'filter', condition, span: condition.span }] : [];
  const shown: readonly Step[] = columns.length > 0 ? [{ kind: 'project', columns, span: first.table.span }] : [];
  return { ...query, pipeline: { source: first.table, steps: [...filter, ...shown] } };
};
