// Expressions of a pattern in a graph: IR in, what they give for a match out. Properties and the functions of graphs become columns of a row.
import type { Expr, ExprOf } from '../../../ir/expr.ts';
import type { GraphPart } from '../../../ir/graph.ts';
import { rewriteExpr, visitExpr } from '../../../ir/traverse.ts';
import type { Column, DynamicValue, ScalarType } from '../../../ir/types.ts';
import { argOf } from '../../compile-expr.ts';
import { unsupported } from '../../refusal.ts';
import type { Arg, Env } from '../../scope.ts';
import type { Relation, Value } from '../../value.ts';
import { toDynamic } from '../../values/convert.ts';
import type { GraphValue } from './build.ts';

/** One edge of a match, in the direction it was walked. */
export interface Hop {
  readonly edge: number;
  readonly from: number;
  readonly to: number;
}

/** A match, or a part of one: the node or the edges that each part of the pattern stands for, by the number of the part. */
export interface Match {
  readonly nodes: readonly number[];
  readonly hops: readonly (readonly Hop[])[];
}

/** A value of a match. `hop`: the edge at hand, where a condition is asked for each edge of a path; `element`: what `map` and its like are at. */
type Read = (m: Match, hop: Hop | null, element: number) => Value;

interface Known {
  readonly column: Column;
  readonly read: Read;
}

/** What a name of the pattern stands for. */
export interface Part {
  readonly part: GraphPart;
  readonly slot: number;
}

export interface Compiled {
  readonly type: ScalarType;
  readonly get: (m: Match, hop: Hop | null) => Value;
  /** The names of the parts that it looks at. */
  readonly uses: ReadonlySet<string>;
  /** Those that are edges of variable length, and whose properties it names outside of `map` and its like. */
  readonly walks: readonly string[];
}

const isPath = ({ part }: Part): boolean => part.kind === 'edge' && part.hops !== null;

/** Elements that `map`, `all` and `any` walk over, and the relation that has their properties. */
interface Walk {
  readonly relation: Relation;
  readonly elements: (m: Match) => readonly number[];
}

export const expressionsOf = (graph: GraphValue, parts: ReadonlyMap<string, Part>, env: Env) => {
  const known = new Map<string, Known>();
  const refer = (name: string, type: ScalarType, read: Read, expr: Expr): ExprOf<'column'> => {
    known.set(name, { column: { name, type }, read });
    return { kind: 'column', span: expr.span, type: expr.type, name, declared: true };
  };

  const property = (expr: ExprOf<'path'>, name: string, part: Part, key: string): Expr => {
    const relation = part.part.kind === 'node' ? graph.nodes : graph.edges;
    const slot = relation.columns.findIndex((column) => column.name === key);
    if (slot < 0) return unsupported(`column \`${name}.${key}\` (the data has none)`, expr.span);
    const at: Read =
      part.part.kind === 'node'
        ? (m) => relation.rows[m.nodes[part.slot] ?? 0]?.[slot] ?? null
        : (m, hop) => relation.rows[(isPath(part) ? hop : m.hops[part.slot]?.[0])?.edge ?? 0]?.[slot] ?? null;
    return refer(`${name}\u0000${key}`, relation.columns[slot]?.type ?? 'dynamic', at, expr);
  };

  const walkOf = (expr: Expr | undefined): Walk => {
    const isInner = expr?.kind === 'call' && expr.fn === 'inner_nodes';
    const edge = isInner ? expr.args[0] : expr;
    const part = edge?.kind === 'column' ? parts.get(edge.name) : undefined;
    const hops = (m: Match): readonly Hop[] => (part && m.hops[part.slot]) ?? [];
    if (isInner)
      return {
        relation: graph.nodes,
        elements: (m) =>
          hops(m)
            .slice(0, -1)
            .map(({ to }) => to),
      };
    return { relation: graph.edges, elements: (m) => hops(m).map(({ edge: number }) => number) };
  };

  /** The second argument of `map` and its like, for each element of a match. */
  const eachOf = (expr: Expr, walk: Walk): { type: ScalarType; values: (m: Match, hop: Hop | null) => readonly Value[] } => {
    const names = new Set<string>();
    visitExpr(expr, (e) => e.kind === 'column' && names.add(e.name));
    const outer = [...names].flatMap((name) => known.get(name) ?? []);
    const columns = [...walk.relation.columns, ...outer.map(({ column }) => column)];
    const arg = argOf(expr, { columns, env, cursor: null });
    const rowOf = (m: Match, hop: Hop | null, element: number): readonly Value[] => [
      ...(walk.relation.rows[element] ?? []),
      ...outer.map(({ read }) => read(m, hop, element)),
    ];
    return { type: arg.type, values: (m, hop) => walk.elements(m).map((element) => arg.get(rowOf(m, hop, element))) };
  };

  const called = (expr: ExprOf<'call'>): Expr => {
    const name = `call\u0000${known.size}`;
    const [first, second] = expr.args;
    if (expr.fn === 'labels') return { kind: 'literal', span: expr.span, type: 'dynamic', value: [] };
    if (expr.fn === 'node_degree_in' || expr.fn === 'node_degree_out') {
      const lists = expr.fn === 'node_degree_in' ? graph.into : graph.out;
      const part = first?.kind === 'column' ? parts.get(first.name) : undefined;
      return refer(name, 'long', (m, _hop, element) => BigInt(lists[part ? (m.nodes[part.slot] ?? 0) : element]?.length ?? 0), expr);
    }
    if (!second || (expr.fn !== 'map' && expr.fn !== 'all' && expr.fn !== 'any')) return expr;
    const { type, values } = eachOf(second, walkOf(first));
    if (expr.fn === 'map') return refer(name, 'dynamic', (m, hop) => values(m, hop).map((value) => toDynamic(value, type)), expr);
    const holds = (value: Value): boolean => value === true;
    return expr.fn === 'all'
      ? refer(name, 'bool', (m, hop) => values(m, hop).every(holds), expr)
      : refer(name, 'bool', (m, hop) => values(m, hop).some(holds), expr);
  };

  const rewritten = (expr: Expr): Expr =>
    rewriteExpr(expr, {
      expr: (e) => {
        if (e.kind === 'call') return called(e);
        if (e.kind !== 'path' || e.base.kind !== 'column' || e.key.kind !== 'literal' || typeof e.key.value !== 'string') return e;
        const part = parts.get(e.base.name);
        return part ? property(e, e.base.name, part, e.key.value) : e;
      },
    });

  return (expr: Expr): Compiled => {
    const uses = new Set<string>();
    const walks = new Set<string>();
    visitExpr(expr, (e) => {
      if (e.kind === 'column' && parts.has(e.name)) uses.add(e.name);
      const part = e.kind === 'path' && e.base.kind === 'column' ? parts.get(e.base.name) : undefined;
      if (part && isPath(part) && e.kind === 'path' && e.base.kind === 'column') walks.add(e.base.name);
    });
    const made = rewritten(expr);
    const reads: Known[] = [];
    visitExpr(made, (e) => {
      const one = e.kind === 'column' ? known.get(e.name) : undefined;
      if (one && !reads.includes(one)) reads.push(one);
    });
    const arg: Arg = argOf(made, { columns: reads.map(({ column }) => column), env, cursor: null });
    return {
      type: arg.type,
      get: (m, hop) => arg.get(reads.map(({ read }) => read(m, hop, -1))),
      uses,
      walks: [...walks],
    };
  };
};

/** The values of a property along an edge of variable length, as an array. */
export const alongPath = ({ get }: Compiled, slot: number, type: ScalarType): ((m: Match) => DynamicValue) => {
  return (m) => (m.hops[slot] ?? []).map((hop) => toDynamic(get(m, hop), type));
};
