// Bytes and their Base64 text.

const form = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Null for text that is no Base64 with its padding. */
export const bytesOfBase64 = (base64: string): Uint8Array | null =>
  form.test(base64) ? Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)) : null;

export const base64OfBytes = (bytes: Iterable<number>): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
