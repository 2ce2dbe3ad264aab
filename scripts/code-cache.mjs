// Writes dist/cli.cache: V8's code of what a short run of dist/rmmc.mjs needs. node scripts/code-cache.mjs RULE
import { writeFileSync } from 'node:fs';

const rule = process.argv[2];
const target = new URL('../dist/cli.cache', import.meta.url);
process.argv = [process.execPath, 'rmmc', 'translate', rule, '--to', 'all'];
const { script } = await import('../dist/rmmc.mjs');
process.on('exit', () => writeFileSync(target, script.createCachedData()));
