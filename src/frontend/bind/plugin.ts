// `evaluate` and `invoke`: AST and rows in; the pipeline with the plugin or function, and the columns that it gives, out.

import { withNumbered } from '../../ir/frame.ts';
import type { PluginArg } from '../../ir/pipeline.ts';
import type { Column, Frame } from '../../ir/types.ts';
import type { AstArg, AstOperator } from '../ast/ast.ts';
import { aggregateForm } from '../vocabulary/aggregate-names.ts';
import { platformColumns } from '../vocabulary/platform-functions.ts';
import { plugins } from '../vocabulary/plugins.ts';
import { withoutExtras } from './extras.ts';
import { bindFold } from './folds.ts';
import { suggest } from './names.ts';
import { hintsOf } from './parameters.ts';
import { respanPipeline } from './respan.ts';
import { argName } from './result-names.ts';
import { type Binder, type Bound, type CallNode, lookup, type Scope, unknownBound, unknownRows, withStep } from './scope.ts';

type Of<K extends AstOperator['kind']> = Extract<AstOperator, { kind: K }>;

const bindArg = (b: Binder, arg: AstArg, rows: Scope): PluginArg => {
  const { expr: ast } = arg;
  if (ast.kind === 'call' && aggregateForm(ast.name.text)) return { kind: 'measure', measure: bindFold(b, ast, rows, ast.name.text) };
  if (ast.kind === 'typeof' && ast.type === null)
    return { kind: 'schema', columns: ast.columns.map(({ name, type }) => ({ name: name.text, type })), keeps: ast.open === true };
  if (b.isTabular(ast, rows)) {
    const other = b.tabular(ast, { lets: rows.lets, rows: null });
    return { kind: 'rows', query: respanPipeline(other.pipeline, arg.span) };
  }
  return { kind: 'value', name: arg.names[0]?.text ?? null, value: b.expr(ast, rows) };
};

/**
 * Names behind a table are columns of either: behind `ipv4_lookup(T` the second is one of the rows at hand and the others are of `T`, behind
 * `geo_polygon_lookup(T` it is the other way round.
 */
const bindArgs = (b: Binder, call: CallNode, rows: Scope): readonly PluginArg[] => {
  const [first] = call.args;
  if (!first || !b.isTabular(first.expr, { lets: rows.lets, rows: null })) return call.args.map((arg) => bindArg(b, arg, rows));
  const other = b.tabular(first.expr, { lets: rows.lets, rows: null });
  const query = respanPipeline(other.pipeline, first.span);
  const theirs: Scope = { lets: rows.lets, rows: other.rows };
  const isOurs = (i: number): boolean => (i === 0) !== call.name.text.startsWith('geo_');
  const others = call.args.slice(1).map((arg, i) => bindArg(b, arg, isOurs(i) || arg.names.length > 0 ? rows : theirs));
  return [{ kind: 'rows', query }, ...others];
};

const without = (frame: Frame, names: ReadonlySet<string>): readonly Column[] => frame.columns.filter((column) => !names.has(column.name));

const declaredColumns = (ast: Of<'evaluate'>): { columns: readonly Column[]; keeps: boolean } | null => {
  const { schema } = ast;
  if (schema === null || !('kind' in schema) || schema.kind !== 'typeof') return null;
  return { columns: schema.columns.map(({ name, type }) => ({ name: name.text, type })), keeps: schema.open === true };
};

/** What the query declares holds; `*` keeps what the plugin would give besides. */
const declaredFrame = (natural: Frame, declared: { columns: readonly Column[]; keeps: boolean } | null): Frame => {
  if (!declared) return natural;
  const names = new Set(declared.columns.map((column) => column.name));
  return { columns: [...(declared.keeps ? without(natural, names) : []), ...declared.columns], open: false };
};

/** The plugin of a call and the columns that it gives; null when it is none or its arguments do not fit (reported). */
const naturalFrame = (b: Binder, ast: Of<'evaluate'>, args: readonly PluginArg[], frame: Frame, quiet: boolean): Frame | null => {
  const { call } = ast;
  const plugin = call.kind === 'call' ? plugins.get(call.name.text) : undefined;
  if (call.kind !== 'call' || !plugin) return null;
  const [least, most] = plugin.arity;
  const names = call.args.map(argName);
  const counted = args.length >= least && args.length <= most;
  const natural = counted ? plugin.frame({ frame, args, names }) : null;
  const forms = `${least}${most === least ? '' : most === Number.POSITIVE_INFINITY ? ' or more' : ` to ${most}`} arguments`;
  if (!natural && !quiet)
    b.report('RMMC2006', call.span, { name: call.name.text, found: counted ? 'other arguments' : `${args.length} arguments`, forms });
  return natural;
};

const unknownPlugin = (b: Binder, ast: Of<'evaluate'>): void => {
  const name = ast.call.kind === 'call' ? ast.call.name.text : '';
  const suggestion = suggest(name, [...plugins.keys()]);
  b.report('RMMC2004', ast.call.span, { name, ...(suggestion === undefined ? {} : { suggestion }) });
};

export const bindEvaluate = (b: Binder, ast: Of<'evaluate'>, before: Bound, scope: Scope): Bound => {
  const bound = withoutExtras(b, before, () => true);
  const { call } = ast;
  if (call.kind !== 'call' || !plugins.has(call.name.text)) {
    if (call.kind === 'call' && call.name.text === 'preview') b.report('RMMC2012', ast.span, { what: 'a plugin that gives two results' });
    else unknownPlugin(b, ast);
    return { ...bound, rows: unknownRows };
  }
  const args = bindArgs(b, call, { lets: scope.lets, rows: bound.rows });
  const natural = naturalFrame(b, ast, args, bound.rows.frame, bound.rows.broken === true);
  if (!natural) return { ...bound, rows: unknownRows };
  const declared = declaredColumns(ast);
  return withStep(bound, {
    kind: 'plugin',
    span: ast.span,
    operator: 'evaluate',
    name: call.name.text,
    args,
    declared: declared?.columns ?? null,
    keeps: declared?.keeps ?? false,
    frame: declaredFrame(natural, declared),
    hints: hintsOf(ast.parameters),
  });
};

/** `evaluate` at the start of a query: a plugin that makes rows from nothing, over rows without columns. */
export const bindEvaluateSource = (b: Binder, ast: Of<'evaluate'>, scope: Scope): Bound => {
  const { call, span } = ast;
  const plugin = call.kind === 'call' ? plugins.get(call.name.text) : undefined;
  const nothing: Bound = {
    pipeline: { source: { kind: 'rows', span, columns: [], rows: [] }, steps: [] },
    rows: { frame: { columns: [], open: false }, soft: false, table: null },
  };
  if (!plugin || plugin.first) return bindEvaluate(b, ast, nothing, scope);
  b.report('RMMC2012', span, { what: `\`evaluate ${call.kind === 'call' ? call.name.text : ''}\` without rows before it` });
  return unknownBound(span);
};

const invokePlatform = (b: Binder, ast: Of<'invoke'>, call: CallNode, added: readonly Column[], bound: Bound, scope: Scope): Bound => {
  const { frame } = bound.rows;
  const inner: Scope = { lets: scope.lets, rows: bound.rows };
  return withStep(bound, {
    kind: 'plugin',
    span: ast.span,
    operator: 'invoke',
    name: call.name.text,
    args: call.args.map((arg) => bindArg(b, arg, inner)),
    declared: null,
    keeps: false,
    frame: { ...frame, columns: withNumbered(frame.columns, added) },
    hints: [],
  });
};

/** `invoke f(x)` is `f(<rows so far>, x)`, for functions that the query or the platform defines. */
export const bindInvoke = (b: Binder, ast: Of<'invoke'>, bound: Bound, scope: Scope): Bound => {
  const { call } = ast;
  const fn = call.kind === 'call' ? lookup(scope.lets, call.name.text) : undefined;
  if (call.kind === 'call' && fn?.kind === 'function') return b.callTabular(fn, call, { lets: scope.lets, rows: bound.rows }, bound);
  const added = call.kind === 'call' ? platformColumns.get(call.name.text) : undefined;
  if (call.kind === 'call' && added) return invokePlatform(b, ast, call, added, bound, scope);
  b.report('RMMC2010', ast.span, { operator: call.kind === 'call' ? `invoke ${call.name.text}` : 'invoke' });
  return { ...bound, rows: unknownRows };
};
