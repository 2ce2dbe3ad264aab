// Straight lines of the map of longitude and latitude as great circles: positions in, positions with more between them out.
import { unsupported } from '../../refusal.ts';
import type { Call, Fn } from '../../scope.ts';
import { bool, dynamic, real, strict } from '../shapes.ts';
import { lineJson, multiLineJson, multiPolygonJson, polygonJson, readLines, readPolygons } from './geojson.ts';
import { linesOf, polygonsOf } from './shapes.ts';
import { angleBetween, between, dot, earthRadius, type Position, type Vec, vectorOf } from './sphere.ts';

const defaultTolerance = 10;

/**
 * Where the straight edge and the great circle are compared, and how much less than the tolerance may be found there so that nothing between is beyond it:
 * the constants of S2's tessellation of edges.
 */
const sample = 0.31215691082248315;
const margin = 0.8382999256988851;

const onMap = ([x1, y1]: Position, [x2, y2]: Position, fraction: number): Position => [
  (1 - fraction) * x1 + fraction * x2,
  (1 - fraction) * y1 + fraction * y2,
];

const isCloseEnough = (a: Position, b: Position, radians: number): boolean => {
  const [from, to]: readonly [Vec, Vec] = [vectorOf(a), vectorOf(b)];
  if (dot(from, to) < -1e-14) return false;
  return [sample, 1 - sample].every((at) => angleBetween(between(from, to, at), vectorOf(onMap(a, b, at))) <= radians);
};

/** What follows `a` on the way to `b`, `b` included. */
const steps = (a: Position, b: Position, radians: number): readonly Position[] => {
  if (isCloseEnough(a, b, radians)) return [b];
  const middle = onMap(a, b, 0.5);
  return [...steps(a, middle, radians), ...steps(middle, b, radians)];
};

const densified =
  (tolerance: number, call: Call) =>
  (line: readonly Position[]): readonly Position[] =>
    line.flatMap((to, i) => {
      const from = line[i - 1];
      if (!from) return [to];
      if (Math.abs(from[0] - to[0]) > 180) return unsupported(`\`${call.name}()\` of an edge over the antimeridian`, call.span);
      return steps(from, to, (margin * tolerance) / earthRadius);
    });

const isTolerance = (tolerance: number): boolean => tolerance >= 0.1 && tolerance <= 10_000;

const densifyLine: Fn = (call) =>
  strict([dynamic, real, bool], (value, tolerance = defaultTolerance) => {
    const read = readLines(value);
    if (!read || !linesOf(value, call) || !isTolerance(tolerance)) return null;
    const made = read.map(densified(tolerance, call));
    return value instanceof Map && value.get('type') === 'LineString' ? lineJson(made[0] ?? []) : multiLineJson(made);
  })(call);

const densifyPolygon: Fn = (call) =>
  strict([dynamic, real, bool], (value, tolerance = defaultTolerance) => {
    const read = readPolygons(value);
    if (!read || !polygonsOf(value, call) || !isTolerance(tolerance)) return null;
    const made = read.map((rings) => rings.map(densified(tolerance, call)));
    return value instanceof Map && value.get('type') === 'Polygon' ? polygonJson(made[0] ?? []) : multiPolygonJson(made);
  })(call);

export const densifyFunctions = { geo_line_densify: densifyLine, geo_polygon_densify: densifyPolygon } as const satisfies Readonly<
  Record<string, Fn>
>;
