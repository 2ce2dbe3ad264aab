// A name in, the UUID (version 5, RFC 9562) of that name in this project's namespace out: the same name always has the same id.

/** UUID of the URL namespace entry `https://github.com/rmmc/sigma`, fixed once. */
const namespace = [0x5a, 0x0c, 0x3b, 0x52, 0x8e, 0x4d, 0x5f, 0x0e, 0x9b, 0x6a, 0x41, 0xd7, 0x2c, 0x93, 0x7e, 0x18];

const rotate = (value: number, bits: number): number => ((value << bits) | (value >>> (32 - bits))) >>> 0;

/** The message with its end mark and its length in bits, as 32-bit words. */
const padded = (bytes: readonly number[]): readonly number[] => {
  const blocks = Math.ceil((bytes.length + 9) / 64);
  const words = new Array<number>(blocks * 16).fill(0);
  const all = [...bytes, 0x80];
  for (const [i, byte] of all.entries()) words[i >> 2] = ((words[i >> 2] ?? 0) | (byte << (24 - 8 * (i % 4)))) >>> 0;
  words[words.length - 1] = bytes.length * 8;
  return words;
};

const mix = (round: number, b: number, c: number, d: number): readonly [number, number] => {
  if (round < 20) return [(b & c) | (~b & d), 0x5a827999];
  if (round < 40) return [b ^ c ^ d, 0x6ed9eba1];
  return round < 60 ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc] : [b ^ c ^ d, 0xca62c1d6];
};

type State = readonly [number, number, number, number, number];

const schedule = (block: readonly number[]): readonly number[] => {
  const w = [...block];
  for (let i = 16; i < 80; i++) w.push(rotate((w[i - 3] ?? 0) ^ (w[i - 8] ?? 0) ^ (w[i - 14] ?? 0) ^ (w[i - 16] ?? 0), 1));
  return w;
};

const compress = (state: State, block: readonly number[]): State => {
  let [a, b, c, d, e] = state;
  for (const [i, word] of schedule(block).entries()) {
    const [f, k] = mix(i, b, c, d);
    const next = (rotate(a, 5) + (f >>> 0) + e + k + word) >>> 0;
    [a, b, c, d, e] = [next, a, rotate(b, 30), c, d];
  }
  const [h0, h1, h2, h3, h4] = state;
  return [(h0 + a) >>> 0, (h1 + b) >>> 0, (h2 + c) >>> 0, (h3 + d) >>> 0, (h4 + e) >>> 0];
};

/** SHA-1 (FIPS 180-4) as 40 hexadecimal digits. UUIDs of version 5 are defined by it. */
export const sha1 = (bytes: readonly number[]): string => {
  const words = padded(bytes);
  let state: State = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (let i = 0; i < words.length; i += 16) state = compress(state, words.slice(i, i + 16));
  return state.map((word) => word.toString(16).padStart(8, '0')).join('');
};

export const uuidOf = (name: string): string => {
  const digest = sha1([...namespace, ...new TextEncoder().encode(name)]);
  const variant = ((Number.parseInt(digest.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `5${digest.slice(13, 16)}`,
    `${variant}${digest.slice(18, 20)}`,
    digest.slice(20, 32),
  ].join('-');
};
