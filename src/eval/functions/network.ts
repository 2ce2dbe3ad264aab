// IP addresses. Each function by its KQL name; a call in, how to compute it for a row out.
import type { DynamicValue } from '../../ir/types.ts';
import { unsupported } from '../refusal.ts';
import type { Call, Fn } from '../scope.ts';
import { needlesIn } from '../text-test.ts';
import type { Value } from '../value.ts';
import { type Address, hasPaddedOctet, masked, readIpv4, readIpv6, textOfIpv4, textOfIpv6 } from '../values/ip.ts';
import { missing } from './missing.ts';
import { networkTextFunctions } from './network-text.ts';
import { orEmpty } from './or-empty.ts';
import { strict, text, whole } from './shapes.ts';

type Width = 32 | 128;

const unsettled = (call: Call, what: string): never => unsupported(`\`${call.name}()\` ${what}`, call.span);

const reader =
  (width: Width, call: Call): ((text: string) => Address | null) =>
  (given) => {
    if (hasPaddedOctet(given)) return unsettled(call, `of \`${given}\`, whose octets start with 0`);
    return width === 32 ? readIpv4(given) : readIpv6(given);
  };

const sameNet = (a: Address, b: Address, prefix: number, width: Width): boolean =>
  masked(a.bits, prefix, width) === masked(b.bits, prefix, width);

const order = (a: bigint, b: bigint): number => (a < b ? -1 : Number(a > b));

/** An argument `prefix` in bits of the width: between two IPv4 addresses it counts their bits. Null where it is out of range. */
const askedPrefix = (prefix: bigint | undefined, width: Width, bothV4: boolean): number | null => {
  if (prefix === undefined) return width;
  const shifted = width === 128 && bothV4 && prefix <= 32n ? prefix + 96n : prefix;
  return prefix < 0n || shifted > BigInt(width) ? null : Number(shifted);
};

/** Compares under the shortest of the three prefixes. */
const comparison =
  (width: Width, result: (order: number) => Value): Fn =>
  (call) =>
    strict([text, text, whole], (left, right, prefix?: bigint) => {
      const read = reader(width, call);
      const [a, b] = [read(left), read(right)];
      const asked = askedPrefix(prefix, width, readIpv4(left) !== null && readIpv4(right) !== null);
      if (a === null || b === null || asked === null) return null;
      const shortest = Math.min(a.prefix, b.prefix, asked);
      return result(order(masked(a.bits, shortest, width), masked(b.bits, shortest, width)));
    })(call);

const inRange =
  (width: Width): Fn =>
  (call) =>
    strict([text, text], (address, range) => {
      const [a, b] = [reader(width, call)(address), reader(width, call)(range)];
      if (a === null || b === null) return null;
      if (a.prefix < b.prefix) return unsettled(call, `of \`${address}\`, a net wider than the range`);
      return sameNet(a, b, b.prefix, width);
    })(call);

const inAnyRange =
  (width: Width): Fn =>
  (call) => {
    const [subject, ...ranges] = call.args;
    if (!subject) return unsettled(call, 'without arguments');
    const read = reader(width, call);
    return (row) => {
      const address = read(text(subject)(row) ?? '');
      if (address === null) return null;
      const nets = ranges
        .flatMap((range) => needlesIn(range.get(row), range.type, call.span))
        .map((range) => ({ range, net: read(range) }));
      const odd = nets.find(({ net }) => net === null || address.prefix < net.prefix);
      if (odd) return unsettled(call, `with the range \`${odd.range}\``);
      return nets.some(({ net }) => net !== null && sameNet(address, net, net.prefix, width));
    };
  };

const privateNets = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].flatMap((net) => readIpv4(net) ?? []);

const isPrivate: Fn = (call) =>
  strict([text], (given) => {
    const address = reader(32, call)(given);
    return address && privateNets.some((net) => sameNet(address, net, Math.min(net.prefix, address.prefix), 32));
  })(call);

const parseIpv4: Fn = (call) =>
  strict([text, whole], (given, prefix = 32n) => {
    const address = reader(32, call)(given);
    if (address === null || prefix < 0n || prefix > 32n) return null;
    return masked(address.bits, Math.min(address.prefix, Number(prefix)), 32);
  })(call);

const parseIpv6: Fn = (call) =>
  strict([text, whole], (given, prefix = 128n) => {
    const address = reader(128, call)(given);
    if (address === null || prefix < 0n || prefix > 128n) return null;
    if (prefix < 96n && given.includes('.')) return unsettled(call, `of an IPv4 address with the prefix ${prefix}`);
    return textOfIpv6(masked(address.bits, Math.min(address.prefix, Number(prefix)), 128));
  })(call);

/** An IPv4 address as text or as a number. */
const formatIpv4 =
  (withPrefix: boolean): Fn =>
  (call) =>
    strict([text, whole], (given, prefix = 32n) => {
      const bits = /^\d{1,10}$/.test(given) ? BigInt(given) : null;
      const address = bits === null ? reader(32, call)(given) : { bits, prefix: 32 };
      if (address === null || address.bits >= 2n ** 32n || prefix < 0n || prefix > 32n) return null;
      const shortest = Math.min(address.prefix, Number(prefix));
      return `${textOfIpv4(masked(address.bits, shortest, 32))}${withPrefix ? `/${shortest}` : ''}`;
    })(call);

/** The fewest nets that hold all addresses from the first to the last and no other. */
const cidrList: Fn = (call) =>
  strict([text, text], (first, last) => {
    const [from, to] = [reader(32, call)(first), reader(32, call)(last)];
    if (from === null || to === null) return null;
    if (from.prefix < 32 || to.prefix < 32 || from.bits > to.bits) return unsettled(call, `from \`${first}\` to \`${last}\``);
    const nets: DynamicValue[] = [];
    for (let at = from.bits; at <= to.bits; ) {
      let prefix = 32;
      while (prefix > 0 && masked(at, prefix - 1, 32) === at && at + (1n << BigInt(33 - prefix)) - 1n <= to.bits) prefix -= 1;
      nets.push(`${textOfIpv4(at)}/${prefix}`);
      at += 1n << BigInt(32 - prefix);
    }
    return nets;
  })(call);

export const networkFunctions = {
  ipv4_is_private: isPrivate,
  ipv4_is_in_range: inRange(32),
  ipv4_is_in_any_range: inAnyRange(32),
  ipv4_is_match: comparison(32, (found) => found === 0),
  ipv4_compare: comparison(32, BigInt),
  ipv4_netmask_suffix: (call) =>
    strict([text], (given) => {
      const address = reader(32, call)(given);
      return address && BigInt(address.prefix);
    })(call),
  ipv4_range_to_cidr_list: cidrList,
  ipv6_is_in_range: inRange(128),
  ipv6_is_in_any_range: inAnyRange(128),
  ipv6_is_match: comparison(128, (found) => found === 0),
  ipv6_compare: comparison(128, BigInt),
  parse_ipv4: parseIpv4,
  parse_ipv4_mask: parseIpv4,
  parse_ipv6: orEmpty(parseIpv6),
  parse_ipv6_mask: orEmpty(parseIpv6),
  format_ipv4: orEmpty(formatIpv4(false)),
  format_ipv4_mask: orEmpty(formatIpv4(true)),
  geo_info_from_ip_address: missing,
  ...networkTextFunctions,
} as const satisfies Readonly<Record<string, Fn>>;
