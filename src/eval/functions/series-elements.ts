// Series functions that go element by element. Each function by its KQL name; a call in, how to compute it for a row out.
import { unsupported } from '../refusal.ts';
import type { Arg, Call, Fn } from '../scope.ts';
import type { Row } from '../value.ts';
import { allWhole, type Element, isMixed, isNumber, isReal, isWhole, mixed, ofSeries, type Series, series } from './series-shapes.ts';

/** A series, or a number that stands for a series of itself. */
const operand = (arg: Arg): ((row: Row) => Series | number | bigint | null) => {
  if (!isNumber(arg)) return series(arg);
  return (row) => {
    const value = arg.get(row);
    return typeof value === 'bigint' || typeof value === 'number' ? value : null;
  };
};

const spread = (given: Series | number | bigint, length: number): Series =>
  typeof given === 'object' ? given : new Array<Element>(length).fill(given);

type Pairwise = (left: Series, right: Series, call: Call) => (Element | boolean)[];

/** Null when an argument is neither array nor number. */
const binary =
  (compute: Pairwise): Fn =>
  (call) => {
    const [first, second] = call.args;
    if (!first || !second) return () => null;
    if (isNumber(first) && isNumber(second)) return unsupported(`\`${call.name}()\` of two numbers`, call.span);
    const [left, right] = [operand(first), operand(second)];
    return (row) => {
      const [a, b] = [left(row), right(row)];
      if (a === null || b === null) return null;
      const length = Math.max(typeof a === 'object' ? a.length : 0, typeof b === 'object' ? b.length : 0);
      return compute(spread(a, length), spread(b, length), call);
    };
  };

/** As many elements as the longer series has; null where one side has no number. */
const pairs = <T>(left: Series, right: Series, compute: (a: bigint | number, b: bigint | number) => T): (T | null)[] =>
  Array.from({ length: Math.max(left.length, right.length) }, (_, i) => {
    const [a, b] = [left[i] ?? null, right[i] ?? null];
    return a === null || b === null ? null : compute(a, b);
  });

/** Of integers integers, else reals. */
const arithmetic = (wholes: (a: bigint, b: bigint) => bigint, reals: (a: number, b: number) => number): Fn =>
  binary((left, right, call) => {
    if (isMixed(left) || isMixed(right)) return mixed(call);
    if (!allWhole(left) || !allWhole(right)) return pairs(left, right, (a, b) => reals(Number(a), Number(b)));
    return pairs(left, right, (a, b) => {
      const value = wholes(BigInt(a), BigInt(b));
      return BigInt.asIntN(64, value) === value ? value : unsupported(`\`${call.name}()\` beyond 64 bits`, call.span);
    });
  });

/** Reals, even of integers. */
const inReals = (compute: (a: number, b: number) => number): Fn =>
  binary((left, right) => pairs(left, right, (a, b) => compute(Number(a), Number(b))));

const comparison = (test: (a: bigint | number, b: bigint | number) => boolean): Fn => binary((left, right) => pairs(left, right, test));

/** As C has it: 1 to any power is 1, and so is -1 to an infinite one. */
const power = (base: number, exponent: number): number =>
  base === 1 || (base === -1 && Math.abs(exponent) === Number.POSITIVE_INFINITY) ? 1 : base ** exponent;

const math = (compute: (x: number) => number): Fn =>
  ofSeries((elements) => elements.map((element) => (element === null ? null : compute(Number(element)))));

/** What lies outside is not documented. */
const within = (inside: (x: number) => boolean, compute: (x: number) => number): Fn =>
  ofSeries((elements, { name, span }) =>
    elements.map((element) => {
      if (element === null) return null;
      const x = Number(element);
      return inside(x) ? compute(x) : unsupported(`\`${name}()\` of ${x}`, span);
    }),
  );

const isSine = (x: number): boolean => x >= -1 && x <= 1;

const absolute = ofSeries((elements) =>
  elements.map((element) => {
    if (isReal(element)) return Math.abs(element);
    return isWhole(element) ? BigInt.asIntN(64, element < 0n ? -element : element) : null;
  }),
);

/** The pages show -1, 0 and 1 for integers. */
const sign = ofSeries((elements, { span }) => {
  if (!allWhole(elements)) return unsupported('`series_sign()` of reals', span);
  return elements.map((element) => (element === null ? null : BigInt(element > 0n) - BigInt(element < 0n)));
});

/** The pages show reals, also for an integer among reals. */
const rounded = (round: (x: number) => number): Fn =>
  ofSeries((elements, { name, span }) => {
    if (elements.some(isWhole) && allWhole(elements)) return unsupported(`\`${name}()\` of integers`, span);
    return elements.map((element) => (element === null ? null : round(Number(element))));
  });

export const seriesElementFunctions = {
  series_add: arithmetic(
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  series_subtract: arithmetic(
    (a, b) => a - b,
    (a, b) => a - b,
  ),
  series_multiply: arithmetic(
    (a, b) => a * b,
    (a, b) => a * b,
  ),
  series_divide: inReals((a, b) => a / b),
  series_pow: inReals(power),
  series_greater: comparison((a, b) => a > b),
  series_greater_equals: comparison((a, b) => a >= b),
  series_less: comparison((a, b) => a < b),
  series_less_equals: comparison((a, b) => a <= b),
  series_equals: comparison((a, b) => a >= b && a <= b),
  series_not_equals: comparison((a, b) => !(a >= b && a <= b)),
  series_abs: absolute,
  series_sign: sign,
  series_floor: rounded(Math.floor),
  series_ceiling: rounded(Math.ceil),
  series_exp: math(Math.exp),
  series_log: within((x) => x > 0, Math.log),
  series_sin: math(Math.sin),
  series_cos: math(Math.cos),
  series_tan: math(Math.tan),
  series_asin: within(isSine, Math.asin),
  series_acos: within(isSine, Math.acos),
  series_atan: math(Math.atan),
} as const satisfies Readonly<Record<string, Fn>>;
