// Steps over columns (`extend`, `project`, `project-away`, `distinct` …): AST and rows in, the pipeline with the step out.
import type { Span } from '../../diagnostics/span.ts';
import type { Named, Step, StepOf } from '../../ir/pipeline.ts';
import type { Column } from '../../ir/types.ts';
import type { AstExpr, AstNamed, AstOperator } from '../ast/ast.ts';
import { type ColumnNames, columnNames } from './column-names.ts';
import { suggest } from './names.ts';
import { resultName } from './result-names.ts';
import { type Binder, type Bound, columnIn, type Scope, sameButCase, withStep } from './scope.ts';
import { bindTuple, tupleCall, tupleColumns } from './tuples.ts';

type Of<K extends AstOperator['kind']> = Extract<AstOperator, { kind: K }>;

const bare = (ast: AstExpr): AstExpr => (ast.kind === 'paren' ? bare(ast.inner) : ast);
const isName = (ast: AstExpr): boolean => bare(ast).kind === 'name';

const reference = (column: Column, span: Span, declared = true): Named => ({
  name: column.name,
  span,
  expr: { kind: 'column', span, name: column.name, type: column.type, declared },
});

/** The rows have it, or may have it; otherwise it is a column that the table's schema lacks. */
const isKnown = (bound: Bound, name: string): boolean => bound.rows.frame.open || columnIn(bound.rows.frame, name) !== undefined;

/** `(a, b) = f()` names several results of one expression; no scalar function has several. */
const writtenName = (b: Binder, column: AstNamed): string | null => {
  if (column.names.length > 1) b.report('RMMC2012', column.span, { what: 'naming several results of one expression' });
  return column.names[0]?.text ?? null;
};

/** Adds or replaces columns; an unnamed conversion of a column replaces it, as in KQL. */
export const bindExtend = (b: Binder, columns: readonly AstNamed[], span: Span, bound: Bound, scope: Scope): Bound => {
  const inner: Scope = { lets: scope.lets, rows: bound.rows };
  let made = bound;
  for (const run of extendRuns(columns)) {
    const [first] = run;
    const tuple = first ? tupleCall(first) : null;
    made = tuple ? bindTuple(b, tuple, span, made, inner) : bindPlainExtend(b, run, span, made, inner);
  }
  const added = new Set(made.pipeline.steps.slice(bound.pipeline.steps.length, -1).flatMap(namesMade));
  if (bound.rows.frame.columns.some((column) => added.has(column.name)))
    b.report('RMMC2012', span, { what: '`extend` of several results of one expression beside a column that replaces another' });
  return made;
};

const namesMade = (step: Step): readonly string[] => {
  if (step.kind === 'tuple') return step.outputs.map((column) => column.name);
  return step.kind === 'extend' ? step.columns.map((column) => column.name) : [];
};

/** Neighbours without several results stay together. */
const extendRuns = (columns: readonly AstNamed[]): readonly (readonly AstNamed[])[] => {
  const runs: AstNamed[][] = [];
  for (const [i, column] of columns.entries()) {
    const [before] = columns.slice(i - 1, i);
    if (tupleCall(column) || !before || tupleCall(before)) runs.push([column]);
    else runs.at(-1)?.push(column);
  }
  return runs;
};

/** `inner`: what the expressions see. */
const bindPlainExtend = (b: Binder, columns: readonly AstNamed[], span: Span, bound: Bound, inner: Scope): Bound => {
  const names = columnNames(b, []);
  const derive = (column: AstNamed): string =>
    resultName(column.expr) ?? b.nextUnnamed((name) => columnIn(bound.rows.frame, name) !== undefined);
  const named = columns.map((column): Named => {
    const name = writtenName(b, column);
    const expr = b.expr(column.expr, inner);
    return { name: name ?? names.declare(null, derive(column), false, column.span), expr, span: column.span };
  });
  const seen = new Set<string>();
  for (const [i, column] of columns.entries()) {
    const name = column.names[0]?.text;
    if (name !== undefined && seen.has(name)) b.report('RMMC2008', column.span, { name });
    seen.add(named[i]?.name ?? '');
  }
  return withStep(bound, { kind: 'extend', span, columns: named });
};

const bindItems = (b: Binder, items: readonly AstNamed[], bound: Bound, scope: Scope, refuseDynamic: string | null): readonly Named[] => {
  const inner: Scope = { lets: scope.lets, rows: bound.rows };
  const names = columnNames(b, []);
  return items.flatMap((item) => bindItem(b, item, bound, inner, names, refuseDynamic));
};

const bindItem = (
  b: Binder,
  item: AstNamed,
  bound: Bound,
  inner: Scope,
  names: ColumnNames,
  refuseDynamic: string | null,
): readonly Named[] => {
  if (item.expr.kind === 'wildcard') {
    const matching = matchingColumns(bound.rows.frame.columns, item.expr.pattern).filter((column) => !names.has(column.name));
    return matching.map((column) => reference({ ...column, name: names.declare(null, column.name, true, item.span) }, item.span));
  }
  const expr = b.expr(item.expr, inner);
  if (refuseDynamic !== null && expr.type === 'dynamic') b.report('RMMC2016', item.span, { operator: refuseDynamic });
  return [{ name: names.declare(writtenName(b, item), resultName(item.expr), isName(item.expr), item.span), expr, span: item.span }];
};

/** Functions that give several columns become steps before the `project`. `inner`: what the expressions see. */
export const bindProjected = (b: Binder, items: readonly AstNamed[], span: Span, bound: Bound, inner: Scope): Bound => {
  const names = columnNames(b, []);
  const tuples: StepOf<'tuple'>[] = [];
  const columns = items.flatMap((item): readonly Named[] => {
    const tuple = tupleCall(item);
    if (!tuple) return bindItem(b, item, bound, inner, names, null);
    const made = tupleColumns(b, tuple, bound, inner, names);
    tuples.push(made.step);
    return made.columns;
  });
  return withStep(tuples.reduce(withStep, bound), { kind: 'project', span, columns });
};

export const bindProject = (b: Binder, ast: Of<'project'>, bound: Bound, scope: Scope): Bound =>
  bindProjected(b, ast.columns, ast.span, bound, { lets: scope.lets, rows: bound.rows });

/** `distinct a, b` is an aggregation without measures. */
export const bindDistinct = (b: Binder, ast: Of<'distinct'>, bound: Bound, scope: Scope): Bound => {
  if (bound.rows.frame.open && !bound.rows.broken && ast.columns.some(({ expr }) => expr.kind === 'wildcard'))
    b.report('RMMC2012', ast.span, { what: '`distinct *` over rows whose columns are not known' });
  return withStep(bound, { kind: 'aggregate', span: ast.span, by: bindItems(b, ast.columns, bound, scope, 'distinct'), measures: [] });
};

const toPattern = (pattern: string): RegExp => new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*')}$`, 's');

export const matchingColumns = (columns: readonly Column[], pattern: string): readonly Column[] => {
  if (pattern === '*') return columns;
  const form = toPattern(pattern);
  return columns.filter((column) => form.test(column.name));
};

/** The columns that a list of names and patterns means, also undeclared ones of a table; names that nothing can hold are left out. All unknown ones are reported. */
const pickColumns = (b: Binder, patterns: readonly AstExpr[], bound: Bound): readonly Column[] =>
  patterns.flatMap((ast): readonly Column[] => {
    const pattern = bare(ast);
    if (pattern.kind === 'wildcard') return matchingColumns(bound.rows.frame.columns, pattern.pattern);
    if (pattern.kind !== 'name') {
      b.report('RMMC2007', ast.span, { found: 'an expression', expected: 'a column name or pattern', where: 'the list' });
      return [];
    }
    const { text: name, span } = pattern.ident;
    const column = columnIn(bound.rows.frame, name);
    if (column) return [column];
    if (bound.rows.frame.open) return [{ name, type: 'unknown' }];
    const suggestion = suggest(
      name,
      bound.rows.frame.columns.map((c) => c.name),
    );
    const suggested = suggestion === undefined ? {} : { suggestion };
    if (bound.rows.soft) {
      const meant = sameButCase(bound.rows.frame, name);
      if (meant) {
        b.report('RMMC2022', span, { name, table: bound.rows.table ?? 'its tables', column: meant.name });
        return [meant];
      }
      b.report('RMMC2001', span, { name, table: bound.rows.table ?? 'its tables', ...suggested });
      return [{ name, type: 'unknown' }];
    }
    b.report('RMMC2002', span, { name, ...suggested });
    return [];
  });

const nameSet = (columns: readonly Column[]): readonly string[] => [...new Set(columns.map((column) => column.name))];

export const bindProjectAway = (b: Binder, ast: Of<'project-away'>, bound: Bound): Bound => {
  const names = nameSet(pickColumns(b, ast.patterns, bound).filter((column) => isKnown(bound, column.name)));
  return names.length === 0 ? bound : withStep(bound, { kind: 'drop', span: ast.span, names });
};

/** The columns that are kept stay in the order of the table. */
export const bindProjectKeep = (b: Binder, ast: Of<'project-keep'>, bound: Bound): Bound => {
  const kept = pickColumns(b, ast.patterns, bound);
  const names = new Set(nameSet(kept));
  const inTable = bound.rows.frame.columns.filter((column) => names.has(column.name));
  const others = kept.filter((column) => !columnIn(bound.rows.frame, column.name));
  return withStep(bound, {
    kind: 'project',
    span: ast.span,
    columns: [...inTable, ...others].map((column) => reference(column, ast.span, isKnown(bound, column.name))),
  });
};

/** A column that the table's schema lacks cannot be renamed in the frame; it is computed under its new name. */
export const bindProjectRename = (b: Binder, ast: Of<'project-rename'>, bound: Bound): Bound => {
  const pairs = ast.columns.flatMap((column) => {
    const [to] = column.names;
    const [from] = pickColumns(b, [column.expr], bound);
    if (!to || !from) return [];
    const clash = columnIn(bound.rows.frame, to.text);
    if (clash && to.text !== from.name) b.report('RMMC2008', to.span, { name: to.text });
    return [{ from, to: to.text, span: column.span }];
  });
  const known = pairs.filter((pair) => isKnown(bound, pair.from.name));
  const others = pairs.filter((pair) => !isKnown(bound, pair.from.name));
  const extended =
    others.length === 0
      ? bound
      : withStep(bound, {
          kind: 'extend',
          span: ast.span,
          columns: others.map((pair) => ({ ...reference(pair.from, pair.span, false), name: pair.to })),
        });
  if (known.length === 0) return extended;
  return withStep(extended, { kind: 'rename', span: ast.span, pairs: known.map((pair) => ({ from: pair.from.name, to: pair.to })) });
};

const natural = new Intl.Collator('en', { numeric: true });

const ordered = (columns: readonly Column[], order: string | null): readonly Column[] => {
  if (order === null) return columns;
  const compare = order.startsWith('granny') ? natural.compare : (a: string, z: string): number => (a < z ? -1 : a > z ? 1 : 0);
  const sorted = [...columns].sort((a, z) => compare(a.name, z.name));
  return order.endsWith('desc') ? sorted.reverse() : sorted;
};

/** A column that is named itself is not part of a pattern in the same list. */
export const bindProjectReorder = (b: Binder, ast: Of<'project-reorder'>, bound: Bound): Bound => {
  const named = new Set(ast.patterns.flatMap(({ expr }) => (expr.kind === 'name' ? [expr.ident.text] : [])));
  const columns = ast.patterns.flatMap(({ expr, order }) => {
    const picked = pickColumns(b, [expr], bound);
    return ordered(expr.kind === 'wildcard' ? picked.filter((column) => !named.has(column.name)) : picked, order);
  });
  const names = nameSet(columns.filter((column) => isKnown(bound, column.name)));
  return names.length === 0 ? bound : withStep(bound, { kind: 'reorder', span: ast.span, names });
};
