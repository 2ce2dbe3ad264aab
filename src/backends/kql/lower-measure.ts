// Measures and sort keys of the IR in, calls of KQL's aggregate functions and keys out.
import { match } from 'ts-pattern';
import type { Expr } from '../../ir/expr.ts';
import type { Measure, Named, SortKey } from '../../ir/pipeline.ts';
import type { Findings } from '../shared/findings.ts';
import type { KqlExpr, KqlNamed, KqlSortKey } from './ast.ts';
import { conditionalForms } from './functions.ts';

export type LowerE = (expr: Expr) => KqlExpr;

export const named = (column: Named, e: LowerE): KqlNamed => ({ names: [column.name], expr: e(column.expr) });

export const isPlain = (column: Named): boolean => column.expr.kind === 'column' && column.expr.name === column.name;

export const sortKey = (key: SortKey, e: LowerE): KqlSortKey => {
  const usual = key.order === 'asc' ? 'first' : 'last';
  return { expr: e(key.expr), order: key.order, nulls: key.nulls === usual ? null : key.nulls };
};

export const lowerMeasure = (measure: Measure, findings: Findings, e: LowerE): KqlNamed =>
  match(measure)
    .returnType<KqlNamed>()
    .with({ kind: 'fold' }, (n) => ({ names: [n.name], expr: lowerFold(n, findings, e) }))
    .with({ kind: 'pick' }, (n) => lowerPick(n, e))
    .exhaustive();

export const lowerFold = (n: Extract<Measure, { kind: 'fold' }>, findings: Findings, e: LowerE): KqlExpr => {
  const args = n.args.map(e);
  if (!n.where) return { kind: 'call', name: n.agg, args };
  const form = conditionalForms[n.agg];
  if (!form) {
    findings.refuse('RMMC3001', n.span, { target: 'KQL', feature: `\`${n.agg}()\` of some rows`, why: 'it has no form with a condition' });
    return { kind: 'call', name: n.agg, args };
  }
  return { kind: 'call', name: form.name, args: [...args.slice(0, form.position), e(n.where), ...args.slice(form.position)] };
};

/** `(Last, A) = arg_max(Timestamp, A)`; names are left out when they are the columns' own. */
const lowerPick = (n: Extract<Measure, { kind: 'pick' }>, e: LowerE): KqlNamed => {
  const name = n.by === 'any' ? 'take_any' : `arg_${n.by}`;
  const outputs: readonly Named[] = n.star ? [] : n.outputs;
  const columns = [...(n.key ? [n.key] : []), ...outputs];
  const args = [...columns.map((column) => e(column.expr)), ...(n.star ? [{ kind: 'star' } as const] : [])];
  return { names: columns.every(isPlain) ? [] : columns.map((column) => column.name), expr: { kind: 'call', name, args } };
};
