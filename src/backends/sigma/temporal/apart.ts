// A condition on the times of two legs in; how far apart it lets them be out.
import { match, P } from 'ts-pattern';
import type { Span } from '../../../diagnostics/span.ts';
import type { CompareOp, Expr, ExprOf } from '../../../ir/expr.ts';
import { isNumeric, ticksPerDay, ticksPerMilli, ticksPerSecond } from '../../../ir/types.ts';

/** The time of the leg `to` is at most `most` ticks (may be negative) later than that of `from`. */
export interface Apart {
  readonly to: number;
  readonly from: number;
  readonly most: bigint;
  readonly strict: boolean;
  /** The condition asks for more than that. */
  readonly loose: boolean;
  readonly span: Span;
}

/** `+ time of a leg - time of a leg + ticks`: how often each leg's time counts. */
interface Sum {
  readonly times: ReadonlyMap<number, bigint>;
  readonly ticks: bigint;
}

/** The leg whose time a column is; null: it is anything else. */
export type TimeLeg = (column: string) => number | null;

const units: ReadonlyMap<string, bigint> = new Map([
  ['week', 7n * ticksPerDay],
  ['day', ticksPerDay],
  ['hour', 3600n * ticksPerSecond],
  ['minute', 60n * ticksPerSecond],
  ['second', ticksPerSecond],
  ['millisecond', ticksPerMilli],
  ['microsecond', 10n],
]);

const scaled = ({ times, ticks }: Sum, by: bigint): Sum => ({
  times: new Map([...times].map(([leg, count]) => [leg, count * by])),
  ticks: ticks * by,
});

const plus = (a: Sum | null, b: Sum | null): Sum | null => {
  if (!a || !b) return null;
  const times = new Map(a.times);
  for (const [leg, count] of b.times) times.set(leg, (times.get(leg) ?? 0n) + count);
  return { times: new Map([...times].filter(([, count]) => count !== 0n)), ticks: a.ticks + b.ticks };
};

const minus = (a: Sum | null, b: Sum | null): Sum | null => plus(a, b && scaled(b, -1n));

const unitOf = (expr: Expr | undefined): bigint | null =>
  expr?.kind === 'literal' && typeof expr.value === 'string' ? (units.get(expr.value.toLowerCase()) ?? null) : null;

const added = ([unit, count, time]: readonly Expr[], timeLeg: TimeLeg): Sum | null => {
  const size = unitOf(unit);
  if (size === null || count?.kind !== 'literal' || typeof count.value !== 'bigint' || !time) return null;
  return plus(sumOf(time, timeLeg), { times: new Map(), ticks: size * count.value });
};

const sumOf = (expr: Expr, timeLeg: TimeLeg): Sum | null => {
  if (expr.kind === 'column') {
    const leg = timeLeg(expr.name);
    return leg === null ? null : { times: new Map([[leg, 1n]]), ticks: 0n };
  }
  if (expr.kind === 'literal') {
    const isTime = expr.type === 'timespan' || expr.type === 'datetime';
    return isTime && typeof expr.value === 'bigint' ? { times: new Map(), ticks: expr.value } : null;
  }
  if (expr.kind === 'negate') return minus({ times: new Map(), ticks: 0n }, sumOf(expr.operand, timeLeg));
  if (expr.kind === 'arith') {
    const sides = [sumOf(expr.left, timeLeg), sumOf(expr.right, timeLeg)] as const;
    return expr.op === 'add' ? plus(...sides) : expr.op === 'sub' ? minus(...sides) : null;
  }
  if (expr.kind !== 'call') return null;
  const [only] = expr.args;
  if (expr.fn === 'datetime_add') return added(expr.args, timeLeg);
  return expr.fn === 'todatetime' && only?.type === 'datetime' ? sumOf(only, timeLeg) : null;
};

/** A number of units between two times: `cut`, as `datetime_diff` counts the edges between them; `exact`, as a division does. */
interface Counted {
  readonly sum: Sum;
  readonly unit: bigint;
  readonly way: 'exact' | 'cut';
}

const countedIn = (expr: Expr, timeLeg: TimeLeg): Counted | null => {
  if (expr.kind === 'call' && expr.fn === 'datetime_diff') {
    const [name, later, earlier] = expr.args;
    const unit = unitOf(name);
    const sum = later && earlier ? minus(sumOf(later, timeLeg), sumOf(earlier, timeLeg)) : null;
    return unit !== null && sum ? { sum, unit, way: 'cut' } : null;
  }
  if (expr.kind === 'arith' && expr.op === 'div' && expr.right.kind === 'literal' && expr.right.type === 'timespan') {
    const unit = expr.right.value;
    const sum = sumOf(expr.left, timeLeg);
    return sum && typeof unit === 'bigint' && unit > 0n ? { sum, unit, way: 'exact' } : null;
  }
  const sum = sumOf(expr, timeLeg);
  return sum && { sum, unit: 1n, way: 'exact' };
};

const numberOf = (expr: Expr): number | null =>
  expr.kind === 'literal' && isNumeric(expr.type) && expr.value !== null ? Number(expr.value) : null;

/** `counted` on the left and zero on the right. */
const against = (left: Counted | null, right: Expr, timeLeg: TimeLeg): Counted | null => {
  if (!left) return null;
  const count = numberOf(right);
  if (count !== null) {
    const ticks = count * Number(left.unit);
    return Number.isSafeInteger(ticks) ? { ...left, sum: { ...left.sum, ticks: left.sum.ticks - BigInt(ticks) } } : null;
  }
  const sum = left.unit === 1n ? minus(left.sum, sumOf(right, timeLeg)) : null;
  return sum && { ...left, sum };
};

/** `sum <= 0` as a bound on two times. */
const upper = ({ sum, unit, way }: Counted, strict: boolean, span: Span): Apart | null => {
  const [one, two, ...more] = [...sum.times];
  if (!one || !two || more.length > 0) return null;
  const [to, from] = one[1] > 0n ? [one, two] : [two, one];
  if (to[1] !== 1n || from[1] !== -1n) return null;
  const loose = way === 'cut';
  // Edges are whole units: fewer than `n + 1` units lie between times with `n` edges between them.
  const most = -sum.ticks + (loose && !(strict && sum.ticks % unit === 0n) ? unit : 0n);
  return { to: to[0], from: from[0], most, strict: strict || loose, loose, span };
};

const opposite = (counted: Counted): Counted => ({ ...counted, sum: scaled(counted.sum, -1n) });

const bounds = (counted: Counted | null, op: CompareOp, span: Span): readonly (Apart | null)[] => {
  if (!counted) return [null];
  return match(op)
    .returnType<readonly (Apart | null)[]>()
    .with('le', 'lt', (o) => [upper(counted, o === 'lt', span)])
    .with('ge', 'gt', (o) => [upper(opposite(counted), o === 'gt', span)])
    .with('eq', () => [upper(counted, false, span), upper(opposite(counted), false, span)])
    .with('ne', () => [null])
    .exhaustive();
};

/** `abs(x) <= n` is `x <= n` and `-x <= n`. */
const within = (inner: Expr, op: CompareOp, limit: Expr, span: Span, timeLeg: TimeLeg): readonly (Apart | null)[] => {
  if (op !== 'le' && op !== 'lt') return [null];
  const counted = countedIn(inner, timeLeg);
  return [counted, counted && opposite(counted)].flatMap((one) => bounds(against(one, limit, timeLeg), op, span));
};

const flipped: Readonly<Record<CompareOp, CompareOp>> = { eq: 'eq', ne: 'ne', lt: 'gt', le: 'ge', gt: 'lt', ge: 'le' };

const isAbs = (expr: Expr): expr is ExprOf<'call'> => expr.kind === 'call' && expr.fn === 'abs';

const compared = ({ op, left, right, span }: ExprOf<'compare'>, timeLeg: TimeLeg): readonly (Apart | null)[] => {
  for (const [one, other, way] of [[left, right, op] as const, [right, left, flipped[op]] as const]) {
    const [inner] = isAbs(one) ? one.args : [];
    if (inner) return within(inner, way, other, span, timeLeg);
    if (numberOf(other) !== null) return bounds(against(countedIn(one, timeLeg), other, timeLeg), way, span);
  }
  return bounds(against(countedIn(left, timeLeg), right, timeLeg), op, span);
};

/** Ticks of `bin(time, size)`, and the leg. */
const binned = (expr: Expr, timeLeg: TimeLeg): { readonly leg: number; readonly size: bigint } | null => {
  if (expr.kind !== 'call') return null;
  const [time, size] = expr.args;
  const leg = time?.kind === 'column' ? timeLeg(time.name) : null;
  const ticks = expr.fn === 'startofday' ? ticksPerDay : expr.fn === 'bin' && size?.kind === 'literal' ? size.value : null;
  return leg !== null && typeof ticks === 'bigint' && ticks > 0n ? { leg, size: ticks } : null;
};

/** Times of two legs in one bin; null: these are no bins of one size. */
export const sameBin = (left: Expr, right: Expr, span: Span, timeLeg: TimeLeg): readonly Apart[] | null => {
  const [a, b] = [binned(left, timeLeg), binned(right, timeLeg)];
  if (!a || !b || a.size !== b.size || a.leg === b.leg) return null;
  const one = { most: a.size, strict: true, loose: true, span };
  return [
    { ...one, to: a.leg, from: b.leg },
    { ...one, to: b.leg, from: a.leg },
  ];
};

/** Null: the condition says anything else of several legs. */
export const apartBy = (expr: Expr, timeLeg: TimeLeg): readonly Apart[] | null =>
  match(expr)
    .returnType<readonly Apart[] | null>()
    .with({ kind: 'and' }, (n) => {
      const parts = n.operands.map((operand) => apartBy(operand, timeLeg));
      return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? []);
    })
    .with({ kind: 'compare' }, (n) => {
      const bins = n.op === 'eq' ? sameBin(n.left, n.right, n.span, timeLeg) : null;
      if (bins) return bins;
      const all = compared(n, timeLeg);
      const found = all.flatMap((one) => one ?? []);
      return found.length === all.length ? found : null;
    })
    .with(
      {
        kind: P.union(
          'literal',
          'column',
          'call',
          'text',
          'textQuery',
          'member',
          'memberQuery',
          'not',
          'or',
          'arith',
          'negate',
          'case',
          'path',
          'scalarQuery',
        ),
      },
      () => null,
    )
    .exhaustive();
