// `scan`: AST and rows in, the pipeline with a walk over the rows out.
import type { Expr } from '../../ir/expr.ts';
import type { Named, ScanStage, StepOf } from '../../ir/pipeline.ts';
import type { Column, Frame } from '../../ir/types.ts';
import type { AstNamed, AstOperator, AstScanStep } from '../ast/ast.ts';
import { bindCondition } from './expr.ts';
import { suggest } from './names.ts';
import { parameter } from './parameters.ts';
import { type Binder, type Bound, columnIn, type Scope, withStep } from './scope.ts';
import { bindSortKey } from './sort.ts';

type ScanNode = Extract<AstOperator, { kind: 'scan' }>;
type Declared = StepOf<'scan'>['declared'][number];

const bindDeclared = (b: Binder, ast: ScanNode, scope: Scope): readonly Declared[] =>
  ast.declare.map(({ name, type, defaultValue }): Declared => {
    const otherwise = defaultValue && b.expr(defaultValue, { lets: scope.lets, rows: null });
    return { column: { name: name.text, type }, otherwise };
  });

/** `x = s1.x + 1`: only declared columns can be set. */
const bindSet = (b: Binder, set: AstNamed, declared: readonly Declared[], scope: Scope): Named => {
  const [name] = set.names;
  const names = declared.map(({ column }) => column.name);
  if (!name || !names.includes(name.text)) {
    const suggestion = suggest(name?.text ?? '', names);
    b.report('RMMC2002', name?.span ?? set.span, { name: name?.text ?? '', ...(suggestion === undefined ? {} : { suggestion }) });
  }
  return { name: name?.text ?? '', expr: b.expr(set.expr, scope), span: set.span };
};

const outputs: ReadonlyMap<string, ScanStage['output']> = new Map([
  ['all', 'all' as const],
  ['last', 'last' as const],
  ['none', 'none' as const],
]);

const bindStage = (b: Binder, ast: AstScanStep, declared: readonly Declared[], scope: Scope): ScanStage => ({
  name: ast.name.text,
  optional: ast.optional,
  output: outputs.get(ast.output ?? 'all') ?? 'all',
  condition: bindCondition(b, ast.condition, scope, 'a step of `scan`', false),
  sets: ast.assignments.map((set) => bindSet(b, set, declared, scope)),
  span: ast.span,
});

const checkNames = (b: Binder, ast: ScanNode, frame: Frame, matchId: string | null): void => {
  const seen = new Set(frame.columns.map((column) => column.name));
  const added = [
    ...ast.declare.map(({ name }) => ({ text: name.text, span: name.span })),
    ...(matchId === null ? [] : [{ text: matchId, span: ast.span }]),
  ];
  for (const { text, span } of added) {
    if (seen.has(text)) b.report('RMMC2008', span, { name: text });
    seen.add(text);
  }
  const stages = new Set<string>();
  for (const { name } of ast.steps) {
    if (stages.has(name.text)) b.report('RMMC2012', name.span, { what: `\`scan\` with two steps called \`${name.text}\`` });
    stages.add(name.text);
  }
};

export const bindScan = (b: Binder, ast: ScanNode, bound: Bound, scope: Scope): Bound => {
  const rows: Scope = { lets: scope.lets, rows: bound.rows };
  const declared = bindDeclared(b, ast, scope);
  const matchId = parameter(ast.parameters, 'with_match_id');
  checkNames(b, ast, bound.rows.frame, matchId);
  const columns: readonly Column[] = [...bound.rows.frame.columns, ...declared.map(({ column }) => column)];
  const frame: Frame = { ...bound.rows.frame, columns };
  const states = new Map(ast.steps.map(({ name }) => [name.text, frame] as const));
  const inner: Scope = { lets: scope.lets, rows: { ...bound.rows, frame }, states };
  const partition = ast.partitionBy.map((expr): Expr => b.expr(expr, rows));
  const keys = ast.orderBy.map((key) => bindSortKey(b, key, bound, scope, 'scan'));
  const stages = ast.steps.map((step) => bindStage(b, step, declared, inner));
  const clash = ast.steps.find(({ name }) => columnIn(frame, name.text) !== undefined);
  if (clash) b.report('RMMC2012', clash.name.span, { what: `a step of \`scan\` that is called like the column \`${clash.name.text}\`` });
  return withStep(bound, { kind: 'scan', span: ast.span, partition, keys, declared, matchId, stages });
};
