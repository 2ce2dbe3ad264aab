// CST of the operators over the columns and rows of one table in, AST out.

import type * as C from '../grammar/cst.generated.ts';
import { spanOf } from '../lexer/tokens.ts';
import { isPlainWord } from '../lexer/words.ts';
import type { AstNamed, AstOperator, AstTopNestedLevel } from './ast.ts';
import { type Build, complain, many, nth, one, spanOfNode } from './build-context.ts';
import { anyExpression, expressionOf, expressionsOf, itemOf, itemsOf, labelled, unnamedItem } from './build-expr.ts';
import { columnsOf, nameIdent, pickedExpr } from './build-names.ts';
import { directionOf, orderedBy, orderedOf, refuseEnds } from './build-order.ts';
import { parametersOf } from './build-parameters.ts';
import { bareName, onlyOperand, startsWithLiteral } from './build-shapes.ts';

export const whereOperator = (build: Build, node: C.WhereCstNode): AstOperator => ({
  kind: 'where',
  span: spanOfNode(node),
  ...labelled(build, one(node.children.item)),
  parameters: parametersOf(build, one(node.children.parameters)),
});

export const extendOperator = (build: Build, node: C.ExtendCstNode): AstOperator => ({
  kind: 'extend',
  span: spanOfNode(node),
  columns: itemsOf(build, node.children.item),
});

export const projectOperator = (build: Build, node: C.ProjectCstNode): AstOperator => ({
  kind: node.children.KwProject ? 'project' : 'project-rename',
  span: spanOfNode(node),
  columns: itemsOf(build, node.children.item),
});

export const projectNames = (build: Build, node: C.ProjectNamesCstNode): AstOperator => ({
  kind: node.children.KwProjectAway ? 'project-away' : 'project-keep',
  span: spanOfNode(node),
  patterns: many(node.children.picked).map((p) => pickedExpr(build, p)),
});

export const reorderOperator = (build: Build, node: C.ProjectReorderCstNode): AstOperator => ({
  kind: 'project-reorder',
  span: spanOfNode(node),
  patterns: many(node.children.reordered).map((r) => ({
    expr: pickedExpr(build, one(r.children.picked)),
    order: directionOf(r.children.direction),
  })),
});

export const byNamesOperator = (build: Build, node: C.ProjectByNamesCstNode): AstOperator => ({
  kind: 'project-by-names',
  span: spanOfNode(node),
  args: expressionsOf(build, node.children.expression),
});

/** The old `bin=1d` ends the list of keys wherever it stands, and takes a literal. */
const refuseBin = (build: Build, by: C.ByCstNode['children'] | undefined): void => {
  const bare = many(by?.item).filter((item) => bareName(item.children.expression?.[0])?.NameWord?.[0]?.image === 'bin');
  refuseEnds(
    build,
    bare.filter((item) => startsWithLiteral(item.children.expression?.[1])),
    ['bin'],
  );
  const value = by?.expression?.[0];
  if (value !== undefined && !startsWithLiteral(value)) {
    complain(build, 'RMMC1100', spanOfNode(value), { found: 'an expression', expected: 'a literal after `bin =`' });
  }
};

export const summarizeOperator = (build: Build, node: C.SummarizeCstNode): AstOperator => {
  const { parameters, item, by } = node.children;
  const clause = by?.[0]?.children;
  refuseEnds(build, item, ['by']);
  refuseBin(build, clause);
  return {
    kind: 'summarize',
    span: spanOfNode(node),
    measures: itemsOf(build, item),
    by: itemsOf(build, clause?.item),
    bin: expressionsOf(build, clause?.expression)[0] ?? null,
    parameters: parametersOf(build, one(parameters)),
  };
};

/** `*` stands alone here, and nothing follows it. Microsoft's parser takes names (`distinct Day = bin(Timestamp, 1d)`), which its pages do not show. */
const distinctColumn = (build: Build, item: C.ItemCstNode): AstNamed => {
  if (item.children.Equals) return itemOf(build, item);
  const expression = one(item.children.expression);
  const star = expression.children.operand[0]?.children.Star?.[0];
  if (star !== undefined && onlyOperand(expression) === null) complain(build, 'RMMC1134', spanOf(star), {});
  const expr = anyExpression(build, expression);
  return { names: [], expr, span: expr.span };
};

export const distinctOperator = (build: Build, node: C.DistinctCstNode): AstOperator => ({
  kind: 'distinct',
  span: spanOfNode(node),
  columns: node.children.item.map((i) => distinctColumn(build, i)),
  parameters: parametersOf(build, one(node.children.parameters)),
});

export const sortOperator = (build: Build, node: C.SortCstNode): AstOperator => ({
  kind: 'sort',
  span: spanOfNode(node),
  keys: orderedBy(build, one(node.children.orderedBy)),
  parameters: parametersOf(build, one(node.children.parameters)),
});

export const topOperator = (build: Build, node: C.TopCstNode): AstOperator => ({
  kind: 'top',
  span: spanOfNode(node),
  count: unnamedItem(build, one(node.children.item)),
  by: orderedOf(build, one(node.children.ordered)),
  parameters: parametersOf(build, one(node.children.parameters)),
});

const topNestedLevel = (build: Build, node: C.TopNestedLevelCstNode): AstTopNestedLevel => {
  const { item, expression, ordered, Identifier } = node.children;
  const others = Identifier?.[0];
  const star = item[0]?.children.expression?.[0]?.children.operand[0]?.children.Star?.[0];
  if (item.length === 1 && item[0]?.children.renameList === undefined && star !== undefined) complain(build, 'RMMC1134', spanOf(star), {});
  if (others !== undefined && others.image !== 'others') {
    complain(build, 'RMMC1100', spanOf(others), { found: `\`${others.image}\``, expected: '`others` after `with`' });
  }
  const by = one(ordered);
  return {
    count: item.length > 1 ? unnamedItem(build, one(item)) : null,
    of: itemOf(build, nth(item, item.length - 1)),
    others: expressionsOf(build, expression)[0] ?? null,
    by: itemOf(build, one(by.children.item)),
    order: directionOf(by.children.direction)?.endsWith('asc') ? 'asc' : by.children.direction ? 'desc' : null,
    span: spanOfNode(node),
  };
};

export const topNestedOperator = (build: Build, node: C.TopNestedCstNode): AstOperator => ({
  kind: 'top-nested',
  span: spanOfNode(node),
  levels: node.children.topNestedLevel.map((l) => topNestedLevel(build, l)),
});

export const topHittersOperator = (build: Build, node: C.TopHittersCstNode): AstOperator => {
  const { item } = node.children;
  return {
    kind: 'top-hitters',
    span: spanOfNode(node),
    count: unnamedItem(build, one(item)),
    of: itemOf(build, nth(item, 1)),
    by: item.length > 2 ? itemOf(build, nth(item, 2)) : null,
  };
};

export const takeOperator = (build: Build, node: C.TakeCstNode): AstOperator => ({
  kind: node.children.KwSample ? 'sample' : 'take',
  span: spanOfNode(node),
  count: unnamedItem(build, one(node.children.item)),
  parameters: parametersOf(build, one(node.children.parameters)),
});

export const sampleDistinctOperator = (build: Build, node: C.SampleDistinctCstNode): AstOperator => ({
  kind: 'sample-distinct',
  span: spanOfNode(node),
  count: unnamedItem(build, one(node.children.item)),
  of: unnamedItem(build, nth(node.children.item, 1)),
  parameters: parametersOf(build, one(node.children.parameters)),
});

export const countOperator = (build: Build, node: C.CountCstNode): AstOperator => {
  const name = node.children.name?.[0];
  const word = name?.children.NameWord?.[0];
  if (name !== undefined && (word === undefined || !isPlainWord(word.image))) {
    complain(build, 'RMMC1100', spanOfNode(name), { found: 'a name that needs brackets', expected: 'a plain word after `count as`' });
  }
  return { kind: 'count', span: spanOfNode(node), as: name === undefined ? null : nameIdent(build, name, 'name'), parameters: [] };
};

export const serializeOperator = (build: Build, node: C.SerializeCstNode): AstOperator => ({
  kind: 'serialize',
  span: spanOfNode(node),
  columns: itemsOf(build, node.children.item),
  parameters: parametersOf(build, one(node.children.parameters)),
});

export const printOperator = (build: Build, node: C.PrintCstNode): AstOperator => ({
  kind: 'print',
  span: spanOfNode(node),
  columns: itemsOf(build, node.children.item),
});

export const rangeOperator = (build: Build, node: C.RangeCstNode): AstOperator => {
  const { name, expression } = node.children;
  return {
    kind: 'range',
    span: spanOfNode(node),
    column: nameIdent(build, one(name), 'name'),
    from: expressionOf(build, nth(expression, 0)),
    to: expressionOf(build, nth(expression, 1)),
    step: expressionOf(build, nth(expression, 2)),
  };
};

export const assertSchemaOperator = (build: Build, node: C.AssertSchemaCstNode): AstOperator => ({
  kind: 'assert-schema',
  span: spanOfNode(node),
  columns: columnsOf(build, one(node.children.rowSchema)),
});

export const asOperator = (build: Build, node: C.AsCstNode): AstOperator => ({
  kind: 'as',
  span: spanOfNode(node),
  name: nameIdent(build, one(node.children.name), 'name'),
  parameters: parametersOf(build, one(node.children.parameters)),
});
