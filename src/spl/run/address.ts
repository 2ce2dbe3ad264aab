// IP addresses and subnets as text in; numbers, and whether an address is in a subnet, out.

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

const v4 = (text: string): bigint | null => {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  return parts?.every((part) => part < 256) ? parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n) : null;
};

/** Groups of an IPv6 text without `::`; a dotted end counts as two groups. */
const groupsOf = (text: string): readonly bigint[] | null => {
  if (text === '') return [];
  const groups = text.split(':').flatMap((group): readonly (bigint | null)[] => {
    if (/^[0-9a-f]{1,4}$/i.test(group)) return [BigInt(`0x${group}`)];
    const dotted = v4(group);
    return dotted === null ? [null] : [dotted >> 16n, dotted & 0xffffn];
  });
  return groups.every((group) => group !== null) ? groups : null;
};

const v6 = (text: string): bigint | null => {
  const halves = text.split('::');
  const [head, tail] = halves.map(groupsOf);
  if (!head || halves.length > 2 || (halves.length === 2 && !tail)) return null;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail ? missing < 1 : missing !== 0) return null;
  const all = [...head, ...Array.from({ length: tail ? missing : 0 }, () => 0n), ...(tail ?? [])];
  return all.reduce((sum, group) => (sum << 16n) | group, 0n);
};

export const addressOf = (text: string): Address | null => {
  const four = v4(text);
  if (four !== null) return { bits: 32, value: four };
  const six = text.includes(':') ? v6(text) : null;
  return six === null ? null : { bits: 128, value: six };
};

/** Null when `cidr` is no subnet (`10.0.0.0/8`, an address alone is one of itself). False for a text that is no address. */
export const inSubnet = (cidr: string, text: string): boolean | null => {
  const [base = '', width] = cidr.trim().split('/');
  const net = addressOf(base);
  if (!net || (width !== undefined && !/^\d{1,3}$/.test(width)) || Number(width ?? 0) > net.bits) return null;
  const address = addressOf(text.trim());
  if (!address || address.bits !== net.bits) return false;
  const rest = BigInt(net.bits - Number(width ?? net.bits));
  return net.value >> rest === address.value >> rest;
};

/** Bitwise and of two IPv4 addresses. */
export const masked = (mask: string, text: string): string | null => {
  const [a, b] = [v4(mask), v4(text)];
  if (a === null || b === null) return null;
  const value = a & b;
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
};
