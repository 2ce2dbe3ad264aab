// A graph and what is asked of it in, the stage of `make-graph` with the operators behind it out.
import { match } from 'ts-pattern';
import type { Expr } from '../../ir/expr.ts';
import type { GraphPart } from '../../ir/graph.ts';
import type { GraphOperator, Pipeline, StepOf } from '../../ir/pipeline.ts';
import type { KqlGraphStage, KqlQuery, KqlWideStage, KqlWord } from './ast.ts';
import { type LowerE, named } from './lower-measure.ts';
import { quoteName } from './quote.ts';

const nameOf = (expr: Expr): string => (expr.kind === 'column' ? expr.name : '');

const partText = (part: GraphPart): string => {
  const name = part.name === null ? '' : quoteName(part.name);
  if (part.kind === 'node') return `(${name})`;
  const inside = part.name === null && !part.hops ? '' : `[${name}${part.hops ? `*${part.hops.least}..${part.hops.most}` : ''}]`;
  return `${part.direction === 'left' ? '<' : ''}-${inside}-${part.direction === 'right' ? '>' : ''}`;
};

const word = (name: string, value: string | null): readonly KqlWord[] => (value === null ? [] : [{ name, value }]);

const lowerOperator = (operator: GraphOperator, e: LowerE): KqlGraphStage =>
  match(operator)
    .returnType<KqlGraphStage>()
    .with({ kind: 'components' }, (n) => ({
      kind: 'words',
      name: 'graph-mark-components',
      words: [...(n.mode === 'weak' ? [] : word('kind', n.mode)), ...word('with_component_id', n.name)],
    }))
    .with({ kind: 'elements', part: 'nodes' }, (n) => ({
      kind: 'words',
      name: 'graph-to-table nodes',
      words: word('with_node_id', n.id),
    }))
    .with({ kind: 'elements', part: 'edges' }, (n) => ({
      kind: 'words',
      name: 'graph-to-table edges',
      words: [...word('with_source_id', n.source), ...word('with_target_id', n.target)],
    }))
    .with({ kind: 'match' }, (n) => ({
      kind: 'match',
      name: n.find === 'all' ? 'graph-match' : 'graph-shortest-paths',
      words: [
        ...(n.find === 'allShortest' ? word('output', 'all') : []),
        ...(n.find !== 'all' || n.cycles === 'unique_edges' ? [] : word('cycles', n.cycles)),
      ],
      patterns: n.patterns.map((pattern) => pattern.map(partText).join('')),
      condition: n.condition && e(n.condition),
      columns: n.columns.map((column) => named(column, e)),
    }))
    .exhaustive();

export const lowerGraph = (n: StepOf<'graph'>, e: LowerE, q: (pipeline: Pipeline) => KqlQuery): KqlWideStage => ({
  kind: 'graph',
  source: nameOf(n.source),
  target: nameOf(n.target),
  nodes: n.nodes.map(({ query, id }) => ({ query: q(query), id: nameOf(id) })),
  nodeId: n.nodeId?.name ?? null,
  partition: n.partition && nameOf(n.partition),
  stages: n.operators.map((operator) => lowerOperator(operator, e)),
});
