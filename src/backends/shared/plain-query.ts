// A query in normal form in; the same rows in words that every search language has, before a target is asked what it can say, out.
import { withoutConstantJoins } from '../../ir/constant-joins.ts';
import type { Query } from '../../ir/pipeline.ts';
import { withTableNames } from '../../ir/table-names.ts';
import { withoutUnread } from '../../ir/unread.ts';
import { type AsksFor, withAskedColumns } from './asked-columns.ts';
import type { TargetContext } from './backend.ts';
import { type LookupContext, withLookups } from './lookups.ts';
import type { Holds } from './unheld-columns.ts';

/** `holds`: the target's events have the column. `asked`: says that a column which is asked for by name is taken to be there. */
export const plainQuery = (
  query: Query,
  context: TargetContext & Pick<LookupContext, 'inventories'>,
  holds: Holds,
  asked: AsksFor,
): Query => {
  const named = withTableNames(withAskedColumns(query, asked, context.findings), (table) => holds(table, { name: 'Type', type: 'string' }));
  return withLookups(withoutUnread(withoutConstantJoins(named)), context);
};
