// Hashes and random values. Each function by its KQL name; a call in, how to compute it for a row out.
import type { Fn } from '../scope.ts';
import { missing } from './missing.ts';

export const hashesFunctions = {
  hash: missing,
  hash_xxhash64: missing,
  hash_md5: missing,
  hash_sha1: missing,
  hash_sha256: missing,
  new_guid: missing,
  rand: missing,
} as const satisfies Readonly<Record<string, Fn>>;
