// Results in; one file per rule and target below a folder out, written whole or not at all.
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RuleResult } from '../compile.ts';
import { report } from '../diagnostics/diagnostic.ts';
import { nowhere } from '../diagnostics/span.ts';
import { UsageError } from './exit.ts';
import type { Input } from './inputs.ts';

export interface Planned {
  /** Below the folder, with `/`. */
  readonly name: string;
  readonly text: string;
  /** What it is translated from, for messages. */
  readonly from: string;
}

const usage = (code: 'RMMC5012' | 'RMMC5013', message: string): UsageError => new UsageError(`${code}: ${message}`);
/** `dir/stem#2` in the sub-folder of its input: `dir/stem-2.spl`. Characters that some file system or shell takes for its own become `_`. */
const nameOf = (input: Input, unit: string, extension: string): string => {
  const number = /#(\d+)$/.exec(unit)?.[1];
  const parts = input.relative.replace(/\.[^./]+$/, '').split('/');
  const stem = `${parts.at(-1) || 'rule'}${number ? `-${number}` : ''}`;
  const safe = (part: string): string => part.replace(/[\u0000-\u001f\u007f<>:"|?*\\]/g, '_').replace(/^\.+/, '_');
  return [...parts.slice(0, -1), stem].map(safe).join('/') + extension;
};

/** The files for the results of one input. */
export const plan = (input: Input, results: readonly RuleResult[], extensionOf: (target: string) => string): readonly Planned[] =>
  results.flatMap((result) => {
    if (result.output === null) return [];
    return [{ name: nameOf(input, result.unit, extensionOf(result.target)), text: result.output, from: `${input.file} (${result.unit})` }];
  });

/** Files of earlier runs for results that have no output now: a translation that no longer stands. */
export const leftBehind = (
  directory: string,
  input: Input,
  results: readonly RuleResult[],
  extensionOf: (target: string) => string,
): readonly string[] =>
  results
    .filter((result) => result.output === null)
    .map((result) => path.join(directory, nameOf(input, result.unit, extensionOf(result.target))))
    .filter((file) => existsSync(file));

/** @throws UsageError when two results would be written to the same file, or one outside of the folder */
export const checkPlan = (directory: string, planned: readonly Planned[]): void => {
  const root = path.resolve(directory);
  const seen = new Map<string, Planned>();
  for (const one of planned) {
    const full = path.resolve(root, one.name);
    if (!full.startsWith(root + path.sep)) throw usage('RMMC5013', report('RMMC5013', nowhere, { path: one.name, directory }).message);
    const first = seen.get(full);
    if (first) {
      const found = report('RMMC5012', nowhere, { path: `${directory}/${one.name}`, first: first.from, second: one.from });
      throw usage('RMMC5012', `${found.message}\n  help: ${found.help ?? ''}`);
    }
    seen.set(full, one);
  }
};

const same = (file: string, text: string): boolean => {
  try {
    return lstatSync(file).isFile() && readFileSync(file, 'utf8') === text;
  } catch {
    return false;
  }
};

let counter = 0;

/** Writes a file whole or not at all. */
export const writeWhole = (file: string, text: string, mode?: number): void => {
  counter += 1;
  const temporary = path.join(path.dirname(file), `.rmmc-${process.pid}-${counter}.tmp`);
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    if (mode !== undefined) chmodSync(temporary, mode);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
};

/** A report for a file that the user names: folders on the way are made. */
export const writeReport = (file: string, text: string): void => {
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  writeWhole(file, text);
};

/** Writes what changed; gives how many files did. A link inside the folder that leads out of it is not followed. */
export const writeAll = (directory: string, planned: readonly Planned[]): number => {
  checkPlan(directory, planned);
  mkdirSync(directory, { recursive: true });
  const root = realpathSync(directory);
  let written = 0;
  for (const one of planned) {
    const file = path.resolve(root, one.name);
    mkdirSync(path.dirname(file), { recursive: true });
    const real = realpathSync(path.dirname(file));
    if (real !== root && !real.startsWith(root + path.sep))
      throw usage('RMMC5013', report('RMMC5013', nowhere, { path: one.name, directory }).message);
    if (same(file, one.text)) continue;
    writeWhole(file, one.text);
    written += 1;
  }
  return written;
};
