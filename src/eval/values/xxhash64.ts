// XXH64 (seed 0) as its specification describes it: bytes in, an unsigned 64-bit number out.
const prime1 = 0x9e3779b185ebca87n;
const prime2 = 0xc2b2ae3d27d4eb4fn;
const prime3 = 0x165667b19e3779f9n;
const prime4 = 0x85ebca77c2b2ae63n;
const prime5 = 0x27d4eb2f165667c5n;

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);

const turn = (value: bigint, bits: bigint): bigint => u64((value << bits) | (u64(value) >> (64n - bits)));

const round = (state: bigint, lane: bigint): bigint => u64(turn(u64(state + lane * prime2), 31n) * prime1);

const merge = (hash: bigint, state: bigint): bigint => u64((hash ^ round(0n, state)) * prime1 + prime4);

/** Stripes of 32 bytes go into four states; returns what they make and where the rest begins. */
const stripes = (view: DataView): readonly [bigint, number] => {
  const states = [u64(prime1 + prime2), prime2, 0n, u64(-prime1)] as const;
  let [a, b, c, d]: readonly [bigint, bigint, bigint, bigint] = states;
  let at = 0;
  for (; at + 32 <= view.byteLength; at += 32) {
    a = round(a, view.getBigUint64(at, true));
    b = round(b, view.getBigUint64(at + 8, true));
    c = round(c, view.getBigUint64(at + 16, true));
    d = round(d, view.getBigUint64(at + 24, true));
  }
  const joined = u64(turn(a, 1n) + turn(b, 7n) + turn(c, 12n) + turn(d, 18n));
  return [[a, b, c, d].reduce(merge, joined), at];
};

export const xxhash64 = (bytes: Uint8Array): bigint => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [start, rest]: readonly [bigint, number] = bytes.length >= 32 ? stripes(view) : [prime5, 0];
  let hash = u64(start + BigInt(bytes.length));
  let at = rest;
  for (; at + 8 <= bytes.length; at += 8) hash = u64(turn(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * prime1 + prime4);
  for (; at + 4 <= bytes.length; at += 4) hash = u64(turn(hash ^ u64(BigInt(view.getUint32(at, true)) * prime1), 23n) * prime2 + prime3);
  for (; at < bytes.length; at += 1) hash = u64(turn(hash ^ u64(BigInt(view.getUint8(at)) * prime5), 11n) * prime1);
  hash = u64((hash ^ (hash >> 33n)) * prime2);
  hash = u64((hash ^ (hash >> 29n)) * prime3);
  return hash ^ (hash >> 32n);
};
