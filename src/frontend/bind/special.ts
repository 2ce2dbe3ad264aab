// Functions of rows or columns rather than of values (`column_names_of`, `iscolumnexists`, `f(*)`) and sugar for what the IR has (`around`): a call in, IR out.
import type { CompareOp, Expr } from '../../ir/expr.ts';
import type { ScalarFn } from '../../ir/functions.ts';
import type { Step } from '../../ir/pipeline.ts';
import { respanPipeline, sizeOf } from './respan.ts';
import { type Binder, type CallNode, columnIn, poison, type Rows, type Scope } from './scope.ts';
import { canOrder, typeNames, typeOfArith } from './types.ts';

const badArguments = (b: Binder, call: CallNode, found: string, forms: string): Expr => {
  b.report('RMMC2006', call.span, { name: call.name.text, found, forms });
  return poison(call.span);
};

/** Whether these are all columns that the rows have. */
const isComplete = (rows: Rows): boolean => !rows.soft && !rows.frame.open;

/** `around(x, center, delta)` is `x between (center - delta .. center + delta)`. */
export const bindAround = (b: Binder, call: CallNode, args: readonly Expr[]): Expr => {
  const { span } = call;
  const [value, center, delta, ...others] = args;
  if (!value || !center || !delta || others.length > 0) return badArguments(b, call, typeNames(args), 'value, center, delta');
  const type = typeOfArith('sub', center.type, delta.type);
  if (type === null || !canOrder(value.type, type)) return badArguments(b, call, typeNames(args), 'numbers, or times and a timespan');
  const side = (op: CompareOp, arith: 'add' | 'sub'): Expr => {
    const right: Expr = { kind: 'arith', span, type, op: arith, left: center, right: delta };
    return { kind: 'compare', span, type: 'bool', op, left: value, right };
  };
  return { kind: 'and', span, type: 'bool', operands: [side('ge', 'sub'), side('le', 'add')] };
};

/** Settled here where the columns are known; else it stays a call. */
export const bindColumnIfExists = (b: Binder, call: CallNode, scope: Scope, args: readonly Expr[]): Expr => {
  const [name, otherwise] = args;
  if (!name || !otherwise || args.length > 2) return badArguments(b, call, `${args.length} arguments`, 'string, default');
  if (name.kind !== 'literal' || typeof name.value !== 'string') return notConstant(b, call, name);
  const column = scope.rows ? columnIn(scope.rows.frame, name.value) : undefined;
  if (column) return { kind: 'column', span: call.span, name: column.name, type: column.type, declared: true };
  if (scope.rows && isComplete(scope.rows)) return otherwise;
  return { kind: 'call', span: call.span, type: otherwise.type, fn: 'column_ifexists', args: [name, otherwise] };
};

const notConstant = (b: Binder, call: CallNode, name: Expr): Expr => {
  b.report('RMMC2009', name.span, { what: `the column name in \`${call.name.text}\`` });
  return poison(call.span);
};

/** As `column_ifexists`: true or false where the columns are known. */
export const bindIsColumn = (b: Binder, call: CallNode, scope: Scope, args: readonly Expr[]): Expr => {
  const { span } = call;
  const [name, ...others] = args;
  if (!name || others.length > 0) return badArguments(b, call, `${args.length} arguments`, 'string');
  if (name.kind !== 'literal' || typeof name.value !== 'string') return notConstant(b, call, name);
  const found = scope.rows !== null && columnIn(scope.rows.frame, name.value) !== undefined;
  if (found || !scope.rows || isComplete(scope.rows)) return { kind: 'literal', span, type: 'bool', value: found };
  return { kind: 'call', span, type: 'bool', fn: 'iscolumnexists', args: [name] };
};

/** A constant where the columns are known, else `toscalar(T | getschema | summarize make_list(ColumnName))`. */
export const bindColumnNames = (b: Binder, call: CallNode, scope: Scope): Expr => {
  const { span } = call;
  const [table, ...others] = call.args;
  if (!table || others.length > 0) return badArguments(b, call, `${call.args.length} arguments`, 'a table');
  const { pipeline, rows } = b.tabular(table.expr, { lets: scope.lets, rows: null });
  if (rows.broken || !b.spend(sizeOf(pipeline), span)) return poison(span);
  if (isComplete(rows)) return { kind: 'literal', span, type: 'dynamic', value: rows.frame.columns.map((column) => column.name) };
  const name: Expr = { kind: 'column', span, name: 'ColumnName', type: 'string', declared: true };
  const names = { kind: 'fold', span, name: 'Names', agg: 'make_list', args: [name], where: null, type: 'dynamic' } as const;
  const steps: readonly Step[] = [
    { kind: 'describe', span },
    { kind: 'aggregate', span, by: [], measures: [names] },
  ];
  const query = respanPipeline({ source: pipeline.source, steps: [...pipeline.steps, ...steps] }, span);
  return { kind: 'scalarQuery', span, type: 'dynamic', query };
};

const starFns: ReadonlySet<ScalarFn> = new Set(['pack_array', 'estimate_data_size']);

/** The arguments of a call; `*` stands for all columns where a function takes it. */
export const bindArguments = (b: Binder, call: CallNode, fn: string, scope: Scope): readonly Expr[] =>
  call.args.flatMap(({ expr, span }): readonly Expr[] => {
    const isStar = expr.kind === 'wildcard' && expr.pattern === '*' && (starFns as ReadonlySet<string>).has(fn);
    if (!isStar || !scope.rows) return [b.expr(expr, scope)];
    if (scope.rows.frame.open) {
      if (!scope.rows.broken) b.report('RMMC2012', span, { what: `\`${call.name.text}(*)\` of rows whose columns are not known` });
      return [poison(span)];
    }
    return scope.rows.frame.columns.map(({ name, type }): Expr => ({ kind: 'column', span, name, type, declared: true }));
  });
