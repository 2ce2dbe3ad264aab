// A table and the steps behind it in; the terms of its base search out: where its events are, the time range, and every condition that the index can use.

import type { Span } from '../../../diagnostics/span.ts';
import { conjuncts } from '../../../ir/conjuncts.ts';
import type { Expr } from '../../../ir/expr.ts';
import type { Source, Step } from '../../../ir/pipeline.ts';
import { visitExpr } from '../../../ir/traverse.ts';
import type { ScalarType } from '../../../ir/types.ts';
import type { TargetContext } from '../../shared/backend.ts';
import type { TableMapping } from '../../shared/fields.ts';
import { assumeAsciiFolding } from '../../shared/folding.ts';
import type { Term } from '../ast.ts';
import { nullTextOf } from '../context.ts';
import { isRowwise, madeBy } from '../demand.ts';
import type { Place } from '../fields.ts';
import { indexedField } from '../stored/columns.ts';
import { placeTerms } from './place.ts';
import { prefilter } from './prefilter.ts';
import { type Bound, boundOf, implies, tightest } from './window.ts';

export type Table = Extract<Source, { kind: 'table' }>;

/** A table with its mapping. `isTime`: the column is the time of the event. */
export interface Reader {
  readonly mapping: TableMapping<Place>;
  readonly table: Table;
  readonly context: TargetContext;
  readonly isTime: (name: string) => boolean;
}

/** The type of a column as the schema declares it. */
export const typeOf = (r: Reader, name: string): ScalarType =>
  r.table.frame.columns.find((column) => column.name === name)?.type ?? 'unknown';

/** Conditions of the leading row-wise steps with the source column behind each name at that point (null: computed). */
export const earlyConditions = (
  steps: readonly Step[],
): readonly { readonly expr: Expr; readonly source: (name: string) => string | null }[] => {
  let renamed = new Map<string, string | null>();
  const found: { expr: Expr; source: (name: string) => string | null }[] = [];
  for (const step of steps) {
    // A condition on what these steps leave alone holds before them as well.
    if (step.kind === 'expand' || step.kind === 'capture') {
      renamed = new Map([...renamed, ...madeBy(step).map((name): [string, null] => [name, null])]);
      continue;
    }
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

type Early = ReturnType<typeof earlyConditions>[number];

/** Each condition with the bound that it sets on the time of the event. */
const boundsOf = (r: Reader, early: readonly Early[]): ReadonlyMap<Expr, Bound> => {
  const found = new Map<Expr, Bound>();
  for (const { expr, source } of early) {
    const isEventTime = (e: Expr): boolean => {
      const name = e.kind === 'column' ? source(e.name) : null;
      return name !== null && r.isTime(name);
    };
    const bound = expr.kind === 'compare' ? boundOf(expr, isEventTime) : null;
    if (bound) found.set(expr, bound);
  }
  return found;
};

const queryPeriod = (context: TargetContext, span: Span): readonly Term[] => {
  const period = context.meta.queryPeriod;
  const found = /^(\d+)([dhms])$/.exec(period ?? '');
  if (!found || period === null) {
    context.findings.assume('RMMC3823', span, {});
    return [];
  }
  const unit = { d: 86400, h: 3600, m: 60, s: 1 }[found[2] as 'd' | 'h' | 'm' | 's'];
  context.findings.assume('RMMC3812', span, { period });
  return [
    { kind: 'time', bound: 'earliest', value: `-${Number(found[1]) * unit}s` },
    { kind: 'time', bound: 'latest', value: 'now' },
  ];
};

/** Two conditions can have the same prefilter: it is said once. */
const distinct = (terms: readonly Term[]): readonly Term[] => [...new Map(terms.map((term) => [JSON.stringify(term), term])).values()];

/** `settled`: the conditions that the base search says exactly. */
export const baseSearch = (r: Reader, steps: readonly Step[]): { readonly terms: readonly Term[]; readonly settled: Set<Expr> } => {
  const { context, mapping } = r;
  const settled = new Set<Expr>();
  const filters: Term[] = [];
  const early = earlyConditions(steps);
  const bounds = boundsOf(r, early);
  const [lower, upper] = [tightest([...bounds.values()], 'earliest'), tightest([...bounds.values()], 'latest')];
  const said = [lower, upper].filter((bound) => bound !== null);
  for (const { expr, source } of early) {
    const bound = bounds.get(expr);
    if (bound) {
      const own = said.some((one) => one === bound);
      if (own ? bound.exact : said.some((one) => implies(one, bound))) settled.add(expr);
      if (own && bound.slack !== null) context.findings.assume('RMMC3811', expr.span, { slack: bound.slack, bound: bound.bound });
      continue;
    }
    const rawField = (name: string): string | null => {
      const column = source(name);
      if (column === null || r.isTime(column)) return null;
      return indexedField(mapping, column, typeOf(r, column));
    };
    const found = prefilter(expr, rawField, nullTextOf(context));
    if (!found) continue;
    filters.push(found.term);
    if (!found.exact) continue;
    settled.add(expr);
    visitExpr(expr, (node) => {
      if (node.kind === 'text') assumeAsciiFolding(node, 'iks', context.findings);
    });
  }
  if (lower && !upper) context.findings.assume('RMMC3821', r.table.span, {});
  const modifiers = said.map(({ bound, value }): Term => ({ kind: 'time', bound, value }));
  const times = modifiers.length > 0 ? modifiers : queryPeriod(context, r.table.span);
  const flat = distinct(filters.flatMap((term) => (term.kind === 'and' ? term.terms : [term])));
  return { terms: [...placeTerms(mapping.where), ...times, ...flat], settled };
};
