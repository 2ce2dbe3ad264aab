// Hashes and random values.
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { ScalarType } from '../../ir/types.ts';
import { unsupported } from '../refusal.ts';
import type { Call, Fn } from '../scope.ts';
import type { Value } from '../value.ts';
import { textOf } from '../values/text.ts';
import { xxhash64 } from '../values/xxhash64.ts';
import { whole } from './shapes.ts';

/** Types whose bytes the pages' answers settle: texts, and times as `tostring()` writes them (`hash_md5(datetime(2020-01-01))`). */
const hashedAsText: ReadonlySet<ScalarType> = new Set(['string', 'unknown', 'datetime', 'timespan', 'int', 'long', 'guid']);

const ofText =
  (hash: (bytes: Uint8Array) => Uint8Array): Fn =>
  ({ args: [arg], name, span }) => {
    if (!arg || !hashedAsText.has(arg.type)) return unsupported(`\`${name}()\` of a ${arg?.type ?? 'value'}`, span);
    return (row) => {
      const value = arg.get(row);
      return value === null ? unsupported(`\`${name}()\` of null`, span) : bytesToHex(hash(utf8ToBytes(textOf(value, arg.type))));
    };
  };

/** Times and longs go in as their eight bytes, the lowest first; other types are not documented. */
const bytesOf = (value: Value, type: ScalarType): Uint8Array | null => {
  if (typeof value === 'string' && type !== 'guid') return utf8ToBytes(value);
  if (typeof value !== 'bigint' || type === 'int') return null;
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, value, true);
  return bytes;
};

/** What `hash()` gives; null for a value whose bytes are not documented. */
export const hashOf = (value: Value, type: ScalarType): bigint | null => {
  const bytes = bytesOf(value, type);
  return bytes && BigInt.asIntN(64, xxhash64(bytes));
};

const remainder = (hash: bigint, modulus: bigint, { name, span }: Call): bigint | null => {
  if (modulus <= 0n) return null;
  const [signed, unsigned] = [((BigInt.asIntN(64, hash) % modulus) + modulus) % modulus, hash % modulus];
  return signed === unsigned ? signed : unsupported(`\`${name}()\` with a modulus of a hash beyond 2^63`, span);
};

const xxhash: Fn = (call) => {
  const { args, name, span } = call;
  const [arg, modulus] = args;
  if (!arg) return unsupported(`\`${name}()\` without a value`, span);
  const modulusOf = modulus && whole(modulus);
  return (row) => {
    const bytes = bytesOf(arg.get(row), arg.type);
    if (bytes === null) return unsupported(`\`${name}()\` of ${arg.get(row) === null ? 'null' : `a ${arg.type}`}`, span);
    const hash = xxhash64(bytes);
    if (!modulusOf) return BigInt.asIntN(64, hash);
    const by = modulusOf(row);
    return by === null ? null : remainder(hash, by, call);
  };
};

const guidDigits = 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx';

const newGuid: Fn =
  ({ scope: { env } }) =>
  () =>
    guidDigits.replace(/[xy]/g, (digit) => (Math.floor(env.random() * (digit === 'y' ? 4 : 16)) + (digit === 'y' ? 8 : 0)).toString(16));

/** `rand()` from 0 to 1, `rand(n)` a whole number below n (below 2: as without it). */
const rand: Fn = ({ args: [limit], scope: { env } }) => {
  const limitOf = limit && whole(limit);
  return (row) => {
    const below = limitOf?.(row) ?? 0n;
    return below <= 1n ? env.random() : Math.floor(env.random() * Number(below));
  };
};

export const hashesFunctions = {
  hash: xxhash,
  hash_xxhash64: xxhash,
  hash_md5: ofText(md5),
  hash_sha1: ofText(sha1),
  hash_sha256: ofText(sha256),
  new_guid: newGuid,
  rand,
} as const satisfies Readonly<Record<string, Fn>>;
