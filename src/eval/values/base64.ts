// Bytes and their Base64 text.

const form = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Null for text that is no Base64 with its padding. */
export const bytesOfBase64 = (base64: string): Uint8Array | null =>
  form.test(base64) ? Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)) : null;

/** The places of a GUID's bytes: the first three groups stand lowest byte first. */
export const guidOrder = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

export const base64OfBytes = (bytes: Iterable<number>): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
