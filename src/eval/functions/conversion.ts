// Null and empty tests, conversions between types. Each function by its KQL name; a call in, how to compute it for a row out.
import type { Fn } from '../scope.ts';
import { missing } from './missing.ts';

export const conversionFunctions = {
  isempty: missing,
  isnotempty: missing,
  isnull: missing,
  isnotnull: missing,
  coalesce: missing,
  tostring: missing,
  toint: missing,
  tolong: missing,
  toreal: missing,
  todecimal: missing,
  tobool: missing,
  todatetime: missing,
  totimespan: missing,
  toguid: missing,
  tohex: missing,
  gettype: missing,
} as const satisfies Readonly<Record<string, Fn>>;
