// An expression without a name in, the name that KQL gives its column out (or null: `Column1` and so on). Measured with Microsoft's binder.
import { isScalarFn, scalarRow } from '../../ir/functions.ts';
import { isSortFn } from '../../ir/tuples.ts';
import type { AstArg, AstExpr } from '../ast/ast.ts';
import { type AggregateForm, aggregateForm } from '../vocabulary/aggregate-names.ts';
import { scalarAliases } from '../vocabulary/aliases.ts';
import { signatureOf } from '../vocabulary/signatures.ts';

const namingOf = (name: string): string => {
  const canonical = scalarAliases.get(name) ?? name;
  return isScalarFn(canonical) ? signatureOf(canonical)[0] : '';
};

/** An argument may bring its name: `bin(A = Timestamp, 1h)` is `A`. */
export const argName = ({ names, expr }: AstArg): string | null => names[0]?.text ?? resultName(expr);

/** `count_`, `dcount_X`, `set_X`, `percentile_X_95`: what an aggregate without a name is called. */
const aggregateName = (form: AggregateForm, args: readonly AstArg[]): string => {
  const [first] = args;
  const base = first ? (argName(first) ?? '') : '';
  if (form.agg !== 'percentile' && form.agg !== 'percentilew') return `${form.prefix}${base}`;
  const last = args.at(-1)?.expr;
  return `${form.prefix}${base}_${last?.kind === 'literal' ? String(last.value).replace('.', '_') : ''}`;
};

/** `hll_merge` of several values is a scalar function, of one an aggregate. */
const isScalarCall = (name: string, args: readonly AstArg[]): boolean => {
  const canonical = scalarAliases.get(name) ?? name;
  return isScalarFn(canonical) && args.length >= scalarRow(canonical).arity[0];
};

const callName = (name: string, args: readonly AstArg[]): string | null => {
  const form = aggregateForm(name);
  if (form && !isScalarCall(name, args)) return aggregateName(form, args);
  const naming = namingOf(name);
  const [first] = args;
  if (isSortFn(name)) return `${(first && argName(first)) ?? 'array0'}_sorted`;
  if (naming.startsWith('call ')) return naming.slice('call '.length);
  if (naming === '' || first === undefined) return null;
  if (naming === 'value') return first.expr.kind === 'literal' && first.expr.type === 'string' ? first.expr.value : null;
  if (naming === 'only' && args.length !== 1) return null;
  const inner = argName(first);
  if (naming === 'first' || naming === 'only') return inner;
  return `${naming === 'name' ? name : naming.slice('prefix '.length)}_${inner ?? ''}`;
};

const joined = (left: string | null, right: string | null): string | null =>
  left !== null && right !== null ? `${left}_${right}` : (right ?? left);

/** @example resultName of `tostring(D.x)` is `D_x`, of `bin(Timestamp, 1h)` is `Timestamp`, of `tolower(A)` is null */
export const resultName = (ast: AstExpr): string | null => {
  if (ast.kind === 'name') return ast.ident.text;
  if (ast.kind === 'paren') return resultName(ast.inner);
  if (ast.kind === 'member') return joined(resultName(ast.object), ast.name.text);
  if (ast.kind === 'index') {
    const { index } = ast;
    const key = index.kind === 'literal' && (typeof index.value === 'string' || typeof index.value === 'bigint') ? String(index.value) : '';
    const left = resultName(ast.object);
    return left === null ? null : `${left}_${key}`;
  }
  return ast.kind === 'call' ? callName(ast.name.text, ast.args) : null;
};
