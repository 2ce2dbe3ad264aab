// Aggregate functions: a measure and its arguments in; a function of stats out, with what has to be computed before and after it.
import { type CoreAgg, isWideAgg } from '../../ir/aggregates.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Measure } from '../../ir/pipeline.ts';
import { binary, call, type Eval, number, regex, text } from './ast.ts';
import { type Lowering, type Rep, refused, type Value } from './context.ts';
import { onlyKql } from './functions/row.ts';
import { textOf } from './values.ts';

type Fold = Extract<Measure, { kind: 'fold' }>;

/** One stats function. `after` corrects its result, given as an expression of the result's field. */
export interface Plan {
  readonly fn: string;
  readonly arg: Eval | null;
  readonly after: ((result: Eval) => Eval) | null;
  readonly rep: Rep;
  readonly nullable: boolean;
}

const plan = (fn: string, arg: Eval | null, rep: Rep, nullable: boolean, after: Plan['after'] = null): Plan => ({
  fn,
  arg,
  after,
  rep,
  nullable,
});

/** The argument, null on the rows that do not count. */
const guarded = (value: Eval, where: Expr | null, l: Lowering): Eval =>
  where ? call('if', l.condition(where, true), value, call('null')) : value;

const argOf = (fold: Fold, index = 0): Expr => fold.args[index] ?? { kind: 'literal', span: fold.span, type: 'long', value: 0n };

const numeric = (fold: Fold, fn: string, nullable: boolean, l: Lowering, after: Plan['after'] = null): Plan => {
  const value = l.value(argOf(fold));
  const source = value.rep === 'json' || value.rep === 'text' ? call('tonumber', value.eval) : value.eval;
  return plan(
    fn,
    guarded(source, fold.where, l),
    fold.type === 'datetime' ? 'time' : fold.type === 'timespan' ? 'span' : 'number',
    nullable,
    after,
  );
};

/** Texts carry a mark in front, so that stats does not order those that look like numbers as numbers. */
const extreme = (fold: Fold, fn: 'min' | 'max', grouped: boolean, l: Lowering): Plan => {
  const value = l.value(argOf(fold));
  const nullable = value.nullable || fold.where !== null || !grouped;
  if (value.rep !== 'text' && value.rep !== 'json') return plan(fn, guarded(value.eval, fold.where, l), value.rep, nullable);
  const marked = guarded(binary('.', text('_'), textOf(value, l, argOf(fold))), fold.where, l);
  return plan(fn, marked, 'text', false, (result) => call('coalesce', call('substr', result, number(2)), text('')));
};

const constant = (expr: Expr | undefined): number | null =>
  expr?.kind === 'literal' && (typeof expr.value === 'bigint' || typeof expr.value === 'number') ? Number(expr.value) : null;

/** What tells values apart; a null is none. */
const identity = (value: Value, l: Lowering, expr: Expr): Eval => (value.rep === 'list' ? textOf(value, l, expr) : value.eval);

/** What values() and list() gather: of an array its elements, as in KQL; a null is nothing. */
const gathered = ({ rep, eval: value }: Value): Eval => {
  if (rep === 'time') return call('strftime', value, text(timeText));
  return rep === 'json' ? call('if', call('match', value, regex('^\\s*\\[')), call('json_array_to_mv', value), value) : value;
};

/** What list() keeps of a group. */
const listMost = 100;

const collected = (fold: Fold, fn: 'values' | 'list', l: Lowering): Plan => {
  const value = l.value(argOf(fold));
  const most = constant(fold.args[1]);
  if (fn === 'list' && (most === null || most > listMost)) l.context.findings.assume('RMMC3803', fold.span, { measure: fold.name });
  return plan(
    fn,
    guarded(gathered(value), fold.where, l),
    'list',
    true,
    most === null ? null : (result) => call('mvindex', result, number(0), number(most - 1)),
  );
};

/** ISO 8601 with the offset of the reader's zone: the same instant whoever reads it. */
export const timeText = '%Y-%m-%dT%H:%M:%S.%6N%z';

const distinct = (fold: Fold, l: Lowering): Plan => {
  const parts = (fold.agg === 'count_distinct' ? fold.args : fold.args.slice(0, 1)).map((expr) => ({ expr, value: l.value(expr) }));
  const [first] = parts;
  if (parts.length === 1 && first) return plan('dc', guarded(identity(first.value, l, first.expr), fold.where, l), 'number', false);
  const shown = parts.map(({ expr, value }) => textOf(value, l, expr));
  // The lengths in front keep ("a","bc") and ("ab","c") apart.
  const keyed = shown.map((part) => binary('.', binary('.', call('len', part), text(':')), part));
  const [head = text(''), ...rest] = keyed;
  return plan(
    'dc',
    guarded(
      rest.reduce((all, part) => binary('.', all, part), head),
      fold.where,
      l,
    ),
    'number',
    false,
  );
};

const spread = (fold: Fold, fn: 'stdev' | 'stdevp' | 'var' | 'varp', l: Lowering): Plan => {
  l.context.findings.assume('RMMC3828', fold.span, { measure: fold.name });
  return numeric(fold, fn, true, l);
};

const percentile = (fold: Fold, l: Lowering): Plan => {
  const rank = constant(fold.args[1]);
  if (rank === null || !Number.isInteger(rank) || rank < 0 || rank > 100) {
    refused(l, fold.span, 'this percentile', 'exactperc<N> takes a constant whole number from 0 to 100');
    return plan('count', null, 'number', false);
  }
  l.context.findings.assume('RMMC3814', fold.span, { measure: fold.name });
  return numeric(fold, `exactperc${rank}`, true, l);
};

const sum = (fold: Fold, grouped: boolean, l: Lowering): Plan => {
  const value = l.value(argOf(fold));
  const mayBeEmpty = value.nullable || fold.where !== null || !grouped;
  return { ...numeric(fold, 'sum', false, l, mayBeEmpty ? (result) => call('coalesce', result, number(0)) : null), nullable: false };
};

export type Folding = (fold: Fold, grouped: boolean, l: Lowering) => Plan;

/** Aggregates that stats can say; the reason for each of the others. */
export const folds = {
  count: (fold, _grouped, l) =>
    fold.where ? plan('count', l.condition(fold.where, true), 'number', false) : plan('count', null, 'number', false),
  dcount: (fold, _grouped, l) => distinct(fold, l),
  count_distinct: (fold, _grouped, l) => distinct(fold, l),
  sum,
  avg: (fold, _grouped, l) => numeric(fold, 'avg', true, l),
  min: (fold, grouped, l) => extreme(fold, 'min', grouped, l),
  max: (fold, grouped, l) => extreme(fold, 'max', grouped, l),
  make_set: (fold, _grouped, l) => collected(fold, 'values', l),
  make_list: (fold, _grouped, l) => collected(fold, 'list', l),
  make_list_with_nulls: 'multivalue fields hold no nulls',
  make_bag: 'eval cannot merge property bags over rows',
  percentile: (fold, _grouped, l) => percentile(fold, l),
  percentilew: 'stats knows no weights',
  percentiles_array: 'stats gives one percentile per function',
  stdev: (fold, _grouped, l) => spread(fold, 'stdev', l),
  stdevp: (fold, _grouped, l) => spread(fold, 'stdevp', l),
  variance: (fold, _grouped, l) => spread(fold, 'var', l),
  variancep: (fold, _grouped, l) => spread(fold, 'varp', l),
  buildschema: 'fields have no schema',
  hll: 'its sketches are internal to Kusto',
  hll_merge: 'its sketches are internal to Kusto',
  tdigest: 'its sketches are internal to Kusto',
  tdigest_merge: 'its sketches are internal to Kusto',
  binary_all_and: 'stats has no functions on bits',
  binary_all_or: 'stats has no functions on bits',
  binary_all_xor: 'stats has no functions on bits',
} satisfies Record<CoreAgg, Folding | string>;

const rows: Readonly<Record<CoreAgg, Folding | string>> = folds;

export const planOf = (fold: Fold, grouped: boolean, l: Lowering): Plan => {
  const row = isWideAgg(fold.agg) ? onlyKql : rows[fold.agg];
  if (typeof row !== 'string') return row(fold, grouped, l);
  refused(l, fold.span, `\`${fold.agg}()\``, row);
  return plan('count', null, 'number', false);
};
