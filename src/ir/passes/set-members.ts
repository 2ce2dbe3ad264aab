// Membership in the arrays of another query is membership in what they were made of: `make_set` and `make_list` leave out nulls alone, and a null in the
// list that `in` and `has_any` read counts for nothing. A list that is cut short (`make_set(X, 100)`) stays: nobody knows which values it keeps.
// before: (textQuery equals DeviceId (query T (aggregate (set_DeviceId make_set DeviceId))))
// after:  (textQuery equals DeviceId (query T (aggregate (by set_DeviceId=DeviceId))))
import type { Expr } from '../expr.ts';
import type { Measure, Pipeline, Query, Step, StepOf } from '../pipeline.ts';
import { rewriteQuery } from '../traverse.ts';
import type { ScalarType } from '../types.ts';

/** How many values a list holds when the query does not say. */
const most = 1_048_576n;

/** Types whose values are the same in an array: texts as they are, numbers with the same digits. */
const kept: ReadonlySet<ScalarType> = new Set(['string', 'int', 'long']);

type Fold = Extract<Measure, { kind: 'fold' }>;

/** What the list is made of; null when it is no list, or not all of it. */
const elementsOf = ({ agg, args: [element, size] }: Fold): Expr | null => {
  if ((agg !== 'make_set' && agg !== 'make_list') || !element || !kept.has(element.type)) return null;
  const whole = size === undefined || (size.kind === 'literal' && typeof size.value === 'bigint' && size.value >= most);
  return whole ? element : null;
};

/** The column that gives the first one, seen through steps that only choose columns; null where another step stands. */
const chosenBefore = (steps: readonly Step[], first: string): string | null =>
  steps.reduceRight<string | null>((name, step) => {
    if (name === null || step.kind === 'present') return name;
    if (step.kind !== 'project') return null;
    const chosen = step.columns.find((column) => column.name === name)?.expr;
    return chosen?.kind === 'column' ? chosen.name : null;
  }, first);

/** The first column behind the last aggregation: a list's name, or null. */
const firstOf = (steps: readonly Step[], aggregation: StepOf<'aggregate'>): string | null => {
  const last = steps.findLast((step) => step.kind === 'project');
  const [key] = aggregation.by;
  const [measure] = aggregation.measures;
  if (last?.kind === 'project') return last.columns[0]?.name ?? null;
  return key?.name ?? (measure?.kind === 'fold' ? measure.name : null);
};

const isNotNull = (element: Expr): Expr => ({ kind: 'call', span: element.span, type: 'bool', fn: 'isnotnull', args: [element] });

/** The same query with a row for each value of its lists; null when it does not end in lists. */
const spread = (query: Pipeline): Pipeline | null => {
  const at = query.steps.findLastIndex((step) => step.kind === 'aggregate');
  const aggregation = query.steps[at];
  if (aggregation?.kind !== 'aggregate') return null;
  const rest = query.steps.slice(at + 1);
  const first = firstOf(rest, aggregation);
  const name = first === null ? null : chosenBefore(rest, first);
  const list = aggregation.measures.find((measure) => measure.kind === 'fold' && measure.name === name);
  const element = list?.kind === 'fold' ? elementsOf(list) : null;
  if (list?.kind !== 'fold' || !element || first === null) return null;
  const { span } = aggregation;
  const conditions = [...(list.where ? [list.where] : []), ...(element.type === 'string' ? [] : [isNotNull(element)])];
  const filters = conditions.map((condition): Step => ({ kind: 'filter', span, condition }));
  const distinct: Step = { ...aggregation, by: [{ name: first, expr: element, span: list.span }], measures: [] };
  return { ...query, steps: [...query.steps.slice(0, at), ...filters, distinct] };
};

const spreadIn = (expr: Expr): Expr => {
  if (expr.kind !== 'textQuery' && expr.kind !== 'memberQuery') return expr;
  const query = spread(expr.query);
  return query ? { ...expr, query } : expr;
};

export const setMembers = (query: Query): Query => rewriteQuery(query, { expr: spreadIn });
