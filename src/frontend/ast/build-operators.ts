// CST of one query operator in, AST out: which builder takes which rule.
import type { CstNode } from 'chevrotain';
import type * as C from '../grammar/cst.generated.ts';
import type { AstOperator } from './ast.ts';
import * as columns from './build-columns.ts';
import { type Build, many, spanOfNode } from './build-context.ts';
import * as graph from './build-graph.ts';
import { parameterOf } from './build-parameters.ts';
import * as special from './build-special.ts';
import * as tables from './build-tables.ts';

type Rules = Omit<C.OperatorCstChildren, 'KwExecuteAndCache'>;
type NodeOf<K extends keyof Rules> = NonNullable<Rules[K]>[number];
type Builders = { readonly [K in keyof Rules]-?: (build: Build, node: NodeOf<K>) => AstOperator };

const builders: Builders = {
  where: columns.whereOperator,
  extend: columns.extendOperator,
  project: columns.projectOperator,
  projectNames: columns.projectNames,
  projectReorder: columns.reorderOperator,
  projectByNames: columns.byNamesOperator,
  summarize: columns.summarizeOperator,
  distinct: columns.distinctOperator,
  sort: columns.sortOperator,
  top: columns.topOperator,
  topNested: columns.topNestedOperator,
  topHitters: columns.topHittersOperator,
  take: columns.takeOperator,
  sampleDistinct: columns.sampleDistinctOperator,
  count: columns.countOperator,
  serialize: columns.serializeOperator,
  print: columns.printOperator,
  range: columns.rangeOperator,
  assertSchema: columns.assertSchemaOperator,
  as: columns.asOperator,
  getschema: (build, node) => {
    const parameters = many(node.children.parameter).map((p) => parameterOf(build, p));
    return { kind: 'getschema', span: spanOfNode(node), parameters };
  },
  join: tables.joinOperator,
  lookup: tables.lookupOperator,
  union: tables.unionOperator,
  search: tables.searchOperator,
  find: tables.findOperator,
  mvExpand: tables.expandOperator,
  mvApply: tables.applyOperator,
  evaluate: tables.evaluateOperator,
  invoke: tables.invokeOperator,
  partition: tables.partitionOperator,
  partitionBy: tables.partitionByOperator,
  fork: tables.forkOperator,
  facet: tables.facetOperator,
  parse: special.parseOperator,
  parseKv: special.parseKvOperator,
  makeSeries: special.makeSeriesOperator,
  scan: special.scanOperator,
  reduce: special.reduceOperator,
  consumeRows: special.consumeOperator,
  render: special.renderOperator,
  makeGraph: graph.makeGraphOperator,
  graphMatch: graph.graphMatchOperator,
  graphToTable: graph.graphToTableOperator,
  graphMarkComponents: graph.graphMarkOperator,
};

/** Each rule name belongs to one builder; the CST says which rule it is, so the pair always fits. */
const byRule = new Map(Object.entries(builders) as [string, (build: Build, node: CstNode) => AstOperator][]);

/** Builds an operator from its CST. */
export const operatorOf = (build: Build, node: C.OperatorCstNode): AstOperator => {
  for (const [rule, nodes] of Object.entries(node.children)) {
    const builder = byRule.get(rule);
    const child = nodes?.[0];
    if (builder !== undefined && child !== undefined && 'children' in child) return builder(build, child);
  }
  return { kind: 'execute-and-cache', span: spanOfNode(node) };
};
