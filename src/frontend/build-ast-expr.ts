// CST of expressions in, AST out: operands, calls, lists, named items, parameters.
import type { IToken } from 'chevrotain';
import { cover } from '../diagnostics/span.ts';
import type { AstArg, AstExpr, AstNamed, AstParameter, BinaryOp, Ident, ListOp } from './ast.ts';
import { dynamicOf, literalOf, negated, stringOf } from './build-ast-literals.ts';
import { bracketExpr, bracketIdent, columnsOf, identOfToken, nameIdent, typeOfExpr, wildcardExpr } from './build-ast-names.ts';
import { type Build, complain, doubt, firstToken, many, nth, one, spanBetween, spanOfNode } from './build-context.ts';
import type {
  ArgsCstNode,
  BetweenTailCstNode,
  DatatableCstNode,
  EntityCstNode,
  EntityTailCstNode,
  ExpressionCstNode,
  ExternaldataCstNode,
  IndexCstNode,
  ItemCstNode,
  ListTailCstNode,
  OperandCstNode,
  ParameterCstNode,
  ParametersCstNode,
  ParameterValueCstNode,
  ParenCstNode,
  PathCstNode,
  QueryCallCstNode,
  TailCstNode,
  WithPropertiesCstNode,
} from './cst.generated.ts';
import { climb, runLimit, type Tail } from './precedence.ts';
import { spanOf } from './tokens.ts';
import { stringOperators } from './words.ts';

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
  for (const item of items) refuseStar(build, item);
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
  for (const bound of [low, high]) refuseStar(build, bound);
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

export const expressionOf = (build: Build, node: ExpressionCstNode): AstExpr => {
  const first = operandOf(build, one(node.children.operand));
  const { BinaryOperator, listTail: lists, betweenTail: ranges } = node.children;
  if (BinaryOperator === undefined && lists === undefined && ranges === undefined) return first;
  return climb(build, first, tailsOf(build, node));
};

/** Arguments, where `*` may stand for all columns. */
export const argumentsOf = (build: Build, node: ArgsCstNode): readonly AstArg[] => many(node.children.item).map((i) => anyItem(build, i));

const nameOrCall = (build: Build, token: IToken, args: ArgsCstNode | undefined): AstExpr => {
  const ident = identOfToken(build, token, 'use');
  if (args === undefined) return { kind: 'name', span: ident.span, ident };
  return { kind: 'call', span: spanBetween(ident.span, spanOfNode(args)), name: ident, args: argumentsOf(build, args) };
};

export const parenExpr = (build: Build, node: ParenCstNode): AstExpr => {
  const [first, ...rest] = node.children.pipeline;
  if (first === undefined) throw new Error('an empty group');
  if (rest.length > 0) complain(build, 'RMMC1115', spanOfNode(node), {});
  const inner = build.pipeline(build, first);
  refuseStar(build, inner);
  return { kind: 'paren', span: spanOfNode(node), inner };
};

const queryCall = (build: Build, node: QueryCallCstNode): AstExpr => {
  const { KwToscalar, KwTotable, KwMaterialize, pipeline } = node.children;
  const word = firstToken(KwToscalar, KwTotable, KwMaterialize);
  const expr = build.pipeline(build, one(pipeline));
  if (KwMaterialize && !build.materialized.has(node)) {
    const expected = 'an expression (it stands only directly behind `let name =`)';
    complain(build, 'RMMC1100', spanOf(word), { found: '`materialize`', expected });
  }
  const name: Ident = { text: word.image, span: spanOf(word), quoted: false };
  return { kind: 'call', span: spanOfNode(node), name, args: [{ names: [], expr, span: expr.span }] };
};

export const datatableOf = (build: Build, node: DatatableCstNode): AstExpr => {
  const { parameters, rowSchema, expression } = node.children;
  const cells = many(expression).map((e) => cellOf(build, expressionOf(build, e)));
  return {
    kind: 'datatable',
    span: spanOfNode(node),
    columns: columnsOf(build, one(rowSchema)),
    cells,
    parameters: parametersOf(build, one(parameters)),
  };
};

/** A cell is a literal, with or without a sign. */
const cellOf = (build: Build, cell: AstExpr): AstExpr => {
  if (cell.kind === 'literal' || cell.kind === 'error') return cell;
  if (cell.kind === 'unary' && cell.operand.kind === 'literal') {
    const literal = cell.op === '-' ? negated(cell.operand, cell.span) : cell.operand;
    if (literal !== null) return literal;
  }
  complain(build, 'RMMC1116', cell.span, {});
  return cell;
};

const externaldataOf = (build: Build, node: ExternaldataCstNode): AstExpr => {
  const { parameters, rowSchema, expression, withProperties } = node.children;
  return {
    kind: 'externaldata',
    span: spanOfNode(node),
    columns: columnsOf(build, one(rowSchema)),
    urls: many(expression).map((e) => expressionOf(build, e)),
    properties: many(withProperties).flatMap((w) => propertiesOf(build, w)),
    parameters: parametersOf(build, one(parameters)),
  };
};

const primaryOf = (build: Build, { children: c }: OperandCstNode): AstExpr => {
  if (c.NameWord) return nameOrCall(build, one(c.NameWord), c.args?.[0]);
  if (c.StringLiteral) return stringOf(c.StringLiteral);
  if (c.Literal) return literalOf(build, one(c.Literal));
  if (c.paren) return parenExpr(build, one(c.paren));
  if (c.bracketName) return bracketExpr(build, one(c.bracketName));
  if (c.dynamicLiteral) return dynamicOf(build, one(c.dynamicLiteral));
  if (c.queryCall) return queryCall(build, one(c.queryCall));
  if (c.datatable) return datatableOf(build, one(c.datatable));
  if (c.externaldata) return externaldataOf(build, one(c.externaldata));
  if (c.typeOf) return typeOfExpr(build, one(c.typeOf));
  if (c.Star) return { kind: 'wildcard', span: spanOf(one(c.Star)), pattern: '*' };
  if (c.bracedName) {
    const span = spanOfNode(one(c.bracedName));
    return { kind: 'name', span, ident: { text: `{${one(one(c.bracedName).children.NameWord).image}}`, span, quoted: false } };
  }
  const at = spanOf(one(c.At));
  return { kind: 'name', span: at, ident: { text: '@', span: at, quoted: false } };
};

/** `x['name']` is an index by text, as `x.name` is a member. */
const indexOn = (build: Build, object: AstExpr, node: IndexCstNode): AstExpr => ({
  kind: 'index',
  span: spanBetween(object.span, spanOfNode(node)),
  object,
  index: expressionOf(build, one(node.children.expression)),
});

const memberOn = (build: Build, object: AstExpr, word: IToken, args: ArgsCstNode | undefined): AstExpr => {
  const name = identOfToken(build, word, 'use');
  if (args === undefined) return { kind: 'member', span: spanBetween(object.span, name.span), object, name };
  return { kind: 'call', span: spanBetween(object.span, spanOfNode(args)), name, args: argumentsOf(build, args), on: object };
};

const withTail = (build: Build, object: AstExpr, { children: c }: TailCstNode): AstExpr => {
  if (c.index) return indexOn(build, object, one(c.index));
  if (c.NameWord) return memberOn(build, object, one(c.NameWord), c.args?.[0]);
  return memberOn(build, object, one(c.At), undefined);
};

export const operandOf = (build: Build, node: OperandCstNode): AstExpr => {
  const { Sign, tail } = node.children;
  let expr = primaryOf(build, node);
  if (Sign ?? tail) refuseStar(build, expr);
  if (tail !== undefined) {
    if (tail.length > runLimit) complain(build, 'RMMC1113', expr.span, { count: tail.length, limit: runLimit });
    for (const t of tail.slice(0, runLimit)) expr = withTail(build, expr, t);
  }
  const sign = Sign?.[0];
  if (sign === undefined) return expr;
  return { kind: 'unary', span: spanBetween(spanOf(sign), expr.span), op: sign.image === '-' ? '-' : '+', operand: expr };
};

const withEntityTail = (build: Build, object: AstExpr, { children: c }: EntityTailCstNode): AstExpr => {
  if (c.index) return indexOn(build, object, one(c.index));
  const pattern = one(c.wildcardName);
  const word = pattern.children.NameWord?.[0];
  if (pattern.children.Star === undefined && word !== undefined) return memberOn(build, object, word, c.args?.[0]);
  const wild = wildcardExpr(build, pattern);
  const text = wild.kind === 'wildcard' ? wild.pattern : '*';
  return { kind: 'member', span: spanBetween(object.span, wild.span), object, name: { text, span: wild.span, quoted: false } };
};

/** A table or column by name or pattern, as `union`, `project-away` … take it. */
export const entityOf = (build: Build, node: EntityCstNode): AstExpr => {
  const { wildcardName, bracketName, args, entityTail } = node.children;
  const pattern = wildcardName?.[0];
  const word = pattern?.children.NameWord?.[0];
  let expr: AstExpr;
  if (pattern === undefined) expr = bracketExpr(build, one(bracketName));
  else if (word !== undefined && args !== undefined) expr = nameOrCall(build, word, one(args));
  else expr = wildcardExpr(build, pattern);
  for (const tail of many(entityTail)) expr = withEntityTail(build, expr, tail);
  return expr;
};

/** `a.b['c']` */
export const pathOf = (build: Build, node: PathCstNode): AstExpr => {
  const { name, index } = node.children;
  const root = nameIdent(build, one(name), 'path');
  const steps = [...name.slice(1), ...many(index)].sort((a, b) => spanOfNode(a).start - spanOfNode(b).start);
  return steps.reduce<AstExpr>(
    (object, step) => {
      if (step.name === 'index') return indexOn(build, object, step);
      const member = nameIdent(build, step, 'path');
      return { kind: 'member', span: spanBetween(object.span, member.span), object, name: member };
    },
    { kind: 'name', span: root.span, ident: root },
  );
};

/** The left side of `=` as names: one name, or several in parentheses. Null when it is something else. */
const namesOf = (build: Build, node: ExpressionCstNode): readonly Ident[] | null => {
  const { operand, BinaryOperator, listTail: lists, betweenTail: ranges } = node.children;
  const { Sign, NameWord, args, bracketName, paren, tail } = one(operand).children;
  if (BinaryOperator ?? lists ?? ranges ?? Sign ?? args ?? tail) return null;
  if (NameWord) return [identOfToken(build, one(NameWord), 'column')];
  if (bracketName) return [bracketIdent(one(bracketName))];
  const parts = many(paren?.[0]?.children.pipeline).map((p) =>
    p.children.operator === undefined ? p.children.expression?.[0] : undefined,
  );
  const names = parts.map((p) => (p === undefined ? null : namesOf(build, p)));
  return names.length === 0 || names.some((n) => n === null) ? null : names.flatMap((n) => n ?? []);
};

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
  if (Equals === undefined) return { names: [], expr: expressionOf(build, one(expression)), span };
  const left = one(expression);
  const names = namesOf(build, left);
  if (names === null) complain(build, 'RMMC1107', spanOf(one(Equals)), { left: 'an expression' });
  const expr = expressionOf(build, nth(expression, 1));
  refuseStar(build, expr);
  return { names: names ?? [], expr, span };
};

/** An item where a name makes no sense: `where a = 5` names the condition `5`, where `a == 5` was meant; refused while binding. */
export const unnamedItem = (build: Build, node: ItemCstNode): AstExpr => {
  const equals = node.children.Equals?.[0];
  if (equals === undefined) return itemOf(build, node).expr;
  if (namesOf(build, one(node.children.expression)) === null) complain(build, 'RMMC1107', spanOf(equals), { left: 'a condition' });
  else doubt(build, 'RMMC1107', spanOf(equals), { left: 'a condition' });
  const [left, right] = [expressionOf(build, one(node.children.expression)), expressionOf(build, nth(node.children.expression, 1))];
  return { kind: 'binary', span: cover(left.span, right.span), op: '==', opSpan: spanOf(equals), left, right };
};

const parameterValue = (build: Build, node: ParameterValueCstNode): AstExpr => {
  const { Sign, Literal, StringLiteral, NameWord, bracketName, dynamicLiteral, typeOf } = node.children;
  if (NameWord) {
    const word = one(NameWord);
    return { kind: 'name', span: spanOf(word), ident: { text: word.image, span: spanOf(word), quoted: false } };
  }
  if (StringLiteral) return stringOf(StringLiteral);
  if (bracketName) return bracketExpr(build, one(bracketName));
  if (dynamicLiteral) return dynamicOf(build, one(dynamicLiteral));
  if (typeOf) return typeOfExpr(build, one(typeOf));
  const literal = literalOf(build, one(Literal));
  const sign = Sign?.[0];
  return sign?.image === '-' ? (negated(literal, spanOfNode(node)) ?? literal) : literal;
};

export const parameterOf = (build: Build, node: ParameterCstNode): AstParameter => {
  const { HintName, NameWord, parameterValue: value } = node.children;
  const name = firstToken(HintName, NameWord);
  return { name: name.image, nameSpan: spanOf(name), value: parameterValue(build, one(value)), span: spanOfNode(node) };
};

export const parametersOf = (build: Build, node: ParametersCstNode): readonly AstParameter[] =>
  many(node.children.parameter).map((p) => parameterOf(build, p));

/** `with (a = 1, b = 'x')` */
export const propertiesOf = (build: Build, node: WithPropertiesCstNode): readonly AstParameter[] =>
  many(node.children.item).flatMap((i) => {
    const item = itemOf(build, i);
    const name = item.names[0];
    if (name !== undefined) return [{ name: name.text, nameSpan: name.span, value: item.expr, span: item.span }];
    complain(build, 'RMMC1117', item.span, {});
    return [];
  });

/** An expression that may not be `*`. */
export const scalarOf = (build: Build, node: ExpressionCstNode): AstExpr => {
  const expr = expressionOf(build, node);
  refuseStar(build, expr);
  return expr;
};

export const expressionsOf = (build: Build, nodes: readonly ExpressionCstNode[] | undefined): readonly AstExpr[] =>
  many(nodes).map((e) => expressionOf(build, e));

export const itemsOf = (build: Build, nodes: readonly ItemCstNode[] | undefined): readonly AstNamed[] =>
  many(nodes).map((i) => itemOf(build, i));
