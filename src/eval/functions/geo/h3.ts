// H3 cells. Each function by its KQL name; what is no cell makes null.
import {
  cellToBoundary,
  cellToChildren,
  cellToLatLng,
  cellToParent,
  getResolution,
  gridDisk,
  gridDiskDistances,
  isValidCell,
  latLngToCell,
} from 'h3-js';
import type { Fn } from '../../scope.ts';
import type { Value } from '../../value.ts';
import { orEmpty } from '../or-empty.ts';
import { int, real, strict, text } from '../shapes.ts';
import { isPosition, pointJson, polygonJson } from './geojson.ts';
import { within } from './within.ts';

const defaultResolution = 6n;
/** How far below a cell its children may be asked for, as the page says. */
const mostLevelsDown = 5;
const mostRings = 142;

const ofCell = (compute: (cell: string, level: number, asked: bigint | undefined) => Value): Fn =>
  strict([text, int], (given, asked?: bigint) => {
    const cell = given.toLowerCase();
    return /^[0-9a-f]{15}$/.test(cell) && isValidCell(cell) ? compute(cell, getResolution(cell), asked) : null;
  });

const encode: Fn = orEmpty(
  strict([real, real, int], (lng, lat, asked = defaultResolution) => {
    const resolution = within(asked, 0, 15);
    return isPosition(lng, lat) && resolution !== null ? latLngToCell(lat, lng, resolution) : null;
  }),
);

const center = ofCell((cell) => {
  const [lat, lng] = cellToLatLng(cell);
  return pointJson([lng, lat]);
});

const polygon = ofCell((cell) => polygonJson([cellToBoundary(cell, true)]));

const neighbors = ofCell((cell) => gridDisk(cell, 1).filter((other) => other !== cell));

const parent: Fn = orEmpty(
  ofCell((cell, level, asked = BigInt(level - 1)) => {
    const to = within(asked, 0, Math.min(14, level));
    return to === null ? null : cellToParent(cell, to);
  }),
);

const children = ofCell((cell, level, asked = BigInt(level + 1)) => {
  const to = within(asked, Math.max(1, level), Math.min(15, level + mostLevelsDown));
  return to === null ? null : cellToChildren(cell, to);
});

const rings = ofCell((cell, _, asked = 0n) => {
  const distance = within(asked, 0, mostRings);
  return distance === null ? null : gridDiskDistances(cell, distance);
});

export const h3Functions = {
  geo_point_to_h3cell: encode,
  geo_h3cell_to_central_point: center,
  geo_h3cell_to_polygon: polygon,
  geo_h3cell_neighbors: neighbors,
  geo_h3cell_parent: parent,
  geo_h3cell_children: children,
  geo_h3cell_rings: rings,
  geo_h3cell_level: ofCell((_, level) => BigInt(level)),
} as const satisfies Readonly<Record<string, Fn>>;
