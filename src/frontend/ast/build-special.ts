// CST of parse, parse-kv, make-series, scan, reduce, consume and render in, AST out.

import type * as C from '../grammar/cst.generated.ts';
import { spanOf } from '../lexer/tokens.ts';
import { chartWords, isPlainWord } from '../lexer/words.ts';
import type { AstExpr, AstNamed, AstOperator, AstParameter, AstPatternPart, AstScanStep, Ident } from './ast.ts';
import { type Build, complain, doubt, firstToken, many, nth, one, spanOfNode } from './build-context.ts';
import { expressionOf, expressionsOf, itemOf, itemsOf, operandOf, unnamedItem } from './build-expr.ts';
import { stringOf } from './build-literals.ts';
import { columnsOf, declaredIdent, identOf, nameIdent, typeName } from './build-names.ts';
import { functionParametersOf, orderedBy, refuseEnds } from './build-order.ts';
import { knownParametersOf, parameterOf, parametersOf, parameterValue } from './build-parameters.ts';
import { bareName, isSignedNumber } from './build-shapes.ts';

const patternPart = (build: Build, node: C.PatternPartCstNode): AstPatternPart => {
  const { Star, StringLiteral, declaredName, typeName: type } = node.children;
  const span = spanOfNode(node);
  if (Star) return { kind: 'skip', span };
  if (StringLiteral) return { kind: 'text', span, value: stringOf(StringLiteral).value };
  return { kind: 'capture', span, name: declaredIdent(build, one(declaredName)), type: type ? typeName(build, one(type)) : null };
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
  subject: expressionOf(build, one(node.children.expression)),
  pattern: joinTexts(many(node.children.patternPart).map((p) => patternPart(build, p))),
  parameters: parametersOf(build, one(node.children.parameters), true),
});

/** The properties of `parse-kv`. */
const pairWords: ReadonlySet<string> = new Set(['pair_delimiter', 'kv_delimiter', 'regex', 'quote', 'escape', 'greedy']);

export const parseKvOperator = (build: Build, node: C.ParseKvCstNode): AstOperator => ({
  kind: 'parse-kv',
  span: spanOfNode(node),
  subject: expressionOf(build, one(node.children.expression)),
  columns: columnsOf(build, one(node.children.rowSchema)),
  properties: knownParametersOf(build, node.children.parameter, pairWords),
  parameters: [],
});

export const makeSeriesOperator = (build: Build, node: C.MakeSeriesCstNode): AstOperator => {
  const { parameters, series, item, fromToStep, inRange, by } = node.children;
  const steps = fromToStep?.[0]?.children;
  const written = [...expressionsOf(build, steps?.expression)];
  refuseEnds(build, series, ['on', 'from', 'in']);
  return {
    kind: 'make-series',
    span: spanOfNode(node),
    measures: series.map(({ children: c }) => ({
      column: itemOf(build, one(c.item)),
      defaultValue: c.item.length > 1 ? unnamedItem(build, nth(c.item, 1)) : null,
    })),
    on: itemOf(build, one(item)),
    from: steps?.KwFrom ? (written.shift() ?? null) : null,
    to: steps?.KwTo ? (written.shift() ?? null) : null,
    step: written.shift() ?? null,
    range: inRange ? itemsOf(build, one(one(inRange).children.args).children.item).map((a) => a.expr) : null,
    by: itemsOf(build, by?.[0]?.children.item),
    parameters: parametersOf(build, one(parameters)),
  };
};

const scanOutputs = new Set(['all', 'last', 'none']);

const assignmentOf = (build: Build, item: C.ItemCstNode): AstNamed => {
  const assigned = itemOf(build, item);
  if (assigned.names.length !== 1) {
    complain(build, 'RMMC1100', assigned.span, { found: 'an expression', expected: 'an assignment such as `a = 1`' });
  }
  return assigned;
};

const scanStep = (build: Build, node: C.ScanStepCstNode): AstScanStep => {
  const { declaredName, KwOptional, NameWord, expression, item } = node.children;
  const output = NameWord?.[0];
  if (output !== undefined && !scanOutputs.has(output.image)) {
    complain(build, 'RMMC1100', spanOf(output), { found: `\`${output.image}\``, expected: '`all`, `last` or `none` after `output =`' });
  }
  return {
    name: declaredIdent(build, one(declaredName)),
    optional: KwOptional !== undefined,
    output: output?.image ?? null,
    condition: expressionOf(build, one(expression)),
    assignments: many(item).map((i) => assignmentOf(build, i)),
    span: spanOfNode(node),
  };
};

const declaredStates = (build: Build, node: C.FunctionParametersCstNode): Extract<AstOperator, { kind: 'scan' }>['declare'] =>
  functionParametersOf(build, node).map((p) => {
    if (typeof p.type !== 'string') doubt(build, 'RMMC1109', p.span, { word: '(…)' });
    return { name: p.name, type: typeof p.type === 'string' ? p.type : 'dynamic', defaultValue: p.defaultValue };
  });

export const scanOperator = (build: Build, node: C.ScanCstNode): AstOperator => {
  const { parameters, orderedBy: order, expression, functionParameters, scanStep: steps } = node.children;
  refuseEnds(build, [...many(order?.[0]?.children.ordered), ...many(expression)], ['partition', 'order', 'by', 'declare', 'with']);
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

/** The properties of `render`: those that take several columns, and those that take a call or a path besides literals. */
const chartLists: ReadonlySet<string> = new Set(['ycolumns', 'anomalycolumns', 'series']);
const chartTexts: ReadonlySet<string> = new Set(['title', 'xtitle', 'ytitle']);
const chartValues: ReadonlySet<string> = new Set('kind accumulate xcolumn xaxis yaxis legend ysplit ymin ymax xmin xmax'.split(' '));

/** The value of a property, in the form that its name asks for. */
const chartValue = (build: Build, name: string, node: C.OperandCstNode): AstExpr => {
  const { Sign, Literal, StringLiteral, dynamicLiteral, typeOf, tail, Star } = node.children;
  const word = bareName({ name: 'expression', children: { operand: [node] } });
  const isWord = word !== null;
  const isValue = Literal ?? StringLiteral ?? dynamicLiteral ?? typeOf;
  const isSimple = tail === undefined && (Sign ? isSignedNumber(one(Sign), Literal?.[0]) : isValue !== undefined || isWord);
  const isSpan = Sign !== undefined && Literal?.[0]?.tokenType.name === 'TimespanNumber' && (name === 'ymin' || name === 'ymax');
  const fits = chartTexts.has(name) ? !Sign && !Star : isSimple && !isSpan && !(chartLists.has(name) && isValue);
  const expr =
    isSimple && isWord && !chartTexts.has(name)
      ? nameExpr(identOf(build, word, chartLists.has(name) ? 'declare' : 'name'))
      : operandOf(build, node);
  if (!fits) complain(build, 'RMMC1100', expr.span, { found: 'an expression', expected: `a value of \`${name}\`` });
  return expr;
};

const nameExpr = (ident: Ident): AstExpr => ({ kind: 'name', span: ident.span, ident });

/** `ycolumns = a, b` gives one property for each value. */
const renderProperty = (build: Build, node: C.RenderPropertyCstNode): readonly AstParameter[] => {
  const name = one(node.children.NameWord);
  const several = chartLists.has(name.image);
  if (!several && !chartTexts.has(name.image) && !chartValues.has(name.image)) {
    complain(build, 'RMMC1100', spanOf(name), { found: `\`${name.image}\``, expected: 'a property of `render`' });
  }
  return node.children.operand.map((operand, i) => {
    const value = chartValue(build, name.image, operand);
    if (i > 0 && !several) complain(build, 'RMMC1100', value.span, { found: 'a second value', expected: '`name = value`' });
    return { name: name.image, nameSpan: spanOf(name), value, span: { start: name.startOffset, end: value.span.end } };
  });
};

const chartParameter = (build: Build, node: C.ChartParameterCstNode): readonly AstParameter[] => {
  const { NameWord, operand, KwWith, KwBy, parameterValue: value, name } = node.children;
  const span = spanOfNode(node);
  const word = firstToken(NameWord, KwWith, KwBy);
  const part = { name: word.image, nameSpan: spanOf(word), span };
  if (value) return [{ ...part, value: parameterValue(build, one(value)) }];
  if (operand) return [{ ...part, value: chartValue(build, word.image, one(operand)) }];
  return many(name).map((n) => ({ ...part, value: nameExpr(nameIdent(build, n, 'declare')) }));
};

export const renderOperator = (build: Build, node: C.RenderCstNode): AstOperator => {
  const { NameWord, chartParameter: old, renderProperties } = node.children;
  const chart = one(NameWord);
  if (!chartWords.has(chart.image) && !isPlainWord(chart.image)) {
    complain(build, 'RMMC1108', spanOf(chart), { word: chart.image });
  }
  const properties = many(renderProperties?.[0]?.children.renderProperty).flatMap((p) => renderProperty(build, p));
  return {
    kind: 'render',
    span: spanOfNode(node),
    chart: chart.image,
    properties: [...many(old).flatMap((p) => chartParameter(build, p)), ...properties],
  };
};
