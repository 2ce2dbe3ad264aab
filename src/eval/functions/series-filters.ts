// Linear filters of series. Each function by its KQL name; a call in, how to compute it for a row out. Results are reals.
import { unsupported } from '../refusal.ts';
import type { Arg, Call, Fn } from '../scope.ts';
import type { Row } from '../value.ts';
import { reals, series } from './series-shapes.ts';
import { bool } from './shapes.ts';

type Reals = (row: Row) => readonly number[] | null;

/** Null for what is no array. */
const realsOf = (arg: Arg | undefined, { name, span }: Call): Reals => {
  const read = arg && series(arg);
  return (row) => {
    const elements = read?.(row) ?? null;
    return elements && (reals(elements) ?? unsupported(`\`${name}()\` of an array that holds more than numbers`, span));
  };
};

/** Y[i] = (b[0] X[i] + b[1] X[i-1] + … - a[1] Y[i-1] - …) / a[0], as the page gives it; before the start there is nothing. */
const iir: Fn = (call) => {
  const [values, numerators, denominators] = [0, 1, 2].map((slot) => realsOf(call.args[slot], call));
  return (row) => {
    const [x, b, a] = [values?.(row) ?? null, numerators?.(row) ?? null, denominators?.(row) ?? null];
    if (!x || !b || !a) return null;
    const first = a[0] ?? 0;
    if (first === 0) return unsupported('`series_iir()` whose first denominator is 0', call.span);
    const y: number[] = [];
    for (let i = 0; i < x.length; i += 1) {
      let sum = 0;
      for (const [k, factor] of b.entries()) if (k <= i) sum += factor * (x[i - k] ?? 0);
      for (const [k, factor] of a.entries()) if (k > 0 && k <= i) sum -= factor * (y[i - k] ?? 0);
      y.push(sum / first);
    }
    return y;
  };
};

/** Places from the first coefficient to the element that it stands for: 0, or half the filter when it is centered. */
const delayOf = (size: number, centered: boolean | null, { span }: Call): number => {
  if (centered === null) return unsupported('`series_fir()` with `center` null', span);
  if (centered && size % 2 === 0) return unsupported('`series_fir()` centered, with an even number of coefficients', span);
  return centered ? (size - 1) / 2 : 0;
};

/** What lies beyond the series is not documented: where the window looks there, only a window of zeros has a known result. */
const filtered = (x: readonly number[], filter: readonly number[], divisor: number, delay: number, { span }: Call): number[] =>
  x.map((_, i) => {
    const window = filter.map((_factor, k) => x[i + delay - k]);
    if (window.includes(undefined) && window.some((value) => value !== undefined && value !== 0)) {
      return unsupported('`series_fir()` of a series that is not 0 at its ends', span);
    }
    return window.reduce((sum: number, value, k) => sum + (value ?? 0) * (filter[k] ?? 0), 0) / divisor;
  });

const fir: Fn = (call) => {
  const [values, coefficients] = [realsOf(call.args[0], call), realsOf(call.args[1], call)];
  const [normalizes, centers] = [2, 3].map((slot) => {
    const arg = call.args[slot];
    return arg && bool(arg);
  });
  return (row) => {
    const [x, filter] = [values(row), coefficients(row)];
    if (!x || !filter) return null;
    const negative = filter.some((factor) => factor < 0);
    const normalized = normalizes ? normalizes(row) : !negative;
    if (normalized === null || filter.length === 0)
      return unsupported('`series_fir()` without coefficients or with `normalize` null', call.span);
    if (normalized && negative) return null;
    const divisor = normalized ? filter.reduce((sum, factor) => sum + factor, 0) : 1;
    if (divisor === 0) return unsupported('`series_fir()` normalized by 0', call.span);
    return filtered(x, filter, divisor, delayOf(filter.length, centers ? centers(row) : false, call), call);
  };
};

export const seriesFilterFunctions = {
  series_fir: fir,
  series_iir: iir,
} as const satisfies Readonly<Record<string, Fn>>;
