// `extend (a, b) = f(x)` for functions that give several columns: AST and rows in, the pipeline with the step out.
import type { Span } from '../diagnostics/span.ts';
import { isTupleFn, type TupleFn, tupleRow } from '../ir/tuples.ts';
import type { Column } from '../ir/types.ts';
import type { AstExpr, AstNamed } from './ast.ts';
import { resultName } from './result-names.ts';
import { type Binder, type Bound, type CallNode, type Scope, withStep } from './scope.ts';

const bare = (ast: AstExpr): AstExpr => (ast.kind === 'paren' ? bare(ast.inner) : ast);

export interface TupleCall {
  readonly fn: TupleFn;
  readonly call: CallNode;
  readonly column: AstNamed;
}

export const tupleCall = (column: AstNamed): TupleCall | null => {
  const call = bare(column.expr);
  return call.kind === 'call' && isTupleFn(call.name.text) ? { fn: call.name.text, call, column } : null;
};

/** Written names go to the first columns; the others are called `series_stats_X_min`, with a number where that is taken. */
const outputsOf = ({ fn, call, column }: TupleCall, taken: ReadonlySet<string>): readonly Column[] => {
  const used = new Set([...taken, ...column.names.map((name) => name.text)]);
  const of = call.args[0] ? (resultName(call.args[0].expr) ?? '') : '';
  return tupleRow(fn).outputs.map(([suffix, type], i): Column => {
    const written = column.names[i]?.text;
    if (written !== undefined) return { name: written, type };
    const base = `${fn}_${of}_${suffix}`;
    let name = base;
    for (let n = 1; used.has(name); n++) name = `${base}${n}`;
    used.add(name);
    return { name, type };
  });
};

export const bindTuple = (b: Binder, tuple: TupleCall, span: Span, bound: Bound, scope: Scope): Bound => {
  const { fn, call, column } = tuple;
  const [least, most] = tupleRow(fn).arity;
  const names = new Set(column.names.map((name) => name.text));
  if (names.size < column.names.length) b.report('RMMC2008', column.span, { name: column.names[0]?.text ?? '' });
  if (call.args.length < least || call.args.length > most || column.names.length > tupleRow(fn).outputs.length)
    b.report('RMMC2006', call.span, { name: fn, found: `${call.args.length} arguments`, forms: `${least} to ${most} arguments` });
  const args = call.args.map((arg) => b.expr(arg.expr, { lets: scope.lets, rows: bound.rows }));
  const outputs = outputsOf(tuple, new Set(bound.rows.frame.columns.map((c) => c.name)));
  return withStep(bound, { kind: 'tuple', span, fn, args, outputs });
};
