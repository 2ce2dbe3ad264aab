// CST of expressions in, AST out: operands, calls, lists, named items, parameters.
import type { IToken } from 'chevrotain';
import { cover } from '../../diagnostics/span.ts';
import type {
  ArgsCstNode,
  BetweenTailCstNode,
  DatatableCstNode,
  ExpressionCstNode,
  ExternaldataCstNode,
  ItemCstNode,
  ListTailCstNode,
  OperandCstNode,
  ParenCstNode,
  QueryCallCstNode,
  WithPropertiesCstNode,
} from '../grammar/cst.generated.ts';
import { spanOf } from '../lexer/tokens.ts';
import { stringOperators } from '../lexer/words.ts';
import type { AstArg, AstExpr, AstLabel, AstNamed, AstParameter, BinaryOp, Ident, ListOp } from './ast.ts';
import { type Build, complain, doubt, firstToken, many, nth, one, spanBetween, spanOfNode } from './build-context.ts';
import { dynamicOf, literalOf, negated, stringOf } from './build-literals.ts';
import { columnsOf, declaredIdent, identOf, identOfToken, nameIdent, typeOfExpr } from './build-names.ts';
import { dataScopeOf, parameterOf, parametersOf } from './build-parameters.ts';
import { bareIndex, namedOf, withTail } from './build-paths.ts';
import { bareName, isLiteral, isPropertyLiteral } from './build-shapes.ts';
import { climb, runLimit, type Tail } from './precedence.ts';

const spellings = new Map<string, BinaryOp>([...Object.entries(stringOperators), ['<>', '!=']]);

const infixTail = (build: Build, token: IToken, operand: OperandCstNode): Tail => ({
  kind: 'infix',
  op: spellings.get(token.image) ?? (token.image.startsWith('matches') ? 'matches regex' : (token.image as BinaryOp)),
  opSpan: spanOf(token),
  right: operandOf(build, operand),
});

/** `*` stands alone, or before a comparison. */
const refuseStar = (build: Build, expr: AstExpr): void => {
  if (expr.kind === 'wildcard' && expr.pattern === '*') complain(build, 'RMMC1134', expr.span, {});
};

const listTail = (build: Build, node: ListTailCstNode): Tail => {
  const token = one(node.children.ListOperator);
  const opSpan = spanOf(token);
  const first = build.pipeline(build, one(node.children.pipeline));
  const rest = many(node.children.expression).map((e) => expressionOf(build, e));
  if (first.kind === 'pipe' && rest.length > 0) complain(build, 'RMMC1114', first.span, {});
  const items = [first, ...rest];
  const end = spanOfNode(node);
  return {
    kind: 'postfix',
    opSpan,
    apply: (subject) => {
      refuseStar(build, subject);
      return { kind: 'list', span: spanBetween(subject.span, end), op: token.image as ListOp, opSpan, subject, items };
    },
  };
};

const betweenTail = (build: Build, node: BetweenTailCstNode): Tail => {
  const token = firstToken(node.children.KwBetween, node.children.KwNotBetween);
  const [low, high] = [expressionOf(build, nth(node.children.expression, 0)), expressionOf(build, nth(node.children.expression, 1))];
  const end = spanOfNode(node);
  const negated = token.image.startsWith('!');
  return {
    kind: 'postfix',
    opSpan: spanOf(token),
    apply: (subject) => {
      refuseStar(build, subject);
      return { kind: 'between', span: spanBetween(subject.span, end), negated, subject, low, high };
    },
  };
};

/** The grammar sorts operators by kind; this puts them back in the order written. */
const tailsOf = (build: Build, node: ExpressionCstNode): readonly Tail[] => {
  const { operand, BinaryOperator, listTail: lists, betweenTail: ranges } = node.children;
  const infix = many(BinaryOperator).map((token, i) => infixTail(build, token, nth(operand, i + 1)));
  if (lists === undefined && ranges === undefined) return infix;
  const tails = [...infix, ...many(lists).map((l) => listTail(build, l)), ...many(ranges).map((b) => betweenTail(build, b))];
  return tails.sort((a, b) => a.opSpan.start - b.opSpan.start);
};

/** An expression that is no `*`. */
export const expressionOf = (build: Build, node: ExpressionCstNode): AstExpr => {
  const expr = anyExpression(build, node);
  refuseStar(build, expr);
  return expr;
};

/** An expression, or `*` alone. */
export const anyExpression = (build: Build, node: ExpressionCstNode): AstExpr => {
  const first = operandOf(build, one(node.children.operand));
  const { BinaryOperator, listTail: lists, betweenTail: ranges } = node.children;
  if (BinaryOperator === undefined && lists === undefined && ranges === undefined) return first;
  return climb(build, first, tailsOf(build, node));
};

/** Arguments, where `*` may stand for all columns. */
export const argumentsOf = (build: Build, node: ArgsCstNode): readonly AstArg[] => many(node.children.item).map((i) => anyItem(build, i));

export const parenExpr = (build: Build, node: ParenCstNode): AstExpr => {
  const [first, ...rest] = node.children.pipeline;
  if (first === undefined) throw new Error('an empty group');
  if (rest.length > 0) complain(build, 'RMMC1115', spanOfNode(node), {});
  return { kind: 'paren', span: spanOfNode(node), inner: build.pipeline(build, first) };
};

const queryCall = (build: Build, node: QueryCallCstNode): AstExpr => {
  const { KwToscalar, KwTotable, KwMaterialize, pipeline, parameter } = node.children;
  const word = firstToken(KwToscalar, KwTotable, KwMaterialize);
  const expr = build.pipeline(build, one(pipeline));
  for (const p of many(parameter)) {
    const { name, nameSpan } = parameterOf(build, p);
    if (name !== 'kind' || KwMaterialize) complain(build, 'RMMC1100', nameSpan, { found: `\`${name}\``, expected: '`(`' });
  }
  if (KwMaterialize && !build.materialized.has(node)) {
    const expected = 'an expression (it stands only directly behind `let name =`)';
    complain(build, 'RMMC1100', spanOf(word), { found: '`materialize`', expected });
  }
  const name: Ident = { text: word.image, span: spanOf(word), quoted: false };
  return { kind: 'call', span: spanOfNode(node), name, args: [{ names: [], expr, span: expr.span }] };
};

export const datatableOf = (build: Build, node: DatatableCstNode): AstExpr => {
  const { parameters, rowSchema, expression } = node.children;
  return {
    kind: 'datatable',
    span: spanOfNode(node),
    columns: columnsOf(build, one(rowSchema)),
    cells: many(expression).map((e) => cellOf(build, e)),
    parameters: parametersOf(build, one(parameters)),
  };
};

/** A cell is a literal, with or without a sign. */
const cellOf = (build: Build, node: ExpressionCstNode): AstExpr => {
  const cell = expressionOf(build, node);
  if (isLiteral(node)) return signed(cell);
  complain(build, 'RMMC1116', cell.span, {});
  return cell;
};

/** `-5` as one literal. */
export const signed = (expr: AstExpr): AstExpr => {
  if (expr.kind !== 'unary' || expr.operand.kind !== 'literal') return expr;
  return (expr.op === '-' ? negated(expr.operand, expr.span) : expr.operand) ?? expr;
};

const externaldataOf = (build: Build, node: ExternaldataCstNode): AstExpr => {
  const { parameters, rowSchema, pipeline, withProperties } = node.children;
  return {
    kind: 'externaldata',
    span: spanOfNode(node),
    columns: columnsOf(build, one(rowSchema)),
    urls: many(pipeline).map((p) => build.pipeline(build, p)),
    properties: many(withProperties).flatMap((w) => propertiesOf(build, w)),
    parameters: parametersOf(build, one(parameters)),
  };
};

const primaryOf = (build: Build, { children: c }: OperandCstNode): AstExpr => {
  if (c.NameWord ?? c.bracketName ?? c.bracedName ?? c.At) return namedOf(build, c);
  if (c.StringLiteral) return stringOf(c.StringLiteral);
  if (c.Literal) return literalOf(build, one(c.Literal));
  if (c.paren) return parenExpr(build, one(c.paren));
  for (const scope of c.index ? many(c.dataScope) : []) dataScopeOf(build, scope);
  if (c.index) return bareIndex(build, one(c.index));
  if (c.dynamicLiteral) return dynamicOf(build, one(c.dynamicLiteral));
  if (c.queryCall) return queryCall(build, one(c.queryCall));
  if (c.datatable) return datatableOf(build, one(c.datatable));
  if (c.externaldata) return externaldataOf(build, one(c.externaldata));
  if (c.typeOf) return typeOfExpr(build, one(c.typeOf));
  return { kind: 'wildcard', span: spanOf(one(c.Star)), pattern: '*' };
};

export const operandOf = (build: Build, node: OperandCstNode): AstExpr => {
  const { Sign, tail, queryCall: query } = node.children;
  let expr = primaryOf(build, node);
  if (Sign ?? tail) refuseStar(build, expr);
  const firstTail = tail?.[0];
  if (firstTail && query?.[0]?.children.KwTotable) {
    complain(build, 'RMMC1100', spanOfNode(firstTail), { found: 'a member of a table', expected: '`|`, `;` or the end of the query' });
  }
  if (tail !== undefined) {
    if (tail.length > runLimit) complain(build, 'RMMC1113', expr.span, { count: tail.length, limit: runLimit });
    for (const t of tail.slice(0, runLimit)) expr = withTail(build, expr, t);
  }
  const sign = Sign?.[0];
  if (sign === undefined) return expr;
  return { kind: 'unary', span: spanBetween(spanOf(sign), expr.span), op: sign.image === '-' ? '-' : '+', operand: expr };
};

/** The left side of `=` as names: one name, or several in parentheses. Null when it is something else. */
const namesOf = (build: Build, node: ItemCstNode): readonly Ident[] | null => {
  const list = node.children.renameList?.[0]?.children.declaredName;
  if (list) return list.map((n) => declaredIdent(build, n));
  const parts = bareName(node.children.expression?.[0]);
  return parts === null || parts.bracedName?.[0]?.children.LBracket ? null : [identOf(build, parts, 'declare')];
};

/** What stands right of `=`. */
const namedValue = (node: ItemCstNode): ExpressionCstNode => nth(node.children.expression, node.children.renameList ? 0 : 1);

/** `expr`, `name = expr`, `(a, b) = expr` */
export const itemOf = (build: Build, node: ItemCstNode): AstNamed => {
  const item = anyItem(build, node);
  if (item.names.length === 0) refuseStar(build, item.expr);
  return item;
};

/** An item that may be `*`. */
export const anyItem = (build: Build, node: ItemCstNode): AstNamed => {
  const { expression, Equals } = node.children;
  const span = spanOfNode(node);
  if (Equals === undefined) return { names: [], expr: anyExpression(build, one(expression)), span };
  const names = namesOf(build, node);
  if (names === null) complain(build, 'RMMC1107', spanOf(one(Equals)), { left: 'an expression' });
  return { names: names ?? [], expr: expressionOf(build, namedValue(node)), span };
};

/** `a = 5` where `a == 5` was meant: refused while binding, and read on as the comparison. */
const comparison = (build: Build, node: ItemCstNode, equals: IToken, right: AstExpr): AstExpr => {
  const names = namesOf(build, node);
  (names === null ? complain : doubt)(build, 'RMMC1107', spanOf(equals), { left: 'a condition' });
  const [ident, more] = names ?? [];
  if (ident === undefined || more !== undefined) return { kind: 'error', span: spanOfNode(node) };
  const left: AstExpr = { kind: 'name', span: ident.span, ident };
  return { kind: 'binary', span: cover(left.span, right.span), op: '==', opSpan: spanOf(equals), left, right };
};

/** An item where a name makes no sense. */
export const unnamedItem = (build: Build, node: ItemCstNode): AstExpr => {
  const equals = node.children.Equals?.[0];
  return equals === undefined ? itemOf(build, node).expr : comparison(build, node, equals, expressionOf(build, namedValue(node)));
};

/** What is no condition that some row fits: `a = 5`, `a = b` and `a = false` are comparisons gone wrong. */
const isNoCondition = (expr: AstExpr): boolean => expr.kind === 'name' || (expr.kind === 'literal' && expr.value !== true);

/** The condition of a `where`: `where a = true` names the condition `true`, as Microsoft's parser has it. */
export const labelled = (build: Build, node: ItemCstNode): { predicate: AstExpr; label: AstLabel | null } => {
  const equals = node.children.Equals?.[0];
  if (equals === undefined) return { predicate: itemOf(build, node).expr, label: null };
  const predicate = expressionOf(build, namedValue(node));
  const [name, more] = namesOf(build, node) ?? [];
  return name === undefined || more !== undefined || isNoCondition(predicate)
    ? { predicate: comparison(build, node, equals, predicate), label: null }
    : { predicate, label: { name, equals: spanOf(equals) } };
};

const propertyValue = (build: Build, node: ExpressionCstNode): AstExpr => {
  const word = bareName(node);
  if (word !== null) return nameExpr(identOf(build, word, 'declare'));
  const literal = node.children.operand[0]?.children.Literal?.[0];
  if (literal?.tokenType.name === 'RawGuid' && isPropertyLiteral(node)) {
    doubt(build, 'RMMC1111', spanOf(literal), { guid: literal.image });
    return { kind: 'literal', span: spanOf(literal), type: 'guid', value: null };
  }
  const expr = expressionOf(build, node);
  if (!isPropertyLiteral(node)) complain(build, 'RMMC1100', expr.span, { found: 'an expression', expected: 'a value or a word' });
  return expr;
};

const nameExpr = (ident: Ident): AstExpr => ({ kind: 'name', span: ident.span, ident });

/** `with (a = 1, b = 'x')` */
export const propertiesOf = (build: Build, node: WithPropertiesCstNode): readonly AstParameter[] =>
  many(node.children.property).map((property) => {
    const { name, expression, NamedWord } = property.children;
    const ident = nameIdent(build, one(name), 'declare');
    const value = NamedWord ? nameExpr(identOfToken(build, one(NamedWord), 'declare')) : propertyValue(build, one(expression));
    return { name: ident.text, nameSpan: ident.span, value, span: spanOfNode(property) };
  });

export const expressionsOf = (build: Build, nodes: readonly ExpressionCstNode[] | undefined): readonly AstExpr[] =>
  many(nodes).map((e) => expressionOf(build, e));

export const itemsOf = (build: Build, nodes: readonly ItemCstNode[] | undefined): readonly AstNamed[] =>
  many(nodes).map((i) => itemOf(build, i));
