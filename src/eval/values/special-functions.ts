// Gamma, beta and error functions of reals, to about 14 digits (by their textbook series and continued fractions).

/** Terms of Stirling's series: B(2k) / (2k (2k-1)). */
const stirling = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];

/** The logarithm of gamma from 15 on, where Stirling's series is exact to the last digit. */
const logGammaFar = (x: number): number => {
  const inverse = 1 / (x * x);
  const tail = stirling.reduceRight((sum, term) => sum * inverse + term, 0) / x;
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + tail;
};

const factorialBefore = (x: number): number => {
  let product = 1;
  for (let i = 2; i < x; i += 1) product *= i;
  return product;
};

/** The logarithm of the absolute value of gamma; infinite at 0 and the negative integers. */
export const logGamma = (x: number): number => {
  if (Number.isNaN(x)) return x;
  if (Number.isInteger(x) && x <= 0) return Number.POSITIVE_INFINITY;
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x);
  if (Number.isInteger(x) && x <= 20) return Math.log(factorialBefore(x));
  let [far, product] = [x, 1];
  for (; far < 15; far += 1) product *= far;
  return logGammaFar(far) - Math.log(product);
};

/** Only where it is defined: not at 0 and the negative integers. */
export const gamma = (x: number): number => {
  if (Number.isInteger(x)) return x > 171 ? Number.POSITIVE_INFINITY : factorialBefore(x);
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x));
  let [far, product] = [x, 1];
  for (; far < 15; far += 1) product *= far;
  return Math.exp(logGammaFar(far)) / product;
};

const tiny = 1e-300;
const enough = 2.3e-16;

/** `b0 + a1 / (b1 + a2 / (b2 + …))` by Lentz's method. */
const continued = (first: number, term: (n: number) => readonly [a: number, b: number]): number => {
  let [value, c, d] = [first || tiny, first || tiny, 0];
  for (let n = 1; n < 20_000; n += 1) {
    const [a, b] = term(n);
    d = 1 / (b + a * d || tiny);
    c = b + a / c || tiny;
    value *= c * d;
    if (Math.abs(c * d - 1) <= enough) break;
  }
  return value;
};

/** x^a (1-x)^b / B(a, b): by products where they stay within the range of reals, else by logarithms. */
const betaWeight = (x: number, a: number, b: number): number =>
  a + b <= 170 && a > 1e-3 && b > 1e-3
    ? (gamma(a + b) / gamma(a) / gamma(b)) * x ** a * (1 - x) ** b
    : Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));

/** The regularized incomplete beta function; `x` from 0 to 1, `a` and `b` above 0. */
export const betaRegularized = (x: number, a: number, b: number): number => {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaRegularized(1 - x, b, a);
  const fraction = continued(1, (n) => {
    const m = Math.floor(n / 2);
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    return [n % 2 === 0 ? even : odd, 1];
  });
  return betaWeight(x, a, b) / a / fraction;
};

export const betaDensity = (x: number, a: number, b: number): number => betaWeight(x, a, b) / (x * (1 - x));

/** Where `betaRegularized` reaches `p`: by halving, to the last digit. */
export const betaQuantile = (p: number, a: number, b: number): number => {
  if (p >= 1) return 1;
  let [low, high] = [0, 1];
  for (let i = 0; i < 1100; i += 1) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (betaRegularized(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return high;
};

/** 1 - erf(x) for `x` from 2 on. */
const erfcFar = (x: number): number => (x > 27 ? 0 : Math.exp(-x * x) / Math.sqrt(Math.PI) / continued(x, (n) => [n / 2, x]));

/** By its power series with terms of one sign; `x` from 0 to 2. */
const erfNear = (x: number): number => {
  let [term, sum] = [x, x];
  for (let n = 1; term > sum * 1e-17; n += 1) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
};

export const erf = (x: number): number => {
  if (Number.isNaN(x) || x === 0) return x;
  const size = Math.abs(x);
  return Math.sign(x) * (size < 2 ? erfNear(size) : 1 - erfcFar(size));
};

export const erfc = (x: number): number => {
  if (Number.isNaN(x)) return x;
  return x < 2 ? 1 - erf(x) : erfcFar(x);
};
