// Rows that the query itself gives or has read from a file (`datatable`, `print`, `range`, `externaldata`): AST in, a source with its columns out.
import type { Span } from '../../diagnostics/span.ts';
import type { Expr } from '../../ir/expr.ts';
import { foldExpr } from '../../ir/fold.ts';
import { textLiteral } from '../../ir/literals.ts';
import type { Source } from '../../ir/pipeline.ts';
import { type Column, isNumeric, type ScalarType } from '../../ir/types.ts';
import type { AstExpr, AstOperator } from '../ast/ast.ts';
import { type Binder, type Bound, type Scope, unknownBound } from './scope.ts';
import { commonType, typeOfArith } from './types.ts';

type Of<K extends AstExpr['kind']> = Extract<AstExpr, { kind: K }>;
type OperatorOf<K extends AstOperator['kind']> = Extract<AstOperator, { kind: K }>;

/** A source whose columns are all known. */
const closed = (source: Source, columns: readonly Column[]): Bound => ({
  pipeline: { source, steps: [] },
  rows: { frame: { columns, open: false }, soft: false, table: null },
});

const bindCells = (b: Binder, ast: Of<'datatable'>, columns: readonly Column[]): readonly (readonly Expr[])[] => {
  const cells = ast.cells.map((cell) => foldExpr(b.expr(cell, { lets: null, rows: null })));
  const width = Math.max(1, columns.length);
  if (cells.length % width !== 0)
    b.report('RMMC2007', ast.span, { found: `${cells.length} cells`, expected: `a multiple of ${width} cells`, where: 'the datatable' });
  const rows: Expr[][] = [];
  for (let at = 0; at + width <= cells.length; at += width) {
    rows.push(cells.slice(at, at + width).map((cell, i) => castCell(cell, columns[i]?.type ?? 'unknown')));
  }
  return rows;
};

const castCell = (cell: Expr, type: Column['type']): Expr => {
  if (cell.kind !== 'literal' || cell.type === type) return cell;
  if (cell.value === null) return type === 'string' ? textLiteral('', cell.span) : { ...cell, type };
  if (typeof cell.value === 'bigint' && (type === 'int' || type === 'long')) return { ...cell, type };
  if (typeof cell.value === 'bigint' && type === 'real') return { ...cell, type, value: Number(cell.value) };
  return type === 'dynamic' ? { ...cell, type } : cell;
};

export const bindDatatable = (b: Binder, ast: Of<'datatable'>): Bound => {
  const columns = ast.columns.map((column): Column => ({ name: column.name.text, type: column.type }));
  return closed({ kind: 'rows', span: ast.span, columns, rows: bindCells(b, ast, columns) }, columns);
};

/** `print a = 1, 2`: one row; unnamed columns are `print_0`, `print_1` by position. */
export const bindPrint = (b: Binder, ast: OperatorOf<'print'>, scope: Scope): Bound => {
  const cells = ast.columns.map((column) => b.expr(column.expr, { lets: scope.lets, rows: null }));
  const columns = ast.columns.map(
    (column, i): Column => ({ name: column.names[0]?.text ?? `print_${i}`, type: cells[i]?.type ?? 'unknown' }),
  );
  return closed({ kind: 'rows', span: ast.span, columns, rows: [cells] }, columns);
};

/** `format=csv` is `format="csv"`. */
const propertyValue = (b: Binder, ast: AstExpr, scope: Scope): Expr =>
  ast.kind === 'name' ? textLiteral(ast.ident.text, ast.span) : b.expr(ast, { lets: scope.lets, rows: null });

/** A file: its columns are those that the query declares. */
export const bindExternal = (b: Binder, ast: Of<'externaldata'>, scope: Scope): Bound => {
  const columns = ast.columns.map((column): Column => ({ name: column.name.text, type: column.type }));
  const properties = ast.properties.map(({ name, value }) => ({ name, value: propertyValue(b, value, scope) }));
  const urls = ast.urls.map((url) => b.expr(url, { lets: scope.lets, rows: null }));
  return closed({ kind: 'external', span: ast.span, columns, urls, properties }, columns);
};

const mostRangeRows = 1_000n;

const wholeNumber = (expr: Expr): bigint | null =>
  expr.kind === 'literal' && expr.type === 'long' && typeof expr.value === 'bigint' ? expr.value : null;

/** A short range between constant whole numbers is constant rows. */
const constantRows = (name: string, bounds: readonly [Expr, Expr, Expr], span: Span): Bound | null => {
  const [from, to, step] = [wholeNumber(bounds[0]), wholeNumber(bounds[1]), wholeNumber(bounds[2])];
  if (from === null || to === null || step === null || step <= 0n || (to - from) / step >= mostRangeRows) return null;
  const columns: readonly Column[] = [{ name, type: 'long' }];
  const count = to < from ? 0 : Number((to - from) / step) + 1;
  const rows = Array.from({ length: count }, (_, i): readonly Expr[] => [
    { kind: 'literal', span, type: 'long', value: from + BigInt(i) * step },
  ]);
  return closed({ kind: 'rows', span, columns, rows }, columns);
};

const isSummable = (type: ScalarType): boolean => isNumeric(type) || type === 'timespan' || type === 'datetime' || type === 'unknown';

/** The type of the values, or null when the bounds and the step do not go together. Three `int`s give `int`, other numbers at least `long`. */
const rangeType = (from: ScalarType, to: ScalarType, step: ScalarType): ScalarType | null => {
  if (![from, to, step].every(isSummable)) return null;
  const ends = commonType([from, to], false);
  if (ends === 'dynamic') return null;
  return ends === 'int' && step === 'int' ? 'int' : typeOfArith('add', ends, step);
};

/** `range x from 1 to 5 step 1` */
export const bindRange = (b: Binder, ast: OperatorOf<'range'>, scope: Scope): Bound => {
  const bound = (part: AstExpr): Expr => foldExpr(b.expr(part, { lets: scope.lets, rows: null }));
  const [from, to, step] = [bound(ast.from), bound(ast.to), bound(ast.step)];
  const type = rangeType(from.type, to.type, step.type);
  const isZero = step.kind === 'literal' && (step.value === 0n || step.value === 0);
  if (type === null || isZero) {
    const found = isZero ? 'the step 0' : `${from.type}, ${to.type} and ${step.type}`;
    b.report('RMMC2007', ast.span, { found, expected: 'bounds and a step that go together', where: '`range`' });
    return unknownBound(ast.span);
  }
  const column: Column = { name: ast.column.text, type };
  return (
    constantRows(column.name, [from, to, step], ast.span) ?? closed({ kind: 'range', span: ast.span, column, from, to, step }, [column])
  );
};
