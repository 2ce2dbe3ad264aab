// The name of an rmmc.lock in; what it says out, its rules one after the other, so that a long one is not held as a whole.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { LockedRule } from '../packs/lock.ts';
import { type LockFrame, lockReader } from '../packs/read-lock.ts';

/** @throws Error when it cannot be read, or is no lock */
export const readLockFile = async (file: string, take: (rule: LockedRule) => void): Promise<LockFrame> => {
  const reader = lockReader(take);
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) reader.line(line);
  return reader.end();
};
