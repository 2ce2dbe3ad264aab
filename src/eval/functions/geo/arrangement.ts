// Edges that may cross and overlap in; the same edges cut where they meet out.
import { type Edge, keyOf, somePair } from './edges.ts';
import { crossing } from './orientation.ts';
import { angleBetween, cross, dot, minus, nearestOnEdge, normalOf, plus, size, times, unit, type Vec } from './sphere.ts';

/** Points that are not farther apart, in radians, are one point: twice the error of an intersection (S2's merge radius). */
const mergeRadius = 1.8e-15;

const intersection = (a: Edge, b: Edge): Vec => {
  const found = unit(cross(normalOf(a.from, a.to), normalOf(b.from, b.to)));
  const around = plus(plus(a.from, a.to), plus(b.from, b.to));
  return dot(found, around) < 0 ? times(found, -1) : found;
};

const isNear = (a: Vec, b: Vec): boolean => size(minus(a, b)) <= mergeRadius;

/** Where each edge is cut, besides its ends. */
type Cuts = ReadonlyMap<Edge, Vec[]>;

const cutsOf = (edges: readonly Edge[]): Cuts => {
  const cuts = new Map<Edge, Vec[]>(edges.map((edge) => [edge, []]));
  const cut = (edge: Edge, at: Vec): void => {
    if (!isNear(at, edge.from) && !isNear(at, edge.to)) cuts.get(edge)?.push(at);
  };
  /** Edges that touch with an end do not cross besides: they may lie on each other. */
  const touches = (edge: Edge, end: Vec): boolean => {
    const touched = isNear(nearestOnEdge(end, edge.from, edge.to), end);
    if (touched) cut(edge, end);
    return touched;
  };
  const rank = new Map(edges.map((edge, i) => [edge, i]));
  somePair(edges, edges, (a, b) => {
    if ((rank.get(a) ?? 0) >= (rank.get(b) ?? 0)) return false;
    const touching = [touches(a, b.from), touches(a, b.to), touches(b, a.from), touches(b, a.to)];
    if (!touching.includes(true) && crossing(a.from, a.to, b.from, b.to)) {
      const found = intersection(a, b);
      cut(a, found);
      cut(b, found);
    }
    return false;
  });
  return cuts;
};

const distinct = (points: readonly Vec[]): readonly Vec[] =>
  points.filter((point, i) => !points.slice(0, i).some((other) => isNear(other, point)));

/** For each edge the edges that it falls into, from its start to its end. */
export const arranged = (edges: readonly Edge[]): readonly (readonly Edge[])[] => {
  const cuts = cutsOf(edges);
  const known = new Map<string, Vec>(edges.flatMap(({ from, to }) => [from, to]).map((point) => [keyOf(point), point]));
  return edges.map((edge) => {
    const on = distinct(cuts.get(edge) ?? []).map((point) => known.get(keyOf(point)) ?? point);
    const inner = [...on].sort((a, b) => angleBetween(edge.from, a) - angleBetween(edge.from, b));
    const stops = [edge.from, ...inner, edge.to];
    return stops.slice(1).map((to, i) => ({ from: stops[i] ?? to, to }));
  });
};
