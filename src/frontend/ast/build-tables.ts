// CST of the operators that bring in other tables or run queries inside in, AST out.

import type * as C from '../grammar/cst.generated.ts';
import { spanOf } from '../lexer/tokens.ts';
import type { AstExpandColumn, AstExpr, AstOperator, AstParameter, Ident } from './ast.ts';
import { asOperator } from './build-columns.ts';
import { type Build, complain, doubt, many, nth, one, spanBetween, spanOfNode } from './build-context.ts';
import { anyExpression, argumentsOf, expressionOf, expressionsOf, itemOf, operandOf, parenExpr } from './build-expr.ts';
import { columnsOf, extendedTypeName, nameIdent, typeOfExpr } from './build-names.ts';
import { bodyOf, refuseEnds } from './build-order.ts';
import { dataScopeOf, parametersOf } from './build-parameters.ts';
import { entityOf, pathOf } from './build-paths.ts';
import { bareName, isLiteral, onlyOperand } from './build-shapes.ts';

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

/** `T | as x` is for a plain name. */
const searchedTable = (build: Build, node: C.SearchedTableCstNode): AstExpr => {
  const source = entityOf(build, one(node.children.entity));
  const as = node.children.as?.[0];
  if (as === undefined) return source;
  if (source.kind !== 'name' && source.kind !== 'wildcard') {
    complain(build, 'RMMC1100', spanOfNode(as), { found: '`as`', expected: '`,` or `)`, as only a plain name takes `as` here' });
  }
  return { kind: 'pipe', span: spanOfNode(node), source, operators: [asOperator(build, as)] };
};

const tablesIn = (build: Build, nodes: readonly C.InTablesCstNode[] | undefined): readonly AstExpr[] =>
  many(nodes?.[0]?.children.searchedTable).map((t) => searchedTable(build, t));

const scopeOf = (build: Build, nodes: readonly C.DataScopeCstNode[] | undefined): readonly AstParameter[] =>
  many(nodes).map((n) => dataScopeOf(build, n));

/** `*`, `* and a == 1`: the star binds less than anything behind it. */
const predicateOf = (build: Build, node: C.ExpressionCstNode): AstExpr => {
  const { operand, BinaryOperator, listTail, betweenTail } = node.children;
  const [first, ...others] = operand;
  const [and, ...operators] = BinaryOperator ?? [];
  if (first?.children.Star === undefined || and?.image !== 'and') return anyExpression(build, node);
  if (first.children.Sign ?? first.children.tail) return anyExpression(build, node);
  const behind = others[0];
  const tailStarts = [...many(listTail), ...many(betweenTail)].map((n) => spanOfNode(n).start);
  if (behind === undefined || tailStarts.some((start) => start < and.startOffset)) return anyExpression(build, node);
  const left: AstExpr = { kind: 'wildcard', span: spanOfNode(first), pattern: '*' };
  const rest: C.ExpressionCstNode['children'] = {
    operand: others,
    ...(operators.length > 0 ? { BinaryOperator: operators } : {}),
    ...(listTail ? { listTail } : {}),
    ...(betweenTail ? { betweenTail } : {}),
  };
  const right = expressionOf(build, { ...node, children: rest });
  return { kind: 'binary', span: spanOfNode(node), op: 'and', opSpan: spanOf(and), left, right };
};

export const searchOperator = (build: Build, node: C.SearchCstNode): AstOperator => ({
  kind: 'search',
  span: spanOfNode(node),
  in: tablesIn(build, node.children.inTables),
  predicate: predicateOf(build, one(node.children.expression)),
  parameters: [...parametersOf(build, one(node.children.parameters)), ...scopeOf(build, node.children.dataScope)],
});

const findColumn = (build: Build, node: C.FindColumnCstNode): AstExpr => {
  const { Star, name, args, typeName: type } = node.children;
  if (Star) return { kind: 'wildcard', span: spanOfNode(node), pattern: '*' };
  const ident = nameIdent(build, one(name), 'name');
  if (args === undefined && ident.text === 'pack' && !ident.quoted) {
    complain(build, 'RMMC1100', ident.span, { found: '`pack`', expected: 'a column, or `pack(*)`' });
  }
  if (args) {
    const items = one(args).children.item ?? [];
    const only = items[0]?.children.expression?.[0];
    const isStar = items.length === 1 && only !== undefined && onlyOperand(only)?.Star !== undefined;
    if (ident.text !== 'pack' || ident.quoted || !isStar)
      complain(build, 'RMMC1100', spanOfNode(node), { found: 'a call', expected: 'a column, or `pack(*)`' });
    return { kind: 'call', span: spanOfNode(node), name: ident, args: argumentsOf(build, one(args)) };
  }
  if (!type) return { kind: 'name', span: ident.span, ident };
  const declared = { name: ident, type: extendedTypeName(build, one(type)), span: spanOfNode(node) };
  return { kind: 'typeof', span: spanOfNode(node), type: null, columns: [declared] };
};

export const findOperator = (build: Build, node: C.FindCstNode): AstOperator => {
  const { parameters, inTables, expression, findColumns, findColumnsAway, KwWhere, dataScope } = node.children;
  const columns = findColumns?.[0]?.children;
  const written = parametersOf(build, one(parameters));
  const predicate = expressionOf(build, one(expression));
  if (KwWhere === undefined && (written.length > 0 || inTables !== undefined)) {
    complain(build, 'RMMC1100', { start: predicate.span.start, end: predicate.span.start }, { found: 'a condition', expected: '`where`' });
  }
  return {
    kind: 'find',
    span: spanOfNode(node),
    in: tablesIn(build, inTables),
    predicate,
    projectKind: columns === undefined ? null : columns.KwProject ? 'project' : 'project-smart',
    columns: many(columns?.findColumn).map((c) => findColumn(build, c)),
    away: many(findColumnsAway?.[0]?.children.findColumn).map((c) => findColumn(build, c)),
    parameters: [...scopeOf(build, dataScope), ...written],
  };
};

const expandedColumn = (build: Build, node: C.ExpandedCstNode): AstExpandColumn => {
  const { item, toTypeOf } = node.children;
  const target = toTypeOf?.[0]?.children.typeOf;
  const type = target === undefined ? null : typeOfExpr(build, one(target)).type;
  const span = spanOfNode(node);
  if (item === undefined) return { name: null, expr: { kind: 'error', span }, type, span };
  const { names, expr } = itemOf(build, one(item));
  return { name: names[0] ?? null, expr, type, span };
};

const missingColumn = (build: Build, node: C.ExpandedCstNode): void =>
  complain(build, 'RMMC1100', spanOfNode(node), { found: '`to`', expected: 'a column before `to typeof(…)`' });

const limitOf = (build: Build, nodes: readonly C.RowLimitCstNode[] | undefined): AstExpr | null =>
  expressionsOf(build, nodes?.[0]?.children.expression)[0] ?? null;

export const expandOperator = (build: Build, node: C.MvExpandCstNode): AstOperator => {
  const { expanded, rowLimit, parameters } = node.children;
  for (const column of expanded) if (column.children.item === undefined) missingColumn(build, column);
  refuseEnds(build, itemsIn(expanded), ['limit', 'to']);
  return {
    kind: 'mv-expand',
    span: spanOfNode(node),
    columns: expanded.map((e) => expandedColumn(build, e)),
    limit: limitOf(build, rowLimit),
    parameters: parametersOf(build, one(parameters)),
  };
};

const itemsIn = (expanded: readonly C.ExpandedCstNode[]): readonly C.ItemCstNode[] => expanded.flatMap((e) => many(e.children.item));

/** `mv-apply id = x` names a column; `mv-apply id on (…)` has none. */
const refuseApplyEnds = (build: Build, expanded: readonly C.ExpandedCstNode[]): void => {
  const items = itemsIn(expanded);
  refuseEnds(build, items, ['to']);
  const endings = ['limit', 'id', 'on'];
  for (const [i, column] of expanded.entries()) {
    const item = column.children.item?.[0];
    if (item === undefined) {
      if (expanded.length > 1) missingColumn(build, column);
      else doubt(build, 'RMMC1100', spanOfNode(column), { found: '`to`', expected: 'a column before `to typeof(…)`' });
      continue;
    }
    const word = bareName(item.children.expression?.[0])?.NameWord?.[0];
    const isName = word !== undefined && (item.children.Equals ?? column.children.toTypeOf ?? expanded[i + 1]) !== undefined;
    if (!isName) refuseEnds(build, [item], endings);
  }
};

const idColumnOf = (build: Build, node: C.ExpressionCstNode | undefined): Ident | null => {
  if (node === undefined) return null;
  const expr = expressionOf(build, node);
  if (expr.kind === 'name') return expr.ident;
  doubt(build, 'RMMC1100', expr.span, { found: 'an expression', expected: 'a name after `id`' });
  return null;
};

export const applyOperator = (build: Build, node: C.MvApplyCstNode): AstOperator => {
  const { expanded, rowLimit, expression, operators, parameters } = node.children;
  const id = idColumnOf(build, expression?.[0]);
  refuseApplyEnds(build, expanded);
  return {
    kind: 'mv-apply',
    span: spanOfNode(node),
    columns: expanded.map((e) => expandedColumn(build, e)),
    limit: limitOf(build, rowLimit),
    idColumn: id,
    body: bodyOf(build, one(operators)),
    parameters: parametersOf(build, one(parameters)),
  };
};

const resultSchema = (build: Build, node: C.ResultSchemaCstNode): AstExpr => {
  const open = node.children.Star !== undefined;
  return { kind: 'typeof', span: spanOfNode(node), type: null, columns: columnsOf(build, node), ...(open ? { open } : {}) };
};

export const evaluateOperator = (build: Build, node: C.EvaluateCstNode): AstOperator => {
  const { name: called, args, resultSchema: schemas, parameters } = node.children;
  const name = nameIdent(build, one(called), 'name');
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
  if (!isCallChain(call) || one(node.children.operand).children.queryCall)
    complain(build, 'RMMC1100', call.span, { found: 'an expression', expected: 'a call of a function, as in `invoke f(x)`' });
  return { kind: 'invoke', span: spanOfNode(node), call };
};

/** `in f(…)` or `in dynamic(…)` */
const refuseScope = (build: Build, scope: C.OperandCstNode | undefined): void => {
  if (scope === undefined) return;
  const { Sign, dynamicLiteral, args, tail } = scope.children;
  const isScope = !Sign && !tail && (dynamicLiteral ?? args) !== undefined;
  if (!isScope) complain(build, 'RMMC1100', spanOfNode(scope), { found: 'an expression', expected: 'a call or `dynamic(…)`' });
};

export const partitionOperator = (build: Build, node: C.PartitionCstNode): AstOperator => {
  const { path, operand, operators, pipeline, parameters } = node.children;
  const scope = operand?.[0];
  refuseScope(build, scope);
  return {
    kind: 'partition',
    span: spanOfNode(node),
    by: pathOf(build, one(path)),
    scope: scope === undefined ? null : operandOf(build, scope),
    own: operators === undefined,
    body: operators ? bodyOf(build, one(operators)) : build.pipeline(build, one(pipeline)),
    parameters: parametersOf(build, one(parameters)),
  };
};

const refuseId = (build: Build, node: C.OperandCstNode): void => {
  const expr = operandOf(build, node);
  const expression: C.ExpressionCstNode = { name: 'expression', children: { operand: [node] } };
  if (!isLiteral(expression)) complain(build, 'RMMC1138', expr.span, { what: 'the id' });
};

/** Read for what is no KQL in it; nothing further is made of it. */
export const partitionByOperator = (build: Build, node: C.PartitionByCstNode): AstOperator => {
  const { path, operators, operand, parameters, KwPartitionby } = node.children;
  parametersOf(build, one(parameters));
  pathOf(build, one(path));
  for (const id of many(operand)) refuseId(build, id);
  bodyOf(build, one(operators));
  const word = one(KwPartitionby);
  doubt(build, 'RMMC1122', spanOf(word), { operator: word.image });
  return { kind: 'broken', span: spanOfNode(node), name: word.image };
};

export const forkOperator = (build: Build, node: C.ForkCstNode): AstOperator => ({
  kind: 'fork',
  span: spanOfNode(node),
  branches: node.children.forkBranch.map(({ children: c }) => ({
    name: c.name ? nameIdent(build, one(c.name), 'name') : null,
    body: c.operators ? bodyOf(build, one(c.operators)) : build.pipeline(build, one(c.pipeline)),
  })),
});

export const facetOperator = (build: Build, node: C.FacetCstNode): AstOperator => {
  const { path, operators, operator } = node.children;
  refuseEnds(build, path, ['with']);
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
