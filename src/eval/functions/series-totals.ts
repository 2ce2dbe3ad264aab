// Series functions that give one number. Each function by its KQL name; a call in, how to compute it for a row out.
import { unsupported } from '../refusal.ts';
import type { Call, Fn } from '../scope.ts';
import type { Row, Value } from '../value.ts';
import { toReal } from '../values/convert.ts';
import { type Element, isNumber, ofSeries, reals, type Series, series } from './series-shapes.ts';

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

/** The pages say "array of numeric values" and nothing of others, or of none. */
const total = (compute: (values: readonly number[]) => number): Fn =>
  ofSeries((elements, { name, span }) => {
    const values = reals(elements);
    if (!values || values.length === 0)
      return unsupported(`\`${name}()\` of an array that holds ${values ? 'nothing' : 'more than numbers'}`, span);
    return compute(values);
  });

/** Two series cut to the length of the shorter; a number stands for a series of itself. Null when one is empty or none. */
const ofTwo =
  (compute: (left: Series, right: Series, call: Call, row: Row) => Value): Fn =>
  (call) => {
    const [first, second] = call.args;
    if (!first || !second) return () => null;
    if (isNumber(first) && isNumber(second)) return unsupported(`\`${call.name}()\` of two numbers`, call.span);
    const [left, right] = [first, second].map((arg) => {
      const one = (row: Row): Element => toReal(arg.get(row), arg.type);
      return isNumber(arg) ? (row: Row) => one(row) : series(arg);
    });
    return (row) => {
      const [a, b] = [left?.(row) ?? null, right?.(row) ?? null];
      if (a === null || b === null) return null;
      const lengthOf = (given: Series | Element): number => (Array.isArray(given) ? given.length : Number.POSITIVE_INFINITY);
      const length = Math.min(lengthOf(a), lengthOf(b));
      const cut = (given: Series | Element): Series =>
        typeof given === 'object' && given !== null ? given.slice(0, length) : new Array<Element>(length).fill(given);
      return length === 0 ? null : compute(cut(a), cut(b), call, row);
    };
  };

/** Elements that are no numbers are ignored. */
const dotProduct = ofTwo((left, right, { name, span }) => {
  let [sum, any] = [0, false];
  for (const [i, a] of left.entries()) {
    const b = right[i] ?? null;
    if (a === null || b === null) continue;
    sum += Number(a) * Number(b);
    any = true;
  }
  return any ? sum : unsupported(`\`${name}()\` of series without numbers`, span);
});

/** An element that is no number is ignored, but not said is whether its partner is. */
const cosine: Fn = (call) => {
  const given = call.args.slice(2).map((arg) => (row: Row) => toReal(arg.get(row), arg.type));
  return ofTwo((left, right, { name, span }, row) => {
    const [a, b] = [reals(left), reals(right)];
    if (!a || !b) return unsupported(`\`${name}()\` of an array that holds more than numbers`, span);
    const [p, q] = [given[0] ? given[0](row) : Math.sqrt(dot(a, a)), given[1] ? given[1](row) : Math.sqrt(dot(b, b))];
    if (!p || !q) return unsupported(`\`${name}()\` with a magnitude of zero or null`, span);
    return dot(a, b) / (p * q);
  })(call);
};

/** Null for series of different sizes and for elements that are no numbers. */
const pearson: Fn = (call) => {
  const [left, right] = call.args.map(series);
  return (row) => {
    const [a, b] = [reals(left?.(row) ?? [null]), reals(right?.(row) ?? [null])];
    if (!a || !b || a.length !== b.length) return null;
    const [p, q] = [sumOf(a) / a.length, sumOf(b) / b.length];
    const [x, y] = [a.map((value) => value - p), b.map((value) => value - q)];
    const divisor = Math.sqrt(dot(x, x) * dot(y, y));
    return divisor > 0 ? dot(x, y) / divisor : unsupported('`series_pearson_correlation()` of a series without variance', call.span);
  };
};

export const seriesTotalFunctions = {
  series_sum: total(sumOf),
  series_product: total((values) => values.reduce((product, value) => product * value, 1)),
  series_magnitude: total((values) => Math.sqrt(dot(values, values))),
  series_dot_product: dotProduct,
  series_cosine_similarity: cosine,
  series_pearson_correlation: pearson,
} as const satisfies Readonly<Record<string, Fn>>;
