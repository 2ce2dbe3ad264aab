// `graph-match` and `graph-shortest-paths`: AST and the two relations of a graph in, the pattern with its condition and columns out.
import { foldExpr } from '../../ir/fold.ts';
import type { GraphHops, GraphPart } from '../../ir/graph.ts';
import type { GraphOperator, Named } from '../../ir/pipeline.ts';
import type { Column, Frame } from '../../ir/types.ts';
import type { AstExpr, AstGraphPart, AstOperator } from '../ast/ast.ts';
import { bindProjected } from './columns.ts';
import { bindCondition } from './expr.ts';
import { wordOf } from './parameters.ts';
import { type Binder, type Bound, type GraphElement, type Rows, type Scope, unknownBound } from './scope.ts';

type MatchNode = Extract<AstOperator, { kind: 'graph-match' }>;
type Match = Extract<GraphOperator, { kind: 'match' }>;

/** The two relations of a graph. */
export interface GraphRows {
  readonly edges: Rows;
  readonly nodes: Rows;
}

/** A bound of `*1..5`: a whole number that is known before the query runs. */
const boundOf = (b: Binder, ast: AstExpr, scope: Scope): bigint => {
  const expr = foldExpr(b.expr(ast, { lets: scope.lets, rows: null }));
  if (expr.kind === 'literal' && typeof expr.value === 'bigint' && expr.value >= 0n) return expr.value;
  if (expr.type !== 'unknown') b.report('RMMC2009', ast.span, { what: 'the length of an edge (a whole number)' });
  return 0n;
};

const hopsOf = (b: Binder, ast: readonly [AstExpr, AstExpr], scope: Scope): GraphHops => {
  const [least, most] = [boundOf(b, ast[0], scope), boundOf(b, ast[1], scope)];
  if (least > most)
    b.report('RMMC2007', ast[1].span, {
      found: `${least}..${most}`,
      expected: 'bounds in ascending order',
      where: 'an edge of variable length',
    });
  return { least, most };
};

const partOf = (b: Binder, ast: AstGraphPart, scope: Scope): GraphPart => {
  const name = ast.name?.text ?? null;
  if (ast.kind === 'node') return { kind: 'node', span: ast.span, name };
  return { kind: 'edge', span: ast.span, name, direction: ast.direction, hops: ast.hops && hopsOf(b, ast.hops, scope) };
};

const elementOf = (part: GraphPart): GraphElement => (part.kind === 'node' ? 'node' : part.hops ? 'path' : 'edge');

/** What each name of the patterns stands for. A node may come again, an edge may not. */
const elementsOf = (b: Binder, patterns: readonly (readonly GraphPart[])[]): ReadonlyMap<string, GraphElement> => {
  const elements = new Map<string, GraphElement>();
  for (const part of patterns.flat()) {
    if (part.name === null) continue;
    const again = elements.has(part.name) && !(part.kind === 'node' && elements.get(part.name) === 'node');
    if (again) b.report('RMMC2012', part.span, { what: `\`${part.name}\` for two different parts of a pattern` });
    elements.set(part.name, elementOf(part));
  }
  return elements;
};

/** The property of an edge of variable length is an array. */
const asArrays = (frame: Frame): Frame => ({ ...frame, columns: frame.columns.map(({ name }): Column => ({ name, type: 'dynamic' })) });

/** What the expressions of a match see: properties by the names of the parts, no columns. */
const scopeOf = (elements: ReadonlyMap<string, GraphElement>, { edges, nodes }: GraphRows, scope: Scope): Scope => {
  const frames = { node: nodes.frame, edge: edges.frame, path: asArrays(edges.frame) } satisfies Record<GraphElement, Frame>;
  return {
    lets: scope.lets,
    rows: { frame: { columns: [], open: false }, soft: false, table: null },
    states: new Map([...elements].map(([name, element]) => [name, frames[element]])),
    graph: { elements, edges, nodes, within: null },
  };
};

const columnsOf = (b: Binder, ast: MatchNode, inner: Scope): readonly Named[] => {
  if (ast.columns === null) b.report('RMMC2012', ast.span, { what: 'a pattern in a graph without `project`' });
  const bound: Bound = { ...unknownBound(ast.span), rows: inner.rows ?? unknownBound(ast.span).rows };
  const { steps } = bindProjected(b, ast.columns ?? [], ast.span, bound, inner).pipeline;
  const [step, other] = steps;
  if (other) b.report('RMMC2012', ast.span, { what: 'a function that gives several values, in a pattern of a graph,' });
  return step?.kind === 'project' ? step.columns : [];
};

/** A shortest path has one pattern, with an edge whose length is open. */
const checkShortest = (b: Binder, ast: MatchNode): void => {
  const [first, other] = ast.patterns;
  const isPath = first?.some((part) => part.kind === 'edge' && part.hops !== null);
  if (other || !isPath)
    b.report('RMMC2012', ast.span, { what: '`graph-shortest-paths` without an edge of variable length, or with several sequences,' });
};

/** Parts of a graph that no path connects would give every combination; KQL takes one connected pattern only. */
const checkConnected = (b: Binder, ast: MatchNode, patterns: Match['patterns']): void => {
  const names = patterns.map((pattern) => new Set(pattern.flatMap(({ kind, name }) => (kind === 'node' && name !== null ? [name] : []))));
  const [first, ...others] = names;
  const reached = new Set(first);
  let left = others;
  for (let before = -1; left.length !== before; ) {
    before = left.length;
    const next = left.filter((set) => ![...set].some((name) => reached.has(name)));
    for (const set of left) if (!next.includes(set)) for (const name of set) reached.add(name);
    left = next;
  }
  if (left.length > 0) b.report('RMMC2012', ast.span, { what: 'a pattern in a graph whose sequences share no node' });
};

const findOf = (b: Binder, ast: MatchNode): Match['find'] => {
  if (!ast.shortest) return 'all';
  return wordOf(b, ast.parameters, 'output', { any: 'any', all: 'all' }, 'any') === 'all' ? 'allShortest' : 'shortest';
};

export const bindMatch = (b: Binder, ast: MatchNode, graph: GraphRows, scope: Scope): Match => {
  const patterns = ast.patterns.map((pattern) => pattern.map((part) => partOf(b, part, scope)));
  const inner = scopeOf(elementsOf(b, patterns), graph, scope);
  if (ast.shortest) checkShortest(b, ast);
  checkConnected(b, ast, patterns);
  return {
    kind: 'match',
    span: ast.span,
    find: findOf(b, ast),
    cycles: ast.shortest
      ? 'unique_edges'
      : wordOf(b, ast.parameters, 'cycles', { all: 'all', unique_edges: 'unique_edges', none: 'none' }, 'unique_edges'),
    patterns,
    condition: ast.predicate && bindCondition(b, ast.predicate, inner, '`where`', false),
    columns: columnsOf(b, ast, inner),
  };
};
