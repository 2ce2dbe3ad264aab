// Unions and intersections of lines and polygons as GeoJSON. Each function by its KQL name.
import type { DynamicValue } from '../../../ir/types.ts';
import { unsupported } from '../../refusal.ts';
import type { Call, Fn } from '../../scope.ts';
import { array, strict } from '../shapes.ts';
import type { Edge } from './edges.ts';
import { collectionJson, lineJson, multiLineJson, multiPolygonJson, pointJson, polygonJson } from './geojson.ts';
import { type Common, chained, commonWith, lineUnion } from './line-overlay.ts';
import { intersectionOf, partsOf } from './polygon-overlay.ts';
import { united } from './polygons.ts';
import { edgesOfLine, edgesOfPolygon, holds, type Line, lines, linesOf, type Polygon, polygons, polygonsOf } from './shapes.ts';
import { type Position, positionOf } from './sphere.ts';

const positions = (line: Line): readonly Position[] => line.map(positionOf);

const linesJson = (found: readonly Line[]): readonly DynamicValue[] => {
  if (found.length === 0) return [];
  const [first, ...more] = found.map(positions);
  return first && more.length === 0 ? [lineJson(first)] : [multiLineJson(found.map(positions))];
};

const polygonsJson = (found: Polygon): readonly DynamicValue[] => {
  const parts = partsOf(found).map((rings) => rings.map(positions));
  const [first, ...more] = parts;
  if (!first) return [];
  return more.length === 0 ? [polygonJson(first)] : [multiPolygonJson(parts)];
};

/** One shape as it is, several or none as a collection: points, then lines, then polygons. In which order Kusto lists several points is not known. */
const commonJson = ({ points, lines: found }: Common, polygon: Polygon | null, call: Call): DynamicValue => {
  if (points.length > 1) return unsupported(`\`${call.name}()\` of shapes that touch in several points`, call.span);
  const shapes = [...points.map((point) => pointJson(positionOf(point))), ...linesJson(found), ...(polygon ? polygonsJson(polygon) : [])];
  const [first, ...more] = shapes;
  return first && more.length === 0 ? first : collectionJson(shapes);
};

const edgesOf = (shape: readonly Line[]): readonly Edge[] => shape.flatMap(edgesOfLine);

const ofLines: Fn = (call) =>
  strict([lines(call), lines(call)], (a, b) =>
    commonJson(
      commonWith(edgesOf(a), edgesOf(b), () => false),
      null,
      call,
    ),
  )(call);

const ofLineAndPolygon: Fn = (call) =>
  strict([lines(call), polygons(call)], (line, shape) => {
    const polygon = united(shape, call);
    return commonJson(
      commonWith(edgesOf(line), edgesOfPolygon(polygon), (point) => holds([polygon], point)),
      null,
      call,
    );
  })(call);

const ofPolygons: Fn = (call) =>
  strict([polygons(call), polygons(call)], (a, b) => {
    const found = intersectionOf(united(a, call), united(b, call));
    return found
      ? commonJson(found, found.polygon, call)
      : unsupported(`\`${call.name}()\` of polygons whose rims do not close when they are cut`, call.span);
  })(call);

/** Each item read as a shape; null when one is none. */
const each = <T>(items: readonly DynamicValue[], read: (item: DynamicValue) => T | null): readonly T[] | null => {
  const found = items.map(read);
  return found.every((item) => item !== null) && found.length > 0 ? found : null;
};

const unionOfLines: Fn = (call) =>
  strict([array], (items) => {
    const all = each(items, (item) => linesOf(item, call))?.flat();
    if (!all) return null;
    const found = chained(lineUnion(all)) ?? unsupported(`\`${call.name}()\` of lines that branch or turn back`, call.span);
    return linesJson(found)[0] ?? null;
  })(call);

const unionOfPolygons: Fn = (call) =>
  strict([array], (items) => {
    const all = each(items, (item) => polygonsOf(item, call))?.map((shape) => united(shape, call));
    return all ? (polygonsJson(united(all, call))[0] ?? null) : null;
  })(call);

export const overlayFunctions = {
  geo_intersection_2lines: ofLines,
  geo_intersection_line_with_polygon: ofLineAndPolygon,
  geo_intersection_2polygons: ofPolygons,
  geo_union_lines_array: unionOfLines,
  geo_union_polygons_array: unionOfPolygons,
} as const satisfies Readonly<Record<string, Fn>>;
