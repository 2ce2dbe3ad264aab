// A query that reads `Type`, the column in which a table of a Log Analytics workspace says its own name, in; the same with that name written out.

import type { Expr } from './expr.ts';
import { foldExpr } from './fold.ts';
import { textLiteral } from './literals.ts';
import type { Measure, Named, Pipeline, Query, Source, Step } from './pipeline.ts';
import { mapExprChildren, rewriteQuery, visitPipeline } from './traverse.ts';

type Table = Extract<Source, { kind: 'table' }>;

const typeColumn = 'Type';

/** Tables that have a column of that name for something else. Source: advanced hunting schema, IdentityInfo (`Type`: of the account). */
const otherwise: ReadonlySet<string> = new Set(['IdentityInfo']);

/** Whether the column `Type` of a table is its name. Source: Azure Monitor reference, standard columns. */
export const saysItsName = ({ name, declared, frame, lookup }: Table): boolean => {
  const has = (column: string): boolean => frame.columns.some((one) => one.name === column && one.type === 'string');
  return declared && lookup === undefined && !otherwise.has(name) && has('TenantId') && has(typeColumn);
};

const isType = (expr: Expr): boolean => expr.kind === 'column' && expr.name === typeColumn;

const isTrue = (expr: Expr): boolean => expr.kind === 'literal' && expr.value === true;

const starred = (measure: Measure): readonly Named[] => (measure.kind === 'pick' && measure.star ? measure.outputs : []);

/** `arg_max(…, *)` names every column, and asks for none. */
const readsType = (query: Query): boolean => {
  let named = 0;
  visitPipeline(query.pipeline, {
    expr: (expr) => {
      if (isType(expr)) named += 1;
    },
    step: (step) => {
      if (step.kind === 'aggregate') named -= step.measures.flatMap(starred).filter(({ expr }) => isType(expr)).length;
    },
  });
  return named > 0;
};

const withName = (expr: Expr, name: string): Expr =>
  isType(expr) ? textLiteral(name, expr.span) : mapExprChildren(expr, (child) => withName(child, name));

/** The filters that stand first stay first, as a target starts with them. */
const named = (pipeline: Pipeline, { name, span }: Table): Pipeline => {
  const at = pipeline.steps.findIndex(({ kind }) => kind !== 'filter');
  const first = at < 0 ? pipeline.steps.length : at;
  const filters = pipeline.steps
    .slice(0, first)
    .map((step): Step => (step.kind === 'filter' ? { ...step, condition: foldExpr(withName(step.condition, name)) } : step))
    .filter((step) => !(step.kind === 'filter' && isTrue(step.condition)));
  const told: Step = { kind: 'extend', span, columns: [{ name: typeColumn, span, expr: textLiteral(name, span) }] };
  return { ...pipeline, steps: [...filters, told, ...pipeline.steps.slice(first)] };
};

/** `holds`: the target's events have the column themselves. */
export const withTableNames = (query: Query, holds: (table: Table) => boolean): Query =>
  readsType(query)
    ? rewriteQuery(query, {
        pipeline: (pipeline) =>
          pipeline.source.kind === 'table' && saysItsName(pipeline.source) && !holds(pipeline.source)
            ? named(pipeline, pipeline.source)
            : pipeline,
      })
    : query;
