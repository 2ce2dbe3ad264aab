// `join` and `lookup`: AST and rows in; the pipeline with the rows of another query beside its own out.
import type { Span } from '../../diagnostics/span.ts';
import type { Expr } from '../../ir/expr.ts';
import { frameAfter } from '../../ir/frame.ts';
import type { JoinMode, JoinPair, Step } from '../../ir/pipeline.ts';
import type { AstExpr, AstOperator } from '../ast/ast.ts';
import { withoutExtras } from './extras.ts';
import { hintsOf, parameter } from './parameters.ts';
import { respanPipeline, sizeOf } from './respan.ts';
import { type Binder, type Bound, columnIn, type Rows, type Scope, unknownRows, withStep } from './scope.ts';

type JoinNode = Extract<AstOperator, { kind: 'join' | 'lookup' }>;

const modes: ReadonlyMap<string, JoinMode> = new Map<string, JoinMode>([
  ['innerunique', 'innerunique'],
  ['inner', 'inner'],
  ['leftouter', 'leftouter'],
  ['rightouter', 'rightouter'],
  ['fullouter', 'fullouter'],
  ['leftsemi', 'leftsemi'],
  ['rightsemi', 'rightsemi'],
  ['anti', 'leftanti'],
  ['leftanti', 'leftanti'],
  ['leftantisemi', 'leftanti'],
  ['rightanti', 'rightanti'],
  ['rightantisemi', 'rightanti'],
]);

const modeOf = (b: Binder, ast: JoinNode): JoinMode => {
  const usual: JoinMode = ast.kind === 'join' ? 'innerunique' : 'leftouter';
  const written = parameter(ast.parameters, 'kind');
  const mode = written === null ? usual : modes.get(written.toLowerCase());
  const fits = mode !== undefined && (ast.kind === 'join' || mode === 'leftouter' || mode === 'inner');
  if (!fits) b.report('RMMC2012', ast.span, { what: `\`${ast.kind} kind=${written ?? ''}\`` });
  return mode ?? usual;
};

const bare = (ast: AstExpr): AstExpr => (ast.kind === 'paren' ? bare(ast.inner) : ast);

const conditionsOf = (ast: AstExpr): readonly AstExpr[] => {
  const inner = bare(ast);
  return inner.kind === 'binary' && inner.op === 'and' ? [...conditionsOf(inner.left), ...conditionsOf(inner.right)] : [inner];
};

interface Side {
  readonly of: '$left' | '$right';
  readonly name: AstExpr & { kind: 'name' };
}

/** `$left.A`, `$left["odd name"]` */
const sideOf = (ast: AstExpr): Side | null => {
  const at = bare(ast);
  if ((at.kind !== 'member' && at.kind !== 'index') || at.object.kind !== 'name') return null;
  const { text: of } = at.object.ident;
  if (of !== '$left' && of !== '$right') return null;
  if (at.kind === 'member') return { of, name: { kind: 'name', span: at.span, ident: { ...at.name, span: at.span } } };
  const key = at.index;
  if (key.kind !== 'literal' || typeof key.value !== 'string') return null;
  return { of, name: { kind: 'name', span: at.span, ident: { text: key.value, span: at.span, quoted: true } } };
};

interface Sides {
  readonly left: Scope;
  readonly right: Scope;
}

const column = (b: Binder, name: AstExpr & { kind: 'name' }, scope: Scope): Expr => b.expr(name, scope);

const bindPair = (b: Binder, ast: AstExpr, sides: Sides): readonly JoinPair[] => {
  if (ast.kind === 'name') return [{ left: column(b, ast, sides.left), right: column(b, ast, sides.right), span: ast.span }];
  if (ast.kind === 'binary' && ast.op === '==') {
    const [first, second] = [sideOf(ast.left), sideOf(ast.right)];
    const left = [first, second].find((side) => side?.of === '$left');
    const right = [first, second].find((side) => side?.of === '$right');
    if (left && right) return [{ left: column(b, left.name, sides.left), right: column(b, right.name, sides.right), span: ast.span }];
  }
  b.report('RMMC2012', ast.span, { what: 'a join condition that is not `$left.a == $right.b` or a common column' });
  return [];
};

/** Columns may be undeclared where one of the sides may have them. */
const rowsOf = (left: Rows, right: Rows, step: Step & { kind: 'join' }): Rows => {
  const frame = frameAfter(left.frame, step);
  if (left.broken || right.broken) return unknownRows;
  if (step.mode === 'rightsemi' || step.mode === 'rightanti') return { ...right, frame };
  if (step.mode === 'leftsemi' || step.mode === 'leftanti') return { ...left, frame };
  return { frame, soft: left.soft || right.soft, table: left.table === right.table ? left.table : null };
};

const stepOf = (b: Binder, ast: JoinNode, right: Bound, on: readonly JoinPair[], span: Span): Step & { kind: 'join' } => ({
  kind: 'join',
  span,
  mode: modeOf(b, ast),
  merged: ast.kind === 'lookup',
  right: right.pipeline,
  on,
  hints: hintsOf(ast.parameters),
});

export const bindJoin = (b: Binder, ast: JoinNode, left: Bound, scope: Scope): Bound => {
  const found = b.tabular(ast.right, { lets: scope.lets, rows: null });
  const other = withoutExtras(b, found, (name) => columnIn(left.rows.frame, name) !== undefined);
  const bound = withoutExtras(b, left, (name) => columnIn(other.rows.frame, name) !== undefined);
  if (ast.kind === 'join' && ast.where) b.report('RMMC2012', ast.where.span, { what: '`where` in a join' });
  if (ast.on.length === 0) b.report('RMMC2012', ast.span, { what: 'a join without conditions' });
  const named = bare(ast.right).kind === 'name';
  const right = named ? { ...other, pipeline: respanPipeline(other.pipeline, ast.right.span) } : other;
  if (!b.spend(sizeOf(right.pipeline), ast.span)) return { ...bound, rows: unknownRows };
  const sides: Sides = { left: { lets: null, rows: bound.rows }, right: { lets: null, rows: right.rows } };
  const on = ast.on.flatMap(conditionsOf).flatMap((condition) => bindPair(b, condition, sides));
  const step = stepOf(b, ast, right, on, ast.span);
  return { ...withStep(bound, step), rows: rowsOf(bound.rows, right.rows, step) };
};
