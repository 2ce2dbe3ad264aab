// Simplified shapes: which vertices Kusto keeps is not known, so that only what is invalid, or too small for the tolerance, has an answer. Others are refused.
import { unsupported } from '../../refusal.ts';
import type { Call, Fn } from '../../scope.ts';
import { array, real, strict } from '../shapes.ts';
import { lines, type Polygon, polygons, polygonsOf } from './shapes.ts';
import { angleBetween, earthRadius, type Vec } from './sphere.ts';

const defaultTolerance = 10;
const isTolerance = (tolerance: number): boolean => tolerance >= 0.1 && tolerance <= 10_000;

/** No two of its points are farther apart than the tolerance: they become one point, and nothing is left. */
const vanishes = (shape: readonly Polygon[], tolerance: number): boolean => {
  const points: readonly Vec[] = shape.flatMap(({ rings }) => rings.flat());
  return points.every((a, i) => points.slice(i + 1).every((b) => earthRadius * angleBetween(a, b) <= tolerance));
};

const refused = (call: Call): never => unsupported(`\`${call.name}()\``, call.span);

const line: Fn = (call) =>
  strict([lines(call), real], (_, tolerance = defaultTolerance) => (isTolerance(tolerance) ? refused(call) : null))(call);

const simplified = (shape: readonly Polygon[], tolerance: number, call: Call): null =>
  !isTolerance(tolerance) || vanishes(shape, tolerance) ? null : refused(call);

const polygon: Fn = (call) =>
  strict([polygons(call), real], (shape, tolerance = defaultTolerance) => simplified(shape, tolerance, call))(call);

const several: Fn = (call) =>
  strict([array, real], (items, tolerance = defaultTolerance) => {
    const all = items.map((item) => polygonsOf(item, call));
    return all.every((shape) => shape !== null) ? simplified(all.flat(), tolerance, call) : null;
  })(call);

export const simplifyFunctions = {
  geo_line_simplify: line,
  geo_polygon_simplify: polygon,
  geo_simplify_polygons_array: several,
} as const satisfies Readonly<Record<string, Fn>>;
