// Where rows come from (tables, `let`s, datatables, pipelines): AST and scope in, a pipeline with its columns out.
import { match, P } from 'ts-pattern';
import type { Span } from '../../diagnostics/span.ts';
import { eventTimes } from '../../ir/event-time.ts';
import { foldExpr } from '../../ir/fold.ts';
import type { Column, Frame } from '../../ir/types.ts';
import type { AstExpr, AstOperator } from '../ast/ast.ts';
import { isParser, storedRows } from '../vocabulary/platform-functions.ts';
import { bindFind } from './find.ts';
import { suggest } from './names.ts';
import { bindEvaluateSource } from './plugin.ts';
import { bindRemote, isPattern, isPlace, placeOf } from './remote.ts';
import { bindDatatable, bindExternal, bindPrint, bindRange } from './rows.ts';
import { type Binder, type Bound, type CallNode, define, lookup, newBlock, type Scope, unknownBound } from './scope.ts';
import { bindSearch } from './search.ts';
import { bindStep } from './step.ts';
import { bindTuplePrint, printsTuples } from './tuple-print.ts';
import { bindUnion } from './union.ts';

type Of<K extends AstExpr['kind']> = Extract<AstExpr, { kind: K }>;

const tableBound = (name: string, span: Span, frame: Frame, timeColumn: string | null, declared: boolean): Bound => ({
  pipeline: { source: { kind: 'table', span, name, declared, frame, timeColumn }, steps: [] },
  rows: { frame, soft: declared, table: name },
});

/** A table that no schema knows: any name is a column, and the time column is the one that the query uses. */
const unknownTable = (b: Binder, name: string, span: Span): Bound => {
  const suggestion = suggest(name, b.schema.names());
  b.report('RMMC2003', span, { name, ...(suggestion === undefined ? {} : { suggestion }) });
  const timeColumn = [...eventTimes].find((column) => b.usedNames.has(column)) ?? null;
  const columns: readonly Column[] = timeColumn === null ? [] : [{ name: timeColumn, type: 'datetime' }];
  return tableBound(name, span, { columns, open: true }, timeColumn, false);
};

const bindTable = (b: Binder, name: string, span: Span): Bound => {
  const table = b.schema.table(name, b.environment);
  if (!table) return unknownTable(b, name, span);
  const used = table.extra.filter((column) => b.usedNames.has(column.name));
  return tableBound(name, span, { columns: [...table.columns, ...used], open: false }, table.timeColumn, true);
};

const notRows = (b: Binder, name: string, found: string, span: Span): Bound => {
  b.report('RMMC2013', span, { name, found, expected: 'a query' });
  return unknownBound(span);
};

const bindTableName = (b: Binder, name: string, span: Span, scope: Scope): Bound => {
  const binding = lookup(scope.lets, name);
  if (!binding) return bindTable(b, name, span);
  if (binding.kind === 'scalar') return notRows(b, name, 'a value', span);
  if (binding.kind === 'function') {
    const call: CallNode = { kind: 'call', span, name: { text: name, span, quoted: false }, args: [] };
    return b.callTabular(binding, call, scope, null);
  }
  binding.use();
  return b.spend(binding.size, span) ? binding.bound : unknownBound(span);
};

/** `table("T")`: the name must be a constant. */
const bindNamedTable = (b: Binder, ast: AstExpr, span: Span, scope: Scope): Bound => {
  const name = foldExpr(b.expr(ast, { lets: scope.lets, rows: null }));
  if (name.kind === 'literal' && typeof name.value === 'string') return bindTable(b, name.value, span);
  if (name.type !== 'unknown') b.report('RMMC2009', ast.span, { what: 'the name of the table' });
  return unknownBound(span);
};

/** Tables of the database that lie outside of it or are kept results; nobody here knows their columns. */
const openTables: ReadonlySet<string> = new Set(['external_table', 'materialized_view', 'stored_query_result']);

const bindTabularCall = (b: Binder, ast: CallNode, scope: Scope): Bound => {
  const { text: name } = ast.name;
  if (ast.on) return bindRemoteCall(b, ast, ast.on, scope);
  const fn = lookup(scope.lets, name);
  if (fn?.kind === 'function') return b.callTabular(fn, ast, scope, null);
  const [first] = ast.args;
  if ((name === 'materialize' || name === 'view') && first) return b.tabular(first.expr, scope);
  if (name === 'table' && first) return bindNamedTable(b, first.expr, ast.span, scope);
  const stored = storedRows.get(name) ?? (openTables.has(name) || isParser(name) ? [] : undefined);
  if (stored) return bindStored(b, ast, stored, scope);
  b.report('RMMC2011', ast.name.span, { name });
  return unknownBound(ast.span);
};

/** The first operator of a pipe without source. */
const bindHead = (b: Binder, ast: AstOperator | undefined, span: Span, scope: Scope): Bound => {
  if (ast?.kind === 'print' && !printsTuples(ast)) return bindPrint(b, ast, scope);
  if (ast?.kind === 'union') return bindUnion(b, ast, null, scope);
  if (ast?.kind === 'search') return bindSearch(b, ast, null, scope);
  if (ast?.kind === 'find') return bindFind(b, ast, scope);
  if (ast?.kind === 'range') return bindRange(b, ast, scope);
  if (ast?.kind === 'print') return bindTuplePrint(b, ast, scope);
  if (ast?.kind === 'evaluate') return bindEvaluateSource(b, ast, scope);
  if (ast?.kind === 'broken') b.fail();
  else if (ast) b.report('RMMC2010', ast.span, { operator: ast.kind });
  return unknownBound(span);
};

/** `as X` names the rows so far for the rest of the pipe. */
const withName = (scope: Scope, operator: AstOperator, bound: Bound): Scope => {
  if (operator.kind !== 'as') return scope;
  const block = define(newBlock(scope.lets), operator.name.text, { kind: 'tabular', bound, size: 1, use: () => undefined });
  return { ...scope, lets: block };
};

const bindPipe = (b: Binder, ast: Of<'pipe'>, scope: Scope): Bound => {
  const [head, ...tail] = ast.operators;
  const start = ast.source ? b.tabular(ast.source, scope) : bindHead(b, head, ast.span, scope);
  return bindSteps(b, ast.source ? ast.operators : tail, start, scope);
};

/** Operators one behind the other; each sees the names that `as` gave before it. */
export const bindSteps = (b: Binder, operators: readonly AstOperator[], start: Bound, scope: Scope): Bound => {
  let inner = scope;
  let bound = start;
  for (const operator of operators) {
    bound = bindStep(b, operator, bound, inner);
    inner = withName(inner, operator, bound);
  }
  return bound;
};

const bindStored = (b: Binder, ast: CallNode, columns: readonly Column[], scope: Scope): Bound => {
  const frame: Frame = { columns, open: true };
  const args = ast.args.map((arg) => b.expr(arg.expr, { lets: scope.lets, rows: null }));
  const names = ast.args.map(({ names: [name] }) => name?.text ?? null);
  return {
    pipeline: { source: { kind: 'stored', span: ast.span, fn: ast.name.text, args, names, frame }, steps: [] },
    rows: { frame, soft: false, table: null },
  };
};

/** `database("d").T` */
const bindMemberTable = (b: Binder, ast: Of<'member'>, scope: Scope): Bound => {
  const place = placeOf(b, ast.object, scope);
  if (isPattern(ast.name))
    return untranslatedSource(b, ast.span, `the set of tables \`${ast.name.text}\` outside of \`union\`, \`search\` and \`find\``);
  return place ? bindRemote(b, place, ast.name.text, ast.span) : notRows(b, 'the expression', 'a value', ast.span);
};

/** `database("d").table("T")`; functions that are stored elsewhere are not at hand. */
const bindRemoteCall = (b: Binder, ast: CallNode, on: AstExpr, scope: Scope): Bound => {
  const place = placeOf(b, on, scope);
  const [first] = ast.args;
  const name = first && foldExpr(b.expr(first.expr, { lets: scope.lets, rows: null }));
  if (place && ast.name.text === 'table' && name?.kind === 'literal' && typeof name.value === 'string')
    return bindRemote(b, place, name.value, ast.span);
  b.report('RMMC2011', ast.name.span, { name: ast.name.text });
  return unknownBound(ast.span);
};

const untranslatedSource = (b: Binder, span: Span, what: string): Bound => {
  b.report('RMMC2012', span, { what });
  return unknownBound(span);
};

/** The pipeline of a tabular expression. */
export const bindTabular = (b: Binder, ast: AstExpr, scope: Scope): Bound =>
  match(ast)
    .returnType<Bound>()
    .with({ kind: 'pipe' }, (n) => bindPipe(b, n, scope))
    .with({ kind: 'name' }, (n) => bindTableName(b, n.ident.text, n.ident.span, scope))
    .with({ kind: 'paren' }, (n) => b.tabular(n.inner, scope))
    .with({ kind: 'call' }, (n) => bindTabularCall(b, n, scope))
    .with({ kind: 'datatable' }, (n) => bindDatatable(b, n))
    .with({ kind: 'externaldata' }, (n) => bindExternal(b, n, scope))
    .with({ kind: 'wildcard' }, (n) => untranslatedSource(b, n.span, `the set of tables \`${n.pattern}\``))
    .with({ kind: 'member' }, (n) => bindMemberTable(b, n, scope))
    .with({ kind: 'error' }, (n) => {
      b.fail();
      return unknownBound(n.span);
    })
    .with({ kind: P.union('literal', 'index', 'unary', 'binary', 'between', 'list', 'typeof', 'function') }, (n) =>
      notRows(b, 'the expression', 'a value', n.span),
    )
    .exhaustive();

const tabularCalls = new Set(['materialize', 'table', 'view', '_GetWatchlist', 'externaldata', ...openTables]);

/** Whether an expression makes rows. Names that nothing defines are tables only when a schema has them. */
export const isTabularExpr = (b: Binder, ast: AstExpr, scope: Scope): boolean =>
  match(ast)
    .with({ kind: P.union('pipe', 'datatable', 'externaldata') }, () => true)
    .with({ kind: 'paren' }, (n) => isTabularExpr(b, n.inner, scope))
    .with({ kind: 'name' }, (n) => isTabularName(b, n.ident.text, scope))
    .with({ kind: 'call' }, (n) => {
      const fn = lookup(scope.lets, n.name.text);
      return fn?.kind === 'function' ? isTabularFunction(b, fn) : !fn && tabularCalls.has(n.name.text);
    })
    .with({ kind: 'member' }, (n) => isPlace(n.object))
    .otherwise(() => false);

const isTabularName = (b: Binder, name: string, scope: Scope): boolean => {
  if (scope.rows?.frame.columns.some((column) => column.name === name)) return false;
  const binding = lookup(scope.lets, name);
  if (binding) return binding.kind === 'tabular' || (binding.kind === 'function' && isTabularFunction(b, binding));
  return b.schema.table(name, b.environment) !== undefined;
};

/** By the form of the body: a name is tabular when a parameter or a `let` of the body says so. */
const isTabularFunction = (b: Binder, fn: NonNullable<ReturnType<typeof lookup>> & { kind: 'function' }): boolean => {
  const { node } = fn;
  if (!node.body) return false;
  if (node.body.kind !== 'name') return isTabularExpr(b, node.body, fn.scope);
  const name = node.body.ident.text;
  const inner = node.statements.findLast((statement) => statement.kind === 'let' && statement.name.text === name);
  if (inner?.kind === 'let') return isTabularExpr(b, inner.value, fn.scope);
  const own = node.parameters.find((p) => p.name.text === name);
  return own ? typeof own.type !== 'string' : isTabularName(b, name, fn.scope);
};
