// Lines laid over each other: what they make together, and what they have in common.
import { arranged } from './arrangement.ts';
import { type Edge, edgeKey, keyOf } from './edges.ts';
import { edgesOfLine, type Line } from './shapes.ts';
import { plus, unit, type Vec } from './sphere.ts';

/** The edges of all lines, cut where they meet, each once. */
export const lineUnion = (lines: readonly Line[]): readonly Edge[] => {
  const pieces = arranged(lines.flatMap(edgesOfLine)).flat();
  return [...new Map([...pieces].reverse().map((edge) => [edgeKey(edge), edge])).values()].reverse();
};

/** Edges in the order of the way joined where one starts at the end of the one before. */
export const joined = (edges: readonly Edge[]): readonly Line[] => {
  const found: Vec[][] = [];
  for (const { from, to } of edges) {
    const last = found.at(-1);
    const end = last?.at(-1);
    if (last && end && keyOf(end) === keyOf(from)) last.push(to);
    else found.push([from, to]);
  }
  return found;
};

/** Edges as lines, in the order of their first edges; null where more than two edges, or two of opposite directions, meet. */
export const chained = (edges: readonly Edge[]): readonly Line[] | null => {
  const after = new Map(edges.map((edge) => [keyOf(edge.from), edge]));
  const ends = new Set(edges.map(({ to }) => keyOf(to)));
  if (after.size < edges.length || ends.size < edges.length) return null;
  const chains = edges.filter(({ from }) => !ends.has(keyOf(from))).map((first) => followed(first, after));
  return chains.flat().length - chains.length === edges.length ? chains : null;
};

const followed = (first: Edge, after: ReadonlyMap<string, Edge>): Line => {
  const line: Vec[] = [first.from];
  for (let edge: Edge | undefined = first; edge; edge = after.get(keyOf(edge.to))) line.push(edge.to);
  return line;
};

export interface Common {
  readonly points: readonly Vec[];
  readonly lines: readonly Line[];
}

/** Points that are on kept edges are not named again. */
const withoutEnds = (points: readonly Vec[], kept: readonly Edge[]): readonly Vec[] => {
  const ends = new Set(kept.flatMap(({ from, to }) => [keyOf(from), keyOf(to)]));
  return [...new Map(points.map((point) => [keyOf(point), point])).values()].filter((point) => !ends.has(keyOf(point)));
};

const cornersOf = (pieces: readonly Edge[]): readonly Vec[] => pieces.flatMap(({ from, to }) => [from, to]);

/** What lines have in common with others, or with the inside of a shape whose rims the others are. */
export const commonWith = (own: readonly Edge[], others: readonly Edge[], isInside: (point: Vec) => boolean): Common => {
  const pieces = arranged([...own, ...others]);
  const [mine, theirs] = [pieces.slice(0, own.length).flat(), pieces.slice(own.length).flat()];
  const shared = new Set(theirs.map(edgeKey));
  const kept = mine.filter((edge) => shared.has(edgeKey(edge)) || isInside(unit(plus(edge.from, edge.to))));
  const corners = new Set(cornersOf(theirs).map(keyOf));
  return {
    points: withoutEnds(
      cornersOf(mine).filter((point) => corners.has(keyOf(point))),
      kept,
    ),
    lines: joined(kept),
  };
};
