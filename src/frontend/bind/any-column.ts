// `* has "x"`: a test of one column in, the same test of any column of the rows at hand out.
import type { Span } from '../../diagnostics/span.ts';
import type { Expr } from '../../ir/expr.ts';
import { type Binder, poison, type Scope } from './scope.ts';

export const anyColumn = (b: Binder, span: Span, scope: Scope, test: (column: Expr) => Expr): Expr => {
  // The name that `search` puts in front of each row is no part of it.
  const columns = (scope.rows?.frame.columns ?? []).filter((column) => column.name !== '$table');
  if (scope.rows?.broken) return { ...poison(span), type: 'bool' };
  if (columns.length === 0 || scope.rows?.frame.open) {
    b.report('RMMC2012', span, { what: 'a test of all columns (`*`) of rows whose columns are not known' });
    return { ...poison(span), type: 'bool' };
  }
  const operands = columns.map((column) => test({ kind: 'column', span, name: column.name, type: column.type, declared: true }));
  const [only] = operands;
  return only && operands.length === 1 ? only : { kind: 'or', span, type: 'bool', operands };
};
