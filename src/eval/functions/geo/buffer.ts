// Shapes made wider: where Kusto puts the vertices of the rim is not known, so that only invalid arguments have an answer. Others are refused.
import { unsupported } from '../../refusal.ts';
import type { Call, Fn } from '../../scope.ts';
import { real, strict } from '../shapes.ts';
import { isPosition } from './geojson.ts';
import { lines, polygons } from './shapes.ts';

const defaultTolerance = 10;
/** The least tolerance, as a part of the radius. */
const leastPart = 1e-6;

const areLengths = (radius: number, tolerance: number): boolean => radius > 0 && tolerance > 0 && tolerance >= radius * leastPart;

const refused = (call: Call): never => unsupported(`\`${call.name}()\``, call.span);

const point: Fn = (call) =>
  strict([real, real, real, real], (lng, lat, radius, tolerance = defaultTolerance) =>
    isPosition(lng, lat) && areLengths(radius, tolerance) ? refused(call) : null,
  )(call);

const line: Fn = (call) =>
  strict([lines(call), real, real], (_, radius, tolerance = defaultTolerance) => (areLengths(radius, tolerance) ? refused(call) : null))(
    call,
  );

const polygon: Fn = (call) =>
  strict([polygons(call), real, real], (_, radius, tolerance = defaultTolerance) => (areLengths(radius, tolerance) ? refused(call) : null))(
    call,
  );

export const bufferFunctions = {
  geo_point_buffer: point,
  geo_line_buffer: line,
  geo_polygon_buffer: polygon,
} as const satisfies Readonly<Record<string, Fn>>;
