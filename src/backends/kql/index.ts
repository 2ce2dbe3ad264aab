// The normalized KQL backend.
import type { Backend } from '../shared/backend.ts';
import type { KqlQuery } from './ast.ts';
import { capabilities } from './capabilities.ts';
import { carrier } from './carrier.ts';
import { lowerPipeline } from './lower-step.ts';
import { print } from './print.ts';

export const backend: Backend<KqlQuery> = {
  name: 'kql',
  title: 'KQL',
  extension: '.kql',
  terms: 'source',
  capabilities,
  lower: (query, context) => lowerPipeline(query.pipeline, context.findings),
  print,
  carrier,
};
