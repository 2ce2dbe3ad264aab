// CST of statements and pipelines in, AST out.
import type { Span } from '../../diagnostics/span.ts';
import type * as C from '../grammar/cst.generated.ts';
import type { AstExpr, AstFunctionParameter, AstPatternCase, AstStatement } from './ast.ts';
import { type Build, complain, many, one, spanOfNode } from './build-context.ts';
import { argumentsOf, expressionOf, propertiesOf } from './build-expr.ts';
import { columnOf, nameIdent } from './build-names.ts';
import { operatorOf } from './build-operators.ts';
import { functionParametersOf } from './build-order.ts';
import { entityOf } from './build-paths.ts';
import { isLiteral } from './build-shapes.ts';

/** A pipeline; one without operators is its source. */
export const pipelineOf = (build: Build, node: C.PipelineCstNode): AstExpr => {
  const { expression, operator } = node.children;
  const source = expression ? expressionOf(build, one(expression)) : null;
  if (operator === undefined && source !== null) return source;
  return { kind: 'pipe', span: spanOfNode(node), source, operators: many(operator).map((o) => operatorOf(build, o)) };
};

/** What a build starts with. */
export const newBuild = (): Build => ({
  diagnostics: [],
  faults: [],
  materialized: new Set(),
  pipeline: pipelineOf,
  expression: expressionOf,
  args: argumentsOf,
  operator: operatorOf,
});

type FunctionParts = Readonly<{
  span: Span;
  parameters: readonly AstFunctionParameter[];
  statements: readonly AstStatement[];
  view: boolean;
}>;

/** A function: its last statement is what it gives, if that is an expression. */
export const functionFrom = ({ statements, ...parts }: FunctionParts): AstExpr => {
  const last = statements[statements.length - 1];
  const body = last?.kind === 'expression' ? last.expr : null;
  return { kind: 'function', ...parts, statements: body === null ? statements : statements.slice(0, -1), body };
};

/** The statements of a function or of a case of a pattern: some kinds, each with its `;`, and the one expression that it gives. */
const bodyStatements = (build: Build, node: C.QueryCstNode, allowed: readonly AstStatement['kind'][]): readonly AstStatement[] => {
  const statements = statementsOf(build, node);
  const ends = many(node.children.Semicolon).length;
  statements.forEach((statement, i) => {
    const isLast = i === statements.length - 1;
    if (allowed.includes(statement.kind)) {
      if (i < ends) return;
      complain(build, 'RMMC1100', { start: statement.span.end, end: statement.span.end }, { found: '`}`', expected: '`;`' });
    } else if (!isLast || statement.kind !== 'expression') {
      const found = statement.kind === 'expression' ? 'an expression before the last one' : `a \`${statement.kind}\` statement`;
      complain(build, 'RMMC1100', statement.span, { found, expected: '`let`, or the one expression that the function gives' });
    }
  });
  return statements;
};

const functionOf = (build: Build, node: C.FunctionBodyCstNode): AstExpr => {
  const { KwView, functionParameters, query } = node.children;
  return functionFrom({
    span: spanOfNode(node),
    parameters: functionParametersOf(build, one(functionParameters)),
    statements: bodyStatements(build, one(query), ['let', 'declare-parameters']),
    view: KwView !== undefined,
  });
};

/** The value of a `let` may be `materialize(…)`, which stands nowhere else. */
export const letValueOf = (build: Build, node: C.PipelineCstNode): AstExpr => {
  const { expression, operator } = node.children;
  const value = operator === undefined ? expression?.[0]?.children : undefined;
  const operand = value?.BinaryOperator || value?.listTail || value?.betweenTail ? undefined : value?.operand[0]?.children;
  const call = operand?.tail || operand?.Sign ? undefined : operand?.queryCall?.[0];
  if (call !== undefined) build.materialized.add(call);
  return pipelineOf(build, node);
};

const letOf = (build: Build, node: C.LetStatementCstNode): AstStatement => {
  const { name, functionBody, pipeline } = node.children;
  const value = functionBody ? functionOf(build, one(functionBody)) : letValueOf(build, one(pipeline));
  return { kind: 'let', span: spanOfNode(node), name: nameIdent(build, one(name), 'name'), value };
};

const setOf = (build: Build, node: C.SetStatementCstNode): AstStatement => {
  const { name, expression } = node.children;
  return {
    kind: 'set',
    span: spanOfNode(node),
    name: nameIdent(build, one(name), 'name'),
    value: expression ? expressionOf(build, one(expression)) : null,
  };
};

const patternCase = (build: Build, node: C.PatternCaseCstNode): AstPatternCase => {
  const { expression, LBracket, query } = node.children;
  const pathNode = LBracket ? expression[expression.length - 1] : undefined;
  const args = expression.map((e) => expressionOf(build, e));
  const path = LBracket ? (args.pop() ?? null) : null;
  if (path !== null && pathNode !== undefined && !isLiteral(pathNode))
    complain(build, 'RMMC1138', path.span, { what: 'the path of a pattern' });
  return { args, path, statements: bodyStatements(build, one(query), ['let']), span: spanOfNode(node) };
};

const patternOf = (build: Build, span: Span, name: C.NameCstNode, body: C.PatternBodyCstNode | undefined): AstStatement => {
  const columns = many(body?.children.column).map((c) => columnOf(build, c));
  const path = body?.children.LBracket ? (columns.pop() ?? null) : null;
  const cases = many(body?.children.patternCase).map((c) => patternCase(build, c));
  return { kind: 'pattern', span, name: nameIdent(build, name, 'name'), parameters: columns, path, cases };
};

const declareOf = (build: Build, node: C.DeclareStatementCstNode): AstStatement => {
  const { functionParameters, name, patternBody } = node.children;
  const span = spanOfNode(node);
  if (name) return patternOf(build, span, one(name), patternBody?.[0]);
  const parameters: readonly AstFunctionParameter[] = functionParametersOf(build, one(functionParameters));
  if (parameters.length === 0) complain(build, 'RMMC1100', span, { found: 'an empty list', expected: 'a parameter' });
  return { kind: 'declare-parameters', span, parameters };
};

const statementOf = (build: Build, node: C.StatementCstNode): AstStatement => {
  const { letStatement, setStatement, declareStatement, aliasStatement, restrictStatement, pipeline } = node.children;
  const span = spanOfNode(node);
  if (letStatement) return letOf(build, one(letStatement));
  if (setStatement) return setOf(build, one(setStatement));
  if (declareStatement) return declareOf(build, one(declareStatement));
  if (aliasStatement) {
    const { name, expression } = one(aliasStatement).children;
    return { kind: 'alias-database', span, name: nameIdent(build, one(name), 'name'), target: expressionOf(build, one(expression)) };
  }
  if (restrictStatement) {
    const { entity, withProperties } = one(restrictStatement).children;
    for (const properties of many(withProperties)) propertiesOf(build, properties);
    return { kind: 'restrict', span, targets: entity.map((e) => entityOf(build, e)) };
  }
  return { kind: 'expression', span, expr: pipelineOf(build, one(pipeline)) };
};

/** Statements in order. */
export const statementsOf = (build: Build, node: C.QueryCstNode): readonly AstStatement[] =>
  many(node.children.statement).map((statement) => statementOf(build, statement));
