// `parse`, `parse-where`, `parse-kv`: AST and rows in, the pipeline with the columns that are read out of a text out.
import type { Expr } from '../../ir/expr.ts';
import { asText } from '../../ir/literals.ts';
import type { CapturePart, Property, StepOf } from '../../ir/pipeline.ts';
import type { AstExpr, AstOperator, AstPatternPart } from '../ast/ast.ts';
import { parameter } from './parameters.ts';
import { checkParsePattern } from './pattern.ts';
import { type Binder, type Bound, type Scope, withStep } from './scope.ts';

type Of<K extends AstOperator['kind']> = Extract<AstOperator, { kind: K }>;

const bindSubject = (b: Binder, ast: AstExpr, bound: Bound, scope: Scope): Expr =>
  asText(b.expr(ast, { lets: scope.lets, rows: bound.rows }));

const partOf = (part: AstPatternPart): CapturePart => {
  if (part.kind === 'text') return { kind: 'text', value: part.value };
  return part.kind === 'skip' ? { kind: 'skip' } : { kind: 'column', column: { name: part.name.text, type: part.type ?? 'string' } };
};

const styles: ReadonlyMap<string, StepOf<'capture'>['style']> = new Map([
  ['simple', 'simple' as const],
  ['regex', 'regex' as const],
  ['relaxed', 'relaxed' as const],
]);

/** A name that is captured twice is an error: the last one would win in silence. A column of the rows is replaced, whatever its type. */
const checkNames = (b: Binder, ast: Of<'parse'>): void => {
  const seen = new Set<string>();
  for (const part of ast.pattern) {
    if (part.kind !== 'capture') continue;
    if (seen.has(part.name.text)) b.report('RMMC2008', part.name.span, { name: part.name.text });
    seen.add(part.name.text);
  }
};

export const bindParse = (b: Binder, ast: Of<'parse'>, bound: Bound, scope: Scope): Bound => {
  const written = parameter(ast.parameters, 'kind') ?? 'simple';
  const style = styles.get(written);
  if (!style) b.report('RMMC2012', ast.span, { what: `\`parse kind=${written}\`` });
  checkNames(b, ast);
  if (style === 'regex') checkParsePattern(b, ast.pattern);
  return withStep(bound, {
    kind: 'capture',
    span: ast.span,
    subject: bindSubject(b, ast.subject, bound, scope),
    style: style ?? 'simple',
    flags: parameter(ast.parameters, 'flags') ?? '',
    parts: ast.pattern.map(partOf),
    required: ast.where,
  });
};

export const bindParseKv = (b: Binder, ast: Of<'parse-kv'>, bound: Bound, scope: Scope): Bound => {
  return withStep(bound, {
    kind: 'pairs',
    span: ast.span,
    subject: bindSubject(b, ast.subject, bound, scope),
    columns: ast.columns.map((column) => ({ name: column.name.text, type: column.type })),
    properties: ast.properties.map((p): Property => ({ name: p.name, value: b.expr(p.value, { lets: scope.lets, rows: null }) })),
  });
};
