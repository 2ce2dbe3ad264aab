// A measure and the numbers that it is compared with in; what a correlation counts and its condition out.

import type { Span } from '../../../diagnostics/span.ts';
import type { ColumnRef } from '../../../ir/expr.ts';
import type { TargetContext } from '../../shared/backend.ts';
import type { SigmaCorrelation } from '../ast.ts';
import { loweringFor } from '../detect.ts';
import type { Fold } from '../inline.ts';
import { fieldOf } from '../lowering.ts';
import type { Beginning } from './beginnings.ts';
import { type Bound, type Bounds, boundsOf, type Comparison, edgeOf } from './bounds.ts';

type Counting = Pick<SigmaCorrelation, 'type' | 'field' | 'bounds'>;
type Kind = Exclude<SigmaCorrelation['type'], 'temporal' | 'temporal_ordered'>;

interface At {
  readonly beginnings: readonly Beginning[];
  readonly isBinned: boolean;
  readonly context: TargetContext;
}

const kinds: ReadonlyMap<string, Kind> = new Map([
  ['count', 'event_count'],
  ['dcount', 'value_count'],
  ['count_distinct', 'value_count'],
  ['sum', 'value_sum'],
  ['avg', 'value_avg'],
]);

const signs: Readonly<Record<Bound[0], string>> = { gt: '>', gte: '>=', lt: '<', lte: '<=', eq: '==' };
const boundText = (name: string, [op, value]: Bound): string => `${name} ${signs[op]} ${value}`;

const transforms: ReadonlySet<string> = new Set(['endswith_backslash', 'domain_user', 'registry_hive_abbrev']);

/** The field of the values; null after a refusal. */
const valueField = (column: ColumnRef, measure: Fold, kind: Kind, { beginnings, context }: At): string | null => {
  const { findings } = context;
  const mappings = beginnings.map(({ table }) => fieldOf(column, loweringFor(table, context)));
  const [first] = mappings;
  if (!first || mappings.some((mapping) => !mapping)) return null;
  const refuse = (why: string): null => {
    findings.refuse('RMMC3647', measure.span, { what: `${measure.agg}(${column.name})`, why });
    return null;
  };
  if (mappings.some((mapping) => mapping?.field !== first.field)) return refuse('the tables keep it in fields of different names');
  const { transform, field } = first;
  if (kind !== 'value_count') {
    if (transform !== undefined || first.values) return refuse(`${field} holds it in another form`);
    if (kind === 'value_sum') findings.assume('RMMC3652', measure.span, { column: column.name });
    return field;
  }
  if (transform === 'address_type') return refuse(`${field} holds the address`);
  if (transform === 'lower' || transform === 'bool_string') return refuse(`${field} holds it in another form, which makes fewer values`);
  if (transform !== undefined && transforms.has(transform)) findings.widen('RMMC3653', column.span, { column: column.name, field });
  if (measure.agg === 'dcount') findings.assume('RMMC3645', measure.span, { column: column.name });
  if (column.type === 'string') findings.assume('RMMC3646', column.span, { column: column.name, field });
  return field;
};

const isRare = ({ lower, upper }: Bounds): boolean => (lower === null ? upper !== null : upper !== null && edgeOf(lower) <= 1n);

/** The condition; null after a refusal. */
const conditionFor = (measure: Fold, bounds: Bounds, span: Span, { isBinned, context: { findings } }: At): readonly Bound[] | null => {
  const { lower, upper } = bounds;
  const isAverage = measure.agg === 'avg';
  if (!isAverage && isRare(bounds)) {
    const what = upper ? `\`${boundText(measure.name, upper)}\`` : 'this threshold';
    findings.refuse('RMMC3647', span, { what, why: 'it reports what happens, not what is absent or rare: each group is rare at first' });
    return null;
  }
  if (isAverage && isBinned) {
    findings.refuse('RMMC3647', span, { what: 'the average of a bin', why: 'a window that slides has other averages' });
    return null;
  }
  const least: Bound | null = lower && !isAverage && edgeOf(lower) < 1n ? ['gte', 1n] : lower;
  const said = least ?? upper;
  // One bound is all that pySigma reads, and behind a window that slides an upper one would miss groups.
  if (upper && said !== upper) findings.widen('RMMC3650', span, { bound: boundText(measure.name, upper) });
  if (said && isAverage) findings.assume('RMMC3651', span, { bound: boundText(measure.name, said) });
  return said ? [said] : [];
};

export const countingOf = (measure: Fold, comparisons: readonly (Comparison & { readonly span: Span })[], at: At): Counting | null => {
  const { findings } = at.context;
  const kind = kinds.get(measure.agg);
  const span = comparisons[0]?.span ?? measure.span;
  const bounds = boundsOf(comparisons);
  if (!kind || !bounds) {
    const what = kind ? 'a threshold that is no range' : `a threshold on ${measure.agg}()`;
    findings.refuse('RMMC3647', span, { what, why: 'its conditions are bounds of counts, sums and averages' });
    return null;
  }
  const condition = conditionFor(measure, bounds, span, at);
  if (condition === null) return null;
  if (kind === 'event_count') return { type: kind, field: null, bounds: condition };
  // The second argument of dcount() is an accuracy.
  const [column, ...more] = measure.agg === 'count_distinct' ? measure.args : measure.args.slice(0, 1);
  if (column?.kind !== 'column' || more.length > 0) {
    findings.refuse('RMMC3647', measure.span, { what: `${measure.agg}() of a computed value`, why: 'it looks at one field of the events' });
    return null;
  }
  const field = valueField(column, measure, kind, at);
  return field === null ? null : { type: kind, field, bounds: condition };
};

/** Reports every event of one detection. */
export const isBareEvent = ({ type, of, bounds }: SigmaCorrelation): boolean => {
  const [only] = bounds;
  return type === 'event_count' && of.length === 1 && bounds.length === 1 && only !== undefined && edgeOf(only) <= 1n;
};
