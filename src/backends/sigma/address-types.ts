// Defender's type of an address (`RemoteIPType == "Public"`) in; the ranges of the address itself that say it, and the type of an address, out. No log source
// keeps the type. Source of the types: Microsoft, advanced hunting schema (DeviceNetworkEvents); of the ranges: IANA's special-purpose address registries.
// Where Defender draws its lines is not documented: `widest` holds all that may be of the type, `surest` what is of it for certain.
import { privateRanges } from '../shared/ip-ranges.ts';

/** Ranges of IPv4 as networks; of IPv6 as beginnings of the text, which every converter of Sigma reads: some make null of an IPv6 network, and of its `not`. */
export interface Ranges {
  readonly networks: readonly string[];
  readonly beginnings: readonly string[];
}

export interface AddressType {
  readonly widest: Ranges;
  readonly surest: Ranges;
  /** The ranges are those of all other addresses. */
  readonly outside?: true;
  /** An address of this type. */
  readonly sample: string;
}

const networks = (...texts: readonly string[]): Ranges => ({ networks: texts, beginnings: [] });
const beginnings = (...texts: readonly string[]): Ranges => ({ networks: [], beginnings: texts });
const together = (...all: readonly Ranges[]): Ranges => ({
  networks: all.flatMap((one) => one.networks),
  beginnings: all.flatMap((one) => one.beginnings),
});

const privateUse = networks(...privateRanges);
const linkLocal = together(networks('169.254.0.0/16'), beginnings('fe8', 'fe9', 'fea', 'feb'));
/** Nothing else in use begins with `::1`. */
const loopback = together(networks('127.0.0.0/8'), beginnings('::1'));
const uniqueLocal = beginnings('fc', 'fd');
const sharedSpace = networks('100.64.0.0/10');
const mapped = beginnings('::ffff:');
const teredo = beginnings('2001:0:', '2001:0000:', '2001::');
const elsewhere = together(networks('0.0.0.0/8', '192.0.0.0/24', '198.18.0.0/15', '224.0.0.0/3'), beginnings('ff'));

const exactly = (ranges: Ranges, sample: string): AddressType => ({ widest: ranges, surest: ranges, sample });
const notPublic = together(privateUse, loopback, linkLocal, uniqueLocal);

const types: ReadonlyMap<string, AddressType> = new Map<string, AddressType>([
  [
    'Public',
    {
      outside: true,
      widest: notPublic,
      surest: together(notPublic, sharedSpace, mapped, teredo, elsewhere),
      sample: '52.96.0.10',
    },
  ],
  ['Private', { widest: together(privateUse, linkLocal, uniqueLocal, sharedSpace), surest: privateUse, sample: '10.20.30.40' }],
  ['Loopback', exactly(loopback, '127.0.0.1')],
  ['FourToSixMapping', exactly(mapped, '::ffff:192.0.2.10')],
  ['Teredo', exactly(teredo, '2001:0:4136:e378:8000:63bf:3fff:fdd2')],
]);

/** Undefined: no ranges say it. */
export const addressType = (name: string, caseless: boolean): AddressType | undefined =>
  caseless ? [...types].find(([own]) => own.toLowerCase() === name.toLowerCase())?.[1] : types.get(name);

const typeOfIpv4 = ([a = 0, b = 0]: readonly number[]): string => {
  if (a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168)) return 'Private';
  if (a === 127) return 'Loopback';
  return a === 0 || a >= 224 || (a === 169 && b === 254) || (a === 100 && b >= 64 && b < 128) || (a === 198 && (b === 18 || b === 19))
    ? 'Reserved'
    : 'Public';
};

/** The type of an address; empty: none. */
export const typeOfAddress = (address: string): string => {
  const octets = /^\d+(?:\.\d+){3}$/.test(address) ? address.split('.').map(Number) : null;
  if (octets) return typeOfIpv4(octets);
  if (!address.includes(':')) return '';
  if (address === '::1') return 'Loopback';
  if (/^::ffff:/i.test(address)) return 'FourToSixMapping';
  if (/^2001:0*:/.test(address)) return 'Teredo';
  return /^f[cdef]/i.test(address) || address === '::' ? 'Reserved' : 'Public';
};
