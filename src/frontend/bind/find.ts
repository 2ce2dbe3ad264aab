// `find`: AST in; the rows of several tables that a predicate fits, with the columns that are asked for or that are common to the tables, out.
import type { Span } from '../../diagnostics/span.ts';
import type { Expr } from '../../ir/expr.ts';
import type { Named, SearchTest } from '../../ir/pipeline.ts';
import { visitPipeline } from '../../ir/traverse.ts';
import type { Column, Frame } from '../../ir/types.ts';
import type { AstExpr, AstOperator } from '../ast/ast.ts';
import { bindCondition } from './expr.ts';
import { parameter } from './parameters.ts';
import { columnsByName } from './remote.ts';
import { type Binder, type Bound, columnIn, type Rows, type Scope, withStep } from './scope.ts';
import { asTests, bindTests, testsAnywhere } from './search-test.ts';
import { allTables, type Branch, bindBranch, unionOf } from './union.ts';

type FindNode = Extract<AstOperator, { kind: 'find' }>;

/** Columns of any of the frames, dynamic where the types differ. */
const unified = (frames: readonly Frame[]): Frame => {
  const columns = [...columnsByName(frames).values()].flatMap(([first, ...others]): readonly Column[] =>
    first ? [others.every((column) => column.type === first.type) ? first : { name: first.name, type: 'dynamic' }] : [],
  );
  return { columns, open: frames.some((frame) => frame.open) };
};

/** What a `find` is made of. */
interface Parts {
  readonly branches: readonly Branch[];
  /** The tables that have a column of the predicate; all when it names none, or tests all. */
  readonly fitting: readonly Bound[];
  readonly predicate: AstExpr;
  readonly condition: SearchTest;
  /** The columns that the predicate names, in its order. */
  readonly read: readonly Column[];
  readonly sees: Frame;
  readonly tag: string;
}

const columnsRead = (condition: SearchTest): readonly Column[] => {
  const read = new Map<string, Column>();
  const visit = (expr: Expr): void => {
    if (expr.kind === 'column' && !read.has(expr.name)) read.set(expr.name, { name: expr.name, type: expr.type });
  };
  const frame: Frame = { columns: [], open: true };
  visitPipeline(
    { source: { kind: 'search', span: condition.span, among: null, piped: false, condition, frame }, steps: [] },
    { expr: visit },
  );
  return [...read.values()];
};

const partsOf = (b: Binder, ast: FindNode, scope: Scope): Parts => {
  const branches = ast.in.length > 0 ? ast.in.map((table) => bindBranch(b, table, scope)) : [allTables(b, ast.span, scope)];
  const members = branches.flatMap((branch) => branch.members);
  const sees = unified(members.map((member) => member.rows.frame));
  const rows: Rows = { frame: sees, soft: members.some((member) => member.rows.soft), table: null };
  const predicate = asTests(ast.predicate ?? { kind: 'literal', span: ast.span, type: 'bool', value: true }, false);
  const condition = bindTests(b, predicate, { lets: scope.lets, rows }, 'find');
  const read = columnsRead(condition);
  const hasOne = ({ rows: { frame } }: Bound): boolean => frame.open || read.some((column) => columnIn(frame, column.name) !== undefined);
  const fitting = read.length === 0 || testsAnywhere(predicate) || members.length === 1 ? members : members.filter(hasOne);
  const tag = parameter(ast.parameters, 'withsource', 'with_source') ?? 'source_';
  return { branches, fitting, predicate, condition, read, sees, tag };
};

interface Shown {
  readonly columns: readonly Column[];
  readonly pack: boolean;
}

/** The columns common to the tables, those that the predicate names, and a bag of the others. */
const smartColumns = ({ fitting, read, predicate }: Parts): Shown => {
  // A predicate that names no column leaves nothing to tell the tables by: Microsoft's binder shows no columns then.
  if (read.length === 0 && fitting.length > 1 && !testsAnywhere(predicate)) return { columns: [], pack: false };
  const frames = fitting.map((member) => member.rows.frame);
  const common = unified(frames).columns.filter((column) => frames.every((frame) => columnIn(frame, column.name) !== undefined));
  const names = new Set(common.map((column) => column.name));
  const columns = [...common, ...read.filter((column) => !names.has(column.name))];
  const shown = new Set(columns.map((column) => column.name));
  return { columns, pack: frames.some((frame) => frame.columns.some((column) => !shown.has(column.name))) };
};

const projected = (b: Binder, ast: AstExpr, parts: Parts): Column | null => {
  const [declared] = ast.kind === 'typeof' ? ast.columns : [];
  const ident = ast.kind === 'name' ? ast.ident : declared?.name;
  if (ident) {
    const expr = b.expr({ kind: 'name', span: ident.span, ident }, { lets: null, rows: { frame: parts.sees, soft: true, table: null } });
    return { name: expr.kind === 'column' ? expr.name : ident.text, type: declared?.type ?? expr.type };
  }
  if (ast.kind !== 'call') b.report('RMMC2007', ast.span, { found: 'an expression', expected: 'a column', where: '`find … project`' });
  return null;
};

const listedColumns = (b: Binder, ast: FindNode, parts: Parts): Shown => {
  const columns = ast.columns.map((column) => projected(b, column, parts)).filter((column) => column !== null);
  const names = new Set<string>([parts.tag]);
  for (const [i, column] of columns.entries()) {
    if (names.has(column.name)) b.report('RMMC2008', ast.columns[i]?.span ?? ast.span, { name: column.name });
    names.add(column.name);
  }
  return { columns, pack: ast.columns.some((column) => column.kind === 'call') };
};

/** Tables by name, whose columns in question have one type each: then a union, a filter and a projection say the same. */
const isPlain = ({ branches, fitting, predicate, read, sees }: Parts, { columns, pack }: Shown): boolean => {
  if (pack || columns.length === 0 || sees.open || testsAnywhere(predicate)) return false;
  const types = columnsByName(fitting.map((member) => member.rows.frame));
  const fits = ({ name, type }: Column): boolean =>
    columnIn(sees, name) !== undefined && (types.get(name) ?? []).every((own) => own.type === type);
  const isTable = (branch: Branch): boolean =>
    !branch.isPattern && branch.pipeline.source.kind === 'table' && branch.pipeline.steps.length === 0;
  return branches.every(isTable) && columns.every(fits) && read.every(fits);
};

const emptyValue = (column: Column, span: Span): Expr => ({
  kind: 'literal',
  span,
  type: column.type,
  value: column.type === 'string' || column.type === 'unknown' ? '' : null,
});

const asUnion = (b: Binder, ast: FindNode, parts: Parts, columns: readonly Column[], scope: Scope): Bound => {
  const branches = parts.branches.filter((branch) => branch.members.some((member) => parts.fitting.includes(member)));
  const rows = unionOf(b, { branches, mode: 'outer', tag: parts.tag, fuzzy: false }, ast.span);
  const condition = bindCondition(b, parts.predicate, { lets: scope.lets, rows: rows.rows }, '`find`', false);
  const filtered = withStep(rows, { kind: 'filter', span: parts.predicate.span, condition });
  const shown = [{ name: parts.tag, type: 'string' as const }, ...columns].map((column): Named => {
    const known = columnIn(rows.rows.frame, column.name) !== undefined;
    const expr: Expr = known
      ? { kind: 'column', span: ast.span, name: column.name, type: column.type, declared: true }
      : emptyValue(column, ast.span);
    return { name: column.name, expr, span: ast.span };
  });
  return withStep(filtered, { kind: 'project', span: ast.span, columns: shown });
};

export const bindFind = (b: Binder, ast: FindNode, scope: Scope): Bound => {
  const parts = partsOf(b, ast, scope);
  const shown = ast.projectKind === 'project' ? listedColumns(b, ast, parts) : smartColumns(parts);
  if (isPlain(parts, shown)) return asUnion(b, ast, parts, shown.columns, scope);
  const packed: readonly Column[] = shown.pack ? [{ name: 'pack_', type: 'dynamic' }] : [];
  const frame: Frame = { columns: [{ name: parts.tag, type: 'string' }, ...shown.columns, ...packed], open: false };
  const among = ast.in.length > 0 ? parts.branches.map((branch) => branch.pipeline) : null;
  const { condition, sees, tag } = parts;
  return {
    pipeline: { source: { kind: 'find', span: ast.span, among, tag, condition, ...shown, sees, frame }, steps: [] },
    rows: { frame, soft: false, table: null },
  };
};
