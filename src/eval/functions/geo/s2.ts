// S2 cells. Each function by its KQL name; what is no token makes null.
import { s2 } from 's2js';
import type { Fn } from '../../scope.ts';
import type { Value } from '../../value.ts';
import { orEmpty } from '../or-empty.ts';
import { int, real, strict, text } from '../shapes.ts';
import { isPosition, pointJson, polygonJson } from './geojson.ts';
import { inHashOrder } from './hash-order.ts';
import { type Position, positionOf } from './sphere.ts';
import { within } from './within.ts';

const defaultLevel = 11n;
const { cellid } = s2;

const placeOf = ({ x, y, z }: s2.Point): Position => positionOf([x, y, z]);

const encode: Fn = orEmpty(
  strict([real, real, int], (lng, lat, asked = defaultLevel) => {
    const level = within(asked, 0, 30);
    if (!isPosition(lng, lat) || level === null) return null;
    return cellid.toToken(cellid.parent(cellid.fromLatLng(s2.LatLng.fromDegrees(lat, lng)), level));
  }),
);

const ofToken = (compute: (id: bigint) => Value): Fn =>
  strict([text], (token) => {
    const id = /^[0-9a-fA-F]{1,16}$/.test(token) ? cellid.fromToken(token) : 0n;
    return cellid.valid(id) ? compute(id) : null;
  });

const polygon = ofToken((id) => {
  const cell = s2.Cell.fromCellID(id);
  return polygonJson([[0, 1, 2, 3, 0].map((k) => placeOf(cell.vertex(k)))]);
});

const neighbors = ofToken((id) => inHashOrder(cellid.allNeighbors(id, cellid.level(id)).map((other) => cellid.toToken(other))));

export const s2Functions = {
  geo_point_to_s2cell: encode,
  geo_s2cell_to_central_point: ofToken((id) => pointJson(placeOf(cellid.point(id)))),
  geo_s2cell_to_polygon: polygon,
  geo_s2cell_neighbors: neighbors,
} as const satisfies Readonly<Record<string, Fn>>;
