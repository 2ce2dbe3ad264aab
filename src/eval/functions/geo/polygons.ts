// Polygons: what they hold, areas, rims, centers, the nearest point. Each function by its KQL name; what is no polygon makes null.
import { unsupported } from '../../refusal.ts';
import type { Call, Fn } from '../../scope.ts';
import { real, strict } from '../shapes.ts';
import { lengthOf, meet, nearestOf } from './edges.ts';
import { isPosition, pointJson } from './geojson.ts';
import { unionOf } from './polygon-overlay.ts';
import { edgesOfLine, edgesOfPolygon, fromS2, holds, lines, type Polygon, polygons } from './shapes.ts';
import { earthRadius, positionOf, unit, vectorOf } from './sphere.ts';

const edgesOf = (shape: readonly Polygon[]) => shape.flatMap(edgesOfPolygon);

/** Several polygons count as their union. */
export const united = (shape: readonly Polygon[], call: Call): Polygon =>
  unionOf(shape) ?? unsupported(`\`${call.name}()\` of polygons whose rims do not close when they are united`, call.span);

const inPolygon: Fn = (call) =>
  strict([real, real, polygons(call)], (lng, lat, shape) => (isPosition(lng, lat) ? holds(shape, vectorOf([lng, lat])) : null))(call);

const distance: Fn = (call) =>
  strict([real, real, polygons(call)], (lng, lat, shape) => {
    if (!isPosition(lng, lat)) return null;
    const point = vectorOf([lng, lat]);
    return holds(shape, point) ? 0 : earthRadius * nearestOf(edgesOf(shape), point).radians;
  })(call);

const closest: Fn = (call) =>
  strict([real, real, polygons(call)], (lng, lat, shape) => {
    if (!isPosition(lng, lat)) return null;
    const point = vectorOf([lng, lat]);
    return pointJson(holds(shape, point) ? [lng, lat] : positionOf(nearestOf(edgesOf(shape), point).point));
  })(call);

const area: Fn = (call) => strict([polygons(call)], (shape) => earthRadius * earthRadius * united(shape, call).region.area())(call);

const perimeter: Fn = (call) =>
  strict(
    [polygons(call)],
    (shape) => earthRadius * edgesOfPolygon(united(shape, call)).reduce((sum, edge) => sum + lengthOf(edge), 0),
  )(call);

const centroid: Fn = (call) =>
  strict([polygons(call)], (shape) => pointJson(positionOf(unit(fromS2(united(shape, call).region.centroid())))))(call);

/** Whether one holds a vertex of the other; where the rims meet that is known before. */
const holdsSome = (shape: readonly Polygon[], other: readonly Polygon[]): boolean =>
  other.some(({ rings }) => rings.some(([vertex]) => vertex !== undefined && holds(shape, vertex)));

const intersectsPolygon: Fn = (call) =>
  strict([polygons(call), polygons(call)], (a, b) => meet(edgesOf(a), edgesOf(b)) || holdsSome(a, b) || holdsSome(b, a))(call);

const intersectsLine: Fn = (call) =>
  strict(
    [lines(call), polygons(call)],
    (a, b) => meet(a.flatMap(edgesOfLine), edgesOf(b)) || a.some(([vertex]) => vertex !== undefined && holds(b, vertex)),
  )(call);

export const polygonFunctions = {
  geo_point_in_polygon: inPolygon,
  geo_distance_point_to_polygon: distance,
  geo_closest_point_on_polygon: closest,
  geo_polygon_area: area,
  geo_polygon_perimeter: perimeter,
  geo_polygon_centroid: centroid,
  geo_intersects_2polygons: intersectsPolygon,
  geo_intersects_line_with_polygon: intersectsLine,
} as const satisfies Readonly<Record<string, Fn>>;
