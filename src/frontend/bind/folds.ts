// Aggregate functions that fold many rows into one value: a call in, a fold measure out.

import { aggRow } from '../../ir/aggregates.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Measure } from '../../ir/pipeline.ts';
import type { AstNamed } from '../ast/ast.ts';
import { type AggregateForm, acceptedBy, aggregateForm, resultOf } from '../vocabulary/aggregate-names.ts';
import type { ColumnNames } from './column-names.ts';
import { argName } from './result-names.ts';
import type { Binder, CallNode, Scope } from './scope.ts';
import { typeNames } from './types.ts';

type Fold = Extract<Measure, { kind: 'fold' }>;

const splitCondition = (b: Binder, form: AggregateForm, args: readonly Expr[]): { args: readonly Expr[]; where: Expr | null } => {
  const { condition: at } = form;
  if (at === null) return { args, where: null };
  const where = args[at] ?? null;
  if (where && where.type !== 'bool' && where.type !== 'unknown')
    b.report('RMMC2007', where.span, { found: where.type, expected: 'bool', where: 'the condition of the aggregate' });
  return { args: args.filter((_, i) => i !== at), where };
};

const checkArgs = (b: Binder, call: CallNode, form: AggregateForm, args: readonly Expr[], where: Expr | null): void => {
  const [least, most] = aggRow(form.agg).arity;
  const accepted = acceptedBy(form.agg);
  const [first] = args;
  const typed = !first || accepted === null || first.type === 'unknown' || accepted.includes(first.type);
  const counted = args.length >= least && args.length <= most && (form.condition === null || where !== null);
  if (typed && counted) return;
  b.report('RMMC2006', call.span, {
    name: call.name.text,
    found: typeNames(where ? [...args, where] : args),
    forms: accepted === null ? `${least} to ${most} arguments` : `a first argument of type ${accepted.join(', ')}`,
  });
};

/** `count(x)` counts all rows, also those where `x` is null. */
const isRowCount = (form: AggregateForm, args: readonly Expr[]): boolean =>
  form.agg === 'count' && form.condition === null && args.length === 1 && args[0]?.type !== 'bool';

/** The fold that a call makes; its name is given. */
export const bindFold = (b: Binder, call: CallNode, scope: Scope, name: string): Fold => {
  const form = aggregateForm(call.name.text);
  const bound = call.args
    .filter((arg) => arg.expr.kind !== 'wildcard')
    .map((arg) => b.expr(arg.expr, { lets: scope.lets, rows: scope.rows }));
  if (!form) return { kind: 'fold', span: call.span, name, agg: 'count', args: [], where: null, type: 'unknown' };
  const { args, where } = splitCondition(b, form, isRowCount(form, bound) ? [] : bound);
  checkArgs(b, call, form, args, where);
  const capped: readonly Expr[] =
    form.cap !== null && args.length === 1 ? [...args, { kind: 'literal', span: call.span, type: 'long', value: form.cap }] : args;
  return { kind: 'fold', span: call.span, name, agg: form.agg, args: capped, where, type: resultOf(form.agg, args[0]?.type ?? 'unknown') };
};

const numberText = (arg: Expr): string =>
  arg.kind === 'literal' && (typeof arg.value === 'bigint' || typeof arg.value === 'number') ? String(arg.value).replace('.', '_') : '';

/** `percentiles(X, 50, 95)`: one fold per percentage, `percentile_X_50` and so on; written names go to the first ones. `percentilesw` has a weight behind X. */
export const bindPercentiles = (b: Binder, call: CallNode, scope: Scope, measure: AstNamed, names: ColumnNames): readonly Fold[] => {
  const agg = call.name.text === 'percentilesw' ? 'percentilew' : 'percentile';
  const args = call.args.map((arg) => b.expr(arg.expr, { lets: scope.lets, rows: scope.rows }));
  const before = args.slice(0, agg === 'percentilew' ? 2 : 1);
  const percents = args.slice(before.length);
  const [value] = before;
  if (!value || percents.length === 0) {
    b.report('RMMC2006', call.span, { name: call.name.text, found: 'too few arguments', forms: 'value, percentage, …' });
    return [];
  }
  const base = call.args[0] ? (argName(call.args[0]) ?? '') : '';
  return percents.map((percent, i) => ({
    kind: 'fold',
    span: measure.span,
    name: names.declare(measure.names[i]?.text ?? null, `percentile_${base}_${numberText(percent)}`, false, measure.span),
    agg,
    args: [...before, percent],
    where: null,
    type: resultOf(agg, value.type),
  }));
};
