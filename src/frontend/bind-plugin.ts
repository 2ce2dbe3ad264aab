// `evaluate` and `invoke`: AST and rows in; the pipeline with the plugin or function, and the columns that it gives, out.

import type { Expr } from '../ir/expr.ts';
import { frameOf, withNumbered } from '../ir/frame.ts';
import type { PluginArg } from '../ir/pipeline.ts';
import { visitExpr } from '../ir/traverse.ts';
import type { Column, Frame } from '../ir/types.ts';
import { aggregateForm } from './aggregate-names.ts';
import type { AstArg, AstOperator } from './ast.ts';
import { bindFold } from './bind-folds.ts';
import { withoutExtras } from './extras.ts';
import { hintsOf } from './parameters.ts';
import { platformColumns } from './platform-functions.ts';
import { respanPipeline } from './respan.ts';
import { type Binder, type Bound, type CallNode, lookup, type Scope, unknownRows, withStep } from './scope.ts';

type Of<K extends AstOperator['kind']> = Extract<AstOperator, { kind: K }>;

/** The plugin's result over rows of these columns; null when the arguments do not fit. */
type FrameRule = (frame: Frame, args: readonly PluginArg[]) => Frame | null;

const columnOf = (arg: PluginArg | undefined): string | null =>
  arg?.kind === 'value' && arg.value.kind === 'column' && arg.name === null ? arg.value.name : null;

const without = (frame: Frame, names: ReadonlySet<string>): readonly Column[] => frame.columns.filter((column) => !names.has(column.name));

/** One column for each property of the bags: nobody knows which. */
const unpacked: FrameRule = (frame, args) => {
  const name = columnOf(args[0]);
  return name === null ? null : { columns: without(frame, new Set([name])), open: true };
};

const namesRead = (exprs: readonly Expr[]): readonly string[] => {
  const names: string[] = [];
  for (const expr of exprs) visitExpr(expr, (e) => (e.kind === 'column' ? names.push(e.name) : 0));
  return names;
};

/** One column for each value of the first argument, beside the listed columns, or all that the arguments leave. */
const pivoted: FrameRule = (frame, args) => {
  const [first, second, ...others] = args;
  const name = columnOf(first);
  if (name === null || (second && second.kind !== 'measure')) return null;
  if (others.length === 0) {
    const used =
      second?.kind === 'measure' ? namesRead([...second.measure.args, ...(second.measure.where ? [second.measure.where] : [])]) : [];
    return { columns: without(frame, new Set([name, ...used])), open: true };
  }
  const kept = others.map(columnOf);
  const columns = kept.flatMap((key) => frame.columns.filter((column) => column.name === key));
  return columns.length === others.length ? { columns, open: true } : null;
};

const narrowed: FrameRule = () => ({
  columns: [
    { name: 'Row', type: 'long' },
    { name: 'Column', type: 'string' },
    { name: 'Value', type: 'string' },
  ],
  open: false,
});

const segments: FrameRule = (frame) => ({
  columns: [{ name: 'SegmentId', type: 'long' }, { name: 'Count', type: 'long' }, { name: 'Percent', type: 'real' }, ...frame.columns],
  open: frame.open,
});

/** The columns of the other table behind those at hand; its further keys (behind the one that holds the addresses) are not repeated. */
const lookedUp: FrameRule = (frame, args) => {
  const [rows, address, key, ...others] = args;
  if (rows?.kind !== 'rows' || columnOf(address) === null || key?.kind !== 'value') return null;
  const other = frameOf(rows.query);
  const keys = others.flatMap((arg) => (arg.kind === 'value' && arg.name === null && arg.value.kind === 'column' ? [arg.value.name] : []));
  return { columns: withNumbered(frame.columns, without(other, new Set(keys))), open: frame.open || other.open };
};

const rules: ReadonlyMap<string, FrameRule> = new Map([
  ['bag_unpack', unpacked],
  ['pivot', pivoted],
  ['narrow', narrowed],
  ['ipv4_lookup', lookedUp],
  ['ipv6_lookup', lookedUp],
  ['autocluster', segments],
  ['basket', segments],
]);

const bindArg = (b: Binder, arg: AstArg, rows: Scope): PluginArg => {
  const { expr: ast } = arg;
  if (ast.kind === 'call' && aggregateForm(ast.name.text)) return { kind: 'measure', measure: bindFold(b, ast, rows, ast.name.text) };
  return { kind: 'value', name: arg.names[0]?.text ?? null, value: b.expr(ast, rows) };
};

/** Names behind a table (`ipv4_lookup(T, IP, Network)`) are columns of either; the second is one of the rows at hand. */
const bindArgs = (b: Binder, call: CallNode, rows: Scope): readonly PluginArg[] => {
  const [first] = call.args;
  if (!first || !b.isTabular(first.expr, { lets: rows.lets, rows: null })) return call.args.map((arg) => bindArg(b, arg, rows));
  const other = b.tabular(first.expr, { lets: rows.lets, rows: null });
  const query = respanPipeline(other.pipeline, first.span);
  const theirs: Scope = { lets: rows.lets, rows: other.rows };
  const others = call.args.slice(1).map((arg, i) => bindArg(b, arg, i === 0 || arg.names.length > 0 ? rows : theirs));
  return [{ kind: 'rows', query }, ...others];
};

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

export const bindEvaluate = (b: Binder, ast: Of<'evaluate'>, before: Bound, scope: Scope): Bound => {
  const bound = withoutExtras(b, before, () => true);
  const { call } = ast;
  const name = call.kind === 'call' ? call.name.text : '';
  const rule = rules.get(name);
  if (call.kind !== 'call' || !rule) {
    b.report('RMMC2010', ast.span, { operator: `evaluate ${name}` });
    return { ...bound, rows: unknownRows };
  }
  const args = bindArgs(b, call, { lets: scope.lets, rows: bound.rows });
  const natural = rule(bound.rows.frame, args);
  if (!natural) {
    if (!bound.rows.broken) b.report('RMMC2006', call.span, { name, found: 'other arguments', forms: 'column, …' });
    return { ...bound, rows: unknownRows };
  }
  const declared = declaredColumns(ast);
  return withStep(bound, {
    kind: 'plugin',
    span: ast.span,
    operator: 'evaluate',
    name,
    args,
    declared: declared?.columns ?? null,
    keeps: declared?.keeps ?? false,
    frame: declaredFrame(natural, declared),
    hints: hintsOf(ast.parameters),
  });
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
