// The functions of geography that are computed; what is not here is refused by name.
import type { WideFn } from '../../../ir/wide-functions.ts';
import type { Fn } from '../../scope.ts';
import { bufferFunctions } from './buffer.ts';
import { coveringFunctions } from './covering.ts';
import { densifyFunctions } from './densify.ts';
import { geohashFunctions } from './geohash.ts';
import { h3Functions } from './h3.ts';
import { lineFunctions } from './lines.ts';
import { overlayFunctions } from './overlays.ts';
import { pointFunctions } from './points.ts';
import { polygonFunctions } from './polygons.ts';
import { s2Functions } from './s2.ts';
import { simplifyFunctions } from './simplify.ts';
import { wktFunctions } from './wkt.ts';

export const geoFunctions = {
  ...pointFunctions,
  ...geohashFunctions,
  ...h3Functions,
  ...s2Functions,
  ...wktFunctions,
  ...lineFunctions,
  ...polygonFunctions,
  ...overlayFunctions,
  ...densifyFunctions,
  ...simplifyFunctions,
  ...coveringFunctions,
  ...bufferFunctions,
} as const satisfies Partial<Readonly<Record<WideFn, Fn>>>;
