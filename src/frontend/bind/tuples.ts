// Functions that give several columns at once (`extend (a, b) = f(x)`, `project f(x)`, `summarize f(make_list(x))`): AST and rows in, steps out.
import type { Span } from '../../diagnostics/span.ts';
import type { Expr } from '../../ir/expr.ts';
import { scalarRow } from '../../ir/functions.ts';
import type { Named, StepOf } from '../../ir/pipeline.ts';
import { isSortFn, isTupleFn, type TupleFn, tupleRow } from '../../ir/tuples.ts';
import type { Column } from '../../ir/types.ts';
import type { AstExpr, AstNamed } from '../ast/ast.ts';
import type { ColumnNames } from './column-names.ts';
import { argName, resultName } from './result-names.ts';
import { type Binder, type Bound, type CallNode, columnIn, type Scope, withStep } from './scope.ts';
import { typeNames } from './types.ts';

const bare = (ast: AstExpr): AstExpr => (ast.kind === 'paren' ? bare(ast.inner) : ast);

export interface TupleCall {
  readonly fn: TupleFn;
  readonly call: CallNode;
  readonly column: AstNamed;
}

export const tupleCall = (column: AstNamed): TupleCall | null => {
  const call = bare(column.expr);
  if (call.kind !== 'call') return null;
  const { text: fn } = call.name;
  return isTupleFn(fn) || (isSortFn(fn) && arraysOf(call).length > 1) ? { fn, call, column } : null;
};

/** The arrays that `array_sort_asc` sorts; whether nulls stand last may follow them. */
const arraysOf = ({ args }: CallNode): readonly AstExpr[] =>
  args.map((arg) => bare(arg.expr)).filter((arg) => !(arg.kind === 'literal' && arg.type === 'bool'));

/** What the columns are called when nothing is written: `series_stats_X_min`. */
const defaults = ({ fn, call }: TupleCall): readonly Column[] => {
  if (isSortFn(fn)) return arraysOf(call).map((arg, i): Column => ({ name: `${resultName(arg) ?? `array${i}`}_sorted`, type: 'dynamic' }));
  const of = call.args[0] ? (argName(call.args[0]) ?? '') : '';
  return tupleRow(fn).outputs.map(([suffix, type]): Column => ({ name: `${fn}_${of}_${suffix}`, type }));
};

/** Written names go to the first columns; a name that is taken gets a number. */
const outputsOf = (tuple: TupleCall, taken: ReadonlySet<string>): readonly Column[] => {
  const used = new Set([...taken, ...tuple.column.names.map((name) => name.text)]);
  return defaults(tuple).map(({ name: base, type }, i): Column => {
    const written = tuple.column.names[i]?.text;
    if (written !== undefined) return { name: written, type };
    let name = base;
    for (let n = 1; used.has(name); n++) name = `${base}${n}`;
    used.add(name);
    return { name, type };
  });
};

const bindArgs = (b: Binder, tuple: TupleCall, scope: Scope): readonly Expr[] => {
  const { fn, call, column } = tuple;
  const [least, most] = isSortFn(fn) ? scalarRow(fn).arity : tupleRow(fn).arity;
  const names = new Set(column.names.map((name) => name.text));
  if (names.size < column.names.length) b.report('RMMC2008', column.span, { name: column.names[0]?.text ?? '' });
  const args = call.args.map((arg) => b.expr(arg.expr, scope));
  const [series] = args;
  const counted = args.length >= least && args.length <= most && column.names.length <= defaults(tuple).length;
  if (!counted || (series && series.type !== 'dynamic' && series.type !== 'unknown'))
    b.report('RMMC2006', call.span, {
      name: fn,
      found: counted ? typeNames(args) : `${args.length} arguments`,
      forms: least === most ? `${least} arguments, the first an array` : `${least} to ${most} arguments, the first an array`,
    });
  return args;
};

export const bindTuple = (b: Binder, tuple: TupleCall, span: Span, bound: Bound, scope: Scope): Bound => {
  const args = bindArgs(b, tuple, scope);
  const outputs = outputsOf(tuple, new Set(bound.rows.frame.columns.map((c) => c.name)));
  return withStep(bound, { kind: 'tuple', span, fn: tuple.fn, args, outputs });
};

/** A step that makes columns which hide none at hand, and those columns under the names that they get in a list (`names`). */
export interface TupleColumns {
  readonly step: StepOf<'tuple'>;
  readonly columns: readonly Named[];
}

export const tupleColumns = (b: Binder, tuple: TupleCall, bound: Bound, scope: Scope, names: ColumnNames): TupleColumns => {
  const { span } = tuple.column;
  const args = bindArgs(b, tuple, scope);
  const made = defaults(tuple).map((column, i) => {
    const name = names.declare(tuple.column.names[i]?.text ?? null, column.name, false, span);
    return { name, output: { name: freeName(b, bound, name), type: column.type } };
  });
  return {
    step: { kind: 'tuple', span, fn: tuple.fn, args, outputs: made.map(({ output }) => output) },
    columns: made.map(
      ({ name, output }): Named => ({ name, span, expr: { kind: 'column', span, name: output.name, type: output.type, declared: true } }),
    ),
  };
};

const freeName = (b: Binder, bound: Bound, name: string): string => {
  let free = name;
  for (let n = 1; columnIn(bound.rows.frame, free) || (n > 1 && b.usedNames.has(free)); n++) free = `_${name}${n}`;
  return free;
};
