// Names without an order in; the same names in the order that Kusto lists them out.

const offset = 14_695_981_039_346_656_037n;
const prime = 1_099_511_628_211n;

const hashOf = (name: string): bigint =>
  [...new TextEncoder().encode(name)].reduce((hash, octet) => BigInt.asUintN(64, (hash ^ BigInt(octet)) * prime), offset);

interface Entry {
  readonly name: string;
  readonly hash: bigint;
}

/** As a table of `buckets` lists them: a name goes before the others of its bucket, a new bucket after all. */
const placed = (entries: readonly Entry[], buckets: bigint): readonly Entry[] => {
  const byBucket = new Map<bigint, Entry[]>();
  for (const entry of entries) {
    const bucket = entry.hash % buckets;
    const others = byBucket.get(bucket);
    if (others) others.push(entry);
    else byBucket.set(bucket, [entry]);
  }
  return [...byBucket.values()].flatMap((bucket) => bucket.reverse());
};

/**
 * Kusto collects cells in a hash table (FNV-1a of the token; 8 buckets, eight times as many when it is full up to 512, then twice), and lists them as the
 * table has them. The documented neighbours of S2 cells and geohashes and the H3 cells of a polygon come out of it in their order.
 */
export const inHashOrder = (names: readonly string[]): readonly string[] => {
  const all = [...new Set(names)].map((name): Entry => ({ name, hash: hashOf(name) }));
  let buckets = 8;
  let listed: readonly Entry[] = [];
  for (let at = 0; at < all.length; ) {
    const end = Math.min(buckets, all.length);
    listed = placed([...listed, ...all.slice(at, end)], BigInt(buckets));
    at = end;
    buckets *= buckets < 512 ? 8 : 2;
  }
  return listed.map(({ name }) => name);
};
