// CST of make-graph and of the operators that read a graph in, AST out. Arrows are several tokens, which must touch.
import type { IToken } from 'chevrotain';
import type * as C from '../grammar/cst.generated.ts';
import { spanOf } from '../lexer/tokens.ts';
import type { AstGraphPart, AstGraphTable, AstOperator } from './ast.ts';
import { type Build, complain, many, nth, one, spanOfNode } from './build-context.ts';
import { expressionOf, itemsOf, operandOf } from './build-expr.ts';
import { nameIdent } from './build-names.ts';
import { bodyOf } from './build-order.ts';
import { parameterOf, parametersOf } from './build-parameters.ts';

/** The tokens of one arrow stand side by side and say one of `forms`. */
const arrowOf = (build: Build, tokens: readonly IToken[], forms: readonly string[]): string => {
  const text = tokens.map((token) => token.image).join('');
  const touching = tokens.every((token, i) => i === 0 || spanOf(nth(tokens, i - 1)).end === token.startOffset);
  if (!touching || !forms.includes(text)) {
    const span = { start: one(tokens).startOffset, end: spanOf(nth(tokens, tokens.length - 1)).end };
    const expected = forms.map((form) => `\`${form}\``).join(' or ');
    complain(build, 'RMMC1100', span, { found: `\`${tokens.map((token) => token.image).join(' ')}\``, expected });
  }
  return text;
};

const nodesOf = (build: Build, node: C.GraphNodesCstNode): Extract<AstOperator, { kind: 'make-graph' }>['nodes'][number] => ({
  table: expressionOf(build, one(node.children.expression)),
  id: nameIdent(build, one(node.children.name), 'name'),
  span: spanOfNode(node),
});

/** `with_node_id` and `partitioned-by` are words that the grammar knows by their form only. */
const expectWord = (build: Build, token: IToken, word: string): void => {
  if (token.image !== word) complain(build, 'RMMC1100', spanOf(token), { found: `\`${token.image}\``, expected: `\`${word}\`` });
};

export const makeGraphOperator = (build: Build, node: C.MakeGraphCstNode): AstOperator => {
  const { parameters, name, PlusMinus, Relational, graphNodes, graphNodeId, graphPartition } = node.children;
  const arrow = arrowOf(build, [...PlusMinus, ...many(Relational)], ['-->', '--']);
  const id = graphNodeId?.[0]?.children;
  if (id) expectWord(build, one(id.Identifier), 'with_node_id');
  const partition = graphPartition?.[0]?.children;
  if (partition) expectWord(build, one(partition.CommandWord), 'partitioned-by');
  return {
    kind: 'make-graph',
    span: spanOfNode(node),
    source: nameIdent(build, one(name), 'name'),
    target: nameIdent(build, nth(name, 1), 'name'),
    directed: arrow === '-->',
    nodes: many(graphNodes).map((table) => nodesOf(build, table)),
    nodeId: id ? nameIdent(build, one(id.name), 'declare') : null,
    partition: partition ? { by: nameIdent(build, one(partition.name), 'name'), body: bodyOf(build, one(partition.operators)) } : null,
    parameters: parametersOf(build, one(parameters)),
  };
};

const nodeOf = (build: Build, node: C.GraphNodeCstNode): AstGraphPart => {
  const name = node.children.name?.[0];
  return { kind: 'node', span: spanOfNode(node), name: name === undefined ? null : nameIdent(build, name, 'declare') };
};

const edgeOf = (build: Build, node: C.GraphEdgeCstNode): AstGraphPart => {
  const { Relational, PlusMinus, LBracket, RBracket, name, graphHops } = node.children;
  const [start, end] = [PlusMinus.slice(0, 1), PlusMinus.slice(1)];
  const before = many(Relational).filter((token) => token.startOffset < one(start).startOffset);
  const behind = many(Relational).filter((token) => token.startOffset > one(start).startOffset);
  const opening = arrowOf(build, [...before, ...start, ...many(LBracket)], LBracket ? ['-[', '<-['] : ['-', '<-']);
  const closing = arrowOf(build, [...many(RBracket), ...end, ...behind], RBracket ? [']-', ']->'] : ['-', '->']);
  if (!LBracket) arrowOf(build, [...before, ...start, ...end, ...behind], ['--', '-->', '<--']);
  const [left, right] = [opening.startsWith('<'), closing.endsWith('>')];
  const hops = graphHops?.[0]?.children.operand;
  return {
    kind: 'edge',
    span: spanOfNode(node),
    name: name === undefined ? null : nameIdent(build, one(name), 'declare'),
    direction: left === right ? 'any' : left ? 'left' : 'right',
    hops: hops === undefined ? null : [operandOf(build, nth(hops, 0)), operandOf(build, nth(hops, 1))],
  };
};

/** Nodes and edges in turn, as they stand in the text. */
const patternOf = (build: Build, node: C.GraphPatternCstNode): readonly AstGraphPart[] => {
  const edges = many(node.children.graphEdge);
  return node.children.graphNode.flatMap((one, i) => [nodeOf(build, one), ...edges.slice(i, i + 1).map((edge) => edgeOf(build, edge))]);
};

export const graphMatchOperator = (build: Build, node: C.GraphMatchCstNode): AstOperator => {
  const { KwGraphShortestPaths, parameters, graphPattern, expression, item } = node.children;
  const predicate = expression?.[0];
  return {
    kind: 'graph-match',
    span: spanOfNode(node),
    shortest: KwGraphShortestPaths !== undefined,
    patterns: graphPattern.map((pattern) => patternOf(build, pattern)),
    predicate: predicate === undefined ? null : expressionOf(build, predicate),
    columns: item === undefined ? null : itemsOf(build, item),
    parameters: parametersOf(build, one(parameters)),
  };
};

const tableOf = (build: Build, node: C.GraphTableCstNode): AstGraphTable => {
  const { Identifier, name, parameter } = node.children;
  const word = one(Identifier);
  if (word.image !== 'nodes' && word.image !== 'edges')
    complain(build, 'RMMC1100', spanOf(word), { found: `\`${word.image}\``, expected: '`nodes` or `edges`' });
  return {
    part: word.image === 'edges' ? 'edges' : 'nodes',
    as: name === undefined ? null : nameIdent(build, one(name), 'declare'),
    parameters: many(parameter).map((one) => parameterOf(build, one)),
    span: spanOfNode(node),
  };
};

export const graphToTableOperator = (build: Build, node: C.GraphToTableCstNode): AstOperator => ({
  kind: 'graph-to-table',
  span: spanOfNode(node),
  tables: node.children.graphTable.map((table) => tableOf(build, table)),
});

export const graphMarkOperator = (build: Build, node: C.GraphMarkComponentsCstNode): AstOperator => ({
  kind: 'graph-mark-components',
  span: spanOfNode(node),
  parameters: parametersOf(build, one(node.children.parameters)),
});
