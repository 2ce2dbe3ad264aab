// On which side of each other points lie, and whether edges cross: never wrong for the doubles at hand, and never undecided for different points.
import { cross, dot, same, type Vec } from './sphere.ts';

type Exact = readonly [bigint, bigint, bigint];

/** Beyond this the rounding of the determinant of three unit vectors cannot turn its sign. */
const safe = 1e-15;

const view = new DataView(new ArrayBuffer(8));

/** The double times 2^1074: a whole number. */
const scaled = (x: number): bigint => {
  view.setFloat64(0, Math.abs(x));
  const bits = view.getBigUint64(0);
  const exponent = bits >> 52n;
  const fraction = bits & ((1n << 52n) - 1n);
  const size = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return x < 0 ? -size : size;
};

const exactly = ([x, y, z]: Vec): Exact => [scaled(x), scaled(y), scaled(z)];
const signOf = (x: bigint): number => (x > 0n ? 1 : x < 0n ? -1 : 0);
const compare = (a: Vec, b: Vec): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
const minor = (a: Exact, b: Exact, i: 0 | 1 | 2, j: 0 | 1 | 2): bigint => a[i] * b[j] - a[j] * b[i];

/** The sign for points of one great circle, as if each had been moved by a little, the first in order the most (S2 breaks ties so). a < b < c. */
const perturbed = (a: Exact, b: Exact, c: Exact): number => {
  const terms = [
    minor(b, c, 0, 1),
    minor(b, c, 2, 0),
    minor(b, c, 1, 2),
    minor(c, a, 0, 1),
    c[0],
    -c[1],
    minor(c, a, 2, 0),
    c[2],
    minor(c, a, 1, 2),
    minor(a, b, 0, 1),
    -b[0],
    b[1],
    a[0],
  ];
  return signOf(terms.find((term) => term !== 0n) ?? 1n);
};

const exactSign = (a: Vec, b: Vec, c: Vec): number => {
  const points = [a, b, c];
  const order = [0, 1, 2].sort((i, j) => compare(points[i] ?? a, points[j] ?? a));
  const [x, y, z] = order.map((i) => exactly(points[i] ?? a)) as [Exact, Exact, Exact];
  const swapped = [order[0], order[1], order[2]].join('');
  const parity = ['012', '120', '201'].includes(swapped) ? 1 : -1;
  const determinant = x[0] * minor(y, z, 1, 2) + x[1] * minor(y, z, 2, 0) + x[2] * minor(y, z, 0, 1);
  return parity * (signOf(determinant) || perturbed(x, y, z));
};

/** 1 where a, b, c go counterclockwise, -1 where they go clockwise, 0 only where two of them are one point. */
export const turn = (a: Vec, b: Vec, c: Vec): number => {
  const determinant = dot(cross(a, b), c);
  if (determinant > safe) return 1;
  if (determinant < -safe) return -1;
  return same(a, b) || same(b, c) || same(c, a) ? 0 : exactSign(a, b, c);
};

/** Whether the insides of two edges have a point in common; edges that share an end do not cross. */
export const crossing = (a: Vec, b: Vec, c: Vec, d: Vec): boolean => {
  const side = turn(a, c, b);
  return side !== 0 && turn(c, b, d) === side && turn(b, d, a) === side && turn(d, a, c) === side;
};

/** Whether b comes no later than c when o is gone around counterclockwise from a. */
export const inOrder = (a: Vec, b: Vec, c: Vec, o: Vec): boolean =>
  Number(turn(b, o, a) >= 0) + Number(turn(c, o, b) >= 0) + Number(turn(a, o, c) > 0) >= 2;
