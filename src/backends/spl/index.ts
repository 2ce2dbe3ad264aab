// The backend for Splunk SPL: a legal query in, a search out.

import { withoutConstantJoins } from '../../ir/constant-joins.ts';
import { withTableNames } from '../../ir/table-names.ts';
import { withoutUnread } from '../../ir/unread.ts';
import type { Backend } from '../shared/backend.ts';
import { withLookups } from '../shared/lookups.ts';
import { withoutUnheld } from '../shared/unheld-columns.ts';
import type { SplAst } from './ast.ts';
import { capabilities } from './capabilities.ts';
import { carrier } from './carrier.ts';
import { holdsColumn } from './columns.ts';
import mapping from './fields.json' with { type: 'json' };
import { lookupForm } from './lookup-store.ts';
import { lower, showsEvents } from './lower.ts';
import { withPivotKeys } from './lower-pivot.ts';
import { withoutPeriodEnds } from './period-ends.ts';
import { tableMacro } from './place.ts';
import { print } from './print.ts';
import { proof } from './proof.ts';
import { withoutUrlColumns } from './url-columns.ts';
import { versions } from './versions.ts';

export const backend: Backend<SplAst> = {
  name: 'spl',
  title: 'Splunk SPL',
  extension: '.spl',
  terms: 'ascii',
  capabilities,
  prepare: (query, context) => {
    const told = withTableNames(query, (table) => holdsColumn(context, table, 'Type'));
    const read = withPivotKeys(withoutUrlColumns(withoutPeriodEnds(withLookups(withoutUnread(withoutConstantJoins(told)), context))));
    return showsEvents(read) ? read : withoutUnheld(read, (table, column) => holdsColumn(context, table, column.name), context.findings);
  },
  mapping,
  versions,
  lower,
  print,
  proof,
  carrier,
  tableMacro,
  lookupForm,
};
