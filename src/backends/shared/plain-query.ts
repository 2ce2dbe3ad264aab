// A query in normal form in; the same rows in words that every search language has, before a target is asked what it can say, out.
import { withoutConstantJoins } from '../../ir/constant-joins.ts';
import type { Query } from '../../ir/pipeline.ts';
import { withTableNames } from '../../ir/table-names.ts';
import { withoutUnread } from '../../ir/unread.ts';
import type { TargetContext } from './backend.ts';
import { withLookups } from './lookups.ts';
import type { Holds } from './unheld-columns.ts';

/** `holds`: the target's events have the column. */
export const plainQuery = (query: Query, context: TargetContext, holds: Holds): Query => {
  const named = withTableNames(query, (table) => holds(table, { name: 'Type', type: 'string' }));
  return withLookups(withoutUnread(withoutConstantJoins(named)), context);
};
