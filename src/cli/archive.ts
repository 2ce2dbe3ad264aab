// A folder in, a gzipped tar of it out: the same bytes on every machine (names in code point order, no times, no owners, a packer in JavaScript).
import { closeSync, createReadStream, openSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Deflate } from 'pako';
import { type Pack, pack } from 'tar-stream';
import { filesBelow } from './staging.ts';

const epoch = new Date(0);

const entry = async (tar: Pack, file: string, name: string): Promise<void> => {
  const header = { name, size: statSync(file).size, mode: 0o644, mtime: epoch, uid: 0, gid: 0 };
  await new Promise<void>((resolve, reject) => {
    const sink = tar.entry(header, (error) => (error ? reject(error) : resolve()));
    pipeline(createReadStream(file), sink).catch(reject);
  });
};

/** Folders above files, each once, before what is in them. */
const foldersOf = (files: readonly string[]): readonly string[] => [
  ...new Set(files.flatMap((file) => file.split('/').map((_, at, parts) => parts.slice(0, at).join('/')))),
];

const fill = async (tar: Pack, folder: string, top: string): Promise<void> => {
  const files = filesBelow(folder);
  for (const name of foldersOf(files)) {
    tar.entry({ name: `${name === '' ? top : `${top}/${name}`}/`, type: 'directory', mode: 0o755, mtime: epoch, uid: 0, gid: 0 });
  }
  for (const name of files) await entry(tar, path.join(folder, ...name.split('/')), `${top}/${name}`);
  tar.finalize();
};

/** Writes `folder` with its name as the only top folder. */
export const writeArchive = async (folder: string, file: string): Promise<void> => {
  const tar = pack();
  const out = openSync(file, 'wx');
  const gzip = new Deflate({ gzip: true, level: 9 });
  gzip.onData = (chunk): void => void writeSync(out, chunk as Uint8Array);
  try {
    const filled = fill(tar, folder, path.basename(folder));
    for await (const chunk of tar) gzip.push(chunk as Uint8Array, false);
    await filled;
    gzip.push(new Uint8Array(0), true);
  } finally {
    closeSync(out);
  }
};
