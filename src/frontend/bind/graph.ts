// `make-graph` and the operators on a graph: AST and rows in, the pipeline with one step for the graph and all that is asked of it out.
import type { Span } from '../../diagnostics/span.ts';
import { frameAfter, frameOf, isOpenGraph, nodeFrame } from '../../ir/frame.ts';
import type { GraphNodes, GraphOperator, MakeGraph, Pipeline, StepOf } from '../../ir/pipeline.ts';
import type { AstGraphTable, AstOperator, Ident } from '../ast/ast.ts';
import { bindMatch, type GraphRows } from './graph-match.ts';
import { parameter, wordOf } from './parameters.ts';
import { respanPipeline } from './respan.ts';
import { type Binder, type Bound, type Scope, unknownRows, withStep } from './scope.ts';

type Of<K extends AstOperator['kind']> = Extract<AstOperator, { kind: K }>;
type Reading = Of<'graph-match' | 'graph-to-table' | 'graph-mark-components'>;

/** The graph that stands at the end of a pipeline and that nothing has read yet. */
export const openGraph = ({ steps }: Pipeline): StepOf<'graph'> | null => {
  const last = steps.at(-1);
  return last?.kind === 'graph' && isOpenGraph(last) ? last : null;
};

/** A column that tells which node is meant. */
const bindId = (b: Binder, ident: Ident, scope: Scope): GraphNodes['id'] => {
  const id = b.expr({ kind: 'name', span: ident.span, ident }, scope);
  if (id.type === 'dynamic') b.report('RMMC2016', ident.span, { operator: 'make-graph' });
  return id;
};

const bindNodes = (b: Binder, { table, id, span }: Of<'make-graph'>['nodes'][number], lets: Scope['lets']): GraphNodes => {
  const bound = b.tabular(table, { lets, rows: null });
  return { query: respanPipeline(bound.pipeline, span), id: bindId(b, id, { lets: null, rows: bound.rows }), span };
};

/** The operators on a graph, by the names that a pipe gives them. */
const readings: ReadonlySet<AstOperator['kind']> = new Set(['graph-match', 'graph-to-table', 'graph-mark-components']);
export const readsGraph = (ast: AstOperator): ast is Reading => readings.has(ast.kind);

/** The one operator in the parentheses of `partitioned-by`. */
const bindPartitioned = (b: Binder, body: NonNullable<Of<'make-graph'>['partition']>['body'], bound: Bound, scope: Scope): Bound => {
  const [first, second] = body.kind === 'pipe' ? body.operators : [];
  if (first && readsGraph(first) && first.kind !== 'graph-mark-components' && !second) return bindGraphReading(b, first, bound, scope);
  b.report('RMMC2012', body.span, { what: '`partitioned-by` with anything but one operator that reads the graph' });
  return { ...bound, rows: unknownRows };
};

export const bindMakeGraph = (b: Binder, ast: Of<'make-graph'>, bound: Bound, scope: Scope): Bound => {
  if (!ast.directed) b.report('RMMC2012', ast.span, { what: '`make-graph` with edges that have no direction' });
  const rows: Scope = { lets: null, rows: bound.rows };
  const source = bindId(b, ast.source, rows);
  const graph: MakeGraph = {
    source,
    target: bindId(b, ast.target, rows),
    nodes: ast.nodes.map((nodes) => bindNodes(b, nodes, scope.lets)),
    nodeId: ast.nodeId && { name: ast.nodeId.text, type: source.type },
    partition: ast.partition && b.expr({ kind: 'name', span: ast.partition.by.span, ident: ast.partition.by }, rows),
    operators: [],
  };
  if (graph.nodes.length > 2) b.report('RMMC2012', ast.span, { what: '`make-graph` with more than two tables of nodes' });
  const made = withStep(bound, { kind: 'graph', span: ast.span, ...graph });
  return ast.partition ? bindPartitioned(b, ast.partition.body, made, scope) : made;
};

const bindMarks = (b: Binder, ast: Of<'graph-mark-components'>): GraphOperator => ({
  kind: 'components',
  span: ast.span,
  mode: wordOf(b, ast.parameters, 'kind', { weak: 'weak', strong: 'strong' }, 'weak'),
  name: parameter(ast.parameters, 'with_component_id') ?? 'ComponentId',
});

/** The names that a table of a graph may give its hashes. */
const hashNames = { nodes: ['with_node_id'], edges: ['with_source_id', 'with_target_id'] } as const;

const bindTable = (b: Binder, { part, parameters }: AstGraphTable, span: Span): GraphOperator => {
  const known: readonly string[] = hashNames[part];
  for (const { name, nameSpan } of parameters)
    if (!known.includes(name)) b.report('RMMC2012', nameSpan, { what: `\`${name}\` of \`graph-to-table ${part}\`` });
  if (part === 'nodes') return { kind: 'elements', span, part, id: parameter(parameters, 'with_node_id') };
  return {
    kind: 'elements',
    span,
    part,
    source: parameter(parameters, 'with_source_id'),
    target: parameter(parameters, 'with_target_id'),
  };
};

const bindOperator = (b: Binder, ast: Reading, graph: GraphRows, scope: Scope): GraphOperator | null => {
  if (ast.kind === 'graph-mark-components') return bindMarks(b, ast);
  if (ast.kind === 'graph-match') return bindMatch(b, ast, graph, scope);
  const [table, other] = ast.tables;
  if (other) b.report('RMMC2012', ast.span, { what: '`graph-to-table` with several results' });
  return table && !other ? bindTable(b, table, ast.span) : null;
};

/** An operator behind a graph: it joins the step that makes the graph. */
export const bindGraphReading = (b: Binder, ast: Reading, bound: Bound, scope: Scope): Bound => {
  const step = openGraph(bound.pipeline);
  if (!step) {
    if (!bound.rows.broken) b.report('RMMC2012', ast.span, { what: `\`${ast.kind}\` on rows that are no graph` });
    return { ...bound, rows: unknownRows };
  }
  const before: Pipeline = { source: bound.pipeline.source, steps: bound.pipeline.steps.slice(0, -1) };
  const edges = { frame: frameOf(before), soft: bound.rows.soft, table: bound.rows.table };
  const frame = nodeFrame(
    step,
    step.nodes.map(({ query }) => frameOf(query)),
  );
  const operator = bindOperator(b, ast, { edges, nodes: { ...edges, frame } }, scope);
  if (!operator) return { ...bound, rows: unknownRows };
  const next: StepOf<'graph'> = { ...step, operators: [...step.operators, operator] };
  return {
    pipeline: { ...before, steps: [...before.steps, next] },
    rows: bound.rows.broken ? bound.rows : { ...bound.rows, frame: frameAfter(edges.frame, next), soft: false },
  };
};
