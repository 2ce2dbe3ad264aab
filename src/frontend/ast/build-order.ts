// CST of what several operators share in, AST out: sort keys, `by` lists, function parameters, operators without a source.
import type { CstNode, IToken } from 'chevrotain';
import type {
  DirectionCstNode,
  ExpressionCstNode,
  FunctionParameterCstNode,
  FunctionParametersCstNode,
  OperatorsCstNode,
  OrderedByCstNode,
  OrderedCstNode,
  TableTypeCstNode,
} from '../grammar/cst.generated.ts';
import { spanOf } from '../lexer/tokens.ts';
import { freedomOf } from '../lexer/words.ts';
import type { AstExpr, AstFunctionParameter, AstOrdered } from './ast.ts';
import { type Build, complain, firstToken, many, one, spanOfNode } from './build-context.ts';
import { expressionOf, signed, unnamedItem } from './build-expr.ts';
import { columnsOf, nameIdent, typeName } from './build-names.ts';
import { bareName, isLiteral } from './build-shapes.ts';

/** `asc`, `desc`, `granny-asc`, `granny-desc` or null. */
export const directionOf = (nodes: readonly DirectionCstNode[] | undefined): string | null => {
  const node = nodes?.[0];
  if (node === undefined) return null;
  const { KwAsc, KwDesc, KwGrannyAsc, KwGrannyDesc } = node.children;
  return firstToken(KwAsc, KwDesc, KwGrannyAsc, KwGrannyDesc).image;
};

/** `expr [asc|desc] [nulls first|last]` */
export const orderedOf = (build: Build, node: OrderedCstNode): AstOrdered => {
  const { item, direction, Identifier } = node.children;
  const written = directionOf(direction);
  const nulls = Identifier?.[0];
  if (nulls !== undefined && nulls.image !== 'first' && nulls.image !== 'last') {
    complain(build, 'RMMC1100', spanOf(nulls), { found: `\`${nulls.image}\``, expected: '`first` or `last` after `nulls`' });
  }
  return {
    expr: unnamedItem(build, one(item)),
    order: written === null ? null : written.endsWith('asc') ? 'asc' : 'desc',
    nulls: nulls === undefined ? null : nulls.image === 'first' ? 'first' : 'last',
    span: spanOfNode(node),
  };
};

export const orderedBy = (build: Build, node: OrderedByCstNode): readonly AstOrdered[] =>
  node.children.ordered.map((o) => orderedOf(build, o));

/** Operators as a pipeline without a source. */
export const bodyOf = (build: Build, node: OperatorsCstNode): AstExpr => ({
  kind: 'pipe',
  span: spanOfNode(node),
  source: null,
  operators: node.children.operator.map((o) => build.operator(build, o)),
});

const tableTypeOf = (build: Build, node: TableTypeCstNode): AstFunctionParameter['type'] => ({
  columns: columnsOf(build, node),
  open: node.children.Star !== undefined,
});

/** A default is a literal, or a word. */
const defaultOf = (build: Build, node: ExpressionCstNode): AstExpr => {
  const word = bareName(node)?.NameWord?.[0];
  const expr = expressionOf(build, node);
  const isFree = word === undefined ? isLiteral(node) : freedomOf(word.image) === 'free';
  if (!isFree) complain(build, 'RMMC1138', expr.span, { what: 'the default of a parameter' });
  return signed(expr);
};

const functionParameter = (build: Build, node: FunctionParameterCstNode): AstFunctionParameter => {
  const { name, typeName: scalar, tableType, expression } = node.children;
  const value = expression?.[0];
  return {
    name: nameIdent(build, one(name), 'declare'),
    span: spanOfNode(node),
    type: scalar ? typeName(build, one(scalar)) : tableTypeOf(build, one(tableType)),
    defaultValue: value === undefined ? null : defaultOf(build, value),
  };
};

export const functionParametersOf = (build: Build, node: FunctionParametersCstNode): readonly AstFunctionParameter[] =>
  many(node.children.functionParameter).map((p) => functionParameter(build, p));

/** The operator reads a word at the start of a list element as the start of its next part, whatever follows. */
export const refuseEnds = (build: Build, nodes: readonly CstNode[] | undefined, ends: readonly string[]): void => {
  for (const node of many(nodes)) {
    const first = firstImage(node);
    if (first !== null && ends.includes(first.image)) complain(build, 'RMMC1108', spanOf(first), { word: first.image });
  }
};

/** The token that a node starts with. */
const firstImage = (node: CstNode): IToken | null => {
  const start = spanOfNode(node).start;
  for (const elements of Object.values(node.children)) {
    const first = elements[0];
    if (first === undefined) continue;
    if ('image' in first) {
      if (first.startOffset === start) return first;
    } else if (spanOfNode(first).start === start) return firstImage(first);
  }
  return null;
};
