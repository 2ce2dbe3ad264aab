// Geohashes: rectangles of longitude and latitude, named by 1 to 18 letters of five bits each. Each function by its KQL name.
import { unsupported } from '../../refusal.ts';
import type { Call, Fn } from '../../scope.ts';
import { orEmpty } from '../or-empty.ts';
import { int, real, strict, text } from '../shapes.ts';
import { isPosition, pointJson, polygonJson } from './geojson.ts';
import { inHashOrder } from './hash-order.ts';
import { within } from './within.ts';

const alphabet = '0123456789bcdefghjkmnpqrstuvwxyz';
const defaultLength = 5n;

/** Column and row of a rectangle, counted from the south-west, among `2 ** lngBits` by `2 ** latBits`. */
interface Place {
  readonly lng: bigint;
  readonly lat: bigint;
  readonly lngBits: number;
  readonly latBits: number;
}

const bitsOf = (length: number): { readonly lngBits: number; readonly latBits: number } => ({
  lngBits: Math.ceil((length * 5) / 2),
  latBits: Math.floor((length * 5) / 2),
});

/** Bits of longitude and latitude by turns, longitude first. */
const nameOf = ({ lng, lat, lngBits, latBits }: Place): string => {
  const total = lngBits + latBits;
  let bits = 0n;
  for (let i = 0; i < total; i += 1) {
    const ofLng = i % 2 === 0;
    const shift = BigInt((ofLng ? lngBits : latBits) - 1 - Math.floor(i / 2));
    bits = (bits << 1n) | (((ofLng ? lng : lat) >> shift) & 1n);
  }
  return Array.from({ length: total / 5 }, (_, i) => alphabet[Number((bits >> BigInt(total - 5 - 5 * i)) & 31n)] ?? '').join('');
};

const placeOf = (name: string): Place | null => {
  if (name.length < 1 || name.length > 18) return null;
  let [lng, lat] = [0n, 0n];
  let index = 0;
  for (const letter of name) {
    const value = alphabet.indexOf(letter);
    if (value < 0) return null;
    for (let bit = 4; bit >= 0; bit -= 1, index += 1) {
      const next = BigInt((value >> bit) & 1);
      if (index % 2 === 0) lng = (lng << 1n) | next;
      else lat = (lat << 1n) | next;
    }
  }
  return { lng, lat, ...bitsOf(name.length) };
};

/** The half that holds the value, `bits` times over. */
const halved = (value: number, low: number, high: number, bits: number): bigint => {
  let [from, to, found] = [low, high, 0n];
  for (let i = 0; i < bits; i += 1) {
    const middle = (from + to) / 2;
    const upper = value >= middle;
    found = (found << 1n) | (upper ? 1n : 0n);
    if (upper) from = middle;
    else to = middle;
  }
  return found;
};

const edge = (index: bigint, bits: number, low: number, width: number): number => low + width * (Number(index) / 2 ** bits);

/** West, south, east, north in degrees. */
const boundsOf = ({ lng, lat, lngBits, latBits }: Place): readonly [number, number, number, number] => [
  edge(lng, lngBits, -180, 360),
  edge(lat, latBits, -90, 180),
  edge(lng + 1n, lngBits, -180, 360),
  edge(lat + 1n, latBits, -90, 180),
];

const encode: Fn = orEmpty(
  strict([real, real, int], (lng, lat, accuracy = defaultLength) => {
    const length = within(accuracy, 1, 18);
    if (!isPosition(lng, lat) || length === null) return null;
    const { lngBits, latBits } = bitsOf(length);
    return nameOf({ lng: halved(lng, -180, 180, lngBits), lat: halved(lat, -90, 90, latBits), lngBits, latBits });
  }),
);

const center: Fn = strict([text], (name) => {
  const place = placeOf(name);
  if (!place) return null;
  const [west, south, east, north] = boundsOf(place);
  return pointJson([(west + east) / 2, (south + north) / 2]);
});

const polygon: Fn = strict([text], (name) => {
  const place = placeOf(name);
  if (!place) return null;
  const [west, south, east, north] = boundsOf(place);
  return polygonJson([
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ]);
});

/** Row by row from the north-west: from that order the documented ones come. */
const around = [1n, 0n, -1n]
  .flatMap((up) => [-1n, 0n, 1n].map((right) => [right, up] as const))
  .filter(([right, up]) => right !== 0n || up !== 0n);

const neighborsOf = (place: Place, call: Call): readonly string[] => {
  const rows = 1n << BigInt(place.latBits);
  if (place.lngBits < 3 || place.lat === 0n || place.lat === rows - 1n) return unsupported(`\`${call.name}()\` beside a pole`, call.span);
  return around.map(([right, up]) => nameOf({ ...place, lng: BigInt.asUintN(place.lngBits, place.lng + right), lat: place.lat + up }));
};

const neighbors: Fn = (call) =>
  strict([text], (name) => {
    const place = placeOf(name);
    return place && inHashOrder(neighborsOf(place, call));
  })(call);

export const geohashFunctions = {
  geo_point_to_geohash: encode,
  geo_geohash_to_central_point: center,
  geo_geohash_to_polygon: polygon,
  geo_geohash_neighbors: neighbors,
} as const satisfies Readonly<Record<string, Fn>>;
