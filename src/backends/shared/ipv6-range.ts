// A range as text in; an IPv6 subnet in which no IPv4 address (`::ffff:0:0/96`) is, with its host bits cleared, out.

const groupsOf = (text: string): readonly number[] | null => {
  if (text === '') return [];
  const groups = text.split(':');
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) ? groups.map((group) => Number.parseInt(group, 16)) : null;
};

/** Eight numbers of 16 bits. */
const wholeOf = (text: string): readonly number[] | null => {
  const [head = '', tail, ...more] = text.split('::');
  const [first, last] = [groupsOf(head), tail === undefined ? [] : groupsOf(tail)];
  if (!first || !last || more.length > 0) return null;
  const gap = 8 - first.length - last.length;
  if (tail === undefined ? gap !== 0 : gap < 1) return null;
  return [...first, ...Array.from({ length: gap }, () => 0), ...last];
};

const numberOf = (groups: readonly number[]): bigint => groups.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n);

const mappedNet = 0xffffn << 32n;

/** Null for any other text. The groups that count, and `::` for the rest. */
export const ipv6Range = (text: string): string | null => {
  const [address = '', width = '128', ...more] = text.trim().split('/');
  const groups = address.includes(':') ? wholeOf(address) : null;
  if (!groups || more.length > 0 || !/^\d{1,3}$/.test(width) || Number(width) > 128) return null;
  const rest = BigInt(128 - Number(width));
  const net = (numberOf(groups) >> rest) << rest;
  const shorter = rest > 32n ? rest : 32n;
  if (net >> shorter === mappedNet >> shorter) return null;
  const count = Math.ceil(Number(width) / 16);
  const said = Array.from({ length: count }, (_, at) => ((net >> BigInt(112 - 16 * at)) & 0xffffn).toString(16));
  return `${said.join(':')}${count === 8 ? '' : '::'}/${width}`;
};
