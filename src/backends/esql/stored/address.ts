// An address as text in; the form in which a field of the type ip gives it back (RFC 5952, IPv4 within IPv6 as IPv4) out.

const v4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/** Null: no IPv4 address. Octets with a zero in front are none. */
const octetsOf = (text: string): readonly number[] | null => {
  const octets = v4.exec(text)?.slice(1);
  if (!octets || octets.some((octet) => Number(octet) > 255 || (octet.length > 1 && octet.startsWith('0')))) return null;
  return octets.map(Number);
};

const groupsIn = (text: string): readonly number[] | null => {
  if (text === '') return [];
  const parts = text.split(':');
  const last = octetsOf(parts.at(-1) ?? '');
  const plain = last ? parts.slice(0, -1) : parts;
  if (!plain.every((part) => /^[0-9a-f]{1,4}$/i.test(part))) return null;
  const [a = 0, b = 0, c = 0, d = 0] = last ?? [];
  return [...plain.map((part) => Number.parseInt(part, 16)), ...(last ? [a * 256 + b, c * 256 + d] : [])];
};

/** Eight numbers of 16 bits. */
const v6Groups = (text: string): readonly number[] | null => {
  const [head = '', tail, ...more] = text.split('::');
  const first = groupsIn(head);
  if (more.length > 0 || first === null) return null;
  if (tail === undefined) return first.length === 8 ? first : null;
  const last = groupsIn(tail);
  const gap = last === null ? 0 : 8 - first.length - last.length;
  if (last === null || gap < 1) return null;
  return [...first, ...Array.from({ length: gap }, () => 0), ...last];
};

interface Run {
  readonly start: number;
  readonly length: number;
}

/** The first of the longest runs of zeros. */
const longestRun = (groups: readonly number[]): Run =>
  groups.reduce<Run>(
    (best, _, start) => {
      const end = groups.findIndex((group, at) => at >= start && group !== 0);
      const length = (end < 0 ? groups.length : end) - start;
      return length > best.length ? { start, length } : best;
    },
    { start: 0, length: 0 },
  );

const v6Text = (groups: readonly number[]): string => {
  const hex = groups.map((group) => group.toString(16));
  const { start, length } = longestRun(groups);
  return length < 2 ? hex.join(':') : `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
};

/** Null: no address. */
export const canonicalAddress = (text: string): string | null => {
  if (octetsOf(text)) return text;
  const groups = text.includes(':') ? v6Groups(text) : null;
  if (!groups) return null;
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  return isMapped ? [high >> 8, high & 255, low >> 8, low & 255].join('.') : v6Text(groups);
};
