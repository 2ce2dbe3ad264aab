// Gamma, beta and error functions, and Welch's test. Each function by its KQL name; a call in, how to compute it for a row out.
import { unsupported } from '../refusal.ts';
import type { Fn } from '../scope.ts';
import { betaDensity, betaQuantile, betaRegularized, erf, erfc, gamma, logGamma } from '../values/special-functions.ts';
import { real, strict } from './shapes.ts';

/** Gamma has no value at 0 and the negative integers; what Kusto gives there is not documented. */
const ofGamma =
  (compute: (x: number) => number): Fn =>
  (call) =>
    strict([real], (x) =>
      x <= 0 && (Number.isInteger(x) || x === Number.NEGATIVE_INFINITY) ? unsupported(`\`${call.name}()\` of ${x}`, call.span) : compute(x),
    )(call);

const isShape = (value: number): boolean => value > 0;

/** NaN outside of what the page allows. */
const betaCdf = strict([real, real, real], (x, a, b) =>
  x >= 0 && x <= 1 && isShape(a) && isShape(b) && a <= 10_000 && b <= 10_000 ? betaRegularized(x, a, b) : Number.NaN,
);

const betaPdf = strict([real, real, real], (x, a, b) => (x > 0 && x < 1 && isShape(a) && isShape(b) ? betaDensity(x, a, b) : Number.NaN));

/** The page's notes have null and NaN the other way round than its example: the example decides. */
const betaInv = strict([real, real, real], (p, a, b) => {
  if (!isShape(a) || !isShape(b)) return Number.NaN;
  return p > 0 && p <= 1 ? betaQuantile(p, a, b) : null;
});

/** The two-sided p-value of Welch's t-test from mean, variance and count of both samples. */
const welchTest: Fn = (call) =>
  strict([real, real, real, real, real, real], (m1, v1, n1, m2, v2, n2) => {
    const [first, second] = [v1 / n1, v2 / n2];
    const degrees = (first + second) ** 2 / (first ** 2 / (n1 - 1) + second ** 2 / (n2 - 1));
    if (!(n1 >= 2 && n2 >= 2 && first >= 0 && second >= 0 && degrees > 0)) {
      return unsupported('`welch_test()` of fewer than two values or without variance', call.span);
    }
    const square = (m1 - m2) ** 2 / (first + second);
    return betaRegularized(degrees / (degrees + square), degrees / 2, 0.5);
  })(call);

export const statisticsFunctions = {
  gamma: ofGamma(gamma),
  loggamma: ofGamma(logGamma),
  beta_cdf: betaCdf,
  beta_pdf: betaPdf,
  beta_inv: betaInv,
  erf: strict([real], erf),
  erfc: strict([real], erfc),
  welch_test: welchTest,
} as const satisfies Readonly<Record<string, Fn>>;
