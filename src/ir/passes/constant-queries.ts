// Subqueries over constant rows are computed: their values stand in the text as literals.
// before: (textQuery term ~ all Url (query (rows (columns Uri:string) (row "a.com") (row "b.com")) (aggregate (by Uri))))
// after:  (text term ~ all Url "a.com" "b.com")
import { match, P } from 'ts-pattern';
import type { Expr, ExprOf, Literal } from '../expr.ts';
import { foldExpr } from '../fold.ts';
import { frameAfter, frameOfSource } from '../frame.ts';
import { nullLiteral } from '../literals.ts';
import type { Named, Pipeline, Query, Step } from '../pipeline.ts';
import { rewriteExpr, rewriteQuery } from '../traverse.ts';
import type { Frame } from '../types.ts';
import { wideSteps } from '../wide-steps.ts';

export type ConstantRow = ReadonlyMap<string, Literal>;
type Row = ConstantRow;

const evaluate = (expr: Expr, row: Row): Literal | null => {
  const substituted = rewriteExpr(expr, { expr: (node) => (node.kind === 'column' ? (row.get(node.name) ?? node) : node) });
  const folded = foldExpr(substituted);
  return folded.kind === 'literal' ? folded : null;
};

/** The row with these columns; null when one of them is not settled. */
const computed = (columns: readonly Named[], row: Row, start: Row): Row | null => {
  const next = new Map(start);
  for (const column of columns) {
    const value = evaluate(column.expr, row);
    if (!value) return null;
    next.set(column.name, value);
  }
  return next;
};

const allOrNone = <T>(items: readonly (T | null)[]): readonly T[] | null => {
  const found = items.filter((item) => item !== null);
  return found.length === items.length ? found : null;
};

const keyOf = (row: Row): string | null => {
  const parts: string[] = [];
  for (const [name, { type, value }] of row) {
    if (type === 'dynamic') return null;
    parts.push(`${name} ${type} ${typeof value} ${String(value)}`);
  }
  return JSON.stringify(parts);
};

const distinct = (rows: readonly Row[]): readonly Row[] | null => {
  const seen = new Map<string, Row>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === null) return null;
    if (!seen.has(key)) seen.set(key, row);
  }
  return [...seen.values()];
};

const filtered = (rows: readonly Row[], condition: Expr): readonly Row[] | null => {
  const answers = allOrNone(rows.map((row) => evaluate(condition, row)));
  return answers && rows.filter((_, i) => answers[i]?.value === true);
};

/** The rows behind a step; null when the step cannot be computed here. */
const applied = (rows: readonly Row[], step: Step): readonly Row[] | null =>
  match(step)
    .returnType<readonly Row[] | null>()
    .with({ kind: 'filter' }, (n) => filtered(rows, n.condition))
    .with({ kind: 'extend' }, (n) => allOrNone(rows.map((row) => computed(n.columns, row, row))))
    .with({ kind: 'project' }, (n) => allOrNone(rows.map((row) => computed(n.columns, row, new Map()))))
    .with({ kind: 'aggregate' }, (n) => {
      const keys = n.measures.length === 0 ? allOrNone(rows.map((row) => computed(n.by, row, new Map()))) : null;
      return keys && distinct(keys);
    })
    .with({ kind: 'rename' }, (n) => {
      const to = new Map(n.pairs.map((pair) => [pair.from, pair.to]));
      return rows.map((row) => new Map([...row].map(([name, value]) => [to.get(name) ?? name, value])));
    })
    .with({ kind: P.union('drop', 'reorder', 'present') }, () => rows)
    .with({ kind: P.union('sort', 'limit', ...wideSteps) }, () => null)
    .exhaustive();

/** The rows of a pipeline that reads no table, and their columns; null when they are not known before the query runs. */
export const constantRows = (pipeline: Pipeline): { rows: readonly ConstantRow[]; frame: Frame } | null => {
  const { source } = pipeline;
  if (source.kind !== 'rows') return null;
  const cells = source.rows.map((row) => allOrNone(row.map((cell) => (cell.kind === 'literal' ? cell : evaluate(cell, new Map())))));
  let rows = allOrNone(
    cells.map((row) => row && new Map(source.columns.map((column, i) => [column.name, row[i] ?? nullLiteral(column.type, source.span)]))),
  ) as readonly Row[] | null;
  let frame = frameOfSource(source);
  for (const step of pipeline.steps) {
    rows = rows && applied(rows, step);
    frame = frameAfter(frame, step);
  }
  return rows && { rows, frame };
};

/** The values of the first column; null when they are not known. */
const firstColumn = (pipeline: Pipeline): readonly Literal[] | null => {
  const constant = constantRows(pipeline);
  const name = constant?.frame.columns[0]?.name;
  return constant && name !== undefined ? allOrNone(constant.rows.map((row) => row.get(name) ?? null)) : null;
};

const inPlace = (expr: Literal, at: Expr): Literal => ({ ...expr, span: at.span });

const foldScalar = (node: ExprOf<'scalarQuery'>): Expr => {
  const values = firstColumn(node.query);
  const [first] = values ?? [];
  if (!values || values.length > 1) return node;
  return first ? inPlace(first, node) : nullLiteral(node.type, node.span);
};

const isTextual = (values: readonly Literal[]): boolean => values.every((value) => value.type === 'string');

const fold = (expr: Expr): Expr => {
  if (expr.kind === 'scalarQuery') return foldScalar(expr);
  if (expr.kind !== 'textQuery' && expr.kind !== 'memberQuery') return expr;
  const values = firstColumn(expr.query)?.map((value) => inPlace(value, expr));
  if (!values) return expr;
  const { span, subject } = expr;
  if (expr.kind === 'memberQuery') return { kind: 'member', span, type: 'bool', subject, values };
  const { test, caseless, require } = expr;
  return isTextual(values) ? { kind: 'text', span, type: 'bool', test, caseless, subject, patterns: values, require } : expr;
};

export const constantQueries = (query: Query): Query => rewriteQuery(query, { expr: fold });
