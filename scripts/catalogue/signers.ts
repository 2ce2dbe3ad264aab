// A signer of LOLRMM in; its name, or why there is none, out.
import type { Read } from './hosts.ts';
import { fold } from './pattern.ts';

export const readSigner = (raw: string): Read => {
  const value = raw.trim().replace(/\s+/g, ' ');
  if (/[\\"<>]/.test(value) || value === '') return { code: 'malformed', reason: 'A name that is cut off' };
  return { value };
};

const isWordChar = (c: string | undefined): boolean => c !== undefined && /[\p{L}\p{N}]/u.test(c);

/** Whether every text that has `narrow` as whole words has `wide` too. */
export const signerCovers = (wide: string, narrow: string): boolean => {
  const [w, n] = [fold(wide), fold(narrow)];
  const at = n.indexOf(w);
  return at >= 0 && !isWordChar(n[at - 1]) && !isWordChar(n[at + w.length]);
};
