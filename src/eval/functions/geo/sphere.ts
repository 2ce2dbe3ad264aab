// Points of the unit sphere and the great circles between them: degrees in, vectors, radians and degrees out.

/** A unit vector: x through 0°/0°, y through 90°E, z through the North Pole. */
export type Vec = readonly [number, number, number];

/** Degrees: longitude, latitude. */
export type Position = readonly [number, number];

/** Metres: the mean radius that Kusto multiplies angles with (documented distances, lengths and areas give it back to 12 digits). */
export const earthRadius = 6_371_010;

const toRadians = Math.PI / 180;
const toDegrees = 180 / Math.PI;

export const vectorOf = ([lng, lat]: Position): Vec => {
  const [phi, theta] = [lat * toRadians, lng * toRadians];
  return [Math.cos(theta) * Math.cos(phi), Math.sin(theta) * Math.cos(phi), Math.sin(phi)];
};

/** Zeros count as positive, so that a pole has the longitude 0. */
export const positionOf = ([x, y, z]: Vec): Position => [
  Math.atan2(y + 0, x + 0) * toDegrees,
  Math.atan2(z + 0, Math.sqrt(x * x + y * y)) * toDegrees,
];

export const dot = (a: Vec, b: Vec): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const plus = (a: Vec, b: Vec): Vec => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const minus = (a: Vec, b: Vec): Vec => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const times = (a: Vec, k: number): Vec => [a[0] * k, a[1] * k, a[2] * k];
export const cross = (a: Vec, b: Vec): Vec => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
export const size = (a: Vec): number => Math.sqrt(dot(a, a));
export const unit = (a: Vec): Vec => {
  const length = size(a);
  return length === 0 ? a : times(a, 1 / length);
};
export const same = (a: Vec, b: Vec): boolean => a[0] === b[0] && a[1] === b[1] && a[2] === b[2];

/** Twice the cross product of points that may be close to each other, without the loss of digits. */
export const normalOf = (a: Vec, b: Vec): Vec => cross(plus(a, b), minus(b, a));

/** The angle between two vectors in radians. */
export const angleBetween = (a: Vec, b: Vec): number => Math.atan2(size(cross(a, b)), dot(a, b));

/** Radians between two positions, by haversines. */
export const arcBetween = ([lng1, lat1]: Position, [lng2, lat2]: Position): number => {
  const [phi1, phi2] = [lat1 * toRadians, lat2 * toRadians];
  const ofLat = Math.sin(0.5 * (phi2 - phi1));
  const ofLng = Math.sin(0.5 * (lng2 * toRadians - lng1 * toRadians));
  const x = ofLat * ofLat + ofLng * ofLng * Math.cos(phi1) * Math.cos(phi2);
  return 2 * Math.asin(Math.sqrt(Math.min(1, x)));
};

/** Whether two points lie in one place, or on opposite ends of a diameter: there is no one great circle through them. */
export const noOneCircle = (a: Vec, b: Vec): boolean => size(minus(a, b)) < 1e-15 || size(plus(a, b)) < 1e-15;

/** From the direction of `from` clockwise to the direction of `to`, both seen from `at`: radians from 0 to 2π. */
export const clockwise = (at: Vec, from: Vec, to: Vec): number => {
  const [first, second] = [normalOf(at, from), normalOf(at, to)];
  const turned = Math.atan2(-dot(at, cross(first, second)), dot(first, second));
  return turned < 0 ? turned + 2 * Math.PI : turned;
};

/** The point of the edge from `a` to `b` that is nearest to `x`. */
export const nearestOnEdge = (x: Vec, a: Vec, b: Vec): Vec => {
  const normal = normalOf(a, b);
  const foot = minus(x, times(normal, dot(x, normal) / dot(normal, normal)));
  if (dot(cross(normal, a), foot) > 0 && dot(cross(foot, b), normal) > 0) return unit(foot);
  return size(minus(x, a)) <= size(minus(x, b)) ? a : b;
};

/** The point at an angle of `radians` from `a` on the way to `b`. */
export const along = (a: Vec, b: Vec, radians: number): Vec => {
  const tangent = unit(cross(normalOf(a, b), a));
  return unit(plus(times(a, Math.cos(radians)), times(tangent, Math.sin(radians))));
};

/** The point at a fraction of the way from `a` to `b`; the ends are given back as they are. */
export const between = (a: Vec, b: Vec, fraction: number): Vec => {
  if (fraction === 0) return a;
  return fraction === 1 ? b : along(a, b, fraction * angleBetween(a, b));
};
