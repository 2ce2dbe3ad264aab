// Edges of lines and polygons: what is near a point, what meets, what lies twice.
import { crossing } from './orientation.ts';
import { angleBetween, minus, nearestOnEdge, size, type Vec } from './sphere.ts';

export interface Edge {
  readonly from: Vec;
  readonly to: Vec;
}

export const keyOf = (point: Vec): string => point.join();

/** The same for an edge and its reverse. */
export const edgeKey = ({ from, to }: Edge): string => {
  const [a, b] = [keyOf(from), keyOf(to)];
  return a < b ? `${a};${b}` : `${b};${a}`;
};

export const lengthOf = ({ from, to }: Edge): number => angleBetween(from, to);

/** Runs `visit` on the pairs that may meet: those whose ends are not farther apart than both are long. `visit` stops the search with true. */
export const somePair = (left: readonly Edge[], right: readonly Edge[], visit: (a: Edge, b: Edge) => boolean): boolean => {
  const measured = right.map((edge) => ({ edge, reach: reachOf(edge) }));
  return left.some((a) => {
    const reach = reachOf(a);
    return measured.some((b) => size(minus(a.from, b.edge.from)) <= reach + b.reach + 1e-12 && visit(a, b.edge));
  });
};

/** A chord cannot be shorter than 2/π of its arc, and no point of an edge is farther from its start than its arc. */
const reachOf = ({ from, to }: Edge): number => (size(minus(from, to)) * Math.PI) / 2;

/** Whether edges of the one cross edges of the other or share a vertex with them. */
export const meet = (left: readonly Edge[], right: readonly Edge[]): boolean => {
  const ends = new Set(left.flatMap(({ from, to }) => [keyOf(from), keyOf(to)]));
  if (right.some(({ from, to }) => ends.has(keyOf(from)) || ends.has(keyOf(to)))) return true;
  return somePair(left, right, (a, b) => crossing(a.from, a.to, b.from, b.to));
};

export interface Nearest {
  readonly point: Vec;
  readonly radians: number;
  /** Which of the edges it is on. */
  readonly index: number;
}

export const nearestOf = (edges: readonly Edge[], x: Vec): Nearest => {
  let best: Nearest = { point: x, radians: Number.POSITIVE_INFINITY, index: -1 };
  for (const [index, { from, to }] of edges.entries()) {
    const point = nearestOnEdge(x, from, to);
    const radians = angleBetween(x, point);
    if (radians < best.radians) best = { point, radians, index };
  }
  return best;
};
