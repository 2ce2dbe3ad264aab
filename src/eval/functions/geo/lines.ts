// Lines: lengths, centers, the nearest point, places on the way. Each function by its KQL name; what is no line makes null.
import { unsupported } from '../../refusal.ts';
import type { Call, Fn } from '../../scope.ts';
import type { Value } from '../../value.ts';
import { bool, real, strict } from '../shapes.ts';
import { type Edge, lengthOf, meet, nearestOf } from './edges.ts';
import { isPosition, pointJson } from './geojson.ts';
import { lineUnion } from './line-overlay.ts';
import { edgesOfLine, type Line, lines } from './shapes.ts';
import { along, angleBetween, dot, earthRadius, minus, plus, positionOf, times, unit, type Vec, vectorOf } from './sphere.ts';

const edgesOf = (shape: readonly Line[]): readonly Edge[] => shape.flatMap(edgesOfLine);

/** Several lines count as their union: what lies on two of them counts once. */
const unionEdges = (shape: readonly Line[]): readonly Edge[] => (shape.length === 1 ? edgesOf(shape) : lineUnion(shape));

const total = (edges: readonly Edge[]): number => edges.reduce((sum, edge) => sum + lengthOf(edge), 0);

const length: Fn = (call) => strict([lines(call)], (shape) => earthRadius * total(unionEdges(shape)))(call);

/** The mass of an edge times its center. */
const moment = ({ from, to }: Edge): Vec => {
  const [apart, together] = [minus(from, to), plus(from, to)];
  return times(together, Math.sqrt(dot(apart, apart) / dot(together, together)));
};

const centroid: Fn = (call) =>
  strict([lines(call)], (shape) => pointJson(positionOf(unit(unionEdges(shape).map(moment).reduce(plus)))))(call);

const distance: Fn = (call) =>
  strict([real, real, lines(call)], (lng, lat, shape) =>
    isPosition(lng, lat) ? earthRadius * nearestOf(edgesOf(shape), vectorOf([lng, lat])).radians : null,
  )(call);

const closest: Fn = (call) =>
  strict([real, real, lines(call)], (lng, lat, shape) =>
    isPosition(lng, lat) ? pointJson(positionOf(nearestOf(edgesOf(shape), vectorOf([lng, lat])).point)) : null,
  )(call);

/** Fractions of a way are those of one line. */
const ofOne = (shape: readonly Line[], call: Call, compute: (edges: readonly Edge[]) => Value): Value =>
  shape.length > 1 ? unsupported(`\`${call.name}()\` of several lines`, call.span) : compute(edgesOf(shape));

const pointAt = (edges: readonly Edge[], radians: number): Vec => {
  let left = radians;
  for (const edge of edges) {
    const size = lengthOf(edge);
    if (left <= 0) return edge.from;
    if (left < size) return along(edge.from, edge.to, left);
    left -= size;
  }
  return edges.at(-1)?.to ?? [0, 0, 0];
};

const interpolate: Fn = (call) =>
  strict([lines(call), real], (shape, fraction) =>
    ofOne(shape, call, (edges) => (fraction >= 0 && fraction <= 1 ? pointJson(positionOf(pointAt(edges, fraction * total(edges)))) : null)),
  )(call);

const locate: Fn = (call) =>
  strict([lines(call), real, real, bool], (shape, lng, lat, spheroid?: boolean) => {
    if (!isPosition(lng, lat)) return null;
    if (spheroid) return unsupported(`\`${call.name}()\` on a spheroid`, call.span);
    return ofOne(shape, call, (edges) => {
      const { point, index } = nearestOf(edges, vectorOf([lng, lat]));
      const before = total(edges.slice(0, index)) + angleBetween(edges[index]?.from ?? point, point);
      return Math.min(1, before / total(edges));
    });
  })(call);

const intersects: Fn = (call) => strict([lines(call), lines(call)], (a, b) => meet(edgesOf(a), edgesOf(b)))(call);

export const lineFunctions = {
  geo_line_length: length,
  geo_line_centroid: centroid,
  geo_distance_point_to_line: distance,
  geo_closest_point_on_line: closest,
  geo_line_interpolate_point: interpolate,
  geo_line_locate_point: locate,
  geo_intersects_2lines: intersects,
} as const satisfies Readonly<Record<string, Fn>>;
