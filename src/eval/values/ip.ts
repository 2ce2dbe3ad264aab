// IP addresses with an optional prefix: text in, bits and prefix length out; and back. https://learn.microsoft.com/kusto/query/scalar-functions#ipv4ipv6-functions

export interface Address {
  readonly bits: bigint;
  /** How many of the first bits count. */
  readonly prefix: number;
}

const v4Form = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/;

const paddedForm = /(?:^|:)(?:\d{1,3}\.)*0\d{1,2}(?:\.\d{1,3})*(?:\/|$)/;

/** Whether it is an IPv4 address (perhaps within IPv6) but for an octet that starts with a zero: how KQL reads those is not known. */
export const hasPaddedOctet = (text: string): boolean => paddedForm.test(text) && /(?:^|:)(?:\d{1,3}\.){3}\d{1,3}(?:\/|$)/.test(text);

const prefixOf = (text: string | undefined, most: number): number | null => {
  const prefix = text === undefined ? most : Number(text);
  return prefix <= most ? prefix : null;
};

/** The first `prefix` of `width` bits; the others 0. */
export const masked = (bits: bigint, prefix: number, width: 32 | 128): bigint => {
  const rest = BigInt(width - prefix);
  return (bits >> rest) << rest;
};

/** Null for what is no IPv4 address. */
export const readIpv4 = (text: string): Address | null => {
  const found = v4Form.exec(text);
  if (!found) return null;
  const octets = found.slice(1, 5).map(Number);
  const prefix = prefixOf(found[5], 32);
  if (prefix === null || octets.some((octet) => octet > 255)) return null;
  return { bits: octets.reduce((bits, octet) => bits * 256n + BigInt(octet), 0n), prefix };
};

/** IPv4 in IPv6: the last 32 bits. */
const mapped = ({ bits, prefix }: Address): Address => ({ bits: (0xffffn << 32n) | bits, prefix: prefix + 96 });

const groupsOf = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));

const groupForm = /^[0-9a-fA-F]{1,4}$/;

const bitsOfGroups = (groups: readonly string[]): bigint | null =>
  groups.length === 8 && groups.every((group) => groupForm.test(group))
    ? groups.reduce((bits, group) => bits * 65_536n + BigInt(`0x${group}`), 0n)
    : null;

/** The last two groups may be written as an IPv4 address. */
const withoutDots = (text: string): string | null => {
  const dotted = /(^|:)([\d.]+)$/.exec(text);
  if (!dotted?.[2]?.includes('.')) return text;
  const inner = readIpv4(dotted[2]);
  if (!inner) return null;
  const low = (part: bigint): string => (part & 0xffffn).toString(16);
  return `${text.slice(0, text.length - dotted[2].length)}${low(inner.bits >> 16n)}:${low(inner.bits)}`;
};

const bitsOfIpv6 = (text: string): bigint | null => {
  const plain = withoutDots(text);
  if (plain === null) return null;
  const halves = plain.split('::');
  if (halves.length === 1) return bitsOfGroups(groupsOf(plain));
  const [head, tail] = [groupsOf(halves[0] ?? ''), groupsOf(halves[1] ?? '')];
  const gap = 8 - head.length - tail.length;
  return halves.length > 2 || gap < 1 ? null : bitsOfGroups([...head, ...Array.from({ length: gap }, () => '0'), ...tail]);
};

/** IPv6, IPv4, and IPv4 behind `::`, the latter two as `::ffff:a.b.c.d`. Null for what is no address. */
export const readIpv6 = (text: string): Address | null => {
  const v4 = readIpv4(text.startsWith('::') ? text.slice(2) : text);
  if (v4) return mapped(v4);
  const [address = '', prefixText, ...more] = text.split('/');
  if (more.length > 0 || (prefixText !== undefined && !/^\d{1,3}$/.test(prefixText))) return null;
  const bits = bitsOfIpv6(address);
  const prefix = prefixOf(prefixText, 128);
  return bits === null || prefix === null ? null : { bits, prefix };
};

export const textOfIpv4 = (bits: bigint): string => [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 255n)).join('.');

/** All eight groups with four digits each. */
export const textOfIpv6 = (bits: bigint): string => (bits.toString(16).padStart(32, '0').match(/.{4}/g) ?? []).join(':');
