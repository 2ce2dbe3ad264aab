// Calls of the functions that only the patterns of a graph know (`map`, `all`, `node_degree_in` …): AST in, IR out.
import type { Expr } from '../../ir/expr.ts';
import type { GraphFn } from '../../ir/graph.ts';
import type { ScalarType } from '../../ir/types.ts';
import type { AstExpr } from '../ast/ast.ts';
import { type Binder, type CallNode, type GraphElement, type GraphScope, poison, type Scope } from './scope.ts';

const types = {
  map: 'dynamic',
  all: 'bool',
  any: 'bool',
  labels: 'dynamic',
  node_degree_in: 'long',
  node_degree_out: 'long',
} as const satisfies Partial<Record<GraphFn, ScalarType>>;

const bindCondition = (b: Binder, ast: AstExpr, scope: Scope, fn: GraphFn): Expr => {
  const expr = b.expr(ast, scope);
  if (expr.type === 'bool') return expr;
  if (expr.type === 'unknown' || expr.type === 'dynamic')
    return { kind: 'call', span: expr.span, type: 'bool', fn: 'tobool', args: [expr] };
  b.report('RMMC2007', expr.span, { found: expr.type, expected: 'bool', where: `\`${fn}\`` });
  return { ...poison(expr.span), type: 'bool' };
};

/** A part of the pattern as an argument; null when the name is none, or one of another kind. */
const partOf = (ast: AstExpr | undefined, graph: GraphScope, kinds: readonly GraphElement[]): Expr | null => {
  if (ast?.kind !== 'name') return null;
  const { text: name, span } = ast.ident;
  const element = graph.elements.get(name);
  return element && kinds.includes(element) ? { kind: 'column', span, name, type: 'dynamic', declared: true } : null;
};

/** `e` or `inner_nodes(e)`: what `map` and its like walk over. */
const walkOf = (ast: AstExpr | undefined, graph: GraphScope): { over: Expr; within: 'edge' | 'node' } | null => {
  if (ast?.kind === 'call' && ast.name.text === 'inner_nodes' && ast.args.length === 1) {
    const edge = partOf(ast.args[0]?.expr, graph, ['path']);
    return edge && { over: { kind: 'call', span: ast.span, type: 'dynamic', fn: 'inner_nodes', args: [edge] }, within: 'node' };
  }
  const edge = partOf(ast, graph, ['path', 'edge']);
  return edge && { over: edge, within: 'edge' };
};

const refuse = (b: Binder, call: CallNode, fn: GraphFn): Expr => {
  b.report('RMMC2012', call.span, { what: `this form of \`${fn}()\` in a pattern of a graph` });
  return poison(call.span);
};

const bindWalk = (b: Binder, call: CallNode, fn: 'map' | 'all' | 'any', graph: GraphScope, scope: Scope): Expr => {
  const [first, second, third] = call.args;
  const walk = walkOf(first?.expr, graph);
  if (!walk || !second || third) return refuse(b, call, fn);
  const rows = walk.within === 'edge' ? graph.edges : graph.nodes;
  const inner: Scope = { ...scope, rows, graph: { ...graph, within: walk.within } };
  const value = fn === 'map' ? b.expr(second.expr, inner) : bindCondition(b, second.expr, inner, fn);
  return { kind: 'call', span: call.span, type: types[fn], fn, args: [walk.over, value] };
};

/** `labels(a)`, or `labels()` of the element that `map` is at. */
const bindOfElement = (b: Binder, call: CallNode, fn: Exclude<GraphFn, 'map' | 'all' | 'any' | 'inner_nodes'>, graph: GraphScope): Expr => {
  const kinds: readonly GraphElement[] = fn === 'labels' ? ['node', 'edge', 'path'] : ['node'];
  const type = types[fn];
  if (call.args.length === 0) {
    const fits = graph.within !== null && kinds.includes(graph.within);
    return fits ? { kind: 'call', span: call.span, type, fn, args: [] } : refuse(b, call, fn);
  }
  const part = call.args.length === 1 ? partOf(call.args[0]?.expr, graph, kinds) : null;
  return part ? { kind: 'call', span: call.span, type, fn, args: [part] } : refuse(b, call, fn);
};

export const bindGraphCall = (b: Binder, call: CallNode, fn: GraphFn, graph: GraphScope, scope: Scope): Expr => {
  if (fn === 'inner_nodes') return refuse(b, call, fn);
  return fn === 'map' || fn === 'all' || fn === 'any' ? bindWalk(b, call, fn, graph, scope) : bindOfElement(b, call, fn, graph);
};
