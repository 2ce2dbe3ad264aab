// Sources that whoever runs the query supplies as tables: a watchlist under its alias, a file of `externaldata` under its address (nothing is fetched).
import type { Expr } from '../ir/expr.ts';
import type { Source } from '../ir/pipeline.ts';
import type { Frame } from '../ir/types.ts';
import { unsupported } from './refusal.ts';
import type { SourceOf, TableSource } from './scope.ts';

const nameIn = (expr: Expr): string =>
  expr.kind === 'literal' && typeof expr.value === 'string'
    ? expr.value
    : unsupported('a watchlist or file whose name is no constant text', expr.span);

const named = ({ span }: Source, name: Expr, frame: Frame): TableSource => ({
  kind: 'table',
  span,
  name: nameIn(name),
  declared: false,
  frame,
  timeColumn: null,
});

export const suppliedTables = (n: SourceOf<'stored'> | SourceOf<'external'>): readonly TableSource[] => {
  if (n.kind === 'external') return n.urls.map((url) => named(n, url, { columns: n.columns, open: false }));
  const [alias] = n.args;
  return n.fn === '_GetWatchlist' && alias ? [named(n, alias, n.frame)] : unsupported(`the function \`${n.fn}()\``, n.span);
};
