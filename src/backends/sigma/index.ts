// The Sigma backend.
import type { Backend } from '../shared/backend.ts';
import type { SigmaRule } from './ast.ts';
import { capabilities } from './capabilities.ts';
import mapping from './fields.json' with { type: 'json' };
import { lowerRule } from './lower-rule.ts';
import { prepare } from './prepare.ts';
import { print } from './print.ts';
import { proof } from './proof.ts';
import { versions } from './versions.ts';
import { file } from './yaml/file.ts';

export const backend: Backend<SigmaRule> = {
  name: 'sigma',
  title: 'Sigma',
  extension: '.yml',
  terms: 'ascii',
  capabilities,
  mapping,
  versions,
  prepare,
  lower: lowerRule,
  print,
  file,
  proof,
};
