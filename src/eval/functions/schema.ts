// What depends on the columns at hand. Each function by its KQL name; a call in, how to compute it for a row out.
import type { Fn } from '../scope.ts';
import { missing } from './missing.ts';

export const schemaFunctions = {
  column_ifexists: missing,
} as const satisfies Readonly<Record<string, Fn>>;
