// Ranges of IP addresses as texts in; the same with their host bits cleared out. KQL applies the prefix itself: `192.168.1.255/24` is `192.168.1.0/24`.
import type { ExprOf } from '../../ir/expr.ts';

/** https://learn.microsoft.com/kusto/query/ipv4-is-private-function */
export const privateRanges: readonly string[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** Null for what is no IPv4 range; no prefix is `/32`. */
export const ipv4Range = (text: string): string | null => {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text);
  const octets = found?.slice(1, 5).map(Number) ?? [];
  const bits = Number(found?.[5] ?? 32);
  if (octets.length < 4 || bits > 32 || octets.some((octet) => octet > 255)) return null;
  const address = octets.reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
  const network = (address >> BigInt(32 - bits)) << BigInt(32 - bits);
  return `${[24n, 16n, 8n, 0n].map((shift) => (network >> shift) & 255n).join('.')}/${bits}`;
};

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

/** A subnet in which no IPv4 address (`::ffff:0:0/96`) is: the groups that count, and `::` for the rest. Null for any other text. */
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

/** The ranges behind the first argument of a test; null: there are none, or one is no literal that `read` knows. */
export const literalRanges = ({ args }: ExprOf<'call'>, read: (text: string) => string | null): readonly string[] | null => {
  const values = args
    .slice(1)
    .flatMap((arg): readonly unknown[] => (arg.kind === 'literal' ? (Array.isArray(arg.value) ? arg.value : [arg.value]) : [null]));
  const ranges = values.map((value) => (typeof value === 'string' ? read(value) : null));
  const known = ranges.filter((range) => range !== null);
  return known.length === ranges.length && known.length > 0 ? known : null;
};
