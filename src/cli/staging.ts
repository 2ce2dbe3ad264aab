// Pieces of files in; a folder that is there whole or not at all out. Everything is written into a hidden folder inside it first, and moved when all is well.
import { appendFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { report } from '../diagnostics/diagnostic.ts';
import { nowhere } from '../diagnostics/span.ts';
import { usageError } from './exit.ts';
import { byCodePoint } from './inputs.ts';
import { readLockFile } from './lock-file.ts';
import { lockName } from './lock-name.ts';

const prefix = '.rmmc-stage-';
const flushAt = 64 * 1024;

export interface Staging {
  /** Where it is written before it is published. */
  readonly folder: string;
  whole(name: string, text: string): void;
  append(name: string, text: string): void;
  /** What was appended is on the disk. Gives the files that were appended to, in code point order. */
  flush(): readonly string[];
  /** Moves everything into place; files of the earlier run go. */
  publish(): void;
  /** Takes everything back; harmless after `publish`. */
  abandon(): void;
}

/** Files below a folder, with `/`, in code point order. */
export const filesBelow = (folder: string, within = ''): readonly string[] =>
  readdirSync(path.join(folder, within), { withFileTypes: true })
    .sort((a, b) => byCodePoint(a.name, b.name))
    .flatMap((entry) => {
      const name = within === '' ? entry.name : `${within}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(folder, name) : [name];
    });

/** Every file that a lock lists. @throws Error when it is no lock */
const listed = async (lock: string): Promise<ReadonlySet<string>> => {
  const names = new Set([lockName]);
  const { files } = await readLockFile(lock, ({ packs }) => {
    for (const [pack, result] of Object.entries(packs)) for (const file of Object.keys(result.files)) names.add(`${pack}/${file}`);
  });
  for (const { path: name } of files) names.add(name);
  return names;
};

/** The files of the earlier run. @throws UsageError when there are others */
const earlier = async (directory: string): Promise<readonly string[]> => {
  if (!existsSync(directory)) return [];
  const there = filesBelow(directory).filter((name) => !name.startsWith(prefix));
  if (there.length === 0) return [];
  const lock = path.join(directory, lockName);
  if (!existsSync(lock)) throw usageError(report('RMMC8002', nowhere, { directory }));
  let known: ReadonlySet<string>;
  try {
    known = await listed(lock);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw usageError(report('RMMC8093', nowhere, { file: lock, problem }));
  }
  const strange = there.find((name) => !known.has(name));
  if (strange !== undefined) throw usageError(report('RMMC8003', nowhere, { file: `${directory}/${strange}`, directory }));
  return there;
};

const removeEmpty = (folder: string): void => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) removeEmpty(path.join(folder, entry.name));
  if (readdirSync(folder).length === 0) rmdirSync(folder);
};

/** Every file to its place; folders are walked one by one, so that a pack of many thousand files needs no list of them. */
const moveInto = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isDirectory()) moveInto(path.join(from, entry.name), path.join(to, entry.name));
    else renameSync(path.join(from, entry.name), path.join(to, entry.name));
  }
};

/** Folder by folder: Node's own `recursive` tries for ever where a file system takes no folder (`/proc`). */
const makeFolder = (folder: string): void => {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  const above = path.dirname(folder);
  if (above !== folder) makeFolder(above);
  mkdirSync(folder);
};

/** @throws UsageError when the folder holds what is not ours */
export const stage = async (directory: string): Promise<Staging> => {
  const old = await earlier(directory);
  const folder = path.join(directory, `${prefix}${process.pid}`);
  makeFolder(path.resolve(folder));
  const buffers = new Map<string, string[]>();
  let held = 0;
  const place = (name: string): string => {
    const file = path.join(folder, ...name.split('/'));
    mkdirSync(path.dirname(file), { recursive: true });
    return file;
  };
  const appended = new Set<string>();
  const flush = (): readonly string[] => {
    for (const [name, texts] of buffers) appendFileSync(place(name), texts.join(''));
    buffers.clear();
    held = 0;
    return [...appended].sort(byCodePoint);
  };
  return {
    folder,
    whole: (name, text) => writeFileSync(place(name), text, { flag: 'wx' }),
    append: (name, text) => {
      const texts = buffers.get(name) ?? [];
      texts.push(text);
      appended.add(name);
      buffers.set(name, texts);
      held += text.length;
      if (held > flushAt) flush();
    },
    flush,
    publish: () => {
      flush();
      const gone = old.filter((name) => !existsSync(path.join(folder, name)));
      moveInto(folder, directory);
      for (const name of gone) rmSync(path.join(directory, name), { force: true });
      rmSync(folder, { recursive: true, force: true });
      removeEmpty(directory);
    },
    abandon: () => {
      rmSync(folder, { recursive: true, force: true });
      if (existsSync(directory)) removeEmpty(directory);
    },
  };
};
