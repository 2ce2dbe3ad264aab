// Polygons laid over each other: their union and their intersection as rings. Rings start where S2 starts them: after their last edge of the input.
import { s2 } from 's2js';
import { arranged } from './arrangement.ts';
import { type Edge, keyOf } from './edges.ts';
import { type Common, joined } from './line-overlay.ts';
import { edgesOfPolygon, type Line, type Polygon, ringOf, toS2 } from './shapes.ts';
import { clockwise, plus, unit, type Vec } from './sphere.ts';

/** A piece of an edge of the input: `id` counts the edges of the first shape, then those of the second. */
interface Piece extends Edge {
  readonly id: number;
  readonly first: boolean;
}

const middleOf = ({ from, to }: Edge): Vec => unit(plus(from, to));

const piecesOf = (a: Polygon, b: Polygon): readonly Piece[] => {
  const [left, right] = [edgesOfPolygon(a), edgesOfPolygon(b)];
  return arranged([...left, ...right]).flatMap((parts, id) => parts.map((part) => ({ ...part, id, first: id < left.length })));
};

const reverseKey = ({ from, to }: Edge): string => `${keyOf(to)};${keyOf(from)}`;
const forwardKey = ({ from, to }: Edge): string => `${keyOf(from)};${keyOf(to)}`;

/** The pieces that bound the union or the intersection; and those that both shapes have in opposite directions. */
const bounding = (
  a: Polygon,
  b: Polygon,
  inside: boolean,
): { readonly kept: readonly Piece[]; readonly seams: readonly Piece[]; readonly all: readonly Piece[] } => {
  const all = piecesOf(a, b);
  const keysOf = (first: boolean): ReadonlySet<string> => new Set(all.filter((piece) => piece.first === first).map(forwardKey));
  const [ofFirst, ofSecond] = [keysOf(true), keysOf(false)];
  const kept: Piece[] = [];
  const seams: Piece[] = [];
  for (const piece of all) {
    const others = piece.first ? ofSecond : ofFirst;
    if (others.has(reverseKey(piece))) {
      if (piece.first) seams.push(piece);
    } else if (others.has(forwardKey(piece))) {
      if (piece.first) kept.push(piece);
    } else if ((piece.first ? b : a).region.containsPoint(toS2(middleOf(piece))) === inside) kept.push(piece);
  }
  return { kept, seams, all };
};

/** From each piece on by the sharpest turn to the left. Null where the pieces do not close. */
const loopsOf = (pieces: readonly Piece[]): readonly (readonly Piece[])[] | null => {
  const leaving = new Map<string, Piece[]>();
  for (const piece of pieces) leaving.set(keyOf(piece.from), [...(leaving.get(keyOf(piece.from)) ?? []), piece]);
  const left = new Set(pieces);
  const loops: Piece[][] = [];
  for (const start of pieces) {
    if (!left.has(start)) continue;
    const loop: Piece[] = [];
    for (let piece = start; left.has(piece); ) {
      left.delete(piece);
      loop.push(piece);
      const { from, to } = piece;
      const sharpness = (next: Piece): number => clockwise(to, from, next.to);
      const [next] = [...(leaving.get(keyOf(to)) ?? [])].sort((x, y) => sharpness(x) - sharpness(y));
      if (!next) return null;
      piece = next;
    }
    const [first, last] = [loop[0], loop.at(-1)];
    if (!first || !last || keyOf(first.from) !== keyOf(last.to)) return null;
    loops.push(loop);
  }
  return loops;
};

/** Turned so that the piece of the highest edge, or the last of its pieces, comes last. */
const turned = (loop: readonly Piece[]): readonly Piece[] => {
  let at = 0;
  let gap = false;
  for (const [i, piece] of loop.entries()) {
    const difference = piece.id - (loop[at]?.id ?? 0);
    if (difference < 0) gap = true;
    else if (difference > 0 || !gap) {
      at = i;
      gap = false;
    }
  }
  return [...loop.slice(at + 1), ...loop.slice(0, at + 1)];
};

const polygonOfPieces = (pieces: readonly Piece[]): Polygon | null => {
  const loops = loopsOf(pieces);
  if (!loops) return null;
  const ordered = loops.map(turned).sort((x, y) => (x[0]?.id ?? 0) - (y[0]?.id ?? 0));
  const region = s2.Polygon.fromOrientedLoops(ordered.map((loop) => new s2.Loop(loop.map(({ from }) => toS2(from)))));
  return { rings: region.loops.map(ringOf), region };
};

/** Null where rounding keeps the rims from closing. */
const unionOfTwo = (a: Polygon, b: Polygon): Polygon | null => polygonOfPieces(bounding(a, b, false).kept);

/** Two by two, those of the fewest vertices first, as S2 does it. */
export const unionOf = (polygons: readonly Polygon[]): Polygon | null => {
  const size = ({ rings }: Polygon): number => rings.reduce((sum, ring) => sum + ring.length, 0);
  const queue = polygons.map((polygon) => ({ polygon, size: size(polygon) })).sort((x, y) => x.size - y.size);
  for (;;) {
    const [a, b] = queue.splice(0, 2);
    if (!a || !b) return a?.polygon ?? null;
    const polygon = unionOfTwo(a.polygon, b.polygon);
    if (!polygon) return null;
    const total = a.size + b.size;
    const place = queue.findIndex((other) => other.size > total);
    queue.splice(place < 0 ? queue.length : place, 0, { polygon, size: total });
  }
};

/** What is left of the rims where two polygons only touch, and what they share. Null as above. */
export const intersectionOf = (a: Polygon, b: Polygon): (Common & { readonly polygon: Polygon | null }) | null => {
  const { kept, seams, all } = bounding(a, b, true);
  const polygon = kept.length > 0 ? polygonOfPieces(kept) : null;
  if (kept.length > 0 && !polygon) return null;
  const used = new Set([...kept, ...seams].flatMap(({ from, to }) => [keyOf(from), keyOf(to)]));
  const cornersOf = (first: boolean): readonly Vec[] => all.filter((piece) => piece.first === first).map(({ from }) => from);
  const theirs = new Set(cornersOf(false).map(keyOf));
  const points = cornersOf(true).filter((point) => theirs.has(keyOf(point)) && !used.has(keyOf(point)));
  return { polygon, points, lines: joined(seams) };
};

/** The shells of a polygon, each with its holes, closed: as GeoJSON has them. */
export const partsOf = ({ region }: Polygon): readonly (readonly Line[])[] => {
  const parts: Line[][] = [];
  for (const loop of region.loops) {
    const ring = ringOf(loop);
    const closed = [...ring, ...ring.slice(0, 1)];
    if (loop.isHole()) parts.at(-1)?.push(closed);
    else parts.push([closed]);
  }
  return parts;
};
