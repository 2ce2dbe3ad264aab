// Bundles the command line once per test file and runs it in a folder of its own.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll } from 'vitest';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Cli {
  run(args: readonly string[], input?: string | Uint8Array, env?: Readonly<Record<string, string>>): Ran;
  /** Writes a file below the folder. */
  write(name: string, text: string | Uint8Array): void;
  read(name: string): string;
  /** All files below a sub-folder, sorted. */
  list(name: string): readonly string[];
  readonly folder: () => string;
}

const below = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();

/** A fresh folder and a bundle, for all tests of the file that calls this. */
export const useCli = (): Cli => {
  let folder = '';
  let main = '';
  beforeAll(async () => {
    const cache = path.join(root, 'node_modules/.cache');
    mkdirSync(cache, { recursive: true });
    folder = mkdtempSync(path.join(cache, 'cli-'));
    main = path.join(folder, '.bin', 'rmmc.mjs');
    const entryPoints = [path.join(root, 'src/cli/main.ts')];
    const banner = { js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);" };
    await build({ entryPoints, bundle: true, platform: 'node', format: 'esm', outfile: main, banner, minify: true, logLevel: 'error' });
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder: () => folder,
    run: (args, input = '', env = {}) => {
      const environment = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '', RMMC_DEBUG: '', ...env };
      const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { cwd: folder, input, env: environment });
      return { code: status, out: stdout.toString('utf8'), err: stderr.toString('utf8') };
    },
    write: (name, text) => {
      const full = path.join(folder, name);
      mkdirSync(path.dirname(full), { recursive: true });
      writeFileSync(full, text);
    },
    read: (name) => readFileSync(path.join(folder, name), 'utf8'),
    list: (name) => below(path.join(folder, name)),
  };
};
