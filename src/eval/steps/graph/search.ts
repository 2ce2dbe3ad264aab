// Ways to lay patterns on a graph, found one part after the other; a condition is asked as soon as all that it names is there.
import type { Span } from '../../../diagnostics/span.ts';
import type { GraphCycles, GraphHops, GraphPart } from '../../../ir/graph.ts';
import { unsupported } from '../../refusal.ts';
import type { GraphValue } from './build.ts';
import type { Hop, Match } from './expressions.ts';

/** One move of the search: to begin a pattern at a node, or to go over an edge to the next node. Slots number the nodes and the edges of the patterns. */
export type Move =
  | { readonly kind: 'start'; readonly node: number; readonly pattern: number }
  | {
      readonly kind: 'go';
      readonly from: number;
      readonly to: number;
      readonly edge: number;
      readonly direction: Extract<GraphPart, { kind: 'edge' }>['direction'];
      readonly hops: GraphHops;
      readonly pattern: number;
    };

/** A condition that can be asked behind the move `ready`. `edge`: it is asked of each edge of that slot. */
export interface Check {
  readonly ready: number;
  readonly edge: number | null;
  readonly holds: (m: Match, hop: Hop | null) => boolean;
}

interface Plan {
  readonly moves: readonly Move[];
  readonly checks: readonly Check[];
  readonly cycles: GraphCycles;
  readonly span: Span;
}

interface State {
  readonly nodes: number[];
  readonly hops: (readonly Hop[])[];
  /** The pattern that an edge, or a node, was used by. */
  readonly usedEdges: Map<number, number>;
  readonly usedNodes: Map<number, number>;
  /** How often sequences came together in a way of which no page says whether it counts as a cycle. */
  doubts: number;
}

const hopsFrom = ({ ends, out, into }: GraphValue, node: number, direction: Extract<Move, { kind: 'go' }>['direction']): readonly Hop[] => {
  const ahead = (): readonly Hop[] => (out[node] ?? []).map((edge) => ({ edge, from: node, to: ends[edge]?.to ?? node }));
  const back = (): readonly Hop[] => (into[node] ?? []).map((edge) => ({ edge, from: node, to: ends[edge]?.from ?? node }));
  if (direction === 'right') return ahead();
  if (direction === 'left') return back();
  return [...ahead(), ...back().filter(({ to }) => to !== node)];
};

/** Calls `found` for every match with `total` edges in all (null: any number). The match is only good during the call. */
export const searchGraph = (graph: GraphValue, plan: Plan, total: number | null, found: (m: Match) => void): void => {
  const { moves, checks, cycles, span } = plan;
  const state: State = { nodes: [], hops: [], usedEdges: new Map(), usedNodes: new Map(), doubts: 0 };
  const least = moves.map((_, i) => moves.slice(i).reduce((sum, move) => sum + (move.kind === 'go' ? Number(move.hops.least) : 0), 0));
  const most = moves.map((_, i) => moves.slice(i).reduce((sum, move) => sum + (move.kind === 'go' ? Number(move.hops.most) : 0), 0));

  const passes = (at: number): boolean =>
    checks.every(({ ready, edge, holds }) => {
      if (ready !== at) return true;
      return edge === null ? holds(state, null) : (state.hops[edge] ?? []).every((hop) => holds(state, hop));
    });
  /** Conditions on each edge of a path that name nothing else than what is there already. */
  const passesHop = (at: number, slot: number, hop: Hop): boolean =>
    checks.every(({ ready, edge, holds }) => ready !== at || edge !== slot || holds(state, hop));

  const next = (at: number, left: number | null): void => {
    const move = moves[at];
    if (!move) {
      if (left !== null && left !== 0) return;
      if (state.doubts > 0) unsupported(`\`cycles=${cycles}\` where sequences of a pattern share an edge or close a circle`, span);
      found(state);
      return;
    }
    if (left !== null && (left < (least[at] ?? 0) || left > (most[at] ?? 0))) return;
    if (move.kind === 'start') start(move, at, left);
    else walk(move, at, left, state.nodes[move.from] ?? 0, []);
  };

  const start = (move: Extract<Move, { kind: 'start' }>, at: number, left: number | null): void => {
    if (state.nodes[move.node] !== undefined) {
      next(at + 1, left);
      return;
    }
    for (const node of graph.ids.keys()) {
      const used = cycles === 'none' && state.usedNodes.has(node);
      state.nodes[move.node] = node;
      state.doubts += Number(used);
      if (!used) state.usedNodes.set(node, move.pattern);
      if (passes(at)) next(at + 1, left);
      if (!used) state.usedNodes.delete(node);
      state.doubts -= Number(used);
    }
    delete state.nodes[move.node];
  };

  /** The edges of the path so far are known to be fit; the path ends here, or goes on. */
  const walk = (move: Extract<Move, { kind: 'go' }>, at: number, left: number | null, node: number, path: readonly Hop[]): void => {
    if (path.length >= Number(move.hops.least)) arrive(move, at, left, node, path);
    if (path.length >= Number(move.hops.most)) return;
    if (left !== null && path.length >= left) return;
    for (const hop of hopsFrom(graph, node, move.direction)) {
      const edgeUser = cycles === 'unique_edges' ? state.usedEdges.get(hop.edge) : undefined;
      const nodeUser = cycles === 'none' ? state.usedNodes.get(hop.to) : undefined;
      if (edgeUser === move.pattern || nodeUser === move.pattern) continue;
      const doubt = Number(edgeUser !== undefined || nodeUser !== undefined);
      state.doubts += doubt;
      if (edgeUser === undefined) state.usedEdges.set(hop.edge, move.pattern);
      if (nodeUser === undefined && cycles === 'none') state.usedNodes.set(hop.to, move.pattern);
      if (passesHop(at, move.edge, hop)) walk(move, at, left, hop.to, [...path, hop]);
      if (nodeUser === undefined && cycles === 'none') state.usedNodes.delete(hop.to);
      if (edgeUser === undefined) state.usedEdges.delete(hop.edge);
      state.doubts -= doubt;
    }
  };

  const arrive = (move: Extract<Move, { kind: 'go' }>, at: number, left: number | null, node: number, path: readonly Hop[]): void => {
    const known = state.nodes[move.to];
    if (known !== undefined && known !== node) return;
    state.nodes[move.to] = node;
    state.hops[move.edge] = path;
    if (passes(at)) next(at + 1, left === null ? null : left - path.length);
    delete state.hops[move.edge];
    if (known === undefined) delete state.nodes[move.to];
  };

  next(0, total);
};
