// A clause of a query in; the arrays that it takes elements of, and what it reads of each element, out; whether an event's arrays are of one kind throughout.
import { isBag, isList } from '../backends/shared/cell-text.ts';
import type { KqlCell } from '../backends/shared/proof.ts';
import { contains, type Span } from '../diagnostics/span.ts';
import type { Expr } from '../ir/expr.ts';
import type { Query } from '../ir/pipeline.ts';
import { visitPipeline } from '../ir/traverse.ts';
import { keyOf, valuesUnder } from './clause-reads.ts';

export interface ArrayRead {
  /** The key under which the array stands; null: it is a whole column. */
  readonly key: string | null;
  /** First keys that are read of its elements; none: the elements themselves. */
  readonly parts: ReadonlySet<string>;
  /** An element is taken by its place: of what is no array there is none. */
  readonly byPlace: boolean;
}

const isPlace = (expr: Expr): boolean => expr.kind === 'path' && expr.key.kind === 'literal' && typeof expr.key.value === 'bigint';

/** The last key on the way to a value, through conversions. */
const lastKey = (expr: Expr): string | null => {
  if (expr.kind === 'call' && expr.args[0]) return lastKey(expr.args[0]);
  return keyOf(expr);
};

export const arraysIn = ({ pipeline }: Query, span: Span): readonly ArrayRead[] => {
  const below = new Map<string, Set<string>>();
  const spread: { readonly name: string; readonly expr: Expr }[] = [];
  const places: Expr[] = [];
  const partsOf = new Map<Expr, Set<string>>();
  visitPipeline(pipeline, {
    step: (step) => {
      if (step.kind === 'expand' || step.kind === 'apply') spread.push(...step.columns.filter((one) => contains(span, one.span)));
    },
    expr: (expr) => {
      const key = keyOf(expr);
      if (isPlace(expr) && contains(span, expr.span)) places.push(expr);
      if (expr.kind !== 'path' || key === null) return;
      if (expr.base.kind === 'column') below.set(expr.base.name, new Set(below.get(expr.base.name)).add(key));
      else partsOf.set(expr.base, new Set(partsOf.get(expr.base)).add(key));
    },
  });
  return [
    ...spread.map(({ name, expr }): ArrayRead => ({ key: lastKey(expr), parts: below.get(name) ?? new Set(), byPlace: false })),
    ...places.flatMap((place): readonly ArrayRead[] =>
      place.kind === 'path' ? [{ key: lastKey(place.base), parts: partsOf.get(place) ?? new Set(), byPlace: true }] : [],
    ),
  ];
};

const isSingle = (value: KqlCell | undefined): boolean => value !== undefined && value !== null && !isBag(value) && !isList(value);

const fits = (one: KqlCell, parts: ReadonlySet<string>): boolean =>
  parts.size === 0 ? isSingle(one) : isBag(one) && [...parts].every((part) => isSingle(one.get(part)));

/** An array with an element that is not as the others, or that lacks what is read of it; an object in place of the array. */
export const isUneven = (cell: KqlCell, { key, parts, byPlace }: ArrayRead): boolean =>
  (key === null ? [cell] : valuesUnder(cell, new Set([key]))).some((value) => {
    if (value === null) return false;
    if (isList(value)) return value.length === 0 || !value.every((one) => fits(one, parts));
    return byPlace || isBag(value);
  });
