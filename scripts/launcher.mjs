#!/usr/bin/env node
// Runs cli.cjs with V8's code cache, where there is one of this Node.js: half of a short run is compiling otherwise. The build copies this file to dist/rmmc.mjs.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const filename = fileURLToPath(new URL('cli.cjs', import.meta.url));
const cache = fileURLToPath(new URL('cli.cache', import.meta.url));

export const script = new Script(`(function (require, moduleUrl) {${readFileSync(filename, 'utf8')}\n})`, {
  filename,
  cachedData: existsSync(cache) ? readFileSync(cache) : undefined,
});

script.runInThisContext()(createRequire(filename), import.meta.url);
