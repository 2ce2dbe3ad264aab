// What every part of the lowering needs: where findings go, where tables live, and the columns in sight.
import type { Span } from '../../diagnostics/span.ts';
import type { ColumnRef, Expr } from '../../ir/expr.ts';
import type { TargetContext } from '../shared/backend.ts';
import type { FieldMap } from '../shared/fields.ts';
import type { Position } from '../shared/findings.ts';
import type { Es } from './ast.ts';
import type { EsqlWhere } from './fields.ts';
import type { KnownKinds } from './rewrite/known-kinds.ts';
import { refused, type Value } from './value.ts';
import { readsJson } from './versions.ts';

export const title = 'Elastic ES|QL';

export interface Context extends TargetContext {
  readonly fields: FieldMap<EsqlWhere>;
  /** Which events the query reads of each table. Absent: nobody looked. */
  readonly known?: KnownKinds;
}

/** What a column is read for: a test that keeps or drops rows, or its value. */
export type Use = 'test' | 'value';

/** The columns in sight of an expression. */
export interface Scope {
  /** The column, or null when this scope has none of that name. A refusal on the way has been reported. */
  column(ref: ColumnRef, use: Use): Value;
  /** True for a column that no field holds in a form that ES|QL reads. */
  missing?(ref: ColumnRef): boolean;
}

/** The lowering of expressions as its own parts call it (they need each other). */
export interface Lowering {
  value(place: Place, expr: Expr, use: Use): Value;
  /** The same, where a bag that is known by its parts may stay one. */
  parts(place: Place, expr: Expr, use: Use): Value;
  /** A condition that is true exactly where KQL's answer is `want`. */
  test(place: Place, expr: Expr, want: boolean): Es;
  /** A condition as a value: null exactly where KQL's is. */
  truth(place: Place, expr: Expr): Es;
}

/** Where an expression stands: what its finding would do to the rows. */
export interface Place {
  readonly lowering: Lowering;
  readonly context: Context;
  readonly scope: Scope;
  readonly position: Position;
  /** The rows are still those of the index, and the condition is one of WHERE or STATS: QSTR can ask the index for more than the columns. */
  readonly asks?: boolean;
}

/** Refuses a feature on a span; the value is a stand-in. */
export const refuse = (context: Context, span: Span, feature: string, why: string): Value => {
  context.findings.refuse('RMMC3001', span, { target: title, feature, why });
  return refused;
};

/** A path below a dynamic value that no field stands for. `canRun`: a runtime field could. */
export const refusePath = (context: Context, span: Span, path: string, canRun = false): Value => {
  const lifted = 'a pipeline can lift the value out at ingest, and rmmc.yaml can then name its field';
  const next = canRun ? `${lifted}; --esql-flattened runtime reads it by a runtime field of the mapping` : lifted;
  const why = readsJson(context) ? 'nothing says how the integration stores what JSON_EXTRACT would read' : noReader;
  return refuse(context, span, `the path ${path}`, `no field of the index is mapped to it, and ${why}; ${next}`);
};

export const noReader = '8.19 has no function that reads JSON';

export const literalText = (expr: Expr | undefined): string | undefined =>
  expr?.kind === 'literal' && typeof expr.value === 'string' ? expr.value : undefined;

export const literalInteger = (expr: Expr | undefined): bigint | undefined =>
  expr?.kind === 'literal' && typeof expr.value === 'bigint' ? expr.value : undefined;
