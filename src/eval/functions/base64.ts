// Base64. Each function by its KQL name; a call in, how to compute it for a row out. Text that is no Base64 gives null, as text `''`.
import { unsupported } from '../refusal.ts';
import type { Fn } from '../scope.ts';
import { base64OfBytes, bytesOfBase64, guidOrder } from '../values/base64.ts';
import { bytesOf } from '../values/code-points.ts';
import { orEmpty } from './or-empty.ts';
import { strict, text } from './shapes.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const decodedText = strict([text], (base64) => {
  try {
    const bytes = bytesOfBase64(base64);
    return bytes && utf8.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
});

const decodedArray: Fn = (call) =>
  strict([text], (base64) => {
    const bytes = bytesOfBase64(base64);
    return bytes?.length === 0 ? unsupported('`base64_decode_toarray()` of the empty text', call.span) : bytes && [...bytes].map(BigInt);
  })(call);

const decodedGuid = strict([text], (base64) => {
  const bytes = bytesOfBase64(base64);
  if (bytes?.length !== 16) return null;
  const digits = guidOrder.map((at) => (bytes[at] ?? 0).toString(16).padStart(2, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
});

const encoded = strict([text], (plain) => base64OfBytes(bytesOf(plain)));

export const base64Functions = {
  base64_decode_tostring: orEmpty(decodedText),
  base64_decode_toarray: decodedArray,
  base64_decode_toguid: decodedGuid,
  base64_encode_tostring: encoded,
} as const satisfies Readonly<Record<string, Fn>>;
