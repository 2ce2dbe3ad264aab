// A table and the steps behind it in; the terms of its base search out: where its events are, the time range, and every condition that the index can use.
import type { Span } from '../../diagnostics/span.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Source, Step } from '../../ir/pipeline.ts';
import type { TargetContext } from '../shared/backend.ts';
import type { TableMapping } from '../shared/fields.ts';
import type { Pattern, Term } from './ast.ts';
import { nullTextOf } from './context.ts';
import { conjuncts, isRowwise } from './demand.ts';
import type { Place } from './fields.ts';
import { prefilter } from './prefilter.ts';
import { isFieldName } from './quote.ts';
import { type Bound, boundOf } from './window.ts';

export type Table = Extract<Source, { kind: 'table' }>;

/** A table with its mapping. `isTime`: the column is the time of the event. */
export interface Reader {
  readonly mapping: TableMapping<Place>;
  readonly table: Table;
  readonly context: TargetContext;
  readonly isTime: (name: string) => boolean;
}

/** `*` of a configured value is a wildcard. */
const configured = (value: string): Pattern =>
  value
    .split('*')
    .flatMap((piece, index) => [
      ...(index > 0 ? [{ kind: 'any' } as const] : []),
      ...(piece === '' ? [] : [{ kind: 'text', text: piece } as const]),
    ]);

const placeTerms = (place: Place): readonly Term[] => {
  if (place.macro !== null) return [{ kind: 'macro', name: place.macro }];
  const [first, ...more] = place.sourcetypes.map(configured);
  const sourcetype: readonly Term[] =
    first === undefined
      ? []
      : more.length === 0
        ? [{ kind: 'field', field: 'sourcetype', pattern: first }]
        : [{ kind: 'fieldIn', field: 'sourcetype', patterns: [first, ...more] }];
  const constraint: readonly Term[] = place.constraint
    ? [{ kind: 'field', field: place.constraint.field, pattern: configured(place.constraint.value) }]
    : [];
  return [{ kind: 'field', field: 'index', pattern: configured(place.index) }, ...sourcetype, ...constraint];
};

/** Conditions of the leading row-wise steps with the source column behind each name at that point (null: computed). */
export const earlyConditions = (
  steps: readonly Step[],
): readonly { readonly expr: Expr; readonly source: (name: string) => string | null }[] => {
  let renamed = new Map<string, string | null>();
  const found: { expr: Expr; source: (name: string) => string | null }[] = [];
  for (const step of steps) {
    if (!isRowwise(step)) break;
    const now = renamed;
    const source = (name: string): string | null => (now.has(name) ? (now.get(name) ?? null) : name);
    if (step.kind === 'filter') found.push(...conjuncts(step.condition).map((expr) => ({ expr, source })));
    if (step.kind === 'extend' || step.kind === 'project') {
      renamed = new Map([
        ...now,
        ...step.columns.map((c): [string, string | null] => [c.name, c.expr.kind === 'column' ? source(c.expr.name) : null]),
      ]);
    }
    if (step.kind === 'rename')
      renamed = new Map([...now, ...step.pairs.map((pair): [string, string | null] => [pair.to, source(pair.from)])]);
  }
  return found;
};

const boundsOf = (found: readonly Bound[]): readonly Term[] =>
  (['earliest', 'latest'] as const).flatMap((bound): readonly Term[] => {
    const own = found.find((one) => one.bound === bound);
    return own ? [{ kind: 'time', bound, value: own.value }] : [];
  });

const queryPeriod = (context: TargetContext, span: Span): readonly Term[] => {
  const period = context.meta.queryPeriod;
  const found = /^(\d+)([dhms])$/.exec(period ?? '');
  if (!found || period === null) return [];
  const unit = { d: 86400, h: 3600, m: 60, s: 1 }[found[2] as 'd' | 'h' | 'm' | 's'];
  context.findings.assume('RMMC3812', span, { period });
  return [
    { kind: 'time', bound: 'earliest', value: `-${Number(found[1]) * unit}s` },
    { kind: 'time', bound: 'latest', value: 'now' },
  ];
};

/** `settled`: the conditions that the base search says exactly. */
export const baseSearch = (r: Reader, steps: readonly Step[]): { readonly terms: readonly Term[]; readonly settled: Set<Expr> } => {
  const { context, mapping } = r;
  const settled = new Set<Expr>();
  const bounds: Bound[] = [];
  const filters: Term[] = [];
  for (const { expr, source } of earlyConditions(steps)) {
    const isEventTime = (e: Expr): boolean => {
      const name = e.kind === 'column' ? source(e.name) : null;
      return name !== null && r.isTime(name);
    };
    const bound = expr.kind === 'compare' ? boundOf(expr, isEventTime) : null;
    if (bound && !bounds.some((other) => other.bound === bound.bound)) {
      bounds.push(bound);
      if (bound.exact) settled.add(expr);
      if (bound.slack !== null) context.findings.assume('RMMC3811', expr.span, { slack: bound.slack, bound: bound.bound });
      continue;
    }
    const rawField = (name: string): string | null => {
      const column = source(name);
      if (column === null || r.isTime(column)) return null;
      const row =
        mapping.columns.get(column) ??
        (mapping.columns.has(column) || mapping.prefix === undefined ? null : { field: `${mapping.prefix}${column}` });
      const simple = row && isFieldName(row.field) && !('or' in row && row.or) && !row.field.endsWith('{}');
      return simple ? row.field : null;
    };
    const found = prefilter(expr, rawField, nullTextOf(context));
    if (!found) continue;
    filters.push(found.term);
    if (found.exact) settled.add(expr);
  }
  const [lower] = bounds.filter((one) => one.bound === 'earliest');
  if (lower && !bounds.some((one) => one.bound === 'latest')) context.findings.assume('RMMC3821', r.table.span, {});
  const times = bounds.length > 0 ? boundsOf(bounds) : queryPeriod(context, r.table.span);
  const flat = filters.flatMap((term) => (term.kind === 'and' ? term.terms : [term]));
  return { terms: [...placeTerms(mapping.where), ...times, ...flat], settled };
};
