// Networks as `10.0.0.0/8` and `fe80::/10` write them: text in, the bits of the address and the length of the prefix out.

const ipv4Form = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

const ipv4Bits = (text: string): bigint | null => {
  const parts = ipv4Form.exec(text)?.slice(1).map(Number);
  return parts?.every((part) => part < 256) ? parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n) : null;
};

const groupsOf = (text: string): readonly bigint[] | null => {
  if (text === '') return [];
  const groups: bigint[] = [];
  for (const [i, part] of text.split(':').entries()) {
    const tail = part.includes('.') && i === text.split(':').length - 1 ? ipv4Bits(part) : null;
    if (tail !== null) groups.push(tail >> 16n, tail & 0xffffn);
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(BigInt(`0x${part}`));
    else return null;
  }
  return groups;
};

const ipv6Bits = (text: string): bigint | null => {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = halves.map(groupsOf);
  if (!head || tail === null) return null;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail ? missing < 1 : missing !== 0) return null;
  return [...head, ...Array.from({ length: missing }, () => 0n), ...(tail ?? [])].reduce((bits, group) => (bits << 16n) | group, 0n);
};

/** `size`: 32 or 128 bits. An IPv4 address among IPv6 ones is the one mapped into them. Null when the text is no address. */
export const networkOf = (text: string, size: number): { readonly bits: bigint; readonly prefix: number } | null => {
  const [address = '', length] = text.trim().split('/');
  const four = ipv4Bits(address);
  const bits = size === 32 ? four : four === null ? ipv6Bits(address) : (0xffffn << 32n) | four;
  if (bits === null || (length !== undefined && !/^\d{1,3}$/.test(length))) return null;
  const written = length === undefined ? null : Number(length);
  const prefix = written === null ? size : size === 128 && four !== null ? written + 96 : written;
  return prefix <= size ? { bits, prefix } : null;
};
