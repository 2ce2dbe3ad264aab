// Paths from the command line in; the rule files behind them out, sorted by code point, and their texts on demand.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Diagnostic, report } from '../diagnostics/diagnostic.ts';
import { type LocatedDiagnostic, locateDiagnostic } from '../diagnostics/located.ts';
import { wholeFile } from '../diagnostics/source.ts';
import { nowhere } from '../diagnostics/span.ts';
import { maxFileBytes } from '../rules/read-rules.ts';
import { configName } from './config-file.ts';
import { UsageError } from './exit.ts';
import { lockName } from './lock-name.ts';
import { tellPlain } from './tell.ts';

export interface Input {
  /** As shown and reported: relative to where the command runs when it was given so, with `/`. */
  readonly file: string;
  /** On the disk; null for standard input. */
  readonly path: string | null;
  /** Path below the folder that was given (or below what the given files have in common), with `/`. */
  readonly relative: string;
  /** Found in a folder, not named: then a file that is plainly no rule is passed over. */
  readonly found: boolean;
}

export type InputText = { readonly text: string } | { readonly problem: LocatedDiagnostic };

const extensions = new Set(['.yaml', '.yml', '.kql', '.csl', '.kusto', '.txt', '.md', '.markdown', '.json']);
const slashes = (name: string): string => (path.sep === '\\' ? name.replaceAll('\\', '/') : name);

/** Order by code point, whatever the platform's file system says. */
export const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** `rules`: files that may hold rules. `tests`: files of tests of rules. */
export type Wanted = 'rules' | 'tests';

const isTests = (name: string): boolean => /\.test\.ya?ml$/i.test(name);

const isWanted = (name: string, wanted: Wanted): boolean =>
  wanted === 'tests' ? isTests(name) : !isTests(name) && extensions.has(path.extname(name).toLowerCase()) && name !== configName;

/** What `rmmc pack` wrote: its files are translations of rules, not rules of their own. */
const isPackFolder = (folder: string): boolean => existsSync(path.join(folder, lockName));

/** A folder of packs is passed over, and that is said: its name alone does not tell. */
const isPassedOver = (folder: string): boolean => {
  const passed = isPackFolder(folder);
  if (passed) tellPlain(process.stderr, report('RMMC5024', nowhere, { folder: slashes(folder) }));
  return passed;
};

/** Files below a folder. Links to folders, dot folders, node_modules and folders of packs are passed over. */
const walk = (folder: string, except: string | null, wanted: Wanted): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.name.startsWith('.') || entry.name === 'node_modules' || path.resolve(full) === except) return [];
    if (entry.isDirectory()) return isPassedOver(full) ? [] : walk(full, except, wanted);
    const isFile = entry.isFile() || (entry.isSymbolicLink() && statSync(full, { throwIfNoEntry: false })?.isFile());
    return isFile && isWanted(entry.name, wanted) ? [full] : [];
  });

const fromFolder = (folder: string, except: string | null, wanted: Wanted): readonly Input[] =>
  walk(folder, except, wanted).map((full) => ({
    file: slashes(full),
    path: full,
    relative: slashes(path.relative(folder, full)),
    found: true,
  }));

const commonFolder = (files: readonly string[]): string =>
  files
    .map((file) => path.dirname(path.resolve(file)))
    .reduce(
      (common, folder) => {
        let at = common;
        while (!`${folder}${path.sep}`.startsWith(at.endsWith(path.sep) ? at : `${at}${path.sep}`)) at = path.dirname(at);
        return at;
      },
      path.dirname(path.resolve(files[0] ?? '.')),
    );

const usage = (given: string, reason: string): UsageError => new UsageError(`RMMC5010: ${given}: ${reason}`);

const kindOf = (given: string): 'stdin' | 'file' | 'folder' => {
  if (given === '-') return 'stdin';
  const stat = statSync(given, { throwIfNoEntry: false });
  if (!stat) throw usage(given, 'no such file or folder');
  return stat.isDirectory() ? 'folder' : 'file';
};

const holdsTests = (file: string): boolean => {
  try {
    return /^tests:/m.test(readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
};

/** A shell's `rules/*.yaml` names the tests beside the rules, too. */
const isNamedTests = (file: string): boolean => {
  if (!isTests(file) || !holdsTests(file)) return false;
  tellPlain(process.stderr, report('RMMC5023', nowhere, { file: slashes(path.normalize(file)) }));
  return true;
};

/**
 * The inputs behind the paths; each file once, in code point order of its name.
 * @param stdinName the name of `-`
 * @param wanted what is looked for in folders
 * @param except a folder that is not searched (the one that is written to)
 */
export const inputsOf = (
  paths: readonly string[],
  stdinName: string,
  except: string | null,
  wanted: Wanted = 'rules',
): readonly Input[] => {
  const given = paths
    .map((name) => ({ name, kind: kindOf(name) }))
    .filter(({ name, kind }) => wanted === 'tests' || kind !== 'file' || !isNamedTests(name));
  const files = given.filter(({ kind }) => kind === 'file').map(({ name }) => name);
  const base = commonFolder(files);
  const inputs = given.flatMap(({ name, kind }): readonly Input[] => {
    if (kind === 'stdin') return [{ file: stdinName, path: null, relative: path.basename(slashes(stdinName)), found: false }];
    if (kind === 'folder') return fromFolder(name, except === null ? null : path.resolve(except), wanted);
    return [{ file: slashes(path.normalize(name)), path: name, relative: slashes(path.relative(base, path.resolve(name))), found: false }];
  });
  const once = new Map<string, Input>();
  for (const input of inputs) {
    const key = input.path === null ? '-' : path.resolve(input.path);
    if (!once.has(key)) once.set(key, input);
  }
  if (once.size === 0) throw new UsageError(`RMMC5011: ${report('RMMC5011', nowhere, { paths: paths.join(', ') }).message}`);
  return [...once.values()].sort((a, b) => byCodePoint(a.file, b.file));
};

const readStdin = async (): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk as Uint8Array);
    chunks.push(bytes);
    size += bytes.length;
    if (size > maxFileBytes) break;
  }
  return Buffer.concat(chunks);
};

const bytesOf = async (input: Input): Promise<Buffer | Diagnostic> => {
  const tooLarge = (): Diagnostic => report('RMMC1004', nowhere, { file: input.file, limit: '4 MiB' });
  try {
    if (input.path !== null && statSync(input.path).size > maxFileBytes) return tooLarge();
    const bytes = input.path === null ? await readStdin() : readFileSync(input.path);
    return bytes.length > maxFileBytes ? tooLarge() : bytes;
  } catch (error) {
    return report('RMMC1022', nowhere, { file: input.file, reason: (error as NodeJS.ErrnoException).code ?? String(error) });
  }
};

const decode = (input: Input, bytes: Buffer): string | Diagnostic => {
  if (bytes.includes(0)) {
    const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    return report('RMMC1002', nowhere, { file: input.file, ...(utf16 ? { hint: 'the file is UTF-16; save it as UTF-8' } : {}) });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return report('RMMC1003', nowhere, { file: input.file });
  }
};

/** The text of an input, or why there is none. */
export const readInput = async (input: Input): Promise<InputText> => {
  const bytes = await bytesOf(input);
  const text = Buffer.isBuffer(bytes) ? decode(input, bytes) : bytes;
  return typeof text === 'string' ? { text } : { problem: locateDiagnostic(wholeFile(input.file, ''), text) };
};
