// The backend for Splunk SPL: a legal query in, a search out.

import { withEventParts } from '../../ir/event-parts.ts';
import { withUnpackedBags } from '../../ir/unpacked-bags.ts';
import type { Backend } from '../shared/backend.ts';
import { plainQuery } from '../shared/plain-query.ts';
import { type Holds, withoutUnheld } from '../shared/unheld-columns.ts';
import type { SplAst } from './ast.ts';
import { refuseMarkup, refuseTakenParts } from './base/event-xml-tests.ts';
import { tableMacro } from './base/place.ts';
import { capabilities } from './capabilities.ts';
import { carrier } from './carrier.ts';
import mapping from './fields.json' with { type: 'json' };
import { withoutPeriodEnds } from './functions/period-ends.ts';
import { lower, showsEvents } from './lower.ts';
import { checkPlugins, withPivotKeys } from './lower-pivot.ts';
import { print } from './print.ts';
import { proof } from './proof.ts';
import { holdsColumn } from './stored/columns.ts';
import { lookupForm } from './stored/lookup-store.ts';
import { withoutParsedColumns } from './stored/part-columns.ts';
import { versions } from './versions.ts';

export const backend: Backend<SplAst> = {
  name: 'spl',
  title: 'Splunk SPL',
  extension: '.spl',
  terms: 'ascii',
  capabilities,
  leavesOut: 'RMMC3835',
  prepare: (query, context) => {
    const holds: Holds = (table, column) => holdsColumn(context, table, column.name);
    const parts = withEventParts(query, (part, span) => context.findings.assume('RMMC3830', span, { part }));
    const named = withUnpackedBags(parts, { tell: (column, bag, { span }) => context.findings.assume('RMMC3839', span, { column, bag }) });
    refuseMarkup(named, context.findings);
    refuseTakenParts(named, context.findings);
    const plain = plainQuery(named, context, holds, { there: 'RMMC3836', missing: 'RMMC3837' });
    const read = withPivotKeys(withoutParsedColumns(withoutPeriodEnds(plain)));
    checkPlugins(read, context);
    return showsEvents(read) ? read : withoutUnheld(read, holds, context.findings);
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
