// CST of parse, parse-kv, make-series, scan, reduce, consume and render in, AST out.
import type { AstOperator, AstParameter, AstPatternPart, AstScanStep } from './ast.ts';
import {
  argumentsOf,
  expressionOf,
  expressionsOf,
  itemOf,
  itemsOf,
  parameterOf,
  parametersOf,
  propertiesOf,
  scalarOf,
  unnamedItem,
} from './build-ast-expr.ts';
import { stringOf } from './build-ast-literals.ts';
import { columnsOf, nameIdent, typeName } from './build-ast-names.ts';
import { functionParametersOf, orderedBy } from './build-ast-order.ts';
import { type Build, complain, many, nth, one, spanOfNode } from './build-context.ts';
import type * as C from './cst.generated.ts';
import { spanOf } from './tokens.ts';

const patternPart = (build: Build, node: C.PatternPartCstNode): AstPatternPart => {
  const { Star, StringLiteral, name, typeName: type } = node.children;
  const span = spanOfNode(node);
  if (Star) return { kind: 'skip', span };
  if (StringLiteral) return { kind: 'text', span, value: stringOf(StringLiteral).value };
  return { kind: 'capture', span, name: nameIdent(build, one(name), 'declare'), type: type ? typeName(build, one(type)) : null };
};

/** Adjacent texts of a pattern are one text. */
const joinTexts = (parts: readonly AstPatternPart[]): readonly AstPatternPart[] => {
  const done: AstPatternPart[] = [];
  for (const part of parts) {
    const last = done[done.length - 1];
    if (part.kind === 'text' && last?.kind === 'text') {
      done[done.length - 1] = { kind: 'text', span: { start: last.span.start, end: part.span.end }, value: last.value + part.value };
    } else done.push(part);
  }
  return done;
};

export const parseOperator = (build: Build, node: C.ParseCstNode): AstOperator => ({
  kind: 'parse',
  span: spanOfNode(node),
  where: node.children.KwParseWhere !== undefined,
  subject: scalarOf(build, one(node.children.expression)),
  pattern: joinTexts(many(node.children.patternPart).map((p) => patternPart(build, p))),
  parameters: parametersOf(build, one(node.children.parameters)),
});

export const parseKvOperator = (build: Build, node: C.ParseKvCstNode): AstOperator => ({
  kind: 'parse-kv',
  span: spanOfNode(node),
  subject: scalarOf(build, one(node.children.expression)),
  columns: columnsOf(build, one(node.children.rowSchema)),
  properties: many(node.children.withProperties).flatMap((w) => propertiesOf(build, w)),
  parameters: [],
});

export const makeSeriesOperator = (build: Build, node: C.MakeSeriesCstNode): AstOperator => {
  const { parameters, series, item, fromToStep, inRange, by } = node.children;
  const steps = fromToStep?.[0]?.children;
  const written = [...expressionsOf(build, steps?.expression)];
  return {
    kind: 'make-series',
    span: spanOfNode(node),
    measures: series.map(({ children: c }) => ({
      column: itemOf(build, one(c.item)),
      defaultValue: expressionsOf(build, c.expression)[0] ?? null,
    })),
    on: itemOf(build, one(item)),
    from: steps?.KwFrom ? (written.shift() ?? null) : null,
    to: steps?.KwTo ? (written.shift() ?? null) : null,
    step: written.shift() ?? null,
    range: inRange ? argumentsOf(build, one(one(inRange).children.args)).map((a) => a.expr) : null,
    by: itemsOf(build, by?.[0]?.children.item),
    parameters: parametersOf(build, one(parameters)),
  };
};

const scanOutputs = new Set(['all', 'last', 'none']);

const scanStep = (build: Build, node: C.ScanStepCstNode): AstScanStep => {
  const { name, KwOptional, NameWord, expression, item } = node.children;
  const output = NameWord?.[0];
  if (output !== undefined && !scanOutputs.has(output.image)) {
    complain(build, 'RMMC1100', spanOf(output), { found: `\`${output.image}\``, expected: '`all`, `last` or `none` after `output =`' });
  }
  return {
    name: nameIdent(build, one(name), 'declare'),
    optional: KwOptional !== undefined,
    output: output?.image ?? null,
    condition: expressionOf(build, one(expression)),
    assignments: itemsOf(build, item),
    span: spanOfNode(node),
  };
};

const declaredStates = (build: Build, node: C.FunctionParametersCstNode): Extract<AstOperator, { kind: 'scan' }>['declare'] =>
  functionParametersOf(build, node).map((p) => {
    if (typeof p.type !== 'string') complain(build, 'RMMC1109', p.span, { word: '(…)' });
    return { name: p.name, type: typeof p.type === 'string' ? p.type : 'dynamic', defaultValue: p.defaultValue };
  });

export const scanOperator = (build: Build, node: C.ScanCstNode): AstOperator => {
  const { parameters, orderedBy: order, expression, functionParameters, scanStep: steps } = node.children;
  return {
    kind: 'scan',
    span: spanOfNode(node),
    orderBy: order ? orderedBy(build, one(order)) : [],
    partitionBy: expressionsOf(build, expression),
    declare: functionParameters ? declaredStates(build, one(functionParameters)) : [],
    steps: many(steps).map((s) => scanStep(build, s)),
    parameters: parametersOf(build, one(parameters)),
  };
};

export const reduceOperator = (build: Build, node: C.ReduceCstNode): AstOperator => ({
  kind: 'reduce',
  span: spanOfNode(node),
  by: unnamedItem(build, one(node.children.item)),
  with: many(node.children.parameter).map((p) => parameterOf(build, p)),
  parameters: parametersOf(build, one(node.children.parameters)),
});

export const consumeOperator = (build: Build, node: C.ConsumeRowsCstNode): AstOperator => ({
  kind: 'consume',
  span: spanOfNode(node),
  parameters: parametersOf(build, one(node.children.parameters)),
});

/** `ycolumns = a, b` gives one property for each value. */
const renderProperty = (build: Build, node: C.RenderPropertyCstNode): readonly AstParameter[] => {
  const name = one(node.children.NameWord);
  return node.children.expression.map((_, i) => {
    const value = expressionOf(build, nth(node.children.expression, i));
    return { name: name.image, nameSpan: spanOf(name), value, span: { start: name.startOffset, end: value.span.end } };
  });
};

export const renderOperator = (build: Build, node: C.RenderCstNode): AstOperator => {
  const { NameWord, parameters, renderProperties } = node.children;
  const properties = many(renderProperties?.[0]?.children.renderProperty).flatMap((p) => renderProperty(build, p));
  return {
    kind: 'render',
    span: spanOfNode(node),
    chart: one(NameWord).image,
    properties: [...parametersOf(build, one(parameters)), ...properties],
  };
};
