// CST of expressions in, what form they have out: a literal, a signed number, a bare name. Nothing is built and nothing reported.
import { type IToken, tokenMatcher } from 'chevrotain';
import type { ExpressionCstNode, OperandCstNode } from '../grammar/cst.generated.ts';
import { LongNumber, spanOf } from '../lexer/tokens.ts';

/** The operand of an expression that is nothing else. */
export const onlyOperand = (node: ExpressionCstNode | undefined): OperandCstNode['children'] | null => {
  const { operand, BinaryOperator, listTail, betweenTail } = node?.children ?? { operand: [] };
  const first = operand[0]?.children;
  return first === undefined || BinaryOperator || listTail || betweenTail || first.tail ? null : first;
};

/** `a`, `['a']` or `{a}` alone, as an expression; null when it is anything else. */
export const bareName = (node: ExpressionCstNode | undefined): OperandCstNode['children'] | null => {
  const parts = onlyOperand(node);
  if (parts === null || parts.Sign || parts.args || parts.dataScope) return null;
  const isName = (parts.NameWord ?? parts.bracedName ?? parts.bracketName) !== undefined;
  return isName && !parts.bracketName?.[0]?.children.wildcardName ? parts : null;
};

const signedTypes: ReadonlySet<string> = new Set(['RealNumber', 'TimespanNumber']);

/** A sign that belongs to the number behind it: they touch. */
export const isSignedNumber = (sign: IToken, literal: IToken | undefined): boolean =>
  literal !== undefined &&
  (tokenMatcher(literal, LongNumber) || signedTypes.has(literal.tokenType.name)) &&
  spanOf(sign).end === literal.startOffset;

/** A literal by its form, with `typeof(…)` and placeholders. */
export const isLiteral = (node: ExpressionCstNode): boolean => {
  const parts = onlyOperand(node);
  if (parts === null) return false;
  if (parts.Sign?.[0]) return isSignedNumber(parts.Sign[0], parts.Literal?.[0]);
  const isPlaceholder = parts.bracedName !== undefined && !parts.args && !parts.dataScope;
  return (parts.Literal ?? parts.StringLiteral ?? parts.dynamicLiteral ?? parts.typeOf) !== undefined || isPlaceholder;
};

/** What a property of `externaldata` may be besides a word: a text, a number, a date, a GUID. */
export const isPropertyLiteral = (node: ExpressionCstNode): boolean => {
  const { Sign, StringLiteral, Literal } = onlyOperand(node) ?? {};
  const literal = Literal?.[0];
  if (Sign ?? literal === undefined) return Sign === undefined && StringLiteral !== undefined;
  return literal.tokenType.name !== 'TimespanNumber' && !/^(?:int(?:32)?|decimal|time(?:span)?)\b/.test(literal.image);
};

/** Whether the first token is a literal. */
export const startsWithLiteral = (node: ExpressionCstNode | undefined): boolean => {
  const { Sign, Literal, StringLiteral } = node?.children.operand[0]?.children ?? {};
  return Sign === undefined && (Literal ?? StringLiteral) !== undefined;
};
