// Lines and polygons as Kusto takes them: GeoJSON in, edges on the sphere out; null for what is invalid.
import { s2 } from 's2js';
import type { DynamicValue } from '../../../ir/types.ts';
import { unsupported } from '../../refusal.ts';
import type { Arg, Call } from '../../scope.ts';
import type { Row } from '../../value.ts';
import { toBagOrArray } from '../../values/convert.ts';
import { type Edge, edgeKey, keyOf, somePair } from './edges.ts';
import { readLines, readPolygons } from './geojson.ts';
import { crossing } from './orientation.ts';
import { noOneCircle, type Position, same, type Vec, vectorOf } from './sphere.ts';

/** Who asks, for messages. */
export type Asker = Pick<Call, 'name' | 'span'>;

/** A line by its vertices. */
export type Line = readonly Vec[];

export interface Polygon {
  /** Rings without the repeated last vertex; the inside is on the left of each. */
  readonly rings: readonly Line[];
  readonly region: s2.Polygon;
}

export const edgesOfLine = (line: Line): readonly Edge[] => line.slice(1).map((to, i) => ({ from: line[i] ?? to, to }));
export const edgesOfRing = (ring: Line): readonly Edge[] => ring.map((from, i) => ({ from, to: ring[(i + 1) % ring.length] ?? from }));
export const edgesOfPolygon = ({ rings }: Polygon): readonly Edge[] => rings.flatMap(edgesOfRing);

export const toS2 = ([x, y, z]: Vec): s2.Point => new s2.Point(x, y, z);
export const fromS2 = ({ x, y, z }: s2.Point): Vec => [x, y, z];

/** The lines of a LineString or MultiLineString. An edge that repeats a point is refused: what Kusto makes of it is not known. */
export const linesOf = (value: DynamicValue, call: Asker): readonly Line[] | null => {
  const read = readLines(value);
  if (!read || read.length === 0 || read.some((line) => line.length < 2)) return null;
  const lines = read.map((line) => line.map(vectorOf));
  const edges = lines.flatMap(edgesOfLine);
  if (edges.some(({ from, to }) => same(from, to))) return unsupported(`\`${call.name}()\` of a line that repeats a point`, call.span);
  return edges.some(({ from, to }) => noOneCircle(from, to)) ? null : lines;
};

const isClosed = (ring: readonly Position[]): boolean => {
  const [first, last] = [ring[0], ring.at(-1)];
  return ring.length >= 4 && first !== undefined && last !== undefined && first[0] === last[0] && first[1] === last[1];
};

/** A ring as S2 has it: the side that is not larger than a half of the sphere is the inside. Null for a ring that meets itself. */
const loopOf = (ring: readonly Position[]): s2.Loop | null => {
  if (!isClosed(ring)) return null;
  const points = ring.slice(0, -1).map(vectorOf);
  if (new Set(points.map(keyOf)).size < points.length) return null;
  if (edgesOfRing(points).some(({ from, to }) => noOneCircle(from, to))) return null;
  const loop = new s2.Loop(points.map(toS2));
  loop.normalize();
  return loop;
};

export const ringOf = (loop: s2.Loop): Line => {
  const points = loop.vertices.map(fromS2);
  return loop.isHole() ? points.reverse() : points;
};

/** Rings must neither cross nor share edges. */
const areApart = (rings: readonly Line[]): boolean => {
  const edges = rings.flatMap(edgesOfRing);
  if (new Set(edges.map(edgeKey)).size < edges.length) return false;
  return !somePair(edges, edges, (a, b) => crossing(a.from, a.to, b.from, b.to));
};

const polygonOf = (rings: readonly (readonly Position[])[], call: Asker): Polygon | null => {
  const loops = rings.map(loopOf);
  if (loops.length === 0 || !loops.every((loop) => loop !== null)) return null;
  const region = new s2.Polygon(loops);
  const found = { rings: region.loops.map(ringOf), region };
  if (!areApart(found.rings)) return null;
  if (region.loops.filter((loop) => !loop.isHole()).length > 1)
    return unsupported(`\`${call.name}()\` of a polygon with a hole outside its shell`, call.span);
  return found;
};

/** The polygons of a Polygon or MultiPolygon. */
export const polygonsOf = (value: DynamicValue, call: Asker): readonly Polygon[] | null => {
  const read = readPolygons(value);
  if (!read || read.length === 0) return null;
  const polygons = read.map((rings) => polygonOf(rings, call));
  return polygons.every((polygon) => polygon !== null) ? polygons : null;
};

export const holds = (polygons: readonly Polygon[], point: Vec): boolean => {
  const at = toS2(point);
  return polygons.some(({ region }) => region.containsPoint(at));
};

/** An argument read once for as long as its value stays the same: shapes are mostly constants. */
const reader =
  <T>(read: (value: DynamicValue, call: Asker) => T) =>
  (call: Asker) =>
  (arg: Arg) => {
    let seen: { readonly value: DynamicValue; readonly shape: T } | null = null;
    return (row: Row): T => {
      const value = toBagOrArray(arg.get(row), arg.type);
      if (!seen || seen.value !== value) seen = { value, shape: read(value, call) };
      return seen.shape;
    };
  };

export const lines = reader(linesOf);
export const polygons = reader(polygonsOf);
