// Sort keys: AST in, keys with their order and the place of nulls spelt out out.
import type { SortKey } from '../../ir/pipeline.ts';
import type { AstOrdered } from '../ast/ast.ts';
import type { Binder, Bound, Scope } from './scope.ts';

export const bindSortKey = (b: Binder, key: AstOrdered, bound: Bound, scope: Scope, operator: string): SortKey => {
  const expr = b.expr(key.expr, { lets: scope.lets, rows: bound.rows });
  if (expr.type === 'dynamic') b.report('RMMC2016', key.span, { operator });
  const order = key.order ?? 'desc';
  return { expr, order, nulls: key.nulls ?? (order === 'asc' ? 'first' : 'last'), span: key.span };
};
