// An aggregate function of the IR with lowered arguments in; ES|QL out. Every aggregate has a row: what emits it, or why it is refused.
import { match } from 'ts-pattern';
import { type CoreAgg, isWideAgg } from '../../ir/aggregates.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Measure } from '../../ir/pipeline.ts';
import { binary, call, type Es, num, str } from './ast.ts';
import { literalInteger, type Place, refuse } from './context.ts';
import { listSign } from './json/bag.ts';
import { reads, shown } from './state.ts';
import { type EsType, refused, type Value, value } from './value.ts';

type Fold = Extract<Measure, { kind: 'fold' }>;

/** What tells one row from another, and sorts as the rows are sorted. */
export interface RowId {
  readonly parts: readonly Es[];
  readonly order: 'ASC' | 'DESC';
}

interface Aggregate {
  readonly measure: Fold;
  readonly place: Place;
  arg(at: number): Value;
  /** The aggregation has no keys: it gives a row over no rows. */
  readonly keyless: boolean;
  readonly rowId: RowId | null;
  expr(at: number): Expr | undefined;
  refuse(why: string): Value;
}

type Answer = ((a: Aggregate) => Value) | string;

const isNumber = (v: Value): boolean => v.type === 'integer' || v.type === 'long' || v.type === 'double' || v.type === 'span';

const numeric = (a: Aggregate, emit: (v: Value) => Value): Value => {
  const v = a.arg(0);
  return isNumber(v) ? emit(v) : a.refuse(`it takes numbers, not a ${v.type}`);
};

const distinct = (a: Aggregate): Value => {
  if (a.measure.agg === 'count_distinct' && a.measure.args.length > 1) return a.refuse('it counts the values of one expression');
  const v = a.arg(0);
  if (v.type === 'list') return a.refuse('a list is counted by its values');
  a.place.context.findings.assume('RMMC3711', a.measure.span, { measure: a.measure.name });
  const count = call('COUNT_DISTINCT', shown(v), num(40000));
  // null over rows that the optimizer knows to be none
  return value(a.keyless || a.measure.where ? call('COALESCE', count, num(0)) : count, 'long', false);
};

const total = (a: Aggregate): Value =>
  numeric(a, (v) =>
    value(
      call('COALESCE', call('SUM', v.es), v.type === 'double' ? { kind: 'number', text: '0.0' } : num(0)),
      v.type === 'integer' ? 'long' : v.type,
      false,
    ),
  );

const mean = (a: Aggregate): Value =>
  numeric(a, (v) =>
    v.type === 'span' ? value(call('TO_LONG', call('AVG', v.es)), 'span', true) : value(call('AVG', v.es), 'double', true),
  );

const extreme =
  (fn: 'MIN' | 'MAX') =>
  (a: Aggregate): Value => {
    const v = a.arg(0);
    return v.type === 'list' || v.type === 'null' ? a.refuse('it takes single values') : value(call(fn, shown(v)), v.type, true);
  };

/** A string is never missing; another value that is missing is left out. */
const kept = (a: Aggregate, v: Value): Es => (a.expr(0)?.type === 'dynamic' ? v.es : shown(v));

/** Elements that a runtime field gives. */
const tellTexts = ({ place, measure }: Aggregate, v: Value): void => {
  if (v.json?.source.columns) place.context.findings.assume('RMMC3799', measure.span, { column: measure.name });
};

const gathered = (a: Aggregate): Value => {
  const v = a.arg(0);
  if (v.type === 'list' || v.type === 'null' || v.type === 'span') return a.refuse('it gathers texts, numbers, dates and booleans');
  const most = a.measure.args.length > 1 ? literalInteger(a.expr(1)) : null;
  if (most === undefined || (most !== null && most < 1n)) return a.refuse('the greatest size must be a literal number');
  tellTexts(a, v);
  const values = call('VALUES', kept(a, v));
  const es = most === null ? values : call('MV_SLICE', values, num(0), num(most - 1n));
  return { es, type: 'list', nullable: true, element: v.type, set: true };
};

/** Each value behind the id of its row, so that VALUES keeps repeats; the ids go again behind the aggregation. */
const listed = (a: Aggregate): Value => {
  const v = a.arg(0);
  if (v.type === 'list' || v.type === 'null' || v.type === 'span' || v.type === 'bag')
    return a.refuse('it gathers texts, numbers, dates and booleans');
  const most = a.measure.args.length > 1 ? literalInteger(a.expr(1)) : null;
  if (most === undefined || (most !== null && most < 1n)) return a.refuse('the greatest size must be a literal number');
  if (!a.rowId) return a.refuse('VALUES keeps no repeats, and these rows have no id of their own that could tell them apart');
  tellTexts(a, v);
  if (v.type === 'keyword') a.place.context.findings.assume('RMMC3752', a.measure.span, { what: a.measure.name });
  const text = v.type === 'keyword' ? kept(a, v) : call('TO_STRING', v.type === 'date' ? call('TO_LONG', v.es) : v.es);
  const es = call('VALUES', call('CONCAT', ...a.rowId.parts, str('|'), text));
  return { es, type: 'list', nullable: true, element: v.type, after: (own) => withoutIds(own, v.type, a.rowId?.order ?? 'ASC', most) };
};

const withoutIds = (own: Es, type: EsType, order: 'ASC' | 'DESC', most: bigint | null): Es => {
  const joined = call('MV_CONCAT', call('MV_SORT', own, str(order)), listSign);
  const texts = call('SPLIT', call('REPLACE', joined, str('(\\A|\\x{1f})[^|]*\\|'), str('$1')), listSign);
  const values = match(type)
    .returnType<Es>()
    .with('integer', 'long', () => call('TO_LONG', texts))
    .with('double', () => call('TO_DOUBLE', texts))
    .with('boolean', () => call('TO_BOOLEAN', texts))
    .with('date', () => call('TO_DATETIME', call('TO_LONG', texts)))
    .with('keyword', 'span', 'list', 'bag', 'null', () => texts)
    .exhaustive();
  return most === null ? values : call('MV_SLICE', values, num(0), num(most - 1n));
};

const percentile = (a: Aggregate): Value =>
  numeric(a, (v) => {
    a.place.context.findings.inexact('RMMC3714', a.measure.span, { measure: a.measure.name }, 'over', 'value');
    return value(call('PERCENTILE', v.es, a.arg(1).es), 'double', true);
  });

const population = (v: Value, square: boolean): Es => (square ? call('POW', call('STD_DEV', v.es), num(2)) : call('STD_DEV', v.es));

/** The engine divides by n, KQL's `stdev` and `variance` by n - 1. */
const spread =
  (square: boolean, sample: boolean) =>
  (a: Aggregate): Value =>
    numeric(a, (v) => {
      if (!sample) return value(population(v, square), 'double', true);
      a.place.context.findings.assume('RMMC3720', a.measure.span, { measure: a.measure.name });
      const n = call('COUNT', v.es);
      const correction = binary('/', n, binary('-', n, { kind: 'number', text: '1.0' }));
      return value(binary('*', population(v, square), square ? correction : call('SQRT', correction)), 'double', true);
    });

const lists = 'several values in one cell hold no null';
const sketches = 'its sketches stay inside one aggregation';
const json = 'it builds no JSON';
const bits = 'there are no bit operations';

export const aggregates = {
  count: () => value(call('COUNT', { kind: 'star' }), 'long', false),
  dcount: distinct,
  count_distinct: distinct,
  sum: total,
  avg: mean,
  min: extreme('MIN'),
  max: extreme('MAX'),
  make_set: gathered,
  make_list: listed,
  make_list_with_nulls: lists,
  make_bag: json,
  percentile,
  percentilew: 'PERCENTILE takes no weights',
  percentiles_array: 'PERCENTILE gives one value',
  stdev: spread(false, true),
  stdevp: spread(false, false),
  variance: spread(true, true),
  variancep: spread(true, false),
  buildschema: json,
  hll: sketches,
  hll_merge: sketches,
  tdigest: sketches,
  tdigest_merge: sketches,
  binary_all_and: bits,
  binary_all_or: bits,
  binary_all_xor: bits,
} satisfies Readonly<Record<CoreAgg, Answer>>;

/** What an aggregate needs of the aggregation around it. */
export interface Around {
  readonly keyless: boolean;
  readonly rowId: RowId | null;
  /** The engine's name for a column of the result. */
  output(name: string): string;
  /** The value as a column of the rows: VALUES over a constant is refused, or null. */
  column(v: Value): Value;
}

/** A value that reads no column becomes one. */
export const asColumn = (around: Around, v: Value): Value => (v.type === 'null' || reads(v.es).size > 0 ? v : around.column(v));

/** The aggregate with its condition. What an aggregation sees decides its values, so an inexact test there is never only a widening. */
export const lowerFold = (place: Place, measure: Fold, around: Around): Value => {
  const inside: Place = { ...place, position: 'value' };
  if (isWideAgg(measure.agg)) return refused;
  const answer: Answer = aggregates[measure.agg];
  if (typeof answer === 'string') return refused;
  const found = answer({
    measure,
    place: inside,
    keyless: around.keyless,
    rowId: around.rowId,
    arg: (at) => {
      const expr = measure.args[at];
      const v = expr ? inside.lowering.value(inside, expr, 'value') : refused;
      return at === 0 ? asColumn(around, v) : v;
    },
    expr: (at) => measure.args[at],
    refuse: (why) => refuse(place.context, measure.span, `this use of \`${measure.agg}()\``, why),
  });
  return measure.where
    ? { ...found, es: { kind: 'filtered', aggregate: found.es, where: inside.lowering.test(inside, measure.where, true) } }
    : found;
};
