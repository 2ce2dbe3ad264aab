// Pieces of a pack in; its files below the staging folder, archives and digests of them out.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { PackPiece } from '../packs/assemble.ts';
import type { LockedFile } from '../packs/lock.ts';
import type { PackSettings } from '../packs/pack.ts';
import { type PackName, packs } from '../packs/registry.ts';
import { writeArchive } from './archive.ts';
import type { Staging } from './staging.ts';

export const write = (staging: Staging, pieces: readonly PackPiece[]): void => {
  for (const { pack, path: name, text, kind } of pieces) {
    if (kind === 'whole') staging.whole(`${pack}/${name}`, text);
    else staging.append(`${pack}/${name}`, text);
  }
};

const digest = (file: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const hash = createHash('sha256');
    createReadStream(file)
      .on('data', (chunk) => hash.update(chunk))
      .on('end', () => resolve(hash.digest('hex')))
      .on('error', reject);
  });

/** Gives the archives' names. */
export const archive = async (staging: Staging, names: readonly PackName[], settings: PackSettings): Promise<readonly string[]> => {
  const written: string[] = [];
  for (const name of names) {
    for (const { folder, file } of packs.get(name)?.pack.archives(settings) ?? []) {
      await writeArchive(path.join(staging.folder, name, folder), path.join(staging.folder, name, file));
      written.push(`${name}/${file}`);
    }
  }
  return written;
};

/** Below the folder of the packs. */
export const placeOf = (piece: PackPiece): string => `${piece.pack}/${piece.path}`;

/** In the order of the names. `last`: the pieces behind all rules. */
export const digests = async (staging: Staging, names: readonly string[], last: readonly PackPiece[]): Promise<readonly LockedFile[]> => {
  const lookups = new Map(last.flatMap((piece) => (piece.lookup === undefined ? [] : [[placeOf(piece), piece.lookup] as const])));
  const found: LockedFile[] = [];
  for (const name of names) {
    const lookup = lookups.get(name);
    const sha256 = await digest(path.join(staging.folder, ...name.split('/')));
    found.push({ path: name, sha256, ...(lookup === undefined ? {} : { lookup }) });
  }
  return found;
};
