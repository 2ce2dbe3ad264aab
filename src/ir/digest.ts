// Texts and queries in; digests by which equal ones are told from others out.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { dumpQuery } from './dump.ts';
import type { Query } from './pipeline.ts';
import { rewriteQuery } from './traverse.ts';

/** SHA-256 in hex, of the UTF-8 of a text. */
export const hashOf = (text: string): string => bytesToHex(sha256(new TextEncoder().encode(text)));

/**
 * A digest of what a query means. `normal`: in normal form, so that comments, layout, names of `let`s and spellings are gone; what only shows results
 * (`render`, `as`) does not count. Queries with the same digest mean the same; others may still do.
 */
export const meaningOf = (normal: Query): string =>
  hashOf(
    dumpQuery(
      rewriteQuery(normal, { pipeline: ({ source, steps }) => ({ source, steps: steps.filter(({ kind }) => kind !== 'present') }) }),
    ),
  );

/** JSON whose keys are in code unit order at every depth; a map is its entries. */
const steady = (_key: string, value: unknown): unknown => {
  if (value instanceof Map) return [...value];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return typeof value === 'bigint' ? String(value) : value;
  return Object.fromEntries(Object.entries(value).sort(([a], [z]) => (a < z ? -1 : a > z ? 1 : 0)));
};

/** A digest of plain data, whatever the order of keys. */
export const hashOfData = (data: unknown): string => hashOf(JSON.stringify(data, steady) ?? 'null');
