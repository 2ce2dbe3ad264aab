// Keys of a dynamic column (`InitiatedBy.user.ipAddress`, also through `parse_json(tostring(…))`) in; one column of that dotted name out, as rules of Sigma name
// what stands inside of a value.
import type { ColumnRef, Expr, ExprOf } from '../../ir/expr.ts';
import { rewriteExpr } from '../../ir/traverse.ts';

const dot = '.';

/** The column and the keys behind it, if the name is one that `withPartColumns` made. */
export const partOf = (name: string): { readonly column: string; readonly keys: string } | null => {
  const at = name.indexOf(dot);
  return at < 0 ? null : { column: name.slice(0, at), keys: name.slice(at + 1) };
};

/** A key that reads as one: engines look for dots. */
const keyOf = (key: Expr): string | null =>
  key.kind === 'literal' && typeof key.value === 'string' && /^[A-Za-z0-9_-]+$/.test(key.value) ? key.value : null;

const parsed = (expr: Expr): Expr => (expr.kind === 'call' && expr.fn === 'parse_json' && expr.args[0] ? expr.args[0] : expr);

const partAt = (expr: ExprOf<'path'>): ColumnRef | null => {
  const base = parsed(expr.base);
  const key = keyOf(expr.key);
  return base.kind === 'column' && key !== null ? { ...base, name: `${base.name}${dot}${key}`, type: 'dynamic', span: expr.span } : null;
};

const isPart = (expr: Expr | undefined): expr is ColumnRef => expr?.kind === 'column' && partOf(expr.name) !== null;

export const withPartColumns = (expr: Expr): Expr =>
  rewriteExpr(expr, {
    expr: (e) => {
      if (e.kind === 'path') return partAt(e) ?? e;
      const [inner] = e.kind === 'call' && e.fn === 'tostring' ? e.args : [];
      return isPart(inner) ? { ...inner, type: 'string', span: e.span } : e;
    },
  });
