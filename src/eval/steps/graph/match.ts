// `graph-match` and `graph-shortest-paths`: a graph in, one row for each match out.
import type { Expr } from '../../../ir/expr.ts';
import type { GraphOperator } from '../../../ir/pipeline.ts';
import type { Column } from '../../../ir/types.ts';
import { unsupported } from '../../refusal.ts';
import type { Env } from '../../scope.ts';
import type { Relation, Row, Value } from '../../value.ts';
import type { GraphValue } from './build.ts';
import { alongPath, type Compiled, expressionsOf, type Match, type Part } from './expressions.ts';
import { type Check, type Move, searchGraph } from './search.ts';

type MatchNode = Extract<GraphOperator, { kind: 'match' }>;

interface Layout {
  readonly moves: readonly Move[];
  readonly parts: ReadonlyMap<string, Part>;
  /** Behind which move each named part is known. */
  readonly known: ReadonlyMap<string, number>;
}

/** Slots for the parts of the patterns, and the moves that fill them. */
const layoutOf = (n: MatchNode): Layout => {
  const parts = new Map<string, Part>();
  const known = new Map<string, number>();
  const moves: Move[] = [];
  const count = { node: 0, edge: 0 };
  const slotOf = (part: Part['part'], move: number): number => {
    const before = part.name === null ? undefined : parts.get(part.name);
    if (before) return before.slot;
    const slot = count[part.kind]++;
    if (part.name !== null) {
      parts.set(part.name, { part, slot });
      known.set(part.name, move);
    }
    return slot;
  };
  for (const [pattern, sequence] of n.patterns.entries()) {
    let from = -1;
    for (const [i, part] of sequence.entries()) {
      if (part.kind === 'edge') continue;
      const edge = sequence[i - 1];
      const at = moves.length;
      const to = slotOf(part, at);
      if (edge?.kind === 'edge') {
        const hops = edge.hops ?? { least: 1n, most: 1n };
        moves.push({ kind: 'go', from, to, edge: slotOf(edge, at), direction: edge.direction, hops, pattern });
      } else moves.push({ kind: 'start', node: to, pattern });
      from = to;
    }
  }
  return { moves, parts, known };
};

const conjuncts = (expr: Expr | null): readonly Expr[] => {
  if (expr === null) return [];
  return expr.kind === 'and' ? expr.operands.flatMap(conjuncts) : [expr];
};

const checkOf = (expr: Expr, { get, uses, walks }: Compiled, { parts, known }: Layout): Check => {
  const [walk, other] = walks;
  if (other !== undefined) unsupported('a condition on two edges of variable length at once', expr.span);
  return {
    ready: Math.max(0, ...[...uses].map((name) => known.get(name) ?? 0)),
    edge: walk === undefined ? null : (parts.get(walk)?.slot ?? null),
    holds: (m, hop) => get(m, hop) === true,
  };
};

interface Shown {
  readonly column: Column;
  readonly get: (m: Match) => Value;
}

/** Of a property of an edge of variable length the array; functions of such a property are not known to work on the array or on its elements. */
const shownOf = (name: string, expr: Expr, compiled: Compiled, { parts }: Layout): Shown => {
  const [walk] = compiled.walks;
  if (walk === undefined) return { column: { name, type: expr.type }, get: (m) => compiled.get(m, null) };
  if (expr.kind !== 'path' || expr.base.kind !== 'column')
    return unsupported('a function of a property of an edge of variable length, outside of `map()`,', expr.span);
  return { column: { name, type: 'dynamic' }, get: alongPath(compiled, parts.get(walk)?.slot ?? 0, compiled.type) };
};

const ends = ({ moves }: Layout, m: Match): string => {
  const [first, last] = [moves[0], moves.at(-1)];
  const from = first?.kind === 'start' ? first.node : 0;
  return `${m.nodes[from]} ${m.nodes[last?.kind === 'go' ? last.to : from]}`;
};

const sameEnds = (key: string): boolean => {
  const [from, to] = key.split(' ');
  return from === to;
};

/** The shortest lengths between pairs of nodes: shorter paths first. A path back to where it began is none, as the shortest one has no edges. */
const shortest = (n: MatchNode, graph: GraphValue, layout: Layout, checks: readonly Check[], emit: (m: Match) => void): void => {
  const plan = { moves: layout.moves, checks, cycles: 'unique_edges' as const, span: n.span };
  const relaxed = layout.moves.map(
    (move): Move => (move.kind === 'go' && move.hops.least > 1n ? { ...move, hops: { ...move.hops, least: 1n } } : move),
  );
  const bounds = layout.moves.flatMap((move) => (move.kind === 'go' ? [move.hops] : []));
  const most = bounds.reduce((sum, hops) => sum + Number(hops.most), 0);
  const isRelaxed = bounds.some(({ least }) => least > 1n);
  const found = new Set<string>();
  const shorter = new Set<string>();
  for (let length = 0; length <= most; length += 1) {
    const now = new Set<string>();
    searchGraph(graph, plan, length, (m) => {
      const key = ends(layout, m);
      if (found.has(key) || (n.find === 'shortest' && now.has(key)) || (sameEnds(key) && length > 0)) return;
      if (shorter.has(key)) unsupported('a shortest path that is shorter than the pattern allows', n.span);
      now.add(key);
      emit(m);
    });
    for (const key of now) found.add(key);
    if (isRelaxed) searchGraph(graph, { ...plan, moves: relaxed }, length, (m) => shorter.add(ends(layout, m)));
  }
};

export const matchGraph = (n: MatchNode, graph: GraphValue, env: Env): Relation => {
  const layout = layoutOf(n);
  const compile = expressionsOf(graph, layout.parts, env);
  const checks = conjuncts(n.condition).map((expr) => checkOf(expr, compile(expr), layout));
  const shown = n.columns.map(({ name, expr }) => shownOf(name, expr, compile(expr), layout));
  const rows: Row[] = [];
  const emit = (m: Match): void => {
    rows.push(shown.map(({ get }) => get(m)));
  };
  if (n.find === 'all') searchGraph(graph, { moves: layout.moves, checks, cycles: n.cycles, span: n.span }, null, emit);
  else shortest(n, graph, layout, checks, emit);
  return { columns: shown.map(({ column }) => column), rows };
};
