// Well-known text in, the shape as GeoJSON out.
import type { DynamicValue } from '../../../ir/types.ts';
import type { Fn } from '../../scope.ts';
import { strict, text } from '../shapes.ts';
import * as geo from './geojson.ts';
import type { Position } from './sphere.ts';

class NotWkt extends Error {}

interface Reader {
  /** Whether the next token is `mark`; it is taken if so. */
  take(mark: string): boolean;
  expect(mark: string): void;
  word(): string;
  number(): number;
  atEnd(): boolean;
}

const token = /\s*([A-Za-z]+|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[(),])/y;

const tokensOf = (wkt: string): readonly string[] => {
  const tokens: string[] = [];
  token.lastIndex = 0;
  for (let at = 0; wkt.slice(at).trim() !== ''; at = token.lastIndex) {
    token.lastIndex = at;
    const found = token.exec(wkt);
    if (!found) throw new NotWkt();
    tokens.push(found[1] ?? '');
  }
  return tokens;
};

const readerOf = (wkt: string): Reader => {
  const tokens = tokensOf(wkt);
  let at = 0;
  const next = (form: RegExp): string => {
    const found = tokens[at] ?? '';
    if (!form.test(found)) throw new NotWkt();
    at += 1;
    return found;
  };
  const take = (mark: string): boolean => {
    if (tokens[at] !== mark) return false;
    at += 1;
    return true;
  };
  return {
    take,
    expect: (mark) => {
      if (!take(mark)) throw new NotWkt();
    },
    word: () => next(/^[A-Za-z]+$/).toUpperCase(),
    number: () => Number(next(/^[-+.\d]/)),
    atEnd: () => at === tokens.length,
  };
};

const position = (reader: Reader): Position => {
  const [lng, lat] = [reader.number(), reader.number()];
  if (!geo.isPosition(lng, lat)) throw new NotWkt();
  return [lng, lat];
};

/** Items between brackets. */
const listOf =
  <T>(item: (reader: Reader) => T) =>
  (reader: Reader): readonly T[] => {
    reader.expect('(');
    const items = [item(reader)];
    while (reader.take(',')) items.push(item(reader));
    reader.expect(')');
    return items;
  };

/** A point of a MULTIPOINT may stand in brackets of its own. */
const bracketedPosition = (reader: Reader): Position => {
  if (!reader.take('(')) return position(reader);
  const found = position(reader);
  reader.expect(')');
  return found;
};

const positions = listOf(position);
const rings = listOf(positions);

const onePoint = (reader: Reader): DynamicValue => {
  const [first, ...more] = positions(reader);
  if (!first || more.length > 0) throw new NotWkt();
  return geo.pointJson(first);
};

const shapes: ReadonlyMap<string, (reader: Reader) => DynamicValue> = new Map([
  ['POINT', onePoint],
  ['LINESTRING', (reader) => geo.lineJson(positions(reader))],
  ['POLYGON', (reader) => geo.polygonJson(rings(reader))],
  ['MULTIPOINT', (reader) => geo.multiPointJson(listOf(bracketedPosition)(reader))],
  ['MULTILINESTRING', (reader) => geo.multiLineJson(rings(reader))],
  ['MULTIPOLYGON', (reader) => geo.multiPolygonJson(listOf(rings)(reader))],
  ['GEOMETRYCOLLECTION', (reader) => geo.collectionJson(listOf(shape)(reader))],
]);

const shape = (reader: Reader): DynamicValue => {
  const read = shapes.get(reader.word());
  if (!read) throw new NotWkt();
  return read(reader);
};

const read = (wkt: string): DynamicValue => {
  try {
    const reader = readerOf(wkt);
    const found = shape(reader);
    return reader.atEnd() ? found : null;
  } catch (error) {
    if (error instanceof NotWkt) return null;
    throw error;
  }
};

export const wktFunctions = { geo_from_wkt: strict([text], read) } as const satisfies Readonly<Record<string, Fn>>;
