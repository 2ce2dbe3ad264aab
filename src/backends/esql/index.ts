// The Elastic ES|QL backend: legal IR in, ES|QL for Elasticsearch 8.19, or the newer version that is asked for, out.

import { withEventParts } from '../../ir/event-parts.ts';
import { withUnpackedBags } from '../../ir/unpacked-bags.ts';
import type { Backend, Legal, TargetContext } from '../shared/backend.ts';
import { plainQuery } from '../shared/plain-query.ts';
import { type Holds, withoutUnheld } from '../shared/unheld-columns.ts';
import { apart } from './apart.ts';
import type { EsqlAst } from './ast.ts';
import { capabilities } from './capabilities.ts';
import { carrier } from './carrier.ts';
import { title } from './context.ts';
import mapping from './fields.json' with { type: 'json' };
import { fieldMap } from './fields.ts';
import { asksForSource } from './json/read-json.ts';
import { inventories, lookupForm } from './lookup-table.ts';
import { showsColumn } from './lower-column.ts';
import { lowerPipeline } from './lower-steps.ts';
import { print } from './print.ts';
import { proof } from './proof.ts';
import { withAskedFirst } from './rewrite/asked-first.ts';
import { withJsonPaths } from './rewrite/json-calls.ts';
import { knownKinds } from './rewrite/known-kinds.ts';
import { withLateMembership } from './rewrite/late-membership.ts';
import { withPlacesEarly } from './rewrite/places-early.ts';
import { withPlainApply } from './rewrite/plain-apply.ts';
import { withoutWholeData } from './rewrite/whole-data.ts';
import { readsRuntime, runtimeFieldsIn } from './stored/runtime-fields.ts';
import { versions } from './versions.ts';

export const backend: Backend<EsqlAst> = {
  name: 'esql',
  title,
  extension: '.esql',
  terms: 'ascii',
  capabilities,
  leavesOut: 'RMMC3782',
  inventories,
  prepare: (query, context) => {
    const holds: Holds = (table, column) => showsColumn(context, table.name, column);
    const parts = withEventParts(query, (part, span) => context.findings.assume('RMMC3792', span, { part }));
    const named = withUnpackedBags(parts, { tell: (column, bag, { span }) => context.findings.assume('RMMC3796', span, { column, bag }) });
    const narrow = withoutWholeData(named, (span) => context.findings.assume('RMMC3793', span, {}));
    const plain = plainQuery(withJsonPaths(narrow, context), { ...context, inventories }, holds, {
      there: 'RMMC3783',
      missing: 'RMMC3784',
    });
    const joined = withLateMembership(withPlainApply(plain));
    const placed = withPlacesEarly(joined, { ...context, fields: fieldMap(context.profile) });
    const read = withAskedFirst(placed, context);
    return read.pipeline.source.kind === 'union' || read.pipeline.steps.some(({ kind }) => kind === 'join')
      ? withoutUnheld(read, holds, context.findings)
      : read;
  },
  mapping,
  versions,
  lower: (query: Legal, context: TargetContext): EsqlAst => {
    const told = apart(query, context);
    const fields = fieldMap(told.profile);
    const ast = lowerPipeline({ ...told, fields, known: knownKinds(query, fields) }, query.pipeline);
    return readsRuntime(told) ? { ...ast, runtime: runtimeFieldsIn(ast.commands, query.pipeline, fields) } : ast;
  },
  print,
  proof,
  unprovable: (ast) => (asksForSource(ast.commands) ? 'it reads _source, and the events of a proof stand there under other names' : null),
  runtimeFields: ({ runtime = [] }) => runtime,
  lookupForm,
  carrier,
};
