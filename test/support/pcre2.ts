// The PCRE engine that the SPL evaluator runs with, from the package's own file.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pcre2 } from '../../src/spl/run/pcre2.ts';

const main = createRequire(import.meta.url).resolve('@stephen-riley/pcre2-wasm');

export const regexEngine = await pcre2(new Uint8Array(readFileSync(path.join(path.dirname(main), '../libpcre2.wasm'))));
