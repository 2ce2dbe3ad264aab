// The stage of a graph in, the document of `make-graph` and the operators behind it out.
import { type Doc, group, hard, join, line, nest, soft } from '../shared/layout.ts';
import type { KqlGraph, KqlGraphStage } from './ast.ts';
import { comma, commaList, type Printers, wordsText } from './print-parts.ts';
import { quoteName } from './quote.ts';

const stageDoc = (stage: KqlGraphStage, p: Printers): Doc => {
  if (stage.kind === 'words') return `${stage.name}${wordsText(stage.words)}`;
  const condition: Doc = stage.condition ? [line, group(['where ', nest(p.expr(stage.condition))])] : [];
  const columns: Doc = [line, group(['project ', nest(join(stage.columns.map(p.column), comma))])];
  return group([`${stage.name}${wordsText(stage.words)} `, nest([commaList(stage.patterns), condition, columns])]);
};

const nodesDoc = (n: KqlGraph, p: Printers): Doc => {
  if (n.nodeId !== null) return ` with_node_id=${quoteName(n.nodeId)}`;
  if (n.nodes.length === 0) return [];
  return [' with ', commaList(n.nodes.map(({ query, id }): Doc => [p.branch(query), ` on ${quoteName(id)}`]))];
};

export const graphDoc = (n: KqlGraph, p: Printers): Doc => {
  const head: Doc = [`make-graph ${quoteName(n.source)} --> ${quoteName(n.target)}`, nodesDoc(n, p)];
  const stages = n.stages.map((stage) => stageDoc(stage, p));
  if (n.partition === null) return [head, ...stages.map((stage): Doc => [hard, '| ', stage])];
  return [head, ` partitioned-by ${quoteName(n.partition)} `, group(['(', nest([soft, join(stages, [line, '| '])]), soft, ')'])];
};
