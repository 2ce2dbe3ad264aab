// GeoJSON as dynamic values: shapes in, positions out; and back.
import type { DynamicValue } from '../../../ir/types.ts';
import type { Position } from './sphere.ts';

export const isPosition = (lng: number, lat: number): boolean => lng >= -180 && lng <= 180 && lat >= -90 && lat <= 90;

/** A number that is whole has no fraction in the JSON that Kusto writes. */
const written = (x: number): DynamicValue => (Number.isSafeInteger(x) ? BigInt(x) : x);

const coordinatesOf = ([lng, lat]: Position): DynamicValue => [written(lng), written(lat)];

const shape = (type: string, coordinates: DynamicValue): DynamicValue =>
  new Map<string, DynamicValue>([
    ['type', type],
    ['coordinates', coordinates],
  ]);

type Rings = readonly (readonly Position[])[];

export const pointJson = (at: Position): DynamicValue => shape('Point', coordinatesOf(at));
export const multiPointJson = (points: readonly Position[]): DynamicValue => shape('MultiPoint', points.map(coordinatesOf));
export const lineJson = (points: readonly Position[]): DynamicValue => shape('LineString', points.map(coordinatesOf));
export const multiLineJson = (lines: Rings): DynamicValue =>
  shape(
    'MultiLineString',
    lines.map((line) => line.map(coordinatesOf)),
  );
export const polygonJson = (rings: Rings): DynamicValue =>
  shape(
    'Polygon',
    rings.map((ring) => ring.map(coordinatesOf)),
  );
export const multiPolygonJson = (polygons: readonly Rings[]): DynamicValue =>
  shape(
    'MultiPolygon',
    polygons.map((rings) => rings.map((ring) => ring.map(coordinatesOf))),
  );
export const collectionJson = (shapes: readonly DynamicValue[]): DynamicValue =>
  new Map<string, DynamicValue>([
    ['type', 'GeometryCollection'],
    ['geometries', shapes],
  ]);

const numberIn = (value: DynamicValue | undefined): number =>
  typeof value === 'bigint' || typeof value === 'number' ? Number(value) : Number.NaN;

const allOf = <T>(value: DynamicValue | undefined, read: (item: DynamicValue) => T | null): readonly T[] | null => {
  if (!Array.isArray(value)) return null;
  const items = (value as readonly DynamicValue[]).map(read);
  return items.every((item) => item !== null) ? (items as readonly T[]) : null;
};

const readPosition = (value: DynamicValue): Position | null => {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [lng, lat] = [numberIn(value[0]), numberIn(value[1])];
  return isPosition(lng, lat) ? [lng, lat] : null;
};

const readPositions = (value: DynamicValue | undefined): readonly Position[] | null => allOf(value, readPosition);
const readLists = (value: DynamicValue | undefined): Rings | null => allOf(value, readPositions);

const typeAndCoordinates = (value: DynamicValue): readonly [DynamicValue | undefined, DynamicValue | undefined] =>
  value instanceof Map ? [value.get('type'), value.get('coordinates')] : [undefined, undefined];

/** The lines of a LineString or MultiLineString; null for anything else, and where a position is none. */
export const readLines = (value: DynamicValue): Rings | null => {
  const [type, coordinates] = typeAndCoordinates(value);
  if (type === 'MultiLineString') return readLists(coordinates);
  const line = type === 'LineString' ? readPositions(coordinates) : null;
  return line && [line];
};

/** The polygons of a Polygon or MultiPolygon, each with its shell first; null for anything else, and where a position is none. */
export const readPolygons = (value: DynamicValue): readonly Rings[] | null => {
  const [type, coordinates] = typeAndCoordinates(value);
  if (type === 'MultiPolygon') return allOf(coordinates, readLists);
  const rings = type === 'Polygon' ? readLists(coordinates) : null;
  return rings && [rings];
};
