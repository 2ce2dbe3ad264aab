// Cells that cover lines and polygons: all of one level. Each function by its KQL name; more cells than the pages allow make null.
import { getHexagonAreaAvg, polygonToCells } from 'h3-js';
import { s2 } from 's2js';
import { unsupported } from '../../refusal.ts';
import type { Call, Fn } from '../../scope.ts';
import { dynamic, int, real, strict } from '../shapes.ts';
import { type Edge, lengthOf } from './edges.ts';
import { readPolygons } from './geojson.ts';
import { inHashOrder } from './hash-order.ts';
import { edgesOfLine, edgesOfPolygon, fromS2, holds, type Line, lines, type Polygon, polygons, polygonsOf, toS2 } from './shapes.ts';
import { earthRadius, type Position } from './sphere.ts';
import { within } from './within.ts';

const defaultLevel = 11n;
const defaultResolution = 6n;
const mostS2Cells = 65_536;
const mostH3Cells = 61_680;

/** The largest area and the longest diagonal of an S2 cell of level 0 (S2's metrics); a level down they are a quarter and a half of it. */
const largestArea = 2.6357992569631614;
const longestDiagonal = 2.438654594434021;

/** How many cells there are at least: enough to know that there are too many without counting them. */
const fewest = (area: number, length: number, level: number): number =>
  Math.max(area / (largestArea * 4 ** -level), length / (longestDiagonal * 2 ** -level));

/** Edges, and what they enclose, with all that is not farther away than `radius` (radians). */
const regionOf = (edges: readonly Edge[], shape: readonly Polygon[], bound: readonly bigint[], radius: number): s2.Region => {
  const limit = 2 * Math.sin(Math.min(radius, Math.PI) / 2);
  const ends = edges.map(({ from, to }) => [toS2(from), toS2(to)] as const);
  const isNear = (cell: s2.Cell): boolean => {
    if (shape.some(({ region }) => region.intersectsCell(cell))) return true;
    return ends.some(([a, b]) => cell.distanceToEdge(a, b) <= limit * limit);
  };
  return {
    containsCell: () => false,
    intersectsCell: isNear,
    containsPoint: (point) => holds(shape, fromS2(point)),
    cellUnionBound: () => [...bound],
  };
};

/** All cells of a level that have a point in common with the shape. */
const cover = (edges: readonly Edge[], shape: readonly Polygon[], level: number, radius: number): readonly string[] | null => {
  const area = shape.reduce((sum, { region }) => Math.max(sum, region.area()), 0);
  const longest = edges.reduce((most, edge) => Math.max(most, lengthOf(edge)), 0);
  if (fewest(area, longest, level) > mostS2Cells) return null;
  const faces = [0, 1, 2, 3, 4, 5].map((face) => s2.cellid.fromFace(face));
  const coverer = new s2.RegionCoverer({ minLevel: level, maxLevel: level, maxCells: mostS2Cells });
  const cells = coverer.covering(regionOf(edges, shape, faces, radius));
  return cells.length > mostS2Cells ? null : [...cells].map((id) => s2.cellid.toToken(id));
};

const covered = (edges: readonly Edge[], shape: readonly Polygon[], asked: bigint, metres: number) => {
  const level = within(asked, 0, 30);
  return level === null || !(metres >= 0) ? null : cover(edges, shape, level, metres / earthRadius);
};

const lineToS2: Fn = (call) =>
  strict([lines(call), int, real], (shape: readonly Line[], asked = defaultLevel, radius = 0) =>
    covered(shape.flatMap(edgesOfLine), [], asked, radius),
  )(call);

const polygonToS2: Fn = (call) =>
  strict([polygons(call), int, real], (shape: readonly Polygon[], asked = defaultLevel, radius = 0) =>
    covered(shape.flatMap(edgesOfPolygon), shape, asked, radius),
  )(call);

type Rings = readonly (readonly Position[])[];

/** Refused where the library has no room for the box around the polygon. */
const h3CellsIn = (rings: Rings, resolution: number, call: Call): readonly string[] => {
  const plain = rings.map((ring) => ring.map(([lng, lat]) => [lng, lat]));
  try {
    return polygonToCells(plain, resolution, true);
  } catch {
    return unsupported(`\`${call.name}()\` of a polygon so large for its cells`, call.span);
  }
};

/** Cells differ in area by less than a factor of two from their mean. */
const isTooLarge = (shape: readonly Polygon[], resolution: number): boolean =>
  shape.some(({ region }) => region.area() / getHexagonAreaAvg(resolution, 'm2') > (2 * mostH3Cells) / earthRadius ** 2);

/** Here edges are straight on the map, and a cell counts by its center. */
const polygonToH3: Fn = (call: Call) =>
  strict([dynamic, int, real], (value, asked = defaultResolution, radius = 0) => {
    const resolution = within(asked, 0, 15);
    const read = readPolygons(value);
    const shape = polygonsOf(value, call);
    if (!read || !shape || resolution === null || !(radius >= 0)) return null;
    if (radius > 0) return unsupported(`\`${call.name}()\` with a radius`, call.span);
    if (isTooLarge(shape, resolution)) return null;
    const cells = inHashOrder(read.flatMap((rings) => h3CellsIn(rings, resolution, call)));
    return cells.length > mostH3Cells ? null : cells;
  })(call);

export const coveringFunctions = {
  geo_line_to_s2cells: lineToS2,
  geo_polygon_to_s2cells: polygonToS2,
  geo_polygon_to_h3cells: polygonToH3,
} as const satisfies Readonly<Record<string, Fn>>;
