// Operators that few queries use (`reduce`, `top-hitters`, `project-by-names`, `assert-schema`): AST and rows in, the pipeline with the step out.
import type { Expr } from '../../ir/expr.ts';
import { foldExpr } from '../../ir/fold.ts';
import { elementsOf } from '../../ir/literals.ts';
import type { Named } from '../../ir/pipeline.ts';
import { type Column, isNumeric } from '../../ir/types.ts';
import type { AstExpr, AstOperator, AstParameter } from '../ast/ast.ts';
import { matchingColumns } from './columns.ts';
import { bindCount, parameter } from './parameters.ts';
import { presentText } from './present.ts';
import { resultName } from './result-names.ts';
import { type Binder, type Bound, columnIn, type Scope, withStep } from './scope.ts';

type Of<K extends AstOperator['kind']> = Extract<AstOperator, { kind: K }>;

const bare = (ast: AstExpr): AstExpr => (ast.kind === 'paren' ? bare(ast.inner) : ast);

export const bindReduce = (b: Binder, ast: Of<'reduce'>, bound: Bound, scope: Scope): Bound => {
  const subject = b.expr(ast.by, { lets: scope.lets, rows: bound.rows });
  if (subject.type !== 'string' && subject.type !== 'unknown')
    b.report('RMMC2007', ast.by.span, { found: subject.type, expected: 'string', where: '`reduce`' });
  const constant = (name: string): Expr | null => {
    const found = ast.with.find((p: AstParameter) => p.name.toLowerCase() === name);
    return found ? b.expr(found.value, { lets: scope.lets, rows: null }) : null;
  };
  const keeps = parameter(ast.parameters, 'kind') === 'source';
  return withStep(bound, {
    kind: 'similar',
    span: ast.span,
    subject,
    threshold: constant('threshold'),
    separators: constant('characters'),
    keeps,
  });
};

export const bindTopHitters = (b: Binder, ast: Of<'top-hitters'>, bound: Bound, scope: Scope): Bound => {
  const inner: Scope = { lets: scope.lets, rows: bound.rows };
  const count = bindCount(b, ast.count, scope, 'top-hitters');
  const expr = b.expr(ast.of.expr, inner);
  const name = resultName(ast.of.expr) ?? '';
  if (bare(ast.of.expr).kind !== 'name' || ast.of.names.length > 0)
    b.report('RMMC2007', ast.of.span, { found: 'an expression', expected: 'a column', where: '`top-hitters`' });
  const by = ast.by && b.expr(ast.by.expr, inner);
  if (ast.by && by && !isNumeric(by.type) && by.type !== 'unknown')
    b.report('RMMC2007', ast.by.span, { found: by.type, expected: 'a number', where: '`top-hitters … by`' });
  const total: Column =
    ast.by && by
      ? { name: `approximate_sum_${resultName(ast.by.expr) ?? ''}`, type: by.type }
      : { name: `approximate_count_${name}`, type: 'long' };
  return withStep(bound, { kind: 'hitters', span: ast.span, count, of: { name, expr, span: ast.of.span }, by, total });
};

/** The names that one argument stands for: a text, an array of texts, or the columns of a table. */
const namesOf = (b: Binder, ast: AstExpr, scope: Scope): readonly string[] => {
  const arg = bare(ast);
  const [first] = arg.kind === 'call' && arg.name.text === 'column_names_of' ? arg.args : [];
  if (first) return b.tabular(first.expr, { lets: scope.lets, rows: null }).rows.frame.columns.map((column) => column.name);
  const value = foldExpr(b.expr(arg, { lets: scope.lets, rows: null }));
  if (value.kind === 'literal' && typeof value.value === 'string') return [value.value];
  const elements = elementsOf(value);
  if (elements?.every((element) => typeof element === 'string')) return elements.map(String);
  b.report('RMMC2009', ast.span, { what: 'a name in `project-by-names`' });
  return [];
};

/** Names that the rows do not have are passed over. */
export const bindProjectByNames = (b: Binder, ast: Of<'project-by-names'>, bound: Bound, scope: Scope): Bound => {
  const { span } = ast;
  const patterns = ast.args.flatMap((arg) => namesOf(b, arg, scope));
  const found = patterns.flatMap((pattern) => matchingColumns(bound.rows.frame.columns, pattern));
  const columns = [...new Map(found.map((column) => [column.name, column])).values()].map(
    ({ name, type }): Named => ({ name, span, expr: { kind: 'column', span, name, type, declared: true } }),
  );
  if (columns.length === 0 && !bound.rows.broken)
    b.report('RMMC2012', span, { what: '`project-by-names` of no column that the rows have' });
  return withStep(bound, { kind: 'project', span, columns });
};

/** Rows whose columns are as it says stay as they are; others make the query fail. */
export const bindAssertSchema = (b: Binder, ast: Of<'assert-schema'>, bound: Bound): Bound => {
  const { frame, soft } = bound.rows;
  const declared = ast.columns.map(({ name, type }) => `${name.text}:${type}`);
  const wrong = ast.columns.filter(({ name, type }) => columnIn(frame, name.text)?.type !== type);
  const differs = wrong.length > 0 || declared.length !== frame.columns.length;
  if (differs && !frame.open && !soft)
    b.report('RMMC2007', ast.span, {
      found: frame.columns.map((column) => `${column.name}:${column.type}`).join(', '),
      expected: `the columns ${declared.join(', ')}`,
      where: '`assert-schema`',
    });
  return withStep(bound, { kind: 'present', span: ast.span, text: presentText(ast) });
};
