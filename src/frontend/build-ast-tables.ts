// CST of the operators that bring in other tables or run queries inside in, AST out.
import type { AstExpandColumn, AstExpr, AstOperator } from './ast.ts';
import { asOperator } from './build-ast-columns.ts';
import {
  argumentsOf,
  entityOf,
  expressionOf,
  expressionsOf,
  itemOf,
  operandOf,
  parametersOf,
  parenExpr,
  pathOf,
  scalarOf,
} from './build-ast-expr.ts';
import { columnsOf, identOfToken, nameIdent, typeName, typeOfExpr, wildcardExpr } from './build-ast-names.ts';
import { bodyOf } from './build-ast-order.ts';
import { type Build, complain, doubt, many, nth, one, spanBetween, spanOfNode } from './build-context.ts';
import type * as C from './cst.generated.ts';
import { spanOf } from './tokens.ts';

export const joinOperator = (build: Build, node: C.JoinCstNode): AstOperator => {
  const { parameters, expression, on } = node.children;
  return {
    kind: 'join',
    span: spanOfNode(node),
    right: expressionOf(build, one(expression)),
    on: expressionsOf(build, on?.[0]?.children.expression),
    where: expression.length > 1 ? expressionOf(build, nth(expression, 1)) : null,
    parameters: parametersOf(build, one(parameters)),
  };
};

export const lookupOperator = (build: Build, node: C.LookupCstNode): AstOperator => ({
  kind: 'lookup',
  span: spanOfNode(node),
  right: expressionOf(build, one(node.children.expression)),
  on: expressionsOf(build, one(node.children.on).children.expression),
  parameters: parametersOf(build, one(node.children.parameters)),
});

const sourceOf = (build: Build, node: C.SourceCstNode): AstExpr => {
  const group = node.children.paren?.[0];
  return group ? parenExpr(build, group) : entityOf(build, one(node.children.entity));
};

export const unionOperator = (build: Build, node: C.UnionCstNode): AstOperator => ({
  kind: 'union',
  span: spanOfNode(node),
  branches: node.children.source.map((s) => sourceOf(build, s)),
  parameters: parametersOf(build, one(node.children.parameters)),
});

const searchedTable = (build: Build, node: C.SearchedTableCstNode): AstExpr => {
  const source = sourceOf(build, one(node.children.source));
  const as = node.children.as?.[0];
  return as === undefined ? source : { kind: 'pipe', span: spanOfNode(node), source, operators: [asOperator(build, as)] };
};

const tablesIn = (build: Build, nodes: readonly C.InTablesCstNode[] | undefined): readonly AstExpr[] =>
  many(nodes?.[0]?.children.searchedTable).map((t) => searchedTable(build, t));

export const searchOperator = (build: Build, node: C.SearchCstNode): AstOperator => ({
  kind: 'search',
  span: spanOfNode(node),
  in: tablesIn(build, node.children.inTables),
  predicate: expressionOf(build, one(node.children.expression)),
  parameters: parametersOf(build, one(node.children.parameters)),
});

const findColumn = (build: Build, node: C.FindColumnCstNode): AstExpr => {
  const { wildcardName, args, typeName: type } = node.children;
  const column = wildcardExpr(build, one(wildcardName));
  if (column.kind !== 'name') return column;
  if (args) return { kind: 'call', span: spanOfNode(node), name: column.ident, args: argumentsOf(build, one(args)) };
  if (!type) return column;
  const declared = { name: column.ident, type: typeName(build, one(type)), span: spanOfNode(node) };
  return { kind: 'typeof', span: spanOfNode(node), type: null, columns: [declared] };
};

export const findOperator = (build: Build, node: C.FindCstNode): AstOperator => {
  const { parameters, inTables, expression, findColumns } = node.children;
  const columns = findColumns?.[0]?.children;
  return {
    kind: 'find',
    span: spanOfNode(node),
    in: tablesIn(build, inTables),
    predicate: scalarOf(build, one(expression)),
    projectKind: columns === undefined ? null : columns.KwProject ? 'project' : 'project-smart',
    columns: many(columns?.findColumn).map((c) => findColumn(build, c)),
    away: [],
    parameters: parametersOf(build, one(parameters)),
  };
};

const expandedColumn = (build: Build, node: C.ExpandedCstNode): AstExpandColumn => {
  const { item, typeOf } = node.children;
  const { names, expr } = itemOf(build, one(item));
  const type = typeOf?.[0];
  return { name: names[0] ?? null, expr, type: type === undefined ? null : typeOfExpr(build, type).type, span: spanOfNode(node) };
};

const limitOf = (build: Build, nodes: readonly C.RowLimitCstNode[] | undefined): AstExpr | null =>
  expressionsOf(build, nodes?.[0]?.children.expression)[0] ?? null;

export const expandOperator = (build: Build, node: C.MvExpandCstNode): AstOperator => ({
  kind: 'mv-expand',
  span: spanOfNode(node),
  columns: node.children.expanded.map((e) => expandedColumn(build, e)),
  limit: limitOf(build, node.children.rowLimit),
  parameters: parametersOf(build, one(node.children.parameters)),
});

export const applyOperator = (build: Build, node: C.MvApplyCstNode): AstOperator => {
  const { expanded, rowLimit, name, operators, parameters } = node.children;
  const id = name?.[0];
  return {
    kind: 'mv-apply',
    span: spanOfNode(node),
    columns: expanded.map((e) => expandedColumn(build, e)),
    limit: limitOf(build, rowLimit),
    idColumn: id === undefined ? null : nameIdent(build, id, 'use'),
    body: bodyOf(build, one(operators)),
    parameters: parametersOf(build, one(parameters)),
  };
};

const resultSchema = (build: Build, node: C.ResultSchemaCstNode): AstExpr => {
  const open = node.children.Star !== undefined;
  return { kind: 'typeof', span: spanOfNode(node), type: null, columns: columnsOf(build, node), ...(open ? { open } : {}) };
};

export const evaluateOperator = (build: Build, node: C.EvaluateCstNode): AstOperator => {
  const { NameWord, args, resultSchema: schemas, parameters } = node.children;
  const name = identOfToken(build, one(NameWord), 'use');
  const list = one(args);
  const schema = schemas?.[0];
  return {
    kind: 'evaluate',
    span: spanOfNode(node),
    call: { kind: 'call', span: spanBetween(name.span, spanOfNode(list)), name, args: argumentsOf(build, list) },
    schema: schema === undefined ? null : resultSchema(build, schema),
    parameters: parametersOf(build, one(parameters)),
  };
};

/** `f(x)`, `database('d').f(x)` */
const isCallChain = (expr: AstExpr): boolean => expr.kind === 'call' && (expr.on === undefined || isCallChain(expr.on));

export const invokeOperator = (build: Build, node: C.InvokeCstNode): AstOperator => {
  const call = operandOf(build, one(node.children.operand));
  if (!isCallChain(call))
    complain(build, 'RMMC1100', call.span, { found: 'an expression', expected: 'a call of a function, as in `invoke f(x)`' });
  return { kind: 'invoke', span: spanOfNode(node), call };
};

export const partitionOperator = (build: Build, node: C.PartitionCstNode): AstOperator => {
  const { path, operand, operators, pipeline, parameters } = node.children;
  const scope = operand?.[0];
  return {
    kind: 'partition',
    span: spanOfNode(node),
    by: pathOf(build, one(path)),
    scope: scope === undefined ? null : operandOf(build, scope),
    body: operators ? bodyOf(build, one(operators)) : build.pipeline(build, one(pipeline)),
    parameters: parametersOf(build, one(parameters)),
  };
};

/** Read for what is no KQL in it; nothing further is made of it. */
export const partitionByOperator = (build: Build, node: C.PartitionByCstNode): AstOperator => {
  const { path, operators, parameters, KwPartitionby } = node.children;
  parametersOf(build, one(parameters));
  pathOf(build, one(path));
  bodyOf(build, one(operators));
  const word = one(KwPartitionby);
  doubt(build, 'RMMC1122', spanOf(word), { operator: word.image });
  return { kind: 'broken', span: spanOfNode(node), name: word.image };
};

export const forkOperator = (build: Build, node: C.ForkCstNode): AstOperator => ({
  kind: 'fork',
  span: spanOfNode(node),
  branches: node.children.forkBranch.map(({ children: c }) => ({
    name: c.name ? nameIdent(build, one(c.name), 'use') : null,
    body: bodyOf(build, one(c.operators)),
  })),
});

export const facetOperator = (build: Build, node: C.FacetCstNode): AstOperator => {
  const { path, operators, operator } = node.children;
  const alone = operator?.[0];
  const single: AstExpr | null =
    alone === undefined ? null : { kind: 'pipe', span: spanOfNode(alone), source: null, operators: [build.operator(build, alone)] };
  return {
    kind: 'facet',
    span: spanOfNode(node),
    by: path.map((p) => pathOf(build, p)),
    body: operators ? bodyOf(build, one(operators)) : single,
  };
};
