// Base64 of bytes, compressed texts, Punycode. Each function by its KQL name; a call in, how to compute it for a row out.
// The compressors are refused: which of the many possible byte strings Kusto makes is not documented.
import { Inflate } from 'pako';
import type { DynamicValue } from '../../ir/types.ts';
import { unsupported } from '../refusal.ts';
import type { Call, Fn } from '../scope.ts';
import { base64OfBytes, bytesOfBase64, guidOrder } from '../values/base64.ts';
import { toGuid } from '../values/convert.ts';
import { decodePunycode, encodePunycode } from '../values/punycode.ts';
import { orEmpty } from './or-empty.ts';
import { array, strict, text } from './shapes.ts';

const byteOf = (element: DynamicValue, { span }: Call): number =>
  typeof element === 'bigint' && element >= 0n && element <= 255n
    ? Number(element)
    : unsupported('`base64_encode_fromarray()` of an element that is no byte', span);

const ofBytes: Fn = (call) => strict([array], (elements) => base64OfBytes(elements.map((element) => byteOf(element, call))))(call);

const ofGuid: Fn = ({ args: [arg] }) => {
  if (!arg) return () => '';
  return (row) => {
    const digits = toGuid(arg.get(row))?.replaceAll('-', '');
    return digits === undefined ? '' : base64OfBytes(guidOrder.map((at) => Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16)));
  };
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Null when the bytes are not what they should be. */
const inflated = (bytes: Uint8Array, windowBits: number): Uint8Array | null => {
  const inflate = new Inflate({ windowBits });
  inflate.push(bytes, true);
  return inflate.err === 0 && inflate.result instanceof Uint8Array ? inflate.result : null;
};

const textIn = (bytes: Uint8Array, { name, span }: Call): string => {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return unsupported(`\`${name}()\` of bytes that are no text`, span);
    throw error;
  }
};

/** Empty for what is no Base64 or not compressed; `unsettled` names the headers that the page leaves open. */
const decompressed = (windowBits: number, unsettled: (bytes: Uint8Array) => boolean): Fn =>
  orEmpty((call) =>
    strict([text], (base64) => {
      const bytes = bytesOfBase64(base64.trim());
      const plain = bytes && inflated(bytes, windowBits);
      if (!bytes || !plain) return null;
      return unsettled(bytes) ? unsupported(`\`${call.name}()\` of a header with options`, call.span) : textIn(plain, call);
    })(call),
  );

const gzipOption = (bytes: Uint8Array): boolean => bytes[3] !== 0;
const zlibWindow = (bytes: Uint8Array): boolean => (bytes[0] ?? 0) >> 4 !== 7;

const ascii = /^[\x00-\x7f]*$/;
const lone = /\p{Surrogate}/u;

/** What ASCII text becomes is not documented. */
const fromString: Fn = (call) =>
  strict([text], (plain) => {
    if (plain === '') return '';
    return ascii.test(plain) || lone.test(plain)
      ? unsupported(`\`${call.name}()\` of text without other characters than ASCII`, call.span)
      : encodePunycode(plain);
  })(call);

const toText = orEmpty(strict([text], (encoded) => decodePunycode(encoded)));

const mark = 'xn--';
const longestLabel = 63;

const encodedLabel = (label: string, { name, span }: Call): string => {
  if (ascii.test(label)) return label;
  const encoded = mark + encodePunycode(label);
  return encoded.length > longestLabel || lone.test(label) ? unsupported(`\`${name}()\` of a label that is too long`, span) : encoded;
};

/** Labels end at a full stop, an ideographic one or its half width. */
const domainToString: Fn = (call) =>
  strict([text], (domain) => {
    if (domain.includes('\uff0e')) return unsupported(`\`${call.name}()\` of a domain with U+FF0E`, call.span);
    return domain
      .split(/[.\u3002\uff61]/)
      .map((label) => encodedLabel(label, call))
      .join('.');
  })(call);

const domainFromString: Fn = (call) =>
  orEmpty(
    strict([text], (domain) => {
      const labels = domain.split('.');
      if (!ascii.test(domain) || labels.some((label) => /^xn--/i.test(label) && !label.startsWith(mark))) {
        return unsupported(`\`${call.name}()\` of a domain that is not ASCII or says \`XN--\``, call.span);
      }
      const decoded = labels.map((label) => (label.startsWith(mark) ? decodePunycode(label.slice(mark.length)) : label));
      return decoded.includes(null) ? null : decoded.join('.');
    }),
  )(call);

export const codecsFunctions = {
  base64_encode_fromarray: orEmpty(ofBytes),
  base64_encode_fromguid: ofGuid,
  gzip_decompress_from_base64_string: decompressed(31, gzipOption),
  zlib_decompress_from_base64_string: decompressed(15, zlibWindow),
  punycode_from_string: fromString,
  punycode_to_string: toText,
  punycode_domain_from_string: domainFromString,
  punycode_domain_to_string: domainToString,
} as const satisfies Readonly<Record<string, Fn>>;
