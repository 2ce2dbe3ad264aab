// CST of `name = value` beside an operator in, AST out.

import type { DataScopeCstNode, ParameterCstNode, ParametersCstNode, ParameterValueCstNode } from '../grammar/cst.generated.ts';
import { spanOf } from '../lexer/tokens.ts';
import type { AstExpr, AstParameter } from './ast.ts';
import { type Build, complain, firstToken, many, one, spanOfNode } from './build-context.ts';
import { dynamicOf, literalOf, negated, stringOf } from './build-literals.ts';
import { identOf, typeOfExpr } from './build-names.ts';
import { isSignedNumber } from './build-shapes.ts';

/** Words that KQL reserves and that are values of `kind` in `parse` all the same. */
const reservedValues: ReadonlySet<string> = new Set(['simple', 'relaxed']);

/** The word, literal or name behind the `=`; `reserved` where the operator takes reserved words. */
export const parameterValue = (build: Build, node: ParameterValueCstNode, reserved = false): AstExpr => {
  const { Sign, Literal, StringLiteral, NameWord, dynamicLiteral, typeOf } = node.children;
  const sign = Sign?.[0];
  if (sign && !isSignedNumber(sign, Literal?.[0])) complain(build, 'RMMC1100', spanOf(sign), { found: 'a sign', expected: 'a value' });
  if (StringLiteral) return stringOf(StringLiteral);
  if (dynamicLiteral) return dynamicOf(build, one(dynamicLiteral));
  if (typeOf) return typeOfExpr(build, one(typeOf));
  if (Literal) {
    const literal = literalOf(build, one(Literal));
    return sign?.image === '-' ? (negated(literal, spanOfNode(node)) ?? literal) : literal;
  }
  const word = NameWord?.[0];
  const isTaken = word !== undefined && reserved && reservedValues.has(word.image);
  const ident = isTaken ? { text: word.image, span: spanOf(word), quoted: false } : identOf(build, node.children, 'name');
  return { kind: 'name', span: ident.span, ident };
};

export const parameterOf = (build: Build, node: ParameterCstNode, reserved = false): AstParameter => {
  const { HintName, NameWord, parameterValue: value } = node.children;
  const name = firstToken(HintName, NameWord);
  return {
    name: name.image,
    nameSpan: spanOf(name),
    value: parameterValue(build, one(value), reserved && name.image === 'kind'),
    span: spanOfNode(node),
  };
};

export const parametersOf = (build: Build, node: ParametersCstNode, reserved = false): readonly AstParameter[] =>
  many(node.children.parameter).map((p) => parameterOf(build, p, reserved));

/** Parameters in a list, of which an operator knows these alone. */
export const knownParametersOf = (
  build: Build,
  nodes: readonly ParameterCstNode[] | undefined,
  names: ReadonlySet<string>,
): readonly AstParameter[] =>
  many(nodes).map((node) => {
    const parameter = parameterOf(build, node);
    if (!names.has(parameter.name)) {
      const expected = [...names].map((name) => `\`${name}\``).join(', ');
      complain(build, 'RMMC1100', parameter.nameSpan, { found: `\`${parameter.name}\``, expected: `one of ${expected}` });
    }
    return parameter;
  });

const scopes: ReadonlySet<string> = new Set(['all', 'hotcache']);

/** `datascope = all` */
export const dataScopeOf = (build: Build, node: DataScopeCstNode): AstParameter => {
  const [name, value] = node.children.NameWord;
  if (name === undefined || value === undefined) throw new Error('the grammar promised two words here');
  if (!scopes.has(value.image)) {
    complain(build, 'RMMC1100', spanOf(value), { found: `\`${value.image}\``, expected: '`all` or `hotcache`' });
  }
  const ident = { text: value.image, span: spanOf(value), quoted: false };
  return { name: name.image, nameSpan: spanOf(name), value: { kind: 'name', span: ident.span, ident }, span: spanOfNode(node) };
};
