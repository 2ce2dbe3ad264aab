// Points: distances, angles, circles. Each function by its KQL name; coordinates that are none make null.
import { unsupported } from '../../refusal.ts';
import type { Fn } from '../../scope.ts';
import { bool, real, strict } from '../shapes.ts';
import { isPosition } from './geojson.ts';
import { arcBetween, clockwise, earthRadius, noOneCircle, vectorOf } from './sphere.ts';

const northPole = [0, 0, 1] as const;

const distance: Fn = (call) =>
  strict([real, real, real, real, bool], (lng1, lat1, lng2, lat2, spheroid?: boolean) => {
    if (!isPosition(lng1, lat1) || !isPosition(lng2, lat2)) return null;
    if (spheroid) return unsupported(`\`${call.name}()\` on a spheroid`, call.span);
    return earthRadius * arcBetween([lng1, lat1], [lng2, lat2]);
  })(call);

const azimuth: Fn = (call) =>
  strict([real, real, real, real], (lng1, lat1, lng2, lat2) => {
    if (!isPosition(lng1, lat1) || !isPosition(lng2, lat2)) return null;
    const [from, to] = [vectorOf([lng1, lat1]), vectorOf([lng2, lat2])];
    if (noOneCircle(from, to)) return null;
    if (Math.abs(lat1) === 90) return unsupported(`\`${call.name}()\` from a pole`, call.span);
    return clockwise(from, northPole, to);
  })(call);

const angle: Fn = strict([real, real, real, real, real, real], (lng1, lat1, lng2, lat2, lng3, lat3) => {
  if (!isPosition(lng1, lat1) || !isPosition(lng2, lat2) || !isPosition(lng3, lat3)) return null;
  const [a, b, c] = [vectorOf([lng1, lat1]), vectorOf([lng2, lat2]), vectorOf([lng3, lat3])];
  return noOneCircle(a, b) || noOneCircle(b, c) ? null : clockwise(b, a, c);
});

const inCircle: Fn = strict([real, real, real, real, real], (lng, lat, centerLng, centerLat, radius) => {
  if (!isPosition(lng, lat) || !isPosition(centerLng, centerLat) || !(radius > 0)) return null;
  return earthRadius * arcBetween([lng, lat], [centerLng, centerLat]) <= radius;
});

export const pointFunctions = {
  geo_distance_2points: distance,
  geo_azimuth: azimuth,
  geo_angle: angle,
  geo_point_in_circle: inCircle,
} as const satisfies Readonly<Record<string, Fn>>;
